"""A conversation is kept in the browser, stands after a reload, and is written to files."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Locator, Page, Route, expect

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
    asked = page.locator(".turn").count()
    page.wait_for_function(
        "asked => Object.keys(localStorage).some(name => name.includes('conversation:') &&"
        " JSON.parse(localStorage[name]).turns.length === asked)",
        arg=asked,
    )
    page.reload()
    return page


def kept(page: Page) -> Locator:
    """The list of conversations, unfolded."""
    toggle = page.get_by_role("button", name="kept in this browser")
    if toggle.get_attribute("aria-expanded") == "false":
        toggle.click()
    return page.get_by_role("list", name="Conversations kept in this browser")


def download(page: Page, button: str) -> Path:
    with page.expect_download() as started:
        page.get_by_role("button", name=button).click()
    return Path(started.value.path())


@pytest.mark.parametrize("late", ["page.js", "conversations.js"])
def test_a_conversation_stands_after_a_reload_though_a_script_comes_late(
    open_page: Open, two: tuple[str, Assistant], late: str
) -> None:
    def route(asked: Route) -> None:
        if asked.request.url.endswith(f"/{late}"):
            asked.request.frame.page.wait_for_timeout(1500)
        asked.continue_()

    page = open_page(two[0], route)
    ask(page, TENTS)
    reloaded(page)
    expect(page.locator(".turn")).to_have_count(1)
    expect(page.get_by_text("1 conversation kept in this browser")).to_be_visible()


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
    expect(page.get_by_text("1 conversation kept in this browser")).to_be_visible()
    told = page.locator(".statement", has_text="forty-two cholera treatment tents")
    told.locator(".cite").first.click()
    expect(page.locator("mark.current")).to_contain_text("forty-two cholera treatment tents")
    ask(page, "And in 2022?")
    expect(page.locator(".turn")).to_have_count(3)
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".welcome")).to_be_visible()
    page.wait_for_function("localStorage.getItem('rapporteur-open') === ''")
    page.reload()
    expect(page.locator(".welcome")).to_be_visible()
    expect(page.locator(".turn")).to_have_count(0)


def test_kept_conversations_are_opened_renamed_and_deleted_by_keyboard(
    open_page: Open, two: tuple[str, Assistant]
) -> None:
    page = open_page(two[0])
    ask(page, TENTS)
    expect(page.get_by_text("1 conversation kept")).to_be_visible()
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".welcome")).to_be_visible()
    ask(page, "How many landmines were removed? <img src=x onerror=alert(1)>")
    expect(page.get_by_text("2 conversations kept")).to_be_visible()
    rows = kept(page).get_by_role("listitem")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text("<img src=x onerror=alert(1)>")
    expect(rows.nth(0)).to_contain_text("1 question · shown now")
    rows.nth(1).get_by_role("button", name=f"Rename “{TENTS}”").press("Enter")
    expect(page.get_by_label("Title of the conversation")).to_be_focused()
    page.keyboard.type("Harbour briefing")
    page.keyboard.press("Enter")
    expect(rows.nth(1).get_by_role("button", name="Harbour briefing").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".turn h2")).to_have_text([TENTS])
    expect(page.locator(".turns")).to_contain_text("forty-two cholera treatment tents")
    page.reload()
    expect(page.locator(".turn h2")).to_have_text([TENTS])
    ask(page, "And in 2022?")
    expect(kept(page).get_by_role("listitem").first).to_contain_text("2 questions · shown now")
    page.get_by_role("button", name="Delete “Harbour briefing”").press("Enter")
    expect(page.locator(".welcome")).to_be_visible()
    expect(page.get_by_text("1 conversation kept")).to_be_visible()
    expect(page.get_by_role("button", name="Undo: keep “Harbour briefing”")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 conversations kept")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".turn")).to_have_count(2)


def test_what_was_kept_and_can_no_longer_be_read_says_so(
    open_page: Open, two: tuple[str, Assistant]
) -> None:
    page = open_page(two[0])
    broken = {"version": 1, "id": "0" * 32, "title": "<b>Broken</b>", "date": "x", "turns": [1]}
    page.evaluate(
        "row => { localStorage['rapporteur-conversation:' + row.id] = JSON.stringify(row);"
        " localStorage['rapporteur-conversation:none'] = '{'; }",
        broken,
    )
    page.reload()
    expect(page.get_by_text("1 conversation kept")).to_be_visible()
    kept(page).get_by_role("button", name="<b>Broken</b>").first.click()
    expect(page.get_by_text("can't be read any more")).to_be_visible()


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
