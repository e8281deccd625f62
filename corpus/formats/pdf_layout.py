"""The segments of a PDF page as lines in reading order: columns one by one, table rows whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from corpus.formats.pdf_baselines import merged, rows_of
from corpus.formats.pdf_cells import Row, Table
from corpus.formats.pdf_grids import grid_rows
from corpus.formats.pdf_open_tables import open_rows
from corpus.formats.pdf_rules import Rule
from corpus.formats.segment import Segment
from corpus.wraps import whole_words

_LEADERS = re.compile(r"(?:\s*[.…]){5,}\s*")
_LABEL = re.compile(r"\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]|[^\w\s]|o")
_PROSE = 18
_FEWEST = 4
_ALIGNED = 3.0
# The gap between what is unrelated, in the height of the letters.
_FAR_GAP = 3
# How near to a line what it parts may stand, in points, and where the middle of letters is.
_ON_LINE = 0.5
_MIDDLE = 0.3


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text at its place; `column` counts the page's columns in reading order.

    `table` says that it is a row whose cells ` | ` separates; `depth` is how far the last line of
    its cells stands below the first.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    column: int = 0
    table: bool = False
    depth: float = 0.0


def lines_of(segments: Sequence[Segment], rules: Sequence[Rule] = ()) -> list[Line]:
    """The lines of one page, on which `rules` are drawn, in reading order."""
    tables: list[Segment] = []
    words = whole_words([segment.text for segment in segments])
    if any(rule.upright for rule in rules):
        for rows, inside in grid_rows(rules, segments, words):
            tables.append(_table(rows))
            taken = set(map(id, inside))
            segments = [segment for segment in segments if id(segment) not in taken]
    whole = [
        segment
        for row in rows_of(segments)
        for part in _between(row, rules)
        for segment in merged(part)
    ]
    segments = _with_tables([*whole, *tables], rules, words, labelled=True)
    found: list[Line] = []
    for column, part in enumerate(_columns(segments, depth=3)):
        with_tables = _with_tables(part, rules, words, labelled=False)
        found += _lines([row for rows in rows_of(with_tables) for row in _apart(rows)], column)
    return found


def _between(row: list[Segment], rules: Sequence[Rule]) -> list[list[Segment]]:
    """`row` in the parts between lines that are drawn upright through it."""
    parts = [row[:1]]
    for last, segment in pairwise(row):
        if any(
            rule.upright
            and last.right - _ON_LINE < rule.at < segment.left + _ON_LINE
            and rule.start < segment.base + _MIDDLE * segment.size < rule.end
            for rule in rules
        ):
            parts.append([])
        parts[-1].append(segment)
    return parts


def _with_tables(
    segments: Sequence[Segment], rules: Sequence[Rule], words: Counter[str], *, labelled: bool
) -> list[Segment]:
    """`segments` with each table of wrapped cells, as `open_rows` finds them, in one piece."""
    rows = [row for rows in rows_of(segments) for row in _apart(rows)]
    found: list[Segment] = []
    for lines, table in open_rows(rows, rules, words, labelled=labelled):
        found += [_table(table)] if table else [segment for line in lines for segment in line]
    return found


def _table(rows: Sequence[Row]) -> Table:
    left, right = min(row.left for row in rows), max(row.right for row in rows)
    text = "\n".join(row.text for row in rows)
    return Table(text, left, right, rows[0].base, rows[0].size, tuple(rows))


def _apart(row: list[Segment]) -> list[list[Segment]]:
    """`row`, but what stands beside a table before it."""
    beside = [segment for segment in row if not isinstance(segment, Table)]
    tables: list[list[Segment]] = [[one] for one in row if isinstance(one, Table)]
    return [beside, *tables] if beside else tables


def _lines(rows: Sequence[list[Segment]], column: int) -> list[Line]:
    lines: list[Line] = []
    cells = [_cells(row) for row in rows]
    for index, row in enumerate(cells):
        if isinstance(row[0], Table):
            lines += _table_lines(row[0], column)
            continue
        around = [*cells[max(0, index - 1) : index], *cells[index + 1 : index + 2]]
        if len(row) > 1 and any(_aligned(row, other) for other in around):
            text = " | ".join(_LEADERS.sub("", cell.text) for cell in row if cell.text)
            lines.append(_line(row, text, column, table=True))
            continue
        for part in _parts(row):
            text = " ".join(cell.text for cell in part)
            led = _LEADERS.sub(" | ", text).strip(" |")
            lines.append(_line(part, led, column, table=" | " in led))
    return [line for line in lines if line.text]


def _table_lines(table: Table, column: int) -> list[Line]:
    return [
        Line(
            _LEADERS.sub(" | ", row.text).strip(" |"),
            row.left,
            row.right,
            row.base,
            row.size,
            column,
            table=True,
            depth=row.base - row.foot,
        )
        for row in table.rows
    ]


def _line(cells: Sequence[Segment], text: str, column: int, *, table: bool) -> Line:
    main = max(cells, key=lambda cell: len(cell.text))
    return Line(text, cells[0].left, cells[-1].right, main.base, main.size, column, table)


def _parts(cells: Sequence[Segment]) -> list[list[Segment]]:
    """The cells of a row that is none of a table, apart where they stand far from one another."""
    parts = [[cells[0]]]
    for last, cell in pairwise(cells):
        if cell.left - last.right > _FAR_GAP * max(last.size, cell.size):
            parts.append([cell])
        else:
            parts[-1].append(cell)
    return parts


def _cells(row: Sequence[Segment]) -> list[Segment]:
    """The cells of a row; a list's mark belongs to the cell that it stands before."""
    first, *others = row
    if others and _LABEL.fullmatch(first.text):
        text = f"{first.text} {others[0].text}"
        first = Segment(text, first.left, others[0].right, others[0].base, others[0].size)
        others = others[1:]
    return [first, *others]


def _aligned(cells: Sequence[Segment], others: Sequence[Segment]) -> bool:
    """Whether two rows share the left or right edge of a cell that isn't the first."""
    return any(
        abs(cell.left - other.left) < _ALIGNED or abs(cell.right - other.right) < _ALIGNED
        for cell in cells[1:]
        for other in others[1:]
    )


def _columns(segments: list[Segment], depth: int) -> list[list[Segment]]:
    """`segments` in parts to be read one after another: columns, and what spans them."""
    gutter = _gutter(segments) if depth else None
    if gutter is None:
        return [segments] if segments else []
    parts: list[list[Segment]] = []
    left: list[Segment] = []
    right: list[Segment] = []
    for row in rows_of(segments):
        if any(segment.left < gutter < segment.right for segment in row):
            parts += [*_columns(left, depth - 1), *_columns(right, depth - 1)]
            if left or right or not parts:
                parts.append([])
            left, right = [], []
            parts[-1] += row
        else:
            left += [segment for segment in row if segment.right <= gutter]
            right += [segment for segment in row if segment.left >= gutter]
    return [*parts, *_columns(left, depth - 1), *_columns(right, depth - 1)]


def _gutter(segments: Sequence[Segment]) -> float | None:
    """Where an empty stripe parts running text into two columns, None without one."""
    best: tuple[int, float] | None = None
    for edge in sorted({round(segment.left) for segment in segments}):
        at = edge - 1.5
        left = [segment for segment in segments if segment.right <= at]
        right = [segment for segment in segments if segment.left >= at]
        if min(len(left), len(right)) < _FEWEST or not _is_prose(left) or not _is_prose(right):
            continue
        if at - _edge(left) < 4 or not _side_by_side(left, right):
            continue
        crossing = len(segments) - len(left) - len(right)
        if crossing > 0.5 * min(len(left), len(right)) + 3:
            continue
        if best is None or crossing < best[0]:
            best = (crossing, at)
    return best[1] if best else None


def _edge(segments: Sequence[Segment]) -> float:
    """Where nearly all `segments` have ended, from the left."""
    return sorted(segment.right for segment in segments)[-1]


def _is_prose(segments: Sequence[Segment]) -> bool:
    return median(len(segment.text) for segment in segments) >= _PROSE


def _side_by_side(left: Sequence[Segment], right: Sequence[Segment]) -> bool:
    """Whether the two stand beside rather than above one another."""
    top = min(max(s.base for s in left), max(s.base for s in right))
    foot = max(min(s.base for s in left), min(s.base for s in right))
    heights = [max(s.base for s in side) - min(s.base for s in side) for side in (left, right)]
    return top - foot > 0.5 * min(heights) and top > foot
