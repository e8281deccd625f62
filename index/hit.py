"""A ranked passage, as searches return it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Hit:
    """One ranked passage. `text` is the stored text of `document` between `start` and `end`.

    `rank` counts from 1; `score` is comparable within one search only; `page` counts from 1 and
    is None for documents without pages. Hits of one search do not overlap one another.
    """

    rank: int
    score: float
    document: str
    source: str
    title: str
    publisher: str
    date: str
    kind: str
    url: str
    page: int | None
    start: int
    end: int
    text: str

    def to_dict(self) -> dict[str, Any]:
        """The hit as the JSON object of the contract."""
        return {name: getattr(self, name) for name in self.__slots__}
