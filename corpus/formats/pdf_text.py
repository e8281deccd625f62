"""The lines of a PDF's pages as one text: without running heads, in paragraphs, footnotes apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from corpus.characters import normalise_characters
from corpus.formats.pdf_layout import Line
from corpus.wraps import joint, whole_words

_ITEM = re.compile(r"(?:[•·▪‣◦●*–—-]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)])\s+\S")
_BULLETS = "•▪‣◦●"
# A list's mark in a font of symbols has a number of that font only.
_BULLET = re.compile("^[\ue000-\uf8ff](?=\\s)")
_ENDED = re.compile(r"[.!?…:;。！？؟।][\"'”’»)\]]*$")
_NOTE = re.compile(r"(?:\d{1,3}|[*†‡§]{1,3}|[a-z])[.)]?\s+\S")
_NUMBERS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?:page |p\. ?)?[-–—]? ?(?:\d{1,4}|[ivxl]{1,7}) ?[-–—]?(?: ?(?:/|of|de|sur) ?\d{1,4})?", re.I
)
# The numbers of a job or document at the foot of a page, and rules drawn with characters.
_PRINTERS_MARK = re.compile(
    r"(?:\d{1,3}/\d{1,3} )?(?:GE\.)?\d{2}-\d{5}(?: ?\(\w\))?(?: \d{6})*(?: \d{1,3}/\d{1,3})?"
    r"|\*\d{7}\*|[-–—] ?\d{1,4} ?[-–—]"
)
_RULE = re.compile(r"[_=–—-]{3,}")
_EDGE_LINES = 4
_SAME_PLACE = 4.0
_SHORT = 50
_SHARE = 0.3
_FEWEST_PAGES = 2
_NOTE_SIZE = 0.94


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
    bare = _without_furniture(pages)
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
    return Line(text, line.left, line.right, line.base, line.size, line.column, line.table)


def _says_something(line: Line) -> bool:
    return bool(line.text) and not _RULE.fullmatch(line.text)


def _without_furniture(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages without what stands on many of them at the same place but for its numbers."""
    edges = [_edges(page) for page in pages]
    places = Counter(key for edge in edges for key in {_place(line) for line in edge})
    least = max(_FEWEST_PAGES, _SHARE * sum(bool(page) for page in pages))
    numbered = Counter(
        round(line.base / _SAME_PLACE)
        for edge in edges
        for line in edge
        if _PAGE_NUMBER.fullmatch(line.text)
    )
    kept = []
    for page, edge in zip(pages, edges, strict=True):
        furniture = [
            line
            for line in edge
            if _repeated(places, line) >= least
            or _PRINTERS_MARK.fullmatch(line.text)
            or (
                _PAGE_NUMBER.fullmatch(line.text)
                and numbered[round(line.base / _SAME_PLACE)] >= _FEWEST_PAGES
            )
        ]
        kept.append([line for line in page if line not in furniture])
    return kept


def _edges(page: Sequence[Line]) -> list[Line]:
    """The highest and the lowest lines of a page."""
    heights = sorted({line.base for line in page})
    outer = {*heights[:_EDGE_LINES], *heights[-_EDGE_LINES:]}
    return [line for line in page if line.base in outer]


def _place(line: Line) -> tuple[str, int]:
    """What `line` says and how high; in short lines numbers may differ from page to page."""
    words = _NUMBERS.sub("#", line.text) if len(line.text) <= _SHORT else line.text
    return words, round(line.base / _SAME_PLACE)


def _repeated(places: Counter[tuple[str, int]], line: Line) -> int:
    words, height = _place(line)
    return sum(places[words, height + near] for near in (-1, 0, 1))


def body_size(pages: Sequence[Sequence[Line]]) -> float:
    """The size of letters in which most of the document is set."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page:
            sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _footnotes(page: Sequence[Line], body: float) -> tuple[list[Line], list[Line]]:
    """The running lines of a page, and those in small letters at the foot of its columns."""
    running: list[Line] = []
    notes: list[Line] = []
    for column in dict.fromkeys(line.column for line in page):
        lines = [line for line in page if line.column == column]
        cut = len(lines)
        while cut and lines[cut - 1].size < _NOTE_SIZE * body:
            cut -= 1
        while cut < len(lines) and not _NOTE.match(lines[cut].text):
            cut += 1
        if cut == 0:
            cut = len(lines)
        running += lines[:cut]
        notes += lines[cut:]
    return running, notes


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
        return not (last.table and line.table) or step > 2.5 * leading
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
    """Add a page's paragraphs to `flow`, the first to the last of an earlier page if it goes on.

    Then that page's footnotes go before the paragraph, so that they don't cut a sentence.
    """
    at = next((i for i in reversed(range(len(flow))) if not flow[i].note), None)
    if at is not None and found:
        last = flow[at]
        ended, line = last.lines[-1]
        # A short line may end its column; alone on a page of long ones it is a heading.
        lines = [line for _, line in last.lines]
        edges = _width(lines) if len(lines) > 1 else widths[ended]
        if _continues(line, found[0].lines[0][1], *edges):
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
