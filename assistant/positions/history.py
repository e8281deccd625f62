"""The dated history of positions on a topic, or the evidence that there is none."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from assistant.positions.difference import differences, likeness
from assistant.positions.result import (
    Change,
    Gap,
    Positions,
    PositionTaken,
    PublisherHistory,
)
from assistant.positions.select import bearing, candidates
from assistant.positions.terms import cite, first_uses
from assistant.positions.topic import Topic
from assistant.results import Citation, Searched
from assistant.retrieve import Retrieved, nearest, retrieve
from corpus.dates import first_day
from corpus.document import Document, Span
from corpus.positions import Position
from index.filters import Filters
from index.index import Index

NEAREST = 3
_SAME_WORDING = 0.5
_BACK = 6


def positions(index: Index, text: str, given: Filters) -> Positions:
    """The positions on the topic `text` within the filters given and those it names."""
    began = time.perf_counter()
    retrieved = retrieve(index, text, (), given, NEAREST)
    filters = retrieved.filters
    topic = Topic.of(index, text, retrieved.reading.publishers, retrieved.reading.phrases)
    rows = index.catalogue.documents(filters)
    near, documents = candidates(index, topic, filters, rows)
    taken = index.catalogue.positions(list(documents))
    found = [
        position_taken(documents[identity], position, basis)
        for identity, sentences in near.items()
        for position, basis in bearing(
            topic, documents[identity], taken.get(identity, ()), sentences
        )
    ]
    found.sort(key=_order)
    cover = index.catalogue.coverage(filters)
    dated = [position.date for position in found if position.date]
    gaps = _gaps(_years(rows), found)
    return Positions(
        topic=text,
        filters=retrieved.understood,
        positions=tuple(found),
        first=dated[0] if dated else "",
        latest=dated[-1] if dated else "",
        gaps=gaps,
        changes=tuple(_changes(found)),
        terms=first_uses(topic, near, documents),
        publishers=tuple(_by_publisher(rows, found)),
        searched=Searched(cover.documents, cover.earliest, cover.latest),
        searched_for=topic.forms,
        nearest=() if found else tuple(_nearest(index, retrieved, given)),
        timings_ms={"total": round((time.perf_counter() - began) * 1000, 3)},
    )


def position_taken(document: Document, position: Position, basis: str) -> PositionTaken:
    """A stored position of `document` as results show it; `basis` is why it bears on the topic."""
    return PositionTaken(
        date=document.date,
        publisher=document.publisher,
        speaker=position.speaker,
        act=position.act,
        quote=document.text[position.start : position.end],
        start=position.start,
        end=position.end,
        document=document.id,
        source=document.source,
        title=document.title,
        url=document.url,
        page=document.page_at(position.start),
        places=document.places,
        kind=document.kind,
        acts=position.acts,
        addressee=position.addressee,
        negated=position.negated,
        basis=basis,
    )


def _order(position: PositionTaken) -> tuple[int, str, str, int]:
    day = first_day(position.date).toordinal() if position.date else 10**9
    return day, position.publisher, position.source, position.start


def _years(rows: Iterable[Any]) -> Counter[int]:
    """How many documents of each year were searched."""
    return Counter(int(row.date[:4]) for row in rows if row.date)


def _gaps(years: Counter[int], found: Sequence[PositionTaken]) -> tuple[Gap, ...]:
    """Runs of years with documents and without a position. Years without documents are none."""
    spoken = {int(position.date[:4]) for position in found if position.date}
    gaps: list[Gap] = []
    silent: list[int] = []
    for year in [*sorted(years), None]:
        if year is not None and year not in spoken:
            silent.append(year)
        elif silent:
            documents = sum(years[each] for each in silent)
            gaps.append(Gap(str(silent[0]), str(silent[-1]), documents))
            silent = []
    return tuple(gaps)


def _changes(found: Sequence[PositionTaken]) -> Iterator[Change]:
    """Each position whose wording goes back to an earlier one's, with what differs."""
    earlier: dict[tuple[str, str], list[int]] = {}
    for later, position in enumerate(found):
        key = (position.publisher, position.act)
        same = [i for i in earlier.get(key, [])[-_BACK:] if found[i].document != position.document]
        alike = [(likeness(found[i].quote, position.quote), i) for i in same]
        best = max(alike, default=(0.0, -1))
        if _SAME_WORDING <= best[0] < 1.0:
            before = found[best[1]]
            removed, added = differences(before.quote, position.quote)
            yield Change(
                best[1],
                later,
                tuple((before.start + start, before.start + end) for start, end in removed),
                tuple((position.start + start, position.start + end) for start, end in added),
            )
        earlier.setdefault(key, []).append(later)


def _by_publisher(
    rows: Iterable[Any], found: Sequence[PositionTaken]
) -> Iterator[PublisherHistory]:
    """The positions of each publisher, whoever has most first."""
    places: dict[str, list[int]] = {}
    for at, position in enumerate(found):
        places.setdefault(position.publisher, []).append(at)
    issued: dict[str, list[Any]] = {}
    for row in rows:
        issued.setdefault(row.publisher, []).append(row)
    for publisher, mine in sorted(places.items(), key=lambda each: (-len(each[1]), each[0])):
        dated = [found[at].date for at in mine if found[at].date]
        yield PublisherHistory(
            publisher,
            tuple(mine),
            dated[0] if dated else "",
            dated[-1] if dated else "",
            dict(Counter(found[at].act for at in mine).most_common()),
            _gaps(_years(issued[publisher]), [found[at] for at in mine]),
        )


def _nearest(index: Index, retrieved: Retrieved, given: Filters) -> Iterator[Citation]:
    shown = nearest(index, retrieved, given, NEAREST)
    for number, scored in enumerate(shown.scored[:NEAREST], start=1):
        document = shown.documents[scored.passage.document]
        yield cite(number, document, Span(scored.passage.start, scored.passage.end))
