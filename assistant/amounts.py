"""The numbers and dates that an English text names, as values that can be compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

Amount = tuple[Decimal | str, str]  # the value and its unit, "%" or ""

_MONTHS = "January February March April May June July August September October November December"
_MONTH_NUMBERS = {name[:3]: at for at, name in enumerate(_MONTHS.split(), 1)}
_MONTH = (
    "(?P<month>(?:" + "|".join(f"{m[:3]}(?:{m[3:]})?" for m in _MONTHS.split()) + r"|Sept)\b\.?)"
)
_DAY = r"\b(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\b"
_YEAR = r"(?P<year>\d{4})\b"
_DATES = tuple(
    re.compile(form)
    for form in (
        r"\b(?P<year>\d{4})-(?P<month>[01]\d)(?:-(?P<day>[0-3]\d))?\b",
        rf"{_DAY}(?: of)? {_MONTH}(?:,? {_YEAR})?",
        rf"\b{_MONTH} {_DAY}(?:,? {_YEAR})?",
        rf"\b{_MONTH},? {_YEAR}",
        rf"\b(?i:in|of|since|until|last|this|during|by|early|late|mid)[ -]{_MONTH}",
    )
)
_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen \
fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORDS = {word: value for value, word in enumerate(_UNITS.split())}
_WORDS |= {word: value for value, word in zip(range(20, 100, 10), _TENS.split(), strict=True)}
_WORDS["dozen"] = 12
NUMBER_WORDS = frozenset(_WORDS)
_SCALES = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}
_TOKEN = re.compile(r"\d{1,3}(?: \d{3})+(?!\d)|\d(?:[\d.,]*\d)?|per ?cent\b|[^\W\d_]+|%")
_GROUPED = re.compile(r"\d{1,3}(?:[, .]\d{3})+(?:\.\d+)?")


_ORDINALS = {
    word: value
    for value, word in enumerate(
        "third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), 3
    )
}
_BOTH = re.compile(r"\b(?:both|couple|pair|two)\b")
_DECADES = re.compile(r"\b(\w+) decades?\b")
_VAGUE = re.compile(
    r"\b(?:(?:tens|dozens|hundreds|scores|thousands|millions) of )?"
    r"(?:dozens|scores|hundreds|thousands|millions|billions)\b",
    re.IGNORECASE,
)
_HALVES = re.compile(r"\b(half|a quarter of|quarter of) an? (million|billion|trillion)\b")
_CURRENCIES = {
    "dollars": re.compile(r"\$\s?\d|\b(?:US ?\$|USD|dollars?)", re.IGNORECASE),
    "euros": re.compile(r"€|\bEUR\b|\beuros?\b", re.IGNORECASE),
    "pounds": re.compile(r"£|\bGBP\b|\bpounds?\b", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True)
class NamedDate:
    """A date as a text names it, with what it leaves out as None."""

    year: int | None
    month: int | None
    day: int | None


def dates(text: str) -> tuple[list[NamedDate], str]:
    """The dates that `text` names with a month, and the text without them."""
    found = []
    for form in _DATES:
        for match in form.finditer(text):
            parts = {"year": None, "day": None} | match.groupdict()
            month = parts["month"] or ""
            number = int(month) if month.isdigit() else _MONTH_NUMBERS[month[:3]]
            year, day = (int(part) if part else None for part in (parts["year"], parts["day"]))
            found.append(NamedDate(year, number, day))
        text = form.sub(" ; ", text)
    return found, text


def amounts(text: str) -> dict[Amount, str]:
    """The numbers in `text`, in figures or words, each with how it is written.

    "one" alone counts as a pronoun; 1,200 and 1 200 are the same, and so are 5 million and
    5,000,000, 5 % and five per cent. The third is 3; a third isn't.
    """
    found: dict[Amount, str] = {}
    value: Decimal | str | None = None
    written: list[str] = []

    def close(unit: str = "") -> None:
        nonlocal value
        if value is not None and written != ["one"]:
            found[value, unit] = " ".join(written)
        value = None
        written.clear()

    before = ""
    for token in _TOKEN.findall(_HALVES.sub(_halved, text.lower())):
        if token in _ORDINALS and value is None and before not in ("a", "one"):
            found[Decimal(_ORDINALS[token]), ""] = token
        before = token
        if token in _SCALES:
            if not isinstance(value, str):
                value = (1 if value is None else value) * Decimal(10) ** _SCALES[token]
        elif token in _WORDS:
            small = Decimal(_WORDS[token])
            if isinstance(value, Decimal) and _continues(written[-1], small):
                value += small
            else:
                close()
                value = small
        elif token == "and" and written and written[-1] == "hundred":
            pass
        elif token[0].isdigit():
            close()
            value = _figure(token)
        else:
            close("%" if token in ("%", "percent", "per cent") else "")
            continue
        written.append(token)
    close()
    return found


def implied(text: str) -> dict[Amount, str]:
    """The numbers that `text` holds in other words: both is two, two decades are 20 years."""
    words = text.lower()
    found: dict[Amount, str] = {(Decimal(2), ""): "both"} if _BOTH.search(words) else {}
    for match in _DECADES.finditer(words):
        for value, _ in amounts(match[1]) or {(Decimal(1), ""): ""}:
            if isinstance(value, Decimal):
                found[value * 10, ""] = match[0]
    return found


def vague(text: str) -> set[str]:
    """The orders of magnitude that `text` speaks of: tens of thousands, hundreds, millions."""
    return {" ".join(match[0].lower().split()) for match in _VAGUE.finditer(text)}


def currencies(text: str) -> set[str]:
    """The currencies that `text` counts in."""
    return {name for name, form in _CURRENCIES.items() if form.search(text)}


def _halved(match: re.Match[str]) -> str:
    return f"{'0.5' if match[1].startswith('half') else '0.25'} {match[2]}"


def _continues(previous: str, small: Decimal) -> bool:
    """Whether a number word goes on with the number before: twenty-one, two hundred (and) ten."""
    return previous in ("hundred", "and") or (previous in _TENS.split() and 0 < small < 10)


def _figure(token: str) -> Decimal | str:
    digits = re.sub(r"[, ]|\.(?=\d{3}\b)", "", token) if _GROUPED.fullmatch(token) else token
    digits = digits.replace(",", ".")
    return Decimal(digits) if digits.count(".") < 2 and digits.isascii() else digits
