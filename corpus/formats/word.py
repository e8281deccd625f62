"""Word: the text of a .docx, with that of its tables, text boxes and footnotes."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from zipfile import BadZipFile

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE as RELATIONSHIP
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml import etree

from corpus.errors import Refused
from corpus.formats.blocks import row
from corpus.formats.html import read_html
from corpus.formats.packed import refuse_bomb
from corpus.formats.pandoc import read_rtf
from corpus.formats.reading import Reading
from corpus.formats.titles import borne_out

_OLE = b"\xd0\xcf\x11\xe0"
_HEADINGS = ("title", "heading 1")
_TEXT = qn("w:t")
_SPACES = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_NOTES = {
    qn("w:footnoteReference"): (RELATIONSHIP.FOOTNOTES, qn("w:footnote")),
    qn("w:endnoteReference"): (RELATIONSHIP.ENDNOTES, qn("w:endnote")),
}
# What a reader doesn't see: deleted words, and the copy of a text box for older programs.
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_UNSEEN = (qn("w:del"), qn("w:moveFrom"), f"{_COMPATIBILITY}Fallback")
_OFF = ("0", "false", "off", "none")
_WHITE = re.compile(r"f[c-f]f[c-f]f[c-f]", re.I)
_TINY = 3  # half points


def read_word(data: bytes) -> Reading:
    """The text of a Word file; one of another make is read as what it is.

    Raises Refused for files of Word 97 to 2003 and for damaged ones.
    """
    if data.startswith(_OLE):
        raise Refused(
            "it is a file of an old Word (97 to 2003) or locked with a password: open it in Word or"
            " LibreOffice, save it as .docx without a password, and sync that"
        )
    if data.lstrip().startswith(b"{\\rtf"):
        return read_rtf(data)
    if data.lstrip()[:200].lower().startswith((b"<html", b"<!doctype html")):
        return read_html(data)
    refuse_bomb(data)
    try:
        document = docx.Document(io.BytesIO(data))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, etree.XMLSyntaxError):
        raise Refused(
            "it is no Word file, or a damaged or very large one: save it as .docx again"
        ) from None
    paragraphs = list(_Walk(document).blocks(document.element.body))
    text = "\n\n".join(filter(None, paragraphs))
    title = borne_out(document.core_properties.title or "", text)
    return Reading(
        text=text,
        fields={"title": title} if title else {},
        origin="Word properties",
        heading=_heading(document),
    )


def _heading(document: WordDocument) -> str:
    """The first paragraph in the style of a title, else of a heading."""
    found: dict[str, str] = {}
    for paragraph in document.paragraphs:
        style = ((paragraph.style.name if paragraph.style else "") or "").lower()
        words = " ".join(paragraph.text.split())
        if words and style in _HEADINGS:
            found.setdefault(style, words)
    return next((found[style] for style in _HEADINGS if style in found), "")


class _Walk:
    """The blocks of a document in their order, each with its footnotes behind it."""

    def __init__(self, document: WordDocument) -> None:
        self._notes: dict[tuple[str, str], etree._Element] = {}
        self._white_page = document.element.find(qn("w:background")) is None
        for reference, (relationship, tag) in _NOTES.items():
            for part in document.part.rels.values():
                if part.reltype == relationship and not part.is_external:
                    for note in parse_xml(part.target_part.blob).iter(tag):
                        self._notes[reference, note.get(qn("w:id")) or ""] = note

    def blocks(self, parent: etree._Element) -> Iterator[str]:
        for element in parent:
            if element.tag == qn("w:p"):
                yield from self._paragraph(element)
            elif element.tag == qn("w:tbl"):
                yield self._table(element)
            elif element.tag not in _UNSEEN and isinstance(element.tag, str):
                yield from self.blocks(element)

    def _paragraph(self, paragraph: etree._Element) -> Iterator[str]:
        boxes: list[etree._Element] = []
        notes: list[etree._Element] = []
        yield "".join(self._words(paragraph, boxes, notes)).strip()
        for box in boxes:
            yield from self.blocks(box)
        for note in notes:
            yield " ".join(" ".join(self.blocks(note)).split())

    def _words(
        self, parent: etree._Element, boxes: list[etree._Element], notes: list[etree._Element]
    ) -> Iterator[str]:
        for element in parent:
            if element.tag == _TEXT:
                yield element.text or ""
            elif element.tag in _SPACES:
                yield _SPACES[element.tag]
            elif element.tag == qn("w:txbxContent"):
                boxes.append(element)
            elif element.tag in _NOTES:
                note = self._notes.pop((element.tag, element.get(qn("w:id")) or ""), None)
                notes += [note] if note is not None else []
            elif element.tag not in _UNSEEN and not self._is_hidden(element):
                yield from self._words(element, boxes, notes)

    def _is_hidden(self, run: etree._Element) -> bool:
        """Whether a run is marked as hidden, has next to no size, or is white on the white page."""
        style = run.find(qn("w:rPr")) if run.tag == qn("w:r") else None
        if style is None:
            return False
        value = qn("w:val")
        vanish, size, ink = (style.find(qn(f"w:{name}")) for name in ("vanish", "sz", "color"))
        if vanish is not None and (vanish.get(value) or "1").lower() not in _OFF:
            return True
        points = (size.get(value) or "") if size is not None else ""
        if points.isdecimal() and int(points) <= _TINY:
            return True
        white = ink is not None and _WHITE.fullmatch(ink.get(value) or "")
        return bool(white) and self._white_page and not _has_ground(run)

    def _table(self, table: etree._Element) -> str:
        """A line for each row, its cells apart by ` | `."""
        rows = []
        for found in table.iter(qn("w:tr")):
            if next(found.iterancestors(qn("w:tbl"))) is not table:
                continue
            cells = [
                " ".join(" ".join(self.blocks(cell)).split())
                for cell in found.iter(qn("w:tc"))
                if next(cell.iterancestors(qn("w:tr"))) is found
            ]
            rows.append(row(cells))
        return "\n".join(filter(None, rows))


def _has_ground(run: etree._Element) -> bool:
    """Whether a run may stand on another colour than the page's: shaded, in a table or a box."""
    around = run.iterancestors(qn("w:tbl"), qn("w:txbxContent"), qn("w:p"))
    first = next(around, None)
    if first is None or next(around, None) is not None:
        return True
    return next(first.iter(qn("w:shd"), qn("w:highlight")), None) is not None
