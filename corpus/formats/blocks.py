"""An HTML tree as plain text: paragraphs, headings, list items and table rows, in their order."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree
from lxml.html import HtmlElement

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt "
    "fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend main "
    "menu nav ol p pre section summary table ul".split()
)
_HEADINGS = ("h1", "h2", "h3")
_BLANK = re.compile(r"\s+")
_PARAGRAPH, _LINE, _CELL = "\x1d", "\x1e", "\x1f"
# An empty cell that keeps its place in a row; no white space, as the others are.
_EMPTY = "\x02"
_GAPS = re.compile(rf"[{_PARAGRAPH}{_LINE}{_CELL}\s]+")
_MARKS = re.compile(f"[{_PARAGRAPH}{_LINE}{_CELL}{_EMPTY}]")
_FILLED = 0.5


def block_text(root: HtmlElement) -> str:
    """The text of `root` with a blank line between blocks and a line for each item or row."""
    parts: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            parts.append(_opening(element))
            parts.append(_text(element.text, element))
        else:
            parts.append(_closing(element))
            if element is not root:
                parts.append(_text(element.tail, element.getparent()))
    text = _GAPS.sub(_gap, "".join(parts))
    return text.replace(f"{_EMPTY} ", "").replace(_EMPTY, "").strip()


def row(cells: Sequence[str]) -> str:
    """The line of a table's row. An empty cell keeps its place, so that what follows it isn't read
    under another head; not where most are empty, as in tables that only lay out a page."""
    cells = list(cells)
    while cells and not cells[-1]:
        cells.pop()
    filled = [cell for cell in cells if cell]
    if len(filled) < 2 or len(filled) < _FILLED * len(cells):
        return " | ".join(filled)
    return " | ".join(cells).replace("|  |", "| |").replace("|  |", "| |").strip()


def _gap(match: re.Match[str]) -> str:
    """The widest of the gaps that stand together."""
    gap = match.group()
    if _PARAGRAPH in gap:
        return "\n\n"
    if _LINE in gap:
        return "\n"
    return " | " if _CELL in gap else " "


def first_heading(root: HtmlElement) -> str:
    """The words of the first heading of the highest rank in `root`, "" without one."""
    for tag in _HEADINGS:
        for element in root.iter(tag):
            words = plain(element)
            if words:
                return words
    return ""


def plain(element: HtmlElement) -> str:
    """The words of `element` on one line."""
    return _BLANK.sub(" ", "".join(element.itertext(with_tail=False))).strip()


def _text(text: str | None, parent: HtmlElement | None) -> str:
    """The text of one node; only in <pre> do its line ends mean anything."""
    if not text:
        return ""
    text = _MARKS.sub("", text)
    if parent is not None and (parent.tag == "pre" or _inside(parent, "pre")):
        return text.replace("\n", _LINE)
    return _BLANK.sub(" ", text)


def _opening(element: HtmlElement) -> str:
    if element.tag == "br":
        return _LINE
    if element.tag in ("ul", "ol") and element.getparent() is not None:
        return _LINE if element.getparent().tag == "li" else _PARAGRAPH
    if element.tag == "li":
        return f"{_LINE}{_marker(element)} "
    if element.tag == "tr":
        return _LINE
    if element.tag in ("td", "th"):
        kept = _EMPTY if _keeps_its_place(element) else ""
        return kept if element.getprevious() is None else _CELL + kept
    return _PARAGRAPH if element.tag in _BLOCKS and not _in_item(element) else ""


def _keeps_its_place(cell: HtmlElement) -> bool:
    """Whether a cell is empty in a row of data; see `row`."""
    if plain(cell):
        return False
    cells = cell.getparent().findall("*")
    filled = [number for number, each in enumerate(cells) if plain(each)]
    before_last = bool(filled) and cells.index(cell) < filled[-1]
    return before_last and len(filled) > 1 and len(filled) >= _FILLED * (filled[-1] + 1)


def _closing(element: HtmlElement) -> str:
    if element.tag in ("ul", "ol") and element.getparent() is not None:
        return _LINE if element.getparent().tag == "li" else _PARAGRAPH
    if element.tag in ("li", "tr"):
        return _LINE
    if element.tag in _BLOCKS:
        return " " if _in_item(element) else _PARAGRAPH
    return ""


def _in_item(element: HtmlElement) -> bool:
    """Whether a block stands in a list item or table cell, which are a line each."""
    return _inside(element, "li", "td", "th")


def _inside(element: HtmlElement, *tags: str) -> bool:
    return next(element.iterancestors(*tags), None) is not None


def _marker(item: HtmlElement) -> str:
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return "-"
    start = parent.get("start") or "1"
    before = sum(1 for _ in item.itersiblings("li", preceding=True))
    return f"{(int(start) if start.isdecimal() else 1) + before}."
