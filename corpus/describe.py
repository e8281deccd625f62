"""Describing a document: what its metadata say, else what it says of itself, never a guess."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from corpus.authors import byline
from corpus.characters import normalise_characters
from corpus.dates import first_day
from corpus.discover import Candidate
from corpus.document import Speech
from corpus.formats.reading import Reading
from corpus.kinds import kind_of
from corpus.metadata import split_list
from corpus.places import canonical, find_mentions
from corpus.places_elsewhere import places_named
from corpus.publishers import publisher_name, publisher_of_text
from corpus.speeches import find_speeches
from corpus.textdates import date_line, date_near_top
from corpus.titles import language_code, language_of, title_from_name, title_of

_MENTIONS_PER_WORD = 1 / 1000
_SHORT = 600
_MOST_PLACES = 12
# A report on one country names it over and over, and others (its reviewers, say) much less.
_LEAST_SHARE = 0.15
_OVER_AND_OVER = 100


@dataclass(frozen=True, slots=True)
class Description:
    """What is known of a document; `origin` says for each field where it was read."""

    title: str
    date: str
    publisher: str
    author: str
    kind: str
    language: str
    url: str
    audience: str
    places: tuple[str, ...]
    speeches: tuple[Speech, ...]
    speakers: tuple[str, ...]
    origin: Mapping[str, str]


class _Fields:
    """Values by field, the first that is found, with their origin."""

    def __init__(self, candidate: Candidate, reading: Reading) -> None:
        self._given = (
            (candidate.metadata, candidate.described_in or "metadata"),
            (reading.fields, reading.origin),
        )
        self.origin: dict[str, str] = {}

    def given(self, name: str) -> str:
        """The value in the metadata, else in the file's own; "" if neither gives one."""
        for values, origin in self._given:
            value = " ".join(normalise_characters(values.get(name, "")).split())
            if name == "date":
                value = _as_date(value)
            elif name == "language":
                value = language_code(value)
            if value:
                self.origin[name] = origin
                return value
        return ""

    def first(self, name: str, *found: tuple[Callable[[], str], str]) -> str:
        """`given(name)`, else the first value found in the text by a function, with its origin."""
        value = self.given(name)
        for find, origin in found:
            value = value or find()
            if value:
                self.origin.setdefault(name, origin)
        return value


def describe(text: str, reading: Reading, candidate: Candidate) -> Description:
    """What is known of the document whose stored text is `text`."""
    fields = _Fields(candidate, reading)
    title = fields.first(
        "title",
        (lambda: reading.heading, "heading"),
        (lambda: title_of(text), "first line"),
        (lambda: title_from_name(normalise_characters(candidate.source)), "file name"),
    )
    publisher = fields.given("publisher")
    if not publisher:
        publisher, fields.origin["publisher"] = publisher_of_text(title, text)
    language = fields.first("language", (lambda: language_of(text), "text"))
    kind = fields.first(
        "kind",
        (lambda: kind_of(title, text), "title"),
        (lambda: reading.fields.get("type", ""), reading.origin),
    )
    speeches = find_speeches(text, title)
    named = split_list(fields.given("speakers"))
    spoken = tuple(speech.speaker for speech in speeches)
    if spoken:
        fields.origin["speeches"] = "text"
    return Description(
        title=title,
        date=fields.first("date", (lambda: date_near_top(text), "date line")),
        publisher=publisher_name(publisher),
        author=fields.first("author", (lambda: byline(title, text), "byline")),
        kind=kind.lower() or "document",
        language=language_code(language),
        url=_web_address(fields),
        audience=_audience(fields),
        places=_places(title, text, language_code(language), fields),
        speeches=speeches,
        speakers=tuple(dict.fromkeys(named + spoken)),
        origin={name: where for name, where in fields.origin.items() if where},
    )


def _as_date(value: str) -> str:
    """`value` as a partial date, "" where it is none."""
    try:
        first_day(value)
    except ValueError:
        return date_line(value)
    return value


def _web_address(fields: _Fields) -> str:
    """A link that a page may show; other schemes than the web's could run something."""
    url = fields.given("url")
    return url if re.match(r"https?://\S+$", url, re.I) else ""


def _audience(fields: _Fields) -> str:
    """The audience that is given; a value that isn't one keeps the document from the public."""
    given = fields.given("audience").lower()
    return given if given in ("public", "internal", "") else "internal"


def _places(title: str, text: str, language: str, fields: _Fields) -> tuple[str, ...]:
    given = split_list(fields.given("places"))
    if given:
        return tuple(dict.fromkeys(canonical(place) or place for place in given))
    fields.origin["places"] = "text"
    return _places_of(title, text, language)


def _places_of(title: str, text: str, language: str) -> tuple[str, ...]:
    """The places a text is about, most named first: those of its title, and those it keeps naming.

    A capital counts half, since it often only says where a meeting was. In a report on one
    country, what is named far less than that is named in passing.
    """
    counts: Counter[str] = Counter()
    for mention in find_mentions(text):
        counts[mention.place] += 1 if mention.how == "capital" else 2
    for place in places_named(text, language):
        counts[place] += 2
    named = [mention.place for mention in find_mentions(title)]
    named += places_named(title, language)
    words = text.count(" ") + 1
    least = 2 if words < _SHORT else max(4, 2 * words * _MENTIONS_PER_WORD)
    most = max(counts.values(), default=0)
    if words < _SHORT or most >= _OVER_AND_OVER:
        least = max(least, _LEAST_SHARE * most)
    often = [place for place, count in counts.most_common(_MOST_PLACES) if count >= least]
    return tuple(dict.fromkeys(named + often))
