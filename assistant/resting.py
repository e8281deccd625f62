"""Which words of a quotation a statement takes what it says from, in English."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant import lexicon
from assistant.lexicon import stem

ENDS = frozenset(".;:!?")
STOPS = ENDS | {",", "(", ")"}
_FRAME = lexicon.REPORTS | frozenset(map(stem, "concern voice delegation regret welcome".split()))


def around(tokens: list[str], at: int) -> list[str]:
    """The words between the commas around `at`; beyond them where these are hardly any."""
    start = max((i + 1 for i in range(at) if tokens[i] in STOPS), default=0)
    end = following(tokens, at, STOPS)
    if len(telling(tokens[start:end])) < 3:
        start = max((i + 1 for i in range(start - 1) if tokens[i] in ENDS), default=0)
        end = following(tokens, at, ENDS)
    return tokens[start:at] + tokens[at + 1 : end]


def rests(said: list[str], told: Sequence[str]) -> bool:
    """Whether the statement takes what it says from the words `told`."""
    ours, theirs = telling(said) - _FRAME, telling(told)
    shared = len(ours & theirs)
    return shared >= 2 and (2 * shared >= len(ours) or 5 * shared >= 3 * len(theirs))


def telling(tokens: Sequence[str]) -> set[str]:
    """The stems of the words that are none of grammar."""
    return {stem(word) for word in tokens if word not in lexicon.STOP and word.isalpha()}


def split(tokens: list[str], at: frozenset[str]) -> Iterator[list[str]]:
    """The runs of `tokens` between those in `at`."""
    begun: list[str] = []
    for token in tokens:
        if token in at:
            yield begun
            begun = []
        else:
            begun.append(token)
    yield begun


def following(tokens: Sequence[str], at: int, ends: frozenset[str]) -> int:
    """Where the next of `ends` stands from `at` on; the number of tokens if none does."""
    return next((i for i in range(at, len(tokens)) if tokens[i] in ends), len(tokens))
