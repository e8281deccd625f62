"""Lists of pages: sitemaps, indexes of sitemaps, RSS and Atom feeds; known by what they hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, cast
from urllib.parse import urljoin

from lxml import etree

from corpus.errors import Refused
from corpus.web.errors import Unfetched
from corpus.web.packing import unpacked

LARGEST = 50 * 1024 * 1024
MOST_LINKS = 50_000
_ZIPPED = b"\x1f\x8b"
_BEGINNINGS = (b"<?xml", b"<rss", b"<feed", b"<urlset", b"<sitemapindex", b"<rdf", b"http")
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
Kind = Literal["sitemap", "index", "feed"]
_KINDS: Mapping[str, Kind] = {
    "urlset": "sitemap",
    "sitemapindex": "index",
    "rss": "feed",
    "RDF": "feed",
    "feed": "feed",
}


@dataclass(frozen=True, slots=True)
class Listing:
    """The addresses that a list names, in its order; of an index, those of its sitemaps."""

    kind: Kind
    links: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Listing:
        """What `to_dict` wrote, read back from JSON."""
        return cls(values["kind"], tuple(values["links"]))


def may_be_listing(data: bytes) -> bool:
    """Whether it is worth looking into `data` for a list, by its first bytes."""
    start = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return start.startswith((_ZIPPED, b"\xff\xfe", b"\xfe\xff", *_BEGINNINGS))


def read_listing(data: bytes, base: str) -> Listing | None:
    """The list in `data`, fetched from `base`; None where it is something else.

    Raises Refused for a list that is damaged or too long.
    """
    if data.startswith(_ZIPPED):
        data = _unzipped(data)
    plain = _plain_list(data)
    if plain:
        return Listing("sitemap", plain)
    root = _root(data)
    kind = _KINDS.get(_name(root)) if root is not None else None
    if root is None or kind is None:
        return None
    found = _feed_links(root, base) if kind == "feed" else _sitemap_links(root, base)
    links = tuple(dict.fromkeys(found))
    if len(links) > MOST_LINKS:
        raise Refused(f"it lists more than {MOST_LINKS:,} addresses")
    return Listing(kind, links)


def _unzipped(data: bytes) -> bytes:
    whole = bytearray()
    try:
        for part in unpacked(iter([data])):
            whole += part
            if len(whole) > LARGEST:
                raise Refused(f"it unpacks to more than the {LARGEST // 1024**2} MB that are read")
    except Unfetched:
        raise Refused("it is a damaged archive, and no list of pages") from None
    return bytes(whole)


def _plain_list(data: bytes) -> tuple[str, ...]:
    """The addresses of a text that holds nothing else, one a line; empty for any other text."""
    lines = data.removeprefix(b"\xef\xbb\xbf").split()
    if not lines or not all(re.match(rb"https?://", line) for line in lines):
        return ()
    return tuple(dict.fromkeys(line.decode("utf-8", "replace") for line in lines))


def _root(data: bytes) -> etree._Element | None:
    """The root element of XML, None for what isn't any. Raises Refused for a list cut short."""
    root = _parsed(data, recover=False)
    if root is not None:
        return root
    # Feeds are often sloppy, and tell only what is new; a sitemap that was cut short would say
    # that all the rest is gone.
    root = _parsed(data, recover=True)
    if root is not None and _KINDS.get(_name(root)) in ("sitemap", "index"):
        raise Refused("the sitemap is damaged or was cut short: try again later")
    return root


def _parsed(data: bytes, recover: bool) -> etree._Element | None:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=recover
    )
    try:
        # Where it recovers, it may give nothing at all, whatever its stubs say.
        return cast("etree._Element | None", etree.fromstring(data, parser))
    except etree.XMLSyntaxError:
        return None


def _name(element: etree._Element) -> str:
    # By hand, since a name that was recovered need not be a valid one.
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    return (child for child in element if _name(child) == name)


def _sitemap_links(root: etree._Element, base: str) -> Iterator[str]:
    for entry in root:
        if _name(entry) in ("url", "sitemap"):
            for place in _children(entry, "loc"):
                # Pictures and films have a place too, in a name space of their own.
                if place.tag.rpartition("}")[0] == entry.tag.rpartition("}")[0]:
                    yield from _joined(base, place.text)


def _feed_links(root: etree._Element, base: str) -> Iterator[str]:
    for entry in root.iter():
        if _name(entry) == "item":
            yield from _item_links(entry, base)
        elif _name(entry) == "entry":
            around = [e.get(_BASE) for e in (entry, *entry.iterancestors()) if e.get(_BASE)]
            own = base
            for outer in reversed(around):
                own = next(_joined(own, outer), own)
            for link in _children(entry, "link"):
                if link.get("rel", "alternate") == "alternate" and link.get("href"):
                    yield from _joined(own, link.get("href"))
                    break


def _item_links(item: etree._Element, base: str) -> Iterator[str]:
    """The link of an RSS item, else its identifier where that is an address."""
    for link in _children(item, "link"):
        if (link.text or "").strip():
            yield from _joined(base, link.text)
            return
    for identifier in _children(item, "guid"):
        if identifier.get("isPermaLink") != "false" and "://" in (identifier.text or ""):
            yield from _joined(base, identifier.text)


def _joined(base: str, link: str | None) -> Iterator[str]:
    link = (link or "").strip()
    if not link:
        return
    try:
        yield urljoin(base, link)
    except ValueError:
        return  # an address that can't be taken apart leads nowhere
