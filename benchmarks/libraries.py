"""Large libraries for measuring, made from one that is there: cut down, or repeated.

Embedding a million passages takes hours, and what is measured here is not that. Documents are
taken over with their texts, passages and vectors; where there are too few of them, they are
repeated under other names, with their vectors turned a little.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.document import Passage, document_id
from index.catalogue import Catalogue
from index.change import Change, Stored
from index.embed import PassageEmbedding
from index.index import Incoming
from index.record import Vectors
from index.rows import StoredPassage

_BATCH = 200
# Every twentieth document is internal, so that the public view has something to leave out.
_INTERNAL = 20
# A turned vector has a cosine of about 0.8 to its first, as two passages of one speech have.
_TURN = 0.75


def build(source: Path, home: Path, passages: int) -> int:
    """A library in `home` with that many passages of the one in `source`; returns how many.

    It holds the catalogue only: opening it makes the search indexes. What `home` held goes.
    """
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    given = Catalogue.open(source / "catalogue.sqlite3")
    made = Catalogue.open(home / "catalogue.sqlite3")
    made.note("model", given.setting("model") or "")
    held = 0
    batch: list[Stored] = []
    for stored in _repeated(given):
        batch.append(stored)
        held += len(stored.passages)
        if len(batch) == _BATCH or held >= passages:
            made.change(Change(batch))
            batch = []
        if held >= passages:
            break
    given.close()
    made.close()
    return held


def _repeated(catalogue: Catalogue) -> Iterator[Stored]:
    """The documents of a catalogue, then the same again under other names, for ever."""
    # By id, which is a digest: the first few are of all years and publishers.
    ids = sorted(catalogue.document_ids())
    rng = np.random.default_rng(1)
    turn = 0
    while ids:
        for at in range(0, len(ids), _BATCH):
            documents = catalogue.documents_by_id(ids[at : at + _BATCH])
            for number, identity in enumerate(ids[at : at + _BATCH], at):
                document = documents[identity]
                name = f"{turn}/{document.source}"
                document = replace(
                    document,
                    id=document_id(name),
                    source=name,
                    location=name,
                    audience="public" if number % _INTERNAL else "internal",
                )
                yield _stored(
                    catalogue,
                    identity,
                    Incoming(
                        document, "/benchmark", str(turn), content=document_id(name), positions=()
                    ),
                    rng if turn else None,
                )
        turn += 1


def _stored(
    catalogue: Catalogue, identity: str, incoming: Incoming, rng: np.random.Generator | None
) -> Stored:
    document = incoming.document.id
    passages, embeddings = [], []
    for found in catalogue.passages_of(identity):
        passages.append(
            Passage(document, found.ordinal, found.start, found.end, found.sentences, "")
        )
        embeddings.append(_embedding(found, rng))
    return Stored(incoming, passages, embeddings, ())


def _embedding(found: StoredPassage, rng: np.random.Generator | None) -> PassageEmbedding:
    if rng is None:
        return PassageEmbedding(found.vector, found.vectors)
    rows = _turned(np.vstack([found.vector, found.vectors]), rng)
    return PassageEmbedding(rows[0], rows[1:])


def _turned(rows: Vectors, rng: np.random.Generator) -> NDArray[np.float32]:
    noise = rng.standard_normal(rows.shape, dtype=np.float32)
    rows = rows + noise * np.float32(_TURN / np.sqrt(rows.shape[1]))
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)
