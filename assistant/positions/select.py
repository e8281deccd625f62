"""Which sentences, and which of the stored positions, belong to a topic."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.positions.topic import Topic
from corpus.document import Document
from corpus.places import canonical, find_mentions
from corpus.positions import Position
from index.filters import Filters
from index.index import Index
from index.rows import StoredPassage
from index.search import Query, query_terms

_PASSAGES = 4000
# A sentence that goes on from the one before says so by one of these.
GOES_ON = re.compile(
    r"\b(?:this|these|those|such|they|them|their|there|its|both|the (?:situation|crisis|conflict"
    r"|attacks?|violence|people|parties|authorities|military|perpetrators|refugees|country))\b",
    re.I,
)
# These point back so plainly that nothing more is needed.
POINTS_BACK = re.compile(
    r"\b(?:this|these|those|such) (?:people|crimes?|acts?|attacks?|atrocity|atrocities|abuses?|"
    r"violations?|refugees|minority|violence|situation|crisis|conflict|persecution|killings?)\b",
    re.I,
)
GOES_ON_COSINE = 0.35
_TITLE_COSINE = 0.2


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage on the topic, with how near it is."""

    start: int
    end: int
    cosine: float


def candidates(
    index: Index, topic: Topic, filters: Filters, rows: Iterable[Any]
) -> tuple[dict[str, list[Sentence]], dict[str, Document]]:
    """The sentences of the passages that name the topic or are near it, by document.

    `rows` are the catalogue's of the documents within the filters.
    """
    words, phrases = topic.lookups
    query = Query(text=topic.text, words=" ".join(words), phrases=tuple(phrases))
    terms, runs = query_terms(index.engines, query)
    with index.engines.searching():
        hits = dict(index.engines.lexical.search(terms, runs, filters, _PASSAGES))
        hits.update(index.engines.nearest(topic.vector, filters, 100))
    passages = index.catalogue.passages(list(hits))
    whole = [
        passage
        for document in _titled(topic, rows)
        for passage in index.catalogue.passages_of(document)
    ]
    near: dict[str, list[StoredPassage]] = {}
    for passage in [*passages.values(), *whole]:
        near.setdefault(passage.document, []).append(passage)
    documents = index.catalogue.documents_by_id(list(near))
    ordered = {
        identity: measured(mine, topic) for identity, mine in near.items() if identity in documents
    }
    return ordered, documents


def measured(passages: Iterable[StoredPassage], topic: Topic) -> list[Sentence]:
    """The sentences of a document's passages in order, each with how near it is to the topic."""
    found: dict[int, Sentence] = {}
    for passage in passages:
        cosines = passage.vectors @ topic.vector
        for span, cosine in zip(passage.sentences, cosines, strict=True):
            found[span.start] = Sentence(span.start, span.end, float(cosine))
    return [found[start] for start in sorted(found)]


def _titled(topic: Topic, rows: Iterable[Any]) -> Iterator[str]:
    for row in rows:
        if title_bears(topic, row.title, row.publisher):
            yield row.id


def title_bears(topic: Topic, title: str, publisher: str) -> bool:
    """Whether a document is about the topic as a whole, by its title."""
    own = canonical(publisher)
    if topic.places:
        named = {mention.place for mention in find_mentions(title)} - {own}
        if not named & topic.places:
            return False
    if topic.words.weights:
        return topic.words.share(title) >= 1.0
    return bool(topic.places) and not topic.peoples


def bearing(
    topic: Topic, document: Document, taken: Sequence[Position], sentences: Sequence[Sentence]
) -> Iterator[tuple[Position, str]]:
    """Those of a document's positions that bear on the topic, with why."""
    titled = title_bears(topic, document.title, document.publisher)
    by_start = {sentence.start: at for at, sentence in enumerate(sentences)}
    for position in taken:
        at = by_start.get(position.start)
        if at is None:
            at = next(
                (i for i, s in enumerate(sentences) if s.start <= position.start < s.end), None
            )
        if at is None:
            continue
        cosine = sentences[at].cosine
        quote = document.text[position.start : position.end]
        basis = topic.basis(quote, cosine, document.publisher)
        if not basis and titled and cosine >= _TITLE_COSINE:
            basis = "title"
        near = cosine >= GOES_ON_COSINE and GOES_ON.search(quote) is not None
        if not basis and (near or POINTS_BACK.search(quote)):
            basis = _context(topic, document, sentences, at)
        if basis:
            yield position, basis


def _context(topic: Topic, document: Document, sentences: Sequence[Sentence], at: int) -> str:
    """ "context" where the sentence before, in the same paragraph, is on the topic."""
    if not at:
        return ""
    before = sentences[at - 1]
    if "\n" in document.text[before.end : sentences[at].start]:
        return ""
    words = document.text[before.start : before.end]
    bears = topic.basis(words, before.cosine, document.publisher) == "words"
    return "context" if bears else ""
