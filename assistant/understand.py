"""What a question means for the search: whose documents, from when, about which places.

No model is needed. What is certain ("according to Malawi in 2017") becomes a filter; what is only
likely (a country that may be speaking or be spoken about) makes its documents preferred. A
follow-up inherits what it leaves out and drops what it contradicts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from assistant.followup import follows_up, inherit, leant, may_follow
from assistant.glossary import spelled_out, written_out
from assistant.reading import Library, Reading
from assistant.speaker import (
    SPEECH,
    SPEECH_NOUNS,
    THEY_SAY,
    asks_whose,
)
from assistant.timing import When, find_dates
from assistant.voices import whose
from corpus.places import Mention, canonical, find_mentions

PREFERENCE = 0.15
PREFERENCE_PLACE = 0.1
# A year this long before the library's first document dates an event, not a document.
_EVENT_YEARS = 10

# "UPR 2011", "COP26 2021"
_SHORT_NAME = re.compile(r"(?<![\w-])(?!UN\b|UNGA\b|GA\b)[A-Z]{2,}\d*\s+$")
# "press releases", "an alert": documents of a kind, unless it is what a document is about.
_ASKED_KIND = (
    r"\b(?:(?:in|from|of)\s+(?:the|its|their|your|our|all|any|recent|latest|past|\d{4}|\s)+"
    r"|which\s+|what\s+(?:do|does|did)\s+(?:the|its|their|your|our)\s+)%s\b"
)


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
    own = Reading(text=written_out(question), words=question, phrases=_phrases(question))
    own = whose(own, question, mentions, library)
    own = _when(own, question, mentions, dates, library, today)
    own = replace(
        own,
        kinds=_kinds(question, library),
        speakers=tuple(name for name in library.speakers if _names(question, name)),
        places=_places(mentions, own),
        words=_aliases(question, mentions),
        topic=_topic(question, mentions, dates, own),
    )
    if before is None:
        return own
    if follows_up(question, own):
        result = inherit(own, before, question)
        if result.topic != own.topic:
            return result
        # Who isn't taken to speak any more is spoken of: the name belongs to the topic.
        return replace(result, topic=_topic(question, mentions, dates, result))
    return leant(own, before) if may_follow(question, own) else own


def _phrases(question: str) -> tuple[str, ...]:
    """What stands between double quotation marks, and resolution numbers."""
    quoted = re.findall(r"[\"“„«]([^\"“”„«»]{3,80})[\"”»]", question)
    return (*quoted, *re.findall(r"(?<![\w/])(?:[A-Z]+/)*\d+/\d+(?![\w/])", question))


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
    if chosen.bounded:
        return replace(own, since=chosen.since, until=chosen.until)
    if not chosen.precise and _limits(question, chosen, ends, own, library):
        happened = not _told(question, chosen, ends)
        return replace(own, since=chosen.since, until=chosen.until, happened=happened)
    since, until = chosen.since[:4] or chosen.until[:4], chosen.until[:4] or chosen.since[:4]
    if library.latest and since > library.latest[:4]:
        # No document can tell of it yet.
        return replace(own, since=since, until=until, happened=not _told(question, chosen, ends))
    if _names_an_event(question, chosen, ends):
        # What happened in a year is told in that year or the next.
        until = str(int(until) + 1)
    return replace(own, maybe_since=since, maybe_until=until)


def _limits(question: str, when: When, ends: Sequence[int], own: Reading, library: Library) -> bool:
    """Whether a year says from when documents are wanted, rather than when something happened."""
    if _names_an_event(question, when, ends):
        return False
    if own.publishers or THEY_SAY.search(question):
        return True
    if not SPEECH.search(question) and not _tags(question, when, ends):
        return False
    # Where it is asked who spoke, a year that the library has nothing of dates an event.
    held = library.earliest[:4] <= when.since[:4] <= library.latest[:4]
    return held or (SPEECH.search(question) is not None and not asks_whose(question))


def _told(question: str, when: When, ends: Sequence[int]) -> bool:
    """Whether it is plain that something was said then, rather than that it happened then."""
    before, after = question[: when.start].rstrip(" ,"), question[when.end :]
    return bool(
        SPEECH.search(question)
        or THEY_SAY.search(question)
        or before.endswith("(")
        or len(before) in ends
        or re.match(r"\s*[:–—-]", after)
    )


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


def _names_an_event(question: str, when: When, places: Sequence[int]) -> bool:
    """Whether a year is part of an event's name, "the 2012 vote" and "COP 2012" unlike "the 2012
    speech", or what is compared with: "down on 2005".

    `places` are the offsets at which the places named in the question end.
    """
    before, after = question[: when.start], question[when.end :]
    noun = re.match(r"\s+(?!(?:in|on|at|and|or|about|for|by|to)\b)[A-Za-z]+", after)
    spoken = re.match(
        rf"\s+(?:general\s+)?(?:{SPEECH_NOUNS}|debate|session|assembly)\b", after, re.I
    )
    owned = re.search(r"(?:\bthe|\bits|\btheir|\bhis|\bher|['’]s)\s+$", before, re.I)
    measure = re.search(r"\b(?:down|up|below|above|than|against)\s+(?:(?:on|in|from)\s+)?$", before)
    short = _SHORT_NAME.search(before) and len(before.rstrip()) not in places
    return bool(measure or short or (owned and noun and not spoken))


def _dates_an_event(when: When, library: Library, today: date) -> bool:
    """Whether a year is too early for a document of this library, or still to come ("by 2030")."""
    year = int(when.until[:4] or when.since[:4])
    several = when.since[:4] != when.until[:4] and not when.bounded
    before = 0 if several else _EVENT_YEARS
    early = bool(library.earliest) and year < int(library.earliest[:4]) - before
    return early or year > today.year


def _kinds(question: str, library: Library) -> tuple[str, ...]:
    """The kinds of document that are asked for: "in its reports", "which alerts mention"."""
    return tuple(
        kind
        for kind in library.kinds
        if re.search(_ASKED_KIND % rf"{re.escape(kind)}(?:e?s)?", question, re.I)
    )


def _names(question: str, speaker: str) -> bool:
    """Whether a person quoted in the library is named, in full or by the surname."""
    surname = speaker.split()[-1] if speaker else ""
    whole = re.search(rf"\b{re.escape(speaker)}\b", question, re.I)
    return bool(whole or (len(surname) > 3 and re.search(rf"\b{re.escape(surname)}\b", question)))


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
    return written_out(" ".join("".join(bare).split()) or question)


def _speaking(own: Reading) -> set[str | None]:
    return {canonical(name) for name in own.publishers + own.maybe_publishers[:1]}


def _places(mentions: Sequence[Mention], own: Reading) -> tuple[str, ...]:
    speaking = _speaking(own)
    places = dict.fromkeys(
        m.place for m in mentions if m.place not in speaking and m.how != "leader"
    )
    return tuple(places)


def _aliases(question: str, mentions: Sequence[Mention]) -> str:
    """The question's words, with the usual names of its places and its short forms spelled out."""
    names = [m.place for m in mentions if m.how in ("alias", "capital", "demonym")]
    names += spelled_out(question)
    new = [name for name in dict.fromkeys(names) if name.lower() not in question.lower()]
    return " ".join([question, *new])
