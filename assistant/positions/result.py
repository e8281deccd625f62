"""What a look-up of positions returns: a dated history, or what was searched in vain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.results import Citation, Searched, Understood


@dataclass(frozen=True, slots=True)
class PositionTaken:
    """A position as it stands in its source: always `text[start:end] == quote`.

    `act` is what is done ("condemn", "call", …), `acts` all that the sentence does. `negated` says
    that the act is denied ("does not support"). `addressee` is "" where none is named, `speaker`
    "" where the publisher speaks. `basis` says why it belongs to the topic: "words" of the
    sentence, its "meaning", the sentence before ("context") or the document's "title".
    """

    date: str
    publisher: str
    speaker: str
    act: str
    quote: str
    start: int
    end: int
    document: str
    source: str
    title: str
    url: str
    page: int | None
    places: tuple[str, ...]
    kind: str
    acts: tuple[str, ...]
    addressee: str
    negated: bool
    basis: str

    def to_dict(self) -> dict[str, Any]:
        fields = {name: getattr(self, name) for name in self.__slots__}
        return fields | {"places": list(self.places), "acts": list(self.acts)}


@dataclass(frozen=True, slots=True)
class Gap:
    """Years in which documents were published and none took a position; `documents` are theirs."""

    since: str
    until: str
    documents: int

    def to_dict(self) -> dict[str, Any]:
        return {"since": self.since, "until": self.until, "documents": self.documents}


@dataclass(frozen=True, slots=True)
class Change:
    """How the wording of one position differs from an earlier one of the same publisher and act.

    `earlier` and `later` are places in the list of positions; `removed` are stretches of the
    earlier one's document and `added` of the later one's, as offsets into the stored texts.
    """

    earlier: int
    later: int
    removed: tuple[tuple[int, int], ...]
    added: tuple[tuple[int, int], ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            "earlier": self.earlier,
            "later": self.later,
            "removed": [list(span) for span in self.removed],
            "added": [list(span) for span in self.added],
        }


@dataclass(frozen=True, slots=True)
class FirstUse:
    """Where a term of legal weight first stands in a sentence on the topic."""

    term: str
    citation: Citation

    def to_dict(self) -> dict[str, Any]:
        return {"term": self.term} | self.citation.to_dict()


@dataclass(frozen=True, slots=True)
class PublisherHistory:
    """One publisher's part: the places of its positions in the list, and how often it does what."""

    publisher: str
    positions: tuple[int, ...]
    first: str
    latest: str
    acts: Mapping[str, int]
    gaps: tuple[Gap, ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            "publisher": self.publisher,
            "positions": list(self.positions),
            "first": self.first or None,
            "latest": self.latest or None,
            "acts": dict(self.acts),
            "gaps": [gap.to_dict() for gap in self.gaps],
        }


@dataclass(frozen=True, slots=True)
class Positions:
    """The positions taken on a topic, the oldest first; undated ones stand last.

    `first` and `latest` are the dates of the first and last dated position, "" for none.
    `searched_for` lists the forms that were looked for: words, their stems, other names of places.
    `nearest` holds the nearest passages where no position was found; they are none.
    """

    topic: str
    filters: Understood
    positions: tuple[PositionTaken, ...]
    first: str
    latest: str
    gaps: tuple[Gap, ...]
    changes: tuple[Change, ...]
    terms: tuple[FirstUse, ...]
    publishers: tuple[PublisherHistory, ...]
    searched: Searched
    searched_for: tuple[str, ...]
    nearest: tuple[Citation, ...]
    timings_ms: Mapping[str, float]

    def to_dict(self) -> dict[str, Any]:
        return {
            "topic": self.topic,
            "filters": self.filters.to_dict(),
            "positions": [position.to_dict() for position in self.positions],
            "first": self.first or None,
            "latest": self.latest or None,
            "gaps": [gap.to_dict() for gap in self.gaps],
            "changes": [change.to_dict() for change in self.changes],
            "terms": [use.to_dict() for use in self.terms],
            "publishers": [history.to_dict() for history in self.publishers],
            "searched": self.searched.to_dict(),
            "searched_for": list(self.searched_for),
            "nearest": [citation.to_dict() for citation in self.nearest],
            "timings_ms": dict(self.timings_ms),
        }
