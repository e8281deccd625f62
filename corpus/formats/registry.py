"""Which reader reads which file, by the end of its name.

A reader's module is imported when the first file of its format is read: only the processes that
read files carry the libraries it needs.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import cast

from corpus.formats.reading import Reader, Reading
from corpus.ocr import Ocr, Recognised

_READERS: Mapping[str, str] = {
    ".txt": "text:read_text",
    ".text": "text:read_text",
    ".md": "markdown:read_markdown",
    ".markdown": "markdown:read_markdown",
    ".html": "html:read_html",
    ".htm": "html:read_html",
    ".pdf": "pdf:read_pdf",
    ".docx": "word:read_word",
    ".doc": "word:read_word",
    ".odt": "odt:read_odt",
    ".rtf": "pandoc:read_rtf",
    ".epub": "pandoc:read_epub",
    ".eml": "mail:read_mail",
}
ENDINGS = tuple(_READERS)
# As people are told them: a .doc is read only where it is really of another make.
NAMED = ", ".join(
    ending for ending in ENDINGS if ending not in (".text", ".markdown", ".htm", ".doc")
)


def reader_of(ending: str) -> Reader:
    """The reader of the files whose names end in `ending`, one of ENDINGS."""
    module, name = _READERS[ending].split(":")
    return cast(Reader, getattr(import_module(f"corpus.formats.{module}"), name))


def read_as(ending: str, data: bytes, ocr: Ocr, tell: Recognised) -> Reading:
    """The reading of `data` by the reader of `ending`; only a PDF has pages to recognise.

    Raises Refused where it can't be read.
    """
    if ending == ".pdf":
        from corpus.formats.pdf import read_pdf

        return read_pdf(data, ocr, tell)
    return reader_of(ending)(data)


def unknown(ending: str) -> str:
    """The reason why a file whose name ends in `ending` is not read."""
    kind = f"{ending} files" if ending else "files without an ending in their name"
    return f"{kind} can't be read: this version reads {NAMED}"
