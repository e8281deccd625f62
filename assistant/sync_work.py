"""The state of a sync: what it has found out and done so far, and the report of that."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.reports import Failure, SyncReport
from corpus.ocr import Ocr
from index.catalogue import Known
from index.seen import Seen


@dataclass(slots=True)
class Work:
    """What a sync has found out and done so far.

    `edges` are the edge lines of what was stored, by publisher; `standing` is how the files stand
    that are read, `verified` how those do that hold what is stored, with its fingerprint.
    """

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    passages: int = 0
    failed: list[Failure] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    closed: list[str] = field(default_factory=list)
    edges: dict[str, set[str]] = field(default_factory=dict)
    standing: dict[str, str] = field(default_factory=dict)
    verified: dict[str, Seen] = field(default_factory=dict)
    cancelled: bool = False
    ocr: Ocr = field(default_factory=Ocr)

    def verify(self, name: str, fingerprint: str) -> None:
        """Note that the file with that id holds what is stored with that fingerprint."""
        if name in self.standing:
            self.verified[name] = fingerprint, self.standing[name]

    def stands(self, stored: Known, seen: Seen | None, standing: str) -> bool:
        """Whether a file stands as it did when what is stored was read, pictures included."""
        fingerprint = ":".join(stored.fingerprint.split(":")[:2])
        return seen == (stored.fingerprint, standing) and self.ocr.is_current(
            stored.fingerprint, fingerprint
        )

    def report(self, seconds: float) -> SyncReport:
        """What was done in so many seconds."""
        return SyncReport(
            added=self.added,
            updated=self.updated,
            unchanged=self.unchanged,
            removed=self.removed,
            passages=self.passages,
            failed=tuple(self.failed),
            seconds=round(seconds, 3),
            cancelled=self.cancelled,
        )
