"""A conversation is kept in the browser, stands after a reload, and is written to files."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Page, expect

from assistant import Assistant
from tests.app.conftest import Open, ask
from tests.app.documents import STATEMENTS

pytestmark = pytest.mark.browser
TENTS = "How many cholera treatment tents did observers count in the harbour of Port Liberty?"
MINES = "How many landmines were removed along the river Asha?"
ELSEWHERE = "Which football club won the championship in Uruguay?"
Served = Callable[..., tuple[str, Assistant]]


@pytest.fixture(scope="module")
def two(served: Served) -> tuple[str, Assistant]:
    return served({name: STATEMENTS[name] for name in ("harbour.md", "mines.md")})


def reloaded(page: Page) -> Page:
    page.wait_for_function("localStorage.getItem('rapporteur-conversation')")
    page.wait_for_timeout(300)
    page.reload()
    return page


def download(page: Page, button: str) -> Path:
    with page.expect_download() as started:
        page.get_by_role("button", name=button).click()
    return Path(started.value.path())


def test_a_conversation_stands_after_a_reload_until_it_is_begun_anew(
    open_page: Open, two: tuple[str, Assistant]
) -> None:
    page = open_page(two[0])
    ask(page, TENTS)
    ask(page, ELSEWHERE)
    before = page.locator(".turns").inner_text()
    reloaded(page)
    expect(page.locator(".turn")).to_have_count(2)
    assert page.locator(".turns").inner_text() == before
    expect(page.get_by_text("Kept in this browser only")).to_be_visible()
    told = page.locator(".statement", has_text="forty-two cholera treatment tents")
    told.locator(".cite").first.click()
    expect(page.locator("mark.current")).to_contain_text("forty-two cholera treatment tents")
    ask(page, "And in 2022?")
    expect(page.locator(".turn")).to_have_count(3)
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".welcome")).to_be_visible()
    page.wait_for_timeout(300)
    page.reload()
    expect(page.locator(".welcome")).to_be_visible()
    expect(page.locator(".turn")).to_have_count(0)


def test_what_lost_its_source_meanwhile_is_struck_out_and_says_so(
    open_page: Open, served: Served
) -> None:
    address, library = served({"mines.md": STATEMENTS["mines.md"]})
    page = open_page(address)
    ask(page, MINES)
    expect(page.locator(".statement.verbatim").first).to_be_visible()
    library.remove(["mines.md"])
    reloaded(page)
    expect(page.locator(".statement.unsupported s").first).to_contain_text("1,306 landmines")
    expect(page.locator(".notice")).to_contain_text("have been removed from the library")
    expect(page.locator(".statement.verbatim")).to_have_count(0)
    expect(page.locator(".cite")).to_have_count(0)


def test_a_conversation_is_saved_as_word_and_markdown_and_copied(
    open_page: Open, two: tuple[str, Assistant]
) -> None:
    page = open_page(two[0], permissions=["clipboard-read", "clipboard-write"])
    ask(page, TENTS)
    ask(page, ELSEWHERE)
    written = download(page, "Save as Markdown").read_text(encoding="utf-8")
    assert f"## {TENTS}" in written
    assert "forty-two cholera treatment tents" in written
    assert "[^1]: Observatory for Coastal Rights, “Statement on the harbour" in written
    assert "No answer was found." in written
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").strip() == written.strip()
    document = docx.Document(io.BytesIO(download(page, "Save as Word").read_bytes()))
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert TENTS in words and "forty-two cholera treatment tents" in words
    notes = next(part for part in document.part.package.parts if "footnotes" in part.partname)
    assert "Statement on the harbour of Port Liberty" in notes.blob.decode()
