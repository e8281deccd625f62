"""One change of the catalogue: what comes, what becomes another name, what goes; all or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from corpus.document import Passage
from corpus.positions import Position
from index import positions, repeated, rows, tables
from index.chunks import chunks
from index.embed import PassageEmbedding
from index.rows import Incoming


@dataclass(frozen=True, slots=True)
class Stored:
    """A document to store, with all that is derived from its text."""

    incoming: Incoming
    passages: Sequence[Passage]
    embeddings: Sequence[PassageEmbedding]
    positions: Sequence[Position]


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be stored, noted as another name of which document, and forgotten, by id."""

    documents: Sequence[Stored] = ()
    twins: Sequence[tuple[Incoming, str]] = ()
    removed: Sequence[str] = ()


@dataclass(slots=True)
class Changed:
    """The ids of the passages added and removed, and the digests of bytes no longer needed."""

    added: list[int] = field(default_factory=list)
    removed: list[int] = field(default_factory=list)
    unneeded: list[str] = field(default_factory=list)


def write(connection: Connection, change: Change) -> Changed:
    """Make the change within a transaction.

    What a name held before its text changed becomes one of its earlier versions.
    """
    coming = [item.incoming for item in change.documents] + [item for item, _ in change.twins]
    now = datetime.now(UTC).isoformat(timespec="seconds")
    gone = [item.document.id for item in coming] + list(change.removed)
    released = _digests(connection, gone)
    for item in coming:
        _supersede(connection, item, now)
    edges = repeated.kept(connection, gone)
    done = Changed(removed=_delete(connection, gone))
    for some in chunks(change.removed):
        connection.execute(tables.versions.delete().where(tables.versions.c.document.in_(some)))
        connection.execute(tables.seen.delete().where(tables.seen.c.id.in_(some)))
    for stored in change.documents:
        done.added += _store(connection, stored)
        given, known = stored.incoming.edges, edges.get(stored.incoming.document.id, ())
        repeated.note(connection, stored.incoming.document.id, known if given is None else given)
    if change.twins:
        table = [rows.twin_row(*twin) for twin in change.twins]
        connection.execute(tables.twins.insert(), table)
    _note_originals(connection, coming, now)
    done.unneeded = _release(connection, released)
    return done


def _store(connection: Connection, stored: Stored) -> list[int]:
    document = stored.incoming.document.id
    connection.execute(tables.documents.insert().values(**rows.document_row(stored.incoming)))
    added: list[int] = []
    passages = [
        rows.passage_row(passage, embedding)
        for passage, embedding in zip(stored.passages, stored.embeddings, strict=True)
    ]
    table = tables.passages
    insert = table.insert().returning(table.c.id, sort_by_parameter_order=True)
    if passages:
        added += connection.scalars(insert, passages)
    positions.store(connection, document, stored.positions)
    return added


def _supersede(connection: Connection, incoming: Incoming, now: str) -> None:
    """Keep what the name held, where that was another text."""
    identity = incoming.document.id
    held = _held(connection, identity)
    if held is not None and held["content"] != incoming.content:
        kept = {name: value for name, value in held.items() if name in tables.versions.c}
        kept |= {"document": identity, "superseded": now}
        kept.pop("id", None)
        connection.execute(tables.versions.insert().values(**kept))


def _held(connection: Connection, identity: str) -> dict[str, Any] | None:
    """The row of the document or twin with that id, with its text."""
    documents, twins = tables.documents, tables.twins
    own = connection.execute(sa.select(documents).where(documents.c.id == identity)).mappings()
    if (found := own.first()) is not None:
        return dict(found)
    query = (
        sa.select(twins, documents.c.text, documents.c.characters)
        .join(documents, documents.c.id == twins.c.document)
        .where(twins.c.id == identity)
    )
    shared = connection.execute(query).mappings().first()
    return dict(shared) if shared is not None else None


def _delete(connection: Connection, identities: Sequence[str]) -> list[int]:
    """Take documents and twins out; returns the ids of the passages that went."""
    removed: list[int] = []
    for some in chunks(identities):
        mine = tables.passages.c.document.in_(some)
        removed += connection.scalars(sa.select(tables.passages.c.id).where(mine))
        connection.execute(tables.passages.delete().where(mine))
        positions.remove(connection, some)
        for table in (tables.edges, tables.twins, tables.documents):
            column = table.c.document if table is tables.edges else table.c.id
            connection.execute(table.delete().where(column.in_(some)))
    return removed


def _digests(connection: Connection, identities: Sequence[str]) -> set[str]:
    """The digests of the bytes that names and their earlier versions came from."""
    found: set[str] = set()
    for some in chunks(identities):
        for table, column in (
            (tables.documents, tables.documents.c.id),
            (tables.twins, tables.twins.c.id),
            (tables.versions, tables.versions.c.document),
        ):
            found |= set(connection.scalars(sa.select(table.c.sha256).where(column.in_(some))))
    return found


def _note_originals(connection: Connection, coming: Iterable[Incoming], now: str) -> None:
    table = tables.originals
    kept = {i.document.sha256: len(i.original) for i in coming if i.original is not None}
    for digest, size in kept.items():
        there = connection.scalar(sa.select(table.c.size).where(table.c.sha256 == digest))
        if there is None:
            connection.execute(table.insert().values(sha256=digest, size=size, kept=now))


def _release(connection: Connection, digests: set[str]) -> list[str]:
    """Forget which bytes are kept of those that nothing came from any more; returns which."""
    needed: set[str] = set()
    for some in chunks(sorted(digests)):
        for table in (tables.documents, tables.twins, tables.versions):
            column = table.c.sha256
            needed |= set(connection.scalars(sa.select(column).where(column.in_(some))))
    unneeded = sorted(digests - needed)
    for some in chunks(unneeded):
        connection.execute(tables.originals.delete().where(tables.originals.c.sha256.in_(some)))
    return unneeded
