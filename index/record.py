"""What the engines store of a passage beside its text or vector: the fields that filters use."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]
"""A unit-length embedding, shape (dimension,)."""

Vectors = NDArray[np.float32]
"""Unit-length embeddings, shape (count, dimension)."""


@dataclass(frozen=True, slots=True)
class PassageRecord:
    """A visible passage as the catalogue hands it to the engines.

    `id` is never used again after the passage is gone. `first_day` and `last_day` are proleptic
    Gregorian ordinals of the document's date, None where it has none.
    """

    id: int
    text: str
    heading: str
    vector: Vector
    publisher: str
    kind: str
    language: str
    audience: str
    places: tuple[str, ...]
    first_day: int | None
    last_day: int | None
