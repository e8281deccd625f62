"""What the assistant returns: search results, answers with citations, documents.

Every result has `to_dict()`, the JSON object that other programs rely on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from corpus.document import Speech
from index.hit import Hit

Support = Literal["verbatim", "verified", "unsupported"]
_SHOWN_ALONE = "text supersedes superseded versions original origin speeches".split()


def _fields(result: Any) -> dict[str, Any]:
    return {name: getattr(result, name) for name in result.__slots__}


@dataclass(frozen=True, slots=True)
class Citation:
    """A quotation and where it stands: always `text[start:end] == quote` in the stored text.

    `speaker` is whoever the document quotes there, "" where the publisher speaks itself.
    `page` counts from 1 and is None for documents without pages. `captured` is when the stored
    text was read (ISO, UTC); `supersedes` when what the document held before it was, "" where the
    document has not changed. `before` is the sentence before, verbatim, where the quotation begins
    with a word that points back to it ("They", "This"), else "". `ocr` says that the words were
    read off a picture of the page, and may differ from what stands there.
    """

    number: int
    document: str
    source: str
    title: str
    publisher: str
    date: str
    kind: str
    url: str
    page: int | None
    speaker: str
    quote: str
    start: int
    end: int
    captured: str = ""
    supersedes: str = ""
    before: str = ""
    ocr: bool = False

    def to_dict(self) -> dict[str, Any]:
        return _fields(self)


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of an answer and the numbers of the citations that bear it.

    `support`: "verbatim" when the statement is its quotation, "verified" when a model's sentence
    carries quotations that stand in the source, "unsupported" when a quotation was not found.
    `note` says, for an unsupported statement, why.
    """

    text: str
    citations: tuple[int, ...]
    support: Support
    note: str = ""

    def to_dict(self) -> dict[str, Any]:
        return _fields(self) | {"citations": list(self.citations)}


@dataclass(frozen=True, slots=True)
class Understood:
    """The filters that a search was made with: those given and those understood from the question.

    `places` are those given as filters, else those that the question is about: an answer must name
    them, but the search isn't limited to documents about them. `speakers` are persons whose quoted
    words are preferred.
    """

    since: str = ""
    until: str = ""
    publishers: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {
            "since": self.since or None,
            "until": self.until or None,
            "publishers": list(self.publishers),
            "places": list(self.places),
            "kinds": list(self.kinds),
            "speakers": list(self.speakers),
        }


@dataclass(frozen=True, slots=True)
class Searched:
    """What was searched: how many documents passed the filters, and their first and last dates.

    `forms`, given where nothing answers, are what was looked for: the question's words, their
    stems, other spellings, short forms spelled out, other names of places.
    """

    documents: int
    earliest: str
    latest: str
    forms: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {
            "documents": self.documents,
            "earliest": self.earliest or None,
            "latest": self.latest or None,
            "forms": list(self.forms),
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer. `answer` is Markdown with `[n]` markers that point to `citations`.

    When `answered` is false, `citations` and `statements` hold nothing supported, `answer` says
    what was searched, and `nearest` holds the nearest passages, which are no answer.
    `timings_ms` has `understand, retrieve, answer, total` in milliseconds. `confidence` (0 to 1)
    is what the decision to answer rested on. `notice` is a message about the language model
    ("" when there is nothing to say). `rewritten` is a follow-up as the model rewrote it to stand
    alone, "" where it did not.
    """

    question: str
    answered: bool
    mode: Literal["quotes", "model"]
    answer: str
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    filters: Understood
    searched: Searched
    nearest: tuple[Citation, ...]
    timings_ms: Mapping[str, float]
    confidence: float = 0.0
    notice: str = ""
    rewritten: str = ""

    def to_dict(self) -> dict[str, Any]:
        return {
            "question": self.question,
            "answered": self.answered,
            "mode": self.mode,
            "answer": self.answer,
            "statements": [statement.to_dict() for statement in self.statements],
            "citations": [citation.to_dict() for citation in self.citations],
            "filters": self.filters.to_dict(),
            "searched": self.searched.to_dict(),
            "nearest": [citation.to_dict() for citation in self.nearest],
            "timings_ms": dict(self.timings_ms),
            "confidence": round(self.confidence, 4),
            "notice": self.notice,
            "rewritten": self.rewritten,
        }


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Ranked passages for a query, with the filters that were applied."""

    query: str
    filters: Understood
    hits: tuple[Hit, ...]
    timings_ms: Mapping[str, float]

    def to_dict(self) -> dict[str, Any]:
        return {
            "query": self.query,
            "filters": self.filters.to_dict(),
            "hits": [hit.to_dict() for hit in self.hits],
            "timings_ms": dict(self.timings_ms),
        }


@dataclass(frozen=True, slots=True)
class Facets:
    """What the library holds: the values to filter by, its size and the dates it covers."""

    publishers: tuple[str, ...]
    places: tuple[str, ...]
    kinds: tuple[str, ...]
    languages: tuple[str, ...]
    documents: int
    passages: int
    earliest: str
    latest: str

    def to_dict(self) -> dict[str, Any]:
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in _fields(self).items()
        }


@dataclass(frozen=True, slots=True)
class VersionRecord:
    """What a document held before it changed: the SHA-256 of its bytes, the name it was read
    under, when it was read and when the change was noticed (ISO, UTC), its length in characters.

    `original` is the size of its bytes, None where they are not kept.
    """

    sha256: str
    source: str
    captured: str
    superseded: str
    characters: int
    original: int | None

    def to_dict(self) -> dict[str, Any]:
        return _fields(self)


@dataclass(frozen=True, slots=True)
class Original:
    """The bytes that a document was read from, under the last part of its source's name."""

    name: str
    sha256: str
    data: bytes


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A document as listed; shown alone it carries its whole stored `text`, else None.

    Shown alone it also says in `notes` what had to be done to read its file, and what of it
    couldn't be read, and lists its earlier `versions`. `also` are other sources of the same text;
    `captured` is when it was read, `supersedes` when what it held before was; `superseded` is when
    an earlier version was found changed, "" for the current one. `original` is the size in bytes
    of the kept original, None where none is kept. `origin` says where each described field was
    read, `speeches` whose quoted words stand where in the text.
    """

    id: str
    source: str
    title: str
    publisher: str
    date: str
    kind: str
    language: str
    url: str
    places: tuple[str, ...]
    audience: str
    pages: int | None
    characters: int
    sha256: str
    captured: str
    author: str = ""
    speakers: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    supersedes: str = ""
    superseded: str = ""
    versions: tuple[VersionRecord, ...] = ()
    original: int | None = None
    origin: Mapping[str, str] = field(default_factory=dict)
    speeches: tuple[Speech, ...] = ()
    text: str | None = None

    def to_dict(self) -> dict[str, Any]:
        record = _fields(self)
        for name in ("notes", "places", "speakers", "also"):
            record[name] = list(record[name])
        record["versions"] = [version.to_dict() for version in self.versions]
        record["origin"] = dict(self.origin)
        record["speeches"] = [asdict(speech) for speech in self.speeches]
        if self.text is None:
            for name in _SHOWN_ALONE:
                del record[name]
        return record
