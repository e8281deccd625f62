"""Sentences in which a publisher takes a position, with their act, addressee and speaker.

English only. A position is what its publisher says in its own voice, now: "we condemn", "my
Government calls on", "Norway supports", "States must". What somebody else is told to have said
("the Council condemned") and what was once said ("in 2011 we deplored") is reported, not taken.
A quoted speaker's words are that speaker's. An organisation that tells of itself by its name, in
the past tense of press releases ("the Centre called on"), speaks now, unless the sentence names
another time.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.clauses import Clause, Found
from corpus.document import Document, Span, Speech
from corpus.norms import norms
from corpus.places import canonical, find_mentions
from corpus.predicates import taken
from corpus.sentences import sentences

VERSION = "2"
"""Grows when other sentences, or other acts, are recognised: libraries are then read again."""

_LEAST_WORDS = 4
_QUOTED = re.compile(r"“[^“”\n]*”|\"[^\"\n]*\"|«[^«»\n]*»")
_FIRST_PERSON = re.compile(
    r"\b(?:[Ww]e|I|(?:[Aa]llow|[Ll]et|[Pp]ermit)\s+me(?:\s+to)?|(?:[Mm]y|[Oo]ur)\s+(?:own\s+)?(?:[Gg]overnment|delegation|country|people|nation"
    r"|administration|[Oo]rgani[sz]ation|continent|region|[Ss]tate|Republic|Kingdom|authorities))\b"
)
_WE_THE = re.compile(
    r"\b[Tt]he\s+(?:Government|delegation|people|Republic|Kingdom|State|Commonwealth|Federation)\b"
)
_HEADS = r"(?:Government|people|peoples|Republic|Kingdom|State|delegation|nation|authorities)"
_TAIL = re.compile(r"\s+(?:(?:people|Government|delegation|nation|authorities)\b)|(?=\W)")
_OBJECT = re.compile(
    r"\b(?:of|in|to|from|for|with|against|on|at|between|into|over|about|like|than|through"
    r"|towards?|within|across|near|under|upon)\s+(?:the\s+)?$"
)
# What puts a sentence in the past tense into another time than its document's.
_ONCE = re.compile(
    r"\b(?:ago|earlier|previously|formerly|once|repeatedly|then|at the time|before|until|"
    r"originally|initially|first|(?:last|previous|past|preceding)\s+(?:\w+\s+)?(?:year|month|"
    r"decade|summer|autumn|winter|spring|session|statement|report)s?|over the)\b",
    re.I,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b(?!\s*\))")
_HEADED = re.compile(rf"\b{_HEADS}\s+of\s+(?:the\s+)?$")


@dataclass(frozen=True, slots=True)
class Position:
    """A position at `text[start:end]` of its document.

    `acts` are those of corpus.acts in the order of the sentence; `act`, the first of them, is what
    `negated` and `addressee` ("" where none is named) belong to. `speaker` is whoever is quoted,
    "" where the publisher speaks.
    """

    start: int
    end: int
    acts: tuple[str, ...]
    addressee: str = ""
    negated: bool = False
    speaker: str = ""

    @property
    def act(self) -> str:
        return self.acts[0]


def find_positions(document: Document) -> tuple[Position, ...]:
    """The positions taken in `document`, in order; none in languages other than English."""
    if document.language not in ("", "en"):
        return ()
    return tuple(_positions(document))


def _positions(document: Document) -> Iterator[Position]:
    text = document.text
    subjects = _own_names(document)
    starts = [subject.start for subject in subjects]
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    organisation = bool(document.publisher) and canonical(document.publisher) is None
    for sentence in sentences(text):
        words = text[sentence.start : sentence.end]
        if words.count(" ") + 1 < _LEAST_WORDS or words.rstrip("”\"')").endswith("?"):
            continue
        own = subjects[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        telling = organisation and not _another_time(words, document.date)
        clause = Clause.of(text, sentence, own, telling)
        found = sorted((*taken(clause), *norms(clause)), key=lambda each: each.at)
        position = _spoken(document, sentence, found, quoted)
        if position is not None:
            yield position


def _another_time(words: str, date: str) -> bool:
    """Whether a sentence tells of a time that is not its document's."""
    other = any(match.group() != date[:4] for match in _YEAR.finditer(words))
    return other or _ONCE.search(words) is not None


def _spoken(
    document: Document, sentence: Span, found: list[Found], quoted: list[tuple[int, int]]
) -> Position | None:
    """What is found in a sentence as a position of one voice: its first."""
    voices = [(act, _voice(document, act.at, quoted)) for act in found]
    known = [(act, voice) for act, voice in voices if voice is not False]
    if not known:
        return None
    first, voice = known[0]
    start, end = sentence.start, sentence.end
    if isinstance(voice, Speech):
        start, end = max(start, voice.start), min(end, voice.end)
    acts = dict.fromkeys(act.act for act, whose in known if whose == voice)
    speaker = voice.speaker if isinstance(voice, Speech) else ""
    return Position(start, end, tuple(acts), first.addressee, first.negated, speaker)


def _voice(document: Document, at: int, quoted: list[tuple[int, int]]) -> Speech | None | bool:
    """Who speaks at an offset: a quoted speaker, None for the publisher, False for anybody."""
    speech = document.speech_at(at, at)
    if speech is not None:
        return speech
    return False if any(start <= at < end for start, end in quoted) else None


def _own_names(document: Document) -> list[Span]:
    """Where the publisher is the subject by its own name or in the first person, in order."""
    text = document.text
    spans = {match.span() for match in _FIRST_PERSON.finditer(text)}
    place = canonical(document.publisher)
    if place is not None:
        for mention in find_mentions(text):
            if mention.place == place and _subject(text, mention.start):
                tail = _TAIL.match(text, mention.end)
                if tail is not None and text[tail.end() : tail.end() + 1] not in "'’-":
                    spans.add((mention.start, tail.end()))
        spans |= {match.span() for match in _WE_THE.finditer(text)}
    elif document.publisher:
        pattern = "|".join(map(re.escape, _names(document.publisher)))
        for match in re.finditer(rf"\b(?:{pattern})(?![\w'’])", text):
            if _subject(text, match.start()):
                spans.add(match.span())
    return [Span(*span) for span in sorted(spans)]


def _subject(text: str, start: int) -> bool:
    before = text[max(0, start - 40) : start]
    return not _OBJECT.search(before) or _HEADED.search(before) is not None


def _names(publisher: str) -> list[str]:
    """How an organisation calls itself: in full, shortened, "the Centre", by its initials."""
    names = [publisher]
    short = re.split(r"\s+(?:for|of|on|against|to)\s+", publisher)[0]
    head = short.split()[-1]
    if short != publisher:
        names += [short, f"The {head}", f"the {head}"]
    capitals = "".join("2" if w == "to" else w[0] for w in publisher.split() if _initial(w))
    if len(capitals) > 2:
        names += [capitals, capitals.replace("2", "")]
    return sorted(dict.fromkeys(names), key=len, reverse=True)


def _initial(word: str) -> bool:
    # "to" becomes a figure in names such as GCR2P and R2P.
    return word[0].isupper() or word == "to"
