"""The catalogue's database: opened, made where there is none, brought up to this version."""

from __future__ import annotations

import re
import sqlite3
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from index import positions, tables
from index.errors import CatalogueError
from index.rows import content_digest

_ROWS = 200


# Why a library is opened for reading only, and what to do about it.
NO_RIGHT = (
    "the library can't be written to: change the permissions of its folder, or give another"
    " one with --home; searching and asking go on"
)
NO_ROOM = (
    "the disk that holds the library is full: free some room, then start Rapporteur again; what is"
    " stored stays, and can be searched"
)
# What SQLite says, and what that means to whoever reads it.
_TOLD = (
    (
        r"disk is full",
        "the disk that holds the library is full: free some room, then do it again; what is stored"
        " stays, and can be searched",
    ),
    (
        r"readonly database",
        NO_RIGHT,
    ),
    (
        r"malformed|not a database",
        "the library's catalogue is damaged: put back a copy of the library's folder, or sync the"
        " sources into a new one with --home",
    ),
    (r"locked", "another process is changing this library: wait until it has finished"),
    (r"disk I/O error", "the library's disk doesn't answer: see that it is there and has room"),
)


def connect(path: Path, read_only: str = "") -> Engine:
    """The SQLite database at `path`, with the tables of this version.

    `read_only` says why it is opened for reading alone, "" where it isn't: nobody may write it
    meanwhile. Raises CatalogueError when it can't be opened or was made by a newer version, and
    later whenever it can't be used.
    """
    if read_only:
        # Without it SQLite makes files beside the database, even to read.
        standing = "" if _has_journal(path) else "&immutable=1"
        engine = sa.create_engine(f"sqlite:///file:{quote(str(path))}?mode=ro{standing}&uri=true")
    else:
        engine = sa.create_engine(f"sqlite:///{path}")
        sa.event.listen(engine, "connect", _on_connect)
    try:
        version = _version(engine)
        if version is not None and version > tables.SCHEMA_VERSION:
            raise CatalogueError(
                "this library was made by a newer version of Rapporteur: install that version, "
                "or give another folder with --home"
            )
        if version != tables.SCHEMA_VERSION:
            _prepare(engine, version)
    except sa.exc.DatabaseError as error:
        engine.dispose()
        raise CatalogueError(
            read_only
            if read_only == NO_ROOM
            else f"the library's catalogue can't be opened ({error.orig}): check that the folder "
            "can be written to and has room, or give another one with --home"
        ) from error
    sa.event.listen(engine, "handle_error", partial(_explain, read_only))
    return engine


def _has_journal(path: Path) -> bool:
    journal = path.with_name(f"{path.name}-wal")
    return journal.is_file() and journal.stat().st_size > 0


def _explain(read_only: str, context: sa.engine.ExceptionContext) -> None:
    """Say in the place of SQLite what is wrong and what to do. Raises CatalogueError."""
    error = context.original_exception
    if isinstance(error, sqlite3.DatabaseError):
        for said, told in _TOLD:
            if re.search(said, str(error)):
                raise CatalogueError((read_only if told == NO_RIGHT else "") or told) from error


def _on_connect(connection: Any, _: Any) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=10000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _version(engine: Engine) -> int | None:
    """The version of the tables that are there, None where there are none."""
    if not sa.inspect(engine).has_table(tables.library.name):
        return None
    table = tables.library
    with engine.connect() as connection:
        value = connection.scalar(sa.select(table.c.value).where(table.c.name == "schema"))
    return None if value is None else int(value)


def _prepare(engine: Engine, version: int | None) -> None:
    """Make the tables, or add what those of an earlier version lack; nothing is lost.

    Every step may be done twice: one that was cut off is done again at the next opening.
    """
    tables.metadata.create_all(engine)
    if version is None:
        positions.note(engine)
    else:
        for column in ("validators", "content"):
            _add(engine, tables.documents.c[column])
        for table in (tables.documents, tables.twins, tables.versions):
            _add(engine, table.c.author)
        for index in (*tables.documents.indexes, *tables.edges.indexes):
            index.create(engine, checkfirst=True)
        _digest_contents(engine)
    table = tables.library
    with engine.begin() as connection:
        connection.execute(table.delete().where(table.c.name == "schema"))
        connection.execute(table.insert().values(name="schema", value=str(tables.SCHEMA_VERSION)))


def _add(engine: Engine, column: sa.Column[Any]) -> None:
    """Add a column that a table of an earlier version lacks."""
    assert column.table is not None
    name = column.table.name
    if column.name in {each["name"] for each in sa.inspect(engine).get_columns(name)}:
        return
    declared = sa.schema.CreateColumn(column).compile(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"ALTER TABLE {name} ADD COLUMN {declared}")


def _digest_contents(engine: Engine) -> None:
    """Note of the documents of an earlier version what their texts are known by."""
    table = tables.documents
    lacking = sa.select(table.c.id, table.c.text).where(table.c.content == "").limit(_ROWS)
    while True:
        with engine.begin() as connection:
            found = connection.execute(lacking).all()
            for row in found:
                _set_content(connection, row.id, content_digest(row.text))
        if not found:
            return


def _set_content(connection: Connection, document: str, digest: str) -> None:
    table = tables.documents
    connection.execute(table.update().where(table.c.id == document).values(content=digest))
