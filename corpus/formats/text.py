"""Plain text."""

from __future__ import annotations

from corpus.decode import decode
from corpus.formats.reading import Reading


def read_text(data: bytes) -> Reading:
    """The text of a plain text file. Raises Refused when it is empty or not text."""
    return Reading(text=decode(data), wrapped=True)
