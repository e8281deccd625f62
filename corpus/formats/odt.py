"""OpenDocument text, with that of its tables, text boxes and footnotes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

from corpus.errors import Refused
from corpus.formats.blocks import row
from corpus.formats.packed import refuse_bomb
from corpus.formats.reading import Reading
from corpus.formats.titles import borne_out

_SPACE = "urn:oasis:names:tc:opendocument:xmlns:"
_TEXT, _TABLE, _OFFICE, _STYLE, _DRAW = (
    f"{{{_SPACE}{name}:1.0}}" for name in ("text", "table", "office", "style", "drawing")
)
_DC = "{http://purl.org/dc/elements/1.1/}"
_SVG = f"{{{_SPACE}svg-compatible:1.0}}"
_PARAGRAPHS = (f"{_TEXT}p", f"{_TEXT}h")
_SPACES = {f"{_TEXT}tab": " ", f"{_TEXT}line-break": "\n"}
# What a reader doesn't see, or what is no part of the text.
_UNSEEN = (
    f"{_TEXT}tracked-changes",
    f"{_OFFICE}annotation",
    f"{_TEXT}note-citation",
    f"{_TEXT}sequence-decls",
    f"{_TEXT}hidden-text",
    f"{_TEXT}hidden-paragraph",
    f"{_TABLE}covered-table-cell",
    f"{_SVG}title",
    f"{_SVG}desc",
)
_TITLES = ("Title",)
_DAMAGED = "the file is damaged or not what its name says: save it again"


def read_odt(data: bytes) -> Reading:
    """The text of an OpenDocument file. Raises Refused for what is none or is damaged."""
    refuse_bomb(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            content = _parsed(archive.read("content.xml"))
            meta = _parsed(archive.read("meta.xml")) if "meta.xml" in archive.namelist() else None
            styles = "styles.xml" in archive.namelist()
            others = _parsed(archive.read("styles.xml")) if styles else None
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, RuntimeError, NotImplementedError):
        raise Refused(_DAMAGED) from None
    body = content.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise Refused("the file is no text document: save it as .odt, .docx or PDF")
    walk = _Walk(_hidden_styles(content, others))
    text = "\n\n".join(filter(None, walk.blocks(body)))
    title = meta.findtext(f".//{_DC}title") if meta is not None else None
    language = meta.findtext(f".//{_DC}language") if meta is not None else None
    fields = {"title": borne_out(title or "", text), "language": language or ""}
    return Reading(
        text=text,
        fields={name: value for name, value in fields.items() if value},
        origin="file properties",
        heading=walk.heading(body),
    )


def _parsed(part: bytes) -> etree._Element:
    """The tree of a part of the file, in which no entity is expanded."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(part, parser)
    except etree.XMLSyntaxError:
        raise Refused(_DAMAGED) from None


def _hidden_styles(*parts: etree._Element | None) -> frozenset[str]:
    """The names of the styles in which text is hidden."""
    return frozenset(
        style.get(f"{_STYLE}name") or ""
        for part in parts
        if part is not None
        for style in part.iter(f"{_STYLE}style")
        for properties in style.iter(f"{_STYLE}text-properties")
        if properties.get(f"{_TEXT}display") == "none"
    )


class _Walk:
    """The blocks of a document in their order, each with its text boxes and notes behind it."""

    def __init__(self, hidden: frozenset[str]) -> None:
        self._hidden = hidden

    def heading(self, body: etree._Element) -> str:
        """The first paragraph in the style of a title, else the first heading of the first rank."""
        for paragraph in body.iter(f"{_TEXT}p"):
            if paragraph.get(f"{_TEXT}style-name") in _TITLES and (found := self._line(paragraph)):
                return found
        for heading in body.iter(f"{_TEXT}h"):
            if heading.get(f"{_TEXT}outline-level") == "1" and (found := self._line(heading)):
                return found
        return ""

    def blocks(self, parent: etree._Element) -> Iterator[str]:
        for element in parent:
            if element.tag in _PARAGRAPHS:
                yield from self._paragraph(element)
            elif element.tag == f"{_TEXT}list":
                yield "\n".join(self._items(element))
            elif element.tag == f"{_TABLE}table":
                yield "\n".join(filter(None, map(self._row, self._rows(element))))
            elif isinstance(element.tag, str) and not self._is_unseen(element):
                yield from self.blocks(element)

    def _paragraph(self, paragraph: etree._Element) -> Iterator[str]:
        if self._is_unseen(paragraph):
            return
        aside: list[etree._Element] = []
        yield "".join(self._words(paragraph, aside)).strip()
        for element in aside:
            if element.tag == f"{_TEXT}note-body":
                yield " ".join(" ".join(self.blocks(element)).split())
            else:
                yield from self.blocks(element)

    def _words(self, parent: etree._Element, aside: list[etree._Element]) -> Iterator[str]:
        yield parent.text or ""
        for element in parent:
            if element.tag in _SPACES:
                yield _SPACES[element.tag]
            elif element.tag == f"{_TEXT}s":
                yield " "
            elif element.tag == f"{_TEXT}note-body" or str(element.tag).startswith(_DRAW):
                aside.append(element)
            elif isinstance(element.tag, str) and not self._is_unseen(element):
                yield from self._words(element, aside)
            yield element.tail or ""

    def _items(self, items: etree._Element) -> Iterator[str]:
        """A line for each item of a list, those of lists inside it after their own."""
        for item in items.iter(f"{_TEXT}list-item", f"{_TEXT}list-header"):
            if next(item.iterancestors(f"{_TEXT}list"), None) is not items:
                continue
            inner = [element for element in item if element.tag == f"{_TEXT}list"]
            own = [element for element in item if element.tag in _PARAGRAPHS]
            words = " ".join(block for each in own for block in self._paragraph(each)).split()
            if words:
                yield f"- {' '.join(words)}"
            for each in inner:
                yield from self._items(each)

    def _rows(self, table: etree._Element) -> Iterator[etree._Element]:
        for found in table.iter(f"{_TABLE}table-row"):
            if next(found.iterancestors(f"{_TABLE}table")) is table:
                yield found

    def _row(self, found: etree._Element) -> str:
        cells = found.findall(f"{_TABLE}table-cell")
        return row([" ".join(" ".join(self.blocks(cell)).split()) for cell in cells])

    def _line(self, paragraph: etree._Element) -> str:
        return " ".join("".join(self._words(paragraph, [])).split())

    def _is_unseen(self, element: etree._Element) -> bool:
        return element.tag in _UNSEEN or element.get(f"{_TEXT}style-name") in self._hidden
