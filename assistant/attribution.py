"""Whom and when a draft gives for a quotation, against what the library holds of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from assistant.checked import Change
from assistant.folding import fold
from assistant.reading import Library
from assistant.timing import find_dates
from assistant.wording import date_words
from corpus.dates import first_day, last_day
from corpus.document import Document, Span
from corpus.places import canonical, find_mentions

_SAYING = (
    r"(?:said|says|saying|stated|states|declared|declares|told|argued|argues|noted|notes|warned|"
    r"warns|wrote|writes|added|adds|affirmed|affirms|insisted|insists|recalled|recalls|explained|"
    r"put it|asserted|asserts|announced|announces|urged|urges|demanded|stressed|emphasi[sz]ed|"
    r"condemned|condemns|called|calls|pledged|promised|concluded|observed|observes|reported|"
    r"welcomed|welcomes|acknowledged|remarked|speaking|spoke|replied|reminded|asked|asks)"
)
_ORIGIN = re.compile(
    rf"\b{_SAYING}\b|\baccording to\b|\bin the words of\b|^\s*[—–-]"
    r"|\b(?:statement|speech|address|remarks|words)\b",
    re.I,
)
_BEFORE = re.compile(
    rf"(?:\b{_SAYING}|\baccording to|\bin the words of|[—–-]|^)\s*,?\s*(?:the\s+)?"
    r"(?:[\w-]+\s+){0,3}?(?:(?:of|from|for)\s+(?:the\s+)?)?$",
    re.I,
)
_AFTER = re.compile(
    rf"^(?:['’]s?)?(?:\s*[,(][^,()]{{0,60}}[,)]|\s+(?!and\b|or\b)[\w’'-]+){{0,6}}?\s+{_SAYING}\b"
    r"|^['’]s?\s+(?:\w+\s+){0,2}?(?:statement|speech|address|remarks|words)\b",
    re.I,
)
_ABOUT = re.compile(
    r"\b(?:on|about|in|into|against|towards?|regarding|concerning|with|to|at)\s+"
    r"(?:the\s+)?(?:situation\s+in\s+)?$",
    re.I,
)
_TITLE = (
    r"(?:Mr|Mrs|Ms|Dr|Sir|Prof|President|Minister|Ambassador|Director|Secretary-General|"
    r"Chancellor|King|Judge|Commissioner|Professor)\.?"
)
_PROPER = r"[A-ZÀ-Þ][^\W\d_]+(?:[’'-][^\W\d_]+)*\.?"
_PERSON = rf"(?:{_TITLE}\s+)?{_PROPER}(?:\s+(?:(?:al|bin|de|da|van|von|el)[\s-])?{_PROPER}){{1,4}}"
_SHORT = 14
_PERSON_SAYS = re.compile(
    rf"(?P<name>{_PERSON})(?:,[^,]{{0,80}},)?\s+(?:has\s+|had\s+)?{_SAYING}\b"
)
_SAYS_PERSON = re.compile(
    rf"(?:\b(?i:{_SAYING})|\b(?i:according to|in the words of)|^\s*[—–-])\s+(?P<name>{_PERSON})"
)


@dataclass(frozen=True, slots=True)
class Attribution:
    """Whom and when a draft names for a quotation: publishers of the library, persons by name, and
    spans of partial dates. Empty where it names none."""

    publishers: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    dates: tuple[tuple[str, str], ...] = ()


def attribution(context: str, library: Library, today: date | None = None) -> Attribution:
    """What `context`, the words around a quotation, says of its origin."""
    if not _ORIGIN.search(context):
        return Attribution()
    day = today or datetime.now().astimezone().date()
    publishers = tuple(dict.fromkeys(_publishers(context, library)))
    return Attribution(publishers, tuple(_persons(context)), tuple(_dates(context, library, day)))


def misattributed(given: Attribution, document: Document, span: Span) -> tuple[Change, ...]:
    """What `given` says of the words at `span` that the library says otherwise."""
    found: list[Change] = []
    speech = document.speech_at(span.start, span.end)
    speaker = speech.speaker if speech else ""
    said = speaker or document.publisher
    names = " ".join((speaker, speech.function if speech else "", document.publisher))
    wrong = [name for name in given.publishers if not _publishes(name, names, document)]
    if wrong and len(wrong) == len(given.publishers) and document.publisher:
        found.append(_wrong("attribution", wrong[0], said))
    elif speaker:
        persons = [name for name in given.persons if not _named(name, names)]
        if persons and len(persons) == len(given.persons):
            found.append(_wrong("attribution", persons[0], said))
    if given.dates and document.date and not any(_covers(each, document) for each in given.dates):
        since, until = given.dates[0]
        found.append(_wrong("date", date_words(since or until), date_words(document.date)))
    return tuple(found)


def _wrong(kind: str, drafted: str, stored: str) -> Change:
    if kind == "date":
        note = f"The source is dated {stored}, not {drafted}."
        return Change("date", drafted, stored, note)
    note = f"The source has these words from {stored}, not {drafted}."
    return Change("attribution", drafted, stored, note)


def _publishers(context: str, library: Library) -> Iterator[str]:
    """The library's publishers that `context` names as speaking."""
    by_place = {canonical(name) or name: name for name in library.publishers}
    for mention in find_mentions(context):
        if _speaks(context, mention.start, mention.end):
            yield by_place.get(mention.place, mention.place)
    for name in library.publishers:
        if not canonical(name):
            for match in re.finditer(rf"\b{re.escape(name)}\b", context, re.I):
                if _speaks(context, *match.span()):
                    yield name


def _speaks(context: str, start: int, end: int) -> bool:
    before = context[:start]
    if _ABOUT.search(before):
        return False
    return bool(_AFTER.match(context[end:]) or _BEFORE.search(before))


def _persons(context: str) -> Iterator[str]:
    for pattern in (_PERSON_SAYS, _SAYS_PERSON):
        for match in pattern.finditer(context):
            name = match["name"].rstrip(".")
            if not find_mentions(name):
                yield name


def _dates(context: str, library: Library, today: date) -> Iterator[tuple[str, str]]:
    """The dates in `context` on which the library could have documents."""
    short = len(context.split()) <= _SHORT
    for when in find_dates(context, today, ""):
        year = (when.since or when.until)[:4]
        # In a long sentence a year that the library has nothing of dates an event.
        if short or library.earliest[:4] <= year <= library.latest[:4]:
            try:
                _ = [first_day(day) for day in (when.since, when.until) if day]
            except ValueError:
                continue  # 30 February is no date to hold against a document
            yield when.since, when.until


def _covers(span: tuple[str, str], document: Document) -> bool:
    since, until = span
    first, last = first_day(document.date), last_day(document.date)
    return (not since or last >= first_day(since)) and (not until or first <= last_day(until))


def _publishes(name: str, names: str, document: Document) -> bool:
    """Whether the publisher or country `name` published the document or is its speaker's."""
    same = canonical(name) == canonical(document.publisher) is not None
    apart = re.compile(rf"(?<!\w){re.escape(fold(name).casefold())}(?!\w)")
    other = canonical(name) and canonical(document.publisher) and not same
    return same or (not other and apart.search(fold(names).casefold()) is not None)


def _named(person: str, names: str) -> bool:
    """Whether `names` hold the last word of a person's name, the surname."""
    last = fold(person).casefold().split()[-1].rstrip(".")
    return re.search(rf"(?<!\w){re.escape(last)}(?!\w)", fold(names).casefold()) is not None


def best(
    given: Attribution, places: Sequence[tuple[Document, Span]]
) -> tuple[int, tuple[Change, ...]]:
    """Which of the places where words stand agrees best with `given`, and what doesn't there."""
    judged = [misattributed(given, *place) for place in places]
    at = min(range(len(judged)), key=lambda n: len(judged[n]))
    return at, judged[at]
