"""Which act of a statement goes with what: welcomed this, regretted that. In English."""

from __future__ import annotations

from collections.abc import Iterator

from assistant import lexicon
from assistant.concepts import concept, telling
from assistant.lexicon import stem

_FOR = frozenset(
    map(
        stem,
        """welcome praise commend applaud salute congratulate appreciate appreciation hail support
        endorse favour favor thank grateful gratitude pleased satisfied satisfaction encouraged
        heartened proud laud""".split(),
    )
)
_AGAINST = frozenset(
    map(
        stem,
        """condemn denounce deplore regret concern concerned worry worried alarm alarmed disappoint
        disappointed disappointment reject oppose criticise criticize criticism dismay dismayed
        disturbed outraged lament""".split(),
    )
)
_NEITHER = frozenset(
    map(
        stem,
        """note recall ask inquire enquire mention refer acknowledge recognise recognize highlight
        urge call recommend encourage request observe stress emphasise emphasize""".split(),
    )
)
_ENDS = frozenset(".;:!?")
_BE = frozenset("is are was were be been being".split())
_JOINS = frozenset("but and yet while whereas although though".split())


def misdirected(said: list[str], told: list[str]) -> str:
    """A note where the statement welcomes what its quotation regrets beside what it welcomes, or
    the other way round; else ""."""
    held = list(_acts(told))
    for side, word, objects in _acts(said):
        if side == 0 or len(objects) < 2 or lexicon.NEGATORS & set(said):
            continue
        alike = max((len(objects & each) for way, _, each in held if way == side), default=0)
        other = max(
            ((len(objects & each), name) for way, name, each in held if way != side),
            default=(0, ""),
        )
        if other[0] >= 2 and 2 * other[0] >= len(objects) and other[0] > alike + 1 - (alike == 0):
            return f"The quotation says “{other[1]}” of what the statement says “{word}” of."
        if alike < other[0] and other[0] >= 2 and 2 * other[0] > len(objects):
            return f"The quotation says “{other[1]}” of what the statement says “{word}” of."
    return ""


def _side(word: str) -> int | None:
    root = stem(word)
    if root in _FOR:
        return 1
    if root in _AGAINST:
        return -1
    return 0 if root in _NEITHER else None


def _acts(tokens: list[str]) -> Iterator[tuple[int, str, frozenset[str]]]:
    """Each act with its side (1 for, -1 against, 0 neither) and the concepts of its object."""
    places = [at for at, word in enumerate(tokens) if _is_act(tokens, at)]
    for index, at in enumerate(places):
        end = next((i for i in range(at + 1, len(tokens)) if tokens[i] in _ENDS), len(tokens))
        if index + 1 < len(places):
            end = min(end, places[index + 1])
        side = _side(tokens[at])
        assert side is not None
        yield side, tokens[at], telling(tokens[at + 1 : end]) - {concept(tokens[at])}


def _is_act(tokens: list[str], at: int) -> bool:
    word = tokens[at]
    if _side(word) is None or tokens[at + 1 : at + 2] == ["by"]:
        return False
    if _side(word) == 0 and tokens[at - 1 : at] == ["to"]:
        return False  # pleased to note
    if word in ("support", "call", "note", "concerns", "report", "act"):
        return tokens[at - 1 : at] not in (["the"], ["a"], ["of"], ["for"], ["with"], ["their"])
    return True
