"""The catalogue: the truth about what the library holds.

Documents, their stored text, their passages and the passages' vectors are written together in one
transaction; the vector and lexical indexes are derived from here. A generation number grows with
every change, so that an index or another process can tell that it lags behind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine, Row

from corpus.document import Document, Passage
from corpus.positions import Position, find_positions
from index import listing, positions, rows, schema, tables
from index.embed import PassageEmbedding
from index.filters import Filters
from index.follows import Follows
from index.listing import Coverage
from index.record import PassageRecord
from index.rows import Incoming
from index.schema import CatalogueError

__all__ = ["Catalogue", "CatalogueError", "Coverage", "Known"]

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Known:
    """What a sync needs to know of a stored document."""

    id: str
    source: str
    root: str
    fingerprint: str
    validators: Mapping[str, str]


class Catalogue:
    """The catalogue at a database URL."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, url: str) -> Catalogue:
        """Open the catalogue at the SQLAlchemy URL `url`, making it where there is none.

        One of an earlier version is brought up to date. Raises CatalogueError when it can't be
        opened or was made by a newer version.
        """
        return cls(schema.connect(url))

    def close(self) -> None:
        self._engine.dispose()

    @property
    def follows(self) -> Follows:
        """The lists of followed topics, which are kept beside the documents."""
        return Follows.open(self._engine)

    # Settings and the generation

    def setting(self, name: str) -> str | None:
        """A value kept with the library, None when it was never set."""
        with self._engine.connect() as connection:
            return connection.scalar(
                sa.select(tables.library.c.value).where(tables.library.c.name == name)
            )

    def note(self, name: str, value: str) -> None:
        with self._engine.begin() as connection:
            _set(connection, name, value)

    @property
    def generation(self) -> int:
        """Grows by one with every change of documents."""
        return int(self.setting("generation") or 0)

    def integrity(self) -> str:
        """What the database finds wrong with itself, "" when nothing."""
        if self._engine.dialect.name != "sqlite":
            return ""
        try:
            with self._engine.connect() as connection:
                found = str(connection.exec_driver_sql("PRAGMA quick_check").scalar())
        except sa.exc.DatabaseError as error:
            return str(error.orig)
        return "" if found == "ok" else found

    # Writing

    def put(
        self,
        incoming: Incoming,
        passages: Sequence[Passage],
        embeddings: Sequence[PassageEmbedding],
    ) -> tuple[list[int], list[int]]:
        """Store a document in place of its earlier version, in one transaction.

        Its positions are read from its text and stored with it. Returns the ids of the passages
        added and of those removed.
        """
        document = incoming.document
        taken = find_positions(document)
        with self._engine.begin() as connection:
            removed = _delete(connection, [document.id])
            connection.execute(tables.documents.insert().values(**rows.document_row(incoming)))
            added = [
                _insert(connection, rows.passage_row(passage, embedding))
                for passage, embedding in zip(passages, embeddings, strict=True)
            ]
            positions.store(connection, document.id, taken)
            _grow(connection)
        return added, removed

    @property
    def positions_are_current(self) -> bool:
        """Whether the stored positions are those that this version recognises."""
        return positions.is_current(self.setting("positions"))

    def read_positions_again(self) -> None:
        """Recognise every stored document's positions anew, embedding nothing."""
        positions.read_again(self._engine)

    def remove(self, documents: Sequence[str]) -> list[int]:
        """Forget documents by id, in one transaction; returns their passages' ids."""
        with self._engine.begin() as connection:
            removed = _delete(connection, documents)
            _grow(connection)
        return removed

    # Reading

    def known(self) -> dict[str, Known]:
        """What is stored, by document id."""
        table = tables.documents
        query = sa.select(
            table.c.id, table.c.source, table.c.root, table.c.fingerprint, table.c.validators
        )
        with self._engine.connect() as connection:
            return {row.id: Known(*row) for row in connection.execute(query)}

    def find(self, name: str) -> list[str]:
        """Ids of the documents with that id, source, location or synced root."""
        table = tables.documents
        with self._engine.connect() as connection:
            return list(
                connection.scalars(
                    sa.select(table.c.id)
                    .where(
                        sa.or_(
                            table.c.id == name,
                            table.c.source == name,
                            table.c.location == name,
                            table.c.root == name,
                        )
                    )
                    .order_by(table.c.source)
                )
            )

    def document(self, document: str) -> Document | None:
        """The document with that id, None when there is none."""
        return self.documents_by_id([document]).get(document)

    def documents_by_id(self, documents: Sequence[str]) -> dict[str, Document]:
        """The documents with those ids; unknown ids are left out."""
        found: dict[str, Document] = {}
        for some in _chunks(list(dict.fromkeys(documents))):
            query = sa.select(tables.documents).where(tables.documents.c.id.in_(some))
            with self._engine.connect() as connection:
                found.update((row.id, rows.document(row)) for row in connection.execute(query))
        return found

    def documents(self, filters: Filters) -> list[Row[Any]]:
        """Rows of all documents that pass the filters, newest first, without their text."""
        return listing.documents(self._engine, filters)

    def coverage(self, filters: Filters) -> Coverage:
        """What a search with those filters looks through."""
        return listing.coverage(self._engine, filters)

    def passage_count(self, filters: Filters) -> int:
        """How many passages a search with those filters looks through."""
        return listing.passage_count(self._engine, filters)

    def values(self, field: str, viewer: Filters) -> list[str]:
        """The different values of `field` (publisher, kind, language, date, places, speakers)."""
        return listing.values(self._engine, field, viewer)

    def positions(self, documents: Sequence[str]) -> dict[str, list[Position]]:
        """The positions taken in those documents, in the order of their text."""
        return positions.read(self._engine, documents)

    def passages(self, ids: Sequence[int]) -> dict[int, rows.StoredPassage]:
        """The visible passages with those ids; ids that are gone are left out."""
        table = tables.passages
        columns = [column for column in table.c if column.name != "heading"]
        found: dict[int, rows.StoredPassage] = {}
        for some in _chunks(list(ids)):
            with self._engine.connect() as connection:
                for row in connection.execute(sa.select(*columns).where(table.c.id.in_(some))):
                    found[row.id] = rows.stored_passage(row)
        return found

    def passages_of(self, document: str) -> list[rows.StoredPassage]:
        """All passages of a document, in order."""
        table = tables.passages
        query = sa.select(table).where(table.c.document == document).order_by(table.c.ordinal)
        with self._engine.connect() as connection:
            return [rows.stored_passage(row) for row in connection.execute(query)]

    def passage_ids(self) -> set[int]:
        """The ids of all visible passages."""
        with self._engine.connect() as connection:
            return set(connection.scalars(sa.select(tables.passages.c.id)))

    def records(self, ids: Sequence[int] | None = None) -> Iterator[PassageRecord]:
        """What the engines store, of the passages with those ids or of all."""
        wanted = sorted(self.passage_ids()) if ids is None else list(ids)
        table, about = tables.passages, tables.documents
        query = sa.select(
            table.c.id.label("passage"),
            *(column for column in table.c if column.name not in ("id", "sentence_vectors")),
            *(column for column in about.c if column.name != "id"),
        ).join(about, table.c.document == about.c.id)
        for some in _chunks(wanted):
            with self._engine.connect() as connection:
                found = connection.execute(query.where(table.c.id.in_(some))).mappings().all()
            yield from (rows.record(row) for row in found)


def _chunks(items: list[Any]) -> Iterator[list[Any]]:
    for at in range(0, len(items), _CHUNK):
        yield items[at : at + _CHUNK]


def _set(connection: Connection, name: str, value: str) -> None:
    table = tables.library
    changed = connection.execute(table.update().where(table.c.name == name).values(value=value))
    if not changed.rowcount:
        connection.execute(table.insert().values(name=name, value=value))


def _grow(connection: Connection) -> None:
    table = tables.library
    now = connection.scalar(sa.select(table.c.value).where(table.c.name == "generation"))
    _set(connection, "generation", str(int(now or 0) + 1))


def _delete(connection: Connection, documents: Sequence[str]) -> list[int]:
    removed: list[int] = []
    for some in _chunks(list(documents)):
        mine = tables.passages.c.document.in_(some)
        removed += connection.scalars(sa.select(tables.passages.c.id).where(mine))
        connection.execute(tables.passages.delete().where(mine))
        positions.remove(connection, some)
        connection.execute(tables.documents.delete().where(tables.documents.c.id.in_(some)))
    return removed


def _insert(connection: Connection, row: dict[str, Any]) -> int:
    key = connection.execute(tables.passages.insert().values(**row)).inserted_primary_key
    assert key is not None
    return int(key[0])
