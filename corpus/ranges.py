"""Ranges of page numbers, as people write them: "2, 4-6"."""

from __future__ import annotations

from collections.abc import Iterable


def ranges(numbers: Iterable[int]) -> str:
    """ "2, 4-6" for 2, 4, 5, 6, in their order."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in spans)


def within(number: int, written: str) -> bool:
    """Whether `number` is in the ranges that `ranges` wrote."""
    for span in filter(None, written.split(", ")):
        first, _, last = span.partition("-")
        if int(first) <= number <= int(last or first):
            return True
    return False
