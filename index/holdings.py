"""What filters need to know of every document, held in memory: which passages pass is told at once.

The catalogue says the same in its own time: at 165,000 passages, a query for them takes longer than
the search.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.engine import Connection, Engine

from index import tables
from index.filters import Filters

_FIELDS = ("publisher", "kind", "language", "audience")


@dataclass(frozen=True, slots=True)
class Holdings:
    """The documents of a catalogue as it stood, by number, and which passages are theirs.

    Passages from `firsts` to `lasts` (ids, ascending, without overlaps) are of the document
    `owners`. `values` has for each field the documents that have a value, `first_days` and
    `last_days` are NaN for documents without a date.
    """

    firsts: NDArray[np.int64]
    lasts: NDArray[np.int64]
    owners: NDArray[np.int64]
    values: dict[str, dict[str, NDArray[np.int64]]]
    first_days: NDArray[np.float64]
    last_days: NDArray[np.float64]

    @classmethod
    def read(cls, engine: Engine) -> Holdings:
        """What the catalogue's database holds now."""
        with engine.connect() as connection:
            if engine.dialect.name == "sqlite":
                # Both queries must see one state, and the driver begins no transaction to read.
                connection.exec_driver_sql("BEGIN")
            numbers, values, days = _documents(connection)
            runs = sorted(_runs(connection, numbers))
        table = np.array(runs, dtype=np.int64).reshape(-1, 3)
        return cls(table[:, 0], table[:, 1], table[:, 2], values, days[:, 0], days[:, 1])

    @property
    def passages(self) -> int:
        """How many passages there are."""
        return int((self.lasts - self.firsts + 1).sum())

    def documents_of(self, passages: NDArray[np.int64]) -> NDArray[np.int64]:
        """The number of each passage's document, -1 for passages that are gone."""
        if not len(self.firsts):
            return np.full(len(passages), -1)
        at = np.searchsorted(self.firsts, passages, side="right") - 1
        there = (at >= 0) & (passages <= self.lasts[at])
        return np.where(there, self.owners[at], -1)

    def passing(self, filters: Filters) -> NDArray[np.bool_]:
        """For each document, whether it is within the filters; a False follows, for number -1."""
        found = np.ones(len(self.first_days) + 1, dtype=bool)
        found[-1] = False
        for name, wanted in (
            ("publisher", filters.passing_publishers),
            ("kind", filters.passing_kinds),
            ("language", filters.languages),
            ("place", filters.places),
            ("audience", ("public",) if filters.viewer == "public" else ()),
        ):
            if wanted:
                found &= self._having(name, wanted)
        # Comparisons with NaN are false: what has no date is in no span.
        undated = np.isnan(self.first_days) if filters.undated_pass else False
        if filters.first_day is not None:
            found[:-1] &= (self.last_days >= filters.first_day) | undated
        if filters.last_day is not None:
            found[:-1] &= (self.first_days <= filters.last_day) | undated
        return found

    def any_passage(self, filters: Filters) -> bool:
        """Whether there is any passage within the filters."""
        return bool(self.passing(filters)[self.owners].any())

    def _having(self, name: str, wanted: Sequence[str]) -> NDArray[np.bool_]:
        having = np.zeros(len(self.first_days) + 1, dtype=bool)
        for value in wanted:
            having[self.values[name].get(value, [])] = True
        return having


def _documents(
    connection: Connection,
) -> tuple[dict[str, int], dict[str, dict[str, NDArray[np.int64]]], NDArray[np.float64]]:
    """The documents' numbers by id, their values by field, and their days."""
    c = tables.documents.c
    query = sa.select(
        c.id, c.publisher, c.kind, c.language, c.audience, c.places, c.first_day, c.last_day
    )
    numbers: dict[str, int] = {}
    values: dict[str, dict[str, list[int]]] = {
        name: defaultdict(list) for name in (*_FIELDS, "place")
    }
    days: list[tuple[Any, Any]] = []
    for number, (identity, *fields, places, first, last) in enumerate(connection.execute(query)):
        numbers[identity] = number
        days.append((first, last))
        for name, value in zip(_FIELDS, fields, strict=True):
            values[name][value].append(number)
        for place in places:
            values["place"][place].append(number)
    by_field = {
        name: {value: np.array(having, dtype=np.int64) for value, having in held.items()}
        for name, held in values.items()
    }
    return numbers, by_field, np.array(days, dtype=np.float64).reshape(-1, 2)


def _runs(connection: Connection, numbers: dict[str, int]) -> list[tuple[int, int, int]]:
    """First and last id of passages that follow one another, and the number of their document."""
    c = tables.passages.c
    spans = sa.select(c.document, sa.func.min(c.id), sa.func.max(c.id), sa.func.count())
    runs: list[tuple[int, int, int]] = []
    for document, first, last, count in connection.execute(spans.group_by(c.document)):
        number = numbers.get(document, -1)
        if count == last - first + 1:
            runs.append((first, last, number))
        else:
            own = connection.scalars(sa.select(c.id).where(c.document == document))
            runs += [(passage, passage, number) for passage in own]
    return runs
