"""Plain text."""

from __future__ import annotations

from corpus.decode import decoded
from corpus.formats.reading import Reading


def read_text(data: bytes) -> Reading:
    """The text of a plain text file. Raises Refused when it is empty or not text."""
    found = decoded(data)
    return Reading(text=found.text, wrapped=True, notes=found.notes())
