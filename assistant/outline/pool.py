"""The quotations an outline is chosen from: whole sentences about the brief's topic."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.outline.standing import flaws, leans, whole
from assistant.positions.select import (
    GOES_ON,
    GOES_ON_COSINE,
    POINTS_BACK,
    Sentence,
    candidates,
    title_bears,
)
from assistant.positions.topic import Topic
from corpus.dates import first_day
from corpus.document import Document, Span
from corpus.places import canonical
from corpus.positions import Position
from index.filters import Filters
from index.index import Index
from index.search import STOPWORDS
from index.words import Words

# How near in meaning a sentence must be that holds which share of the topic's words: chosen by
# reading what they let in on topics of the general debate.
_BARS = ((0.999, 0.4), (0.6, 0.45), (0.34, 0.52), (0.01, 0.6))
_SAME_MEANING = 0.68
_NEAR = 0.4
_NEAR_PLACE = 0.3
_MISSING = 0.15
_PARAGRAPH = 800
_GENERIC = "question issue case situation matter problem context role use cause area theme".split()
_NEAR_TITLE = 0.4
_COSINE = 0.7
_SPREAD = 0.8
_TITLED = 0.05
# From so many sentences on that hold the topic's words side by side, it is a set phrase.
_SET_PHRASE = 8
# Of a topic of several parts, a sentence on one of them alone comes after the others, if at all.
_HALF_TOPIC = 0.3
_LEAST_RELEVANCE = 0.45
_RECENCY = 0.1
_PARTS = re.compile(r"\s+(?:and|or|in the context of|as well as)\s+|[,;]\s*")


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of whole sentences that may become a point.

    `relevance` (about 0 to 1.3) says how well it is about the topic; `position` is the one its
    main sentence takes, None for none; `late` how far towards its document's end it stands, 0 to 1.
    """

    document: Document
    span: Span
    relevance: float
    position: Position | None
    late: float

    @property
    def text(self) -> str:
        """The stored characters."""
        return self.document.text[self.span.start : self.span.end]


def pool(index: Index, topic: Topic, filters: Filters) -> list[Quote]:
    """The quotations about `topic` within the filters, most relevant first.

    One that begins with "they" or "this" takes the sentence before with it, or is left out.
    """
    near, documents = candidates(index, topic, filters, index.catalogue.documents(filters))
    taken = index.catalogue.positions(list(documents))
    judge = _Judge(topic, [(documents[name], found) for name, found in near.items()])
    quotes = [
        quote
        for name, sentences in near.items()
        for quote in judge.quotes(documents[name], sentences, taken.get(name, ()))
    ]
    kept = _newer_first([q for q in quotes if q.relevance >= _LEAST_RELEVANCE])
    return sorted(kept, key=lambda quote: -quote.relevance)


def _newer_first(quotes: Sequence[Quote]) -> list[Quote]:
    """The quotations with a little more relevance the newer they are."""
    days = [first_day(q.document.date).toordinal() for q in quotes if q.document.date]
    first, last = min(days, default=0), max(days, default=0)
    span = max(1, last - first)
    return [
        replace(
            quote,
            relevance=quote.relevance
            + _RECENCY * (first_day(quote.document.date).toordinal() - first) / span,
        )
        if quote.document.date
        else quote
        for quote in quotes
    ]


class _Judge:
    """Tells what of the found sentences is about the topic."""

    def __init__(self, topic: Topic, found: Sequence[tuple[Document, Sequence[Sentence]]]) -> None:
        self._topic = topic
        self._run = tuple(_stems(topic, topic.text)) if len(topic.words.weights) > 1 else ()
        self._parts = _parts(topic)
        self._words = _telling(topic.words)
        self._bars = _BARS if self._words.weights else ((1.0, _NEAR_PLACE),)
        beside = sum(
            self._beside(document.text[sentence.start : sentence.end])
            for document, sentences in found
            for sentence in sentences
            if self._run and sentence.cosine >= _NEAR
        )
        self._phrase = beside >= _SET_PHRASE

    def quotes(
        self, document: Document, sentences: Sequence[Sentence], taken: Sequence[Position]
    ) -> Iterator[Quote]:
        """The document's quotations: sentences, some with the one before."""
        titled = title_bears(self._topic, document.title, document.publisher)
        for before, sentence in pairwise([None, *sentences]):
            assert sentence is not None
            start, about = self._stretch(document, before, sentence)
            if not about and titled and sentence.cosine >= _NEAR_TITLE:
                start, about = sentence.start, _TITLED + _COSINE * sentence.cosine
            position = _position(taken, sentence.start, sentence.end)
            span = _span(document, Span(start, sentence.end), position) if about else None
            if span is not None:
                about -= flaws(document.text[span.start : span.end])
                late = span.start / len(document.text)
                yield Quote(document, span, about, position, late)

    def _stretch(
        self, document: Document, before: Sentence | None, sentence: Sentence
    ) -> tuple[int, float]:
        """Where to begin a quotation that ends with the sentence, and how well it is about it."""
        text, start = document.text, sentence.start
        about = self._about(document, sentence, sentence.cosine)
        led = _leading(text, before, sentence)
        if led is None:
            return start, about
        if about:
            return (led.start if leans(text, start) else start), about
        words = text[start : sentence.end]
        if self._about(document, led, led.cosine):
            near = sentence.cosine >= GOES_ON_COSINE and GOES_ON.search(words) is not None
            if not near and not POINTS_BACK.search(words):
                return start, 0.0
        # Each says a part of it: the one who, the other what.
        both = Sentence(led.start, sentence.end, max(led.cosine, sentence.cosine))
        return led.start, _SPREAD * self._about(document, both, both.cosine)

    def _about(self, document: Document, place: Sentence, cosine: float) -> float:
        """How well a stretch is about the topic, 0 where it isn't."""
        topic = self._topic
        words = document.text[place.start : place.end]
        share = self._held(words)
        least = next((near for held, near in self._bars if share >= held), _SAME_MEANING)
        folded = " ".join(words.lower().split())
        if cosine < least or any(phrase not in folded for phrase in topic.phrases):
            return 0.0
        here = not topic.places or topic.places_named(words, cosine, document.publisher)
        if not here and not (self._words.weights and self._nearby(document, place, cosine)):
            return 0.0
        together = bool(self._run) and self._beside(words)
        if self._phrase and not together and cosine < _BARS[-1][1]:
            return 0.0
        about = 0.2 + _COSINE * cosine + 0.15 * together - 0.1 * (not here)
        if self._parts:
            held = topic.words.held(words)
            about -= _HALF_TOPIC * any(self._share(part, held) < 0.5 for part in self._parts)
        else:
            about -= _MISSING * (1 - share)
        # Whoever is spoken about comes after those who speak about it.
        return about - 0.2 * (canonical(document.publisher) in topic.places)

    def _held(self, words: str) -> float:
        """The share of the topic's words that a stretch holds, also as short forms stand for."""
        share = self._words.share(words)
        return max(share, self._topic.spelled.share(words)) if self._topic.spelled else share

    def _nearby(self, document: Document, place: Sentence, cosine: float) -> bool:
        """Whether what comes before a stretch in its paragraph names the topic's places."""
        first = max(document.text.rfind("\n", 0, place.start) + 1, place.start - _PARAGRAPH)
        earlier = document.text[first : place.start]
        return self._topic.places_named(earlier, cosine, document.publisher)

    def _share(self, part: frozenset[str], held: set[str]) -> float:
        weights = self._topic.words.weights
        return sum(weights[s] for s in part & held) / sum(weights[s] for s in part)

    def _beside(self, words: str) -> bool:
        """Whether the topic's words stand side by side, words of grammar aside."""
        stems = _stems(self._topic, words)
        size = len(self._run)
        return any(tuple(stems[at : at + size]) == self._run for at in range(len(stems) - size + 1))


def _telling(words: Words) -> Words:
    """The topic's words without those that any topic may have, where others are left."""
    generic = {stem for word in _GENERIC for stem in words.lexical.stems(word)}
    kept = {stem: weight for stem, weight in words.weights.items() if stem not in generic}
    return replace(words, weights=kept or words.weights)


def _parts(topic: Topic) -> list[frozenset[str]]:
    """The stems of the topic's parts, "climate change" and "small islands"; none where it has one.

    Parts of a single word are none: "women, peace and security" is one thing.
    """
    parts = [
        frozenset(_stems(topic, part)) & topic.words.weights.keys()
        for part in _PARTS.split(topic.text)
    ]
    return parts if len(parts) > 1 and all(len(part) > 1 for part in parts) else []


def _stems(topic: Topic, text: str) -> list[str]:
    content = [w for w in re.findall(r"[\w’'-]+", text) if w.lower() not in STOPWORDS]
    return list(topic.words.lexical.stems(" ".join(content)))


def _leading(text: str, before: Sentence | None, sentence: Sentence) -> Sentence | None:
    """The sentence before, where both are of one paragraph and it can begin a quotation."""
    if before is None or text[before.end : sentence.start].strip():
        return None
    apart = "\n" in text[before.end : sentence.start]
    return None if apart or leans(text, before.start) else before


def _position(taken: Sequence[Position], start: int, end: int) -> Position | None:
    return next((position for position in taken if start <= position.start < end), None)


def _span(document: Document, span: Span, position: Position | None) -> Span | None:
    """What to quote of a stretch: one voice's whole sentences that can stand alone, else None."""
    text = document.text
    if leans(text, span.start):
        return None
    span = _voiced(document, span)
    if position is not None and position.speaker:
        span = Span(max(span.start, position.start), min(span.end, position.end))
    return span if whole(text[span.start : span.end]) else None


def _voiced(document: Document, span: Span) -> Span:
    """The stretch of one voice: where somebody's quoted words make up most of it, these."""
    for speech in document.speeches:
        start, end = max(span.start, speech.start), min(span.end, speech.end)
        if end - start > (span.end - span.start) / 2:
            return Span(start, end)
    return span
