"""What a search is limited to. Every search carries one, with the viewer whose eyes it serves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from corpus.dates import first_day, last_day

Viewer = Literal["public", "internal"]
VIEWERS: tuple[Viewer, ...] = ("public", "internal")


@dataclass(frozen=True, slots=True)
class Filters:
    """Limits on documents, all of which must hold; several values of one field are alternatives.

    `since` and `until` are partial dates, inclusive, "" for open. Raises ValueError for a
    malformed date or an unknown viewer. The viewer "public" never sees internal documents.
    """

    viewer: Viewer
    since: str = ""
    until: str = ""
    publishers: tuple[str, ...] = field(default=())
    places: tuple[str, ...] = field(default=())
    kinds: tuple[str, ...] = field(default=())
    languages: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        if self.viewer not in VIEWERS:
            raise ValueError(f"unknown viewer '{self.viewer}': use public or internal")
        if self.since and self.until and first_day(self.since) > last_day(self.until):
            raise ValueError(f"since {self.since} is after until {self.until}")

    @property
    def first_day(self) -> int | None:
        """The first day covered, as a proleptic Gregorian ordinal; None when open."""
        return first_day(self.since).toordinal() if self.since else None

    @property
    def last_day(self) -> int | None:
        """The last day covered, as a proleptic Gregorian ordinal; None when open."""
        return last_day(self.until).toordinal() if self.until else None
