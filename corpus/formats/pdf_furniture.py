"""What stands on many of a PDF's pages and is no part of the text: running heads and feet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from corpus.formats.pdf_layout import Line

_NUMBERS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?:page |p\. ?)?[-–—]? ?(?:\d{1,4}|[ivxl]{1,7}) ?[-–—]?(?: ?(?:/|of|de|sur) ?\d{1,4})?", re.I
)
# The numbers of a job or document at the foot of a page, and rules drawn with characters.
_PRINTERS_MARK = re.compile(
    r"(?:\d{1,3}/\d{1,3} )?(?:GE\.)?\d{2}-\d{5}(?: ?\(\w\))?(?: \d{6})*(?: \d{1,3}/\d{1,3})?"
    r"|\*\d{7}\*|[-–—] ?\d{1,4} ?[-–—]"
)
_EDGE_LINES = 4
_SAME_PLACE = 4.0
_SHORT = 50
_SHARE = 0.3
_FEWEST_PAGES = 2
_FEWEST_HEADS = 3
_LONGEST_HEAD = 100
NOTE_SIZE = 0.94
# How far a running head stands from the text, in the size of its letters.
_APART = 1.5


def without_furniture(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
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
    body = body_size(pages)
    heads = _running_heads(pages, body)
    kept = []
    for number, (page, edge) in enumerate(zip(pages, edges, strict=True), start=1):
        text = [line for line in page if _repeated(places, line) < least]
        furniture = [
            line
            for line in edge
            if line in heads[number - 1]
            or (_repeated(places, line) >= least and not _ends_a_note(line, text, body))
            or line.text == str(number) == _lone(page, line)
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


def _lone(page: Sequence[Line], line: Line) -> str:
    """What `line` says if it is the first or last line of `page` and stands alone, else ""."""
    beside = sum(abs(other.base - line.base) < line.size for other in page)
    outermost = line.base in (page[0].base, page[-1].base)
    return line.text if beside == 1 and outermost and len(page) > 1 else ""


def _ends_a_note(line: Line, text: Sequence[Line], body: float) -> bool:
    """Whether `line`, in small letters, follows a line of a footnote, one of `text`."""
    above = [other for other in text if 0 < other.base - line.base < _APART * line.size]
    small = line.size < NOTE_SIZE * body
    return small and any(
        abs(other.size - line.size) < 0.5 and len(other.text) > len(line.text) / 2
        for other in above
    )


def _running_heads(pages: Sequence[Sequence[Line]], body: float) -> list[list[Line]]:
    """Of each page, the heads and feet that change with the section: what stands apart at the edge,
    where many pages have something, and says what another page's does or a heading.
    """
    found: list[list[Line]] = [[] for _ in pages]
    sides = [[_set_apart(page, outermost) for page in pages] for outermost in (max, min)]
    said = " ".join(line.text for page in pages for line in page).casefold()
    again = {
        text: said.count(text.casefold()) > 1
        for text in {line.text for rows in sides for row in rows for line in row}
    }
    for rows in sides:
        heights = Counter(round(row[0].base / _SAME_PLACE) for row in rows if row)
        least = max(_FEWEST_HEADS, _SHARE * sum(bool(page) for page in pages))
        for number, row in enumerate(rows):
            height = round(row[0].base / _SAME_PLACE) if row else 0
            if row and sum(heights[height + near] for near in (-1, 0, 1)) >= least:
                found[number] += [
                    line
                    for line in row
                    if line.size <= 1.05 * body
                    and len(line.text) <= _LONGEST_HEAD
                    and again[line.text]
                ]
    return found


def _set_apart(page: Sequence[Line], outermost: Callable[[Iterable[float]], float]) -> list[Line]:
    """The highest or lowest row of `page`, if it stands apart from the others."""
    if not page:
        return []
    edge = outermost(line.base for line in page)
    row = [line for line in page if abs(line.base - edge) < 0.5 * line.size]
    rest = [line for line in page if line not in row]
    apart = rest and min(abs(line.base - edge) for line in rest) > _APART * row[0].size
    return row if apart else []


def body_size(pages: Sequence[Sequence[Line]]) -> float:
    """The size of letters in which most of the document is set."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page:
            sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0
