"""The pages of a PDF that are pictures, read by OCR as far as it is there and its time goes."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pypdfium2 as pdfium  # type: ignore[import-untyped]  # it carries no types
from numpy.typing import NDArray

from corpus.formats.segment import Segment
from corpus.formats.tesseract import DOTS_PER_INCH, Picture, Tesseract, Words
from corpus.ocr import Ocr, Recognised
from corpus.ranges import ranges
from corpus.titles import language_of

# Less than the 30 seconds after which a worker that tells of no page is ended.
_SECONDS_A_PAGE = 26.0
_POINTS_AN_INCH = 72
_MOST_POINTS = 12_000_000
_FEWEST_LETTERS = 5
_SURE = 65
_INK = 110
_LEAST_INK = 0.0002

NOT_INSTALLED = (
    "{pages} could not be read, being pictures: install tesseract, or recognise their text with"
    " another program, and sync again"
)
SWITCHED_OFF = (
    "{pages} could not be read, being pictures: OCR is switched off (RAPPORTEUR_OCR_SECONDS)"
)
NO_TIME = (
    "{pages} could not be read in the time that OCR has for a file: give it more seconds"
    " (RAPPORTEUR_OCR_SECONDS) and sync again"
)
NO_WORDS = (
    "{pages} could not be read: OCR finds no text there that it is sure of (a picture, handwriting,"
    " or a language whose pack tesseract lacks)"
)
TOO_SLOW = f"{{pages}} could not be read: OCR took longer than {_SECONDS_A_PAGE:g} seconds for each"
FAILED = "{pages} could not be read: OCR failed on what they show"
_BESIDE = (
    "of {pages} only the words beside a picture were read, which takes most of it and was not:"
    " see the manual on scanned pages"
)

_Grey = NDArray[np.uint8]


@dataclass(slots=True)
class Scanned:
    """What OCR made of the pages: segments by page, counted from 0, and why others have none."""

    read: dict[int, list[Segment]] = field(default_factory=dict)
    unread: dict[int, str] = field(default_factory=dict)

    def keep(self, number: int) -> None:
        """Leave a page's words as they stand beside its picture, in which OCR found no more."""
        self.read.pop(number, None)
        if self.unread.get(number) == NO_WORDS:
            del self.unread[number]
        elif number in self.unread:
            self.unread[number] = _BESIDE

    def note(self, pages: int) -> str:
        """What couldn't be read, in words for the owner; "" if nothing."""
        reasons = dict.fromkeys(self.unread.values())
        return "; ".join(
            reason.format(pages=named([n for n in self.unread if self.unread[n] == reason], pages))
            for reason in reasons
        )


def named(pages: Sequence[int], of: int) -> str:
    """ "page 3 of 9" or "pages 3-5, 8 of 9", for pages counted from 0."""
    which = ranges([number + 1 for number in sorted(pages)])
    return f"page{'' if len(pages) == 1 else 's'} {which} of {of}"


def recognise(
    document: pdfium.PdfDocument, pages: Sequence[int], around: str, ocr: Ocr, tell: Recognised
) -> Scanned:
    """Read `pages`, counted from 0; `around` is the text of the others. `tell` hears of each."""
    found = Scanned()
    engine = Tesseract.installed() if ocr.seconds else None
    if engine is None or ocr.failed:
        why = FAILED if ocr.failed else NOT_INSTALLED if ocr.seconds else SWITCHED_OFF
        found.unread = dict.fromkeys(pages, why)
        return found
    reader = _Reader(engine, ocr.language or language_of(around))
    end = time.monotonic() + ocr.seconds
    for done, number in enumerate(pages):
        tell(done, len(pages))
        left = end - time.monotonic()
        if left <= 0:
            found.unread |= dict.fromkeys(pages[done:], NO_TIME)
            break
        try:
            segments = reader.read(document, number, min(left, _SECONDS_A_PAGE))
        except TimeoutError:
            found.unread[number] = NO_TIME if left <= _SECONDS_A_PAGE else TOO_SLOW
        except (OSError, pdfium.PdfiumError):
            found.unread[number] = FAILED
        else:
            if segments is not None:
                found.read[number] = segments
            else:
                found.unread[number] = NO_WORDS
    tell(len(pages), len(pages))
    return found


class _Reader:
    """Reads page after page, in the language of the page before until a page shows another."""

    def __init__(self, engine: Tesseract, language: str) -> None:
        self._engine = engine
        self._pack = engine.of_language(language) or engine.first()

    def read(
        self, document: pdfium.PdfDocument, number: int, seconds: float
    ) -> list[Segment] | None:
        """What stands on a page, nothing on a blank one; None if there is nothing sure.

        Raises TimeoutError, OSError and PdfiumError.
        """
        end = time.monotonic() + seconds
        grey, size = _drawn(document, number)
        if (grey < _INK).mean() < _LEAST_INK:
            return []
        words = self._words(grey, size, self._pack, end)
        if words.confidence < _SURE:
            grey, words = self._turned(grey, size, words, end)
        pack = self._engine.of_language(language_of(words.text))
        if words.confidence >= _SURE and pack not in ("", self._pack):
            other = self._words(grey, size, pack, end)
            if other.confidence >= words.confidence:
                words, self._pack = other, pack
        sure = words.confidence >= _SURE and len(words.text) >= _FEWEST_LETTERS
        return list(words.segments) if sure else None

    def _turned(self, grey: _Grey, size: float, words: Words, end: float) -> tuple[_Grey, Words]:
        """What a page says that was laid wrongly or is in another script, and the page upright."""
        script, turn = self._engine.look(_picture(grey, size), end - time.monotonic())
        pack = self._engine.of_script(script) if script not in ("", "Latin") else self._pack
        if not pack or (not turn and pack == self._pack):
            return grey, words
        upright = np.rot90(grey, -turn // 90)
        again = self._words(upright, size, pack, end)
        if again.confidence <= words.confidence:
            return grey, words
        self._pack = pack
        return upright, again

    def _words(self, grey: _Grey, size: float, pack: str, end: float) -> Words:
        return self._engine.words(_picture(grey, size), pack, end - time.monotonic())


def _drawn(document: pdfium.PdfDocument, number: int) -> tuple[_Grey, float]:
    """A page as drawn, and the size of its points."""
    page = document[number]
    try:
        width, height = page.get_size()
        scale = DOTS_PER_INCH / _POINTS_AN_INCH
        scale = min(scale, (_MOST_POINTS / max(1.0, width * height)) ** 0.5)
        bitmap = page.render(scale=scale, grayscale=True)
        try:
            return bitmap.to_numpy().copy(), 1 / scale
        finally:
            bitmap.close()
    finally:
        page.close()


def _picture(grey: _Grey, size: float) -> Picture:
    height, width = grey.shape
    return Picture(width, height, grey.tobytes(), size)
