"""Drafting on the page, in a real browser: an outline made, worked on, opened and taken along."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Page, expect

from assistant import Assistant
from tests.app.conftest import Open

pytestmark = pytest.mark.browser
HARM = "The floods in Chad displaced 40,000 people <b>last</b> spring."
CALL = "We urge all States to send boats to Chad before the next floods."
POSITION = "We condemn the theft of grain during the floods in Chad."


def draft(page: Page, brief: str) -> None:
    """Asks for an outline, first with no brief."""
    page.get_by_role("tab", name="Draft").click()
    page.get_by_role("button", name="Draft an outline").click()
    expect(page.get_by_text("There is no brief yet")).to_be_visible()
    page.get_by_label("What the statement is for").fill(brief)
    page.get_by_role("button", name="Draft an outline").click()


def test_an_outline_is_made_worked_on_opened_and_saved(
    open_page: Open, served: Callable[..., tuple[str, Assistant]], tmp_path: Path
) -> None:
    head = "---\ntitle: On the floods\npublisher: Relief Watch\ndate: 2021-05-02\n---\n\n"
    address, _ = served({"floods.md": f"{head}{HARM.replace('<', '&lt;')}\n\n{CALL} {POSITION}\n"})
    page = open_page(address)
    draft(page, "Statement on the floods in Chad")
    points = page.locator(".outline li.checked")
    expect(page.locator(".outline h3")).to_have_count(6)
    expect(points).to_have_count(3)
    expect(page.locator(".outline")).to_contain_text(HARM)
    expect(page.locator(".outline")).to_contain_text("No earlier language found. Searched 1")

    call = points.filter(has_text=CALL)
    pin = call.get_by_role("button", name="Pin: We urge all States")
    pin.focus()
    page.keyboard.press("Enter")
    unpin = call.get_by_role("button", name="Unpin: We urge all States")
    expect(unpin).to_have_attribute("aria-pressed", "true")
    expect(unpin).to_be_focused()
    call.get_by_role("button", name="Move down to Closing").click()
    expect(page.locator(".outline section").last).to_contain_text(CALL)
    points.filter(has_text=POSITION).get_by_role("button", name="Drop").click()
    expect(points).to_have_count(2)
    page.locator(".dropped").get_by_role("button", name="Restore").click()
    expect(points).to_have_count(3)
    page.get_by_role("button", name="Undo").click()
    expect(points).to_have_count(2)

    call.locator(".cite").click()
    expect(page.locator("#draft-source mark.current")).to_have_text(CALL)
    page.keyboard.press("Escape")
    with page.expect_download() as download:
        page.get_by_role("button", name="Word", exact=True).click()
    download.value.save_as(tmp_path / "outline.docx")
    texts = [each.text for each in docx.Document(str(tmp_path / "outline.docx")).paragraphs]
    assert any(CALL in text for text in texts)
    assert not any(POSITION in text for text in texts)
    with page.expect_download() as download:
        page.get_by_role("button", name="Markdown").click()
    assert CALL in download.value.path().read_text(encoding="utf-8")
    page.get_by_role("button", name="Other points").click()
    expect(call).to_have_class("checked pinned")
