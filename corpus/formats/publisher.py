"""Who publishes a page and who wrote it: its head's structured data first, then meta tags."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

from corpus.authors import is_person

_LONGEST = 300_000
_MOST_NODES = 2_000
_WORKS = re.compile(r"Article|Posting|Report|WebPage|CreativeWork|Legislation|Statement", re.I)
_BODIES = re.compile(r"Organi[sz]ation|NGO|WebSite|Corporation", re.I)
_TAGS = (
    ("dc.publisher", "dcterms.publisher", "citation_publisher", "og:site_name"),
    ("application-name",),
    ("author", "dc.creator", "dcterms.creator", "citation_author"),
)
_HOST = re.compile(r"(?:https?://\S+|www\.\S+|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,10}|@\S+)", re.I)


def publisher_of(page: HtmlElement) -> str:
    """The name of the page's publisher, else of its author; "" where its head names neither.

    A host's name or an account's is no name.
    """
    nodes = {id(node): node for node in _structured(page)}.values()
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str)}
    works = [node for node in nodes if _is_a(node, _WORKS)]
    bodies = [node for node in nodes if _is_a(node, _BODIES)]
    of_works = [_named(node.get("publisher"), by_id) for node in works]
    names, applications, authors = (list(_tagged(page, tags)) for tags in _TAGS)
    wrote = [_named(node.get("author"), by_id) for node in works]
    found = (
        *of_works,
        *names,
        *(_named(node, by_id) for node in bodies),
        *applications,
        # Half of the accounts of the world's web sites are called "admin".
        *(name for name in (*authors, *wrote) if " " in name),
    )
    return next((name for name in found if name and not _HOST.fullmatch(name)), "")


def author_of(page: HtmlElement) -> str:
    """The person whom the page's head names as its author, "" where it names none."""
    nodes = {id(node): node for node in _structured(page)}.values()
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str)}
    wrote = [_named(node.get("author"), by_id) for node in nodes if _is_a(node, _WORKS)]
    found = (*_tagged(page, _TAGS[2]), *wrote)
    return next((name for name in found if is_person(name) and not _HOST.fullmatch(name)), "")


def _tagged(page: HtmlElement, names: tuple[str, ...]) -> Iterator[str]:
    """The contents of the meta tags of those names, in the order of the names."""
    tags = [
        ((tag.get("name") or tag.get("property") or "").lower(), tag.get("content") or "")
        for tag in page.iter("meta")
    ]
    for wanted in names:
        yield from (" ".join(value.split()) for name, value in tags if name == wanted)


def _structured(page: HtmlElement) -> Iterator[dict[str, Any]]:
    """Every object in the page's JSON-LD, the outer before the inner."""
    left = _MOST_NODES
    for script in page.iter("script"):
        text = script.text or ""
        if "ld+json" not in (script.get("type") or "").lower() or len(text) > _LONGEST:
            continue
        try:
            pending = [json.loads(text)]
        except (ValueError, RecursionError):
            continue  # a site's mistake in what no reader sees: its text is still good
        while pending and left:
            left -= 1
            node = pending.pop(0)
            if isinstance(node, dict):
                yield node
                pending += [inner for inner in node.values() if isinstance(inner, dict | list)]
            elif isinstance(node, list):
                pending += [inner for inner in node if isinstance(inner, dict | list)]


def _is_a(node: dict[str, Any], kinds: re.Pattern[str]) -> bool:
    kind = node.get("@type")
    named = kind if isinstance(kind, list) else [kind]
    return any(isinstance(name, str) and kinds.search(name) for name in named)


def _named(node: Any, by_id: dict[str, dict[str, Any]]) -> str:
    """The name of a person or body, given as a name, an object or a reference to one."""
    if isinstance(node, list):
        return next(filter(None, (_named(inner, by_id) for inner in node)), "")
    if isinstance(node, str):
        return " ".join(node.split())
    if not isinstance(node, dict):
        return ""
    name = node.get("name") or by_id.get(str(node.get("@id")), {}).get("name")
    return " ".join(name.split()) if isinstance(name, str) else ""
