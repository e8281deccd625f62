"""Checking a draft on the page: verdicts in words, differences marked, sources opened, reports."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from playwright.sync_api import Page, expect

from tests.app.conftest import Open
from tests.app.documents import HARBOUR

pytestmark = pytest.mark.browser
RIGHT = "Our observers counted forty-two cholera treatment tents in the harbour of Port Liberty"
DRAFT = f"""They wrote: “{RIGHT}.” Then: “{RIGHT.replace("forty-two", "fifty")} on Sunday.”

Deminers removed 1,999 landmines along the river Asha between May and August 2019.

<img src=x onerror="document.body.dataset.broken='yes'"> was never seen by any of our people.
"""


@pytest.fixture
def checking(open_page: Open, address: str) -> Page:
    page = open_page(address)
    page.get_by_role("tab", name="Check").click()
    return page


def check(page: Page) -> None:
    page.get_by_role("button", name="Check the draft").click()
    expect(page.locator(".verdicts")).to_be_visible()


def test_each_quotation_and_claim_has_its_verdict_in_words(checking: Page) -> None:
    checking.get_by_label("Your draft").fill(DRAFT)
    check(checking)
    verdicts = checking.locator(".checked .verdict")
    assert [text.split()[-1] for text in verdicts.all_inner_texts()] == [
        "Verbatim",
        "Altered",
        "Conflicting",
        "New",
    ]
    altered = checking.locator(".checked.altered")
    expect(altered.locator("del")).to_have_text("fifty")
    expect(altered.locator("ins")).to_have_text("forty-two")
    expect(altered).to_contain_text("The source says “forty-two”, not “fifty”.")
    expect(checking.locator(".checked.conflicting")).to_contain_text("1,306")
    assert checking.evaluate("document.body.dataset.broken") is None
    expect(checking.locator(".checked.new")).to_contain_text("<img src=x")


def test_a_check_is_limited_and_says_so(checking: Page) -> None:
    checking.get_by_label("Your draft").fill(f"They wrote: “{RIGHT}.”")
    checking.locator("#check-limits .label-wrap").click()
    checking.locator("#check-limits").get_by_label("Since").fill("2022")
    check(checking)
    expect(checking.locator(".checked .verdict")).not_to_contain_text("Verbatim")
    expect(checking.locator(".verdicts .scope")).to_contain_text("since 2022")


def test_a_check_can_be_cancelled(checking: Page) -> None:
    many = (f"Observers counted {number} tents in the harbour." for number in range(400))
    checking.get_by_label("Your draft").fill(" ".join(many))
    checking.get_by_role("button", name="Check the draft").click()
    checking.locator("#checking").get_by_role("button", name="Cancel").click()
    expect(checking.get_by_text("Cancelled before the end")).to_be_visible()
    expect(checking.get_by_role("button", name="Check the draft")).to_be_visible()


def test_a_match_opens_its_source_with_the_words_marked(checking: Page) -> None:
    checking.get_by_label("Your draft").fill(DRAFT)
    check(checking)
    checking.locator(".checked .cite").first.click()
    mark = checking.locator("#check-source mark.current")
    expect(mark).to_be_in_viewport()
    assert mark.text_content() in HARBOUR
    checking.get_by_role("button", name="Next citation").click()
    expect(checking.locator("#check-source")).to_contain_text("Citation 2 of 3")
    checking.keyboard.press("Escape")
    expect(checking.locator("#check-source .source")).to_have_count(0)


def test_a_word_file_is_checked_and_given_back_with_comments(
    checking: Page, tmp_path: Path
) -> None:
    document = docx.Document()
    document.add_paragraph(f"They wrote: “{RIGHT}.” Thank you.")
    document.save(str(tmp_path / "draft.docx"))
    checking.locator("#draft-file input[type=file]").set_input_files(tmp_path / "draft.docx")
    expect(checking.locator("#draft-file")).to_contain_text("draft")
    check(checking)
    expect(checking.locator(".checked")).to_have_count(1)
    with checking.expect_download() as download:
        checking.get_by_role("button", name="Report as Word").click()
    download.value.save_as(tmp_path / "report.docx")
    assert download.value.suggested_filename == "check.docx"
    commented = docx.Document(str(tmp_path / "report.docx"))
    assert [comment.text[:8] for comment in commented.comments] == ["Verbatim"]
    with checking.expect_download() as download:
        checking.get_by_role("button", name="Report as Markdown").click()
    assert "# Check of a draft" in download.value.path().read_text()


def test_no_draft_and_a_broken_file_are_told(checking: Page, tmp_path: Path) -> None:
    checking.get_by_role("button", name="Check the draft").click()
    expect(checking.get_by_text("There is no draft yet")).to_be_visible()
    (tmp_path / "broken.docx").write_bytes(b"no Word file")
    checking.locator("#draft-file input[type=file]").set_input_files(tmp_path / "broken.docx")
    expect(checking.locator("#draft-file")).to_contain_text("broken")
    checking.get_by_role("button", name="Check the draft").click()
    expect(checking.get_by_text("can't be read as a Word document")).to_be_visible()
