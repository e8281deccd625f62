"""What a reader of a format hands on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Reading:
    """A file's text, not yet cleaned, and what the file says about itself.

    `fields` are named as in the metadata; `origin` says where in the file they stand. `wrapped`
    says that lines may be broken at a width. `heading` is the first heading, "" where the format
    marks none. `pages` holds where in the text each page begins; a text with pages is in the form
    in which it is stored. `notes` say what had to be done to read the file, and what of it couldn't
    be read. `scanned` says that pages of it are pictures, which OCR reads where it is installed.
    """

    text: str
    fields: Mapping[str, str] = field(default_factory=dict)
    origin: str = ""
    wrapped: bool = False
    heading: str = ""
    pages: tuple[int, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    scanned: bool = False


class Reader(Protocol):
    """Reads the bytes of one format; raises Refused where it can't."""

    def __call__(self, data: bytes) -> Reading: ...
