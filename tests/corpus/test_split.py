"""Passages hold whole sentences, fit the model's window and lose no character."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import Document, Passage
from corpus.split import heading_line, split

WINDOW = 64


def count(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) + text.count("。") for text in texts]


def document(text: str, title: str = "A title", publisher: str = "", date: str = "") -> Document:
    return Document("d", "d.txt", "/d.txt", text, "", title, date=date, publisher=publisher)


def texts(passages: Sequence[Passage], text: str) -> list[str]:
    return [text[passage.start : passage.end] for passage in passages]


def test_a_short_document_is_one_passage() -> None:
    text = "We condemn it. We call for peace."
    assert texts(split(document(text), count, WINDOW), text) == [text]


def test_an_empty_document_has_no_passage() -> None:
    assert split(document(""), count, WINDOW) == ()


def test_the_heading_names_title_publisher_and_date_once() -> None:
    assert heading_line(document("", "On Mali", "The Centre", "2019-09")) == (
        "On Mali. The Centre. 2019-09"
    )
    assert heading_line(document("", "Statement by the Centre", "the Centre")) == (
        "Statement by the Centre"
    )


def test_a_passage_is_cut_between_paragraphs_where_it_can_be() -> None:
    paragraph = "This is a sentence of some eight words here. " * 4
    text = "\n\n".join([paragraph.strip()] * 3)
    for part in texts(split(document(text), count, WINDOW), text):
        assert part == paragraph.strip()


def test_a_passage_carries_the_section_that_it_stands_under() -> None:
    body = "A sentence with exactly seven words here. " * 9
    text = f"The situation\n\n{body.strip()}\n\nRecommendations\n\n{body.strip()}"
    passages = split(document(text), count, WINDOW)
    assert passages[-1].heading == "A title. Recommendations"


def test_a_sentence_longer_than_the_window_is_cut_and_keeps_every_word() -> None:
    text = "word " * 500 + "end."
    passages = split(document(text), count, WINDOW)
    assert " ".join(texts(passages, text)).split() == text.split()
    assert all(
        n <= WINDOW
        for n in count(
            [f"{p.heading}\n{t}" for p, t in zip(passages, texts(passages, text), strict=True)]
        )
    )


WORDS = st.sampled_from(["word", "Word", "state.", "End.", "and,", "。", "\n", "\n\n", "x" * 40])


@settings(max_examples=200)
@given(st.lists(WORDS, max_size=300).map(" ".join))
def test_passages_fit_the_window_in_order_and_hold_every_character_that_shows(text: str) -> None:
    passages = split(document(text), count, WINDOW)
    end = 0
    for ordinal, passage in enumerate(passages):
        assert passage.ordinal == ordinal
        assert end <= passage.start < passage.end
        assert not text[end : passage.start].strip()
        assert passage.start == passage.sentences[0].start
        assert passage.end == passage.sentences[-1].end
        whole = f"{passage.heading}\n{text[passage.start : passage.end]}"
        assert count([whole])[0] + 2 <= WINDOW
        end = passage.end
    assert not text[end:].strip()
