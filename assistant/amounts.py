"""The numbers and dates that an English text names, as values that can be compared."""

from __future__ import annotations

import re
from collections.abc import Mapping
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
_NTH = {"first": 1, "second": 2} | _ORDINALS
_OUT_OF = re.compile(r"\b(\w+) (?:out of|in) (?:every )?(two|three|four|five|ten|\d+)\b")
_PARTS = re.compile(r"\b(two|three|four|nine)[ -](third|quarter|fifth|tenth)s\b")
_WHOLES = {"third": "three", "quarter": "four", "fifth": "five", "tenth": "ten"}
_ROMANS = "I II III IV V VI VII VIII IX X".split()
_ROMAN = re.compile(rf"\(({'|'.join(_ROMANS)})\)")
_BOTH = re.compile(r"\b(?:both|couple|pair|two)\b")
_DECADES = re.compile(r"\b(\w+) decades?\b")
_A_THIRD = re.compile(rf"\ba ({'|'.join(_ORDINALS)}) (?:dose|time|year|round|day|term|session)")
_AGES = re.compile(r"\b(?:(half|quarter)(?: of)?[ -](?:a[ -])?)?century\b")
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
        if token in _NTH and before in _TENS.split() and isinstance(value, Decimal):
            found[value + _NTH[token], ""] = f"{before}-{token}"
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
    for match in _ROMAN.finditer(text):
        found[Decimal(_ROMANS.index(match[1]) + 1), ""] = match[0]
    for match in _AGES.finditer(words):
        found[Decimal({"half": 50, "quarter": 25}.get(match[1], 100)), ""] = match[0]
    for match in _A_THIRD.finditer(words):
        found[Decimal(_ORDINALS[match[1]]), ""] = match[0]
    for match in _DECADES.finditer(words):
        for value, _ in amounts(match[1]) or {(Decimal(1), ""): ""}:
            if isinstance(value, Decimal):
                found[value * 10, ""] = match[0]
    return found


def without_shares(text: str, held: Mapping[Amount, str]) -> str:
    """`text` without "four out of five", "two thirds" and the like where `held` has their per cent.

    What is within one per cent counts as the same: two thirds and 66 %.
    """
    cents = [value for value, unit in held if unit == "%" and isinstance(value, Decimal)]
    found = [*_OUT_OF.finditer(text.lower()), *_PARTS.finditer(text.lower())]
    for match in sorted(found, key=lambda each: -each.start()):
        part, whole = _value(match[1]), _value(_WHOLES.get(match[2], match[2]))
        if 0 < part < whole and any(abs(each - part * 100 / whole) < 1 for each in cents):
            text = text[: match.start()] + text[match.end() :]
    return text


def _value(words: str) -> Decimal:
    return next((value for value, _ in amounts(words) if isinstance(value, Decimal)), Decimal(0))


def ages(text: str) -> dict[Amount, str]:
    """The stretches of years that `text` counts in decades and centuries."""
    return {
        amount: written
        for amount, written in implied(text).items()
        if "decade" in written or "centur" in written
    }


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
