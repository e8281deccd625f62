"""Dates as texts write them. Only what is written counts: nothing is completed or guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping

import dateparser

from corpus.dates import first_day

_MONTHS: Mapping[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier enero januar janeiro gennaio يناير",
            "february feb février febrero februar fevereiro febbraio شباط فبراير",
            "march mar mars marzo märz março آذار مارس",
            "april apr avril abril aprile نيسان أبريل ابريل إبريل",
            "may mai mayo maio maggio أيار مايو",
            "june jun juin junio juni junho giugno حزيران يونيو",
            "july jul juillet julio juli julho luglio تموز يوليو",
            "august aug août agosto آب أغسطس",
            "september sep sept septembre septiembre setembro settembre أيلول سبتمبر",
            "october oct octobre octubre oktober outubro ottobre أكتوبر",
            "november nov novembre noviembre novembro نوفمبر",
            "december dec décembre diciembre dezember dezembro dicembre ديسمبر",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º)?"
_WEEKDAY = r"(?:[^\W\d]{2,12},?\s+)?"
_FORMS = tuple(
    re.compile(form, re.I)
    for form in (
        rf"{_WEEKDAY}{_DAY}\.?\s+(?:of\s+|de\s+)?{_MONTH},?\s+(?:de\s+|del\s+)?{_YEAR}(?!\d)",
        rf"{_WEEKDAY}{_MONTH}\s+{_DAY},?\s+{_YEAR}(?!\d)",
        rf"{_YEAR}-(?P<number>\d\d)-(?P<day>\d\d)(?!\d)",
        rf"{_MONTH},?\s+{_YEAR}(?!\d)",
    )
)
_NUMERIC = re.compile(rf"(?P<one>\d{{1,2}})[./-](?P<two>\d{{1,2}})[./-]{_YEAR}")
_LABEL = re.compile(
    r"(?:date|published|posted|updated|released?|issued|adopted|for immediate release|publié le"
    r"|publicado el|adopté[es]* le)(?: on)?\s*[:–—-]?\s+",
    re.I,
)
_PLACE = re.compile(
    r"\[?[^\W\d][\w .’'/-]{1,40}(?:[,،]\s*(?:(?!\d)[\w .’'-]){2,30})?(?:[,،]|\s*[(:–—-])\s*"
)
_REST = re.compile(
    r"\s*[)\]]*\s*(?:$|[–—:|-]\s*|\)\s|,\s+\d\d?(?:[.:]\d\d)?\s*[ap]\.?m|by\s+the\s+[A-Z])"
)
# "San José, 12 de mayo de 2022. La Red …": behind a place and a comma, a full stop will do.
_REST_AFTER_PLACE = re.compile(r"\.(?:\s|$)")
_EMBARGO = re.compile(
    r"(?:strictly\s+)?(?:under\s+)?embargo\w*\b[^\n]{0,60}?(?=\d{1,2}\s+[^\W\d]{3,12}\s+\d{4}$)",
    re.I,
)
_LABELLED_YEAR = re.compile(rf"(?:published|issued)\s*(?:in\s+)?{_YEAR}", re.I)
# An act that is named by its day: "Resolution of the Court of 16 April 1997".
_NAMED_BY_DAY = re.compile(
    r"(?:(?:resolution|résolution|resolución|judge?ment|arrêt|sentencia|decision|décision)\b.{0,80}?"
    r"\b(?:of|de|del|du|dated)\s+|letter\s+dated\s+)(?=\d)",
    re.I,
)
_LONGEST_LINE = 60
_LINES = 8


def date_near_top(text: str) -> str:
    """The date that one of the first lines of `text` gives, as a partial date; "" if none does."""
    lines = (part for line in text[:4000].split("\n") for part in line.split(" | ") if part.strip())
    for _, line in zip(range(_LINES), lines, strict=False):
        found = date_line(line.strip())
        if found:
            return found
    return ""


def date_line(line: str) -> str:
    """The date of a line that is a date or begins with one as a dateline does, else "".

    "12/02/2020", which is two days, gives its year alone.
    """
    for start in _starts(line):
        for form in _FORMS:
            match = form.match(line, start)
            placed = start > 0 and line[:start].rstrip().endswith((",", "،"))
            if match and (
                _REST.match(line, match.end())
                or (placed and _REST_AFTER_PLACE.match(line, match.end()))
            ):
                return _partial(match)
        match = _NUMERIC.match(line, start)
        if match and _REST.match(line, match.end()):
            return _numeric(match)
    return _act_date(line) or _elsewhere_written(line)


def _act_date(line: str) -> str:
    """The year alone on a line "Published 2020", or the day by which an act is named."""
    year = _LABELLED_YEAR.fullmatch(line)
    if year:
        return year["year"]
    named = _NAMED_BY_DAY.match(line)
    match = _FORMS[0].match(line, named.end()) if named else None
    return _partial(match) if match and match.end() == len(line) else ""


def _starts(line: str) -> list[int]:
    starts = [len(line) - len(line.lstrip("[("))]
    for prefix in (_LABEL, _PLACE, _EMBARGO):
        match = prefix.match(line)
        if match:
            starts.append(match.end())
    return starts


def _partial(match: re.Match[str]) -> str:
    parts = match.groupdict()
    number = int(parts["number"]) if parts.get("number") else _MONTHS[parts["month"].lower()]
    partial = f"{parts['year']}-{number:02}"
    if parts.get("day"):
        partial += f"-{int(parts['day']):02}"
    return _valid(partial)


def _numeric(match: re.Match[str]) -> str:
    one, two, year = int(match["one"]), int(match["two"]), match["year"]
    if one > 12 >= two:
        return _valid(f"{year}-{two:02}-{one:02}")
    if two > 12 >= one or one == two:
        return _valid(f"{year}-{one:02}-{two:02}")
    return year


def _elsewhere_written(line: str) -> str:
    """A short line in another language's writing that holds a day, a month and a year."""
    if line.isascii() or len(line) > _LONGEST_LINE or not re.search(r"(?:19|20)\d\d", line):
        return ""
    if len(re.findall(r"\d+", line)) not in (2, 3) or len(line.split()) > 6:
        return ""
    settings = {"REQUIRE_PARTS": ["day", "month", "year"], "STRICT_PARSING": True}
    found = dateparser.parse(line, settings=settings)
    return found.date().isoformat() if found else ""


def _valid(partial: str) -> str:
    try:
        first_day(partial)
    except ValueError:
        return ""
    return partial
