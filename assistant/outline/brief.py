"""A brief: for which occasion, to whom, on what, about which place and when a statement is to be.

Labelled lines ("Occasion: …") say so; what stands in no labelled line is read for the same parts.
What is left of it is the topic.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from assistant.timing import When, find_dates
from corpus.places import find_mentions

_LABELS = {
    "occasion": "occasion event forum venue meeting",
    "audience": "audience addressee addressees to addressed",
    "topic": "topic subject theme issue about on",
    "place": "place places country countries region where",
    "date": "date when day",
}
_BY_LABEL = {word: name for name, words in _LABELS.items() for word in words.split()}
_LABELLED = re.compile(rf"^\s*({'|'.join(_BY_LABEL)})\s*:\s*(.*)$", re.I)
_FORM = (
    r"(?:(?:oral|joint|written|opening|closing|public|short|draft|national|press)\s+)*"
    r"(?:statements?|speech(?:es)?|interventions?|remarks|address|op-?eds?|letters?|briefings?"
    r"|submissions?|press releases?|declarations?|talking points|messages?|notes?|outline|appeals?)"
)
_ASKED = re.compile(
    rf"^\W*(?:(?:please|can you|could you|i need|we need|help me(?: to)?|let us|let's)\s+)*"
    rf"(?:(?:draft|write|prepare|outline|make|give)\s+(?:me\s+|us\s+)?)?"
    rf"(?:(?:an?|the|our|my)\s+)?(?P<form>{_FORM})?\b",
    re.I,
)
_ABOUT = re.compile(
    r"(?<!calling\s)(?<!call\s)(?<!calls\s)(?:^|(?<=[\s,;:]))"
    r"(?:on|about|regarding|concerning|in relation to|with regard to)\s+"
    r"(?:the (?:topic|subject|issue|question|theme|matter) of\s+)?(?!behalf\b|the occasion\b)",
    re.I,
)
_GATHERING = (
    r"(?:debates?|sessions?|assembly|council|committee|commission|summit|conference|meetings?|day"
    r"|anniversary|commemoration|dialogue|review|forum|hearing|panel|week|segment|event|vigil)"
)
_ENDS = r"(?=\s*(?:[,;:.]|$|\b(?:on|about|regarding|concerning|to|for|calling|urging|in)\b))"
_OCCASION = re.compile(
    r"(?:^|(?<=[\s,;:(]))(?:at|to|before|during|for|on the occasion of|marking)\s+"
    rf"(?P<what>(?:the|an?|this year's|today's)?\s*(?:[\w'’/-]+\s+){{0,7}}?{_GATHERING}"
    rf"(?:\s+of\s+(?:the\s+)?(?:(?-i:[A-Z])[\w'’-]*\s*)+)?){_ENDS}",
    re.I,
)
_HEARERS = (
    r"(?:member states|states parties|states|governments?|security council|general assembly"
    r"|human rights council|council members|council|assembly|donors|ambassadors|delegat(?:es|ions)"
    r"|parliament(?:arians)?|ministers|world leaders|leaders|journalists|the press|the public"
    r"|civil society|allies|partners|european union|african union|asean|authorities"
    r"|international community|secretary-general|(?:united nations|un))"
)
_AUDIENCE = re.compile(
    r"(?:^|(?<=[\s,;:(]))(?:addressed to|directed at|aimed at|to|for|before)\s+"
    rf"(?P<who>(?:(?:all|the|un|u\.n\.|united nations|permanent)\s+)*"
    rf"{_HEARERS}(?:\s+of\s+(?:the\s+)?(?:(?-i:[A-Z])[\w'’-]*\s*)+)?)\b{_ENDS}",
    re.I,
)
_EDGES = re.compile(
    r"^(?:\W|\b(?:calling (?:on|upon|for)|urging|asking|condemning|that|and|in|at|on|of|for"
    r"|to|by|the situation (?:of|in)|the)\b)+"
    r"|(?:\W|\b(?:and|in|at|on|of|for|to|by|from|with|the)\b)+$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Brief:
    """What a brief says; parts that it leaves open are "".

    `text` is the brief as written, `topic` what language is looked for about, with its place.
    `date` is partial ("2021-09").
    """

    text: str
    topic: str
    occasion: str = ""
    audience: str = ""
    place: str = ""
    date: str = ""

    def to_dict(self) -> dict[str, str | None]:
        named = ("topic", "occasion", "audience", "place", "date")
        return {name: getattr(self, name) or None for name in named}


def read_brief(text: str, today: date | None = None) -> Brief:
    """The parts of a brief. Where no topic can be told apart, all of it is the topic."""
    labelled: dict[str, str] = {}
    free: list[str] = []
    for line in text.splitlines():
        match = _LABELLED.match(line)
        if match is None:
            free.append(line)
        elif match[2].strip():
            labelled.setdefault(_BY_LABEL[match[1].lower()], match[2].strip())
    # "This year" is meant by the drafter's calendar, which is the machine's.
    day = today or datetime.now().astimezone().date()
    found = _read(" ".join(" ".join(free).split()), day)
    parts = {**found, **labelled}
    if "date" in labelled:
        parts["date"] = _date_of(labelled["date"], day)
    if "topic" in labelled and found["topic"]:
        parts["topic"] = f"{labelled['topic']}, {found['topic']}"
    place = parts.get("place", "")
    topic = parts["topic"] or " ".join(text.split())
    if place and not _names(topic, place):
        topic = f"{topic}, {place}" if parts["topic"] else place
    if not place:
        place = ", ".join(dict.fromkeys(m.place for m in find_mentions(topic, loose=True)))
    return Brief(
        text, topic, parts.get("occasion", ""), parts.get("audience", ""), place, parts["date"]
    )


def _read(text: str, today: date) -> dict[str, str]:
    """The parts of running text, each taken out of it; what is left is the topic."""
    dates = find_dates(text, today)
    chosen = next((when for when in dates if _dates_the_occasion(text, when)), None)
    if chosen is not None:
        text = f"{text[: chosen.start]} , {text[chosen.end :]}"
    asked = _ASKED.match(text)
    start = asked.end() if asked else 0
    form = asked is not None and asked["form"] is not None
    text = text[start:]
    found = {"topic": "", "date": (chosen.until or chosen.since) if chosen else ""}
    for name, pattern, group in (("audience", _AUDIENCE, "who"), ("occasion", _OCCASION, "what")):
        match = pattern.search(text)
        if match is not None and (form or match.start() > 0 or name == "occasion"):
            found[name] = _trimmed(match[group])
            text = f"{text[: match.start()]} , {text[match.end() :]}"
    about = _ABOUT.search(text)
    if about is not None and (form or not re.search(r"\w", text[: about.start()])):
        found.setdefault("occasion", _topic(text[: about.start()]))
        text = text[about.end() :]
    found["topic"] = _topic(text)
    return found


def _topic(text: str) -> str:
    pieces = (_EDGES.sub("", piece) for piece in re.split(r"\s[,;]\s|[;,]\s+(?=,)", text))
    joined = ", ".join(piece for piece in (p.strip() for p in pieces) if piece)
    return _EDGES.sub("", " ".join(joined.split()))


def _dates_the_occasion(text: str, when: When) -> bool:
    """Whether a date is the statement's own: not "since 2017", not a span of years."""
    return not when.bounded and when.since == when.until


def _date_of(text: str, today: date) -> str:
    dates = find_dates(text, today)
    return dates[0].until or dates[0].since if dates else ""


def _names(topic: str, place: str) -> bool:
    named = {mention.place for mention in find_mentions(topic, loose=True)}
    wanted = {mention.place for mention in find_mentions(place, loose=True)}
    return wanted <= named if wanted else place.lower() in topic.lower()


def _trimmed(text: str) -> str:
    return " ".join(text.split()).strip(" ,.;:")
