"""The passages that the catalogue holds, as searches, engines and a later sync read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.engine import Engine

from corpus.document import Span
from index import rows, tables
from index.chunks import chunks
from index.embed import PassageEmbedding, PassageText
from index.record import PassageRecord, Vectors

# How many vectors are read at once.
_VECTORS = 10_000
# Made once, since making it takes longer than asking it.
_BY_ID = sa.select(*(tables.passages.c[name] for name in rows.OF_PASSAGES)).where(
    tables.passages.c.id.in_(sa.bindparam("wanted", expanding=True))
)


def ids(engine: Engine) -> set[int]:
    """The ids of all visible passages."""
    with engine.connect() as connection:
        return set(connection.scalars(sa.select(tables.passages.c.id)))


def read(engine: Engine, wanted: Sequence[int]) -> dict[int, rows.StoredPassage]:
    """The visible passages with those ids; ids that are gone are left out."""
    found: dict[int, rows.StoredPassage] = {}
    for some in chunks(wanted):
        with engine.connect() as connection:
            # In one piece: hundreds are read for a question, and each step costs.
            for row in connection.execute(_BY_ID, {"wanted": some}).all():
                found[row[0]] = rows.StoredPassage(*row)
    return found


def of(engine: Engine, document: str) -> list[rows.StoredPassage]:
    """All passages of a document, in order."""
    c = tables.passages.c
    query = sa.select(*(c[name] for name in rows.OF_PASSAGES))
    query = query.where(c.document == document).order_by(c.ordinal)
    with engine.connect() as connection:
        return [rows.StoredPassage(*row) for row in connection.execute(query)]


def vectors_after(
    engine: Engine, passage: int, dimension: int
) -> Iterator[tuple[NDArray[np.int64], Vectors]]:
    """Ids and vectors of the passages with ids above `passage`, ascending, in parts.

    Those of another dimension, which another model made, are left out.
    """
    c = tables.passages.c
    chosen = sa.select(c.id, c.vector).order_by(c.id).limit(_VECTORS)
    while True:
        with engine.connect() as connection:
            found = connection.execute(chosen.where(c.id > passage)).all()
        if not found:
            return
        passage = found[-1][0]
        fitting = [row for row in found if len(row[1]) == 4 * dimension]
        stacked = np.frombuffer(b"".join(vector for _, vector in fitting), dtype="<f4")
        ids = np.array([identity for identity, _ in fitting], dtype=np.int64)
        yield ids, stacked.reshape(-1, dimension)


def embedded(engine: Engine, document: str) -> dict[PassageText, PassageEmbedding]:
    """The stored embeddings of a document's passages, by what was embedded."""
    passages, documents = tables.passages, tables.documents
    with engine.connect() as connection:
        text = connection.scalar(sa.select(documents.c.text).where(documents.c.id == document))
        if text is None:
            return {}
        columns = (passages.c[name] for name in rows.OF_PASSAGES)
        query = sa.select(passages.c.heading, *columns).where(passages.c.document == document)
        found = connection.execute(query).all()
    embeddings: dict[PassageText, PassageEmbedding] = {}
    for heading, *row in found:
        stored = rows.StoredPassage(*row)
        start = stored.start
        sentences = tuple(Span(s.start - start, s.end - start) for s in stored.sentences)
        read = PassageText(heading, text[start : stored.end], sentences)
        embeddings[read] = PassageEmbedding(stored.vector, stored.vectors)
    return embeddings


def records(engine: Engine, wanted: Sequence[int] | None = None) -> Iterator[PassageRecord]:
    """What the engines store, of the passages with those ids or of all."""
    c, d = tables.passages.c, tables.documents.c
    described = (d.publisher, d.kind, d.language, d.audience, d.places, d.first_day, d.last_day)
    query = sa.select(c.document, c.start, c.end, c.id, c.heading, c.vector, *described)
    query = query.join(tables.documents, c.document == d.id)
    for some in chunks(sorted(ids(engine)) if wanted is None else wanted):
        with engine.connect() as connection:
            found = connection.execute(query.where(c.id.in_(some))).all()
            # A document's text is read once for all of its passages.
            whole = sa.select(d.id, d.text).where(d.id.in_({row.document for row in found}))
            texts = {row.id: row.text for row in connection.execute(whole)}
        for document, start, end, identity, *row in found:
            if document in texts:
                yield rows.record(identity, texts[document][start:end], *row)
