"""Words that exclude one another where they stand in the same place: middle for low, girls for
boys, before for after, a decade for a century. In English."""

from __future__ import annotations

from collections.abc import Iterator

from assistant import lexicon
from assistant.concepts import concept, telling
from assistant.resting import STOPS

_SETS = [
    frozenset(group.split())
    for group in """
    low middle high upper
    men women
    boys girls
    male female
    rural urban
    primary secondary tertiary
    nuclear chemical biological conventional
    civilian military
    permanent temporary provisional
    internal external
    domestic foreign international
    national local regional provincial federal
    public private
    daily weekly monthly quarterly annually yearly
    hourly daily
    north south east west
    northern southern eastern western
    morning evening night
    president minister
    defence foreign interior finance
    oral written
    direct indirect
    unanimous split
    short long
    first last
    formal informal
    legal illegal
    maritime land air
    partial full complete
    free mandatory
    voluntary compulsory mandatory
    sending receiving
    largest smallest
    richest poorest
    rich poor
    highest lowest
    youngest oldest
    least most
    sons daughters
    mothers fathers
    gas oil coal
    government opposition rebels
    developed developing
    new previous former
    export import
    exports imports
    debtor creditor
    teachers pupils students
    husbands wives
    employers workers
    """.strip().splitlines()
]
_BEFORE = frozenset("before until prior preceding".split())
_AFTER = frozenset("after since following once".split())
_LITTLE = frozenset("to the of a an and its their his her this that these those".split())
_NEAR = 5


def other_sibling(said: list[str], told: list[str]) -> str:
    """A note where the statement has one word in the place of another that excludes it."""
    return _excluded(said, told) or _timed(said, told) or _nearest(said, told)


def _excluded(said: list[str], told: list[str]) -> str:
    ours, theirs = set(said), set(told)
    for group in _SETS:
        mine, other = (group & ours) - theirs, (group & theirs) - ours
        if not mine or not other:
            continue
        for word in sorted(mine):
            beside = _beside(said, word)
            for instead in sorted(other):
                if any(
                    one and one == two
                    for one, two in zip(beside, _beside(told, instead), strict=True)
                ):
                    return f"The statement says “{word}”, the quotation “{instead}”."
    return ""


def _beside(tokens: list[str], word: str) -> tuple[str, str]:
    """The concepts of the telling words right before and right after `word`; "" for none."""
    at = tokens.index(word)
    return _next(tokens[max(0, at - 3) : at][::-1]), _next(tokens[at + 1 : at + 4])


def _next(tokens: list[str]) -> str:
    for token in tokens:
        if token in STOPS:
            return ""
        if token not in lexicon.STOP and token[0].isalpha():
            return concept(token)
    return ""


def _timed(said: list[str], told: list[str]) -> str:
    held = list(_times(told))
    for before, word, event in _times(said):
        same = [(way, other) for way, other, each in held if each == event]
        if same and before is not None and all(way != before for way, _ in same):
            return f"The statement says “{word}”, the quotation “{same[0][1]}”."
    return ""


def _times(tokens: list[str]) -> Iterator[tuple[bool | None, str, str]]:
    """What is told to be before (True), after (False) or during (None) what, by its concept."""
    for at, word in enumerate(tokens):
        if word in _BEFORE or word in _AFTER or word == "during":
            rest = tokens[at + 1 : at + 6]
            end = next((i for i, each in enumerate(rest) if each in STOPS), len(rest))
            events = [each for each in rest[:end] if each not in lexicon.STOP and each.isalpha()]
            for event in map(concept, events[:2]):
                yield None if word == "during" else word in _BEFORE, word, event


_TRENDS = tuple(
    tuple(frozenset(map(concept, side.split())) for side in pair)
    for pair in (
        ("rise improve", "fall worsen"),
        ("begin", "end"),
        ("welcome", "condemn regret"),
        ("adopt ratify", "reject"),
    )
)


def _nearest(said: list[str], told: list[str]) -> str:
    """A note where the quotation holds both of two opposites, and the statement the wrong one."""
    if lexicon.NEGATORS & {*said, *told}:
        return ""
    for pair in _TRENDS:
        for mine, other in (pair, pair[::-1]):
            for at in _held(said, mine):
                around = _around(said, at)
                same = max((len(around & _around(told, i)) for i in _held(told, mine)), default=0)
                against = [(len(around & _around(told, i)), told[i]) for i in _held(told, other)]
                most = max(against, default=(0, ""))
                if most[0] >= 2 + same and _held(told, mine):
                    return f"The statement says “{said[at]}”, the quotation “{most[1]}”."
    return ""


def _held(tokens: list[str], concepts: frozenset[str]) -> list[int]:
    return [at for at, word in enumerate(tokens) if concept(word) in concepts]


def _around(tokens: list[str], at: int) -> frozenset[str]:
    return telling(tokens[max(0, at - _NEAR) : at]) | telling(tokens[at + 1 : at + 1 + _NEAR])
