"""How much of what a question says a text holds, in words weighted by how rare they are."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.lexical import LexicalIndex


@dataclass(frozen=True, slots=True)
class Words:
    """The stems of a question's words, each with its weight.

    A weight is BM25's inverse document frequency, ln(1 + (N - n + 0.5) / (n + 0.5)) for a stem in
    n of N passages (Robertson and Zaragoza, Foundations and Trends in IR 3, 2009). `spellings`
    maps a stem to those of the same word in other spellings and in the library's other languages.
    """

    lexical: LexicalIndex
    weights: Mapping[str, float]
    spellings: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, lexical: LexicalIndex, words: Sequence[str]) -> Words:
        """The weighted stems of `words`."""
        stems = dict(form for word in words for form in lexical.forms(word))
        size = lexical.size()
        weights: dict[str, float] = {}
        spellings: dict[str, frozenset[str]] = {}
        for stem, frequency in zip(stems, lexical.frequencies(list(stems)), strict=True):
            other = lexical.spellings(stem, stems[stem])
            if other:
                spellings[stem] = frozenset(form for form, _ in other)
                frequency = max(frequency, *(count for _, count in other))
            weights[stem] = math.log(1 + (size - frequency + 0.5) / (frequency + 0.5))
        return cls(lexical, weights, spellings)

    def share(self, text: str) -> float:
        """The share of the weights whose stems `text` holds, 0 to 1; 1 when there are none."""
        total = sum(self.weights.values())
        if not total:
            return 1.0
        return sum(self.weights[stem] for stem in self.held(text)) / total

    def shares(self, passages: Sequence[int]) -> dict[int, float]:
        """The `share` of each of `passages` (ids), read from the lexical index."""
        total = sum(self.weights.values())
        weighted = [
            ((stem, *self.spellings.get(stem, ())), weight / total)
            for stem, weight in self.weights.items()
            if weight > 0
        ]
        return self.lexical.held(weighted, passages)

    def held(self, text: str) -> set[str]:
        """The stems of the question that `text` holds."""
        present = self.lexical.all_stems(text)
        return {stem for stem in self.weights if self._forms(stem) & present}

    def stretch(self, text: str) -> int:
        """How many words the shortest stretch of `text` has that holds all stems it holds at all,
        0 for none."""
        wanted = {form: stem for stem in self.weights for form in self._forms(stem)}
        places = [
            (at, wanted[form])
            for at, (stem, others) in enumerate(self.lexical.forms(text))
            for form in dict.fromkeys((stem, *others))
            if form in wanted
        ]
        held = {stem for _, stem in places}
        latest: dict[str, int] = {}
        shortest = 0
        for at, stem in places:
            latest[stem] = at
            if len(latest) == len(held):
                length = at - min(latest.values()) + 1
                shortest = min(shortest or length, length)
        return shortest

    def _forms(self, stem: str) -> frozenset[str]:
        return self.spellings.get(stem, frozenset()) | {stem}
