"""Long lists in parts, since a query can name only so many values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

_T = TypeVar("_T")
_CHUNK = 500


def chunks(items: Sequence[_T]) -> Iterator[Sequence[_T]]:
    """`items`, at most as many at a time as a query can name."""
    for at in range(0, len(items), _CHUNK):
        yield items[at : at + _CHUNK]
