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
            "The great Swiss writer Jane Roe once said: “The village was burned to the ground.”",
            "The village was burned to the ground.",
            "Jane Roe",
            "Swiss writer",
        ),
        (
            "I end with words that are often attributed to the great Jane Roe:\n\n“Silence does"
            " more harm than words.”",
            "Silence does more harm than words.",
            "Jane Roe",
            "",
        ),
        (
            "Jane Roe (34), who was there in May, told the Institute: “The village was burned.”",
            "The village was burned.",
            "Jane Roe",
            "",
        ),
        (
            "Dr. Jane Roe, a surgeon, and the Director of the Old Hospital in the town, told us:"
            " “The village was burned.”",
            "The village was burned.",
            "Dr. Jane Roe",
            "surgeon, and the Director of the Old Hospital in the town",
        ),
        (
            "Jane Roe, head of the camp, confirmed on Monday that it was empty. She said:\n\n"
            '"The people left at night."',
            "The people left at night.",
            "Jane Roe",
            "head of the camp",
        ),
        (
            "Jane Roe, the Administrator-General, says that much was done. “The village was built"
            " again.”",
            "The village was built again.",
            "Jane Roe",
            "Administrator-General",
        ),
        (
            "According to Belgian toxicologist Jane Roe (Old University), it kills. “The village"
            " was burned.”",
            "The village was burned.",
            "Jane Roe",
            "Belgian toxicologist",
        ),
        (
            "“The village was burned to the ground,” his sister Jane Roe told the committee.",
            "The village was burned to the ground,",
            "Jane Roe",
            "sister",
        ),
        (
            '"The village was burned to the ground,” said Jane Roe, Head of Research.',
            "The village was burned to the ground,",
            "Jane Roe",
            "Head of Research",
        ),
        (
            "The President of the Isles, Jane Roe, said: “The village was burned down.”",
            "The village was burned down.",
            "Jane Roe",
            "President of the Isles",
        ),
        (
            "Yesterday, speaking in this Hall, the President of the Isles, Jane Roe, said that “the"
            " village was burned to the ground”.",
            "the village was burned to the ground",
            "Jane Roe",
            "President of the Isles",
        ),
        (
            "« Le village a été brûlé hier », a déclaré Jeanne Roux, directrice du Réseau.",
            "Le village a été brûlé hier",
            "Jeanne Roux",
            "directrice du Réseau",
        ),
        (
            "«Quemaron todo el pueblo ayer», dijo Juana Ruiz, vocera de la Corporación.",
            "Quemaron todo el pueblo ayer",
            "Juana Ruiz",
            "vocera de la Corporación",
        ),
        (
            "„Das ganze Dorf ist verbrannt“, sagte Dr. Hanna Roth, Leiterin des Netzwerks.",
            "Das ganze Dorf ist verbrannt",
            "Dr. Hanna Roth",
            "Leiterin des Netzwerks",
        ),
        (
            'وقالت ليلى حداد، مديرة منظمة الضوء: "أحرقوا القرية كلها في الليل".',
            "أحرقوا القرية كلها في الليل",
            "ليلى حداد",
            "مديرة منظمة الضوء",
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


def test_a_surname_alone_is_the_person_named_before() -> None:
    text = (
        "“We must act now,” said Jane Roe, Head of Research.\n\nThe Council met again in May.\n\n"
        "“There is no time left to lose,” Roe told the Institute."
    )
    assert [speech[1:] for speech in speeches(text)] == [("Jane Roe", "Head of Research")] * 2


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
        "In the video, Reuters says: “The village was burned to the ground.”",
        "One of the nurses told us: “The village was burned to the ground.”",
        "Journalists met Jane Roe. The office wrote later. He said: “The village was burned.”",
        'وقالت منظمة الضوء: "أحرقوا القرية كلها في الليل".',
        'وقال أحد الشهود: "أحرقوا القرية كلها في الليل".',
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
