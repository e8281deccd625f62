"""PDF: the text of its pages, with where each page begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pypdfium2 as pdfium  # type: ignore[import-untyped]  # it carries no types
import pypdfium2.raw as raw  # type: ignore[import-untyped]

from corpus.errors import Refused
from corpus.formats.pdf_characters import segments
from corpus.formats.pdf_layout import Line, lines_of
from corpus.formats.pdf_text import body_size, text_of
from corpus.formats.reading import Reading
from corpus.formats.scans import Scanned, recognise
from corpus.formats.titles import borne_out
from corpus.ocr import Ocr, Recognised, nobody
from corpus.publishers import is_organisation
from corpus.ranges import ranges

_HEADER_WITHIN = 1024
_FEWEST_LETTERS = 5
_MOST_UNNAMED = 0.3
_UNNAMED = re.compile("[\ufffd\ue000-\uf8ff]")
_NOTE_MARKS = re.compile(r" ?[*∗†‡]+(?= |$)")
_LARGER = 1.12
_LONGEST_HEADING = 250
# What stands largest on a document of the United Nations, and is no title.
_MASTHEAD = re.compile(
    r"(?:\S{1,3} )?(?:united nations|nations unies|naciones unidas|(?:general assembly"
    r"|security council|human rights council|economic and social council|assemblée générale"
    r"|conseil de sécurité|asamblea general|consejo de seguridad|distr)\b.{0,12})"
    r"|[a-z]|[a-z]+/\S+(?: \S+)?|\*\w+\*",
    re.I,
)
# Letters that were turned into drawings are hundreds of paths.
_MANY_PATHS = 60
_NO_OCR = Ocr(seconds=0)


def read_pdf(data: bytes, ocr: Ocr = _NO_OCR, tell: Recognised = nobody) -> Reading:
    """The text of a PDF's pages; what couldn't be read of them is noted.

    Pages that are pictures are read by OCR, as `ocr` says; `tell` hears how many have been. Raises
    Refused for what is no PDF, is locked, damaged, or holds no text.
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
            unread.append(index)
    scanned = Scanned()
    if unread:
        around = "\n".join(line.text for page in pages for line in page)
        scanned = recognise(document, unread, around, ocr, tell)
        _put_in(pages, scanned)
    text, starts = text_of(pages)
    if not text:
        raise Refused(_without_text(scanned, len(pages)))
    return Reading(
        text=text,
        fields=_fields(document, text),
        origin="PDF properties",
        heading=_heading(pages),
        pages=starts,
        notes=_notes(scanned, len(pages)),
        scanned=bool(unread),
    )


def _put_in(pages: list[list[Line]], scanned: Scanned) -> None:
    """Put what OCR read in its pages, in letters as large as those of the other pages."""
    read = {number: lines_of(segments) for number, segments in scanned.read.items()}
    usual, seen = body_size(pages), body_size(list(read.values()))
    scale = usual / seen if usual and seen else 1.0
    for number, lines in read.items():
        pages[number] = [replace(line, size=line.size * scale) for line in lines]


def _notes(scanned: Scanned, pages: int) -> dict[str, str]:
    read = [number + 1 for number, segments in sorted(scanned.read.items()) if segments]
    found = {"ocr": ranges(read), "pages": scanned.note(pages)}
    return {name: note for name, note in found.items() if note}


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
        return lines, len(text) >= _FEWEST_LETTERS or not _shows_something(page)
    finally:
        page.close()


def _shows_something(page: pdfium.PdfPage) -> bool:
    """Whether a page holds a picture, or so many paths that they may be letters."""
    shown = [raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH]
    for paths, thing in enumerate(page.get_objects(filter=shown, max_depth=5), start=1):
        if thing.type == raw.FPDF_PAGEOBJ_IMAGE or paths == _MANY_PATHS:
            return True
    return False


def _without_text(scanned: Scanned, pages: int) -> str:
    if not scanned.unread:
        return "the PDF is empty: its pages hold no text"
    return f"the PDF holds no text: {scanned.note(pages)}"


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
