"""Errors whose messages are ready for the people who use Rapporteur."""

from __future__ import annotations

from index.errors import LibraryError

__all__ = ["Cancelled", "LibraryError"]


class Cancelled(Exception):
    """Raised by a progress callback to stop long work; what is stored by then stays."""
