"""Chosen quotations put in order: gaps in an enumeration filled, documents kept together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.folding import length
from corpus.document import Document, Span
from index.search import Scored

MAX_CITATIONS = 5
MAX_WORDS = 60


@dataclass(frozen=True, slots=True)
class Choice:
    """A stretch of whole sentences chosen as a quotation, with the score that ranks it."""

    passage: Scored
    span: Span
    score: float

    def words(self, documents: Mapping[str, Document]) -> str:
        """The stretch as it is stored; `documents` are those of its search, by id."""
        text = documents[self.passage.passage.document].text
        return text[self.span.start : self.span.end]


def bridged(chosen: Sequence[Choice], documents: Mapping[str, Document]) -> list[Choice]:
    """The chosen stretches and, while there is room, single sentences left out between two.

    An enumeration is quoted whole: its second point is no worse for sharing fewer words.
    """
    whole = list(chosen)
    ordered = sorted(chosen, key=lambda c: (c.passage.passage.document, c.span.start))
    for one, other in pairwise(ordered):
        document = documents[one.passage.passage.document]
        if other.passage.passage.document != document.id or len(whole) == MAX_CITATIONS:
            continue
        for found in (one.passage, other.passage):
            gap = _gap(document.text, one.span.end, other.span.start, found)
            if gap is not None and fits(document.text, one.span, gap, 2):
                whole.append(Choice(found, gap, min(one.score, other.score)))
                break
    return whole


def _gap(text: str, start: int, end: int, found: Scored) -> Span | None:
    """The sentence of a passage that is all there is between two offsets."""
    for sentence in found.passage.sentences:
        alone = not text[start : sentence.start].strip() and not text[sentence.end : end].strip()
        if start <= sentence.start and sentence.end <= end and alone:
            return sentence
    return None


def in_reading_order(
    chosen: Sequence[Choice], documents: Mapping[str, Document], newest_first: bool
) -> tuple[Choice, ...]:
    """The stretches by document, best first; those that follow one another as they are read."""
    runs: list[list[Choice]] = []
    for choice in sorted(chosen, key=lambda c: (c.passage.passage.document, c.span.start)):
        text = documents[choice.passage.passage.document].text
        if runs and _follows(text, runs[-1][-1], choice):
            runs[-1].append(choice)
        else:
            runs.append([choice])
    runs.sort(key=lambda run: -max(choice.score for choice in run))
    order = list(dict.fromkeys(run[0].passage.passage.document for run in runs))
    if newest_first:
        order.sort(key=lambda document: documents[document].date, reverse=True)
    runs.sort(key=lambda run: order.index(run[0].passage.passage.document))
    return tuple(choice for run in runs for choice in run)


def _follows(text: str, one: Choice, other: Choice) -> bool:
    """Whether there is nothing between the end of `one` and the beginning of `other`."""
    same = one.passage.passage.document == other.passage.passage.document
    return same and not text[one.span.end : other.span.start].strip()


def fits(text: str, first: Span, last: Span, citations: float = 1) -> bool:
    """Whether the stretch stays short, for that many citations, and within one paragraph."""
    stretch = text[first.start : last.end]
    return "\n\n" not in stretch and length(stretch) <= MAX_WORDS * citations


def touches(one: Choice, other: Choice) -> bool:
    """Whether two stretches share characters."""
    return (
        one.passage.passage.document == other.passage.passage.document
        and one.span.start < other.span.end
        and other.span.start < one.span.end
    )
