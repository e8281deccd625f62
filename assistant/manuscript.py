"""Reading a draft: the paragraphs of a text or a Word file, in their order."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import LibraryError
from corpus.decode import decode
from corpus.errors import Refused

MOST_BYTES = 20_000_000
MOST_UNPACKED = 60_000_000
MOST_CHARACTERS = 400_000
MOST_PARAGRAPHS = 5_000
WORD_SUFFIX = ".docx"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BREAKS = {f"{_W}tab": "\t", f"{_W}br": " ", f"{_W}cr": " ", f"{_W}noBreakHyphen": "-"}
_QUOTE_STYLES = ("quote", "block text", "quotation")
_HEADING_STYLES = ("heading", "title", "subtitle", "toc", "caption")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a draft. `quoted` is true for a block quotation, `heading` for a heading."""

    text: str
    quoted: bool = False
    heading: bool = False


def read(draft: str | Path) -> tuple[Paragraph, ...]:
    """The paragraphs of a draft that aren't empty: a text, or the file at a Path.

    A file is Word's (.docx) or a text. Raises LibraryError, with what to do, for a draft that
    can't be read, is empty, or is larger than a draft can be.
    """
    found = _of_file(draft) if isinstance(draft, Path) else of_text(draft)
    paragraphs = tuple(each for each in found if each.text.strip())
    if not paragraphs:
        raise LibraryError("the draft holds no text: give one with words in it")
    if len(paragraphs) > MOST_PARAGRAPHS or sum(len(p.text) for p in paragraphs) > MOST_CHARACTERS:
        raise LibraryError(
            f"the draft is too long to check at once (at most {MOST_CHARACTERS:,} characters in "
            f"{MOST_PARAGRAPHS:,} paragraphs): split it"
        )
    return paragraphs


def of_text(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a text, parted by blank lines; lines that begin with > are quoted."""
    found: list[Paragraph] = []
    for block in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        for quoted, lines in _runs(block.split("\n")):
            heading = not quoted and len(lines) == 1 and lines[0].lstrip().startswith("#")
            words = [re.sub(r"^\s*(?:>+\s?)+|^\s*#+\s", "", line) for line in lines]
            # A quotation keeps its lines: the last may say whose it is.
            lines = [" ".join(line.split()) for line in words]
            found.append(Paragraph(("\n" if quoted else " ").join(lines).strip(), quoted, heading))
    return tuple(found)


def open_word(path: Path) -> Any:
    """The Word document at `path`, as python-docx opens it. Raises LibraryError."""
    # Imported late: most commands read no Word file.
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import LxmlError

    try:
        if path.stat().st_size > MOST_BYTES:
            raise LibraryError(f"{path.name} is too large for a draft: save it without pictures")
        with zipfile.ZipFile(path) as packed:
            # Reading never yields more than these sizes say.
            if sum(item.file_size for item in packed.infolist()) > MOST_UNPACKED:
                raise LibraryError(f"{path.name} unpacks to more than a draft can hold: split it")
        document = docx.Document(str(path))
        if sum(1 for _ in document.element.body.iter(f"{_W}p")) > MOST_PARAGRAPHS:
            raise LibraryError(
                f"{path.name} has more than {MOST_PARAGRAPHS:,} paragraphs: split it"
            )
        return document
    except (zipfile.BadZipFile, PackageNotFoundError, LxmlError, KeyError, ValueError) as error:
        raise LibraryError(
            f"{path.name} can't be read as a Word document (.docx): open it in a word processor "
            "and save it again as .docx"
        ) from error
    except OSError as error:
        raise LibraryError(f"{path.name} can't be read: {error.strerror or error}") from error


def word_paragraphs(document: Any) -> Iterator[tuple[Any, Paragraph]]:
    """Each paragraph of a Word document's body in order, tables included, with what it says.

    Insertions that are still tracked count, deletions don't.
    """
    from docx.text.paragraph import Paragraph as WordParagraph

    for element in document.element.body.iter(f"{_W}p"):
        paragraph = WordParagraph(element, document)
        style = (paragraph.style.name or "").lower() if paragraph.style is not None else ""
        yield (
            paragraph,
            Paragraph(
                word_text(element),
                any(name in style for name in _QUOTE_STYLES),
                style.startswith(_HEADING_STYLES),
            ),
        )


def word_text(element: Any) -> str:
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


def _of_file(path: Path) -> tuple[Paragraph, ...]:
    if path.suffix.lower() == WORD_SUFFIX:
        document = open_word(path)
        return (
            *(paragraph for _, paragraph in word_paragraphs(document)),
            *_footnotes(document),
        )
    try:
        if path.stat().st_size > MOST_BYTES:
            raise LibraryError(f"{path.name} is too large for a draft: split it")
        data = path.read_bytes()
    except OSError as error:
        raise LibraryError(f"{path.name} can't be read: {error.strerror or error}") from error
    return of_text(text_of(data, path.name))


def text_of(data: bytes, name: str) -> str:
    """The text in `data`, of a draft called `name`. Raises LibraryError."""
    try:
        return decode(data)
    except Refused as error:
        raise LibraryError(f"{name} can't be read as a draft: save it as .docx or .txt") from error


def _footnotes(document: Any) -> Iterator[Paragraph]:
    """The footnotes and endnotes of a Word document, after its body."""
    from docx.oxml import parse_xml

    for relation in document.part.rels.values():
        if relation.reltype.endswith(("/footnotes", "/endnotes")):
            for element in parse_xml(relation.target_part.blob).iter(f"{_W}p"):
                yield Paragraph(word_text(element))


def _runs(lines: list[str]) -> Iterator[tuple[bool, list[str]]]:
    """Neighbouring lines that are alike: quoted with >, or not."""
    run: list[str] = []
    quoted = False
    for line in lines:
        now = line.lstrip().startswith(">")
        if run and now != quoted:
            yield quoted, run
            run = []
        quoted = now
        run.append(line)
    if run:
        yield quoted, run
