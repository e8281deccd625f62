"""Sentences end where readers see them end, at exact offsets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sentences import sentences


def split(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences(text)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("We met. We spoke.", ["We met.", "We spoke."]),
        ("Is it so? Yes! Indeed.", ["Is it so?", "Yes!", "Indeed."]),
        ("Dr. Amina Diallo spoke. Mr. Okoro left.", ["Dr. Amina Diallo spoke.", "Mr. Okoro left."]),
        ("The U.N. Council met. It rose.", ["The U.N. Council met.", "It rose."]),
        ("They live in the U.S. The vote came.", ["They live in the U.S.", "The vote came."]),
        ("See para. 5 of the text. Then act.", ["See para. 5 of the text.", "Then act."]),
        ("It cost 3.5 million. It failed.", ["It cost 3.5 million.", "It failed."]),
        ("J. Smith wrote it. K. Jones read it.", ["J. Smith wrote it.", "K. Jones read it."]),
        ("She said, “We will act.” He agreed.", ["She said, “We will act.”", "He agreed."]),
        ("It rose (by half.) It fell.", ["It rose (by half.)", "It fell."]),
        ("It was 2011. The war began.", ["It was 2011.", "The war began."]),
        ("1. First point. 2. Second point.", ["1. First point.", "2. Second point."]),
        ("i.e. the law, e.g. this one. Done.", ["i.e. the law, e.g. this one.", "Done."]),
        ("One… Two.", ["One…", "Two."]),
        ("A line\nanother line", ["A line", "another line"]),
        ("First.\n\nSecond.", ["First.", "Second."]),
        ("我们谴责。他们同意！好吗？", ["我们谴责。", "他们同意！", "好吗？"]),
        ("نحن ندين ذلك. هل توافق؟ نعم.", ["نحن ندين ذلك.", "هل توافق؟", "نعم."]),
        ("यह सच है। हम सहमत हैं।", ["यह सच है।", "हम सहमत हैं।"]),
    ],
)
def test_sentences_end_where_readers_see_them_end(text: str, parts: list[str]) -> None:
    assert split(text) == parts


def test_nothing_is_a_sentence_of_white_space() -> None:
    assert split(" \n\n \t") == []


@given(st.text(alphabet=st.sampled_from('aA.!?。؟ \n"”)1Dr,é字ا'), max_size=80))
def test_every_character_that_shows_belongs_to_exactly_one_sentence(text: str) -> None:
    spans = sentences(text)
    covered = [offset for span in spans for offset in range(span.start, span.end)]
    assert covered == sorted(set(covered))
    shown = {offset for offset, character in enumerate(text) if not character.isspace()}
    assert shown <= set(covered)
    for span in spans:
        assert text[span.start : span.end].strip() == text[span.start : span.end] != ""


@given(st.text(max_size=200), st.integers(0, 50), st.integers(0, 50))
def test_a_stretch_of_a_text_is_split_within_its_bounds(text: str, start: int, size: int) -> None:
    for span in sentences(text, start, min(len(text), start + size)):
        assert start <= span.start < span.end <= start + size
