"""What a quotation says on a condition only, and the statement without one, in English."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant import lexicon
from assistant.lexicon import stem
from assistant.resting import ENDS, STOPS, following, rests, split, telling

_CONDITIONS = frozenset("if unless provided providing subject depending contingent".split())
_BEARS_CONDITION = frozenset(
    map(
        stem,
        """if unless provided providing subject depend contingent condition conditional only once
        exchange return long resort when where after until case event should without whether would
        had offer pending were warn fear""".split(),
    )
)
_ALWAYS = re.compile(r"\b(?:all|every|any|each) (?:cases?|events?)\b")
_WHO_DOES_NOT = re.compile(r"\b(?:that|which|who) (?:has|have|had|do|does|did|is|are) not\b")
_WHO = frozenset("who that which whose".split())
_LED_BY = (  # conditions in more than a word
    "in exchange for",
    "in return for",
    "as long as",
    "so long as",
    "as a last resort",
    "only when",
    "only after",
    "only once",
    "on condition",
    "in the event",
)
_NO_CONDITION = frozenset("as even what any anything not only".split())  # around an "if"
_IF_WE = frozenset("want wish look may consider take recall fail do really truly".split())


def unconditional(said: list[str], told: list[str]) -> str:
    """A note where the quotation says on a condition what the statement says outright; else ""."""
    text = " ".join(said)
    if _WHO_DOES_NOT.search(text):
        return ""  # who has not agreed: unless they have
    if _BEARS_CONDITION & set(map(stem, _ALWAYS.sub("", text).split())):
        return ""
    for sentence in split(told, ENDS):
        for start, word in _conditions(sentence):
            end = following(sentence, start, STOPS)
            clause, rest = sentence[start:end], sentence[:start] + sentence[end:]
            alone = rests(said, clause) and not rests(said, rest)
            if alone or _told_as_met(said, clause, rest):
                return f"The quotation only says “{word}” of it; the statement does not."
            if _WHO & set(said) and telling(clause) & telling(said) - telling(rest):
                continue  # who objects: if he objects
            if rests(said, rest) and not rests(said, clause):
                return f"The quotation says it on a condition (“{word}”); the statement does not."
    return ""


def _told_as_met(said: list[str], clause: list[str], rest: list[str]) -> bool:
    """Whether the statement tells as done what the quotation tells in a condition only."""
    done = {stem(word) for word in said if lexicon.past(word) and word not in lexicon.STOP}
    supposed = done & set(map(stem, clause)) - set(map(stem, rest))
    return bool(supposed) and rests(said, rest) and rests(said, clause)


def _conditions(sentence: list[str]) -> Iterator[tuple[int, str]]:
    text = " ".join(sentence)
    for at, word in enumerate(sentence):
        beside = {*sentence[max(0, at - 1) : at], *sentence[at + 1 : at + 2]}
        if word in ("provided", "providing") and sentence[at + 1 : at + 2] != ["that"]:
            continue
        if word == "subject" and sentence[at + 1 : at + 2] != ["to"]:
            continue
        done = word == "if" and sentence[at + 2 : at + 4] == ["have", "not"]
        we = sentence[at : at + 2] == ["if", "we"]
        done |= we and bool(_IF_WE & set(sentence[at + 2 : at + 3]))
        if word in _CONDITIONS and not (word == "if" and _NO_CONDITION & beside) and not done:
            yield at, word
        opens = at == 0 or sentence[at - 1] == ","
        after = sentence[at + 1 : at + 2]
        if word == "should" and at == 0 or word == "without" and at == 0:
            yield at, word
        if word == "once" and opens and after not in (["again"], ["more"], ["and"], [","]):
            yield at, word
    for phrase in _LED_BY:
        before, found, _ = f" {text}".partition(f" {phrase}")
        if found:
            yield len(before.split()), phrase
