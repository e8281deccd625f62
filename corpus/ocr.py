"""Whether and how long pages without a text layer may be read by OCR, and what hangs on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from corpus.formats.tesseract import Tesseract

SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Ocr:
    """How pages that are pictures are to be read.

    `seconds` is the time for all such pages of a file, 0 for none. `language` is the one that the
    file is known to be in (ISO 639), "" if none is. `failed` says that reading them was tried and
    cost the reader its life. `mark` is what the reading of pictures hangs on, "" where they can't
    be read.
    """

    seconds: float = SECONDS
    language: str = ""
    failed: bool = False
    mark: str = ""

    @classmethod
    def here(cls, seconds: float) -> Self:
        """As this machine has it now, with so many seconds for a file."""
        engine = Tesseract.installed() if seconds else None
        return cls(seconds, mark=f"{seconds:g} {' '.join(engine.packs)}" if engine else "")

    def marked(self, fingerprint: str) -> str:
        """The fingerprint of a file with pages that are pictures."""
        return f"{fingerprint}:{self.mark}"

    def is_current(self, stored: str, fingerprint: str) -> bool:
        """Whether what was stored with one fingerprint is what a file with another would give.

        One with pictures is read again once OCR has come, has other languages or more time; never
        because it is gone, so that what was read stays.
        """
        if stored == fingerprint or not stored.startswith(f"{fingerprint}:"):
            return stored == fingerprint
        return not self.mark or stored == self.marked(fingerprint)


Recognised = Callable[[int, int], None]
"""Told how many of how many pages have been read by OCR. May raise."""


def nobody(done: int, total: int) -> None:
    """Tells nobody."""
