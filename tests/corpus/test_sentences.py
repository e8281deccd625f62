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


@given(st.text(alphabet=st.sampled_from('aA.!?。？؟۔ \n"”»)1Dr,é字あاק្កกโिक।።፡ω;ж'), max_size=80))
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


@pytest.mark.parametrize(
    ("language", "text", "parts"),
    [
        ("fr", "M. Dupont a parlé. L’art. 3 le dit.", ["M. Dupont a parlé.", "L’art. 3 le dit."]),
        ("fr", "« Nous agirons. » Il est parti.", ["« Nous agirons. »", "Il est parti."]),
        ("es", "El Sr. Gómez habló. ¿Y la Sra. Ruiz?", ["El Sr. Gómez habló.", "¿Y la Sra. Ruiz?"]),
        ("de", "Es gilt z. B. Art. 3. Das reicht.", ["Es gilt z. B. Art. 3.", "Das reicht."]),
        ("ru", "В 1948 г. Ассамблея решила. Мы рады.", ["В 1948 г. Ассамблея решила.", "Мы рады."]),
        ("ru", "См. ст. 5 т. 2. Далее.", ["См. ст. 5 т. 2.", "Далее."]),
        ("pt", "O Sr. Silva e a Dra. Costa. Fim.", ["O Sr. Silva e a Dra. Costa.", "Fim."]),
        ("el", "Τι ζητάμε; Δικαιοσύνη. Τώρα; Ναι.", ["Τι ζητάμε;", "Δικαιοσύνη.", "Τώρα;", "Ναι."]),
        ("hy", "Մենք այստեղ ենք։ Դուք գնացիք։", ["Մենք այստեղ ենք։", "Դուք գնացիք։"]),
        ("am", "ሰላም ነው። መቼ ነው፧ ዛሬ፡፡ ነገ።", ["ሰላም ነው።", "መቼ ነው፧", "ዛሬ፡፡", "ነገ።"]),
        ("my", "ငါတို့သွားသည်။သူလာသည်။", ["ငါတို့သွားသည်။", "သူလာသည်။"]),
        ("km", "យើងទៅ។ គេមក។", ["យើងទៅ។", "គេមក។"]),
        ("hi", "हम गए।वे आए। कब?", ["हम गए।", "वे आए।", "कब?"]),
        ("ur", "ہم گئے۔ وہ آئے؟ ہاں۔", ["ہم گئے۔", "وہ آئے؟", "ہاں۔"]),
        ("ar", "التقى د. سمير الوفد؛ ثم غادر. انتهى.", ["التقى د. سمير الوفد؛ ثم غادر.", "انتهى."]),
        ("zh", "他说：“反对。”然后走了。真的?是!", ["他说：“反对。”然后走了。", "真的?", "是!"]),
        ("ja", "「行く。」と言う。来る？はい。", ["「行く。」と言う。", "来る？", "はい。"]),
    ],
)  # fmt: skip
def test_each_language_ends_its_sentences_in_its_way(
    language: str, text: str, parts: list[str]
) -> None:
    spans = sentences(text, language=language)
    assert [text[span.start : span.end] for span in spans] == parts


def test_thai_has_no_full_stop_a_space_after_some_length_ends_a_sentence() -> None:
    clause = "มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ"
    assert split(f"{clause} {clause} ต่างคน ต่างไป") == [clause, clause, "ต่างคน ต่างไป"]
