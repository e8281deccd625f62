"""What the corpus hands on: documents with one stored text, and passages that point into it.

All offsets count Unicode code points in `Document.text` and are half-open: `text[start:end]`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus.ranges import within


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a document's stored text, `text[start:end]`."""

    start: int
    end: int


# What `origin` says of the reading of a file, besides where the described fields were read.
_NOTED = ("ocr", "pages", "hidden", "attachments", "encoding", "characters", "repeated")


@dataclass(frozen=True, slots=True)
class Speech:
    """A stretch of text in which somebody other than the publisher speaks.

    `start` and `end` enclose the quoted words; `speaker` is the name with its title
    ("Dr. Simon Adams"), `function` the office where the text names it, else "".
    """

    start: int
    end: int
    speaker: str
    function: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One document as stored.

    `id` identifies where it came from (file or URL), so that a changed file keeps its id;
    `sha256` is of the original bytes. `date` is partial where only a year or month is known
    ("2019", "2019-09", "2019-09-24") and "" where no date is known: never invented.
    `author` is the person who wrote it, where it names one besides its publisher.
    `pages` holds the start offset of each page, empty for formats without pages.
    `origin` says for each described field where it was read ("metadata.csv", "front matter", …),
    and what had to be done to read the file or couldn't be read of it (see `notes`).
    `captured` is when it was read (ISO, UTC), `supersedes` when what it held before was ("" for a
    document that has not changed since it was first read).
    """

    id: str
    source: str
    location: str
    text: str
    sha256: str
    title: str
    date: str = ""
    publisher: str = ""
    author: str = ""
    kind: str = ""
    language: str = ""
    url: str = ""
    places: tuple[str, ...] = ()
    audience: str = "public"
    speeches: tuple[Speech, ...] = ()
    speakers: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    captured: str = ""
    supersedes: str = ""
    origin: Mapping[str, str] = field(default_factory=dict)

    @property
    def notes(self) -> tuple[str, ...]:
        """What had to be done to read the file, and what of it couldn't be read."""
        told = dict(self.origin)
        if pages := told.get("ocr"):
            which = "page" if pages.isdecimal() else "pages"
            told["ocr"] = f"{which} {pages} read by OCR, which misreads: compare with the original"
        return tuple(f"{name}: {told[name]}" for name in _NOTED if name in told)

    def is_recognised(self, start: int, end: int) -> bool:
        """Whether OCR read any of `text[start:end]`, which may then differ from the original."""
        pages = self.origin.get("ocr", "")
        if not pages or not self.pages:
            return False
        first, last = self.page_at(start) or 1, self.page_at(max(start, end - 1)) or 1
        return any(within(page, pages) for page in range(first, last + 1))

    @property
    def described_from(self) -> Mapping[str, str]:
        """Where each described field was read."""
        return {name: where for name, where in self.origin.items() if name not in _NOTED}

    def page_at(self, offset: int) -> int | None:
        """The page (from 1) on which `offset` stands, None for documents without pages."""
        if not self.pages:
            return None
        return max(1, sum(1 for start in self.pages if start <= offset))

    def speech_at(self, start: int, end: int) -> Speech | None:
        """The speech that holds the whole of `text[start:end]`, None where the publisher speaks."""
        for speech in self.speeches:
            if speech.start <= start and end <= speech.end:
                return speech
        return None


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document that is embedded and retrieved as one.

    `sentences` cover the passage in order, each with absolute offsets into the stored text;
    white space between sentences belongs to none. `heading` (title, publisher, date, section)
    is embedded in front of the passage and is not part of the stored text.
    """

    document: str
    ordinal: int
    start: int
    end: int
    sentences: tuple[Span, ...]
    heading: str = ""


def document_id(location: str) -> str:
    """The id of the document at `location` (an absolute path or a URL): 16 hexadecimal digits."""
    return hashlib.sha256(location.encode("utf-8", "surrogateescape")).hexdigest()[:16]
