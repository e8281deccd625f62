"""Every passage's vector in small, to find the nearest ones within any filters.

Chroma's graph is quick where all passages may be found, and the slower the more are left out. Here
all are looked at: first at a bit a dimension, whether it lies above the mean of all vectors; then
the few thousand that agree most with the question's signs, at a byte a dimension. Of 165,000
passages that takes some milliseconds and finds 99 of the 100 nearest.

It is derived from the catalogue and brought in step with it by ids, which are never used again. A
copy is kept in a file, so that a large library opens quickly.
"""

from __future__ import annotations

import json
import logging
import math
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.filters import Filters
from index.holdings import Holdings
from index.products import products_of
from index.record import Vector, Vectors

log = logging.getLogger(__name__)

_FORMAT = 1
_FILE = "vectors.scan"
# So many passages are looked at closely: this times the root of how many there are.
_CLOSELY = 20
# The file is written anew when so many passages, and this share of all, were added or are gone.
_STALE = 2000
_STALE_SHARE = 0.1
_BLOCK = 1 << 15


class Source(Protocol):
    """Where the vectors come from: the catalogue."""

    @property
    def generation(self) -> int: ...

    def holdings(self) -> Holdings: ...

    def vectors_after(
        self, passage: int, dimension: int
    ) -> Iterator[tuple[NDArray[np.int64], Vectors]]:
        """Ids and vectors of the passages with ids above that one, ascending, in parts."""
        ...


@dataclass(frozen=True, slots=True)
class Rows:
    """Passages in the order of their ids.

    A vector is a row of `small`, a byte a dimension (in parts), times its one of `scales`; `signs`
    (words, count) has a bit for each dimension that is above the one of `mean`.
    """

    mean: Vector
    ids: NDArray[np.int64]
    scales: NDArray[np.float32]
    signs: NDArray[np.uint64]
    small: tuple[NDArray[np.int8], ...]

    @classmethod
    def of(cls, ids: NDArray[np.int64], vectors: Vectors, mean: Vector) -> Rows:
        """The rows of full vectors (count, dimension)."""
        scales = np.maximum(np.abs(vectors).max(axis=1, initial=0.0), 1e-9) / np.float32(127)
        small = np.round(vectors / scales[:, None]).astype(np.int8)
        return cls(mean, ids, scales.astype(np.float32), _signs(vectors - mean).T, (small,))

    def __add__(self, more: Rows) -> Rows:
        return Rows(
            self.mean,
            np.concatenate([self.ids, more.ids]),
            np.concatenate([self.scales, more.scales]),
            np.concatenate([self.signs, more.signs], axis=1),
            (*self.small, *more.small),
        )

    def distances(self, vector: Vector) -> NDArray[np.uint16]:
        """In how many signs each passage differs from `vector`."""
        wanted = _signs(vector[None])[0]
        found = np.zeros(len(self.ids), dtype=np.uint16)
        for at in range(0, len(found), _BLOCK):
            part = found[at : at + _BLOCK]
            for word, signs in zip(wanted, self.signs[:, at : at + _BLOCK], strict=True):
                part += np.bitwise_count(signs ^ word)
        return found

    def cosines(self, rows: NDArray[np.int64], vector: Vector) -> NDArray[np.float32]:
        """The cosines of the rows of those numbers, ascending, with `vector`."""
        found, begin = [], 0
        for part in self.small:
            mine = rows[np.searchsorted(rows, begin) : np.searchsorted(rows, begin + len(part))]
            found.append(products_of(part, mine - begin, vector))
            begin += len(part)
        return np.concatenate(found) * self.scales[rows]


@dataclass(frozen=True, slots=True)
class View:
    """The passages as they stood at a generation of the catalogue, and whose they are."""

    generation: int
    rows: Rows
    owners: NDArray[np.int64]
    holdings: Holdings

    @property
    def gone(self) -> int:
        """How many rows are of passages that are there no more."""
        return int((self.owners < 0).sum())


class Near:
    """What lies near one vector, within one filter after another."""

    def __init__(self, view: View, vector: Vector) -> None:
        self._view = view
        self._vector = vector
        self._distances: NDArray[np.uint16] | None = None

    def within(self, filters: Filters, limit: int) -> list[tuple[int, float]]:
        """The nearest passages as (id, cosine), nearest first."""
        view = self._view
        passing = view.holdings.passing(filters)[view.owners]
        rows = np.flatnonzero(passing)
        closely = int(_CLOSELY * math.sqrt(len(view.owners))) + limit
        if len(rows) > 2 * closely:
            if self._distances is None:
                self._distances = view.rows.distances(self._vector)
            far = self._distances[rows]
            rows = rows[far <= np.partition(far, closely)[closely]]
        if not len(rows):
            return []
        cosines = view.rows.cosines(rows, self._vector)
        best = np.argsort(-cosines, kind="stable")[:limit]
        ids = view.rows.ids[rows[best]]
        return [(int(i), float(c)) for i, c in zip(ids, cosines[best], strict=True)]


class Scan:
    """The vectors of a library in small. Searches may come from many threads."""

    def __init__(self, source: Source, folder: Path) -> None:
        self._source = source
        self.path = folder / _FILE
        self._view: View | None = None
        self._lock = threading.Lock()

    def near(self, vector: Vector) -> Near:
        """A search for what lies near `vector`, in what the catalogue holds now."""
        return Near(self.view(len(vector)), vector)

    def view(self, dimension: int) -> View:
        """What the catalogue holds now of vectors of that dimension."""
        generation = self._source.generation
        with self._lock:
            held = self._view
            if held is None or held.generation != generation or _dimension(held) != dimension:
                held = self._view = self._read(generation, dimension)
            return held

    def ids(self) -> set[int]:
        """The ids of all passages that can be found; none before the first search."""
        if self._view is None:
            return set()
        view = self.view(_dimension(self._view))
        return set(view.rows.ids[view.owners >= 0].tolist())

    def forget(self) -> None:
        """Let go of everything, also on disk: the next search reads the catalogue again."""
        with self._lock:
            self._view = None
            self.path.unlink(missing_ok=True)

    def _read(self, generation: int, dimension: int) -> View:
        holdings = self._source.holdings()
        earlier = self._view.rows if self._view else load(self.path)
        if earlier is None or len(earlier.mean) != dimension:
            earlier = self._all(dimension)
        view = self._grown(generation, earlier, holdings)
        lacking = holdings.passages - len(view.owners) + view.gone
        if lacking > 0:
            log.info("%d vectors are missing among the small ones: all are read again", lacking)
            view = self._grown(generation, self._all(dimension), holdings)
        return self._kept(view)

    def _all(self, dimension: int) -> Rows:
        """Everything that the catalogue holds."""
        parts = list(self._source.vectors_after(0, dimension))
        count = sum(len(ids) for ids, _ in parts)
        total = sum((vectors.sum(axis=0) for _, vectors in parts), np.zeros(dimension))
        mean = (total / max(1, count)).astype(np.float32)
        none = np.zeros((0, dimension), np.float32)
        rows = [Rows.of(np.zeros(0, np.int64), none, mean)]
        while parts:
            rows.append(Rows.of(*parts.pop(0), mean))
        return Rows(
            mean,
            np.concatenate([each.ids for each in rows]),
            np.concatenate([each.scales for each in rows]),
            np.ascontiguousarray(np.concatenate([each.signs for each in rows], axis=1)),
            (np.concatenate([each.small[0] for each in rows]),),
        )

    def _grown(self, generation: int, rows: Rows, holdings: Holdings) -> View:
        """`rows` with those that the catalogue holds beyond them."""
        last = int(rows.ids[-1]) if len(rows.ids) else 0
        for ids, vectors in self._source.vectors_after(last, len(rows.mean)):
            rows += Rows.of(ids, vectors, rows.mean)
        return View(generation, rows, holdings.documents_of(rows.ids), holdings)

    def _kept(self, view: View) -> View:
        """The view with its rows written to the file, where that has become worth it."""
        there = len(view.rows.small[0]) if self.path.is_file() else 0
        stale = len(view.rows.ids) - there + view.gone
        if stale <= max(_STALE, _STALE_SHARE * there):
            return view
        rows = _compact(view.rows, view.owners >= 0)
        try:
            save(rows, self.path)
        except OSError as error:
            log.warning("the small vectors are held in memory only: %s", error)
        else:
            rows = load(self.path) or rows
        return View(view.generation, rows, view.holdings.documents_of(rows.ids), view.holdings)


def _dimension(view: View) -> int:
    return len(view.rows.mean)


def _signs(vectors: Vectors) -> NDArray[np.uint64]:
    """A bit for each positive number, in words: (count, words)."""
    packed = np.packbits(vectors > 0, axis=1)
    return np.pad(packed, ((0, 0), (0, -packed.shape[1] % 8))).view(np.uint64)


def _compact(rows: Rows, keep: NDArray[np.bool_]) -> Rows:
    """The rows to keep, in one part."""
    small = np.concatenate([np.asarray(part) for part in rows.small])[keep]
    signs = np.ascontiguousarray(rows.signs[:, keep])
    return Rows(rows.mean, rows.ids[keep], rows.scales[keep], signs, (small,))


def save(rows: Rows, path: Path) -> None:
    """Write rows of one part to a file, whole or not at all. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    head = {"format": _FORMAT, "count": len(rows.ids), "dimension": len(rows.mean)}
    written = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
    try:
        with written.open("wb") as file:
            file.write(json.dumps(head).encode() + b"\n")
            for array in (rows.mean, rows.ids, rows.scales, rows.signs, *rows.small):
                file.write(np.ascontiguousarray(array).data)
            file.flush()
            os.fsync(file.fileno())
        written.replace(path)
    finally:
        written.unlink(missing_ok=True)


def load(path: Path) -> Rows | None:
    """The rows in a file, `small` read only as it is needed; None where there are none."""
    try:
        with path.open("rb") as file:
            head = json.loads(file.readline(200))
            count, dimension = int(head["count"]), int(head["dimension"])
            words = -(-dimension // 64)
            size = 4 * dimension + count * (8 + 4 + 8 * words + dimension)
            if head["format"] != _FORMAT or path.stat().st_size != file.tell() + size:
                return None
            return Rows(
                np.fromfile(file, np.float32, dimension),
                np.fromfile(file, np.int64, count),
                np.fromfile(file, np.float32, count),
                np.fromfile(file, np.uint64, count * words).reshape(words, count),
                (_mapped(path, file.tell(), count, dimension),),
            )
    except (OSError, ValueError, KeyError, TypeError):
        # A file that can't be used is like none: all is read from the catalogue.
        return None


def _mapped(path: Path, offset: int, count: int, dimension: int) -> NDArray[Any]:
    if not count:
        return np.zeros((0, dimension), np.int8)
    return np.memmap(path, np.int8, "r", offset, (count, dimension))
