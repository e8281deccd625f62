"""The characters of a PDF page that holds Arabic or Hebrew, in lines by their places.

In which order they are drawn, which of them a ligature holds, where a vowel sign is drawn and
whether a space is, is the business of whatever wrote the PDF.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

_LAM, _ALEFS = "\u0644", "\u0622\u0623\u0625\u0627"
# Distances in the height of the letters.
_ONE_LINE = 0.6
_WIDE_GAP = 0.8
_SPACE = 0.25
_RAISED = 0.2
_OFF = 0.05
# How many characters on one base line make it a line of text.
_A_LINE = 4


@dataclass(frozen=True, slots=True)
class Char:
    """A character, or those of a ligature, with its place on a page, as in `Segment`.

    The end of a line has no size.
    """

    text: str
    left: float
    right: float
    base: float
    size: float


def direction(char: Char) -> str:
    """The direction of `char`, by the name that Unicode gives it."""
    return unicodedata.bidirectional(char.text[:1])


def parts_of(chars: Sequence[Char]) -> Iterator[list[Char]]:
    """What stands together on the lines of a page, from the top, each in order from the left."""
    blanks = list(_blanks(chars))
    for row in _rows_of(_glyphs([char for char in chars if char.size])):
        yield from _parts(_spaced(row, blanks))


def _glyphs(chars: Sequence[Char]) -> list[Char]:
    """`chars` with ligatures in one, and with each vowel sign at the letter that it stands over.

    The letters of a ligature all stand at one place. They come in reverse if the file names them
    one by one; lam and alef, nearly all of them, are in order if it names them as one.
    """
    found: list[Char] = []
    marks: list[Char] = []
    for char in chars:
        if direction(char) == "NSM":
            marks.append(char)
        elif found and _same_place(found[-1], char):
            as_one = found[-1].text == _LAM and char.text in _ALEFS
            last = found[-1].text
            text = f"{last}{char.text}" if as_one else f"{char.text}{last}"
            found[-1] = replace(char, text=text)
        else:
            found.append(char)
    order = sorted(range(len(found)), key=lambda index: _middle(found[index]))
    middles = [_middle(found[index]) for index in order]
    for mark in marks:
        middle = _middle(mark)
        near = slice(
            bisect_left(middles, middle - mark.size), bisect_right(middles, middle + mark.size)
        )
        over = [
            (abs(middle - _middle(found[index])), index)
            for index in order[near]
            if not found[index].text.isspace()
            and abs(found[index].base - mark.base) < _ONE_LINE * mark.size
        ]
        if over:
            _, index = min(over)
            found[index] = replace(found[index], text=found[index].text + mark.text)
    return found


def _same_place(char: Char, other: Char) -> bool:
    letters = direction(char) in ("R", "AL") and direction(other) in ("R", "AL")
    return letters and (char.left, char.right, char.base) == (other.left, other.right, other.base)


def _rows_of(chars: Sequence[Char]) -> Iterator[list[Char]]:
    """The lines of a page, from the top, with what is raised in them, each from the left."""
    heights = _lines(chars)
    rows: dict[float, list[Char]] = {base: [] for base in heights}
    for char in chars:
        above = [(abs(char.base - base - _RAISED * heights[base]), base) for base in heights]
        base = min(above)[1] if above else char.base
        if abs(char.base - base) > _ONE_LINE * max(char.size, heights.get(base, 0.0)):
            base = char.base
        rows.setdefault(base, []).append(char)
    for base in sorted(rows, reverse=True):
        yield _levelled(rows[base], base)


def _lines(chars: Sequence[Char]) -> dict[float, float]:
    """The base lines on which most characters of a page stand, and how high these are."""
    sizes: dict[float, list[float]] = {}
    for char in chars:
        sizes.setdefault(char.base, []).append(char.size)
    heights: dict[float, float] = {}
    for base in sorted(sizes, key=lambda base: -len(sizes[base])):
        size = max(sizes[base])
        apart = all(abs(base - o) > _ONE_LINE * max(size, heights[o]) for o in heights)
        if len(sizes[base]) >= _A_LINE and apart:
            heights[base] = size
    return heights


def _levelled(row: Sequence[Char], base: float) -> list[Char]:
    """`row` from the left, its letters of one size on one base line.

    Some fonts tell nothing but how high each letter is, and some files name a letter at the sign
    above it, whose place it has then: it fills the gap to the letter before it.
    """
    size = max(char.size for char in row)
    row = sorted(row, key=_middle)
    level: list[Char] = []
    for char, following in zip(row, [*row[1:], None], strict=True):
        if direction(char) in ("R", "AL"):
            elsewhere = following is not None and abs(char.base - base) > _OFF * size
            right = max(char.right, following.left) if following and elsewhere else char.right
            char = Char(char.text, char.left, right, base, size)
        level.append(char)
    return level


@dataclass(frozen=True, slots=True)
class _Blank:
    """A space that takes no room: it stands somewhere between two places of a line."""

    left: float
    right: float
    base: float


def _blanks(chars: Sequence[Char]) -> Iterator[_Blank]:
    for last, char, following in zip(chars, chars[1:], chars[2:], strict=False):
        beside = (last, following)
        if (
            char.text == " "
            and not char.size
            and all(c.size and direction(c) != "NSM" for c in beside)
        ):
            left, right = sorted(map(_middle, beside))
            yield _Blank(left, right, last.base)


def _middle(char: Char) -> float:
    return (char.left + char.right) / 2


def _spaced(row: Sequence[Char], blanks: Sequence[_Blank]) -> list[Char]:
    """`row` with a space in each gap, and at the widest place where one has to be."""
    size = max(char.size for char in row)
    gaps = [char.left - last.right for last, char in pairwise(row)]
    open_ = [
        last.text.isspace() or char.text.isspace() or gap > _SPACE * size
        for gap, (last, char) in zip(gaps, pairwise(row), strict=True)
    ]
    middles = [_middle(char) for char in row]
    for blank in blanks:
        if abs(blank.base - row[0].base) < _ONE_LINE * size:
            first = bisect_left(middles, blank.left)
            inside = range(first, min(bisect_right(middles, blank.right), len(row)) - 1)
            if inside and not any(open_[index] for index in inside):
                open_[max(inside, key=gaps.__getitem__)] = True
    spaced = [row[0]]
    for is_open, gap, char in zip(open_, gaps, row[1:], strict=True):
        last = spaced[-1]
        if is_open and not last.text.isspace() and not char.text.isspace():
            width = max(gap, 0.0)
            spaced.append(Char(" ", char.left - width, char.left, char.base, char.size))
        spaced.append(char)
    return spaced


def _parts(row: Sequence[Char]) -> Iterator[list[Char]]:
    """`row` in what wide gaps set apart, such as columns."""
    part: list[Char] = []
    reach = 0.0
    for char in row:
        if char.text.isspace() and char.right - char.left <= _WIDE_GAP * char.size:
            part.append(char)
            continue
        if part and char.left - reach > _WIDE_GAP * char.size:
            yield part
            part = []
        if not char.text.isspace():
            part.append(char)
            reach = char.right
    if part:
        yield part
