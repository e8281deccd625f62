"""What was done to the library: the reports of syncs and removals, and what failed in them."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Failure:
    """A source that could not be read, and why, in words that say what to do next."""

    source: str
    error: str

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync did, in documents; `passages` counts those written."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    passages: int = 0
    failed: tuple[Failure, ...] = field(default=())
    seconds: float = 0.0
    cancelled: bool = False

    def to_dict(self) -> dict[str, Any]:
        return asdict(self) | {"failed": [failure.to_dict() for failure in self.failed]}


@dataclass(frozen=True, slots=True)
class RemoveReport:
    """What was forgotten: the sources of the documents, and how many passages went with them."""

    removed: tuple[str, ...]
    passages: int
    failed: tuple[Failure, ...] = field(default=())

    def to_dict(self) -> dict[str, Any]:
        return {
            "removed": list(self.removed),
            "passages": self.passages,
            "failed": [failure.to_dict() for failure in self.failed],
        }
