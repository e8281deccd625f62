"""Answering in quotations: the sentences that answer, verbatim. No language model is needed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from assistant.arrange import (
    MAX_CITATIONS,
    MAX_WORDS,
    Choice,
    bridged,
    fits,
    in_reading_order,
    touches,
)
from assistant.dangling import points_back
from assistant.draft import DraftStatement, Quotation, SourcePassage
from assistant.folding import length
from corpus.document import Document, Span, Speech
from corpus.sentences import TIGHT
from index.search import Scored

CONTINUED_WORDS = 90
_PASSAGES = 10
_CANDIDATES = 8
_FEWEST_WORDS = 4
_HEADING_WORDS = 18
_MARGIN = 0.3
_MARGIN_EACH = 0.6
_NEAR = 0.11
_AT_LEAST = 2
_CONTINUED = 2
_WEIGHT_COSINE = 0.5
_WEIGHT_PASSAGE = 0.35
_WEIGHT_WORDS = 0.25
_WEIGHT_GAIN = 0.65
_WEIGHT_SPEAKER = 0.2
_WEIGHT_WHOLE = 0.2
_LINE = 120


class QuotationAnswerer:
    """Drafts the stretches chosen by `choose`, each a statement that is its own quotation."""

    mode: Literal["quotes", "model"] = "quotes"

    def __init__(self, choices: Sequence[Choice]) -> None:
        self._choices = choices

    def draft(
        self, question: str, history: Sequence[str], passages: Sequence[SourcePassage]
    ) -> Iterator[DraftStatement]:
        """One statement for each chosen stretch whose passage is among `passages`."""
        keys = {(p.document.id, p.start, p.end): p for p in passages}
        for choice in self._choices:
            stored = choice.passage.passage
            source = keys.get((stored.document, stored.start, stored.end))
            if source is not None:
                words = source.document.text[choice.span.start : choice.span.end]
                yield DraftStatement(words, (Quotation(source.key, words),))


def candidates(
    scored: Sequence[Scored],
    documents: Mapping[str, Document],
    coverage: Mapping[tuple[int, int], float],
    speakers: Collection[str] = (),
    compared: Collection[str] = (),
) -> tuple[Choice, ...]:
    """The stretches that may answer, best first, each about 60 words at most, none overlapping.

    Of each of the publishers `compared` there is one at least, if it has any.

    What one of `speakers` is quoted as saying comes before what is as good.

    `coverage` says for (passage id, sentence index) what share of the question's words, weighted
    by rarity, the sentence holds.
    """
    ranked: list[Choice] = []
    for found in scored[:_PASSAGES]:
        ranked += _stretches(found, documents[found.passage.document], coverage, speakers)
    ranked.sort(key=lambda choice: -choice.score)
    kept: list[Choice] = []
    for choice in ranked:
        wanted = len(kept) < _CANDIDATES or _missing(choice, kept, documents, compared)
        if wanted and not any(touches(choice, other) for other in kept):
            kept.append(choice)
    return tuple(kept)


def _missing(
    choice: Choice,
    kept: Sequence[Choice],
    documents: Mapping[str, Document],
    compared: Collection[str],
) -> bool:
    """Whether a stretch is of one of the publishers `compared` of which none is kept yet."""
    whose = documents[choice.passage.passage.document].publisher
    held = {documents[other.passage.passage.document].publisher for other in kept}
    return whose in compared and whose not in held


def choose(
    found: Sequence[Choice],
    gains: Sequence[float],
    documents: Mapping[str, Document],
    newest_first: bool = False,
    compared: Collection[str] = (),
) -> tuple[Choice, ...]:
    """Of the candidates `found`, those to quote, as they are to be read: at most five.

    `gains` is what each candidate's score gains for what speaks for it by itself.
    Stretches much weaker than the best one are left out, but for the second and the best of each of
    the publishers `compared`; the two best go on to the end of what they say. Stretches of one
    document stand together, documents by their best one or, with `newest_first`, by date.
    """
    ranked = sorted(
        (
            replace(choice, score=choice.score + gain)
            for choice, gain in zip(found, gains, strict=True)
        ),
        key=lambda choice: -choice.score,
    )
    of_each: list[Choice] = []
    for choice in ranked:
        near = choice.score >= ranked[0].score - _MARGIN_EACH
        if near and _missing(choice, of_each, documents, compared):
            of_each.append(choice)
    strong = [
        choice
        for place, choice in enumerate(ranked)
        if place < _AT_LEAST or choice.score >= ranked[0].score - _MARGIN
    ]
    others = [choice for choice in strong if choice not in of_each]
    chosen = [*of_each, *others][:MAX_CITATIONS]
    whole = bridged(chosen, documents)
    continued = [
        _continued(choice, whole, documents[choice.passage.passage.document])
        if any(choice is best for best in chosen[:_CONTINUED])
        else choice
        for choice in whole
    ]
    return in_reading_order(continued, documents, newest_first)


def _continued(choice: Choice, others: Sequence[Choice], document: Document) -> Choice:
    """The stretch with the sentences that go on from it, while it stays short and one voice's.

    An answer's number, reason or exception often stands in the sentence after the one found.
    """
    if _speech(document, choice.span) is not None:
        return choice
    grown = choice
    for sentence in choice.passage.passage.sentences:
        longer = replace(grown, span=Span(grown.span.start, sentence.end))
        if sentence.start < grown.span.end:
            continue
        if (
            not fits(document.text, longer.span, longer.span, CONTINUED_WORDS / MAX_WORDS)
            or not _ends(document.text, sentence)
            or _speech(document, sentence) is not None
            or any(touches(longer, other) for other in others if other is not choice)
        ):
            break
        grown = longer
    return grown


def _stretches(
    found: Scored,
    document: Document,
    coverage: Mapping[tuple[int, int], float],
    speakers: Collection[str],
) -> Iterator[Choice]:
    """Each sentence of a passage, grown to its neighbours where that reads or answers better."""
    passage = found.passage
    scores = [
        _WEIGHT_COSINE * float(cosine)
        + _WEIGHT_PASSAGE * found.score
        + _WEIGHT_GAIN * found.gain
        + _WEIGHT_WORDS * coverage.get((passage.id, position), 0.0)
        for position, cosine in enumerate(found.sentence_cosines)
    ]
    for position, score in enumerate(scores):
        sentence = passage.sentences[position]
        if not _quotable(document.text, sentence):
            continue
        if _broken_off(document.text, sentence):
            score -= _WEIGHT_WHOLE
        speech = _speech(document, sentence)
        span = _grown(document, passage.sentences, scores, position)
        if speech is not None:
            # Somebody else's words are quoted by themselves, never mixed with the publisher's.
            span = Span(max(span.start, speech.start), min(span.end, speech.end))
            if speech.speaker in speakers:
                score += _WEIGHT_SPEAKER
        yield Choice(found, span, score)


def _speech(document: Document, sentence: Span) -> Speech | None:
    """The speech that makes up much of a sentence, None where the publisher speaks itself."""
    much = (sentence.end - sentence.start) / 3
    for speech in document.speeches:
        if min(sentence.end, speech.end) - max(sentence.start, speech.start) > much:
            return speech
    return None


def _grown(
    document: Document, sentences: Sequence[Span], scores: Sequence[float], position: int
) -> Span:
    """A sentence with the neighbours that belong to it, within one paragraph and one voice."""
    text = document.text
    voice = _speech(document, sentences[position])
    first = last = position
    if position > 0 and points_back(text, sentences[position].start):
        # The sentence before says who "they" are.
        before = sentences[position - 1]
        if fits(text, before, sentences[position]) and _speech(document, before) == voice:
            first = position - 1
    neighbours = sorted(
        (at for at in (first - 1, last + 1) if 0 <= at < len(sentences)),
        key=lambda at: -scores[at],
    )
    for at in neighbours:
        start, end = sentences[min(first, at)], sentences[max(last, at)]
        near = scores[at] >= scores[position] - _NEAR
        if near and fits(text, start, end) and _speech(document, sentences[at]) == voice:
            first, last = min(first, at), max(last, at)
    return Span(sentences[first].start, sentences[last].end)


def _quotable(text: str, span: Span) -> bool:
    """Whether a stretch says something: a heading, a signature or a fragment doesn't."""
    stretch = text[span.start : span.end]
    words = length(stretch)
    alone = text[: span.start].endswith("\n\n") or not span.start
    alone = alone and text[span.end : span.end + 2] in ("\n\n", "")
    ends = _ends(text, span)
    return words >= _FEWEST_WORDS and (ends or not alone or words > _HEADING_WORDS)


def _ends(text: str, span: Span) -> bool:
    """Whether a stretch ends as sentences do."""
    return text[span.start : span.end].rstrip("”’\"')]»」』 ")[-1:] in f".!?…;:؟۔{TIGHT}"


def _broken_off(text: str, span: Span) -> bool:
    """Whether a stretch lacks its beginning: the paragraph before stops in the middle of a line."""
    before = text[max(0, span.start - _LINE) : span.start]
    if not before.endswith("\n\n"):
        return False
    last = before.rstrip().rpartition("\n")[2]
    return len(last) > _LINE // 2 and (last[-1].islower() or last[-1] == ",")
