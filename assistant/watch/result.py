"""What is new on followed topics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from assistant.positions import PositionTaken
from assistant.results import Citation, Searched, Understood
from index.filters import Viewer
from index.follows import Followed, Mark


@dataclass(frozen=True, slots=True)
class NewsItem:
    """A sentence on a followed topic that was not there before: `text[start:end] == quote`.

    `position` is what its publisher does in it, None where it only speaks of the topic. `basis`
    says why it belongs to the topic, as for positions. `updated` is true where an earlier version
    of the document was seen. `mark` is how it is remembered.
    """

    citation: Citation
    position: PositionTaken | None
    basis: str
    updated: bool
    mark: Mark

    def numbered(self, number: int, updated: bool) -> NewsItem:
        """The item as the `number`th of its list."""
        return replace(self, citation=replace(self.citation, number=number), updated=updated)

    def to_dict(self) -> dict[str, Any]:
        taken = self.position
        return self.citation.to_dict() | {
            "act": taken.act if taken else None,
            "acts": list(taken.acts) if taken else [],
            "addressee": taken.addressee if taken else "",
            "negated": taken.negated if taken else False,
            "basis": self.basis,
            "updated": self.updated,
        }


@dataclass(frozen=True, slots=True)
class TopicNews:
    """What is new on one topic, the latest document first; numbered from 1.

    `searched` are the documents that came or changed since the topic was last marked as seen.
    """

    followed: Followed
    items: tuple[NewsItem, ...]
    filters: Understood
    searched: Searched
    upto: int

    def to_dict(self) -> dict[str, Any]:
        return self.followed.to_dict() | {
            "items": [item.to_dict() for item in self.items],
            "filters": self.filters.to_dict(),
            "searched": self.searched.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class News:
    """What is new on the topics of a viewer's list, in the order in which they were followed."""

    viewer: Viewer
    topics: tuple[TopicNews, ...]
    timings_ms: Mapping[str, float]

    @property
    def number(self) -> int:
        """How many sentences are new."""
        return sum(len(topic.items) for topic in self.topics)

    def to_dict(self) -> dict[str, Any]:
        return {
            "viewer": self.viewer,
            "new": self.number,
            "topics": [topic.to_dict() for topic in self.topics],
            "timings_ms": dict(self.timings_ms),
        }
