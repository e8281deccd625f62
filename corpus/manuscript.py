"""Word drafts: their paragraphs, and comments set beside stretches of them.

Drafts are as untrusted as documents: both happen in a worker process (corpus/workers.py).
"""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from typing import Any

from corpus.errors import Refused

MOST_UNPACKED = 60_000_000
MOST_PARAGRAPHS = 5_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BREAKS = {f"{_W}tab": "\t", f"{_W}br": " ", f"{_W}cr": " ", f"{_W}noBreakHyphen": "-"}
_QUOTE_STYLES = ("quote", "block text", "quotation")
_HEADING_STYLES = ("heading", "title", "subtitle", "toc", "caption")
_AUTHOR = "Rapporteur"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a draft: a block quotation, a heading, of a foot- or endnote, or none."""

    text: str
    quoted: bool = False
    heading: bool = False
    note: bool = False


@dataclass(frozen=True, slots=True)
class Comment:
    """What is said of `text[start:end]` of a draft's `paragraph`, counted among those with text."""

    paragraph: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Remarks:
    """What is written into a draft: comments, a closing line, and paragraphs after it."""

    comments: tuple[Comment, ...]
    closing: str
    appended: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {
            "comments": [list(astuple(comment)) for comment in self.comments],
            "closing": self.closing,
            "appended": list(self.appended),
        }

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Remarks:
        """What `to_dict` wrote, read back from JSON."""
        comments = tuple(Comment(*each) for each in values["comments"])
        return cls(comments, values["closing"], tuple(values["appended"]))


def read_manuscript(data: bytes) -> tuple[Paragraph, ...]:
    """The paragraphs of a Word draft in order, tables included, its notes last.

    Raises Refused for what is no Word file, or one too large for a draft.
    """
    document = _opened(data)
    body = (paragraph for _, paragraph in _paragraphs(document))
    return (*body, *_notes(document))


def annotated(data: bytes, remarks: Remarks) -> bytes:
    """A Word draft with remarks, as a Word file. Raises Refused as `read_manuscript` does."""
    document = _opened(data)
    written = [paragraph for paragraph, read in _paragraphs(document) if read.text.strip()]
    return _remarked(document, written, remarks)


def written_anew(paragraphs: Sequence[str], remarks: Remarks) -> bytes:
    """A Word file of those paragraphs, with remarks."""
    import docx

    document = docx.Document()
    written = [document.add_paragraph(_writable(text)) for text in paragraphs]
    return _remarked(document, written, remarks)


def _opened(data: bytes) -> Any:
    # Imported late: most commands read no Word file.
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import LxmlError

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            # Reading never yields more than these sizes say.
            unpacked = sum(item.file_size for item in packed.infolist())
        document = docx.Document(io.BytesIO(data)) if unpacked <= MOST_UNPACKED else None
    except (zipfile.BadZipFile, PackageNotFoundError, LxmlError, KeyError, ValueError) as error:
        raise Refused(
            "it can't be read as a Word document (.docx): open it in a word processor and save it "
            "again as .docx"
        ) from error
    if document is None:
        raise Refused("it unpacks to more than a draft can hold: split it")
    paragraphs = sum(1 for _ in document.element.body.iter(f"{_W}p"))
    if paragraphs > MOST_PARAGRAPHS:
        raise Refused(f"it has more than {MOST_PARAGRAPHS:,} paragraphs: split it")
    return document


def _paragraphs(document: Any) -> Iterator[tuple[Any, Paragraph]]:
    """Each paragraph of the body with what it says.

    Insertions that are still tracked count, deletions don't.
    """
    from docx.text.paragraph import Paragraph as WordParagraph

    for element in document.element.body.iter(f"{_W}p"):
        paragraph = WordParagraph(element, document)
        style = (paragraph.style.name or "").lower() if paragraph.style is not None else ""
        quoted = any(name in style for name in _QUOTE_STYLES)
        heading = style.startswith(_HEADING_STYLES)
        yield paragraph, Paragraph(_text(element), quoted, heading)


def _notes(document: Any) -> Iterator[Paragraph]:
    """The footnotes and endnotes, after the body."""
    from docx.oxml import parse_xml

    for relation in document.part.rels.values():
        if relation.reltype.endswith(("/footnotes", "/endnotes")):
            for element in parse_xml(relation.target_part.blob).iter(f"{_W}p"):
                yield Paragraph(_text(element), note=True)


def _text(element: Any) -> str:
    """The text of a paragraph's or run's element, without what a tracked change took away."""
    pieces: list[str] = []
    for part in element.iter():
        if part.tag == f"{_W}t" and not _elsewhere(part, element):
            pieces.append(part.text or "")
        elif part.tag in _BREAKS and not _elsewhere(part, element):
            pieces.append(_BREAKS[part.tag])
    return "".join(pieces)


def _elsewhere(part: Any, within: Any) -> bool:
    """Whether `part` was moved away, or belongs to a paragraph of its own inside a text box."""
    for above in part.iterancestors():
        if above is within:
            return False
        if above.tag in (f"{_W}p", f"{_W}moveFrom", f"{_W}del"):
            return True
    return False


def _remarked(document: Any, written: Sequence[Any], remarks: Remarks) -> bytes:
    # From the end, so that the runs that a comment parts are behind those still to come.
    for comment in reversed(remarks.comments):
        _comment(document, written[comment.paragraph], comment)
    document.add_paragraph()
    document.add_paragraph(_writable(remarks.closing)).runs[0].italic = True
    for text in remarks.appended:
        document.add_paragraph(_writable(text))
    stored = io.BytesIO()
    document.save(stored)
    return stored.getvalue()


def _comment(document: Any, paragraph: Any, comment: Comment) -> None:
    runs = list(_runs(paragraph, comment.start, comment.end))
    if not runs:
        # All of it is inside a link or a tracked change: beside the paragraph, then.
        runs = list(paragraph.runs) or [paragraph.add_run("")]
    text = _writable(comment.text)
    document.add_comment([runs[0], runs[-1]], text, author=_AUTHOR, initials="R")


def _runs(paragraph: Any, start: int, end: int) -> Iterator[Any]:
    """The paragraph's runs between two offsets into its text, parted where these cut one."""
    from docx.text.run import Run

    at = 0
    for child in list(paragraph._p):
        text = _text(child)
        first, last = max(start - at, 0), min(end - at, len(text))
        at += len(text)
        if first >= last or not child.tag.endswith("}r"):
            continue
        plain = all(part.tag.endswith(("}t", "}rPr")) for part in child)
        element = _parted(paragraph, child, text, first, last) if plain else child
        yield Run(element, paragraph)


def _parted(paragraph: Any, element: Any, text: str, first: int, last: int) -> Any:
    """The run's element left with `text[first:last]`, the rest in runs like it beside it."""
    from docx.text.run import Run

    if first:
        before = copy.deepcopy(element)
        element.addprevious(before)
        Run(before, paragraph).text = text[:first]
    if last < len(text):
        after = copy.deepcopy(element)
        element.addnext(after)
        Run(after, paragraph).text = text[last:]
    if (first, last) != (0, len(text)):
        Run(element, paragraph).text = text[first:last]
    return element


def _writable(text: str) -> str:
    """`text` without the characters that XML can't hold."""
    return "".join(
        char
        for char in text
        if char in "\t\n\r"
        or "\x20" <= char <= "\ud7ff"
        or "\ue000" <= char <= "\ufffd"
        or char > "\uffff"
    )
