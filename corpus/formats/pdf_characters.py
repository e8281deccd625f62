"""A PDF page's characters, put together to stretches of a line with their place on the page."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median

import pypdfium2 as pdfium  # type: ignore[import-untyped]  # it carries no types
import pypdfium2.raw as raw  # type: ignore[import-untyped]

from corpus.formats.pdf_direction import is_mirrored, upright
from corpus.formats.pdf_rows import Char
from corpus.formats.pdf_rules import Rule, rules_of, turned
from corpus.formats.pdf_seen import Sight
from corpus.formats.segment import Segment

# What pdfium gives for a hyphen at the end of a line, and for a character that it can't name.
_HYPHENS = ("\x02", "\ufffe")
_WIDE_GAP = 1.4
_NARROW_GAP = 0.1
_ON_LINE = 0.5
_MIDDLE = 0.3
_LEANING = 15
_OF_DIAGONAL = 0.7
_NOTE_MARK = re.compile(r"(?:\d{1,3}|[*†‡§]{1,3}|[a-z])(?:\s*,\s*\d{1,3})*")
_MARKABLE = re.compile(r"(?:[^\W\d_]{3}|[.,;:!?”’\"')\]»])$")


@dataclass(frozen=True, slots=True)
class Shown:
    """The stretches of text that a page shows, in the order in which the file writes them: those
    that run as most of them do, then for each other direction those that run so; with the lines
    that are drawn on the page, as each direction sees them.

    `layer` says that OCR laid some over a picture, `unseen` that others, which nobody sees, were
    left out. `pictured` is the share of the page that its largest picture takes.
    """

    segments: tuple[tuple[Segment, ...], ...]
    rules: tuple[tuple[Rule, ...], ...]
    layer: bool
    unseen: bool
    pictured: float


def shown(page: pdfium.PdfPage) -> Shown:
    """What `page` shows."""
    text_page = page.get_textpage()
    try:
        sight = Sight(page, text_page)
        ways: dict[int, list[Char]] = {}
        for turn, char in _characters(text_page, sight):
            ways.setdefault(turn, []).append(char)
    finally:
        text_page.close()
    rules = rules_of(page)
    found: list[tuple[Segment, ...]] = []
    drawn: list[tuple[Rule, ...]] = []
    for turn, way in sorted(ways.items(), key=lambda way: len(way[1]), reverse=True):
        seen = tuple(turned(rules, turn // 90, is_mirrored(way))) if turn % 90 == 0 else ()
        uprights = [rule for rule in seen if rule.upright]
        segments = map(_segment, _runs(iter(upright(way)), uprights))
        found.append(tuple(segment for segment in segments if segment.text))
        drawn.append(seen)
    return Shown(tuple(found), tuple(drawn), sight.layer, sight.unseen, sight.pictured)


def _characters(text_page: pdfium.PdfTextPage, sight: Sight) -> Iterator[tuple[int, Char]]:
    """The characters that are seen, as they stand once they are turned upright, by how far."""
    box = raw.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    high = turn = 0
    for index in range(text_page.count_chars()):
        code = raw.FPDFText_GetUnicode(text_page, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:  # the second half of a character beyond U+FFFF
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00 if high else 0xFFFD
        high = 0
        text = chr(code) if code < 0x110000 else "\ufffd"
        if not (
            raw.FPDFText_GetLooseCharBox(text_page, index, box)
            and raw.FPDFText_GetCharOrigin(text_page, index, x, y)
        ):
            continue
        if not sight.sees(index, text, box):
            continue
        if not text.isspace():
            turn = _turn(raw.FPDFText_GetCharAngle(text_page, index))
        left, bottom = _turned(box.left, box.bottom, turn)
        right, top = _turned(box.right, box.top, turn)
        start, base = _turned(x.value, y.value, turn)
        left, right = min(left, right), max(left, right)
        if turn % 90:  # the box is no upright one of the letter: it stands about its start
            size = math.hypot(box.right - box.left, box.top - box.bottom) * _OF_DIAGONAL
            left, right, bottom, top = start, start + size / 2, base, base + size
        yield turn, Char("-" if text in _HYPHENS else text, left, right, base, abs(top - bottom))


def _turn(angle: float) -> int:
    """By how many degrees what runs at an angle has to be turned, clockwise, to stand upright.

    What leans a little, as scanned pages do, is as good as straight; what runs across the page, as
    "DRAFT" behind its text does, is not.
    """
    degrees = round(math.degrees(-angle)) % 360
    straight = round(degrees / 90) * 90
    return straight % 360 if abs(degrees - straight) <= _LEANING else degrees


def _turned(x: float, y: float, rotation: int) -> tuple[float, float]:
    """A point as it stands once the page is turned by `rotation` degrees, clockwise."""
    if rotation == 0:
        return x, y
    if rotation == 90:
        return y, -x
    if rotation == 180:
        return -x, -y
    if rotation == 270:
        return -y, x
    sine, cosine = math.sin(math.radians(rotation)), math.cos(math.radians(rotation))
    return x * cosine + y * sine, y * cosine - x * sine


def _runs(characters: Iterator[Char], uprights: Sequence[Rule]) -> Iterator[list[Char]]:
    """The characters between the ends of lines, wide gaps, jumps and upright lines."""
    run: list[Char] = []
    last: Char | None = None
    for char in characters:
        if char.text in "\r\n":
            if run:
                yield run
            run, last = [], None
            continue
        if char.text.isspace() or not char.size:
            if run:
                run.append(Char(" ", char.left, char.right, run[-1].base, run[-1].size))
            continue
        if last is not None and (_apart(last, char) or _parted(last, char, uprights)):
            yield run
            run = []
        run.append(char)
        last = char
    if run:
        yield run


def _apart(last: Char, char: Char) -> bool:
    size = max(last.size, char.size)
    gap = char.left - last.right
    return abs(char.base - last.base) > 0.6 * size or gap > _WIDE_GAP * size or gap < -size


def _parted(last: Char, char: Char, uprights: Sequence[Rule]) -> bool:
    """Whether a line drawn between the two parts them, as between cells with narrow margins."""
    if not uprights or char.left - last.right < _NARROW_GAP * char.size:
        return False
    return any(
        last.right - _ON_LINE < rule.at < char.left + _ON_LINE
        and rule.start < char.base + _MIDDLE * char.size < rule.end
        for rule in uprights
    )


def _segment(run: list[Char]) -> Segment:
    inked = [char for char in run if char.text != " "]
    if not inked:
        return Segment("", 0, 0, 0, 0)
    size = max(char.size for char in inked)
    large = [char for char in inked if char.size > 0.85 * size]
    base = median(char.base for char in large)
    left, right = min(char.left for char in inked), max(char.right for char in inked)
    return Segment(_words(run, size, base), left, right, base, median(c.size for c in large))


def _words(run: list[Char], size: float, base: float) -> str:
    """The text of `run` without the raised marks that send the reader to a footnote."""
    text = ""
    for raised, chars in groupby(
        run, lambda char: char.size < 0.85 * size and char.base > base + 0.1 * size
    ):
        words = "".join(char.text for char in chars)
        if raised and not text.strip():
            text = f"{words.strip()} "
        elif not (
            raised and _NOTE_MARK.fullmatch(words.strip()) and _MARKABLE.search(text.rstrip())
        ):
            text += words
    return " ".join(text.split())
