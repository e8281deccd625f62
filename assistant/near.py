"""Numbers and names that stand beside other words in a statement than in its quotation, in English.

Where the quotation has several, each belongs to the words around it: 200 were detained for their
politics, 2,000 in a roundup.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from assistant import lexicon
from assistant.amounts import NUMBER_WORDS, amounts
from assistant.concepts import concept
from assistant.folding import fold
from assistant.lexicon import stem

_CUTS = frozenset(".;:!?,()") | {"and", "but", "while", "whereas", "or", "of"}
_REACH = 6
_CLOSE = 4
_MORE = 2  # words that must speak for the other


_OF = re.compile(r"\b([A-Z]\w+)'s (?:[a-z-]+ ){0,3}?([a-z]+) of (?:the )?([A-Z]\w+)")


def owned_by_another(statement: str, quotes: str) -> str:
    """A note where "one's invasion of the other" is told as "the other's of the one"."""
    for owner, noun, other in _OF.findall(fold(statement)):
        for one, same, two in _OF.findall(fold(quotes)):
            if stem(noun) == stem(same) and (owner, other) == (two, one):
                return "The statement turns round what is done to what in the quotation."
    return ""


def beside_another(said: list[str], told: list[str], names: Collection[str]) -> str:
    """A note where a number or one of `names` stands beside the words of another; else ""."""
    return _numbers(said, told) or _names(said, told, names) or _by_whom(said, told)


def _numbers(said: list[str], told: list[str]) -> str:
    ours = {value: at for at in range(len(said)) if (value := _value(said, at))}
    theirs = {value: at for at in range(len(told)) if (value := _value(told, at))}
    for value, at in ours.items():
        if value not in theirs or len(theirs) < 2:
            continue
        around = _phrase(said, at)
        own = len(around & _phrase(told, theirs[value]))
        others = [len(around & _phrase(told, i)) for v, i in theirs.items() if v != value]
        if max(others) >= own + _MORE:
            return f"In the quotation, {said[at]} does not go with these words."
    return ""


def _value(tokens: list[str], at: int) -> str:
    token = tokens[at]
    if token in NUMBER_WORDS and token != "one":
        return ",".join(f"{value}" for value, _ in amounts(token))
    if not token[0].isdigit() or (len(token) == 4 and token.startswith(("19", "20"))):
        return ""
    scale = tokens[at + 1] if tokens[at + 1 : at + 2] and tokens[at + 1].endswith("illion") else ""
    return ",".join(f"{value}" for value, _ in amounts(f"{token} {scale}"))


def _one_name(tokens: list[str], one: str, other: str) -> bool:
    """Whether the two stand side by side, as the parts of one name do."""
    places = [at for at, word in enumerate(tokens) if word == one]
    return any(other in tokens[max(0, at - 3) : at + 4] for at in places)


def _names(said: list[str], told: list[str], names: Collection[str]) -> str:
    held = {word: [at for at, each in enumerate(told) if each == word] for word in names}
    held = {word: places for word, places in held.items() if places}
    for at, word in enumerate(said):
        if word not in held or len(held) < 2:
            continue
        around = _phrase(said, at, _CLOSE) - {word}
        own = max(len(around & _phrase(told, i, _CLOSE)) for i in held[word])
        others = [
            (len((around - {other}) & _phrase(told, i, _CLOSE)), other)
            for other, places in held.items()
            if other != word and other in said and not _one_name(told, word, other)
            for i in places
        ]
        most = max(others, default=(0, ""))
        if most[0] >= own + _MORE and most[0] >= _MORE + 1:
            return f"In the quotation, this goes with {most[1].capitalize()}, not with the other."
    return ""


def _phrase(tokens: list[str], at: int, reach: int = _REACH) -> frozenset[str]:
    """The concepts of the telling words and numbers around `at`, up to where the phrase ends."""
    found: set[str] = set()
    for places in (range(at - 1, at - 1 - reach, -1), range(at + 1, at + 1 + reach)):
        for place in places:
            if not 0 <= place < len(tokens) or tokens[place] in _CUTS:
                break
            word = tokens[place]
            if word not in lexicon.STOP:
                found.add(concept(word) if word[0].isalpha() else word)
    return frozenset(found)


def _by_whom(said: list[str], told: list[str]) -> str:
    """A note where "of one by the other" is told as "of the other by the one"."""
    for noun, ours in _sides(said):
        for other, theirs in _sides(told):
            crossed = ours[0] & theirs[1] and ours[1] & theirs[0]
            if noun == other and crossed and not (ours[0] & theirs[0] or ours[1] & theirs[1]):
                return "The statement turns round what is done to what in the quotation."
    return ""


def _sides(tokens: list[str]) -> list[tuple[str, tuple[frozenset[str], frozenset[str]]]]:
    found = []
    for at in range(1, len(tokens) - 1):
        if tokens[at] != "of" or not tokens[at - 1][0].isalpha():
            continue
        end = next((i for i in range(at, len(tokens)) if tokens[i] in ".;:!?,()"), len(tokens))
        if "by" in tokens[at:end]:
            by = tokens.index("by", at)
            sides = (tokens[at + 1 : by], tokens[by + 1 : end])
            one, two = (
                frozenset(concept(w) for w in side if w not in lexicon.STOP and w[0].isalpha())
                for side in sides
            )
            found.append((concept(tokens[at - 1]), (one, two)))
    return found
