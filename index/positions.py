"""Positions as the catalogue keeps them: read from a document's text when it is stored."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from corpus.positions import VERSION, Position, find_positions
from index import rows, tables

_SETTING = "positions"
# Up to which document they were read anew, and how many at once, with a pause for other writers.
_PLACE = "positions_place"
_AT_ONCE = 5
_PAUSE = 0.1
_CHUNK = 500


def store(connection: Connection, document: str, positions: Sequence[Position]) -> None:
    """Write a document's positions in place of its earlier ones, within a transaction."""
    table = tables.positions
    connection.execute(table.delete().where(table.c.document == document))
    if positions:
        connection.execute(table.insert(), [_row(document, each) for each in positions])


def remove(connection: Connection, documents: Sequence[str]) -> None:
    """Forget the positions of documents, within a transaction."""
    table = tables.positions
    connection.execute(table.delete().where(table.c.document.in_(documents)))


def read(engine: Engine, documents: Sequence[str]) -> dict[str, list[Position]]:
    """The positions of those documents, in the order of the text."""
    table = tables.positions
    found: dict[str, list[Position]] = {}
    with engine.connect() as connection:
        for at in range(0, len(documents), _CHUNK):
            mine = table.c.document.in_(documents[at : at + _CHUNK])
            for row in connection.execute(sa.select(table).where(mine).order_by(table.c.start)):
                found.setdefault(row.document, []).append(
                    Position(
                        row.start, row.end, tuple(row.acts), row.addressee, row.negated, row.speaker
                    )
                )
    return found


def is_current(setting: str | None) -> bool:
    """Whether the stored positions are those that this version recognises."""
    return setting == VERSION


def read_again(
    engine: Engine, writing: Callable[[], AbstractContextManager[None]], stop: Callable[[], bool]
) -> None:
    """Recognise the positions of every stored document anew, embedding nothing.

    `writing` holds the right to change the library, which is let go of after every few documents.
    Where `stop` ends it, the next call goes on from there.
    """
    with engine.connect() as connection:
        ids = sorted(connection.scalars(sa.select(tables.documents.c.id)))
    version, _, done = (_noted(engine, _PLACE) or "").partition("/")
    left = [identity for identity in ids if version != VERSION or identity > done]
    for at in range(0, len(left), _AT_ONCE):
        if stop():
            return
        some = left[at : at + _AT_ONCE]
        with writing():
            _read_some(engine, some)
            _note(engine, _PLACE, f"{VERSION}/{some[-1]}")
        time.sleep(_PAUSE)
    note(engine)


def _read_some(engine: Engine, documents: Sequence[str]) -> None:
    table = tables.documents
    with engine.begin() as connection:
        for row in connection.execute(sa.select(table).where(table.c.id.in_(documents))).all():
            store(connection, row.id, find_positions(rows.document(row)))


def note(engine: Engine) -> None:
    """Remember that the stored positions are those that this version recognises."""
    _note(engine, _SETTING, VERSION)


def _note(engine: Engine, name: str, value: str) -> None:
    table = tables.library
    with engine.begin() as connection:
        connection.execute(table.delete().where(table.c.name == name))
        connection.execute(table.insert().values(name=name, value=value))


def _noted(engine: Engine, name: str) -> str | None:
    table = tables.library
    with engine.connect() as connection:
        return connection.scalar(sa.select(table.c.value).where(table.c.name == name))


def _row(document: str, position: Position) -> dict[str, object]:
    return {
        "document": document,
        "start": position.start,
        "end": position.end,
        "acts": list(position.acts),
        "addressee": position.addressee,
        "negated": position.negated,
        "speaker": position.speaker,
    }
