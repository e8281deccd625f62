"""What an embedding engine gives: token vectors with their places in the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.record import Vector, Vectors


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text as a model sees it: `tokens` (count, dimension) and the text's own `vector`.

    `offsets` (count, 2) are the tokens' places in the text, empty for tokens that stand for none
    of it. The vector may be of any length.
    """

    tokens: Vectors
    offsets: NDArray[np.int64]
    vector: Vector


class Encoder(Protocol):
    """A model as one engine computes it."""

    window: int
    dimension: int

    def count_tokens(self, texts: Sequence[str]) -> list[int]: ...

    def encode(self, texts: Sequence[str], question: bool = False) -> list[Encoded]: ...
