"""The catalogue: the truth about what the library holds.

Documents, their texts, passages and vectors are written in one transaction; the other indexes are
derived from here. A generation number grows with every change, so that who lags behind can tell.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.engine import Connection, Engine, Row

from corpus.document import Document
from corpus.positions import Position
from index import captures, listing, lookup, passages, positions, repeated, rows, schema, tables
from index.captures import Known, Version
from index.change import Change, Changed, write
from index.chunks import chunks
from index.embed import PassageEmbedding, PassageText
from index.errors import CatalogueError
from index.filters import Described, Filters, Viewer
from index.follows import Follows
from index.holdings import Holdings
from index.listing import Coverage
from index.names import Name
from index.record import PassageRecord, Vectors
from index.seen import Seen, note_seen, read_seen

__all__ = ["Catalogue", "CatalogueError", "Coverage", "Known"]


# Bytes that SQLite needs beside the database, before anything is written.
_ROOM = 256 * 1024
_DOCUMENTS = sa.select(tables.documents).where(
    tables.documents.c.id.in_(sa.bindparam("wanted", expanding=True))
)
_SETTING = sa.select(tables.library.c.value).where(tables.library.c.name == sa.bindparam("wanted"))


class Catalogue:
    """The catalogue at a database URL."""

    def __init__(self, engine: Engine, path: Path, read_only: str = "") -> None:
        self._engine = engine
        self.path = path
        self.read_only = read_only
        """Why nothing can be written, and what to do; "" where it can."""

    @classmethod
    def open(cls, path: Path) -> Catalogue:
        """Open the catalogue in the file `path`, making it where there is none.

        Where its folder can't be written to, or has no room left even for the files that SQLite
        keeps beside a database, it is opened for reading only.

        One of an earlier version is brought up to date. Raises CatalogueError when it can't be
        opened or was made by a newer version.
        """
        allowed = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
        why = schema.NO_RIGHT if path.is_file() and not allowed else ""
        try:
            return cls(schema.connect(path, why), path, why)
        except CatalogueError:
            if why or not path.is_file() or shutil.disk_usage(path.parent).free > _ROOM:
                raise
        return cls(schema.connect(path, schema.NO_ROOM), path, schema.NO_ROOM)

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
            return connection.scalar(_SETTING, {"wanted": name})

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
        except (CatalogueError, sa.exc.DatabaseError) as error:
            return str(error)
        return "" if found == "ok" else found

    # Writing

    def change(self, change: Change) -> Changed:
        """Make a change in one transaction; see `index.change`."""
        with self._engine.begin() as connection:
            done = write(connection, change)
            _grow(connection)
        return done

    def forget_originals(self, digests: Sequence[str]) -> None:
        """Note that bytes are no longer kept, and that their sources must be read again."""
        captures.forget_originals(self._engine, digests)

    @property
    def positions_are_current(self) -> bool:
        """Whether the stored positions are those that this version recognises."""
        return positions.is_current(self.setting("positions"))

    def read_positions_again(
        self, writing: Callable[[], AbstractContextManager[None]], stop: Callable[[], bool]
    ) -> None:
        """Recognise every stored document's positions anew, embedding nothing.

        Within `writing`, a few at a time; where `stop` ends it, the next call goes on from there.
        """
        positions.read_again(self._engine, writing, stop)

    # Reading

    def known(self, names: Collection[str] | None = None) -> dict[str, Known]:
        """What is stored of the names with those ids, or of all, by id."""
        return captures.known(self._engine, names)

    def seen(self, names: Collection[str] | None = None) -> dict[str, Seen]:
        """How files stood when they were last read, by id."""
        return read_seen(self._engine, names)

    def note_seen(self, files: Mapping[str, Seen]) -> None:
        """Note how files stood, by id, so that they needn't be read again."""
        note_seen(self._engine, files)

    def document_ids(self) -> list[str]:
        """The ids of all documents."""
        table = tables.documents
        with self._engine.connect() as connection:
            return list(connection.scalars(sa.select(table.c.id).order_by(table.c.source)))

    def find(self, name: str, viewer: Viewer = "internal") -> list[str]:
        """Ids of the documents with that id, source, location or synced root, by any name."""
        return lookup.documents(self._engine, name, viewer)

    def find_names(self, name: str, viewer: Viewer) -> list[str]:
        """Ids of what is forgotten with `name`, as far as the viewer may know of it.

        A document's id stands for all of its names, a source, location or root for the names that
        have it.
        """
        return lookup.names(self._engine, name, viewer)

    def sources(self, names: Sequence[str]) -> list[str]:
        """The sources of the names with those ids, in order."""
        return sorted(known.source for known in self.known(names).values())

    def group(self, content: str) -> list[Name]:
        """Every name of the text with that digest."""
        return captures.group(self._engine, content)

    def names_of(self, content: str) -> set[str]:
        """The ids of the names of the text with that digest."""
        return captures.names_of(self._engine, content)

    def content_of(self, name: str) -> str:
        """The digest of the text that the name with that id has, "" where there is none."""
        return captures.content_of(self._engine, name)

    def twins(self, documents: Sequence[str], viewer: Viewer) -> dict[str, list[Row[Any]]]:
        """The other names of documents, as far as the viewer may know them, by document id."""
        return captures.twins(self._engine, viewer, documents)

    def versions(self, document: str, viewer: Viewer) -> list[Version]:
        """What a document held earlier, under any of its names, the latest first."""
        return captures.versions(self._engine, document, viewer)

    def versions_with(self, words: Sequence[str], viewer: Viewer) -> list[Version]:
        """The earlier versions whose text holds all of `words`, the latest first."""
        return captures.versions_with(self._engine, words, viewer)

    @property
    def furniture(self) -> repeated.Repeated:
        """What a publisher's documents repeat."""
        return repeated.Repeated(self._engine)

    def kept(self) -> dict[str, int]:
        """The digests of the bytes that are kept, with their sizes."""
        return captures.kept(self._engine)

    def document(self, document: str) -> Document | None:
        """The document with that id, None when there is none."""
        return self.documents_by_id([document]).get(document)

    def documents_by_id(self, documents: Sequence[str]) -> dict[str, Document]:
        """The documents with those ids; unknown ids are left out."""
        found: dict[str, Document] = {}
        wanted = list(dict.fromkeys(documents))
        earlier = captures.superseded(self._engine, wanted)
        for some in chunks(wanted):
            with self._engine.connect() as connection:
                for row in connection.execute(_DOCUMENTS, {"wanted": some}):
                    stored = rows.document(row)
                    found[row.id] = replace(stored, supersedes=earlier.get(row.id, ""))
        return found

    def documents(self, filters: Filters) -> list[Row[Any]]:
        """Rows of all documents that pass the filters, newest first, without their text."""
        return listing.documents(self._engine, filters)

    def coverage(self, filters: Filters) -> Coverage:
        """What a search with those filters looks through."""
        return listing.coverage(self._engine, filters)

    def lacking(self, filters: Filters) -> tuple[Described, ...]:
        """What isn't known of at least one of the documents that pass."""
        return listing.lacking(self._engine, filters)

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
        return passages.read(self._engine, ids)

    def holdings(self) -> Holdings:
        """What filters need to know of every document."""
        return Holdings.read(self._engine)

    def vectors_after(
        self, passage: int, dimension: int
    ) -> Iterator[tuple[NDArray[np.int64], Vectors]]:
        """Ids and vectors of the passages with ids above `passage`, ascending, in parts."""
        return passages.vectors_after(self._engine, passage, dimension)

    def passages_of(self, document: str) -> list[rows.StoredPassage]:
        """All passages of a document, in order."""
        return passages.of(self._engine, document)

    def embedded(self, document: str) -> dict[PassageText, PassageEmbedding]:
        """The stored embeddings of a document's passages, by what was embedded."""
        return passages.embedded(self._engine, document)

    def passage_ids(self) -> set[int]:
        """The ids of all visible passages."""
        return passages.ids(self._engine)

    def records(self, ids: Sequence[int] | None = None) -> Iterator[PassageRecord]:
        """What the engines store, of the passages with those ids or of all."""
        return passages.records(self._engine, ids)


def _set(connection: Connection, name: str, value: str) -> None:
    table = tables.library
    changed = connection.execute(table.update().where(table.c.name == name).values(value=value))
    if not changed.rowcount:
        connection.execute(table.insert().values(name=name, value=value))


def _grow(connection: Connection) -> None:
    table = tables.library
    now = connection.scalar(sa.select(table.c.value).where(table.c.name == "generation"))
    _set(connection, "generation", str(int(now or 0) + 1))
