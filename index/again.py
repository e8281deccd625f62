"""Embeddings that are stored: what is read again and says the same is not embedded again."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from corpus.document import Span
from index import rows, tables
from index.embed import PassageEmbedding, PassageText


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
