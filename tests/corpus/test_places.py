"""Places: what a text or a typed question names, and by which name the library knows it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.places import canonical, find_mentions
from corpus.places_elsewhere import places_named


def places(text: str, *, loose: bool = False) -> list[str]:
    return [mention.place for mention in find_mentions(text, loose=loose)]


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("Burma", "Myanmar"),
        ("Turkey", "Türkiye"),
        ("Swaziland", "Eswatini"),
        ("Macedonia", "North Macedonia"),
        ("Ivory Coast", "Côte d'Ivoire"),
        ("Cote d’Ivoire", "Côte d'Ivoire"),
        ("DRC", "Democratic Republic of the Congo"),
        ("Zaire", "Democratic Republic of the Congo"),
        ("Congo-Brazzaville", "Republic of the Congo"),
        ("North Korea", "Democratic People's Republic of Korea"),
        ("South Korea", "Republic of Korea"),
        ("Britain", "United Kingdom"),
        ("the US", "United States of America"),
        ("U.S.A.", "United States of America"),
        ("the Vatican", "Holy See"),
        ("Czech Republic", "Czechia"),
        ("Cape Verde", "Cabo Verde"),
        ("Bolivarian Republic of Venezuela", "Venezuela"),
        ("Lao People's Democratic Republic", "Laos"),
        ("Syrian Arab Republic", "Syria"),
        ("Gaza", "State of Palestine"),
        ("Crimea", "Ukraine"),
        ("Gambian", "The Gambia"),
        ("Dutch", "Netherlands"),
        ("Filipinos", "Philippines"),
        ("Kiev", "Ukraine"),
        ("Rohingya", "Myanmar"),
        ("Xinjiang", "China"),
        ("Uyghur", "China"),
        ("Uighurs", "China"),
        ("Türkiye", "Türkiye"),
        ("DR Congo", "Democratic Republic of the Congo"),
        ("Darfur", "Sudan"),
        ("Tigray", "Ethiopia"),
        ("Kosovo", "Kosovo"),
        ("Western Sahara", "Western Sahara"),
    ],
)
def test_every_usual_name_leads_to_the_place(written: str, place: str) -> None:
    assert places(f"Yesterday {written} was discussed.") == [place]


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Korea, Republic of", "Republic of Korea"),
        ("Congo", "Republic of the Congo"),
        ("the netherlands", "Netherlands"),
        ("Viet Nam", "Viet Nam"),
        ("russia", "Russian Federation"),
        ("European Union", "European Union"),
        ("Atlantis", None),
        ("Indian Ocean", None),
    ],
)
def test_canonical_names(name: str, place: str | None) -> None:
    assert canonical(name) == place


def test_the_longest_name_wins() -> None:
    text = "South Sudan, Sudan, Guinea-Bissau, Equatorial Guinea, Papua New Guinea and Guinea"
    assert places(text) == [
        "South Sudan",
        "Sudan",
        "Guinea-Bissau",
        "Equatorial Guinea",
        "Papua New Guinea",
        "Guinea",
    ]


def test_niger_is_not_nigeria() -> None:
    assert places("Niger and Nigeria, Nigeriens and Nigerians") == [
        "Niger",
        "Nigeria",
        "Niger",
        "Nigeria",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "They told us to wait.",
        "We ate turkey on fine china.",
        "Latin American solidarity across the Indian Ocean and Lake Chad",
        "the Paris Agreement and the Rome Statute",
        "Congolese families",
        "a polished speech on the Korean peninsula",
    ],
)
def test_what_only_looks_like_a_place_is_none(text: str) -> None:
    assert places(text) == []


def test_a_possessive_belongs_to_the_place_but_not_to_its_span() -> None:
    text = "Syria’s people"
    (mention,) = find_mentions(text)
    assert text[mention.start : mention.end] == "Syria"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("does malaysia accuse israel", ["Malaysia", "Israel"]),
        ("morroco 2017", ["Morocco"]),
        ("what did the phillipines say", ["Philippines"]),
        ("columbia on peace", ["Colombia"]),
        ("afganistan and mynamar", ["Afghanistan", "Myanmar"]),
        ("let down by myanmars nobel laureate", ["Myanmar"]),
        ("is chad or jordan or turkey mentioned", ["Chad", "Jordan", "Türkiye"]),
        ("what did the us and the uk say", ["United States of America", "United Kingdom"]),
        ("tell us about liberal and hungry grenades on islands", []),
        ("a speech at columbia university", []),
    ],
)
def test_questions_are_understood_as_typed(question: str, expected: list[str]) -> None:
    assert places(question, loose=True) == expected


def test_documents_are_not_guessed_at() -> None:
    assert places("The morroco leather trade") == []


@given(st.text(), st.booleans())
def test_mentions_lie_in_the_text_in_order_without_overlap(text: str, loose: bool) -> None:
    end = 0
    for mention in find_mentions(text + " Syria " + text, loose=loose):
        assert end <= mention.start < mention.end <= 2 * len(text) + 7
        end = mention.end


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("في سوريا والحكومة السورية وللبنان", "ar", ["Syria", "Syria", "Lebanon"]),
        ("بعد أذان المغرب", "ar", []),
        ("La Syrie et la Birmanie", "fr", ["Syria", "Myanmar"]),
        ("Maurice a parlé", "fr", []),
        ("в Сирии и России", "ru", ["Syria", "Russian Federation"]),
        ("叙利亚和缅甸", "zh", ["Syria", "Myanmar"]),
        ("西班牙文", "zh", []),
        ("La Syrie et la Birmanie", "en", []),
        ("ሶርያ", "xx", []),
    ],
)
def test_places_in_other_languages(text: str, language: str, expected: list[str]) -> None:
    assert list(places_named(text, language)) == expected
