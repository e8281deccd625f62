"""Positions on the page, in a real browser: a timeline, its sources, a table, silence."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from assistant import Assistant
from tests.app.conftest import Open
from tests.app.documents import HARBOUR

pytestmark = pytest.mark.browser
QUOTE = "We call on the governor of Port Liberty to open the harbour at once."


def test_a_topics_positions_are_read_opened_and_saved_and_silence_is_said(
    open_page: Open, served: Callable[..., tuple[str, Assistant]]
) -> None:
    head = "---\ntitle: On the harbour\npublisher: Harbour <b>Watch</b>\ndate: 2020-05-02\n---\n\n"
    address, _ = served({"harbour.md": f"{head}{HARBOUR}\n\n{QUOTE}\n"})
    page = open_page(address)
    page.get_by_role("tab", name="Positions").click()
    page.get_by_label("Topic").fill("harbour")
    page.get_by_role("button", name="Show positions").click()
    row = page.locator(".timeline li", has=page.locator("q"))
    expect(row).to_contain_text(
        "Harbour <b>Watch</b> calls for action, to the governor of Port Liberty"
    )
    expect(page.locator(".timeline h3")).to_have_text("2020")
    row.locator(".cite").click()
    expect(page.locator("#positions-source mark.current")).to_have_text(QUOTE)
    with page.expect_download() as download:
        page.get_by_role("button", name="Table (CSV)").click()
    assert QUOTE in download.value.path().read_text(encoding="utf-8")
    page.get_by_label("Topic").fill("coffee prices")
    page.keyboard.press("Enter")
    expect(page.locator("#timeline")).to_contain_text("No position found in 1 document")
    expect(page.locator("#timeline")).to_contain_text("Searched for: coffee, prices")
