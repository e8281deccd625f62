"""What a reader of a page doesn't see is not indexed: hidden elements, scripts, comments, and text
without a size or in the colour of its ground."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from lxml import etree
from lxml.html import HtmlElement

from corpus.formats.styles import WHITE, Colour, Styles, colour, transparent

_NEVER_SHOWN = (
    "script|style|template|noscript|iframe|object|embed|svg|canvas|video|audio|map"
).split("|")
_HIDING_CLASSES = frozenset(
    {"hidden", "sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "d-none"}
)
_FAR = re.compile(r"-\d{3,}(?:\.\d+)?(?:px|pt|em|rem)?")
_CLIPPED = re.compile(r"inset\(\s*(?:[5-9]\d|100)(?:\.\d+)?%|circle\(\s*0|polygon\(\s*0(?:px)? 0")
_RECT = re.compile(r"rect\(\s*(\d+)(?:px)?[\s,]+\1(?:px)?[\s,]+\1(?:px)?[\s,]+\1(?:px)?\s*\)")
_NOTHING = re.compile(r"(?:0+(?:\.0*)?|\.0+)(?:px|pt|em|rem|%|vh|vw)?")
_SCALED = re.compile(r"scale[xy]?\(\s*0(?:\.0+)?\s*[,)]|translate\w*\(\s*-\d{4,}(?:px|pt)?")
_NO_FONT = re.compile(r"(?:.*\s)?0(?:px|pt)?\s*(?:/|\s)")
_UNCHANGED = ("none", "inherit", "initial", "unset")
_ABSOLUTE = re.compile(r"(\d*\.?\d+)(px|pt)")
_RELATIVE = re.compile(r"(\d*\.?\d+)(em|rem|%)")
_SMALLEST = {"px": 2.0, "pt": 2.0, "em": 0.15, "rem": 0.15, "%": 15.0}
_NEAR = 12  # of 255, in each of red, green and blue

Declared = Mapping[str, str]
_Is = Callable[[str], object]
# A declaration by its property, and what its value is when it hides.
_HIDING: Mapping[str, _Is] = {
    "display": re.compile("none").fullmatch,
    "visibility": re.compile("hidden|collapse").fullmatch,
    "opacity": _NOTHING.fullmatch,
    "text-indent": _FAR.fullmatch,
    "clip-path": _CLIPPED.match,
    "clip": _RECT.fullmatch,
    "transform": _SCALED.search,
}


def remove_hidden(tree: HtmlElement) -> None:
    """Take out of `tree` what isn't shown, by its tag, attributes, class or the page's style."""
    _remove(tree, _is_hidden)


def remove_unseen(tree: HtmlElement) -> None:
    """Like `remove_hidden`, but for scripts, styles and comments: they may describe the page."""
    _remove(tree, lambda element, declared: _is_styled_away(element, declared))


def drop(element: HtmlElement, *, apart: bool = True) -> None:
    """Take `element` out of its tree; the text behind it stays, set off by a blank if `apart`."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    tail = (" " if apart else "") + (element.tail or "")
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    element.tail = None
    parent.remove(element)


def _remove(tree: HtmlElement, hides: Callable[[HtmlElement, Declared], bool]) -> None:
    styles = Styles(tree)
    _blank(tree, styles)
    hidden = [
        element
        for element in tree.iter()
        if hides(element, styles.of(element) if isinstance(element.tag, str) else {})
    ]
    for element in hidden:
        if element.getparent() is not None:
            drop(element)


def _is_hidden(element: HtmlElement, declared: Declared) -> bool:
    if not isinstance(element.tag, str) or element.tag in _NEVER_SHOWN:
        return True
    return _is_styled_away(element, declared)


def _is_styled_away(element: HtmlElement, declared: Declared) -> bool:
    if not isinstance(element.tag, str):
        return False
    return (
        element.get("hidden") is not None
        or (element.get("aria-hidden") or "").lower() == "true"
        or not _HIDING_CLASSES.isdisjoint((element.get("class") or "").split())
        or any(hides(declared[name]) for name, hides in _HIDING.items() if name in declared)
        or _is_off_the_screen(declared)
        or _is_flat(element, declared)
    )


def _is_off_the_screen(declared: Declared) -> bool:
    if declared.get("position") not in ("absolute", "fixed", "relative"):
        return False
    sides = ("left", "right", "top", "bottom")
    return any(_FAR.fullmatch(declared.get(side, "")) for side in sides)


def _is_flat(element: HtmlElement, declared: Declared) -> bool:
    """Whether the element's own style leaves it no room; a page's rules fold what opens again."""
    if "style" not in element.attrib or "hidden" not in declared.get("overflow", ""):
        return False
    sides = ("height", "width", "max-height", "max-width")
    return any(_NOTHING.fullmatch(declared.get(side, "")) for side in sides)


@dataclass(frozen=True, slots=True)
class _Ink:
    """How the text of an element is drawn; a ground of None is one that isn't known."""

    ink: Colour | None
    ground: Colour | None
    tiny: bool
    clear: bool

    @property
    def unseen(self) -> bool:
        if self.tiny or self.clear:
            return True
        if self.ink is None or self.ground is None:
            return False
        return all(abs(a - b) <= _NEAR for a, b in zip(self.ink, self.ground, strict=True))


def _blank(tree: HtmlElement, styles: Styles) -> None:
    """Blank out the text that is drawn without a size, or in the colour of its ground."""
    inks = [_Ink(None, WHITE if styles.complete else None, tiny=False, clear=False)]
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        if event == "start":
            inks.append(_inherited(inks[-1], element, styles.of(element)))
            if inks[-1].unseen and element.text:
                element.text = " "
        elif event == "end":
            inks.pop()
        if event != "start" and inks[-1].unseen and element.tail:
            element.tail = " "


def _inherited(ink: _Ink, element: HtmlElement, declared: Declared) -> _Ink:
    """How the element's text is drawn, given how the text around it is."""
    if not declared and not element.attrib:
        return ink
    written = declared.get("color") or element.get("color") or ""
    if written:
        ink = replace(ink, ink=colour(written), clear=transparent(written))
    ground = (
        declared.get("background-color") or declared.get("background") or element.get("bgcolor")
    )
    drawn = ground and ground not in _UNCHANGED and not transparent(ground)
    if drawn or declared.get("background-image", "none") != "none":
        ink = replace(ink, ground=colour(ground or ""))
    if "font-size" in declared:
        ink = replace(ink, tiny=_is_tiny(declared["font-size"], ink.tiny))
    elif "font" in declared:
        ink = replace(ink, tiny=bool(_NO_FONT.match(declared["font"])))
    return ink


def _is_tiny(size: str, around: bool) -> bool:
    if _NOTHING.fullmatch(size):
        return True
    if match := _ABSOLUTE.fullmatch(size):
        return float(match.group(1)) < _SMALLEST[match.group(2)]
    if match := _RELATIVE.fullmatch(size):
        around = around and match.group(2) != "rem"
        return float(match.group(1)) < _SMALLEST[match.group(2)] or around
    return around and size in ("inherit", "smaller", "larger")
