"""The library on the page: filling it, finding, reading, adding and removing documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from assistant import Assistant
from index.embed import SentenceTransformerEmbedder
from page.shelf import Added
from page.uploads import Shelving, safe_name
from tests.app.conftest import Open, ask, uploaded
from tests.app.documents import STATEMENTS

Served = Callable[..., tuple[str, Assistant]]
NOTE = "The ferry of Lindow carried nine hundred displaced families across the lake in one night."


@pytest.fixture(scope="module")
def growing(served: Served) -> tuple[str, Assistant]:
    """The page of a library that the tests here add to and remove from."""
    return served(STATEMENTS)


@pytest.mark.browser
def test_on_a_narrow_screen_an_empty_library_leads_to_where_documents_are_added(
    open_page: Open, served: Served
) -> None:
    address, _ = served({})
    page = open_page(address, viewport={"width": 390, "height": 844})
    page.get_by_role("button", name="Add your own documents").click()
    expect(page.get_by_label("Web addresses, one a line")).to_be_visible()


@pytest.mark.browser
def test_an_empty_library_explains_itself_and_loads_the_sample(
    open_page: Open, served: Served
) -> None:
    page = open_page(served({})[0])
    expect(page.locator(".welcome")).to_contain_text("This library is empty")
    page.get_by_role("button", name="Load the sample library").click()
    expect(page.locator(".starters button").first).to_be_visible(timeout=60_000)
    expect(page.locator("#masthead")).to_contain_text("19 documents")
    page.locator(".starters button").first.click()
    expect(page.locator(".statement .cite").first).to_be_visible()


@pytest.mark.browser
def test_documents_are_listed_found_sorted_and_read(open_page: Open, address: str) -> None:
    page = open_page(address)
    page.get_by_role("tab", name="Library").click()
    titles = page.locator(".listing .title")
    expect(titles).to_have_count(3)
    expect(titles.first).to_have_text("One year on in Port Liberty")
    page.get_by_role("button", name="Date").click()
    expect(titles.first).to_have_text("Landmines along the river Asha")
    page.get_by_label("Find documents").fill("coastal 2021")
    expect(titles).to_have_count(1)
    titles.first.click()
    expect(page.locator("#document .source-text")).to_contain_text("for six months")


@pytest.mark.browser
def test_added_files_are_reported_one_by_one_and_can_be_asked_at_once(
    open_page: Open, growing: tuple[str, Assistant], tmp_path: Path
) -> None:
    address, library = growing
    good, empty = tmp_path / "ferry of Lindow.txt", tmp_path / "empty.txt"
    good.write_text(NOTE)
    empty.write_text("")
    page = open_page(address)
    page.get_by_role("tab", name="Library").click()
    page.get_by_role("button", name="Add documents").click()
    page.locator("#drop input[type=file]").set_input_files([good, empty])
    page.get_by_role("button", name="Add to the library").click()
    results = page.locator(".results")
    expect(results.locator("li.added")).to_contain_text("ferry of Lindow.txt")
    expect(results.locator("li.failed")).to_contain_text("empty.txt")
    expect(page.get_by_role("button", name="Try the failed ones again")).to_be_visible()
    expect(page.locator("#masthead")).to_contain_text("4 documents")
    assert uploaded(library.settings.home) == ["ferry of Lindow.txt"]
    page.get_by_role("tab", name="Ask").click()
    ask(page, "How many displaced families did the ferry of Lindow carry?")
    expect(page.locator(".statement blockquote").first).to_contain_text("nine hundred displaced")


@pytest.mark.browser
def test_a_document_is_removed_only_when_that_is_confirmed(
    open_page: Open, growing: tuple[str, Assistant]
) -> None:
    address, library = growing
    before = len(library.documents())
    page = open_page(address)
    page.get_by_role("tab", name="Library").click()
    page.get_by_role("button", name="Landmines along the river Asha").click()
    page.get_by_role("button", name="Remove from the library…").click()
    page.get_by_role("button", name="Keep").click()
    assert len(library.documents()) == before
    page.get_by_role("button", name="Remove from the library…").click()
    page.get_by_role("button", name="Remove", exact=True).click()
    expect(page.locator(".source")).to_have_count(0)
    expect(page.locator(".listing")).not_to_contain_text("Landmines along the river Asha")
    assert len(library.documents()) == before - 1


@pytest.fixture
def shelving(embedder: SentenceTransformerEmbedder, tmp_path: Path) -> Iterator[Shelving]:
    with Assistant.open(tmp_path / "home", embedder=embedder) as library:
        yield Shelving(library, tmp_path / "home" / "uploads")


def files(folder: Path, *names: str, text: str = NOTE) -> list[Added]:
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / name).write_text(f"{text} {name}" if text else "")
    return [Added(name, str(folder / name)) for name in names]


def states(shelving: Shelving, given: list[Added]) -> list[str]:
    *_, last = shelving.add(given, "public", "s")
    return [file.state for file in last]


def test_adding_can_be_stopped_and_keeps_what_is_stored(shelving: Shelving, tmp_path: Path) -> None:
    for table in shelving.add(files(tmp_path / "new", "a.txt", "b.txt", "c.txt"), "public", "s"):
        if table[0].state == "added":
            shelving.stop("s")
    assert [file.state for file in table] == ["added", "cancelled", "cancelled"]
    assert uploaded(tmp_path / "home") == ["a.txt"]


def test_a_file_of_the_same_name_replaces_the_earlier_one_unless_it_fails(
    shelving: Shelving, tmp_path: Path
) -> None:
    given = files(tmp_path / "new", "a.txt")
    assert states(shelving, given) == ["added"]
    assert states(shelving, given) == ["unchanged"]
    assert states(shelving, files(tmp_path / "new", "a.txt", text="Entirely new.")) == ["updated"]
    assert states(shelving, files(tmp_path / "new", "a.txt", text="")) == ["failed"]
    assert (tmp_path / "home/uploads/a.txt").read_text() == "Entirely new. a.txt"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("report 2020 (final).pdf", "report 2020 (final).pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\system.ini", "system.ini"),
        (".hidden", "hidden"),
        ("line\nbreak\x00.txt", "line_break_.txt"),
        ("..", "document"),
        ("Déclaration du 3 mai.md", "Déclaration du 3 mai.md"),
        ("n" * 300 + ".txt", "n" * 196 + ".txt"),
    ],
)
def test_uploaded_names_stay_within_the_folder(given: str, kept: str) -> None:
    assert safe_name(given) == kept
