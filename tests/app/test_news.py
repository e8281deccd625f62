"""Followed topics on the page and in the API: follow, read, mark as read, unfollow."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from gradio_client import Client
from playwright.sync_api import expect

from assistant import Assistant
from tests.app.conftest import Open
from tests.app.documents import HARBOUR

pytestmark = pytest.mark.browser
HEAD = "---\ntitle: On the harbour\npublisher: Harbour <b>Watch</b>\ndate: 2020-05-02\n---\n\n"


def test_a_topic_is_followed_its_news_opened_marked_as_read_and_the_topic_unfollowed(
    open_page: Open, served: Callable[..., tuple[str, Assistant]], tmp_path: Path
) -> None:
    address, library = served({"old.md": f"{HEAD}Bridges were repaired in the north.\n"})
    page = open_page(address)
    page.get_by_role("tab", name="Positions").click()
    page.get_by_label("Topic", exact=True).fill("harbour")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Follow this topic").click()
    expect(page.get_by_text("This topic is followed from now on")).to_be_visible()
    client = Client(address, verbose=False)
    assert [each["topic"] for each in client.predict(api_name="/follow")["topics"]] == ["harbour"]
    library.watch.follow("harbour secrets", viewer="internal")

    (tmp_path / "new.md").write_text(
        f"{HEAD}{HARBOUR}\n\nWe call on the governor to open the harbour.\n"
    )
    library.sync([tmp_path])
    (news,) = client.predict(api_name="/news")["topics"]
    assert [item["act"] for item in news["items"]] == [None, "call"]

    page.reload()
    page.get_by_role("tab", name="News (2)").click()
    expect(page.locator(".bulletin h3")).to_have_text("harbour")
    row = page.locator(".bulletin li", has=page.get_by_text("calls for action"))
    expect(row).to_contain_text("Harbour <b>Watch</b> calls for action, to the governor")
    row.locator(".cite").click()
    current = page.locator("#news-source mark.current")
    expect(current).to_have_text("We call on the governor to open the harbour.")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Mark the news on harbour as read").press("Enter")
    expect(page.get_by_text("Nothing new on 1 followed topic.")).to_be_focused()
    expect(page.get_by_role("tab", name="News")).to_have_text("News")
    assert client.predict(api_name="/news")["new"] == 0
    page.get_by_role("button", name="Unfollow harbour").click()
    expect(page.get_by_role("heading", name="What is new on your topics?")).to_be_visible()
    assert client.predict(api_name="/follow")["topics"] == []
    assert len(library.watch.topics()) == 1
