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
        query = sa.select(passages).where(passages.c.document == document)
        found = connection.execute(query).all()
    embeddings: dict[PassageText, PassageEmbedding] = {}
    for row in found:
        stored = rows.stored_passage(row)
        sentences = tuple(Span(s.start - row.start, s.end - row.start) for s in stored.sentences)
        read = PassageText(row.heading, text[row.start : row.end], sentences)
        embeddings[read] = PassageEmbedding(stored.vector, stored.vectors)
    return embeddings
