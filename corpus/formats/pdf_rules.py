"""The straight lines that are drawn on a PDF page, such as those between a table's cells."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pypdfium2 as pdfium  # type: ignore[import-untyped]  # it carries no types
import pypdfium2.raw as raw  # type: ignore[import-untyped]

# A page with more lines is a drawing or a map.
_MOST_LINES = 20_000
# Points: how far what is one line may be apart, beside one another and one after the other.
_ONE_LINE = 2.0
_ONE_AFTER_ANOTHER = 3.0
_STRAIGHT = 0.5
_SHORTEST = 6.0
_THICKEST = 3.0

_Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the page, or down it if it is `upright`, in points.

    It is `at` that height (or distance from the left) from `start` to `end`.
    """

    upright: bool
    at: float
    start: float
    end: float


def rules_of(page: pdfium.PdfPage) -> list[Rule]:
    """The lines on `page` that run straight across or down.

    Pieces of one line are put together. A drawing of very many lines has none.
    """
    found: list[Rule] = []
    for path, matrix in _paths(page):
        found += _edges(path, matrix)
        if len(found) > _MOST_LINES:
            return []
    return [*_whole(rule for rule in found if rule.upright)] + [
        *_whole(rule for rule in found if not rule.upright)
    ]


def turned(rules: Sequence[Rule], quarters: int, mirrored: bool) -> list[Rule]:
    """`rules` as they lie once the page is turned clockwise by that many quarters, and then seen
    in a mirror if `mirrored`."""
    for _ in range(quarters % 4):
        # (x, y) goes to (y, -x).
        rules = [
            Rule(False, -rule.at, rule.start, rule.end)
            if rule.upright
            else Rule(True, rule.at, -rule.end, -rule.start)
            for rule in rules
        ]
    if not mirrored:
        return list(rules)
    return [
        Rule(True, -rule.at, rule.start, rule.end)
        if rule.upright
        else Rule(False, rule.at, -rule.end, -rule.start)
        for rule in rules
    ]


def _paths(page: pdfium.PdfPage) -> Iterator[tuple[pdfium.PdfObject, Any]]:
    """What is drawn of lines, with the matrix that places it on the page."""
    for thing in page.get_objects(max_depth=1):
        if thing.type == raw.FPDF_PAGEOBJ_PATH:
            yield thing, thing.get_matrix()
        elif thing.type == raw.FPDF_PAGEOBJ_FORM:
            placed = thing.get_matrix()
            inner = page.get_objects(form=thing, level=1, max_depth=2)
            for path in inner:
                if path.type == raw.FPDF_PAGEOBJ_PATH:
                    yield path, path.get_matrix().multiply(placed)


def _edges(path: pdfium.PdfObject, matrix: Any) -> Iterator[Rule]:
    """The straight lines of `path`; of what is filled, only what is as thin as a line or a frame,
    since the ground behind a few words of a sentence is filled, too."""
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, mode, stroke)
    outlines = list(_outlines(path, matrix))
    if stroke.value or _is_frame(outlines):
        for outline in outlines:
            for start, end in pairwise(outline):
                yield from _straight(start, end)
    elif mode.value != raw.FPDF_FILLMODE_NONE:
        for outline in outlines:
            left, bottom, right, top = _box(outline)
            x, y = (left + right) / 2, (bottom + top) / 2
            if top - bottom <= min(_THICKEST, right - left):
                yield Rule(False, y, left, right)
            elif right - left <= min(_THICKEST, top - bottom):
                yield Rule(True, x, bottom, top)


def _outlines(path: pdfium.PdfObject, matrix: Any) -> Iterator[list[_Point]]:
    """The points of each piece of `path`, on the page."""
    x, y = ctypes.c_float(), ctypes.c_float()
    outline: list[_Point] = []
    for index in range(min(raw.FPDFPath_CountSegments(path), _MOST_LINES)):
        piece = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(piece, x, y)
        if raw.FPDFPathSegment_GetType(piece) == raw.FPDF_SEGMENT_MOVETO:
            if len(outline) > 1:
                yield outline
            outline = []
        outline.append(matrix.on_point(x.value, y.value))
        if raw.FPDFPathSegment_GetClose(piece):
            outline.append(outline[0])
    if len(outline) > 1:
        yield outline


def _is_frame(outlines: Sequence[Sequence[_Point]]) -> bool:
    """Whether what is filled is the narrow space between two boxes."""
    if len(outlines) != 2:
        return False
    outer, inner = map(_box, outlines)
    return all(abs(side - other) <= _THICKEST for side, other in zip(outer, inner, strict=True))


def _box(outline: Sequence[_Point]) -> tuple[float, float, float, float]:
    xs, ys = zip(*outline, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _straight(a: _Point, b: _Point) -> Iterator[Rule]:
    across, down = abs(a[0] - b[0]), abs(a[1] - b[1])
    if down < _STRAIGHT < across:
        yield Rule(False, (a[1] + b[1]) / 2, min(a[0], b[0]), max(a[0], b[0]))
    elif across < _STRAIGHT < down:
        yield Rule(True, (a[0] + b[0]) / 2, min(a[1], b[1]), max(a[1], b[1]))


def _whole(rules: Iterable[Rule]) -> Iterator[Rule]:
    """`rules` of one direction, those put together that lie on one another or go on."""
    ordered = sorted(rules, key=lambda rule: rule.at)
    if not ordered:
        return
    groups = [[ordered[0]]]
    for rule in ordered[1:]:
        if rule.at - groups[-1][0].at <= _ONE_LINE:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    for group in groups:
        for start, end in _joined(sorted((rule.start, rule.end) for rule in group)):
            if end - start >= _SHORTEST:
                at = (group[0].at + group[-1].at) / 2
                yield Rule(group[0].upright, at, start, end)


def _joined(stretches: Sequence[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    start, end = stretches[0]
    for begin, stop in stretches[1:]:
        if begin - end > _ONE_AFTER_ANOTHER:
            yield start, end
            start, end = begin, stop
        else:
            end = max(end, stop)
    yield start, end
