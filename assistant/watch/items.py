"""The sentences of some documents that bear on a topic, decided as for positions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from assistant.positions.history import position_taken
from assistant.positions.select import Sentence, bearing, candidates, measured
from assistant.positions.terms import cite
from assistant.positions.topic import Topic
from assistant.results import Searched, Understood
from assistant.retrieve import understood
from assistant.watch.result import NewsItem
from corpus.document import Document, Span
from corpus.positions import Position
from index.filters import Filters, Viewer
from index.follows import Mark
from index.index import Index
from index.rows import StoredPassage

_KEPT = 300
_LEAST_WORDS = 4


class Shelf:
    """The documents that are looked through, kept for the topics to come."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.read = lru_cache(maxsize=_KEPT)(self._read)

    def _read(
        self, identity: str
    ) -> tuple[Document, Sequence[Position], Sequence[StoredPassage]] | None:
        """A document with its positions and passages, None where it was removed meanwhile.

        Read from the catalogue, since the search engines may lag behind it.
        """
        catalogue = self.index.catalogue
        document = catalogue.document(identity)
        if document is None:
            return None
        taken = catalogue.positions([identity]).get(identity, ())
        return document, taken, catalogue.passages_of(identity)


@dataclass(frozen=True, slots=True)
class Looked:
    """What bears on a topic in the documents that were looked through, the latest first."""

    items: tuple[NewsItem, ...]
    filters: Understood
    searched: Searched


def look(shelf: Shelf, text: str, viewer: Viewer, documents: Sequence[str]) -> Looked:
    """What bears on the topic `text` in those of the documents that the viewer may see."""
    reading = understood(shelf.index, text, (), Filters(viewer=viewer))
    wanted = set(documents)
    found = shelf.index.catalogue.documents(reading.filters) if wanted else []
    rows = [row for row in found if row.id in wanted]
    items: list[NewsItem] = []
    if rows:
        topic = Topic.of(shelf.index, text, reading.reading.publishers, reading.reading.phrases)
        for row in rows:
            held = shelf.read(row.id)
            if held is not None:
                document, taken, passages = held
                mine = _items(topic, document, taken, measured(passages, topic))
                items += sorted(mine, key=lambda item: item.citation.start)
    return Looked(tuple(items), reading.understood, _cover(rows))


def held(index: Index, text: str, viewer: Viewer) -> list[Mark]:
    """What bears on the topic `text` by now in the whole library, as far as a search finds it."""
    reading = understood(index, text, (), Filters(viewer=viewer))
    topic = Topic.of(index, text, reading.reading.publishers, reading.reading.phrases)
    rows = index.catalogue.documents(reading.filters)
    near, documents = candidates(index, topic, reading.filters, rows)
    taken = index.catalogue.positions(list(documents))
    return [
        item.mark
        for identity, sentences in near.items()
        for item in _items(topic, documents[identity], taken.get(identity, ()), sentences)
    ]


def _cover(rows: Sequence[Any]) -> Searched:
    # Rows come newest first.
    dated = [row for row in rows if row.date]
    first = min(dated, key=lambda row: row.first_day).date if dated else ""
    return Searched(len(rows), first, dated[0].date if dated else "")


def _items(
    topic: Topic, document: Document, taken: Sequence[Position], sentences: Sequence[Sentence]
) -> Iterator[NewsItem]:
    """The positions of a document on the topic and its other sentences that speak of it."""
    bears = {
        position.start: (position, basis)
        for position, basis in bearing(topic, document, taken, sentences)
    }
    spans = [(each.start, each.end) for each, _ in bears.values()]
    for position, basis in bears.values():
        yield _item(document, Span(position.start, position.end), basis, position)
    for each in sentences:
        words = document.text[each.start : each.end]
        if any(each.start < end and start < each.end for start, end in spans):
            continue
        if len(words.split()) < _LEAST_WORDS:
            continue
        basis = topic.basis(words, each.cosine, document.publisher)
        if basis:
            yield _item(document, Span(each.start, each.end), basis, None)


def _item(document: Document, place: Span, basis: str, taken: Position | None) -> NewsItem:
    citation = cite(0, document, place)
    words = " ".join(citation.quote.split())
    mark = Mark(
        document.id,
        _digest(words),
        _digest(f"{document.publisher}\n{document.date}\n{words}"),
    )
    position = position_taken(document, taken, basis) if taken else None
    return NewsItem(citation, position, basis, False, mark)


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=10).hexdigest()
