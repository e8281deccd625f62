"""Documents and passages as rows of the catalogue, and back."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.engine import Row

from corpus.dates import first_day, last_day
from corpus.document import Document, Passage, Span, Speech
from corpus.positions import Position
from index.embed import PassageEmbedding
from index.products import products
from index.record import PassageRecord, Vector, Vectors

# A byte a number is enough to rank sentences: errors of 1/254 at most.
_SCALE = 127


@dataclass(frozen=True)
class StoredPassage:
    """A visible passage: where it stands in which document, and its sentences with their vectors.

    Hundreds are read for a question and few of them shown, so what the catalogue packs into bytes
    is unpacked when it is asked for.
    """

    id: int
    document: str
    ordinal: int
    start: int
    end: int
    packed_sentences: bytes
    packed_vector: bytes
    packed_vectors: bytes

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences as absolute offsets into the document's text."""
        spans = np.frombuffer(self.packed_sentences, dtype="<i4").reshape(-1, 2)
        return tuple(Span(start, end) for start, end in spans.tolist())

    @cached_property
    def vector(self) -> Vector:
        """The whole passage's vector."""
        return np.frombuffer(self.packed_vector, dtype="<f4")

    @cached_property
    def vectors(self) -> Vectors:
        """The sentences' vectors (sentences, dimension)."""
        return unpacked(self.packed_vectors, len(self.packed_vector) // 4)


# The columns of a StoredPassage.
OF_PASSAGES = "id document ordinal start end sentences vector sentence_vectors".split()


def unpacked(packed: bytes, dimension: int) -> Vectors:
    """Vectors (count, dimension) of sentences as the catalogue packs them."""
    return _bytes(packed, dimension).astype(np.float32) / np.float32(_SCALE)


def packed_cosines(packed: bytes, vector: Vector) -> NDArray[np.float32]:
    """The cosine of each packed vector with `vector`."""
    return products(_bytes(packed, len(vector)), vector / np.float32(_SCALE))


def _bytes(packed: bytes, dimension: int) -> NDArray[np.int8]:
    return np.frombuffer(packed, dtype="i1").reshape(-1, dimension)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A document to store: what was read, where it came from and the fingerprint of its bytes.

    `validators` are what a server said of the page, to be asked whether it has changed.
    `original` are the bytes as they were read, None where they aren't kept. `content` is the
    SHA-256 of the text as it was read, by which the same text is known under another name.
    `positions` are those that the document takes, None where nobody has looked for them. `edges`
    are the lines that may be furniture of its publisher's, None where they are known already.
    """

    document: Document
    root: str
    fingerprint: str
    validators: Mapping[str, str] = field(default_factory=dict)
    original: bytes | None = field(default=None, repr=False)
    content: str = ""
    positions: tuple[Position, ...] | None = None
    edges: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        if not self.content:
            object.__setattr__(self, "content", content_digest(self.document.text))


def content_digest(text: str) -> str:
    """The SHA-256 of a text, by which the same contents are known under another name."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def document_row(incoming: Incoming) -> dict[str, Any]:
    """What the catalogue stores of a document."""
    date = incoming.document.date
    return {
        "first_day": first_day(date).toordinal() if date else None,
        "last_day": last_day(date).toordinal() if date else None,
        **_synced(incoming),
        **_described(incoming),
        "text": incoming.document.text,
    }


def twin_row(incoming: Incoming, under: str) -> dict[str, Any]:
    """What the catalogue stores of another name of the document `under`."""
    return {"document": under, **_synced(incoming), **_described(incoming)}


def _synced(incoming: Incoming) -> dict[str, Any]:
    return {
        "id": incoming.document.id,
        "root": incoming.root,
        "fingerprint": incoming.fingerprint,
        "validators": dict(incoming.validators),
    }


def _described(incoming: Incoming) -> dict[str, Any]:
    document = incoming.document
    return {
        "source": document.source,
        "location": document.location,
        "title": document.title,
        "date": document.date,
        "publisher": document.publisher,
        "author": document.author,
        "kind": document.kind,
        "language": document.language,
        "url": document.url,
        "places": list(document.places),
        "audience": document.audience,
        "speeches": [asdict(speech) for speech in document.speeches],
        "speakers": list(document.speakers),
        "pages": list(document.pages),
        "origin": dict(document.origin),
        "characters": len(document.text),
        "sha256": document.sha256,
        "captured": document.captured,
        "content": incoming.content,
    }


def document(row: Row[Any], held: Document | None = None) -> Document:
    """The document of a row with its text, or of a twin's row, whose text is the one `held`."""
    whole = held is None or content_digest(held.text) == row.content
    speeches = tuple(Speech(**speech) for speech in row.speeches)
    return Document(
        id=row.id,
        source=row.source,
        location=row.location,
        text=row.text if held is None else held.text,
        sha256=row.sha256,
        title=row.title,
        date=row.date,
        publisher=row.publisher,
        author=row.author,
        kind=row.kind,
        language=row.language,
        url=row.url,
        places=tuple(row.places),
        audience=row.audience,
        # Offsets hold for the text as it was read, which may have been shortened since.
        speeches=speeches if held is None or whole else held.speeches,
        speakers=tuple(row.speakers),
        pages=tuple(row.pages) if held is None or whole else held.pages,
        captured=row.captured,
        origin=row.origin,
    )


def incoming(row: Row[Any], held: Document | None = None) -> Incoming:
    """What was stored as the row, to be stored again."""
    return Incoming(
        document(row, held), row.root, row.fingerprint, row.validators, content=row.content
    )


def passage_row(passage: Passage, embedding: PassageEmbedding) -> dict[str, Any]:
    """What the catalogue stores of a passage."""
    spans = np.array([(s.start, s.end) for s in passage.sentences], dtype="<i4")
    return {
        "document": passage.document,
        "ordinal": passage.ordinal,
        "start": passage.start,
        "end": passage.end,
        "heading": passage.heading,
        "sentences": spans.tobytes(),
        "vector": embedding.vector.astype("<f4").tobytes(),
        "sentence_vectors": np.round(embedding.sentences * _SCALE).astype("i1").tobytes(),
    }


def record(identity: int, text: str, heading: str, vector: bytes, *described: Any) -> PassageRecord:
    """What the engines store of a passage; `described` are the fields after the vector."""
    publisher, kind, language, audience, places, first, last = described
    unpacked_vector = np.frombuffer(vector, dtype="<f4")
    about = (publisher, kind, language, audience, tuple(places), first, last)
    return PassageRecord(identity, text, heading, unpacked_vector, *about)
