"""Web addresses on the page: pasted, fetched, followed up, tried again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from assistant import Assistant
from assistant.settings import Settings
from page.addresses import MOST, again, pasted
from page.shelf import Added, results
from page.uploads import Shelving
from tests.app.conftest import Open
from tests.conftest import WordEmbedder
from tests.corpus.website import Answer, Site, website

Served = Callable[..., tuple[str, Assistant]]
PAGE = "<html><head><title>{0}</title></head><body><main><p>{0}: the road is open.</p></main>"


@pytest.fixture
def site() -> Iterator[Site]:
    with website() as running:
        for name in ("one", "two"):
            running.pages[f"/{name}"] = PAGE.format(name)
        listed = "".join(f"<item><link>{running.url(p)}</link></item>" for p in ("/one", "/gone"))
        running.pages["/feed"] = f"<rss><channel>{listed}</channel></rss>"
        yield running


@pytest.fixture
def shelving(tmp_path: Path) -> Iterator[Shelving]:
    settings = Settings.load(tmp_path / "home")
    settings = settings.model_copy(update={"web_allow": "127.0.0.1", "web_delay": 0.0})
    with Assistant.open(settings=settings, embedder=WordEmbedder()) as library:
        yield Shelving(library, tmp_path / "home" / "uploads")


def outcomes(shelving: Shelving, items: list[Added]) -> list[tuple[str, str]]:
    *_, last = shelving.add(items, "public", "s")
    return [(item.name, item.state) for item in last]


def test_pasted_lines_become_addresses_once_each() -> None:
    given = pasted("https://example.org/a\n\n  www.example.org/b \nHTTPS://EXAMPLE.org/a#top\n")
    assert [item.path for item in given[:2]] == [
        "https://example.org/a",
        "https://www.example.org/b",
    ]
    assert [item.state for item in given] == ["waiting", "waiting", "waiting"]


@pytest.mark.parametrize(
    "line",
    [
        "/etc/passwd",
        "~/Documents",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/html,x",
        "http://me:secret@example.org/",
        "example.org/\x00",
    ],
)
def test_what_is_no_address_is_never_synced(line: str) -> None:
    (item,) = pasted(line)
    assert (item.state, item.path) == ("failed", "") and item.detail
    assert again([item]) == [item]


def test_many_addresses_are_for_a_sitemap() -> None:
    given = pasted("\n".join(f"https://example.org/{number}" for number in range(MOST + 1)))
    assert [item.state for item in given].count("waiting") == MOST
    assert given[-1].state == "failed"


def test_each_address_and_each_page_that_failed_is_told(shelving: Shelving, site: Site) -> None:
    items = pasted(f"{site.url('/feed')}\n{site.url('/two')}")
    assert outcomes(shelving, items) == [
        (site.url("/feed"), "added"),
        (site.url("/two"), "added"),
        (site.url("/gone"), "failed"),
    ]


def test_documents_are_counted_not_addresses(shelving: Shelving, site: Site) -> None:
    listed = "".join(f"<item><link>{site.url(page)}</link></item>" for page in ("/one", "/two"))
    site.pages["/feed"] = f"<rss><channel>{listed}</channel></rss>"
    *_, last = shelving.add(pasted(site.url("/feed")), "public", "s")
    assert "2 added" in results(last)


def test_only_what_failed_is_tried_again(shelving: Shelving, site: Site) -> None:
    *_, last = shelving.add(pasted(site.url("/feed")), "public", "s")
    site.pages["/gone"] = PAGE.format("back")
    site.requests.clear()
    assert outcomes(shelving, again(last)) == [
        (site.url("/feed"), "added"),
        (site.url("/gone"), "added"),
    ]
    assert site.asked() == ["/gone"]


def test_fetching_can_be_cancelled(shelving: Shelving, site: Site) -> None:
    site.pages["/drip"] = Answer(b"x" * 1000, drip=0.1)
    items = pasted(f"{site.url('/drip')}\n{site.url('/two')}")
    site.pages["/robots.txt"] = lambda headers: shelving_stops()

    def shelving_stops() -> Answer:
        threading.Timer(0.3, shelving.stop, ["s"]).start()
        return Answer(status=404)

    assert [state for _, state in outcomes(shelving, items)] == ["cancelled", "cancelled"]
    assert "/two" not in site.asked()


@pytest.mark.browser
def test_addresses_are_pasted_on_the_page_and_failures_tried_again(
    open_page: Open, served: Served, site: Site
) -> None:
    address, _ = served({"a.md": "A note."}, web_allow="127.0.0.1", web_delay=0.0)
    page = open_page(address)
    page.get_by_role("tab", name="Library").click()
    page.get_by_role("button", name="Add documents").click()
    field = page.get_by_label("Web addresses, one a line")
    field.fill(f"{site.url('/one')}\n{site.url('/late')}\n/etc/passwd")
    page.get_by_role("button", name="Add to the library").press("Enter")
    results = page.locator(".results")
    expect(results.locator("li.added")).to_contain_text(site.url("/one"))
    expect(results.locator("li.failed")).to_have_count(2)
    expect(results.get_by_role("status")).to_be_focused()
    expect(results.locator("li.failed", has_text="/late")).to_contain_text("no such page")
    expect(page.locator("#masthead")).to_contain_text("2 documents")
    expect(field).to_have_value("")
    site.pages["/late"] = PAGE.format("late")
    page.get_by_role("button", name="Try the failed ones again").press("Enter")
    expect(results.locator("li.added")).to_have_count(2)
    expect(results.get_by_role("status")).to_be_focused()
    expect(page.get_by_role("button", name="Try the failed ones again")).to_be_hidden()
    expect(page.locator("#masthead")).to_contain_text("3 documents")
