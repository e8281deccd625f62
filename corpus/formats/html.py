"""HTML: the main text of a page in its order, without navigation and what isn't shown."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator

from htmldate import find_date
from lxml import html
from lxml.etree import ParserError
from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.metadata import extract_metadata

from corpus.decode import decoded
from corpus.errors import Refused
from corpus.formats.blocks import block_text, first_heading, plain
from corpus.formats.hidden import drop, remove_hidden, remove_unseen
from corpus.formats.publisher import author_of, publisher_of
from corpus.formats.reading import Reading

_AROUND = ("nav", "footer", "aside", "form", "button", "select", "dialog")
_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "complementary", "dialog"})
_AROUND_NAME = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|newsletter|subscribe|share|sharing|social|breadcrumbs?|sidebar"
    r"|related|comments?|footer|menu|navbar|navigation|skip-link|popup|modal|advert|promo)(?:$|[\s_-])",
    re.I,
)
_NO_PARTS = frozenset("p li dd dt pre blockquote span font b i em strong a h1 h2 h3 h4".split())
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>", re.I)
_PROBES = 40
_MOST_OF_A_PAGE = 0.4


def read_html(data: bytes) -> Reading:
    """The main text of a page and what its metadata say.

    Raises Refused when the file is empty, not text, or holds no page.
    """
    found = decoded(data, declared=True)
    text = _DECLARATION.sub("", found.text)
    page = _parsed(text)
    dated = find_date(copy.deepcopy(page), extensive_search=False, original_date=True)
    remove_unseen(page)
    fields = dict(_fields(page, dated))
    heading = first_heading(page)
    remove_hidden(page)
    _remove_surroundings(page)
    root = _main(page)
    return Reading(
        text=block_text(root),
        fields=fields,
        origin="HTML metadata",
        heading=heading,
        notes=found.notes(),
    )


def _parsed(text: str) -> HtmlElement:
    # Tags that nobody closed nest one another: the usual limit of 256 would cut such pages short.
    parser = html.HTMLParser(huge_tree=True)
    try:
        page = html.document_fromstring(text, parser=parser)
    except (ParserError, ValueError):
        raise Refused("the file holds no HTML page") from None
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise Refused(
            "its elements are nested too deeply to be read whole, as unclosed tags do: save the"
            " page anew from a browser"
        )
    return page


def _fields(page: HtmlElement, dated: str | None) -> Iterator[tuple[str, str]]:
    found = extract_metadata(copy.deepcopy(page), extensive=False)
    named = {
        "title": found.title,
        "date": dated,
        "publisher": publisher_of(page),
        "author": author_of(page),
        "url": found.url or next(iter(page.xpath("//link[@rel='canonical']/@href")), ""),
        "language": page.get("lang") or page.get("{http://www.w3.org/XML/1998/namespace}lang"),
    }
    yield from ((name, str(value).strip()) for name, value in named.items() if value)


def _remove_surroundings(page: HtmlElement) -> None:
    size = len(plain(page)) or 1
    around = [element for element in page.iter() if _stands_around(element)]
    for element in around:
        if len(plain(element)) < _MOST_OF_A_PAGE * size:
            drop(element)


def _stands_around(element: HtmlElement) -> bool:
    if element.tag in ("html", "body", "main", "article"):
        return False
    if element.tag in _AROUND or (element.get("role") or "").lower() in _ROLES:
        return True
    if element.tag == "header":
        return next(element.iter("p"), None) is None and next(element.iter("h1"), None) is None
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return bool(_AROUND_NAME.search(names)) and element.tag in ("div", "section", "ul", "p", "span")


def _main(page: HtmlElement) -> HtmlElement:
    """The innermost part of the page that holds what trafilatura takes for its main text.

    A paragraph is no part: trafilatura may have taken it and left the tables beside it.
    """
    root = page.find("body") if page.find("body") is not None else page
    probes = _probes(page)
    while True:
        parts = (child for child in root if child.tag not in _NO_PARTS)
        inner = next((part for part in parts if _holds(part, probes)), None)
        if inner is None:
            return root
        root = inner


def _probes(page: HtmlElement) -> list[str]:
    extracted = bare_extraction(
        copy.deepcopy(page), include_comments=False, favor_recall=True, with_metadata=False
    )
    body = getattr(extracted, "body", None)
    if body is None:
        return []
    blocks = [plain(element) for element in body.iter("p", "head", "item", "quote", "cell")]
    blocks = [block for block in blocks if len(block) > 20]
    return blocks[:: max(1, len(blocks) // _PROBES)]


def _holds(element: HtmlElement, probes: list[str]) -> bool:
    if not probes or not isinstance(element.tag, str):
        return False
    words = plain(element)
    return all(probe in words for probe in probes)
