"""Damage that ids don't show: files that a disk changed, vectors that are no passage's any more.

What is damaged so can be opened, counted and searched: it only finds less, or something else. So it
must be looked for, which takes too long for every start.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from index.catalogue import Catalogue
from index.engines import Engines
from index.scan import Rows

# So many passages are looked for in Chroma's graph, which finds nearly every one by its own vector.
_SAMPLE = 50
_FOUND = 0.8
_SAME = 0.99


def damage(catalogue: Catalogue, engines: Engines, dimension: int) -> list[str]:
    """What is damaged in the search indexes, in words for whoever asks; nothing where all is well.

    Every byte of the lexical index and of the small vectors is read; Chroma's graph is sampled.
    `dimension` is that of the vectors. Raises ServerError.
    """
    found = []
    if files := engines.lexical.damaged():
        found.append(f"{len(files):,} files of the lexical index are damaged")
    rows = engines.scan.view(dimension).rows
    if wrong := sum(_unlike(rows, *some) for some in catalogue.vectors_after(0, dimension)):
        found.append(f"{wrong:,} of the small vectors are damaged")
    if engines.vectors is not None:
        found += _graph(catalogue, engines)
    return found


def _unlike(rows: Rows, ids: NDArray[np.int64], vectors: NDArray[np.float32]) -> int:
    """How many of the rows of the passages `ids` are not what `vectors` give."""
    at = np.searchsorted(rows.ids, ids)
    there = at < len(rows.ids)
    there[there] = rows.ids[at[there]] == ids[there]
    at, made = at[there], Rows.of(ids[there], vectors[there], rows.mean)
    like = rows.scales[at] == made.scales
    like &= (rows.signs[:, at] == made.signs).all(axis=0)
    begin = 0
    for part in rows.small:
        mine = (at >= begin) & (at < begin + len(part))
        like[mine] &= (part[at[mine] - begin] == made.small[0][mine]).all(axis=1)
        begin += len(part)
    return int((~like).sum())


def _graph(catalogue: Catalogue, engines: Engines) -> Iterator[str]:
    ids = sorted(catalogue.passage_ids())
    some = catalogue.passages(ids[:: max(1, len(ids) // _SAMPLE)])
    assert engines.vectors is not None
    nearest = [engines.vectors.search(passage.vector, 1) for passage in some.values()]
    found = sum(bool(near) and near[0][1] > _SAME for near in nearest)
    if found < _FOUND * len(some):
        yield f"the vector index finds {found} of {len(some)} passages by their own vectors"
