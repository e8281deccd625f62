"""How files stood when they were last read, so that those that still stand so aren't read again."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from index import tables
from index.chunks import chunks

Seen = tuple[str, str]
"""A file's fingerprint, and how it stood when that was taken (see `corpus.candidate.standing`)."""


def read_seen(engine: Engine, names: Collection[str] | None = None) -> dict[str, Seen]:
    """What was noted of the names with those ids, or of all, by id."""
    table = tables.seen
    query = sa.select(table.c.id, table.c.fingerprint, table.c.standing)
    found: dict[str, Seen] = {}
    with engine.connect() as connection:
        queries = [query]
        if names is not None:
            queries = [query.where(table.c.id.in_(some)) for some in chunks(list(names))]
        for each in queries:
            found.update(
                (row.id, (row.fingerprint, row.standing)) for row in connection.execute(each)
            )
    return found


def note_seen(engine: Engine, seen: Mapping[str, Seen]) -> None:
    """Note how files stood, by id, in place of what was noted before."""
    table = tables.seen
    with engine.begin() as connection:
        for some in chunks(list(seen)):
            connection.execute(table.delete().where(table.c.id.in_(some)))
            rows = [(name, *seen[name]) for name in some]
            columns = ("id", "fingerprint", "standing")
            connection.execute(
                table.insert(), [dict(zip(columns, row, strict=True)) for row in rows]
            )
