"""Documents by what people call them: an id, a source, a location, or the folder of a sync."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from corpus.document import document_id
from index import captures, tables
from index.filters import Viewer


def documents(engine: Engine, name: str, viewer: Viewer) -> list[str]:
    """Ids of the documents with that id, source, location or synced root, by any name."""
    own = tables.documents
    twins = tables.twins
    with engine.connect() as connection:
        found = [
            *connection.scalars(_called(name, own, own.c.id, viewer)),
            *connection.scalars(_called(name, twins, twins.c.document, viewer)),
        ]
    return list(dict.fromkeys(found))


def names(engine: Engine, name: str, viewer: Viewer) -> list[str]:
    """Ids of what is forgotten with `name`, as far as the viewer may know of it.

    A document's id stands for all of its names, a source, location or root for the names that
    have it.
    """
    with engine.connect() as connection:
        own = [
            identity
            for table in (tables.documents, tables.twins)
            for identity in connection.scalars(_called(name, table, table.c.id, viewer))
        ]
    if name not in own:
        return own
    return [name, *(row.id for row in captures.twins(engine, viewer, [name]).get(name, ()))]


def _called(name: str, table: sa.Table, column: sa.Column[str], viewer: Viewer) -> sa.Select[str]:
    """A query for `column` of the rows with that id, source, location or root."""
    # An id is made of the location: each of these can be looked up.
    ids = [name, document_id(name)]
    called = sa.or_(table.c.id.in_(ids), table.c.source == name, table.c.root == name)
    query = sa.select(column).where(called)
    if viewer == "public":
        query = query.where(table.c.audience == "public")
    return query.order_by(table.c.source)
