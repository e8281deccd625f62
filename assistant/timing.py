"""Dates named in a question: which span of days it means, and how surely."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_MONTHS = {
    name: number
    for number, names in enumerate(
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|"
        "september sep sept|october oct|november nov|december dec".split("|"),
        start=1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?:19|20)\d\d"
_RESOLUTION = re.compile(
    r"\b(?:resolutions?|res\.?|decisions?)\s+(?:[A-Z]/[\w/]+|\d+(?:/\d+)?)(?:\s*\(\d{4}\))?", re.I
)
_DATE = re.compile(
    rf"\b(?:(?P<d1>\d{{1,2}})\s+(?P<m1>{_MONTH})\.?,?\s+(?P<y1>{_YEAR})"
    rf"|(?P<m2>{_MONTH})\.?\s+(?P<d2>\d{{1,2}}),?\s+(?P<y2>{_YEAR})"
    rf"|(?P<m3>{_MONTH})\.?,?\s+(?P<y3>{_YEAR})"
    rf"|(?P<y4>{_YEAR})-(?P<m4>\d\d)(?:-(?P<d4>\d\d))?"
    rf"|(?P<y5>{_YEAR}))\b",
    re.I,
)
_RANGE = re.compile(rf"\b(?:between|from)\s+({_YEAR})\s+(?:and|to|until|till)\s+({_YEAR})\b", re.I)
_COMPARED = re.compile(
    rf"\b({_YEAR})\s+(?:vs\.?|versus|compared (?:with|to)|against)\s+({_YEAR})\b", re.I
)
_SINCE = re.compile(r"\b(?:since|after|from)\s+(?:the\s+)?$", re.I)
_UNTIL = re.compile(r"\b(?:before|until|till|up to)\s+(?:the\s+)?$", re.I)
_LATER = re.compile(
    r"\b(?P<n>\d+|a|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty)\s+"
    r"(?P<unit>years?|decades?)\s+(?P<way>later|after(?:wards)?|on|earlier|before)\b",
    re.I,
)
_NUMBERS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()
    )
} | {"a": 1, "fifteen": 15, "twenty": 20}
_RELATIVE = re.compile(
    r"\b(?P<which>last|this|previous)\s+year\b|\b(?P<ago>\d+)\s+years\s+ago\b", re.I
)


@dataclass(frozen=True, slots=True)
class When:
    """A span named in a question, as partial dates ("" for open), and where it stands there.

    `bounded` is true for "since 2019", "between 2011 and 2017" and the like, which always limit;
    `precise` when a month or day is named, which more often dates an event than a document.
    """

    since: str
    until: str
    start: int
    end: int
    bounded: bool = False
    precise: bool = False


def find_dates(question: str, today: date, earlier: str = "") -> tuple[When, ...]:
    """The dates named in `question`, in order.

    `earlier` is the date that the conversation stood at, for "ten years later". A year in a
    resolution's symbol, "resolution 2379 (2017)", is part of its name and no date.
    """
    names = [match.span() for match in _RESOLUTION.finditer(question)]
    found: list[When] = []
    for match in _RANGE.finditer(question):
        found.append(When(match[1], match[2], *match.span(), bounded=True))
    for match in _COMPARED.finditer(question):
        first, last = sorted(match.groups())
        found.append(When(first, last, *match.span(), bounded=True))
    for match in _DATE.finditer(question):
        if any(start <= match.start() < end for start, end in names):
            continue
        if any(when.start <= match.start() < when.end for when in found):
            continue
        found.append(_dated(question, match))
    found += _relative(question, today, earlier)
    return tuple(sorted(found, key=lambda when: when.start))


def _dated(question: str, match: re.Match[str]) -> When:
    parts = {name[0]: value for name, value in match.groupdict().items() if value}
    text = parts["y"]
    if "m" in parts:
        month = parts["m"].lower()
        text += f"-{int(month) if month.isdigit() else _MONTHS[month]:02d}"
    if "d" in parts:
        text += f"-{int(parts['d']):02d}"
    before = question[: match.start()]
    precise = len(text) > 4
    if _SINCE.search(before):
        # "after the September 2021 takeover" dates an event, "since 2019" bounds the documents.
        bounded = not precise
        return When(text, "" if bounded else text, *match.span(), bounded, precise)
    if _UNTIL.search(before):
        return When("" if not precise else text, text, *match.span(), not precise, precise)
    return When(text, text, *match.span(), False, precise)


def _relative(question: str, today: date, earlier: str) -> list[When]:
    found: list[When] = []
    for match in _RELATIVE.finditer(question):
        if match["ago"]:
            year = today.year - int(match["ago"])
        else:
            year = today.year - (0 if match["which"].lower() == "this" else 1)
        found.append(When(str(year), str(year), *match.span()))
    for match in _LATER.finditer(question):
        if not earlier:
            continue
        word = match["n"].lower()
        number = int(word) if word.isdigit() else _NUMBERS[word]
        years = number * (10 if match["unit"].lower().startswith("decade") else 1)
        if match["way"].lower() in ("earlier", "before"):
            years = -years
        then = str(int(earlier[:4]) + years)
        found.append(When(then, then, *match.span()))
    return found
