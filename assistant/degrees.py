"""How many, how often and at least or at most: what a statement may not change, in English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from assistant import lexicon
from assistant.amounts import amounts
from assistant.concepts import concept, telling
from assistant.resting import STOPS

_DEGREES = {
    **dict.fromkeys("all every each both entire whole everyone everybody".split(), "all"),
    **dict.fromkeys("most majority".split(), "most"),
    **dict.fromkeys("many numerous".split(), "many"),
    **dict.fromkeys("some several certain few".split(), "some"),
    **dict.fromkeys("always constantly invariably".split(), "always"),
    **dict.fromkeys("often frequently usually regularly".split(), "often"),
    **dict.fromkeys("sometimes occasionally".split(), "sometimes"),
    **dict.fromkeys("never".split(), "never"),
}
_NEAR = {
    frozenset(pair)
    for pair in (("most", "many"), ("many", "some"), ("many", "often"), ("always", "often"))
}
_PARTLY = {"all": "some", "always": "sometimes", "most": "some"}  # with "not" before
_WITHIN = frozenset("of the these those its their our his her such a".split())
_SUBSETS = frozenset(
    map(
        concept,
        """adult elderly young male female rural urban local foreign domestic african arab asian
        european western small large major poor rich eligible indigenous developing developed
        adolescent school""".split(),
    )
)
_REACH = 4
_SINGLE = frozenset("one single sole".split())
_SEVERAL = frozenset("several many numerous multiple various two three".split())
_LEAST = re.compile(
    r"\b(?:at least|a minimum|minimum|no (?:fewer|less) than|not less than|"
    r"(?<!no )(?<!not )more than|or more|over (?=\d)|exceed\w*|upwards of|floor)\b"
)
_MOST = re.compile(
    r"\b(?:at (?:the )?most|a maximum|maximum|no more than|not more than|up to (?=\d)|or less|"
    r"or fewer|(?<!no )(?<!not )(?:less|fewer) than|under (?=\d)|ceiling|limit(?:s|ed)? .{0,60}\d)"
)


def other_degree(said: list[str], told: list[str]) -> str:
    """A note where the statement says of how many, or how often, otherwise than the quotation."""
    return _quantified(said, told) or _singled(said, told) or _bounded(said, told)


def _quantified(said: list[str], told: list[str]) -> str:
    held = list(_degrees(told))
    everything = telling(said)
    for degree, word, head, _ in _degrees(said):
        same = [each for each in held if each[2] == head]
        if not same:
            continue
        mixed = len({other for other, *_ in same}) > 1
        if not any(
            _bears(degree, other, rest if mixed else rest & _SUBSETS, everything)
            for other, _, _, rest in same
        ):
            return f"The quotation says “{same[0][1]}”, the statement “{word}”."
    return ""


def _bears(mine: str, other: str, rest: frozenset[str], said: frozenset[str]) -> bool:
    if mine == "all" and other == "all":
        return rest <= said
    return mine == other or frozenset((mine, other)) in _NEAR


def _degrees(tokens: list[str]) -> Iterator[tuple[str, str, str, frozenset[str]]]:
    """Each word of degree, as its kind and written, with the concept of what it counts and the
    concepts of what narrows that."""
    for at, word in enumerate(tokens):
        kind = _DEGREES.get(word)
        if kind is None or (word in ("most", "few") and tokens[at - 1 : at] == ["the"]):
            continue
        if word == "both" or tokens[at - 1 : at] in (["at"], ["after"], ["above"]):
            continue
        if tokens[at - 1 : at] in (["not"], ["nor"]):
            kind = _PARTLY.get(kind, kind)
        phrase: list[str] = []
        for place in range(at + 1, min(len(tokens), at + 1 + _REACH)):
            following = tokens[place]
            if following in _WITHIN and not phrase:
                continue
            if following in STOPS or following in lexicon.STOP or not following[0].isalpha():
                break
            phrase.append(following)
        adverb = kind in ("always", "often", "sometimes", "never")
        if phrase:
            head = phrase[0] if adverb else phrase[-1]
            for each in {head, phrase[0]}:
                rest = telling(phrase[: phrase.index(each)])
                yield kind, word, concept(each), rest


def _singled(said: list[str], told: list[str]) -> str:
    """A note where the statement has several of what the quotation says one."""
    ones = {concept(told[at + 1]) for at in range(len(told) - 1) if told[at] in _SINGLE}
    some = {concept(told[at + 1]) for at in range(len(told) - 1) if told[at] in _SEVERAL}
    sole = {concept(told[at + 1]) for at in range(len(told) - 1) if told[at] in ("only", "sole")}
    every = {head for kind, _, head, _ in _degrees(told) if kind == "all"} - ones
    for at in range(len(said) - 1):
        if said[at] in ("one", "single") and concept(said[at + 1]) in every:
            return f"The quotation says “all” where the statement says “{said[at]}”."
        chosen = said[at : at + 2] == ["one", "of"] and _SEVERAL & set(said[at + 2 : at + 4])
        if (
            chosen
            and "only" not in said
            and any(concept(each) in sole for each in said[at + 3 : at + 6])
        ):
            return "The quotation says “only” where the statement says “one of”."
        word, counted = said[at], concept(said[at + 1])
        if word in _SEVERAL and counted in ones - some and said[at + 1] not in lexicon.STOP:
            return f"The quotation says “one” where the statement says “{word}”."
    return ""


def _bounds(text: str) -> Iterator[tuple[Decimal, bool]]:
    """Each number that is said to be a least (False) or a most (True)."""
    for most, form in ((False, _LEAST), (True, _MOST)):
        for match in form.finditer(text):
            for value, _ in amounts(" ".join(text[match.end() :].split()[:3])):
                if isinstance(value, Decimal):
                    yield value, most
                break


def _bounded(said: list[str], told: list[str]) -> str:
    """A note where a least is told as a most, or the other way round."""
    ours, theirs = " ".join(said), " ".join(told)
    for value, most in _bounds(ours):
        same = [way for other, way in _bounds(theirs) if other == value]
        if same and most not in same:
            return f"The quotation bounds {value:f} the other way."
    for mine, other in ((_LEAST, _MOST), (_MOST, _LEAST)):
        meant, instead = mine.search(ours), other.search(theirs)
        if meant and instead and (meant[0] + instead[0]).count("than"):
            continue  # of numbers that differ, or of no numbers
        if meant and instead and not mine.search(theirs) and not other.search(ours):
            return f"The quotation says “{instead[0].strip()}”, the statement “{meant[0].strip()}”."
    return ""
