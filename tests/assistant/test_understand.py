"""What a question means: whose documents, from when, about where; and what a follow-up inherits."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.understand import Library, Reading, understand

STATES = Library(
    ("Ghana", "Syria", "Malaysia", "Ukraine", "Russian Federation", "The Gambia", "Israel"),
    "2011-09",
    "2021-09",
)
CENTRE = Library(("Global Centre for the Responsibility to Protect",), "2020-02-24", "2020-02-24")
TODAY = date(2022, 5, 1)


def read(question: str, *history: str, library: Library = STATES) -> Reading:
    return understand(question, history, library, TODAY)


@pytest.mark.parametrize(
    ("question", "publisher"),
    [
        ("What did Ghana say about the veto?", "Ghana"),
        ("according to ghana, who is to blame?", "Ghana"),
        ("Does Malaysia accuse Israel of apartheid?", "Malaysia"),
        ("How many prisoners did Russia hold according to Kyiv's 2017 speech?", "Ukraine"),
        ("Damascus in 2021 on aid convoys, what does it want?", "Syria"),
        ("Malaysia 2017: the Rohingya", "Malaysia"),
        ("the gambian president's view of the court?", "The Gambia"),
    ],
)
def test_whoever_speaks_limits_the_search(question: str, publisher: str) -> None:
    assert read(question).publishers == (publisher,)


def test_whoever_is_spoken_about_does_not() -> None:
    reading = read("What was said about attacks in Syria?")
    assert reading.publishers == ()
    assert "Syria" in reading.maybe_publishers + reading.places


def test_an_organisation_is_known_by_its_short_name() -> None:
    assert read("What does the Global Centre ask for?", library=CENTRE).publishers


@pytest.mark.parametrize(
    ("question", "since", "until"),
    [
        ("What did Ghana say in 2017?", "2017", "2017"),
        ("What has Ghana said since 2019?", "2019", ""),
        ("What did Ghana say before 2015?", "", "2015"),
        ("What did Ghana say between 2012 and 2014?", "2012", "2014"),
        ("What did Ghana say last year?", "2021", "2021"),
        ("Ghana's 2017 speech on refugees", "2017", "2017"),
        ("What did they say about Myanmar in 2020?", "2020", "2020"),
    ],
)
def test_a_date_limits_the_search(question: str, since: str, until: str) -> None:
    reading = read(question)
    assert (reading.since, reading.until) == (since, until)


@pytest.mark.parametrize(
    "question",
    [
        "Who spoke of resolution 2379 (2017)?",
        "operation searchlight 1971 - who mentioned it?",
        "What did Ghana promise to do by 2030?",
    ],
)
def test_a_date_of_something_else_does_not(question: str) -> None:
    reading = read(question)
    assert (reading.since, reading.until) == ("", "")


def test_the_date_of_an_event_only_makes_that_year_preferred() -> None:
    reading = read("What came after the September 2021 takeover, says Ghana?")
    assert reading.since == "" and reading.maybe_since == "2021"


def test_a_follow_up_inherits_who_and_when() -> None:
    reading = read("did he mention the Rohingya too?", "What did Ghana say in 2017 about refugees?")
    assert (reading.publishers, reading.since, reading.until) == (("Ghana",), "2017", "2017")


def test_a_follow_up_drops_what_it_contradicts() -> None:
    reading = read("and in 2021?", "What did Ghana say in 2017 about refugees?")
    assert (reading.publishers, reading.since, reading.until) == (("Ghana",), "2021", "2021")
    other = read("and what did Malaysia say?", "What did Ghana say in 2017 about refugees?")
    assert (other.publishers, other.since) == (("Malaysia",), "2017")


def test_a_follow_up_may_turn_to_somebody_else() -> None:
    for question in ("And Malaysia on the Rohingya?", "what about Malaysia?", "and malaysia"):
        reading = read(question, "What did Ghana say in 2017 about refugees?")
        assert (reading.publishers, reading.since) == (("Malaysia",), "2017")


def test_a_follow_up_without_words_of_its_own_asks_the_same_again() -> None:
    reading = read("and in 2021?", "What did Ghana say in 2017 about refugees from Syria?")
    assert "refugees" in reading.topic and reading.places == ("Syria",)
    assert reading.since == "2021"


def test_years_are_counted_from_the_conversation() -> None:
    reading = read("and ten years later?", "What did Ghana say in 2011 about refugees?")
    assert (reading.since, reading.until) == ("2021", "2021")


def test_a_question_that_stands_alone_inherits_nothing() -> None:
    reading = read("Which governments raised the veto?", "What did Ghana say in 2017 about it?")
    assert (reading.publishers, reading.since) == ((), "")


def test_quoted_words_are_searched_as_a_phrase() -> None:
    assert read('who used the phrase "common but different"?').phrases == ("common but different",)


def test_older_names_find_newer_ones() -> None:
    assert "Myanmar" in read("what was said of Burma").words
