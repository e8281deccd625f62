"""Many rows times one vector, on one thread and without copies of all rows."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.record import Vector

# So many rows stay in the processor's cache.
_BLOCK = 512


def products(rows: NDArray[Any], vector: Vector) -> NDArray[np.float32]:
    """The scalar product of each row (count, dimension) with `vector`.

    Rows of bytes are converted as they are needed. `@` would convert them all first, in memory that
    the system has to find, and wake the other processors: that takes several times longer.
    """
    return np.asarray(
        np.einsum("ij,j->i", rows, vector, dtype=np.float32, casting="unsafe"), np.float32
    )


def products_of(
    rows: NDArray[Any], numbers: NDArray[np.int64], vector: Vector
) -> NDArray[np.float32]:
    """As `products`, of the rows of those numbers alone."""
    found = np.empty(len(numbers), dtype=np.float32)
    for at in range(0, len(numbers), _BLOCK):
        some = rows[numbers[at : at + _BLOCK]]
        found[at : at + _BLOCK] = products(some, vector)
    return found
