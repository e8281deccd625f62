"""What a fetched page says of itself: its publisher, its date, its title."""

from __future__ import annotations

import gzip
import json

import pytest

from corpus.errors import Refused
from corpus.formats.html import read_html
from corpus.titles import title_from_name
from corpus.web.listing import read_listing
from corpus.web.page import ending_of, read_page

TEXT = "<body><main><h1>On the road</h1><p>The Example Centre welcomes the road.</p></main></body>"


def page(*head: str) -> bytes:
    return f"<html><head><title>On the road</title>{''.join(head)}</head>{TEXT}</html>".encode()


def data(*nodes: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@graph": nodes})}</script>'


def tag(name: str, content: str) -> str:
    return f'<meta name="{name}" property="{name}" content="{content}">'


CENTRE = {"@type": "Organization", "@id": "#centre", "name": "Example  Centre"}
WEB_PAGE = {"@type": "WebPage", "name": "On the road | Example Centre"}


@pytest.mark.parametrize(
    ("head", "publisher"),
    [
        ([tag("og:site_name", "Example Centre")], "Example Centre"),
        ([data({"@type": "NewsArticle", "publisher": CENTRE})], "Example Centre"),
        ([data({"@type": ["Report"], "publisher": {"@id": "#centre"}}, CENTRE)], "Example Centre"),
        ([data(WEB_PAGE, {"@type": "WebSite", "name": "Example Centre"})], "Example Centre"),
        ([data(WEB_PAGE), tag("og:site_name", "Example Centre")], "Example Centre"),
        ([tag("dc.publisher", "Example Centre"), tag("author", "Amina Sesay")], "Example Centre"),
        ([tag("author", "Amina Sesay")], "Amina Sesay"),
        ([data({"@type": "Article", "author": [{"name": "Amina Sesay"}]})], "Amina Sesay"),
        ([tag("author", "admin")], ""),
        ([tag("og:site_name", "www.example.org"), tag("twitter:site", "@example")], ""),
        ([tag("og:site_name", "example.org"), data(CENTRE)], "Example Centre"),
        (['<script type="application/ld+json">{"@type": </script>'], ""),
        ([data([[{"@type": 7, "publisher": 7, "author": [7, None]}]])], ""),
        ([f'<script type="application/ld+json">{"[" * 100_000}</script>'], ""),
    ],
)
def test_the_publisher_is_who_the_head_of_the_page_names(head: list[str], publisher: str) -> None:
    assert read_html(page(*head)).fields.get("publisher", "") == publisher


@pytest.mark.parametrize(
    ("path", "date"),
    [
        ("/2021/03/14/on-the-road", "2021-03-14"),
        ("/news/2021/03/on-the-road", "2021-03"),
        ("/2021-03-14-on-the-road", "2021-03-14"),
        ("/news/20210314", ""),
        ("/S/2019/10", ""),
        ("/S/2019/10/Add.1", ""),
        ("/2021/on-the-road", ""),
    ],
)
def test_a_date_in_the_address_counts_where_the_page_states_none(path: str, date: str) -> None:
    fetched = {"url": f"https://example.org{path}", "kind": "text/html"}
    assert read_page(page(), fetched).fields.get("date", "") == date
    stated = page(tag("article:published_time", "2019-09-24"))
    assert read_page(stated, fetched).fields["date"] == "2019-09-24"


def test_an_address_makes_a_title_where_nothing_else_does() -> None:
    assert title_from_name("https://example.org/news/on-the-road.html") == "On the road"
    assert title_from_name("https://example.org/d%C3%A9claration/") == "Déclaration"
    assert title_from_name("https://www.example.org/") == "www.example.org"


@pytest.mark.parametrize(
    ("start", "kind", "ending"),
    [
        (b"%PDF-1.7", "text/html", ".pdf"),
        (b"{\\rtf1", "application/octet-stream", ".rtf"),
        (b"\n<!DOCTYPE html><p>x", "application/pdf", ".html"),
        (b'<?xml version="1.0"?><html><p>x</p></html>', "application/xml", ".html"),
        (b"Words about <html> tags", "text/plain", ".txt"),
        (b"# Title", "text/markdown", ".md"),
        (b"Subject: x", "message/rfc822", ".eml"),
        (b"words", "", ".txt"),
    ],
)
def test_what_was_fetched_is_told_by_its_content(start: bytes, kind: str, ending: str) -> None:
    assert ending_of(start, kind) == ending


@pytest.mark.parametrize(
    ("content", "kind", "reason"),
    [
        (b"<rss><channel></channel></rss>", "text/xml", "sync it by itself"),
        (b"PK\x03\x04", "application/zip", "damaged"),
        (b"\0\0\0\x18ftypmp42", "video/mp4", "video/mp4"),
        (b"body {}", "text/css", "text/css"),
    ],
)
def test_what_is_no_document_is_refused(content: bytes, kind: str, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        ending_of(content, kind)


def test_a_list_with_a_bomb_of_entities_is_refused() -> None:
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 30))
    with pytest.raises(Refused, match="damaged"):
        read_listing(
            f'<?xml version="1.0"?><!DOCTYPE urlset [<!ENTITY e0 "x">{bomb}]><urlset><url>'
            "<loc>https://a.example/&e29;</loc></url></urlset>".encode(),
            "https://a.example/sitemap.xml",
        )


def test_entities_of_a_list_are_not_expanded() -> None:
    listed = read_listing(
        b'<?xml version="1.0"?><!DOCTYPE urlset [<!ENTITY file SYSTEM "file:///etc/passwd">]>'
        b"<urlset><url><loc>/a</loc></url><url><loc>&file;</loc></url></urlset>",
        "https://a.example/sitemap.xml",
    )
    assert listed is not None and listed.links == ("https://a.example/a",)


def test_a_packed_list_that_swells_is_refused() -> None:
    with pytest.raises(Refused, match="unpacks to more than the 50 MB"):
        read_listing(gzip.compress(bytes(60_000_000), 1), "https://a.example/")


def test_pictures_in_a_sitemap_are_no_pages() -> None:
    listed = read_listing(
        b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:i="urn:image"><url>'
        b"<loc>/a</loc><i:image><i:loc>/b.png</i:loc></i:image><i:loc>/c.png</i:loc></url></urlset>",
        "https://a.example/sitemap.xml",
    )
    assert listed is not None and listed.links == ("https://a.example/a",)
