"""The lines of a PDF's pages as one text: without running heads, in paragraphs, footnotes apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from corpus.characters import normalise_characters
from corpus.formats.pdf_furniture import NOTE_SIZE, body_size, without_furniture
from corpus.formats.pdf_layout import Line
from corpus.wraps import joint, whole_words

_ITEM = re.compile(r"(?:[•·▪‣◦●*–—-]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)])\s+\S")
_BULLETS = "•▪‣◦●"
# A list's mark in a font of symbols has a number of that font only.
_BULLET = re.compile("^[\ue000-\uf8ff](?=\\s)")
_ENDED = re.compile(r"[.!?…:;。！？؟।][\"'”’»)\]]*$")
_NOTE = re.compile(r"(?:\d{1,3}|[*†‡§]{1,3}|[a-z])[.)]?\s+\S")
_RULE = re.compile(r"[_=–—-]{3,}")


@dataclass(slots=True)
class _Paragraph:
    """Lines that belong together, each with its page; `note` says that it is a footnote."""

    lines: list[tuple[int, Line]] = field(default_factory=list)
    note: bool = False


def text_of(pages: Sequence[Sequence[Line]]) -> tuple[str, tuple[int, ...]]:
    """The text of a document, and where in it each page begins.

    A page without text begins where the next one does.
    """
    pages = [[_normalised(line) for line in page] for page in pages]
    pages = [[line for line in page if _says_something(line)] for page in pages]
    bare = without_furniture(pages)
    pages = bare if any(bare) else pages
    body = body_size(pages)
    flow: list[_Paragraph] = []
    widths: list[tuple[float, float]] = []
    for number, page in enumerate(pages):
        running, notes = _footnotes(page, body)
        widths.append(_width(running))
        _append(flow, list(_paragraphs(running, number)), notes, number, widths)
    words = whole_words([line.text for page in pages for line in page])
    return _written(flow, words, len(pages))


def _normalised(line: Line) -> Line:
    text = " ".join(normalise_characters(_BULLET.sub("• ", line.text)).split())
    return replace(line, text=text)


def _says_something(line: Line) -> bool:
    return bool(line.text) and not _RULE.fullmatch(line.text)


def _footnotes(page: Sequence[Line], body: float) -> tuple[list[Line], list[Line]]:
    """The running lines of a page, and those in small letters at the foot of its columns."""
    running: list[Line] = []
    notes: list[Line] = []
    for column in dict.fromkeys(line.column for line in page):
        lines = [line for line in page if line.column == column]
        cut = len(lines)
        while cut and lines[cut - 1].size < NOTE_SIZE * body:
            cut -= 1
        if cut == 0 and _at_foot(lines[0], running, notes):
            notes += lines
            continue
        while cut < len(lines) and not _NOTE.match(lines[cut].text):
            cut += 1
        if cut == 0:
            cut = len(lines)
        running += lines[:cut]
        notes += lines[cut:]
    return running, notes


def _at_foot(line: Line, running: Sequence[Line], notes: Sequence[Line]) -> bool:
    """Whether a column that begins with `line`, all in small letters, is one of footnotes: they go
    on there, or run the whole width below the columns of the text."""
    if notes and 0 < notes[-1].base - line.base < 2 * line.size:
        return True
    below = bool(running) and line.base < min(above.base for above in running)
    return below and bool(_NOTE.match(line.text))


def _paragraphs(lines: Sequence[Line], page: int) -> Iterator[_Paragraph]:
    if not lines:
        return
    leading = _leading(lines)
    edges = {
        column: (
            median(line.left for line in lines if line.column == column),
            max(line.right for line in lines if line.column == column),
        )
        for column in {line.column for line in lines}
    }
    paragraph = _Paragraph([(page, lines[0])])
    for last, line in pairwise(lines):
        left, right = edges[line.column]
        if last.column != line.column:
            goes_on = _continues(last, line, *edges[last.column])
        else:
            goes_on = not _begins(last, line, leading, left, right)
        if goes_on:
            paragraph.lines.append((page, line))
        else:
            yield paragraph
            paragraph = _Paragraph([(page, line)])
    yield paragraph


def _leading(lines: Sequence[Line]) -> float:
    """The usual distance between lines, in the size of their letters."""
    steps = [
        (last.base - line.base) / line.size
        for last, line in pairwise(lines)
        if last.column == line.column and 0 < last.base - line.base < 3 * line.size
    ]
    return sorted(steps)[len(steps) // 3] if steps else 1.2


def _begins(last: Line, line: Line, leading: float, left: float, right: float) -> bool:
    """Whether `line`, below `last`, begins a paragraph."""
    step = (last.base - line.base) / line.size
    if last.table or line.table:
        return not (last.table and line.table) or step - last.depth / line.size > 2.5 * leading
    if abs(last.size - line.size) > 0.12 * last.size or step > 1.3 * leading or step < -0.5:
        return True
    if line.text[0] in _BULLETS:
        return True
    if not _ENDED.search(last.text):
        width = right - left
        short = last.right < right - 0.4 * width or last.right - last.left < 0.3 * width
        centred = abs(last.left + last.right - line.left - line.right) < line.size
        in_middle = centred and abs(last.left - line.left) > line.size
        return (
            short
            and not in_middle
            and (not line.text[:1].islower() or bool(_ITEM.match(line.text)))
        )
    if _ITEM.match(line.text):
        return True
    indented = line.left > last.left + 0.8 * line.size and line.left > left + 0.8 * line.size
    return indented or last.right < right - 0.25 * (right - left)


def _continues(last: Line, line: Line, left: float, right: float) -> bool:
    """Whether a sentence goes on from `last`, at a page's or column's foot, to `line`."""
    if last.table or line.table:
        return False
    if _ENDED.search(last.text) or abs(last.size - line.size) > 0.12 * last.size:
        return False
    if line.text[:1].islower():
        return True
    return last.right > right - 0.2 * (right - left) and not _ITEM.match(line.text)


def _append(
    flow: list[_Paragraph],
    found: list[_Paragraph],
    notes: Sequence[Line],
    page: int,
    widths: Sequence[tuple[float, float]],
) -> None:
    """Add a page's paragraphs to `flow`, the first to the last of the page before if it goes on.

    Then that page's footnotes go before the paragraph, so that they don't cut a sentence.
    """
    at = next((i for i in reversed(range(len(flow))) if not flow[i].note), None)
    if at is not None and found:
        last = flow[at]
        ended, line = last.lines[-1]
        # A short line may end its column; alone on a page of long ones it is a heading.
        lines = [line for _, line in last.lines]
        edges = _width(lines) if len(lines) > 1 else widths[ended]
        if page - ended == 1 and _continues(line, found[0].lines[0][1], *edges):
            if last.lines[0][0] == last.lines[-1][0]:
                flow.append(flow.pop(at))
            last.lines += found.pop(0).lines
    flow += [*found, *_notes(notes, page)]


def _width(lines: Sequence[Line]) -> tuple[float, float]:
    """Where `lines` begin and end, 0 and 0 if there are none."""
    return min((x.left for x in lines), default=0.0), max((x.right for x in lines), default=0.0)


def _notes(lines: Sequence[Line], page: int) -> list[_Paragraph]:
    notes: list[_Paragraph] = []
    for line in lines:
        if _NOTE.match(line.text) or not notes:
            notes.append(_Paragraph(note=True))
        notes[-1].lines.append((page, line))
    return notes


def _written(
    flow: Sequence[_Paragraph], words: Counter[str], count: int
) -> tuple[str, tuple[int, ...]]:
    parts: list[str] = []
    length = 0
    starts: dict[int, int] = {}
    for paragraph in flow:
        last: Line | None = None
        for page, line in paragraph.lines:
            if last is None:
                between = "\n\n" if parts else ""
            elif last.table and line.table:
                between = "\n"
            else:
                cut, between = joint(parts[-1], line.text, words)
                parts[-1] = parts[-1][: len(parts[-1]) - cut]
                length -= cut
            length += len(between)
            starts.setdefault(page, length)
            parts += [between, line.text]
            length += len(line.text)
            last = line
    pages = [length] * count
    for page in reversed(range(count)):
        pages[page] = starts.get(page, pages[page + 1] if page + 1 < count else length)
    return "".join(parts), tuple(pages)
