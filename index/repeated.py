"""Which lines stand in most of a publisher's documents, as the catalogue counts them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from corpus.repeated import LEAST_DOCUMENTS, LEAST_SHARE
from index import tables
from index.chunks import chunks


class Repeated:
    """The edge lines of documents, by publisher, and which of them are settled.

    Settled lines were left out of all of a publisher's documents.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def lines(self, publisher: str, among: Collection[str] | None) -> frozenset[str]:
        """Of `among`, or of all, the lines that most of a publisher's documents were read with."""
        table, about = tables.edges, tables.documents
        mine = about.c.publisher == publisher
        number = sa.func.count(sa.distinct(table.c.document))
        joined = sa.select(table.c.line).join(about, about.c.id == table.c.document).where(mine)
        found: set[str] = set()
        with self._engine.connect() as connection:
            total = connection.scalar(sa.select(sa.func.count()).select_from(about).where(mine))
            least = max(LEAST_DOCUMENTS, LEAST_SHARE * (total or 0))
            query = joined.group_by(table.c.line).having(number >= least)
            if among is None:
                return frozenset(connection.scalars(query))
            for some in chunks(sorted(among)):
                found.update(connection.scalars(query.where(table.c.line.in_(some))))
        return frozenset(found)

    def holders(self, publisher: str, repeated: Collection[str]) -> list[str]:
        """The ids of a publisher's documents that were read with any of those lines."""
        table, about = tables.edges, tables.documents
        query = (
            sa.select(table.c.document)
            .distinct()
            .join(about, about.c.id == table.c.document)
            .where(about.c.publisher == publisher, table.c.line.in_(sorted(repeated)))
            .order_by(table.c.document)
        )
        with self._engine.connect() as connection:
            return list(connection.scalars(query))

    def settled(self, publisher: str) -> frozenset[str] | None:
        """The settled lines of a publisher, None where nobody has looked yet."""
        table = tables.settled
        query = sa.select(table.c.lines).where(table.c.publisher == publisher)
        with self._engine.connect() as connection:
            lines = connection.scalar(query)
        return None if lines is None else frozenset(lines)

    def unsettled(self) -> set[str]:
        """The publishers of whom documents were stored since."""
        table = tables.settled
        with self._engine.connect() as connection:
            return set(connection.scalars(sa.select(table.c.publisher).where(table.c.open)))

    def unsettle(self, publisher: str) -> None:
        """Note that documents of a publisher are being stored."""
        self._note(publisher, self.settled(publisher), is_open=True)

    def settle(self, publisher: str, repeated: Collection[str]) -> None:
        """Note that these lines were left out of all of a publisher's documents."""
        self._note(publisher, repeated, is_open=False)

    def _note(self, publisher: str, lines: Collection[str] | None, is_open: bool) -> None:
        table = tables.settled
        noted = sa.null() if lines is None else sorted(lines)
        with self._engine.begin() as connection:
            connection.execute(table.delete().where(table.c.publisher == publisher))
            connection.execute(
                table.insert().values(publisher=publisher, lines=noted, open=is_open)
            )


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
