"""Tables whose cells wrap over lines, and which only the gaps between their columns show."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from corpus.formats.pdf_cells import Cell, Row, Table, goes_on, row_of, tells, wrapped
from corpus.formats.pdf_rules import Rule
from corpus.formats.segment import Segment

_Stripe = tuple[float, float]

# Distances in the height of the letters: between columns, lines of a cell, and rows of a table.
_GAP = 0.5
_NEXT_LINE = 1.7
_FAR = 8.0
_FURTHER = 1.2
# The first column of a list holds its numbers only, that of a table more.
_SAME_LINE = 0.35
_ENDED = re.compile(r"[.!?;:]\W*$")
_MARK = 4
_SHORT = 18
# The letters of a table are about as high, and some of its lines had no room on one.
_AS_HIGH = 1.25
_FEWEST_WRAPS = 3
_MOST_WRAP = 0.6


def open_rows(
    rows: Sequence[list[Segment]], rules: Sequence[Rule], words: Counter[str], *, labelled: bool
) -> Iterator[tuple[list[list[Segment]], list[Row]]]:
    """What stands in order on a page, from the top, with the rows of tables of wrapped cells.

    Each part is either lines of `rows` that are of no such table, or such lines and their rows. If
    `labelled`, only tables of three columns or more count, the first of which holds short texts.
    """
    other: list[list[Segment]] = []
    at = 0
    while at < len(rows):
        end, stripes = _block(rows, at)
        table = _table(rows[at:end], stripes, rules) if stripes else []
        if labelled and table and not _is_labelled(rows[at:end], stripes):
            table = []
        if not table:
            other.append(rows[at])
            at += 1
            continue
        if other:
            yield other, []
            other = []
        yield list(rows[at:end]), [row_of(cells, words) for cells in table]
        at = end
    if other:
        yield other, []


def _is_labelled(rows: Sequence[list[Segment]], stripes: Sequence[_Stripe]) -> bool:
    first = _columns(rows, stripes)[0]
    return median(len(line.text) for line in first) < _SHORT and len(_columns(rows, stripes)) > 2


def _block(rows: Sequence[list[Segment]], start: int) -> tuple[int, list[_Stripe]]:
    """Where the lines end, from `start` on, that stand in columns; and the gaps between these."""
    if len(rows[start]) < 2 and not _is_raised(rows[start : start + 2]):
        return start, []
    stripes = _gaps(rows[start])
    left, right = rows[start][0].left, rows[start][-1].right
    end = start + 1
    while end < len(rows):
        row = rows[end]
        size = max(segment.size for segment in row)
        if isinstance(row[0], Table) or rows[end - 1][0].base - row[0].base > _FAR * size:
            break
        within = (min(left, row[0].left), max(right, row[-1].right))
        met = _inside(_met(stripes, _gaps(row)), *within, _GAP * size)
        if len(met) < len(_inside(stripes, left, right, 0)):
            break
        stripes, (left, right) = _met(stripes, _gaps(row)), within
        end += 1
    size = median(segment.size for row in rows[start:end] for segment in row)
    stripes = _inside(stripes, left, right, _GAP * size)
    while end - start > 1 and len(rows[end - 1]) == 1 and _is_below(rows[start:end], stripes):
        end -= 1
    return end, stripes


def _is_raised(rows: Sequence[list[Segment]]) -> bool:
    """Whether the first of two lines begins a cell that is higher than those beside it."""
    (line, *_), *below = rows
    if not below or len(below[0]) < 2 or isinstance(line, Table):
        return False
    return line.left > below[0][0].right and line.base - below[0][0].base < line.size


def _gaps(row: Sequence[Segment]) -> list[_Stripe]:
    """What is empty on a line, from one side of the page to the other."""
    sides = [float("-inf"), *(x for s in row for x in (s.left, s.right)), float("inf")]
    return list(zip(sides[::2], sides[1::2], strict=True))


def _met(stripes: Sequence[_Stripe], others: Sequence[_Stripe]) -> list[_Stripe]:
    """What of `stripes` is empty in `others`, too."""
    both = [(max(a, c), min(b, d)) for a, b in stripes for c, d in others]
    return [(start, end) for start, end in both if start < end]


def _inside(stripes: Sequence[_Stripe], left: float, right: float, least: float) -> list[_Stripe]:
    return [(a, b) for a, b in stripes if left < a and b < right and b - a > least]


def _is_below(rows: Sequence[list[Segment]], stripes: Sequence[_Stripe]) -> bool:
    """Whether the last of `rows`, which fills one column, stands apart from that column's text."""
    (line,) = rows[-1]
    column = _column(line, stripes)
    above = [s for row in rows[:-1] for s in row if _column(s, stripes) == column]
    return not above or above[-1].base - line.base > _leading(rows, stripes) * _FURTHER * line.size


def _column(segment: Segment, stripes: Sequence[_Stripe]) -> int:
    return sum(segment.left > start for start, _ in stripes)


def _columns(rows: Sequence[list[Segment]], stripes: Sequence[_Stripe]) -> list[Cell]:
    """The lines of each column that holds any."""
    columns: list[Cell] = [[] for _ in range(len(stripes) + 1)]
    for row in rows:
        parts: list[list[Segment]] = [[] for _ in columns]
        for segment in row:
            parts[_column(segment, stripes)].append(segment)
        for column, part in zip(columns, parts, strict=True):
            if part:
                text = " ".join(segment.text for segment in part)
                main = max(part, key=lambda segment: len(segment.text))
                column.append(Segment(text, part[0].left, part[-1].right, main.base, main.size))
    return [column for column in columns if column]


def _leading(rows: Sequence[list[Segment]], stripes: Sequence[_Stripe]) -> float:
    """The least distance of lines in a column, in the height of their letters."""
    columns = _columns(rows, stripes)
    steps = [(a.base - b.base) / b.size for column in columns for a, b in pairwise(column)]
    return min((step for step in steps if step > 0.5), default=1.0)


def _table(
    rows: Sequence[list[Segment]], stripes: Sequence[_Stripe], rules: Sequence[Rule]
) -> list[list[Cell]]:
    """The rows of cells that the lines `rows` make, none if they are of no table that wraps."""
    columns = _columns(rows, stripes)
    leading = _leading(rows, stripes)
    if len(columns) < 2 or leading > _NEXT_LINE:
        return []
    if max(len(line.text) for line in columns[0]) <= _MARK:
        return []
    rights = [max(line.right for line in column) for column in columns]
    table: list[list[Cell]] = []
    for group in _groups(columns, leading, rules):
        if wrapped(group, rights) or sum(map(bool, group)) < 2:
            found = _parted(group, rights, leading)
        else:
            found = _one_by_one(group, rights)
        for cells in found:
            if table and sum(map(bool, cells)) == 1 and not cells[0]:  # one more paragraph
                cells = [[*above, *cell] for above, cell in zip(table.pop(), cells, strict=True)]
            table.append(cells)
    return table if _is_table(table, rights) else []


def _is_table(table: Sequence[Sequence[Cell]], rights: Sequence[float]) -> bool:
    """Whether several rows have several cells, of letters about as high, and lines that wrap."""
    sizes = [line.size for cells in table for cell in cells for line in cell]
    told = [
        goes_on(last, line, right)
        for cells in table
        for cell, right in zip(cells, rights, strict=True)
        for last, line in pairwise(cell)
        if tells(last, line)
    ]
    return (
        sum(sum(map(bool, cells)) > 1 for cells in table) > 1
        and max(sizes) < _AS_HIGH * min(sizes)
        and sum(told) >= max(_FEWEST_WRAPS, _MOST_WRAP * len(told))
    )


def _groups(columns: Sequence[Cell], leading: float, rules: Sequence[Rule]) -> Iterator[list[Cell]]:
    """The lines of `columns` in rows that wider gaps or `rules` part."""
    blocks = sorted(
        (
            (number, block)
            for number, column in enumerate(columns)
            for block in _blocks(column, leading, rules)
        ),
        key=lambda block: -block[1][0].base,
    )
    group: list[Cell] = [[] for _ in columns]
    foot = float("inf")
    for number, block in blocks:
        top = block[0].base + 0.5 * block[0].size
        if any(group) and top < foot:
            yield group
            group, foot = [[] for _ in columns], float("inf")
        group[number] += block
        foot = min(foot, block[-1].base)
    if any(group):
        yield group


def _blocks(column: Cell, leading: float, rules: Sequence[Rule]) -> Iterator[Cell]:
    """The lines of `column`, apart where a wider gap or a rule parts them."""
    block = column[:1]
    for last, line in pairwise(column):
        far = last.base - line.base > _FURTHER * leading * line.size
        if far or any(_lies_between(rule, last, line) for rule in rules):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _lies_between(rule: Rule, last: Segment, line: Segment) -> bool:
    middle = (line.left + line.right) / 2
    below = last.base + 0.3 * last.size > rule.at > line.base + 0.3 * line.size
    return not rule.upright and below and rule.start < middle < rule.end


def _levels(group: Sequence[Cell]) -> list[dict[int, Segment]]:
    """The lines of a group from the top, each as what stands on it in which column."""
    levels: list[dict[int, Segment]] = []
    lines = sorted(
        ((n, line) for n, cell in enumerate(group) for line in cell), key=lambda x: -x[1].base
    )
    base = float("inf")
    for number, line in lines:
        if base - line.base > _SAME_LINE * line.size:
            levels.append({})
            base = line.base
        levels[-1][number] = line
    return levels


def _parted(group: Sequence[Cell], rights: Sequence[float], leading: float) -> list[list[Cell]]:
    """The rows of a group of wrapped cells: several where its rows stand as near as its lines.

    One begins where the first column and another do, and no cell evidently goes on.
    """
    rows: list[list[Cell]] = []
    for level in _levels(group):
        last = {n: rows[-1][n][-1] for n in level if rows and rows[-1][n]}
        told = [n for n in last if n > 0 and tells(last[n], level[n])]
        anew = 0 in last and last[0].base - level[0].base > _FURTHER * leading * level[0].size
        going = [
            n
            for n in told
            if level[n].text[0].islower()
            or (goes_on(last[n], level[n], rights[n]) and not _ENDED.search(last[n].text))
        ]
        # The first column of the first row may begin further down, in the middle of the row.
        labelled = 0 in level and (0 in last or len(rows) > 1)
        if not rows or (labelled and len(level) > 1 and not going and (anew or told)):
            rows.append([[] for _ in group])
        for number, line in level.items():
            rows[-1][number].append(line)
    return rows


def _one_by_one(group: Sequence[Cell], rights: Sequence[float]) -> list[list[Cell]]:
    """The rows of a group that no gaps part: one that goes on in each cell makes none."""
    rows: list[list[Cell]] = []
    for level in _levels(group):
        if not rows or not all(
            rows[-1][n]
            and tells(rows[-1][n][-1], line)
            and goes_on(rows[-1][n][-1], line, rights[n])
            for n, line in level.items()
        ):
            rows.append([[] for _ in group])
        for number, line in level.items():
            rows[-1][number].append(line)
    return rows
