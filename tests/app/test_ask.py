"""Asking on the page, in a real browser: answers, sources, refusals, follow-ups, keys."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pydantic import SecretStr

from assistant import Assistant
from tests.app.conftest import Open, ask
from tests.app.documents import HARBOUR, HOSTILE, STATEMENTS
from tests.llm_server import LLMServer, Streams

pytestmark = pytest.mark.browser
QUESTION = "How many cholera treatment tents did observers count in the harbour of Port Liberty?"
ELSEWHERE = "Which football club won the championship in Uruguay?"
Served = Callable[..., tuple[str, Assistant]]


def answered(page: Page, question: str = QUESTION) -> Page:
    ask(page, question)
    expect(page.locator(".statement").first).to_be_visible()
    return page


def test_a_citation_opens_its_source_with_the_quoted_words_marked(
    open_page: Open, address: str
) -> None:
    page = answered(open_page(address))
    quote = page.locator(".statement blockquote").first.inner_text()
    page.locator(".statement .cite").first.click()
    mark = page.locator("mark.current")
    expect(mark).to_be_in_viewport()
    assert mark.text_content() in quote
    assert mark.text_content() in HARBOUR
    source = page.locator(".source")
    expect(source).to_contain_text("Statement on the harbour of Port Liberty")
    expect(source).to_contain_text("Observatory for Coastal Rights")
    expect(source).to_contain_text("14 March 2021")
    link = source.get_by_role("link")
    expect(link).to_have_attribute("href", "https://observatory.example/harbour")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    expect(source).to_contain_text("has followed events in Port Liberty for six months")


def test_a_quotation_is_copied_with_its_reference(open_page: Open, address: str) -> None:
    page = answered(open_page(address, permissions=["clipboard-read", "clipboard-write"]))
    page.locator(".statement .cite").first.click()
    page.get_by_role("button", name="Copy quotation with reference").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"“{page.locator('mark.current').text_content()}” — ")
    assert copied.endswith(
        "Statement on the harbour of Port Liberty, Observatory for Coastal Rights, "
        "14 March 2021, https://observatory.example/harbour"
    )


@pytest.mark.parametrize(
    ("label", "begins"),
    [
        ("Footnote", "Observatory for Coastal Rights, “Statement on the harbour"),
        ("Plain text", "“"),
        ("Markdown", "> "),
        (
            "HTML with a link to the words",
            '<blockquote cite="https://observatory.example/harbour">',
        ),
        ("BibTeX", "@misc{"),
        ("CSL-JSON", "["),
    ],
)
def test_a_quotation_is_copied_in_other_forms(
    open_page: Open, address: str, label: str, begins: str
) -> None:
    page = answered(open_page(address, permissions=["clipboard-read", "clipboard-write"]))
    page.locator(".statement .cite").first.click()
    page.get_by_text("Copy as…").click()
    page.locator(".forms").get_by_role("button", name=label, exact=True).click()
    expect(page.locator(".forms").get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").startswith(begins)


def test_citations_are_stepped_through(open_page: Open, address: str) -> None:
    page = answered(open_page(address), "What is known of the cholera tents in Port Liberty?")
    assert page.locator(".statement .cite").count() > 1
    page.locator(".statement .cite").first.click()
    expect(page.locator(".source")).to_contain_text("Citation 1 of")
    first = page.locator("mark.current").text_content()
    page.get_by_role("button", name="Next citation").click()
    expect(page.locator(".source")).to_contain_text("Citation 2 of")
    assert page.locator("mark.current").text_content() != first
    expect(page.get_by_role("button", name="Next citation")).to_be_focused()


def test_where_the_library_is_silent_the_page_says_what_it_searched(
    open_page: Open, address: str
) -> None:
    page = open_page(address)
    ask(page, ELSEWHERE)
    refusal = page.locator(".refusal")
    expect(refusal).to_contain_text("No answer in this library")
    expect(refusal).to_contain_text("Searched 3 documents dated September 2019 to 14 March 2022")
    expect(refusal).to_contain_text("Nearest passages — not an answer")
    expect(page.locator(".statement")).to_have_count(0)
    refusal.locator(".cite").first.click()
    expect(page.locator(".source")).to_contain_text("not an answer")
    expect(page.locator("mark.current")).to_be_visible()


def test_a_follow_up_is_understood_from_the_question_before(open_page: Open, address: str) -> None:
    page = open_page(address)
    ask(page, "What did the Observatory for Coastal Rights say about the harbour in 2021?")
    ask(page, "And in 2022?")
    last = page.locator(".turn").last
    expect(last.locator(".understood")).to_contain_text("Observatory for Coastal Rights")
    expect(last.locator(".understood")).to_contain_text("2022")
    expect(last).not_to_contain_text("14 March 2021")


def test_limits_chosen_by_hand_are_kept_to(open_page: Open, address: str) -> None:
    page = open_page(address)
    page.get_by_role("button", name="Limit the search").click()
    page.get_by_label("Until").fill("2020")
    ask(page, QUESTION)
    expect(page.locator(".turn")).to_contain_text("Searched 1 document")
    page.get_by_label("Until").fill("the year after next")
    ask(page, QUESTION)
    expect(page.locator(".error")).to_contain_text("is not a date")
    expect(page.locator(".turn")).to_have_count(2)


def test_hostile_documents_are_shown_as_text_and_do_nothing(
    open_page: Open, served: Served
) -> None:
    address, _ = served({**STATEMENTS, **HOSTILE})
    page = answered(open_page(address), "Who stole the goats of Quillon?")
    expect(page.locator(".sources").first).to_contain_text("Goats <script>")
    page.locator(".sources .cite").first.click()
    expect(page.locator(".source-text")).to_contain_text("<img src=x onerror=")
    expect(page.locator(".source-text")).to_contain_text("![seen](/page/seen.png) {{value}} ${")
    assert page.locator(":is(.turns, .source) :is(img, script, a[href^=javascript])").count() == 0
    page.get_by_role("tab", name="Library").click()
    expect(page.locator(".listing")).to_contain_text("Goats <script>")
    assert page.evaluate("document.body.dataset.broken") is None


def test_everything_can_be_done_with_the_keyboard(open_page: Open, address: str) -> None:
    page = open_page(address)
    expect(page.get_by_label("Your question")).to_be_focused()
    page.keyboard.type("How many cholera treatment tents")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("were in the harbour of Port Liberty?")
    page.keyboard.press("Enter")
    expect(page.locator(".statement").first).to_be_visible()
    expect(page.locator("#announcer")).to_contain_text("Answer ready")
    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('.statement .cite')"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Source: ")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".source")).to_have_count(0)
    assert page.evaluate("document.activeElement.matches('.statement .cite')")


@pytest.mark.parametrize("width", [360, 720])
def test_nothing_is_cut_off_on_narrow_screens_or_when_zoomed(
    open_page: Open, address: str, width: int
) -> None:
    # 720 pixels are a screen of 1440 at a zoom of 200 %.
    page = answered(open_page(address, viewport={"width": width, "height": 640}))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator(".statement .cite").first.click()
    expect(page.locator("mark.current")).to_be_in_viewport()
    page.get_by_role("button", name="Close source").click()
    expect(page.locator(".source")).to_have_count(0)


def test_a_language_models_answer_grows_flags_what_is_unsupported_and_can_be_stopped(
    open_page: Open, served: Served
) -> None:
    borne = {
        "statement": "Deminers removed 1,306 landmines along the river Asha.",
        "quotations": [
            {"passage": "p1", "words": "Deminers removed 1,306 landmines along the river Asha"}
        ],
    }
    invented = {
        "statement": "The river Asha is free of landmines.",
        "quotations": [{"passage": "p1", "words": "The river is free of landmines today"}],
    }
    reply = Streams(f"{json.dumps(borne)}\n{json.dumps(invented)}\n")
    slow = Streams(f"{json.dumps(borne)}\n" + " " * 2000, pause=0.1)
    with LLMServer(reply, Streams('{"none": true}'), slow) as server:
        address, _ = served(
            {"mines.md": STATEMENTS["mines.md"]},
            llm="openai:test",
            llm_base_url=server.url,
            llm_api_key=SecretStr("any"),
        )
        page = answered(open_page(address), "How many landmines were removed along the river Asha?")
        expect(page.locator(".statement.verified")).to_contain_text("Deminers removed 1,306")
        expect(page.locator(".statement.verified")).to_contain_text("Quotations verified")
        expect(page.locator(".statement.unsupported s")).to_contain_text("is free of landmines")
        page.get_by_label("Your question").fill("How many landmines were removed?")
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Stop").click()
        expect(page.locator(".turn").last).to_contain_text("Stopped before the answer was complete")
        # The server still goes on; whoever stopped it need not wait for it.
        page.get_by_label("Your question").fill("Were landmines removed along the river Asha?")
        page.get_by_role("button", name="Ask", exact=True).click()
        expect(page.locator(".turn")).to_have_count(3)
        page.get_by_role("button", name="Stop").click()
        expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()


def test_a_source_removed_meanwhile_is_said_to_be_gone(open_page: Open, served: Served) -> None:
    address, library = served({"mines.md": STATEMENTS["mines.md"]})
    page = answered(open_page(address), "How many landmines were removed along the river Asha?")
    library.remove(["mines.md"])
    page.locator(".statement .cite").first.click()
    expect(page.get_by_text("The source can't be shown")).to_be_visible()
    expect(page.locator(".turn")).to_have_count(1)


def test_what_was_understood_is_taken_back_by_its_chip(open_page: Open, address: str) -> None:
    page = answered(open_page(address), "How many cholera tents did observers count in 2021?")
    chip = page.get_by_role("button", name="Ask again without date 2021")
    chip.focus()
    page.keyboard.press("Enter")
    second = page.locator(".turn").nth(1)
    expect(second.locator(".answer, .refusal")).to_be_visible()
    expect(second.locator(".understood .ignored")).to_contain_text("Date not limited")
    expect(second.get_by_role("button", name="Ask again without date 2021")).to_have_count(0)
    expect(second.locator(".scope")).not_to_contain_text("limited to 2021")
