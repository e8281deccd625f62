"""From a brief to an outline: read, searched, chosen, verified.

    brief -> quotations on its topic -> points of each section -> Verifier -> Outline

With a language model, it writes a section's sentences from the section's quotations, and each
sentence goes through the same verifier.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.model import ModelAnswerer
from assistant.outline.brief import Brief, read_brief
from assistant.outline.choose import choose
from assistant.outline.compose import Composer
from assistant.outline.pool import pool
from assistant.outline.result import Outline, Section
from assistant.outline.sections import KINDS
from assistant.outline.wording import gap
from assistant.positions.topic import Topic
from assistant.results import Citation, Searched, Understood
from corpus.dates import last_day
from index.filters import Filters
from index.index import Index

OnSection = Callable[[int, int, str], None]
"""Told how many sections are done, of how many, and the heading of the next."""


def outline(
    index: Index,
    model: ModelAnswerer | None,
    text: str,
    given: Filters,
    shown: Sequence[Citation] = (),
    progress: OnSection | None = None,
) -> Outline:
    """The outline of a statement from the brief `text`, from language within the filters `given`.

    Quotations that are `shown` already, and what says the same, are not chosen. A brief's date
    limits to language of that date or before. Passes on what `progress` raises.
    """
    began = time.perf_counter()
    tell = progress or (lambda done, total, heading: None)
    tell(0, len(KINDS), KINDS[0].heading)
    brief = read_brief(text)
    filters = _until(given, brief)
    topic = Topic.of(index, brief.topic, filters.publishers)
    chosen = choose(pool(index, topic, filters), brief, topic.text, shown)
    searched = _searched(index, filters)
    composer = Composer(brief, model)
    sections: list[Section] = []
    for done, kind in enumerate(KINDS):
        tell(done, len(KINDS), kind.heading)
        points = composer.points(kind, chosen[kind.key])
        missing = "" if points else gap(kind, searched, topic.forms, bool(shown))
        sections.append(Section(kind.key, kind.heading, points, missing))
    return Outline(
        brief=text,
        understood=brief,
        sections=tuple(sections),
        citations=composer.citations,
        filters=_understood(filters),
        searched=searched,
        searched_for=topic.forms,
        mode=composer.mode,
        notice=composer.notice,
        timings_ms={"total": round((time.perf_counter() - began) * 1000, 3)},
    )


def _searched(index: Index, filters: Filters) -> Searched:
    cover = index.catalogue.coverage(filters)
    return Searched(cover.documents, cover.earliest, cover.latest)


def _understood(filters: Filters) -> Understood:
    return Understood(
        filters.since, filters.until, filters.publishers, filters.places, filters.kinds
    )


def _until(given: Filters, brief: Brief) -> Filters:
    """The filters, ending with the brief's date: what is said later is no earlier language."""
    if not brief.date or (given.until and last_day(given.until) <= last_day(brief.date)):
        return given
    limited = replace(given, until=brief.date)
    first, last = limited.first_day, limited.last_day
    return given if first is not None and last is not None and first > last else limited
