"""What a page's own style says of an element: its inline style and the page's simple rules.

Simple are rules for a tag, classes and an id (`p`, `.note`, `p.note`, `#end`), on every medium.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree
from lxml.html import HtmlElement

Colour = tuple[int, int, int]
WHITE: Colour = (255, 255, 255)

_COMMENT = re.compile(r"/\*.*?(?:\*/|$)", re.S)
_AT_RULE = re.compile(r"@[^{};]+\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SELECTOR = re.compile(r"([a-z][a-z0-9]*)?((?:[.#][\w-]+)*)", re.I)
_PART = re.compile(r"[.#][\w-]+")
_HEX = re.compile(r"#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", re.I)
_RGB = re.compile(
    r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\s*(?:[,/]\s*([\d.]+%?)\s*)?\)"
)
_NAMED: Mapping[str, Colour] = {
    "white": WHITE,
    "snow": (255, 250, 250),
    "ivory": (255, 255, 240),
    "whitesmoke": (245, 245, 245),
    "silver": (192, 192, 192),
    "gray": (128, 128, 128),
    "grey": (128, 128, 128),
    "black": (0, 0, 0),
    "red": (255, 0, 0),
    "yellow": (255, 255, 0),
    "green": (0, 128, 0),
    "blue": (0, 0, 255),
    "navy": (0, 0, 128),
}


class Styles:
    """The declarations of a page's elements. `complete` says that no other file adds to them."""

    def __init__(self, tree: HtmlElement) -> None:
        self._rules: dict[str, list[tuple[frozenset[str], dict[str, str]]]] = {}
        links = (link.get("rel") or "" for link in tree.iter("link"))
        imported = False
        for sheet in tree.iter("style"):
            text = _COMMENT.sub("", etree.tostring(sheet, method="text", encoding="unicode"))
            imported = imported or "@import" in text
            for match in _RULE.finditer(_AT_RULE.sub("", text)):
                self._add(match.group(1), match.group(2))
        self.complete = not imported and not any("stylesheet" in rel.lower() for rel in links)

    def of(self, element: HtmlElement) -> dict[str, str]:
        """The element's declarations, those of its own style last; names in small letters."""
        names = {element.tag, *(f".{name}" for name in (element.get("class") or "").split())}
        if element.get("id"):
            names.add(f"#{element.get('id')}")
        declared: dict[str, str] = {}
        for name in sorted(names & self._rules.keys()):
            for parts, rule in self._rules[name]:
                if parts <= names:
                    declared |= rule
        style = element.get("style")
        return declared | declarations(style) if style else declared

    def _add(self, selectors: str, text: str) -> None:
        declared = declarations(text)
        for selector in selectors.split(","):
            match = _SELECTOR.fullmatch(selector.strip())
            if match and match.group():
                parts = _PART.findall(match.group(2))
                key = parts[-1] if parts else match.group(1).lower()
                tag = {match.group(1).lower()} if match.group(1) else set()
                self._rules.setdefault(key, []).append((frozenset(tag | set(parts)), declared))


def declarations(style: str) -> dict[str, str]:
    """The declarations of a style attribute or a rule, in small letters, without `!important`."""
    found = {}
    for declaration in _COMMENT.sub("", style).lower().split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            found[name.strip()] = value.replace("!important", "").strip()
    return found


def colour(value: str) -> Colour | None:
    """The colour that a value names, None for another kind of value or a transparent one."""
    value = value.strip().lower()
    if value in _NAMED:
        return _NAMED[value]
    if match := _HEX.fullmatch(value):
        digits = match.group(1)
        if len(digits) < 6:
            digits = "".join(2 * digit for digit in digits)
        if digits[6:] == "00":
            return None
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)
    if match := _RGB.fullmatch(value):
        if match.group(4) is not None and not float(match.group(4).rstrip("%") or 0):
            return None
        return int(match.group(1)), int(match.group(2)), int(match.group(3))
    return None


def transparent(value: str) -> bool:
    """Whether a value is a colour that lets everything through."""
    if value == "transparent":
        return True
    written = _HEX.fullmatch(value) or _RGB.fullmatch(value)
    return written is not None and colour(value) is None
