"""What a reader of a page doesn't see is not indexed: hidden elements, scripts, comments."""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HtmlElement

_NEVER_SHOWN = (
    "script|style|template|noscript|iframe|object|embed|svg|canvas|video|audio|map|head/title"
).split("|")
_HIDING = (
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|"
    r"(?:font-size|opacity)\s*:\s*0(?![.\d])"
)
_HIDING_STYLE = re.compile(_HIDING, re.I)
_HIDING_CLASSES = frozenset(
    {"hidden", "sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "d-none"}
)
_AT_RULE = re.compile(r"@[^{};]+\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_HIDING_RULE = re.compile(rf"([^{{}}]+)\{{[^{{}}]*(?:{_HIDING})[^{{}}]*\}}", re.I)
_SIMPLE_SELECTOR = re.compile(r"[.#][\w-]+")


def remove_hidden(tree: HtmlElement) -> None:
    """Take out of `tree` what isn't shown, by its tag, attributes, class or the page's style."""
    selectors = _hiding_selectors(tree)
    hidden = [element for element in tree.iter() if _is_hidden(element, selectors)]
    for element in hidden:
        parent = element.getparent()
        if parent is not None:
            drop(element)


def drop(element: HtmlElement) -> None:
    """Take `element` out of its tree; the text behind it stays, set off by a blank."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    tail = " " + (element.tail or "")
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    element.tail = None
    parent.remove(element)


def _is_hidden(element: HtmlElement, selectors: frozenset[str]) -> bool:
    if not isinstance(element.tag, str):
        return True
    if element.tag in _NEVER_SHOWN:
        return True
    classes = (element.get("class") or "").split()
    names = {f".{name}" for name in classes} | {f"#{element.get('id')}"}
    return (
        element.get("hidden") is not None
        or (element.get("aria-hidden") or "").lower() == "true"
        or bool(_HIDING_STYLE.search(element.get("style") or ""))
        or not _HIDING_CLASSES.isdisjoint(classes)
        or not selectors.isdisjoint(names)
    )


def _hiding_selectors(tree: HtmlElement) -> frozenset[str]:
    """The classes and ids that the page's style sheets hide on every medium."""
    found: set[str] = set()
    for sheet in tree.iter("style"):
        rules = _AT_RULE.sub("", etree.tostring(sheet, method="text", encoding="unicode"))
        for match in _HIDING_RULE.finditer(rules):
            selectors = (selector.strip() for selector in match.group(1).split(","))
            found.update(filter(_SIMPLE_SELECTOR.fullmatch, selectors))
    return frozenset(found)
