"""Originals on the page: saved, never shown by the browser, and only what this viewer may see."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from assistant import Assistant
from tests.app.conftest import Open

Served = Callable[..., tuple[str, Assistant]]
SCRIPT = "<html><body><p>The road to the port is %s.</p><script>alert(1)</script></body></html>"


@pytest.fixture(scope="module")
def changed(served: Served, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Assistant]:
    """The page of a library with a web page that has changed, and an internal note."""
    address, library = served({})
    folder = tmp_path_factory.mktemp("pages")
    for state in ("closed", "open"):
        (folder / "road “north”.html").write_text(SCRIPT % state)
        library.sync([folder])
    (folder / "note.txt").write_text("An internal note on the road.")
    library.sync([folder / "note.txt"], audience="internal")
    return address, library


def test_an_original_is_an_attachment_of_no_known_type(changed: tuple[str, Assistant]) -> None:
    address, library = changed
    (document,) = library.documents(viewer="public")
    reply = httpx.get(f"{address}/original/{document.id}")
    assert reply.content == (SCRIPT % "open").encode()
    assert reply.headers["content-disposition"].startswith("attachment;")
    assert reply.headers["content-type"] == "application/octet-stream"
    assert reply.headers["x-content-type-options"] == "nosniff"
    earlier = library.show(document.id).versions[0].sha256
    reply = httpx.get(f"{address}/original/{document.id}", params={"version": earlier})
    assert reply.content == (SCRIPT % "closed").encode()


@pytest.mark.parametrize("name", ["note.txt", "nothing", "..%2f..%2fcatalogue.sqlite3"])
def test_what_the_page_may_not_see_it_does_not_give(
    changed: tuple[str, Assistant], name: str
) -> None:
    reply = httpx.get(f"{changed[0]}/original/{name}")
    assert reply.status_code == 404
    assert "internal note" not in reply.text


def test_the_reader_lists_and_opens_earlier_versions(
    changed: tuple[str, Assistant], open_page: Open, tmp_path: Path
) -> None:
    page = open_page(changed[0])
    page.get_by_role("tab", name="Library").click()
    page.locator("#listing button.title").first.click()
    panel = page.locator("#document .source")
    panel.locator(".source-text", has_text="open").wait_for()
    panel.locator(".capture summary").click()
    with page.expect_download() as saved:
        panel.get_by_role("link", name="Download the original").first.click()
    saved.value.save_as(tmp_path / "saved.html")
    assert (tmp_path / "saved.html").read_text() == SCRIPT % "open"
    page.get_by_role("button", name="Read the version captured on").click()
    panel.locator(".source-text", has_text="closed").wait_for()
    assert panel.locator(".eyebrow", has_text="Earlier version").count() == 1
    assert panel.get_by_role("button", name="Remove from the library").count() == 0
