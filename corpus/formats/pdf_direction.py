"""Scripts that run from right to left, as a PDF page shows them, laid out from left to right.

A PDF says where each letter stands, and in which order they are drawn is the business of whatever
wrote it. So the letters are put in the order of their places, then in that of reading, as Unicode's
rules for two directions have it, and laid out from the left. What mostly runs from right to left
is seen in a mirror, so that its columns and rows are told apart like those of any other page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.formats.pdf_rows import Char, direction, parts_of

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LETTERS = {"R": True, "AL": True, "L": False}
_NUMBERS = ("EN", "AN")
_STRONG = ("L", "R", "AL", *_NUMBERS)
_BRACKETS = ("()", "[]", "{}", "«»", "“”")
# Where fewer letters run one way, the page runs the other, and so do its lines of both.
_FEW = 0.2
_LINE_END = Char("\n", 0, 0, 0, 0)


def upright(chars: list[Char]) -> list[Char]:
    """The characters of a page, or of what runs one way on it, as if all ran from the left.

    They are in the order of reading, with line ends between, if any runs from right to left; else
    as they came.
    """
    if not any(_RIGHT_TO_LEFT.match(char.text) for char in chars):
        return chars
    share = _share(chars)
    laid: list[Char] = []
    for part in parts_of(chars):
        read = _read(part, _runs_leftwards(part, share))
        if share > 0.5 or _share(part):
            read = _bracketed(_ended(read))
        laid += [*_laid(read, -part[-1].right if share > 0.5 else part[0].left), _LINE_END]
    return laid


def is_mirrored(chars: Sequence[Char]) -> bool:
    """Whether `upright` lays out these characters as seen in a mirror."""
    return _share(chars) > 0.5


def _share(chars: Sequence[Char]) -> float:
    """Which share of the letters runs from right to left."""
    letters = [_LETTERS[way] for way in map(direction, chars) if way in _LETTERS]
    return sum(letters) / len(letters) if letters else 0.0


def _runs_leftwards(part: Sequence[Char], page: float) -> bool:
    """Whether `part` runs from right to left, on a page of which this share of letters does."""
    share = _share(part)
    if page > 1 - _FEW:
        return share > 0
    return share == 1 if page < _FEW else share > 0.5


def _read(part: Sequence[Char], leftwards: bool) -> list[Char]:
    """`part`, ordered from the left, in the order of reading."""
    ways = _ways(part)
    seen = list(zip(part, ways, strict=True))
    found: list[Char] = []
    run: list[tuple[Char, str]] = []  # what runs the other way, with what may belong to it
    for char, way in [*(reversed(seen) if leftwards else seen), (_LINE_END, "")]:
        against = way in ("L", *_NUMBERS) if leftwards else way in ("R", "AL")
        if against or (run and way and _goes_on(run, way, leftwards)):
            run.append((char, way))
            continue
        kept = next((i for i in range(len(run), 0, -1) if run[i - 1][1] in _STRONG), 0)
        inside = [char for char, _ in reversed(run[:kept])]
        found += inside if leftwards else _read(inside[::-1], True) if inside else []
        found += [char for char, _ in run[kept:]]
        found.append(char)
        run = []
    return found[:-1]


def _goes_on(run: Sequence[tuple[Char, str]], way: str, leftwards: bool) -> bool:
    """Whether what is no letter may stand within `run`, which runs against the line."""
    if not leftwards:
        return way != "L"
    return way == "CS" or (way not in _LETTERS and any(inside == "L" for _, inside in run))


def _ways(part: Sequence[Char]) -> list[str]:
    """The directions of `part`; signs at the numbers of a Hebrew text, not an Arabic one, are
    parts of them."""
    ways = [direction(char) for char in part]
    if "AL" in ways:
        return ways
    for index, way in enumerate(ways):
        beside = ways[max(0, index - 1) : index] + ways[index + 1 : index + 2]
        if (way == "ES" and beside == ["EN", "EN"]) or (way == "ET" and "EN" in beside):
            ways[index] = "EN"
    return ways


def _ended(read: list[Char]) -> list[Char]:
    """`read` with the full stop at its end that stands at the wrong end of a line.

    It does where a line of one direction was set as one of the other.
    """
    astray = len(read) > 1 and read[0].text in ".!?؟" and not read[1].text.isspace()
    return [*read[1:], read[0]] if astray and direction(read[1]) in _STRONG else read


def _bracketed(read: Sequence[Char]) -> list[Char]:
    """`read` with each bracket open to what it stands at: some files name them as they look."""
    found: list[Char] = []
    for index, char in enumerate(read):
        pair = next((pair for pair in _BRACKETS if char.text in pair), "")
        if pair:
            apart = index == 0 or read[index - 1].text.isspace()
            closes = index + 1 == len(read) or direction(read[index + 1]) in ("WS", "CS", "ON")
            if apart and closes:  # a space on both sides, one of which is none
                closes = any(before.text == pair[0] for before in found)
                if closes and found[-1].text.isspace():
                    found.pop()
            if apart or closes:
                char = replace(char, text=pair[1] if closes else pair[0])
        elif char.text.isspace() and found and found[-1].text in "([{«":
            continue
        found.append(char)
    return found


def _laid(read: Sequence[Char], start: float) -> Iterator[Char]:
    """`read` side by side from `start` on."""
    for char in read:
        end = start + char.right - char.left
        yield replace(char, left=start, right=end)
        start = end
