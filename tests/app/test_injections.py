"""Documents with orders in them, on the page in a real browser: shown as text, and nothing happens.

`open_page` fails a test whose page asks for anything from elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from assistant import Assistant
from tests.app.conftest import Open, ask
from tests.injections import write

pytestmark = pytest.mark.browser
_ACTIVE = (
    ":is(#conversation, #source, #listing, #document) "
    ":is(img, script, iframe, object, embed, form, input, svg, style, link, meta, base, "
    "a:not([href^='/original/']))"  # the app's own download of what was captured
)
_ASKED = ("HTML image", "Markdown link", "fake citations", "metadata: title", "file name: markup")
_LISTED = ("metadata: other fields", "front matter: title", "HTML form")


@pytest.fixture(scope="module")
def hostile(
    served: Callable[..., tuple[str, Assistant]], tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, dict[str, tuple[str, str]]]:
    """The address of a library that holds them; by name, each one's file and a question."""
    folder = tmp_path_factory.mktemp("hostile")
    written = write(folder, (*_ASKED, *_LISTED))
    address, library = served({})
    report = library.sync([folder])
    assert report.added == len(written) == len(_ASKED) + len(_LISTED)
    return address, {each.name: (each.file, question) for each, _, question in written}


def assert_inert(page: Page) -> None:
    found = page.locator(_ACTIVE)
    assert found.evaluate_all("all => all.map(one => one.outerHTML)") == []
    assert "PWNED" not in page.title()


def test_answers_and_sources_hold_no_image_and_no_link(
    open_page: Open, hostile: tuple[str, dict[str, tuple[str, str]]]
) -> None:
    address, documents = hostile
    page = open_page(address)
    for name in _ASKED:
        ask(page, documents[name][1])
        turn = page.locator(".turn").last
        expect(turn.locator(".statement").first).to_be_visible()
        turn.locator(".cite").first.click()
        expect(page.locator("mark.current")).to_contain_text("wells")
        assert_inert(page)
    expect(page.locator(".turns")).to_contain_text("<img src=")


def test_the_list_of_documents_shows_orders_as_text(
    open_page: Open, hostile: tuple[str, dict[str, tuple[str, str]]]
) -> None:
    address, documents = hostile
    page = open_page(address)
    page.get_by_role("tab", name="Library").click()
    for name in _LISTED:
        page.locator("#find textarea, #find input").first.fill(documents[name][0].split(".")[0])
        page.locator(".listing .title").first.click()
        expect(page.locator("#document .source-text")).to_contain_text("wells")
        assert_inert(page)
