"""What the page makes of answers, whatever stands in them."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.card import web_address
from assistant.results import Answer, Citation, DocumentRecord, Searched, Statement, Understood
from page import reader, render, wording
from page.conversation import Turn

CITATION = Citation(
    number=1,
    document="d1",
    source="note.txt",
    title="A note",
    publisher="The Observatory",
    date="2021-03-14",
    kind="note",
    url="https://observatory.example/note",
    page=2,
    speaker="Amina Sesay",
    quote="the road is open",
    start=4,
    end=20,
)
DOCUMENT = DocumentRecord(
    id="d1",
    source="note.txt",
    title="A note",
    publisher="The Observatory",
    date="2021-03-14",
    kind="note",
    language="en",
    url="https://observatory.example/note",
    places=(),
    audience="public",
    pages=3,
    characters=30,
    sha256="0" * 64,
    captured="",
    text="Now the road is open. All good.",
)
ANSWER = Answer(
    question="Is the road open?",
    answered=True,
    mode="quotes",
    answer="",
    statements=(Statement("the road is open", (1,), "verbatim"),),
    citations=(CITATION,),
    filters=Understood(),
    searched=Searched(1, "2021-03-14", "2021-03-14"),
    nearest=(),
    timings_ms={"total": 120.0},
)


class Seen(HTMLParser):
    """Collects the tags and attributes of markup, and its text."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.words += data


def conversation(answer: Answer) -> Seen:
    return Seen(render.conversation([Turn("Is the road open?", answer, done=True)]))


def test_only_ordinary_web_addresses_become_links() -> None:
    assert (
        web_address("https://observatory.example/a?b=1#c") == "https://observatory.example/a?b=1#c"
    )
    for address in (
        "javascript:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<b>",
        "//observatory.example",
        "https://",
        "ftp://observatory.example",
        "https://observatory.example/\u202egnp",
        "http://[broken",
        "",
    ):
        assert web_address(address) == ""
        cited = replace(CITATION, url=address)
        assert "a" not in conversation(replace(ANSWER, citations=(cited,))).tags


def test_markdown_and_markup_in_an_answer_stay_text() -> None:
    said = "![x](https://elsewhere.example/x.png) <img src=x onerror=alert(1)> [link](javascript:x)"
    statement = Statement(said, (1,), "verified")
    seen = conversation(replace(ANSWER, mode="model", statements=(statement,)))
    assert said in seen.words
    assert "img" not in seen.tags
    assert not [name for name, _ in seen.attributes if name.startswith("on")]


@given(st.text(), st.text(), st.text())
def test_no_text_ever_adds_a_tag(title: str, quote: str, question: str) -> None:
    plain = conversation(ANSWER)
    cited = replace(CITATION, title=title, quote=quote, publisher=quote, speaker=title)
    answer = replace(
        ANSWER,
        question=question,
        citations=(cited,),
        statements=(Statement(quote, (1,), "verbatim"),),
    )
    assert conversation(answer).tags == plain.tags


@given(st.text(min_size=1, alphabet=st.characters(exclude_characters="\0")), st.data())
def test_the_mark_holds_exactly_the_quoted_characters(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    cited = replace(CITATION, quote=text[start:end], start=start, end=end)
    place = reader.Place(0, "citations", (cited,), cited)
    panel = reader.source_panel(replace(DOCUMENT, text=text), place)
    marked = re.search(r'<mark class="current">(.*?)</mark>', panel, re.DOTALL)
    assert marked is not None
    assert Seen(marked[1]).words == text[start:end]
    assert Seen(panel).words.endswith(text)


def test_other_citations_of_the_same_document_are_marked_faintly() -> None:
    second = replace(CITATION, number=2, quote="All good.", start=22, end=31)
    overlapping = replace(CITATION, number=3, quote="is open.", start=13, end=21)
    place = reader.Place(0, "citations", (CITATION, second, overlapping), CITATION)
    panel = reader.source_panel(DOCUMENT, place)
    assert '<mark class="current">the road is open</mark>' in panel
    assert '<mark class="other">All good.</mark>' in panel
    assert panel.count("<mark") == 2


def test_nothing_is_marked_in_a_source_that_has_changed_since_it_was_cited() -> None:
    place = reader.Place(0, "citations", (CITATION,), CITATION)
    panel = reader.source_panel(replace(DOCUMENT, text="Now it is closed. It was open."), place)
    assert "<mark" not in panel
    assert "has changed since it was cited" in panel
    assert "has changed" not in reader.source_panel(DOCUMENT, place)


def test_a_source_tells_its_author_and_where_its_description_was_read() -> None:
    described = replace(DOCUMENT, author="Jane <Roe>", origin={"title": "text", "date": "text"})
    panel = reader.source_panel(described, None)
    assert '<dd dir="auto">Jane &lt;Roe&gt;</dd>' in panel
    assert "text (title, date)" in panel
    assert "Author" not in reader.source_panel(DOCUMENT, None)


def test_a_follow_up_tells_how_it_was_rewritten() -> None:
    seen = conversation(replace(ANSWER, rewritten="Is the <b>road</b> to Asha open?"))
    assert "Understood as Is the <b>road</b> to Asha open?" in seen.words
    assert "Understood as" not in conversation(ANSWER).words


def test_unsupported_statements_are_struck_out_and_say_why() -> None:
    invented = Statement("The road is closed", (), "unsupported", "the words are not in the source")
    seen = conversation(replace(ANSWER, mode="model", statements=(invented,)))
    assert "s" in seen.tags
    assert "Not supported" in seen.words
    assert "the words are not in the source" in seen.words


def test_markers_in_a_models_sentence_become_buttons_in_their_place() -> None:
    second = replace(CITATION, number=2)
    statement = Statement("It is open [1], and has been [7] for long", (1, 2), "verified")
    markup = render.conversation(
        [
            Turn(
                "Q",
                replace(ANSWER, statements=(statement,), citations=(CITATION, second)),
                done=True,
            )
        ]
    )
    words = Seen(markup).words
    assert "It is open1, and has been [7] for long2" in words


def test_a_search_that_no_document_passes_says_so() -> None:
    filters = Understood(since="2023", until="2023", publishers=("The Observatory",))
    said = wording.searched(Searched(0, "", ""), filters)
    assert said == "The library holds no document with publisher The Observatory and date 2023."


@pytest.mark.parametrize(
    ("partial", "words"),
    [
        ("2020-02-24", "24 February 2020"),
        ("2020-02", "February 2020"),
        ("2020", "2020"),
        ("", "undated"),
        ("2020-13", "2020-13"),
        ("around 1999", "around 1999"),
    ],
)
def test_dates_read_as_people_write_them(partial: str, words: str) -> None:
    assert wording.human_date(partial) == words
