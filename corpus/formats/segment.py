"""A stretch of words with its place on a page, however it was read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Segment:
    """Words that stand together: `base` is their base line, upwards from the foot of the page.

    Lengths are in points; `size` is the height of the letters' line.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
