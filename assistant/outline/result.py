"""What an outline is: sections of points, each resting on verified quotations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from assistant.outline.brief import Brief
from assistant.results import Citation, Searched, Understood


@dataclass(frozen=True, slots=True)
class Point:
    """A point: a quotation as it stands in its source, or a model's sentence that quotations bear.

    `act` and `addressee` are those of the position that the quotation takes, "" for none.
    """

    text: str
    citations: tuple[int, ...]
    support: Literal["verbatim", "verified"] = "verbatim"
    act: str = ""
    addressee: str = ""

    def to_dict(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "citations": list(self.citations),
            "support": self.support,
            "act": self.act or None,
            "addressee": self.addressee or None,
        }


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the statement. `gap` says, where it has no points, what was searched in vain."""

    key: str
    heading: str
    points: tuple[Point, ...]
    gap: str = ""

    def to_dict(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "heading": self.heading,
            "points": [point.to_dict() for point in self.points],
            "gap": self.gap or None,
        }


@dataclass(frozen=True, slots=True)
class Outline:
    """A cited outline. `brief` is the brief as written, `understood` what it was read to say.

    `filters` are the limits that were applied, `searched_for` the forms of the topic that were
    looked for. `mode` is "model" where a language model wrote points; `notice` is a message about
    it, "" when there is nothing to say.
    """

    brief: str
    understood: Brief
    sections: tuple[Section, ...]
    citations: tuple[Citation, ...]
    filters: Understood
    searched: Searched
    searched_for: tuple[str, ...]
    mode: Literal["quotes", "model"]
    notice: str
    timings_ms: Mapping[str, float]

    def to_dict(self) -> dict[str, Any]:
        return {
            "brief": self.brief,
            "understood": self.understood.to_dict(),
            "sections": [section.to_dict() for section in self.sections],
            "citations": [citation.to_dict() for citation in self.citations],
            "filters": self.filters.to_dict(),
            "searched": self.searched.to_dict(),
            "searched_for": list(self.searched_for),
            "mode": self.mode,
            "notice": self.notice,
            "timings_ms": dict(self.timings_ms),
        }
