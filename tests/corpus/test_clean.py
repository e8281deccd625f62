"""The stored text: lines mended, page marks and web furniture gone, every quotation still there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.clean import clean

RECORD = """ The delegation of the island wishes to thank every
Government that came to its help after the storm. It was
a long night, and the harbour, which had stood for two
hundred years, was gone by the morning of the next day.
 We ask the Assembly for three things. The first is a
fund from which small States can draw without waiting
for a pledge to be honoured. The second is that those
 \n12-34567 8 \n \nwho lost their land be heard in this Hall. We have full
confi-
dence in the Secretary-
General, and we remain a self-
reliant people with a long-
term plan.
 The third is patience."""


def test_wrapped_lines_become_paragraphs() -> None:
    assert clean(RECORD).text.split("\n\n") == [
        "The delegation of the island wishes to thank every Government that came to its help after"
        " the storm. It was a long night, and the harbour, which had stood for two hundred years,"
        " was gone by the morning of the next day.",
        "We ask the Assembly for three things. The first is a fund from which small States can draw"
        " without waiting for a pledge to be honoured. The second is that those who lost their land"
        " be heard in this Hall. We have full confidence in the Secretary-General, and we remain a"
        " self-reliant people with a long-term plan.",
        "The third is patience.",
    ]


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        ("their under-\nstanding of it", "their understanding of it"),
        ("all govern-\nments of it", "all governments of it"),
        ("our neigh-\nbouring States", "our neighbouring States"),
        ("the decision-\nmaking bodies", "the decision-making bodies"),
        ("people-\ncentred plans", "people-centred plans"),
        ("non-\nproliferation of arms", "non-proliferation of arms"),
        ("in the pre-\nand post-war years", "in the pre- and post-war years"),
        ("the Arab-\nIsraeli question", "the Arab-Israeli question"),
        ("a state-of-the-\nart clinic", "a state-of-the-art clinic"),
        ("co-\noperation and more co-operation", "co-operation and more co-operation"),
    ],
)
def test_words_broken_at_a_line_end(broken: str, mended: str) -> None:
    assert clean(broken).text == mended


def test_a_file_of_one_line_a_paragraph_keeps_its_paragraphs() -> None:
    text = (
        "Mr. President,\n" + "The first long paragraph of the speech ends here. " * 4 + "\nThanks."
    )
    assert clean(text).text.split("\n\n")[::2] == ["Mr. President,", "Thanks."]


def test_a_sentence_broken_by_a_page_goes_on() -> None:
    text = (
        "Some of these places, which were home to whole families, will become unliveable\n"
        "17-12345 23/29 and others will be under water before the end of this very century."
    )
    assert "will become unliveable and others will be" in clean(text).text


def test_page_numbers_and_form_feeds_between_pages_go() -> None:
    text = "\n".join(
        ["and a long line of a record stops in the middle of"] * 5
        + ["7", "", "\fa sentence which then goes on over the next page of it."]
    )
    assert "middle of a sentence" in clean(text).text
    assert "7" not in clean(text).text


def test_lists_keep_their_lines() -> None:
    text = "We ask for:\n- an inquiry;\n- a fund;\n- patience."
    assert clean(text).text == "We ask for:\n\n- an inquiry;\n- a fund;\n- patience."


@pytest.mark.parametrize(
    ("raw", "stored"),
    [
        ("one\r\ntwo lines", "one\n\ntwo lines"),
        ("a\u00a0no-break  \t blank", "a no-break blank"),
        ("in\u00advisible\u200b \ufeffmarks", "invisible marks"),
        ("SARS- CoV-2 and ½ of CO₂", "SARS- CoV-2 and ½ of CO₂"),
        ("bell\x07 and \x93Windows\x94 quotes", "bell and “Windows” quotes"),
        ("Cafe\u0301", "Café"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_characters(raw: str, stored: str) -> None:
    assert clean(raw).text == stored


FURNITURE = [
    "Photo Credit: Jane Roe/UNHCR",
    "Photo: An Agency",
    "© UN Photo/Jane Roe",
    "Sign up for our newsletter and get news every week",
    "Subscribe to our newsletter",
    "Follow us on Twitter",
    "Follow us on social media",
    "Share this:",
    "Facebook | Twitter | LinkedIn",
    "Share on Facebook",
    "We use cookies to give you the best experience on our website.",
    "Accept all cookies",
    "Skip to main content",
    "Read more",
    "Privacy Policy",
    "All rights reserved.",
]


@pytest.mark.parametrize("line", FURNITURE)
def test_furniture_of_a_web_page_is_not_stored(line: str) -> None:
    text = f"A Statement\n\n{line}\n\nThe Council must act.\n\n{line}\n\nIt must act now."
    assert clean(text).text == "A Statement\n\nThe Council must act.\n\nIt must act now."


@pytest.mark.parametrize(
    "sentence",
    [
        "Police closed the newsletter of the union and arrested its editor.",
        "Subscribers to the newsletter were questioned about the editor.",
        "Survivors told us by phone that the road was closed: +41 22 917 0000 was never answered.",
        "Follow us, the soldiers said, and nobody will be harmed.",
        "Photographs show that the village was burned down in one night.",
        "They share the view that cookies were used to track the journalists.",
        "Read more of the testimony and you will understand why they fled.",
    ],
)
def test_a_sentence_that_mentions_such_things_stays(sentence: str) -> None:
    assert clean(f"A Statement\n\n{sentence}").text == f"A Statement\n\n{sentence}"


def test_the_foot_of_a_page_goes_and_the_signature_stays() -> None:
    text = """Our Statement

The Council must act, and it must act today.

Institute for the Study of Peace

Join our mailing list

Institute for the Study of Peace
Main Building
12 Long Street, Suite 7
Springfield, NY 10016-4309, USA
Phone: +1 212 000 0000 |
Papers & Talks"""
    cleaned = clean(text)
    assert cleaned.text.endswith("act today.\n\nInstitute for the Study of Peace")
    assert cleaned.removed["page foot"] == 7


def test_an_address_block_alone_is_a_foot() -> None:
    text = (
        "The Council must act today.\n\nJane Roe\n\nPeace House\nP.O. Box 12\nTel: +41 22 000 0000"
    )
    assert clean(text).text == "The Council must act today.\n\nJane Roe"


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_paragraphs_stand_a_blank_line_apart_with_single_spaces(text: str) -> None:
    stored = clean(text).text
    assert stored == stored.strip()
    assert "  " not in stored
    assert "\n\n\n" not in stored
    assert all(line == line.strip() for line in stored.split("\n"))
