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


def test_two_publishers_are_set_side_by_side_year_by_year(
    open_page: Open, served: Callable[..., tuple[str, Assistant]]
) -> None:
    head = "---\ntitle: On the harbour\npublisher: {}\ndate: {}-05-02\n---\n\n"
    address, _ = served(
        {
            "one.md": f"{head.format('Harbour Watch', 2020)}{QUOTE}\n",
            "two.md": f"{head.format('Road Watch', 2021)}We welcome the opening of the harbour.\n",
        }
    )
    page = open_page(address)
    page.get_by_role("tab", name="Positions").click()
    page.get_by_label("Topic", exact=True).fill("harbour")
    for name in ("Harbour Watch", "Road Watch"):
        page.get_by_label("Whose").fill(name)
        page.get_by_role("option", name=name).click()
    page.get_by_role("button", name="Show positions").click()
    table = page.get_by_role("region", name="Positions side by side")
    expect(table.locator("thead th b")).to_have_text(["Harbour Watch", "Road Watch"])
    expect(table.locator("tbody th")).to_have_text(["2020", "2021"])
    first, second = table.locator("tbody tr").all()
    expect(first.locator("td").nth(0)).to_contain_text("calls for action")
    expect(first.locator("td").nth(1)).to_have_text("No position")
    expect(second.locator("td").nth(1)).to_contain_text("welcomes")
    first.locator(".cite").click()
    expect(page.locator("#positions-source mark.current")).to_have_text(QUOTE)
