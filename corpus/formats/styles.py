"""What a page's own style says of an element: its inline style and the page's simple rules.

Simple are rules for a tag, classes and an id (`p`, `.note`, `p.note`, `#end`), also inside others
(`.menu p`, `#end > .note`), on every medium.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

Colour = tuple[int, int, int]
WHITE: Colour = (255, 255, 255)

_COMMENT = re.compile(r"/\*.*?(?:\*/|$)", re.S)
_AT_RULE = re.compile(r"@[^{};]+\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SELECTOR = re.compile(r"([a-z][a-z0-9]*)?((?:[.#][\w-]+)*)", re.I)
# What text can be hidden by.
_TOLD_BY = frozenset(
    "display visibility opacity text-indent clip-path clip transform position left right top bottom"
    " overflow overflow-x overflow-y height width max-height max-width color background"
    " background-color background-image font font-size".split()
)
_COMBINED = re.compile(r"\s*>\s*")
_DEEPEST = 12
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


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule for one selector: the parts of the element, of what stands around it (from the inside
    outwards, each with whether it has to be the parent), and how it ranks among others.

    `needed` are all parts that have to stand around it, in whatever order."""

    parts: frozenset[str]
    around: tuple[tuple[bool, frozenset[str]], ...]
    rank: tuple[int, int, int, int]
    declared: Mapping[str, str]
    important: Mapping[str, str]
    needed: frozenset[str]


class Styles:
    """The declarations of a page's elements. `complete` says that no other file adds to them."""

    def __init__(self, tree: HtmlElement) -> None:
        # By a part of the element, then by one that has to stand around it ("" for none).
        self._rules: dict[str, dict[str, list[_Rule]]] = {}
        self._names: dict[HtmlElement, frozenset[str]] = {}
        self._above: dict[HtmlElement, frozenset[str]] = {}
        self._count = 0
        links = (link.get("rel") or "" for link in tree.iter("link"))
        imported = False
        for sheet in tree.iter("style"):
            text = _COMMENT.sub("", etree.tostring(sheet, method="text", encoding="unicode"))
            imported = imported or "@import" in text
            for match in _RULE.finditer(_AT_RULE.sub("", text)):
                self._add(match.group(1), match.group(2))
        self.complete = not imported and not any("stylesheet" in rel.lower() for rel in links)

    def of(self, element: HtmlElement) -> dict[str, str]:
        """The element's declarations, names in small letters: its own style goes before the rules,
        an important rule before that."""
        names = self._names_of(element)
        known = names & self._rules.keys()
        above = self._names_above(element) | {""} if known else frozenset()
        found = [
            rule
            for name in known
            for outer in above & self._rules[name].keys()
            for rule in self._rules[name][outer]
            if rule.parts <= names
            and rule.needed <= above
            and self._stands_in(element, rule.around)
        ]
        found.sort(key=lambda rule: rule.rank)
        declared: dict[str, str] = {}
        for rule in found:
            declared |= rule.declared
        style = element.get("style")
        if style:
            declared |= declarations(style)
        for rule in found:
            declared |= rule.important
        return declared

    def _stands_in(
        self, element: HtmlElement, around: tuple[tuple[bool, frozenset[str]], ...]
    ) -> bool:
        if not around:
            return True
        (parent, parts), *outer = around
        for outside in element.iterancestors():
            if parts <= self._names_of(outside) and self._stands_in(outside, tuple(outer)):
                return True
            if parent:
                return False
        return False

    def _names_of(self, element: HtmlElement) -> frozenset[str]:
        """The parts of selectors that are true of an element: its tag, classes and id."""
        found = self._names.get(element)
        if found is None:
            names = {element.tag, *(f".{name}" for name in (element.get("class") or "").split())}
            if element.get("id"):
                names.add(f"#{element.get('id')}")
            self._names[element] = found = frozenset(names)
        return found

    def _names_above(self, element: HtmlElement) -> frozenset[str]:
        """The names of everything that an element stands in."""
        above = self._above.get(element)
        if above is None:
            parent = element.getparent()
            if parent is None:
                above = frozenset()
            else:
                above = self._names_above(parent) | self._names_of(parent)
            self._above[element] = above
        return above

    def _add(self, selectors: str, text: str) -> None:
        declared = {name: value for name, value in declarations(text).items() if name in _TOLD_BY}
        if not declared:
            return
        important = {name: declared[name] for name in _important(text) if name in declared}
        for selector in selectors.split(","):
            steps = _steps(selector)
            if not steps:
                continue
            (_, parts), *around = steps
            names = [part for _, each in steps for part in each]
            ids, classes = (sum(name.startswith(mark) for name in names) for mark in "#.")
            self._count += 1
            rank = (ids, classes, len(names) - ids - classes, self._count)
            links = zip((is_parent for is_parent, _ in steps), around, strict=False)
            inside = tuple((link, each) for link, (_, each) in links)
            needed = frozenset(part for _, each in inside for part in each)
            rule = _Rule(parts, inside, rank, declared, important, needed)
            key = next((part for part in parts if part[0] in ".#"), next(iter(parts)))
            outer = max(needed, key=lambda part: part[0] in ".#", default="")
            self._rules.setdefault(key, {}).setdefault(outer, []).append(rule)


def _steps(selector: str) -> list[tuple[bool, frozenset[str]]]:
    """The parts of a selector from the right to the left, each with whether the next one has to be
    its parent; nothing for a selector of another kind."""
    found: list[tuple[bool, frozenset[str]]] = []
    is_child = False
    for step in reversed(_COMBINED.sub(" > ", selector).split()[-_DEEPEST:]):
        if step == ">":
            if not found or is_child:
                return []
            found[-1] = (True, found[-1][1])
            is_child = True
            continue
        is_child = False
        match = _SELECTOR.fullmatch(step)
        if not match or not match.group():
            return []
        tag = {match.group(1).lower()} if match.group(1) else set()
        found.append((False, frozenset(tag | set(_PART.findall(match.group(2))))))
    return [] if is_child else found


def _important(text: str) -> list[str]:
    """The names of the declarations that say of themselves that they are important."""
    parts = (part.partition(":") for part in _COMMENT.sub("", text).lower().split(";"))
    return [name.strip() for name, _, value in parts if "!important" in value.replace(" ", "")]


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
