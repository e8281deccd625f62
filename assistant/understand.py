"""What a question means for the search: whose documents, from when, about which places.

No model is needed. What is certain ("according to Malawi in 2017") becomes a filter; what is only
likely (a country that may be speaking or be spoken about) makes its documents preferred. A
follow-up inherits what it leaves out and drops what it contradicts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from assistant.content import content_words
from assistant.glossary import spelled_out
from assistant.speaker import SPEECH, SPEECH_NOUNS, THEY_SAY, named, speaks
from assistant.timing import When, find_dates
from corpus.places import Mention, canonical, find_mentions

PREFERENCE = 0.15
# A year this long before the library's first document dates an event, not a document.
_EVENT_YEARS = 10

_LEADING = re.compile(r"^\W*(?:and|also|but|so|then|what about|how about|same|ok|okay)\b", re.I)
_OPENING = re.compile(
    r"\W*(?:(?:and|but|also|so|what about|how about|what of)\b[\s,]*)+(?:the\s+)?", re.I
)
_PRONOUN = re.compile(
    r"\b(?:they|them|their|theirs|he|him|his|she|her|hers|it|its|that|those|these|this|"
    r"same|there|one|ones)\b",
    re.I,
)
_ANYONE = re.compile(
    r"\b(?:anyone|anybody|who|whom|which (?:countr|state|government|leader|speech|delegat|member)"
    r"\w*|what countr\w+|any (?:country|state|government))\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Library:
    """What understanding needs to know of the library: its publishers and the years it covers."""

    publishers: tuple[str, ...]
    earliest: str
    latest: str


@dataclass(frozen=True, slots=True)
class Reading:
    """How a question was understood.

    `publishers`, `since` and `until` are certain and limit the search; `maybe_publishers`,
    `maybe_since` and `maybe_until` are likely and make documents preferred. `places` are those the
    question is about. `text` is what to embed, `words` what to look up, `phrases` what was quoted.
    `topic` is the question without who speaks and when. `context` is the question that a
    follow-up goes on from, "" otherwise. `events` are years named that no document is dated by.
    A follow-up that has nothing of its own to search for ("And in 2021?") has the `text`, `words`,
    `phrases`, `topic`, `places` and `events` of the question before.
    """

    text: str
    words: str
    phrases: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    maybe_publishers: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    maybe_since: str = ""
    maybe_until: str = ""
    places: tuple[str, ...] = ()
    topic: str = ""
    context: str = ""
    events: tuple[str, ...] = ()


def understand(
    question: str, history: Sequence[str], library: Library, today: date | None = None
) -> Reading:
    """How to search for `question`, asked after the questions in `history` (oldest first)."""
    # "Last year" is meant by the asker's calendar, which is the machine's.
    day = today or datetime.now().astimezone().date()
    reading: Reading | None = None
    for asked in [*history[-3:], question]:
        reading = _read(asked, reading, library, day)
    assert reading is not None
    return reading


def _read(question: str, before: Reading | None, library: Library, today: date) -> Reading:
    mentions = find_mentions(question, loose=True)
    earlier = (before.since or before.maybe_since) if before else ""
    dates = find_dates(question, today, earlier)
    own = Reading(text=question, words=question, phrases=_phrases(question))
    own = _whose(own, question, mentions, dates, library)
    own = _when(own, question, mentions, dates, library, today)
    own = replace(
        own,
        places=_places(mentions, own),
        words=_aliases(question, mentions),
        topic=_topic(question, mentions, dates, own),
    )
    if before is None or not _follows_up(question, own):
        return own
    return _inherit(own, before, question)


def _phrases(question: str) -> tuple[str, ...]:
    """What stands between double quotation marks, and resolution numbers."""
    quoted = re.findall(r"[\"“„«]([^\"“”„«»]{3,80})[\"”»]", question)
    return tuple(quoted)


def _whose(
    own: Reading,
    question: str,
    mentions: Sequence[Mention],
    dates: Sequence[When],
    library: Library,
) -> Reading:
    """Whose documents are meant: named publishers that seem to speak rather than be spoken of."""
    by_place = {canonical(name) or name: name for name in library.publishers}
    called = [name for name in library.publishers if named(question, name)]
    scores: dict[str, float] = dict.fromkeys(called, 3.0)
    for order, mention in enumerate(mentions):
        publisher = by_place.get(mention.place)
        if publisher is not None:
            score = speaks(question, mention) + (0.5 if order == 0 else 0.0)
            scores[publisher] = max(score, scores.get(publisher, -9.0))
    if not scores:
        return own
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    best = ranked[0][1]
    rest = ranked[1][1] if len(ranked) > 1 else -9.0
    if best >= 2.0 and best - rest >= 0.7:
        return replace(own, publishers=(ranked[0][0],))
    return replace(
        own, maybe_publishers=tuple(name for name, score in ranked if score >= max(0.0, best - 1))
    )


def _when(
    own: Reading,
    question: str,
    mentions: Sequence[Mention],
    dates: Sequence[When],
    library: Library,
    today: date,
) -> Reading:
    """From when documents are meant. A date that stands by the speaker wins over others."""
    if not dates:
        return own
    usable = [when for when in dates if not _dates_an_event(when, library, today)]
    events = [when.until[:4] or when.since[:4] for when in dates if when not in usable]
    own = replace(own, events=tuple(dict.fromkeys(events)))
    if not usable:
        return own
    ends = [mention.end for mention in mentions]
    chosen = min(
        usable,
        key=lambda when: (
            not when.bounded,
            not _tags(question, when, ends),
            when.precise,
            min((abs(when.start - end) for end in ends), default=0),
        ),
    )
    if chosen.bounded or (not chosen.precise and _limits(question, chosen, ends, own, library)):
        return replace(own, since=chosen.since, until=chosen.until)
    year = chosen.since[:4] or chosen.until[:4]
    return replace(own, maybe_since=year, maybe_until=year)


def _limits(question: str, when: When, ends: Sequence[int], own: Reading, library: Library) -> bool:
    """Whether a year says from when documents are wanted, rather than when something happened."""
    if own.publishers or THEY_SAY.search(question):
        return True
    if not SPEECH.search(question) and not _tags(question, when, ends):
        return False
    # Without anybody named as speaking, a year that the library has nothing of dates an event.
    return library.earliest[:4] <= when.since[:4] <= library.latest[:4]


def _tags(question: str, when: When, speakers: Sequence[int]) -> bool:
    """Whether a date labels the document: "Cyprus 2017:", "(2021)", "its 2017 speech".

    `speakers` are the offsets at which the places named in the question end.
    """
    before, after = question[: when.start], question[when.end :]
    return bool(
        len(before.rstrip(" ,(")) in speakers
        or re.match(r"\)?\s*(?:[:?.]|$|-|–|—)", after)
        or re.match(rf"\s+(?:general\s+)?(?:{SPEECH_NOUNS}|debate|session)\b", after, re.I)
        or re.search(r"(?:\bits|\btheir|\bhis|\bher|['’]s)\s+$", before, re.I)
    )


def _dates_an_event(when: When, library: Library, today: date) -> bool:
    """Whether a year is too early for a document of this library, or still to come ("by 2030")."""
    year = int(when.until[:4] or when.since[:4])
    early = bool(library.earliest) and year < int(library.earliest[:4]) - _EVENT_YEARS
    return early or year > today.year


def _topic(question: str, mentions: Sequence[Mention], dates: Sequence[When], own: Reading) -> str:
    """The question without who speaks and when, which its filters stand for."""
    speaking = _speaking(own)
    # The Yazidis are in Iraq, but a question about them isn't answered by Iraq's name.
    named = [m for m in mentions if m.how not in ("people", "region")]
    spans = [(m.start, m.end) for m in named if m.place in speaking]
    spans += [(when.start, when.end) for when in dates]
    bare = list(question)
    for start, end in spans:
        bare[start:end] = " " * (end - start)
    return " ".join("".join(bare).split()) or question


def _speaking(own: Reading) -> set[str | None]:
    return {canonical(name) for name in own.publishers + own.maybe_publishers[:1]}


def _places(mentions: Sequence[Mention], own: Reading) -> tuple[str, ...]:
    speaking = _speaking(own)
    places = dict.fromkeys(m.place for m in mentions if m.place not in speaking)
    return tuple(places)


def _aliases(question: str, mentions: Sequence[Mention]) -> str:
    """The question's words, with the usual names of its places and its short forms spelled out."""
    names = [m.place for m in mentions if m.how in ("alias", "capital", "demonym")]
    names += spelled_out(question)
    new = [name for name in dict.fromkeys(names) if name.lower() not in question.lower()]
    return " ".join([question, *new])


def _follows_up(question: str, own: Reading) -> bool:
    if _LEADING.search(question):
        return True
    if own.publishers or _ANYONE.search(question):
        return False
    return _PRONOUN.search(question) is not None or len(question.split()) <= 6


def _inherit(own: Reading, before: Reading, question: str) -> Reading:
    """What the question leaves out, taken from the one before."""
    whose = own.publishers
    if not whose and _leads(own, question):
        whose = own.maybe_publishers[:1]
        own = replace(own, publishers=whose, maybe_publishers=())
    anyone = _ANYONE.search(question) is not None
    dated = own.since or own.until or own.maybe_since
    result = replace(own, context=before.text)
    if not content_words(question) and not own.places:
        result = replace(
            result,
            text=before.text,
            words=before.words,
            phrases=before.phrases,
            topic=before.topic,
            places=before.places,
            events=before.events,
        )
    if not whose and not anyone:
        places = dict.fromkeys(result.places + own.maybe_publishers)
        result = replace(
            result,
            publishers=before.publishers,
            maybe_publishers=before.maybe_publishers,
            places=tuple(places),
        )
    if not dated:
        result = replace(
            result,
            since=before.since,
            until=before.until,
            maybe_since=before.maybe_since,
            maybe_until=before.maybe_until,
        )
    elif own.maybe_since and before.since and not own.since:
        # "and in 2021, how many …": a date in a follow-up moves the conversation there.
        result = replace(
            result, since=own.maybe_since, until=own.maybe_until, maybe_since="", maybe_until=""
        )
    return result


def _leads(own: Reading, question: str) -> bool:
    """Whether a likely publisher opens the follow-up: "and Malaysia?", "what about France"."""
    first = find_mentions(question, loose=True)[:1]
    if not own.maybe_publishers or not first or first[0].how not in ("name", "alias", "capital"):
        return False
    opening = question[: first[0].start]
    named = canonical(own.maybe_publishers[0]) == first[0].place
    return named and _OPENING.fullmatch(opening) is not None
