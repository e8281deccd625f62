"""Which of a PDF page's characters a reader of the page sees.

Characters beside the page, or too small to read, are not seen. White ones, and those under a black
bar, are looked for in a drawing of the page. Characters without ink over a picture are what OCR has
read in it; without a picture there is nothing to see.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

import numpy as np
import pypdfium2 as pdfium  # type: ignore[import-untyped]  # it carries no types
import pypdfium2.raw as raw  # type: ignore[import-untyped]
from numpy.typing import NDArray

_NO_INK = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
_SMALLEST = 2.0  # points
_WHITE, _BLACK, _CLEAR = 243, 60, 10
_DEPTH = 8
# Lower and narrower ones are the rules of a table, or under a word.
_BAR = 5.0
_SCALE = 2.0
_MOST_POINTS = 12_000_000
# Of 255: between the darkest and the lightest point, where something is drawn.
_CONTRAST = 25

_Box = tuple[float, float, float, float]


class Sight:
    """What is seen of a page.

    `layer` and `unseen` say whether characters came by that OCR laid over a picture, and such that
    nobody sees.
    """

    def __init__(self, page: pdfium.PdfPage, text_page: pdfium.PdfTextPage) -> None:
        self.layer = False
        self.unseen = False
        self._page = page
        self._text_page = text_page
        self._cropped = page.get_cropbox()
        self._inkless: set[int] = set()
        self._white: set[int] = set()
        self._pictures: list[_Box] = []
        self._bars: list[_Box] = []
        self._drawn: NDArray[np.uint8] | None = None
        for thing in page.get_objects(max_depth=1):
            self._note(thing, _box(thing))

    @property
    def pictured(self) -> float:
        """The share of the page that its largest picture takes."""
        left, bottom, right, top = self._cropped
        largest = 0.0
        for box in self._pictures:
            width = min(right, box[2]) - max(left, box[0])
            height = min(top, box[3]) - max(bottom, box[1])
            largest = max(largest, max(0.0, width) * max(0.0, height))
        whole: float = (right - left) * (top - bottom)
        return largest / max(1.0, whole)

    def sees(self, index: int, text: str, box: raw.FS_RECTF) -> bool:
        """Whether the character `text`, the `index`th of the page, in its loose `box`, is seen."""
        if text.isspace() or not box.top - box.bottom:
            return True
        seen = self._is_there(index, text, box) and self._is_drawn(index, box)
        self.unseen = self.unseen or not seen
        return seen

    def _is_there(self, index: int, text: str, box: raw.FS_RECTF) -> bool:
        """Whether it is on the page, and large enough."""
        if not _holds(self._cropped, *_middle(box)):
            return False
        if max(box.top - box.bottom, box.right - box.left) >= _SMALLEST or not text.isalnum():
            return True
        # The line's height is wrong in some fonts; the letter's own is not.
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        known = raw.FPDFText_GetCharBox(self._text_page, index, left, right, bottom, top)
        size = max(top.value - bottom.value, right.value - left.value)
        return not known or not 0 < size < _SMALLEST

    def _is_drawn(self, index: int, box: raw.FS_RECTF) -> bool:
        if not (self._inkless or self._white or self._bars):
            return True
        x, y = _middle(box)
        text = _address(raw.FPDFText_GetTextObject(self._text_page, index))
        if text in self._inkless:
            over_picture = any(_holds(picture, x, y) for picture in self._pictures)
            self.layer = self.layer or over_picture
            return over_picture
        doubtful = text in self._white or any(_holds(bar, x, y) for bar in self._bars)
        return not doubtful or self._has_contrast(box)

    def _has_contrast(self, box: raw.FS_RECTF) -> bool:
        """Whether anything can be told from its ground in that part of the page as it is drawn."""
        if self._drawn is None:
            width, height = self._page.get_size()
            scale = min(_SCALE, (_MOST_POINTS / max(1.0, width * height)) ** 0.5)
            self._drawn = self._page.render(scale=scale, grayscale=True).to_numpy().copy()
        height, width = self._drawn.shape
        x, y = ctypes.c_int(), ctypes.c_int()
        corners = []
        for place in ((box.left, box.bottom), (box.right, box.top)):
            raw.FPDF_PageToDevice(self._page, 0, 0, width, height, 0, *place, x, y)
            corners.append((x.value, y.value))
        (left, foot), (right, top) = corners
        part = self._drawn[
            max(0, min(top, foot)) : max(top, foot) + 1, max(0, min(left, right)) : max(left, right)
        ]
        return part.size == 0 or int(part.max()) - int(part.min()) >= _CONTRAST

    def _note(self, thing: pdfium.PdfObject, box: _Box) -> None:
        """Remember what is faint or a picture or a bar; what stands in a form, with its place."""
        if thing.type == raw.FPDF_PAGEOBJ_FORM:
            for inner in _inside(thing):
                self._note(inner, box)
        elif thing.type == raw.FPDF_PAGEOBJ_IMAGE:
            self._pictures.append(box)
        elif thing.type == raw.FPDF_PAGEOBJ_TEXT:
            mode, ink = raw.FPDFTextObj_GetTextRenderMode(thing), _ink(thing)
            if mode in _NO_INK or (ink is not None and ink[3] < _CLEAR):
                self._inkless.add(_address(thing.raw))
            elif ink is not None and min(ink[:3]) >= _WHITE:
                self._white.add(_address(thing.raw))
        elif thing.type == raw.FPDF_PAGEOBJ_PATH and _is_bar(thing):
            self._bars.append(box)


def _inside(form: pdfium.PdfObject) -> Iterator[pdfium.PdfObject]:
    inner = form.page.get_objects(form=form, level=1, max_depth=_DEPTH)
    return (thing for thing in inner if thing.type != raw.FPDF_PAGEOBJ_FORM)


def _address(pointer: object) -> int:
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0  # type: ignore[arg-type]


def _box(thing: pdfium.PdfObject) -> _Box:
    """Left, bottom, right and top of what is drawn, nothing where that can't be told."""
    try:
        left, bottom, right, top = thing.get_bounds()
    except pdfium.PdfiumError:
        return (0.0, 0.0, 0.0, 0.0)
    return left, bottom, right, top


def _ink(thing: pdfium.PdfObject) -> tuple[int, int, int, int] | None:
    """Red, green, blue and density with which something is filled, None for another filling."""
    parts = [ctypes.c_uint() for _ in range(4)]
    if not raw.FPDFPageObj_GetFillColor(thing, *parts):
        return None
    red, green, blue, density = (part.value for part in parts)
    return red, green, blue, density


def _is_bar(path: pdfium.PdfObject) -> bool:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, mode, stroke)
    left, bottom, right, top = _box(path)
    ink = _ink(path)
    return (
        mode.value != raw.FPDF_FILLMODE_NONE
        and right - left > _BAR
        and top - bottom > _BAR
        and ink is not None
        and max(ink[:3]) <= _BLACK
        and ink[3] >= _CLEAR
    )


def _middle(box: raw.FS_RECTF) -> tuple[float, float]:
    return (box.left + box.right) / 2, (box.bottom + box.top) / 2


def _holds(box: _Box, x: float, y: float) -> bool:
    left, bottom, right, top = box
    return left <= x <= right and bottom <= y <= top
