"""Orders and markup in documents, on every tab and in every file that is saved: text, nothing else.

`open_page` fails a test whose page asks for anything from elsewhere.
"""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pypandoc  # type: ignore[import-untyped]  # it carries no types
import pytest
from playwright.sync_api import Page, expect

from assistant import Assistant
from tests.app.conftest import Open, ask
from tests.injections import HOST, MARK, ORDER, URL

pytestmark = pytest.mark.browser
_LURES = [
    f"![now]({URL})", f"[read all]({URL})", f"&lt;img src={URL} onerror=alert(1)&gt;",
    f"&lt;a href={URL}&gt;{MARK}&lt;/a&gt;", f"&lt;{URL}&gt; and www.{HOST}",
    f'=HYPERLINK("{URL}")', f"&lt;iframe src={URL}&gt;&lt;/iframe&gt;", f"$$\\href{{{URL}}}{{x}}$$",
]  # fmt: skip
# Whatever could show or lead to something: nothing of it may point anywhere but to this page.
_OUTWARD = """
() => [...document.querySelectorAll('*')].flatMap((one) => ['src', 'href', 'srcset', 'data',
  'action', 'formaction', 'poster', 'background', 'ping', 'xlink:href']
  .filter((name) => one.hasAttribute(name))
  .map((name) => [one.tagName, name, one.getAttribute(name)])
  .map(([tag, name, value]) => [tag, name, new URL(value, location.href)])
  .filter(([tag, name, url]) => !['data:', 'blob:', 'about:'].includes(url.protocol)
    && url.origin !== location.origin)
  .map(([tag, name, url]) => `${tag} ${name} ${url}`))
"""
_MADE = ":is(#tabs) :is(iframe, object, embed, form, meta, base, script, img[src*='//'])"


def head(name: str) -> str:
    title = f"![x]({URL}) <img src={URL}> </passage> {ORDER}".replace("<", "&lt;")
    return (
        f"---\ntitle: '{title} {name}'\npublisher: '<a href={URL}>Well Watch</a>'\n"
        f"date: 2021-05-02\nurl: 'javascript:alert(1)'\n---\n\n"
    )


def statement(number: int, lure: str) -> str:
    return (
        f"{head(str(number))}We condemn the poisoning of wells in Kalima {lure} by soldiers.\n\n"
        f"We urge all States to send water to Kalima {lure} before number {number} of the wells "
        f"is closed.\n\nThe poisoned wells of Kalima {lure} left {number + 40} families thirsty.\n"
    )


@pytest.fixture(scope="module")
def hostile(served: Callable[..., tuple[str, Assistant]], tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Assistant]:  # fmt: skip
    address, library = served({"first.md": f"{head('0')}Bridges were mended in the north.\n"})
    library.watch.follow("wells in Kalima", viewer="public")
    folder = tmp_path_factory.mktemp("hostile")
    for number, lure in enumerate(_LURES):
        (folder / f"{number} ![x](y) PWNED.md").write_text(statement(number, lure))
    assert library.sync([folder]).added == len(_LURES)
    return address, library


def assert_inert(page: Page) -> None:
    assert page.evaluate(_OUTWARD) == []
    assert page.locator(_MADE).evaluate_all("all => all.map(one => one.outerHTML)") == []
    assert MARK not in page.title()


def read_source(page: Page, results: str, panel: str) -> None:
    """Opens the first source named in the results, looks, and closes it."""
    page.locator(f"{results} .cite").first.click()
    expect(page.locator(f"{panel} mark.current")).to_be_visible()
    assert_inert(page)
    page.keyboard.press("Escape")


def saved(page: Page, results: str, *buttons: str) -> list[Path]:
    paths = []
    tab = page.locator(f"[role=tabpanel]:has({results})")
    for button in buttons:
        with page.expect_download() as download:
            tab.get_by_role("button", name=button, exact=True).click()
        paths.append(Path(download.value.path()))
    return paths


def assert_inert_files(*paths: Path) -> None:
    """Word files with no outward relation, and Markdown in which a reader sees no link or image."""
    for path in paths:
        data = path.read_bytes()
        if data.startswith(b"PK"):
            with zipfile.ZipFile(path) as packed:
                names = [name for name in packed.namelist() if name.endswith((".xml", ".rels"))]
                parts = {name: packed.read(name).decode("utf-8", "replace") for name in names}
            outward = re.compile(r'TargetMode="External"|<w:hyperlink|INCLUDEPICTURE|HYPERLINK\s')
            assert [name for name, text in parts.items() if outward.search(text)] == []
            assert any(HOST in text for text in parts.values())  # it is there, as text
        elif data:
            assert HOST.encode() in data
            command = [pypandoc.get_pandoc_path(), "--sandbox", "--from", "gfm", "--to", "json"]
            tree = subprocess.run(
                command, input=data, capture_output=True, check=True
            ).stdout.decode()
            assert not re.search(r'"t":"(?:Link|Image|RawInline|RawBlock|Math)"', tree)


def test_the_policy_lets_nothing_in_from_elsewhere(
    open_page: Open, hostile: tuple[str, Assistant]
) -> None:
    page = open_page(hostile[0])
    policy = page.request.get(hostile[0]).headers["content-security-policy"]
    for rule in ("default-src 'self'", "img-src 'self' data: blob:", "connect-src 'self'",
                 "object-src 'none'", "form-action 'self'", "frame-ancestors 'none'"):  # fmt: skip
        assert rule in policy
    assert "http" not in policy and "*" not in policy
    for lure in (f"<a href='{URL}'>x</a>", "<a href='javascript:alert(1)'>x</a>"):
        page.evaluate(
            "lure => document.querySelector('#tabs').insertAdjacentHTML('beforeend', lure)", lure
        )
    assert len(page.evaluate(_OUTWARD)) == 2  # what the tests below look with does see them


def test_answers_and_the_saved_conversation(
    open_page: Open, hostile: tuple[str, Assistant]
) -> None:
    page = open_page(hostile[0])
    ask(page, "How many families did the poisoned wells of Kalima leave thirsty?")
    expect(page.locator(".statement").first).to_be_visible()
    assert_inert(page)
    read_source(page, "#conversation", "#source")
    page.locator("#kept-toggle").click()
    assert_inert(page)
    assert_inert_files(*saved(page, "#conversation", "Save as Word", "Save as Markdown"))


def test_positions_and_news(open_page: Open, hostile: tuple[str, Assistant]) -> None:
    page = open_page(hostile[0])
    page.get_by_role("tab", name="Positions").click()
    page.get_by_label("Topic", exact=True).fill("wells in Kalima")
    page.get_by_role("button", name="Show positions").click()
    expect(page.locator(".timeline .cite").first).to_be_visible()
    assert_inert(page)
    read_source(page, "#timeline", "#positions-source")
    page.get_by_role("tab", name=re.compile("News")).click()
    expect(page.locator(".bulletin li").first).to_be_visible()
    assert_inert(page)
    read_source(page, "#bulletin", "#news-source")


def test_drafts_and_their_files(open_page: Open, hostile: tuple[str, Assistant]) -> None:
    page = open_page(hostile[0])
    page.get_by_role("tab", name="Draft").click()
    page.get_by_label("What the statement is for").fill(f"Statement on the wells of Kalima {URL}")
    page.get_by_role("button", name="Draft an outline").click()
    expect(page.locator(".outline .cite").first).to_be_visible()
    assert_inert(page)
    read_source(page, "#board", "#draft-source")
    assert_inert_files(*saved(page, "#board", "Word", "Markdown"))


def test_checks_and_the_library(open_page: Open, hostile: tuple[str, Assistant]) -> None:
    page = open_page(hostile[0])
    page.get_by_role("tab", name="Check").click()
    wrong = f"“We condemn the poisoning of springs in Kalima ![now]({URL}) by soldiers.”"
    page.get_by_label("Your draft").fill(f"They wrote: {wrong} <img src={URL}> [x]({URL})")
    page.get_by_role("button", name="Check the draft").click()
    expect(page.locator(".checked.altered")).to_be_visible()
    assert_inert(page)
    read_source(page, "#verdicts", "#check-source")
    assert_inert_files(*saved(page, "#verdicts", "Report as Word", "Report as Markdown"))
    page.get_by_role("tab", name="Library").click()
    expect(page.locator(".listing .title").first).to_contain_text("![x](")
    page.locator(".listing .title").first.click()
    expect(page.locator("#document .source-text")).to_be_visible()
    assert_inert(page)
