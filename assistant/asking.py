"""What kind of answer a question asks for: an amount, or the position of today."""

from __future__ import annotations

import re

_AMOUNT = re.compile(
    r"\bhow (?:many|much|big|large|long|old|often)\b"
    r"|\b(?:what|which) (?:number|share|percentage|proportion|amount|sum|toll|figure|ratio|age)\b"
    r"|\b(?:number|toll|share|percentage|amount) of\b|^number\b",
    re.I,
)
_NOW = re.compile(
    r"\b(?:current(?:ly)?|now|nowadays|today|latest|most recent(?:ly)?|still|so far|up to now|"
    r"these days)\b",
    re.I,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NUMERAL = re.compile(
    r"\d[\d,. ]*\d|\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|"
    r"fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|"
    r"seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?|half|third|quarter|"
    r"per ?cent|zero|none|majority|all)\b",
    re.I,
)
_BESIDE = 60


def asks_amount(question: str) -> bool:
    """Whether a number is asked for."""
    return _AMOUNT.search(question) is not None


def asks_current(question: str) -> bool:
    """Whether the position of today is asked for: the newest words come first then."""
    return _NOW.search(question) is not None


def beside_numerals(text: str) -> list[str]:
    """The surroundings of each numeral in `text` that is no year: 60 characters on both sides."""
    bare = _YEAR.sub("    ", text)
    return [
        bare[max(0, found.start() - _BESIDE) : found.end() + _BESIDE]
        for found in _NUMERAL.finditer(bare)
    ]
