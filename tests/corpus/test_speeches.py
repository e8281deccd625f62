"""Whose words are quoted: attributed where the text says so clearly, and never otherwise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.speeches import find_speeches


def speeches(text: str) -> list[tuple[str, str, str]]:
    return [
        (text[speech.start : speech.end], speech.speaker, speech.function)
        for speech in find_speeches(text)
    ]


@pytest.mark.parametrize(
    ("text", "words", "speaker", "function"),
    [
        (
            "After the news, Peace Institute Executive Director Dr. Jane Roe said, “We welcome the"
            " plan. It must be carried out.”",
            "We welcome the plan. It must be carried out.",
            "Dr. Jane Roe",
            "Executive Director",
        ),
        (
            "“The village was burned down,” said Jane Roe, Head of Research at the Institute.",
            "The village was burned down,",
            "Jane Roe",
            "Head of Research at the Institute",
        ),
        (
            "Human rights chief Juan de la Cruz, Special Rapporteur on torture, told us: “The"
            " village was burned down.”",
            "The village was burned down.",
            "Juan de la Cruz",
            "Special Rapporteur on torture",
        ),
        (
            "UN High Commissioner for Human Rights Mary Major warned: “The village was burned.”",
            "The village was burned.",
            "Mary Major",
            "High Commissioner for Human Rights",
        ),
        (
            "According to Jane Roe, “the village was burned to the ground”.",
            "the village was burned to the ground",
            "Jane Roe",
            "",
        ),
        (
            "“The village was burned to the ground,” according to Prof. Roe.",
            "The village was burned to the ground,",
            "Prof. Roe",
            "",
        ),
        (
            "James A. Goodman of the Justice Initiative said: “These shipments were made in 2014.”",
            "These shipments were made in 2014.",
            "James A. Goodman",
            "",
        ),
        (
            "Years later former President Jane Roe said that we had “entered another age of war”.",
            "entered another age of war",
            "Jane Roe",
            "former President",
        ),
        (
            'Jane Roe stated:\n\n"The village was burned to the ground."',
            "The village was burned to the ground.",
            "Jane Roe",
            "",
        ),
    ],
)
def test_a_named_speaker(text: str, words: str, speaker: str, function: str) -> None:
    assert speeches(text) == [(words, speaker, function)]


def test_a_quotation_of_several_paragraphs_is_one_speech() -> None:
    text = "Jane Roe said:\n\n“First of all, we came here.\n\n“Then we had to leave.”\n\nThe end."
    assert speeches(text) == [
        ("First of all, we came here.\n\n“Then we had to leave.", "Jane Roe", "")
    ]


def test_the_same_speaker_goes_on() -> None:
    text = (
        "“We must act now,” said Jane Roe, Head of Research. “We must all act together.”\n\n"
        "“There is no time left to lose,” she added."
    )
    assert [speaker for _, speaker, _ in speeches(text)] == ["Jane Roe"] * 3


@pytest.mark.parametrize(
    "text",
    [
        "He called it a “business as usual approach to these issues”.",
        "Today the Council launched its “Call to Action for Human Rights” in Geneva.",
        "The report says “the village was burned to the ground” in June.",
        "A member of the Civil Guard said: “The village was burned to the ground.”",
        "The President of the European Council said: “We act, and we support the people.”",
        "The General Assembly stated: “The subjection of peoples is a crime.”",
        "Jane Roe writes in her article “How My Home Town Fought Them Off”, which we read.",
        "Jane Roe came to Geneva. “The village was burned to the ground.”",
        "“The village was burned to the ground.” Jane Roe left the room.",
        "An unclosed “quotation that Jane Roe said never ends",
    ],
)
def test_nothing_is_attributed_without_a_clear_pattern(text: str) -> None:
    assert speeches(text) == []


@given(st.lists(st.sampled_from(["“", "”", '"', "«", "»", "Jane Roe said, ", "we must act now. "])))
def test_speeches_lie_in_the_text_in_order(parts: list[str]) -> None:
    text = "".join(parts)
    end = 0
    for speech in find_speeches(text):
        assert end <= speech.start <= speech.end <= len(text)
        end = speech.end
