"""PDF: the text of its pages, with where each page begins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import pypdfium2 as pdfium  # type: ignore[import-untyped]  # it carries no types
import pypdfium2.raw as raw  # type: ignore[import-untyped]

from corpus.errors import Refused
from corpus.formats.pdf_characters import shown
from corpus.formats.pdf_furniture import body_size
from corpus.formats.pdf_layout import Line, lines_of
from corpus.formats.pdf_text import text_of
from corpus.formats.reading import Reading
from corpus.formats.scans import Scanned, named, recognise
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
# A page that is a picture with a stamp or number on it, and how much more OCR has to find there.
_MOSTLY = 0.7
_FEW_LETTERS = 100
_FAR_MORE = 3
_MOST_NAMED = 10
# What runs up or down a page is read after the page's columns, as more of them.
_ASIDE = 100
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
    pages = [_page(document, number) for number in range(len(document))]
    pictures = [number for number, page in enumerate(pages) if page.unread or page.beside]
    scanned = Scanned()
    if pictures:
        around = "\n".join(line.text for page in pages for line in page.lines)
        scanned = recognise(document, pictures, around, ocr, tell)
        _put_in(pages, scanned)
    lines = [page.lines for page in pages]
    text, starts = text_of(lines)
    if not text:
        raise Refused(_without_text(scanned, len(pages)))
    return Reading(
        text=text,
        fields=_fields(document, text),
        origin="PDF properties",
        heading=_heading(lines),
        pages=starts,
        notes=_notes(document, pages, scanned),
        scanned=bool(pictures),
    )


@dataclass(slots=True)
class _Page:
    """The lines of a page. `unread` says that it shows what could not be read, `beside` that it may
    do so, being a picture with few words; `layer` and `unseen` are those of `Shown`."""

    lines: list[Line] = field(default_factory=list)
    unread: bool = False
    beside: bool = False
    layer: bool = False
    unseen: bool = False

    @property
    def letters(self) -> int:
        return sum(len(line.text) for line in self.lines)


def _put_in(pages: Sequence[_Page], scanned: Scanned) -> None:
    """Put what OCR read in its pages, in letters as large as those of the other pages."""
    read = {number: lines_of(segments) for number, segments in scanned.read.items()}
    usual, seen = body_size([page.lines for page in pages]), body_size(list(read.values()))
    scale = usual / seen if usual and seen else 1.0
    for number, page in enumerate(pages):
        lines = read.get(number, [])
        if page.beside and sum(len(line.text) for line in lines) < _FAR_MORE * page.letters:
            scanned.keep(number)
        elif number in read:
            page.lines = [replace(line, size=line.size * scale) for line in lines]


def _notes(
    document: pdfium.PdfDocument, pages: Sequence[_Page], scanned: Scanned
) -> dict[str, str]:
    read = {number for number, segments in scanned.read.items() if segments}
    layers = {number for number, page in enumerate(pages) if page.layer}
    unseen = [number for number, page in enumerate(pages) if page.unseen]
    attached = raw.FPDFDoc_GetAttachmentCount(document)
    found = {
        "ocr": ranges(number + 1 for number in sorted(read | layers)),
        "pages": scanned.note(len(pages)),
        "hidden": f"text that isn't seen on {named(unseen, len(pages))} left out" if unseen else "",
        "attachments": f"not read: {_names(document, attached)}" if attached > 0 else "",
    }
    return {name: note for name, note in found.items() if note}


def _names(document: pdfium.PdfDocument, count: int) -> str:
    """The names of the files that a PDF carries, the first few of them."""
    shown = [document.get_attachment(n).get_name() for n in range(min(count, _MOST_NAMED))]
    more = f" and {count - _MOST_NAMED} more" if count > _MOST_NAMED else ""
    return ", ".join(" ".join(name.split()) or "unnamed" for name in shown) + more


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


def _page(document: pdfium.PdfDocument, number: int) -> _Page:
    try:
        page = document[number]
    except pdfium.PdfiumError:
        return _Page(unread=True)
    try:
        seen = shown(page)
        lines = [
            replace(line, column=line.column + _ASIDE * number)
            for number, (way, rules) in enumerate(zip(seen.segments, seen.rules, strict=True))
            for line in lines_of(way, rules)
        ]
        read = _Page(lines, layer=seen.layer, unseen=seen.unseen)
        text = "".join(line.text for line in read.lines)
        if len(_UNNAMED.findall(text)) > _MOST_UNNAMED * len(text):
            return _Page(unread=True, unseen=seen.unseen)
        read.unread = len(text) < _FEWEST_LETTERS and _shows_something(page)
        mostly = seen.pictured > _MOSTLY and len(text) < _FEW_LETTERS
        read.beside = mostly and not seen.layer and not read.unread
        return read
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


def _together(lines: Sequence[Line], size: float) -> Iterator[str]:
    """The lines of at least that size that stand together; of sections further down, none."""
    large = [number for number, line in enumerate(lines) if line.size > size]
    for place, number in enumerate(large):
        if place and number - large[place - 1] > 2:
            return
        yield lines[number].text


def _heading(pages: Sequence[Sequence[Line]]) -> str:
    """What the first page with text says in its largest letters, "" if all are of one size."""
    page = next((page for page in pages if page), [])
    lines = [line for line in page if not _MASTHEAD.fullmatch(line.text)]
    wordy = [line for line in lines if len(line.text.split()) > 1]
    if not wordy:
        return ""
    largest = max(line.size for line in wordy)
    heading = _NOTE_MARKS.sub("", " ".join(_together(lines, 0.97 * largest)))
    large = largest > _LARGER * body_size(pages) and len(heading) <= _LONGEST_HEADING
    return heading if large else ""
