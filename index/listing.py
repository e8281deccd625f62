"""What the catalogue holds under some filters: its list of documents, their number and dates."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine, Row

from index import tables
from index.filters import UNKNOWN_KINDS, UNKNOWN_PUBLISHER, Described, Filters


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many documents pass some filters, and the first and last of their dates ("" for none)."""

    documents: int
    earliest: str
    latest: str


def documents(engine: Engine, filters: Filters) -> list[Row[Any]]:
    """Rows of all documents that pass the filters, newest first, without their text."""
    table = tables.documents
    columns = [column for column in table.c if column.name != "text"]
    query = sa.select(*columns).where(*_conditions(filters))
    query = query.order_by(sa.func.coalesce(table.c.last_day, 0).desc(), table.c.source)
    with engine.connect() as connection:
        return list(connection.execute(query))


def coverage(engine: Engine, filters: Filters) -> Coverage:
    """What a search with those filters looks through."""
    table = tables.documents
    chosen = sa.select(
        sa.func.count(), sa.func.min(table.c.first_day), sa.func.max(table.c.last_day)
    ).where(*_conditions(filters))
    with engine.connect() as connection:
        count, first, last = connection.execute(chosen).one()
        dates = [
            connection.scalars(
                sa.select(table.c.date).where(column == day, *_conditions(filters)).limit(1)
            ).first()
            for column, day in ((table.c.first_day, first), (table.c.last_day, last))
        ]
    return Coverage(int(count), *(date or "" for date in dates))


def passage_count(engine: Engine, filters: Filters) -> int:
    """How many passages a search with those filters looks through."""
    counted = sa.select(sa.func.count()).select_from(tables.passages.join(tables.documents))
    with engine.connect() as connection:
        return int(connection.scalar(counted.where(*_conditions(filters))) or 0)


def values(engine: Engine, field: str, viewer: Filters) -> list[str]:
    """The different values of `field` (publisher, kind, language, date, places, speakers)."""
    column = tables.documents.c[field]
    with engine.connect() as connection:
        found = connection.scalars(sa.select(column).distinct().where(*_conditions(viewer)))
        if field in ("places", "speakers"):
            return sorted({value for values in found for value in values})
        return sorted(value for value in found if value)


def lacking(engine: Engine, filters: Filters) -> tuple[Described, ...]:
    """What isn't known of at least one of the documents that pass."""
    c = tables.documents.c
    unknown: dict[Described, Any] = {
        "publisher": c.publisher.in_(UNKNOWN_PUBLISHER),
        "kind": c.kind.in_(UNKNOWN_KINDS),
        "date": c.first_day.is_(None),
    }
    with engine.connect() as connection:
        return tuple(
            name
            for name, condition in unknown.items()
            if connection.scalars(sa.select(c.id).where(condition, *_conditions(filters))).first()
        )


def _conditions(filters: Filters) -> list[Any]:
    table = tables.documents
    limits: list[Any] = []
    for column, values in (
        (table.c.publisher, filters.passing_publishers),
        (table.c.kind, filters.passing_kinds),
        (table.c.language, filters.languages),
        (table.c.audience, ("public",) if filters.viewer == "public" else ()),
    ):
        if values:
            limits.append(column.in_(values))
    if filters.places:
        # Places are stored as a JSON list; its quoted members are unambiguous as text.
        as_text = sa.cast(table.c.places, sa.Text)
        limits.append(
            sa.or_(*(as_text.contains(json.dumps(p), autoescape=True) for p in filters.places))
        )
    undated = table.c.first_day.is_(None) if filters.undated_pass else sa.false()
    if filters.first_day is not None:
        limits.append(sa.or_(table.c.last_day >= filters.first_day, undated))
    if filters.last_day is not None:
        limits.append(sa.or_(table.c.first_day <= filters.last_day, undated))
    return limits
