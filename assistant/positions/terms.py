"""When terms of legal weight first appear on a topic."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from assistant.positions.result import FirstUse
from assistant.positions.select import Sentence
from assistant.positions.topic import Topic
from assistant.results import Citation
from corpus.dates import first_day
from corpus.document import Document, Span

TERMS = (
    "genocide",
    "crimes against humanity",
    "war crimes",
    "ethnic cleansing",
    "crime of aggression",
    "apartheid",
    "torture",
    "forced displacement",
    "responsibility to protect",
    "International Criminal Court",
    "arms embargo",
)
_WRITTEN = {term: term.replace("crimes", "crimes?").replace(" ", r"[\s-]+") for term in TERMS}
_WRITTEN["genocide"] = "genocid(?:es?|al)"
_ANY = re.compile("|".join(rf"\b({written})\b" for written in _WRITTEN.values()), re.I)


def first_uses(
    topic: Topic, near: Mapping[str, Sequence[Sentence]], documents: Mapping[str, Document]
) -> tuple[FirstUse, ...]:
    """Where each term first stands in a sentence on the topic, whatever that sentence does."""
    dated = [document for document in documents.values() if document.date]
    found: dict[str, tuple[Document, Sentence]] = {}
    for document in sorted(dated, key=lambda each: (first_day(each.date), each.publisher)):
        for term, sentence in _uses(document, near[document.id]):
            if term not in found and _bears(topic, document, sentence):
                found[term] = document, sentence
    return tuple(
        FirstUse(term, cite(number, *found[term]))
        for number, term in enumerate((term for term in TERMS if term in found), start=1)
    )


def _uses(document: Document, sentences: Sequence[Sentence]) -> Iterator[tuple[str, Sentence]]:
    starts = [sentence.start for sentence in sentences]
    for match in _ANY.finditer(document.text):
        at = bisect_right(starts, match.start()) - 1
        if at >= 0 and match.end() <= sentences[at].end:
            yield TERMS[(match.lastindex or 1) - 1], sentences[at]


def _bears(topic: Topic, document: Document, sentence: Sentence) -> bool:
    words = document.text[sentence.start : sentence.end]
    return bool(topic.basis(words, sentence.cosine, document.publisher))


def cite(number: int, document: Document, place: Span | Sentence) -> Citation:
    """The citation of a stretch of a document."""
    start, end = place.start, place.end
    speech = document.speech_at(start, end)
    return Citation(
        number=number,
        document=document.id,
        source=document.source,
        title=document.title,
        publisher=document.publisher,
        date=document.date,
        kind=document.kind,
        url=document.url,
        page=document.page_at(start),
        speaker=speech.speaker if speech else "",
        quote=document.text[start:end],
        start=start,
        end=end,
    )
