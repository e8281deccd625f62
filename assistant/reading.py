"""What a question was understood to mean, and what understanding it takes to know."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Literal, get_args

Part = Literal["publishers", "dates", "places", "kinds", "speakers"]
PARTS: tuple[Part, ...] = get_args(Part)


def parts(names: Collection[str]) -> tuple[Part, ...]:
    """The parts of those names. Raises ValueError for a name that is none."""
    for name in names:
        if name not in PARTS:
            raise ValueError(f"'{name}' is nothing that is understood: use {', '.join(PARTS)}")
    return tuple(part for part in PARTS if part in names)


@dataclass(frozen=True, slots=True)
class Library:
    """What understanding needs to know of the library: its publishers, the years it covers, the
    kinds of its documents and who is quoted in them."""

    publishers: tuple[str, ...]
    earliest: str
    latest: str
    kinds: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """How a question was understood.

    `publishers`, `kinds`, `since` and `until` are certain and limit the search;
    `maybe_publishers`, `maybe_since` and `maybe_until` are likely and make documents preferred.
    `places` are those the question is about, `speakers` those whose quoted words are asked for.
    `happened` is true where the dates may be those of what happened, told later.
    `text` is the question with short forms spelled out, `words` what to look up, `phrases` what
    must stand together. `topic` is the question without who speaks and when, `context` the topic
    of the question that a follow-up goes on from, "" otherwise. A follow-up that has nothing of its
    own to search for ("And in 2021?") has the `text`, `words`, `phrases`, `topic` and `places` of
    the question before.
    """

    text: str
    words: str
    phrases: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    maybe_publishers: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    maybe_since: str = ""
    maybe_until: str = ""
    places: tuple[str, ...] = ()
    topic: str = ""
    context: str = ""
    kinds: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    happened: bool = False

    @property
    def wanted(self) -> str:
        """What to embed: the topic, after that of the question which it goes on from."""
        return f"{self.topic} {self.context}".strip()

    def undated(self) -> Reading:
        """The same with its dates taken for those of an event, which limit no documents."""
        return replace(self, since="", until="", happened=False)

    def without(self, parts: Collection[Part]) -> Reading:
        """The same without what was understood of those parts: the asker says it wasn't meant."""
        reading = self
        if "publishers" in parts:
            reading = replace(reading, publishers=(), maybe_publishers=())
        if "dates" in parts:
            reading = replace(reading, since="", until="", maybe_since="", maybe_until="")
        if "places" in parts:
            reading = replace(reading, places=())
        if "kinds" in parts:
            reading = replace(reading, kinds=())
        if "speakers" in parts:
            reading = replace(reading, speakers=())
        return reading
