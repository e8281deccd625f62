"""Which lines stand in most of a publisher's documents, as the catalogue counts them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from corpus.repeated import LEAST_DOCUMENTS, LEAST_SHARE
from index import tables
from index.chunks import chunks


def lines(engine: Engine, publisher: str) -> frozenset[str]:
    """The edge lines that most of a publisher's documents were read with."""
    table, about = tables.edges, tables.documents
    mine = about.c.publisher == publisher
    number = sa.func.count(sa.distinct(table.c.document))
    with engine.connect() as connection:
        total = connection.scalar(sa.select(sa.func.count()).select_from(about).where(mine)) or 0
        least = max(LEAST_DOCUMENTS, LEAST_SHARE * total)
        query = (
            sa.select(table.c.line)
            .join(about, about.c.id == table.c.document)
            .where(mine)
            .group_by(table.c.line)
            .having(number >= least)
        )
        return frozenset(connection.scalars(query))


def holders(engine: Engine, publisher: str, repeated: Collection[str]) -> list[str]:
    """The ids of a publisher's documents that were read with any of those lines."""
    table, about = tables.edges, tables.documents
    query = (
        sa.select(table.c.document)
        .distinct()
        .join(about, about.c.id == table.c.document)
        .where(about.c.publisher == publisher, table.c.line.in_(sorted(repeated)))
        .order_by(table.c.document)
    )
    with engine.connect() as connection:
        return list(connection.scalars(query))


def kept(connection: Connection, documents: Sequence[str]) -> dict[str, list[str]]:
    """The edge lines that documents were read with, by document id."""
    table = tables.edges
    found: dict[str, list[str]] = {}
    for some in chunks(documents):
        query = sa.select(table).where(table.c.document.in_(some)).order_by(table.c.id)
        for row in connection.execute(query):
            found.setdefault(row.document, []).append(row.line)
    return found


def note(connection: Connection, document: str, edges: Sequence[str]) -> None:
    """Remember the edge lines that a document was read with."""
    if edges:
        rows = [{"document": document, "line": line} for line in edges]
        connection.execute(tables.edges.insert(), rows)
