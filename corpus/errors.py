"""What goes wrong with a source, in words for its owner."""

from __future__ import annotations


class ReadError(Exception):
    """A source that can't be read: `source` names it, `reason` says why and what to do."""

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason


class Refused(ValueError):
    """A file's contents can't be used; the message says why, without naming the file."""
