"""Syncing what an organisation has published: pages, sitemaps and feeds of a site."""

from __future__ import annotations

import gzip
import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Assistant, Cancelled
from assistant.reports import SyncReport
from assistant.settings import Settings
from assistant.sync import Progress
from tests.conftest import WordEmbedder
from tests.corpus.pdfs import pdf
from tests.corpus.website import Answer, Headers, Site, moved, website

PARAGRAPHS = {
    "one": "The Example Centre welcomes the report on the coastal villages of Lindow.",
    "two": "The Example Centre asks the council to keep the mandate of its observers.",
    "three": "The Example Centre regrets that the road to the hospital remains closed.",
}


def page(name: str, words: str = "", head: str = "") -> str:
    return f"""<!doctype html><html lang="en"><head><title>Statement {name}</title>
    <meta property="og:site_name" content="Example Centre">
    <meta property="article:published_time" content="2021-03-14">{head}</head><body>
    <nav><ul><li><a href="/">Home</a></li><li><a href="/news">All our news</a></li></ul></nav>
    <div id="cookie-banner"><p>We use cookies on this site. Accept them all?</p></div>
    <main><article><h1>Statement {name}</h1><p>{words or PARAGRAPHS[name]}</p>
    <p style="display:none">Hidden words that nobody sees.</p></article></main>
    <footer><p>Subscribe to our newsletter</p></footer></body></html>"""


def sitemap(*links: str, what: str = "urlset", entry: str = "url") -> Answer:
    entries = "".join(f"<{entry}><loc>{link}</loc></{entry}>" for link in links)
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    body = f'<?xml version="1.0"?><{what} xmlns="{space}">{entries}</{what}>'
    return Answer(body.encode(), kind="application/xml")


def index_of(*links: str) -> Answer:
    return sitemap(*links, what="sitemapindex", entry="sitemap")


def rss(*links: str) -> Answer:
    items = "".join(f"<item><title>x</title><link>{link}</link></item>" for link in links)
    body = f'<rss version="2.0"><channel><title>News</title>{items}</channel></rss>'
    return Answer(body.encode(), kind="application/rss+xml")


@pytest.fixture
def site() -> Iterator[Site]:
    with website() as running:
        for name in PARAGRAPHS:
            running.pages[f"/{name}"] = page(name)
        running.pages["/sitemap.xml"] = sitemap(*(running.url(f"/{name}") for name in PARAGRAPHS))
        yield running


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    settings = Settings.load(tmp_path_factory.mktemp("home"))
    settings = settings.model_copy(update={"web_allow": "127.0.0.1", "web_delay": 0.0})
    with Assistant.open(settings=settings, embedder=WordEmbedder()) as library:
        yield library


@pytest.fixture
def library(opened: Assistant) -> Assistant:
    """An empty library that may fetch from this machine, without pauses."""
    opened.remove([document.id for document in opened.documents()])
    return opened


def counts(report: SyncReport) -> tuple[int, int, int, int]:
    return report.added, report.updated, report.unchanged, report.removed


def sources(library: Assistant) -> list[str]:
    return sorted(document.source for document in library.documents())


# Pages


def test_a_page_becomes_a_document_without_what_stands_around_it(
    library: Assistant, site: Site
) -> None:
    url = site.url("/one")
    assert counts(library.sync([url])) == (1, 0, 0, 0)
    document = library.show(url)
    assert document.text == f"Statement one\n\n{PARAGRAPHS['one']}"
    assert (document.source, document.url, document.title) == (url, url, "Statement one")
    assert (document.publisher, document.date) == ("Example Centre", "2021-03-14")
    assert document.captured and document.language == "en"
    assert library.ask("What did the Example Centre welcome?").citations[0].url == url


def test_the_canonical_address_counts_on_the_same_site_only(library: Assistant, site: Site) -> None:
    site.pages["/own"] = page("one", head='<link rel="canonical" href="/statements/one">')
    site.pages["/else"] = page("two", head='<link rel="canonical" href="https://evil.example/">')
    site.pages["/script"] = page("three", head='<link rel="canonical" href="javascript:alert(1)">')
    library.sync([site.url("/own"), site.url("/else"), site.url("/script")])
    assert library.show(site.url("/own")).url == site.url("/statements/one")
    assert library.show(site.url("/else")).url == site.url("/else")
    assert library.show(site.url("/script")).url == site.url("/script")


def test_a_redirected_page_keeps_the_address_it_was_asked_by(
    library: Assistant, site: Site
) -> None:
    site.pages["/short"] = moved("/one")
    library.sync([site.url("/short")])
    assert library.show(site.url("/short")).url == site.url("/one")


def test_what_a_page_is_shows_in_its_content(library: Assistant, site: Site) -> None:
    site.pages["/report"] = Answer(
        pdf([(72, 700, 12, "The observers counted forty tents.")]), kind="text/html"
    )
    site.pages["/note"] = Answer(b"A note.\n\nThe road is open.", kind="text/plain")
    site.pages["/odd"] = Answer(page("two").encode(), kind="application/octet-stream")
    report = library.sync([site.url("/report"), site.url("/note"), site.url("/odd")])
    assert not report.failed
    assert library.show(site.url("/report")).pages == 1
    assert "The road is open." in str(library.show(site.url("/note")).text)
    assert library.show(site.url("/odd")).title == "Statement two"


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer(b"\x89PNG\r\n\x1a\n", kind="image/png"), "image/png"),
        (Answer(b'{"a": 1}', kind="application/json"), "application/json"),
        (Answer(b"\x89PNG\r\n\x1a\n\0\0", kind="text/html"), "not text"),
        (Answer(b"PK\x03\x04 nothing", kind="application/zip"), "damaged"),
        (Answer(b"<html><body><script>write()</script></body></html>"), "no text"),
        (Answer(b"", status=404), "no such page"),
    ],
    ids=["picture", "data", "picture that says it is a page", "archive", "script", "missing"],
)
def test_what_is_no_readable_page_is_named_with_the_reason(
    library: Assistant, site: Site, answer: Answer, reason: str
) -> None:
    site.pages["/bad"] = answer
    report = library.sync([site.url("/bad"), site.url("/one")])
    assert report.added == 1
    assert [failure.source for failure in report.failed] == [site.url("/bad")]
    assert reason in report.failed[0].error


@pytest.mark.parametrize(
    ("charset", "declared"),
    [("utf-8", "iso-8859-1"), ("windows-1251", "windows-1251"), ("windows-1252", "utf-8")],
)
def test_a_wrongly_declared_encoding_does_no_harm(
    library: Assistant, site: Site, charset: str, declared: str
) -> None:
    words = (
        "Совет принял решение." if charset == "windows-1251" else "Le Conseil a été réuni à Genève."
    )
    body = f"<html><body><p>{words}</p></body></html>".encode(charset)
    site.pages["/words"] = Answer(body, kind=f"text/html; charset={declared}")
    library.sync([site.url("/words")])
    assert library.show(site.url("/words")).text == words


def test_a_file_that_a_page_links_to_is_not_fetched(library: Assistant, site: Site) -> None:
    site.pages["/one"] = page("one", f'{PARAGRAPHS["one"]} <a href="/report.pdf">Report</a>')
    library.sync([site.url("/one")])
    assert site.asked() == ["/one"]


@pytest.mark.parametrize(
    "source", ["file:///etc/passwd", "ftp://example.org/x", "http://me:pw@127.0.0.1/"]
)
def test_other_addresses_are_refused(library: Assistant, source: str) -> None:
    (failure,) = library.sync([source]).failed
    assert failure.source == source and "address" in failure.error


# Again


def test_an_unchanged_page_costs_no_reading(
    library: Assistant, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tagged(headers: Headers) -> Answer:
        if headers.get("if-none-match") == '"v1"':
            return Answer(status=304)
        return Answer(page("two").encode(), headers={"ETag": '"v1"'})

    site.pages["/two"] = tagged
    urls = [site.url("/one"), site.url("/two")]
    assert counts(library.sync(urls)) == (2, 0, 0, 0)
    monkeypatch.setattr("assistant.pipeline.capture", lambda *_: pytest.fail("it was read again"))
    assert counts(library.sync(urls)) == (0, 0, 2, 0)
    assert site.requests[-1][1]["if-none-match"] == '"v1"'


def test_a_page_is_stored_anew_for_another_audience(library: Assistant, site: Site) -> None:
    site.pages["/one"] = lambda headers: (
        Answer(status=304)
        if "if-none-match" in headers
        else Answer(page("one").encode(), headers={"ETag": '"v1"'})
    )
    library.sync([site.url("/one")])
    assert counts(library.sync([site.url("/one")], audience="internal")) == (0, 1, 0, 0)
    assert library.show(site.url("/one")).audience == "internal"


def test_a_page_that_differs_only_in_what_nobody_reads_is_unchanged(
    library: Assistant, site: Site
) -> None:
    visits = itertools.count()
    site.pages["/one"] = lambda headers: Answer(
        page("one", head=f'<meta name="visit" content="{next(visits)}">').encode()
    )
    assert counts(library.sync([site.url("/one")])) == (1, 0, 0, 0)
    assert counts(library.sync([site.url("/one")])) == (0, 0, 1, 0)
    site.pages["/one"] = page("one").replace("2021-03-14", "2021-03-15")
    assert counts(library.sync([site.url("/one")])) == (0, 1, 0, 0)
    assert library.show(site.url("/one")).date == "2021-03-15"


def test_a_changed_page_is_updated(library: Assistant, site: Site) -> None:
    library.sync([site.url("/one")])
    site.pages["/one"] = page("one", "The Example Centre has withdrawn its statement.")
    assert counts(library.sync([site.url("/one")])) == (0, 1, 0, 0)
    assert "withdrawn" in str(library.show(site.url("/one")).text)


def test_a_page_is_removed_by_any_way_of_writing_its_address(
    library: Assistant, site: Site
) -> None:
    library.sync([site.url("/one")])
    report = library.remove([site.url("/x/../one#top").replace("http:", "HTTP:")])
    assert report.removed == (site.url("/one"),)
    assert sources(library) == []


# Sitemaps and feeds


def test_the_pages_of_a_sitemap_are_fetched(library: Assistant, site: Site) -> None:
    report = library.sync([site.url("/sitemap.xml")])
    assert counts(report) == (3, 0, 0, 0) and not report.failed
    assert sources(library) == sorted(site.url(f"/{name}") for name in PARAGRAPHS)
    assert site.asked() == ["/sitemap.xml", "/one", "/two", "/three"]
    removed = library.remove([site.url("/sitemap.xml")]).removed
    assert len(removed) == 3


def test_a_sitemap_of_sitemaps_is_followed_packed_and_in_circles(
    library: Assistant, site: Site
) -> None:
    inner = sitemap(site.url("/one"), site.url("/two")).body
    site.pages["/a.xml.gz"] = Answer(gzip.compress(inner), kind="application/x-gzip")
    site.pages["/b.txt"] = Answer(site.url("/three").encode(), kind="text/plain")
    site.pages["/all"] = index_of(
        *(site.url(path) for path in ("/a.xml.gz", "/b.txt", "/all", "/deeper"))
    )
    site.pages["/deeper"] = index_of(site.url("/all"), site.url("/a.xml.gz"))
    report = library.sync([site.url("/all")])
    assert counts(report) == (3, 0, 0, 0) and not report.failed
    assert len(site.asked()) == len(set(site.asked())) == 7


def test_a_sitemap_speaks_for_its_own_site_only(library: Assistant, site: Site) -> None:
    site.pages["/sitemap.xml"] = sitemap(
        site.url("/one"), "https://other.example/", "javascript:alert(1)"
    )
    report = library.sync([site.url("/sitemap.xml")])
    assert report.added == 1
    reasons = {failure.source: failure.error for failure in report.failed}
    assert "1 of its addresses are on other sites" in reasons[site.url("/sitemap.xml")]
    assert "http://" in reasons["javascript:alert(1)"]


ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:base="{base}/">
<link href="/home"/><entry><link rel="edit" href="/edit"/><link href="one"/></entry>
<entry><link rel="alternate" href="/two"/></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
xmlns="http://purl.org/rss/1.0/"><item><link>{base}/one</link></item>
<item><link>{base}/two</link></item></rdf:RDF>"""
SLOPPY = """<rss><channel><item><title>Fish & Chips</title><link>{base}/one</link></item>
<item><guid>{base}/two</guid></item>"""
HOSTILE = """<?xml version="1.0"?>
<!DOCTYPE rss [<!ENTITY a "x"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>
<rss><channel><item><link>{base}/one</link></item><item><link>{base}/two</link></item>
<item><link>&f;&b;</link></item></channel></rss>"""


@pytest.mark.parametrize("feed", [ATOM, RDF, SLOPPY, HOSTILE], ids=["Atom", "RSS 1", "RSS", "DTD"])
def test_the_pages_of_a_feed_are_fetched(library: Assistant, site: Site, feed: str) -> None:
    site.pages["/feed"] = Answer(feed.format(base=site.address).encode(), kind="text/html")
    assert counts(library.sync([site.url("/feed")])) == (2, 0, 0, 0)
    assert site.asked() == ["/feed", "/one", "/two"]


def test_pages_of_several_hosts_are_fetched_side_by_side(library: Assistant, site: Site) -> None:
    with website() as other:
        other.pages["/one"] = page("one", "The other site speaks of Quillon.")
        site.pages["/feed"] = rss(site.url("/one"), other.url("/one"), site.url("/two"))
        assert counts(library.sync([site.url("/feed")])) == (3, 0, 0, 0)


def test_what_a_sitemap_no_longer_lists_is_pruned(library: Assistant, site: Site) -> None:
    library.sync([site.url("/sitemap.xml")])
    site.pages["/sitemap.xml"] = sitemap(site.url("/one"), site.url("/two"))
    site.pages["/two"] = Answer(status=410)
    assert counts(library.sync([site.url("/sitemap.xml")])) == (0, 0, 1, 0)
    assert counts(library.sync([site.url("/sitemap.xml")], prune=True)) == (0, 0, 1, 2)
    assert sources(library) == [site.url("/one")]


def test_one_text_under_two_addresses_stays_while_one_of_them_does(
    library: Assistant, site: Site
) -> None:
    site.pages["/twin"] = page("one")
    site.pages["/sitemap.xml"] = sitemap(site.url("/one"), site.url("/twin"))
    assert counts(library.sync([site.url("/sitemap.xml")])) == (2, 0, 0, 0)
    assert counts(library.sync([site.url("/sitemap.xml")])) == (0, 0, 2, 0)
    site.pages["/sitemap.xml"] = sitemap(site.url("/twin"))
    assert counts(library.sync([site.url("/sitemap.xml")], prune=True)) == (0, 0, 1, 1)
    assert sources(library) == [site.url("/twin")]


def test_what_a_feed_no_longer_lists_stays(library: Assistant, site: Site) -> None:
    site.pages["/feed"] = rss(site.url("/one"), site.url("/two"))
    library.sync([site.url("/feed")])
    site.pages["/feed"] = rss(site.url("/three"))
    assert counts(library.sync([site.url("/feed")], prune=True)) == (1, 0, 0, 0)
    assert len(sources(library)) == 3


DOWN = Answer(status=503)


@pytest.mark.parametrize(
    "trouble",
    [
        {"/sitemap.xml": DOWN},
        {"/robots.txt": DOWN},
        {"/one": DOWN, "/two": DOWN, "/three": DOWN},
        {"/one": Answer(status=404), "/two": Answer(status=404), "/three": Answer(status=404)},
        {"/sitemap.xml": Answer(status=404)},
        {"/sitemap.xml": sitemap()},
        {"/sitemap.xml": "<html><body><p>We are back soon.</p></body></html>"},
        {"/sitemap.xml": Answer(sitemap("http://127.0.0.1/one").body[:-20], kind="text/xml")},
    ],
    ids="sitemap robots pages all-missing missing empty maintenance cut-short".split(),
)
def test_a_site_in_trouble_loses_nothing(
    library: Assistant, site: Site, trouble: dict[str, Answer | str]
) -> None:
    library.sync([site.url("/sitemap.xml")])
    site.pages.update(trouble)
    report = library.sync([site.url("/sitemap.xml")], prune=True)
    assert report.removed == report.added == report.updated == 0
    assert len(sources(library)) == 3


def test_a_broken_sitemap_among_others_prunes_nothing(library: Assistant, site: Site) -> None:
    site.pages["/all"] = index_of(site.url("/a"), site.url("/b"))
    site.pages["/a"], site.pages["/b"] = sitemap(site.url("/one")), sitemap(site.url("/two"))
    library.sync([site.url("/all")])
    site.pages["/b"] = DOWN
    assert library.sync([site.url("/all")], prune=True).removed == 0


# Interruption


def test_an_interrupted_sync_goes_on_where_it_stopped(library: Assistant, site: Site) -> None:
    def tagged(name: str, words: str) -> object:
        def answer(headers: Headers) -> Answer:
            if "if-none-match" in headers:
                return Answer(status=304)
            return Answer(page(name, words).encode(), headers={"ETag": f'"{name}"'})

        return answer

    names = [f"n{number:02}" for number in range(20)]
    for name in names:
        site.pages[f"/{name}"] = tagged(name, f"Statement {name} of the centre.")  # type: ignore[assignment]
    site.pages["/sitemap.xml"] = sitemap(*(site.url(f"/{name}") for name in names))

    def stop_after_some(progress: Progress) -> None:
        if library.documents():
            raise Cancelled

    report = library.sync([site.url("/sitemap.xml")], progress=stop_after_some)
    assert report.cancelled and 0 < report.added < 20
    again = library.sync([site.url("/sitemap.xml")])
    assert again.unchanged >= report.added and again.unchanged + again.added == 20
    assert sum("if-none-match" in headers for _, headers in site.requests) == again.unchanged


def test_a_sync_is_stopped_while_a_page_comes_in(
    library: Assistant, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.pages["/drip"] = Answer(b"x" * 1000, drip=0.1)
    steps: list[Progress] = []

    def stop(progress: Progress) -> None:
        steps.append(progress)
        if len(steps) > 2:
            raise Cancelled

    report = library.sync([site.url("/drip")], progress=stop)
    assert report.cancelled and report.seconds < 4
    assert steps[0].stage == "fetching"


def test_bodies_do_not_stay_behind(
    library: Assistant, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    library.sync([site.url("/sitemap.xml")])
    assert list((tmp_path / "temporary").iterdir()) == []


def test_private_addresses_are_refused_unless_allowed(
    quick_model: object, site: Site, tmp_path: Path
) -> None:
    with Assistant.open(tmp_path / "other") as library:
        (failure,) = library.sync([site.url("/one")]).failed
    assert "private network" in failure.error and "web_allow" in failure.error
    assert site.requests == []


def test_settings_that_allow_nonsense_say_so(quick_model: object, tmp_path: Path) -> None:
    settings = Settings.load(tmp_path).model_copy(update={"web_allow": "here/there"})
    with (
        Assistant.open(settings=settings) as library,
        pytest.raises(Exception, match="here/there"),
    ):
        library.sync(["https://example.org/"])
