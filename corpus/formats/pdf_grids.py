"""Tables whose cells are parted by drawn lines: which cells there are and what stands in them."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from corpus.formats.pdf_cells import Cell, Row, cell_of, row_of, split
from corpus.formats.pdf_rules import Rule
from corpus.formats.segment import Segment

# Points: how near lines that meet are, and how far apart at least two sides of a cell.
_MEET = 3.0
_APART = 5.0
_MOST_PAIRS = 1_000_000
_MOST_CELLS = 3_000
# How many of the stretches of words in a grid may run over its lines: more do in a drawing.
_MOST_ACROSS = 0.1
# The middle of a line of words is above its base line, in the height of its letters.
_MIDDLE = 0.3


def grid_rows(
    rules: Sequence[Rule], segments: Sequence[Segment], words: Counter[str]
) -> Iterator[tuple[list[Row], list[Segment]]]:
    """The rows of each table that `rules` draw, with those of `segments` that stand in it.

    What stands in a table within a cell of another is of the inner one. A single row is none: it
    may be the columns of a page with lines about them.
    """
    left = list(segments)
    for grid in sorted(_grids(rules), key=lambda grid: grid.area):
        inside = [segment for segment in left if grid.holds(segment)]
        if not inside or grid.crossed(inside) > _MOST_ACROSS * len(inside):
            continue
        rows = list(grid.rows(inside))
        if len(rows) > 1 and any(sum(map(bool, row)) > 1 for row in rows):
            yield [row_of(row, words) for row in rows], inside
            left = [segment for segment in left if not grid.holds(segment)]


class _Grid:
    """Lines that meet, and the cells between them; those that no line parts are one."""

    def __init__(self, uprights: Sequence[Rule], levels: Sequence[Rule]) -> None:
        lefts = [r.at for r in uprights] + [x for r in levels for x in (r.start, r.end)]
        heights = [r.at for r in levels] + [y for r in uprights for y in (r.start, r.end)]
        self._xs, self._ys = _sides(lefts), _sides(heights)
        self._uprights, self._levels = uprights, levels
        self._roots = self._whole() if self.size <= _MOST_CELLS else {}

    @property
    def size(self) -> int:
        return (len(self._xs) - 1) * (len(self._ys) - 1)

    @property
    def area(self) -> float:
        return (self._xs[-1] - self._xs[0]) * (self._ys[-1] - self._ys[0])

    def holds(self, segment: Segment) -> bool:
        x, y = _middle(segment)
        return self._xs[0] < x < self._xs[-1] and self._ys[0] < y < self._ys[-1]

    def crossed(self, segments: Sequence[Segment]) -> int:
        """How many of `segments` run over a line between cells."""
        count = 0
        for segment in segments:
            _, y = _middle(segment)
            count += any(
                segment.left + segment.size < r.at < segment.right - segment.size
                and r.start < y < r.end
                for r in self._uprights
            )
        return count

    def rows(self, segments: Sequence[Segment]) -> Iterator[list[Cell]]:
        """The cells of each row from the top; a cell of several rows is one of the first."""
        inside: dict[tuple[int, int], list[Segment]] = {}
        for segment in segments:
            inside.setdefault(self._roots[self._place(segment)], []).append(segment)
        rights = {root: self._xs[x + 1] - _MEET for (x, _), root in sorted(self._roots.items())}
        for down in range(len(self._ys) - 2, -1, -1):
            roots = [
                root
                for across in range(len(self._xs) - 1)
                if (root := (across, down)) == self._roots[root]
            ]
            cells = [cell_of(inside.get(root, [])) for root in roots]
            if any(cells):
                yield from split(cells, [rights[root] for root in roots])

    def _place(self, segment: Segment) -> tuple[int, int]:
        x, y = _middle(segment)
        return bisect_right(self._xs, x) - 1, bisect_right(self._ys, y) - 1

    def _whole(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Of each cell, the one at the top left of those that it is one with."""
        spaces = [(x, y) for x in range(len(self._xs) - 1) for y in range(len(self._ys) - 1)]
        above = {space: space for space in spaces}

        def root(space: tuple[int, int]) -> tuple[int, int]:
            while above[space] != space:
                space = above[space]
            return space

        for x, y in spaces:
            middle_x = (self._xs[x] + self._xs[x + 1]) / 2
            middle_y = (self._ys[y] + self._ys[y + 1]) / 2
            for other, rules, at, along in (
                ((x + 1, y), self._uprights, self._xs[x + 1], middle_y),
                ((x, y + 1), self._levels, self._ys[y + 1], middle_x),
            ):
                if other in above and not _drawn(rules, at, along):
                    one, two = sorted((root((x, y)), root(other)), key=lambda s: (-s[1], s[0]))
                    above[two] = one
        return {space: root(space) for space in spaces}


def _drawn(rules: Sequence[Rule], at: float, along: float) -> bool:
    return any(abs(r.at - at) < _APART and r.start < along < r.end for r in rules)


def _middle(segment: Segment) -> tuple[float, float]:
    return (segment.left + segment.right) / 2, segment.base + _MIDDLE * segment.size


def _sides(places: Sequence[float]) -> list[float]:
    """`places` in order, without those that are the same."""
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] >= _APART:
            found.append(place)
    return found


def _grids(rules: Sequence[Rule]) -> Iterator[_Grid]:
    """What meets among `rules`, and has at least two columns."""
    uprights = [rule for rule in rules if rule.upright]
    levels = [rule for rule in rules if not rule.upright]
    if len(uprights) * len(levels) > _MOST_PAIRS:
        return
    groups: list[tuple[list[Rule], list[Rule]]] = []
    for upright in uprights:
        meeting = [level for level in levels if _meet(upright, level)]
        if not meeting:
            continue
        own = ([upright], meeting)
        apart = []
        for group in groups:
            if any(level in own[1] for level in group[1]):
                own = ([*group[0], *own[0]], list(dict.fromkeys([*group[1], *own[1]])))
            else:
                apart.append(group)
        groups = [*apart, own]
    for group in groups:
        grid = _Grid(*group)
        if _parted(group) and grid.size <= _MOST_CELLS:
            yield grid


def _parted(group: tuple[list[Rule], list[Rule]]) -> bool:
    """Whether an upright line stands inside what the level ones span."""
    left = min(level.start for level in group[1]) + _APART
    right = max(level.end for level in group[1]) - _APART
    return any(left < upright.at < right for upright in group[0])


def _meet(upright: Rule, level: Rule) -> bool:
    return (
        level.start - _MEET <= upright.at <= level.end + _MEET
        and upright.start - _MEET <= level.at <= upright.end + _MEET
    )
