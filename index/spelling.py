"""Spellings: the stems of the same word across the Atlantic, and those that a slip stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable

# How many stems a slip of the keyboard may stand for.
_SLIPS = 3
# Pairs of rewritings of stems: organis/organiz, labour/labor, defenc/defens, centr/center.
_SPELLINGS = (
    ((r"(?<=\w{3})is(?=$|at)", "iz"), (r"(?<=\w{3})iz(?=$|at)", "is")),
    ((r"(?<=\w{2})our(?=$|i)", "or"), (r"(?<=\w{2})or(?=$|i)", "our")),
    ((r"(?<=\w{3})enc$", "ens"), (r"(?<=\w{3})ens$", "enc")),
    ((r"(?<=\w{3})tr$", "ter"), (r"(?<=\w{3})ter$", "tr")),
    ((r"programm$", "program"), (r"program$", "programm")),
)


def similar(stem: str, candidates: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Of `candidates` (stem, frequency), those one slip of the keyboard away from `stem`.

    One edit is forgiven in stems of 5 letters or more, two in those of 9 or more (Damerau and
    Levenshtein's distance); the three most frequent come, the most frequent first.
    """
    from rapidfuzz.distance import DamerauLevenshtein

    slips = 0 if len(stem) < 5 else 1 if len(stem) < 9 else 2
    if not slips or not stem.isalpha():
        return []
    near = [
        (word, frequency)
        for word, frequency in candidates
        if DamerauLevenshtein.distance(stem, word, score_cutoff=slips) <= slips
    ]
    return sorted(near, key=lambda pair: -pair[1])[:_SLIPS]


def variants(stem: str) -> list[str]:
    """The stem of the same word as spelled on the other side of the Atlantic."""
    found = []
    for british, american in _SPELLINGS:
        if re.search(british[0], stem):
            found.append(re.sub(british[0], british[1], stem))
        if re.search(american[0], stem):
            found.append(re.sub(american[0], american[1], stem))
    return [form for form in dict.fromkeys(found) if form != stem]
