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
_SPAN = re.compile(rf"\b({_YEAR})\s?[-–]\s?({_YEAR})\b")
_COMPARED = re.compile(
    rf"\b({_YEAR})\s+(?:vs\.?|versus|compared (?:with|to)|against)\s+({_YEAR})\b", re.I
)
_SINCE = re.compile(r"\b(?:since|(?P<beyond>after)|from)\s+(?:the\s+)?$", re.I)
_UNTIL = re.compile(r"\b(?:(?P<beyond>before)|until|till|up to)\s+(?:the\s+)?$", re.I)
_NUMBER = r"\d+|a|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty"
_LATER = re.compile(
    rf"\b(?P<n>{_NUMBER})\s+(?P<unit>years?|decades?)\s+"
    r"(?P<way>later|after(?:wards)?|on|earlier|before)\b",
    re.I,
)
_NUMBERS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()
    )
} | {"a": 1, "fifteen": 15, "twenty": 20}
_RELATIVE = re.compile(
    rf"\b(?P<which>last|this|previous)\s+year\b|\b(?P<ago>{_NUMBER})\s+years?\s+ago\b"
    rf"|\b(?:in|over|within|during|for)\s+the\s+(?:last|past)\s+(?:(?P<back>{_NUMBER})\s+)?"
    r"(?P<unit>years?|decades?)\b",
    re.I,
)
_TENS = {
    name: value
    for value, name in enumerate("twenties thirties forties fifties sixties seventies".split(), 2)
} | {"eighties": 8, "nineties": 9}
_DECADE = re.compile(
    rf"\b(?:in|during|of|throughout)\s+the\s+(?:(?P<early>early|mid|late)[\s-]+)?"
    rf"(?:(?P<year>(?:19|20)\d0)['’]?s|['’]?(?P<short>[2-9]0)s|(?P<word>{'|'.join(_TENS)}))\b",
    re.I,
)
# The Assembly's first session was that of 1946, and opened in January; each later one in September.
_SESSION = re.compile(
    r"\b(?P<n>\d{2})(?:st|nd|rd|th)\s+(?P<what>session|general assembly|(?:general )?debate)\b"
    r"|\bUNGA\s?(?P<unga>\d{2})\b",
    re.I,
)
_OTHER_BODY = re.compile(
    r"\b(?:Human Rights Council|HRC|Commission|Committee|UNESCO|World Health|Economic)\b", re.I
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
    for match in _SPAN.finditer(question):
        found.append(When(match[1], match[2], *match.span()))
    for match in _DATE.finditer(question):
        if any(start <= match.start() < end for start, end in names):
            continue
        if any(when.start <= match.start() < when.end for when in found):
            continue
        found.append(_dated(question, match))
    found += _relative(question, today, earlier)
    found += [*_decades(question, today), *_sessions(question)]
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
    since, until = _SINCE.search(before), _UNTIL.search(before)
    event = re.search(r"\bthe\s+$", before) is not None
    if (since or until) and (precise or event):
        # "after the September 2021 takeover" dates an event, "since 2019" bounds the documents.
        return When(text, text, *match.span(), precise=precise)
    if since:
        first = int(text) + (1 if since["beyond"] else 0)
        return When(str(first), "", *match.span(), bounded=True)
    if until:
        last = int(text) - (1 if until["beyond"] else 0)
        return When("", str(last), *match.span(), bounded=True)
    return When(text, text, *match.span(), False, precise)


def _decades(question: str, today: date) -> list[When]:
    """ "In the 1990s", "in the early seventies" as spans of years."""
    found: list[When] = []
    for match in _DECADE.finditer(question):
        if match["year"]:
            first = int(match["year"])
        else:
            tens = int(match["short"][0]) if match["short"] else _TENS[match["word"].lower()]
            first = 1900 + 10 * tens
            first += 100 if first + 100 <= today.year else 0
        part = (match["early"] or "").lower()
        start, length = {"early": (0, 4), "mid": (3, 4), "late": (6, 4)}.get(part, (0, 10))
        since = first + start
        found.append(When(str(since), str(since + length - 1), *match.span()))
    return found


def _sessions(question: str) -> list[When]:
    """ "The 72nd session" of the General Assembly as the year in which it opened."""
    found: list[When] = []
    for match in _SESSION.finditer(question):
        if not _OTHER_BODY.search(question):
            year = str(1945 + int(match["n"] or match["unga"]))
            found.append(When(year, year, *match.span()))
    return found


def _relative(question: str, today: date, earlier: str) -> list[When]:
    found: list[When] = []
    for match in _RELATIVE.finditer(question):
        if match["unit"]:
            length = _number(match["back"] or "one")
            length *= 10 if match["unit"].lower().startswith("decade") else 1
            found.append(When(str(today.year - length), "", *match.span(), bounded=True))
            continue
        year = today.year - (_number(match["ago"]) if match["ago"] else 1)
        year += 1 if (match["which"] or "").lower() == "this" else 0
        found.append(When(str(year), str(year), *match.span()))
    for match in _LATER.finditer(question):
        if not earlier:
            continue
        years = _number(match["n"]) * (10 if match["unit"].lower().startswith("decade") else 1)
        if match["way"].lower() in ("earlier", "before"):
            years = -years
        then = str(int(earlier[:4]) + years)
        found.append(When(then, then, *match.span()))
    return found


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word.lower()]
