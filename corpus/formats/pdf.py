"""PDF: the text of its pages, with where each page begins."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pypdfium2 as pdfium  # type: ignore[import-untyped]  # it carries no types
import pypdfium2.raw as raw  # type: ignore[import-untyped]

from corpus.errors import Refused
from corpus.formats.pdf_characters import segments
from corpus.formats.pdf_layout import Line, lines_of
from corpus.formats.pdf_text import body_size, text_of
from corpus.formats.reading import Reading
from corpus.formats.titles import borne_out
from corpus.publishers import is_organisation

_HEADER_WITHIN = 1024
_FEWEST_LETTERS = 5
_MOST_UNNAMED = 0.3
_UNNAMED = re.compile("[\ufffd\ue000-\uf8ff]")
_NOTE_MARKS = re.compile(r" ?[*∗†‡]+(?= |$)")
_LARGER = 1.12
_LONGEST_HEADING = 250
# What stands largest on a document of the United Nations, and is no title.
_MASTHEAD = re.compile(
    r"united nations|nations unies|naciones unidas|(?:general assembly|security council"
    r"|human rights council|economic and social council|assemblée générale|conseil de sécurité"
    r"|asamblea general|consejo de seguridad|distr)\b.{0,12}|[a-z]|[a-z]+/\S+(?: \S+)?|\*\w+\*",
    re.I,
)
_SCAN_REMEDY = "recognise its text first (for example with ocrmypdf) and sync it again"


def read_pdf(data: bytes) -> Reading:
    """The text of a PDF's pages; what couldn't be read of them is noted.

    Raises Refused for what is no PDF, is locked, damaged, or holds no text.
    """
    if b"%PDF-" not in data[:_HEADER_WITHIN]:
        raise Refused("the file is no PDF, whatever its name says: save it as PDF again")
    document = _opened(data)
    pages: list[list[Line]] = []
    unread: list[int] = []
    for index in range(len(document)):
        lines, readable = _page(document, index)
        pages.append(lines)
        if not readable:
            unread.append(index + 1)
    text, starts = text_of(pages)
    if not text:
        raise Refused(_without_text(len(pages), len(unread)))
    return Reading(
        text=text,
        fields=_fields(document, text),
        origin="PDF properties",
        heading=_heading(pages),
        pages=starts,
        notes={"pages": _unread_note(unread, len(pages))} if unread else {},
    )


def _opened(data: bytes) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(data)
        if len(document) > 0:
            return document
    except pdfium.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise Refused(
                "the PDF is locked with a password: save a copy without one and sync that"
            ) from None
    raise Refused("the PDF is damaged or was cut short: download or export it again")


def _page(document: pdfium.PdfDocument, index: int) -> tuple[list[Line], bool]:
    """The lines of a page, and whether all that it shows could be read."""
    try:
        page = document[index]
    except pdfium.PdfiumError:
        return [], False
    try:
        lines = lines_of(segments(page))
        text = "".join(line.text for line in lines)
        if len(_UNNAMED.findall(text)) > _MOST_UNNAMED * len(text):
            return [], False
        return lines, len(text) >= _FEWEST_LETTERS or not _has_picture(page)
    finally:
        page.close()


def _has_picture(page: pdfium.PdfPage) -> bool:
    pictures = page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=5)
    return next(iter(pictures), None) is not None


def _without_text(pages: int, unread: int) -> str:
    if not unread:
        return "the PDF is empty: its pages hold no text"
    which = "its page is a picture" if pages == 1 else "its pages are pictures"
    return f"the PDF holds no text that can be read, {which}: {_SCAN_REMEDY}"


def _unread_note(unread: Sequence[int], pages: int) -> str:
    which = f"page {unread[0]}" if len(unread) == 1 else f"pages {_ranges(unread)}"
    return f"{which} of {pages} could not be read, being pictures: {_SCAN_REMEDY}"


def _ranges(numbers: Sequence[int]) -> str:
    """ "2, 4-6" for 2, 4, 5, 6."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in spans)


def _fields(document: pdfium.PdfDocument, text: str) -> dict[str, str]:
    """The title among the PDF's properties, if the text bears it out, since many are left-overs,
    and its author, where that is an organisation and nobody's account."""
    properties = document.get_metadata_dict()
    title = borne_out(properties.get("Title", ""), text)
    fields = {"title": title} if title and not _MASTHEAD.fullmatch(title) else {}
    author = " ".join(properties.get("Author", "").split())
    return fields | ({"publisher": author} if is_organisation(author) else {})


def _heading(pages: Sequence[Sequence[Line]]) -> str:
    """What the first page with text says in its largest letters, "" if all are of one size."""
    page = next((page for page in pages if page), [])
    lines = [line for line in page if not _MASTHEAD.fullmatch(line.text)]
    wordy = [line for line in lines if len(line.text.split()) > 1]
    if not wordy:
        return ""
    largest = max(line.size for line in wordy)
    heading = " ".join(line.text for line in lines if line.size > 0.97 * largest)
    heading = _NOTE_MARKS.sub("", heading)
    large = largest > _LARGER * body_size(pages) and len(heading) <= _LONGEST_HEADING
    return heading if large else ""
