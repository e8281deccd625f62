"""Whose documents a question means: one speaker, several named together, or a group of States."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.reading import Library, Reading
from assistant.speaker import asks_whose, named, says_its_own, speaks
from corpus.groups import Group, find_groups
from corpus.places import Mention, canonical

# What a mention scores (see `speaks`) that surely names the speaker, what one scores where it isn't
# asked who spoke, and how far it must be ahead of any other.
_CERTAIN = 2.0
_LIKELY = 1.5
_AHEAD = 0.7
_CALLED = 3.0
_FIRST = 0.5
_NOBODY = -9.0
# "Chad and Sudan", "Poland, Hungary and Slovakia", "Chad vs Sudan": all of them speak, or none.
_JOINED = re.compile(
    r"\s*(?:,|,?\s*(?:and|or|&|/|vs\.?|versus|as well as|compared (?:with|to)))\s*(?:the\s+)?", re.I
)
_WHICH = re.compile(
    r"\b(?:which|what|any|an?|other|another|did (?:the )?)\s+(?:other\s+)?$|^\W*$", re.I
)


@dataclass(frozen=True, slots=True)
class _Voice:
    """Publishers that speak together, and how much they look like those who are asked about."""

    score: float
    publishers: tuple[str, ...]
    is_group: bool = False


def whose(own: Reading, question: str, mentions: Sequence[Mention], library: Library) -> Reading:
    """`own` with the publishers whose documents are meant, for certain or probably."""
    groups = find_groups(question)
    voices = [
        *(_Voice(_CALLED, (name,)) for name in library.publishers if named(question, name)),
        *_places(question, mentions, groups, library),
        *_groups(question, groups, library),
    ]
    if not voices:
        return own
    best, *rest = sorted(voices, key=lambda voice: -voice.score)
    second = next((v.score for v in rest if not {*v.publishers} <= {*best.publishers}), _NOBODY)
    certain = _CERTAIN if asks_whose(question) and not best.is_group else _LIKELY
    if says_its_own(question):
        certain = 0.0
    if best.score >= certain and best.score - second >= _AHEAD:
        return replace(own, publishers=best.publishers)
    likely = (
        name
        for voice in (best, *rest)
        if voice.score >= max(0.0, best.score - 1) and not voice.is_group
        for name in voice.publishers
    )
    return replace(own, maybe_publishers=tuple(dict.fromkeys(likely)))


def _places(
    question: str, mentions: Sequence[Mention], groups: Sequence[Group], library: Library
) -> Iterator[_Voice]:
    """The States named that are publishers, those joined by "and" together."""
    by_place = {canonical(name) or name: name for name in library.publishers}
    run: list[str] = []
    score, end = _NOBODY, 0
    before = min((group.start for group in groups), default=len(question))
    for order, mention in enumerate(mentions):
        joined = run and _JOINED.fullmatch(question[end : mention.start])
        publisher = by_place.get(mention.place)
        if run and not (joined and publisher):
            yield _Voice(score, tuple(dict.fromkeys(run)))
            run, score = [], _NOBODY
        if publisher is not None:
            run.append(publisher)
            first = order == 0 and mention.start < before
            score = max(score, speaks(question, mention) + (_FIRST if first else 0.0))
        end = mention.end
    if run:
        yield _Voice(score, tuple(dict.fromkeys(run)))


def _groups(question: str, groups: Sequence[Group], library: Library) -> Iterator[_Voice]:
    """The groups of States named, each with those of its members that are publishers."""
    publishers = {canonical(name): name for name in library.publishers}
    for group in groups:
        members = tuple(publishers[place] for place in group.places if place in publishers)
        if members:
            mention = Mention(group.start, group.end, "", "name")
            leads = _WHICH.search(question[: group.start])
            yield _Voice(speaks(question, mention) + (1.5 if leads else 0.0), members, True)
