"""Positions as the catalogue keeps them: read from a document's text when it is stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from corpus.document import Document
from corpus.positions import VERSION, Position, find_positions
from index import rows, tables

_SETTING = "positions"
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


def read_again(engine: Engine) -> None:
    """Recognise the positions of every stored document anew, embedding nothing.

    Each document's are written in one transaction; cut off, the next opening begins again.
    """
    for document in _documents(engine):
        positions = find_positions(document)
        with engine.begin() as connection:
            store(connection, document.id, positions)
    note(engine)


def note(engine: Engine) -> None:
    """Remember that the stored positions are those that this version recognises."""
    table = tables.library
    with engine.begin() as connection:
        connection.execute(table.delete().where(table.c.name == _SETTING))
        connection.execute(table.insert().values(name=_SETTING, value=VERSION))


def _documents(engine: Engine) -> Iterator[Document]:
    table = tables.documents
    with engine.connect() as connection:
        ids = list(connection.scalars(sa.select(table.c.id)))
    for identity in ids:
        with engine.connect() as connection:
            row = connection.execute(sa.select(table).where(table.c.id == identity)).first()
        if row is not None:
            yield rows.document(row)


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
