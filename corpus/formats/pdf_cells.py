"""The cells of a table on a PDF page: their lines put together, and the rows that they make."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.formats.blocks import row as written_row
from corpus.formats.pdf_baselines import merged, rows_of
from corpus.formats.segment import Segment
from corpus.wraps import joint

Cell = list[Segment]
"""The lines of a cell from the top, none where it is empty."""

_SAME_LINE = 0.35
# How many of the lines that go on below one another have to be too wide to stand on one line.
_MOST = 0.7
_WORDY = 3
_FEWEST_ROWS = 3


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its text, and where it stands; `foot` is the base of its last line."""

    text: str
    left: float
    right: float
    base: float
    foot: float
    size: float


@dataclass(frozen=True, slots=True)
class Table(Segment):
    """A table as one piece, at the place of its first row."""

    rows: tuple[Row, ...] = ()


def cell_of(segments: Sequence[Segment]) -> Cell:
    """The lines of the cell that holds `segments`."""
    return [merged(line, float("inf"))[0] for line in rows_of(segments)]


def row_of(cells: Sequence[Cell], words: Counter[str]) -> Row:
    """The row that `cells` make, at least one of which holds something.

    `words` counts the words of the page, for mending broken ones.
    """
    lines = [line for cell in cells for line in cell]
    main = max(lines, key=lambda line: len(line.text))
    return Row(
        written_row([_text(cell, words) for cell in cells]),
        min(line.left for line in lines),
        max(line.right for line in lines),
        max(line.base for line in lines),
        min(line.base for line in lines),
        main.size,
    )


def _text(cell: Cell, words: Counter[str]) -> str:
    text = ""
    for line in cell:
        if text:
            cut, between = joint(text, line.text, words)
            text = text[: len(text) - cut] + between
        text += line.text
    return text


def split(cells: Sequence[Cell], rights: Sequence[float]) -> list[list[Cell]]:
    """The rows between two lines of a table whose other rows nothing parts.

    They are several if each cell has as many lines, side by side, that did not have to wrap.
    `rights` says how far the text of each column may reach.
    """
    filled = [cell for cell in cells if cell]
    count = len(filled[0]) if filled else 0
    if len(filled) < 2 or count < _FEWEST_ROWS or any(len(cell) != count for cell in filled):
        return [list(cells)]
    level = all(
        abs(line.base - other.base) < _SAME_LINE * line.size
        for cell in filled[1:]
        for line, other in zip(filled[0], cell, strict=True)
    )
    if not level or wrapped(cells, rights):
        return [list(cells)]
    return [[cell[n : n + 1] for cell in cells] for n in range(count)]


def wrapped(cells: Sequence[Cell], rights: Sequence[float]) -> bool:
    """Whether the lines of `cells` are below one another because they had no room on one line."""
    told = [
        goes_on(last, line, right)
        for cell, right in zip(cells, rights, strict=True)
        for last, line in pairwise(cell)
        if tells(last, line)
    ]
    return bool(told) and sum(told) >= _MOST * len(told)


def tells(last: Segment, line: Segment) -> bool:
    """Whether the two may be of one sentence: single words and numbers look the same in a list."""
    several = max(len(last.text.split()), len(line.text.split())) >= _WORDY
    return several and any(char.isalpha() for char in line.text)


def goes_on(last: Segment, line: Segment, right: float) -> bool:
    """Whether the first word of `line` had no room behind `last`, before `right`."""
    first = len(line.text.split()[0]) / len(line.text) * (line.right - line.left)
    return last.right + first + 0.5 * line.size > right
