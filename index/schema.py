"""The catalogue's database: opened, made where there is none, brought up to this version."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from index import positions, tables
from index.rows import content_digest

_ROWS = 200


class CatalogueError(RuntimeError):
    """The catalogue can't be used; the message says why and what to do."""


def connect(url: str) -> Engine:
    """The database at the SQLAlchemy URL `url`, with the tables of this version.

    Raises CatalogueError when it can't be opened or was made by a newer version.
    """
    engine = sa.create_engine(url)
    if engine.dialect.name == "sqlite":
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
        raise CatalogueError(
            f"the library's catalogue can't be opened ({error.orig}): check that the folder "
            "can be written to and has room, or give another one with --home"
        ) from error
    return engine


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
