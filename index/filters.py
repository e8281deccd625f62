"""What a search is limited to. Every search carries one, with the viewer whose eyes it serves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from corpus.dates import first_day, last_day

Viewer = Literal["public", "internal"]
Described = Literal["publisher", "kind", "date"]
UNKNOWN_PUBLISHER = ("",)
UNKNOWN_KINDS = ("", "document")
VIEWERS: tuple[Viewer, ...] = ("public", "internal")


@dataclass(frozen=True, slots=True)
class Filters:
    """Limits on documents, all of which must hold; several values of one field are alternatives.

    `since` and `until` are partial dates, inclusive, "" for open. Raises ValueError for a
    malformed date or an unknown viewer. The viewer "public" never sees internal documents.
    `unknown` names the limits that documents pass too of which that isn't known: who published
    them, of which kind they are, or when they were published.
    """

    viewer: Viewer
    since: str = ""
    until: str = ""
    publishers: tuple[str, ...] = field(default=())
    places: tuple[str, ...] = field(default=())
    kinds: tuple[str, ...] = field(default=())
    languages: tuple[str, ...] = field(default=())
    unknown: tuple[Described, ...] = field(default=())

    def __post_init__(self) -> None:
        if self.viewer not in VIEWERS:
            raise ValueError(f"unknown viewer '{self.viewer}': use public or internal")
        if self.since and self.until and first_day(self.since) > last_day(self.until):
            raise ValueError(f"since {self.since} is after until {self.until}")

    @property
    def passing_publishers(self) -> tuple[str, ...]:
        """The publishers that pass, "" for an unknown one among them; empty when all do."""
        return self._passing("publisher", self.publishers, UNKNOWN_PUBLISHER)

    @property
    def passing_kinds(self) -> tuple[str, ...]:
        """The kinds that pass, those that say nothing among them; empty when all do."""
        return self._passing("kind", self.kinds, UNKNOWN_KINDS)

    @property
    def undated_pass(self) -> bool:
        """Whether documents without a date are within the dates."""
        return "date" in self.unknown

    def _passing(
        self, name: Described, wanted: tuple[str, ...], nothing: tuple[str, ...]
    ) -> tuple[str, ...]:
        return (*wanted, *nothing) if wanted and name in self.unknown else wanted

    @property
    def first_day(self) -> int | None:
        """The first day covered, as a proleptic Gregorian ordinal; None when open."""
        return first_day(self.since).toordinal() if self.since else None

    @property
    def last_day(self) -> int | None:
        """The last day covered, as a proleptic Gregorian ordinal; None when open."""
        return last_day(self.until).toordinal() if self.until else None
