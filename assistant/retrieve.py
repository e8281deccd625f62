"""From a question to scored passages: understood, limited, searched."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from assistant.content import content_words
from assistant.origin import may_be_meant
from assistant.reading import Library, Part, Reading
from assistant.results import Understood
from assistant.understand import PREFERENCE, PREFERENCE_PLACE, understand
from corpus.dates import first_day, last_day
from corpus.document import Document
from index.filters import Described, Filters
from index.hit import Hit
from index.index import Index
from index.search import Query, Scored, without_overlap

_COMPARED = 5
_OF_EACH = 2
# Where documents of unknown origin are looked at too, so many times as many are read.
_DOUBTFUL = 3


@dataclass(frozen=True, slots=True)
class Retrieved:
    """What was found for a question.

    `filters` are the limits that were applied: those given and those understood. `scored` are the
    passages within them, best first, none overlapping another; `documents` are theirs, by id.
    """

    question: str
    reading: Reading
    filters: Filters
    scored: tuple[Scored, ...]
    documents: dict[str, Document]

    @property
    def compared(self) -> tuple[str, ...]:
        """The publishers that the question names together, two to five: something of each is shown.

        Empty where it names one, or so many that they are no comparison.
        """
        names = self.filters.publishers if self.reading.publishers else ()
        return names if 1 < len(names) <= _COMPARED else ()

    @property
    def understood(self) -> Understood:
        """The filters as an answer reports them."""
        return Understood(
            since=self.filters.since,
            until=self.filters.until,
            publishers=self.filters.publishers,
            places=self.filters.places or self.reading.places,
            kinds=self.filters.kinds,
            speakers=self.reading.speakers,
        )

    def hits(self, limit: int) -> tuple[Hit, ...]:
        """The best `limit` passages, ranked from 1."""
        return tuple(
            hit(rank, scored, self.documents[scored.passage.document])
            for rank, scored in enumerate(self.scored[:limit], start=1)
        )


def retrieve(
    index: Index,
    question: str,
    history: Sequence[str],
    given: Filters,
    depth: int,
    ignore: Collection[Part] = (),
    today: date | None = None,
) -> Retrieved:
    """The passages for `question`, asked after `history`, within the filters `given`.

    `depth` is how many documents' texts are fetched at most, in passages from the top. What was
    understood of the parts in `ignore` limits nothing.
    """
    read = understood(index, question, history, given, ignore, today)
    vector = index.embedder.embed_query(read.reading.wanted)
    if not read.compared:
        scored = index.search(_query(read.reading, read.filters), read.filters, vector)
        shown, documents = _shown(index, scored, depth, read.filters)
        return replace(read, scored=shown, documents=documents)
    # What one of them said must not push out what the other did.
    found: list[Scored] = []
    first: list[Scored] = []
    documents = {}
    for name in read.compared:
        only = replace(read.filters, publishers=(name,))
        scored = index.search(_query(read.reading, only), only, vector)
        theirs, of_theirs = _shown(index, scored, depth, only)
        documents |= of_theirs
        first += theirs[:_OF_EACH]
        found += theirs[_OF_EACH:]
    best = sorted(first, key=_by_score) + sorted(found, key=_by_score)
    return replace(read, scored=tuple(best[:depth]), documents=documents)


def _by_score(found: Scored) -> tuple[float, int]:
    return -found.score, found.passage.id


def understood(
    index: Index,
    question: str,
    history: Sequence[str],
    given: Filters,
    ignore: Collection[Part] = (),
    today: date | None = None,
) -> Retrieved:
    """How `question` is understood and limited, with nothing searched for yet."""
    reading = understand(question, history, library_of(index, given), today).without(ignore)
    lacking = index.overview(given.viewer).lacking
    limits = _limited(given, reading, lacking)
    if reading.happened and not index.any_passage(limits):
        # "How many did Niger try in 2017?" is told by what Niger said later, if nothing is of 2017.
        reading = reading.undated()
        limits = _limited(given, reading, lacking)
    return Retrieved(question, reading, limits, (), {})


def nearest(index: Index, retrieved: Retrieved, given: Filters, limit: int) -> Retrieved:
    """What is nearest to a question that isn't answered: where its own limits leave nothing, the
    search is made again within the given filters alone."""
    if retrieved.scored:
        return retrieved
    query = _query(retrieved.reading, given)
    shown, documents = _shown(index, index.search(query, given), limit, given)
    return replace(retrieved, scored=shown, documents=documents)


def _shown(
    index: Index, scored: Sequence[Scored], limit: int, filters: Filters
) -> tuple[tuple[Scored, ...], dict[str, Document]]:
    """The best candidates that do not overlap one another, with their documents by id.

    Whole texts are read only for these; a document that is gone meanwhile is left out, and one of
    unknown origin where nothing speaks for it.
    """
    kept = without_overlap(scored, limit * _DOUBTFUL if filters.unknown else limit)
    documents = index.catalogue.documents_by_id([found.passage.document for found in kept])
    shown = (found for found in kept if found.passage.document in documents)
    if filters.unknown:
        shown = (found for found in shown if _may_be_meant(found, documents, filters))
    return tuple(islice(shown, limit)), documents


def _may_be_meant(found: Scored, documents: dict[str, Document], filters: Filters) -> bool:
    document, passage = documents[found.passage.document], found.passage
    return may_be_meant(document, document.text[passage.start : passage.end], filters)


def library_of(index: Index, given: Filters) -> Library:
    """What understanding needs to know, of the documents that the viewer may see."""
    seen = index.overview(given.viewer)
    return Library(
        seen.publishers,
        seen.coverage.earliest,
        seen.coverage.latest,
        seen.kinds,
        seen.speakers,
    )


def hit(rank: int, scored: Scored, document: Document) -> Hit:
    """A scored passage as searches return it."""
    passage = scored.passage
    return Hit(
        rank=rank,
        score=round(scored.score, 6),
        document=document.id,
        source=document.source,
        title=document.title,
        publisher=document.publisher,
        date=document.date,
        kind=document.kind,
        url=document.url,
        page=document.page_at(passage.start),
        start=passage.start,
        end=passage.end,
        text=document.text[passage.start : passage.end],
    )


def _query(reading: Reading, filters: Filters) -> Query:
    return Query(
        text=reading.wanted,
        words=reading.words,
        phrases=reading.phrases,
        content=tuple(content_words(reading.text, reading.places)),
        preferred=_preferred(reading, filters),
    )


def _preferred(reading: Reading, filters: Filters) -> tuple[tuple[Filters, float], ...]:
    """Narrower filters for what is likely meant, each within the certain ones, with its gain: a
    document of the likely publisher and the likely year gains twice."""
    publishers = tuple(
        name
        for name in reading.maybe_publishers
        if not filters.publishers or name in filters.publishers
    )
    preferred = []
    if publishers:
        preferred.append((replace(filters, publishers=publishers), PREFERENCE))
    if reading.maybe_since or reading.maybe_until:
        dated = _within(filters, reading.maybe_since, reading.maybe_until)
        if dated is not None:
            dated = replace(dated, publishers=publishers or filters.publishers)
            preferred.append((dated, PREFERENCE))
    if reading.places and not filters.places:
        preferred.append((replace(filters, places=reading.places), PREFERENCE_PLACE))
    return tuple((replace(narrower, unknown=()), gain) for narrower, gain in preferred)


def _limited(given: Filters, reading: Reading, lacking: Collection[Described]) -> Filters:
    """The given filters with the understood ones; where the two exclude each other, the given.

    What was understood leaves out no document of which just that isn't known, as `lacking` names
    it: it may well be meant.
    """
    limited = given
    understood: dict[Described, bool] = {
        "publisher": bool(reading.publishers and not given.publishers),
        "kind": bool(reading.kinds and not given.kinds),
        "date": bool(reading.since or reading.until) and not (given.since or given.until),
    }
    if reading.publishers:
        common = tuple(
            p for p in reading.publishers if not given.publishers or p in given.publishers
        )
        limited = replace(limited, publishers=common or given.publishers)
    if reading.kinds and not given.kinds:
        limited = replace(limited, kinds=reading.kinds)
    if reading.since or reading.until:
        limited = _within(limited, reading.since, reading.until) or limited
    unknown = tuple(name for name, meant in understood.items() if meant and name in lacking)
    return replace(limited, unknown=unknown)


def _within(filters: Filters, since: str, until: str) -> Filters | None:
    """`filters` narrowed to the span, None where nothing would be left of it."""
    starts = [text for text in (filters.since, since) if text]
    ends = [text for text in (filters.until, until) if text]
    start = max(starts, key=first_day, default="")
    end = min(ends, key=last_day, default="")
    if start and end and first_day(start) > last_day(end):
        return None
    return replace(filters, since=start, until=end)
