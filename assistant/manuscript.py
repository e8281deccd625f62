"""Reading a draft: the paragraphs of a text or a Word file, in their order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from assistant.errors import LibraryError
from corpus.decode import decode
from corpus.errors import Refused
from corpus.manuscript import MOST_PARAGRAPHS, Paragraph
from corpus.workers import WORKERS

MOST_BYTES = 20_000_000
MOST_CHARACTERS = 400_000
WORD_SUFFIX = ".docx"


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


def bytes_of(path: Path) -> bytes:
    """The bytes of a draft's file. Raises LibraryError."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise LibraryError(f"{path.name} is too large for a draft: split it")
        return path.read_bytes()
    except OSError as error:
        raise LibraryError(f"{path.name} can't be read: {error.strerror or error}") from error


def _of_file(path: Path) -> tuple[Paragraph, ...]:
    data = bytes_of(path)
    if path.suffix.lower() != WORD_SUFFIX:
        return of_text(text_of(data, path.name))
    try:
        return WORKERS.manuscript(data)
    except Refused as error:
        raise LibraryError(f"{path.name} can't be checked: {error}") from error


def text_of(data: bytes, name: str) -> str:
    """The text in `data`, of a draft called `name`. Raises LibraryError."""
    try:
        return decode(data)
    except Refused as error:
        raise LibraryError(f"{name} can't be read as a draft: save it as .docx or .txt") from error


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
