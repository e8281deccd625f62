"""Where the wording of two quotations differs, word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

_WORD = re.compile(r"\w+(?:[-'’]\w+)*|[^\w\s]")
Spans = tuple[tuple[int, int], ...]


def likeness(one: str, other: str) -> float:
    """How alike two quotations are in their words, 0 to 1 (difflib's ratio)."""
    return _matcher(_words(one)[0], _words(other)[0]).ratio()


def differences(earlier: str, later: str) -> tuple[Spans, Spans]:
    """The stretches of `earlier` that are gone and those of `later` that are new."""
    before, at = _words(earlier)
    after, there = _words(later)
    removed, added = [], []
    for kind, i, j, k, m in _matcher(before, after).get_opcodes():
        if kind != "equal":
            if i < j:
                removed.append((at[i][0], at[j - 1][1]))
            if k < m:
                added.append((there[k][0], there[m - 1][1]))
    return tuple(removed), tuple(added)


def _words(text: str) -> tuple[list[str], list[tuple[int, int]]]:
    found = list(_WORD.finditer(text))
    return [match.group().casefold() for match in found], [match.span() for match in found]


def _matcher(one: list[str], other: list[str]) -> SequenceMatcher[str]:
    return SequenceMatcher(None, one, other, autojunk=False)
