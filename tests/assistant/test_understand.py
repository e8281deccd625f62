"""What a question means: whose documents, from when, about where; and what a follow-up inherits."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.followup import stands_alone
from assistant.reading import Library, Reading
from assistant.understand import understand

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
        ("Syria's complaint about the veto in 2017", "Syria"),
        ("what does zelensky want from the court?", "Ukraine"),
        ("Assad 2017: the convoys", "Syria"),
        ("Putin at the UN in 2015: when will it end?", "Russian Federation"),
        ("Ghana's 2021 remedy for the young who leave by boat", "Ghana"),
        ("Malaysia's version in 2017 of why they fled", "Malaysia"),
        ("How many had fled, as Damascus put it in 2017?", "Syria"),
        ("What was missing when Ghana spoke in 2017 about Syria?", "Ghana"),
        ("How many died, by Ukraine's own figures in 2017?", "Ukraine"),
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
        ("What did Ghana say before 2015?", "", "2014"),
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


def test_a_year_in_the_name_of_an_event_does_not_limit() -> None:
    reading = read("What did Ghana promise the monitors of the 2012 vote?")
    assert (reading.publishers, reading.since) == (("Ghana",), "")


def test_a_leader_who_is_spoken_about_is_no_place_and_no_speaker() -> None:
    reading = read("Who mourned the murder of Gaddafi?")
    assert reading.publishers == () and reading.places == ()


def test_short_forms_are_spelled_out_for_the_embedding() -> None:
    assert "responsibility to protect" in read("Ghana on R2P").wanted


def test_documents_of_a_kind_are_asked_for_by_its_name() -> None:
    library = Library(("Observatory",), "2019", "2021", kinds=("alert", "report"))
    assert read("What do its reports say about detention?", library=library).kinds == ("report",)
    assert read("Who criticised the report on detention?", library=library).kinds == ()


def test_a_person_quoted_in_the_library_is_known_by_name() -> None:
    library = Library(("Observatory",), "2019", "2021", speakers=("Dr. Ada Quist",))
    assert read("What did Ada Quist say?", library=library).speakers == ("Dr. Ada Quist",)
    assert read("What did Quist say?", library=library).speakers == ("Dr. Ada Quist",)
    assert read("What was said of detention?", library=library).speakers == ()


def test_what_was_understood_can_be_taken_back() -> None:
    reading = read("What did Ghana say about Syria in 2017?")
    assert (reading.publishers, reading.since) == (("Ghana",), "2017")
    bare = reading.without(("publishers", "dates", "places"))
    assert (bare.publishers, bare.maybe_publishers, bare.since, bare.places) == ((), (), "", ())


def test_the_same_speech_and_that_year_are_those_of_the_question_before() -> None:
    before = "What did Malaysia say about the Rohingya in 2017?"
    for question in ("how many had fled, same speech?", "did Ghana say anything on it that year?"):
        assert read(question, before).since == "2017"
    other = read("did Ghana say anything on it that year?", before)
    assert other.publishers == ("Ghana",) and "Rohingya" in other.wanted


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


def test_a_question_that_begins_with_a_label_is_about_that_speaker() -> None:
    reading = read("Ghana 2017: which court should try Russia's leaders?")
    assert (reading.publishers, reading.since) == (("Ghana",), "2017")


def test_a_place_whose_leader_is_said_to_speak_is_the_speaker() -> None:
    assert read("What was the toll in Malaysia when its PM spoke?").publishers == ("Malaysia",)


def test_the_year_of_a_law_limits_nothing() -> None:
    assert read("What share of posts is kept for women under Ghana's 2018 parity law?").since == ""


def test_they_in_a_follow_up_stay_the_same_whoever_else_is_named() -> None:
    before = "What did Syria say in 2017 about armed groups?"
    assert read("did they want anyone tried over Gaza?", before).publishers == ("Syria",)
    other = read("did an African leader bring it up too that year?", before)
    assert (other.publishers, other.since) == (("Ghana", "The Gambia"), "2017")


@pytest.mark.parametrize(
    "question",
    [
        "How many Syrians did Najib promise to let in?",
        "Chirac and Others v. Ukraine - which speech cites it?",
        "Which Israelis were named?",
    ],
)
def test_those_counted_sued_or_asked_for_do_not_speak(question: str) -> None:
    assert not set(read(question).publishers) & {"Syria", "Ukraine", "Israel"}


def test_a_follow_up_that_names_nobody_prefers_those_spoken_of_before() -> None:
    reading = read(
        "by 2021 how many had signed the code?", "What pledge did Ghana ask for in 2017?"
    )
    assert (reading.publishers, reading.since) == ((), "")
    assert (reading.maybe_publishers, reading.maybe_since) == (("Ghana",), "2021")


def test_the_others_named_first_in_a_follow_up_speak() -> None:
    reading = read("and the Malaysians, where would it be?", "What did Syria say in 2017 about it?")
    assert reading.publishers == ("Malaysia",)


def test_a_year_that_may_be_that_of_what_happened_is_told_from_that_of_what_was_said() -> None:
    assert read("How many did Ghana bring to court in 2016?").happened
    assert not read("What did Ghana say about courts in 2016?").happened
    assert not read("Ghana 2016: how many were tried?").happened
    assert read("How many did Ghana bring to court in 2016?").undated().since == ""


def test_who_is_asked_for_a_fact_speaks_unless_it_is_asked_who_said_it() -> None:
    assert read("How many Afghans did Ghana fly out in 2021?").publishers == ("Ghana",)
    assert read("How many died, per Ghana, in the attack on Israel?").publishers == ("Ghana",)
    assert read("Share of women on Ghana's courts by its own account?").publishers == ("Ghana",)
    for question in ("Which governments asked Israel to stop?", "Did anyone ask Israel to stop?"):
        assert read(question).publishers == ()


def test_two_years_compared_are_both_meant() -> None:
    reading = read("Ghana's rank in 2017 vs 2012")
    assert (reading.since, reading.until) == ("2012", "2017")
    assert read("How far were Ghana's emissions down on 2005, by its own account?").since == ""


def test_years_later_goes_on_from_the_question_before() -> None:
    reading = read("ten years later, had the tone changed?", "What did Ghana say on it in 2011?")
    assert (reading.publishers, reading.since) == (("Ghana",), "2021")


@pytest.mark.parametrize(
    ("question", "publishers"),
    [
        ("What did Ghana and Malaysia say about Syria?", ("Ghana", "Malaysia")),
        ("Ghana vs Malaysia on the veto", ("Ghana", "Malaysia")),
        ("What did Ghana, Malaysia and Ukraine ask for in 2017?", ("Ghana", "Malaysia", "Ukraine")),
        ("What did Ghana say about Syria and Israel?", ("Ghana",)),
        ("What did the P5 say about Syria?", ("Russian Federation",)),
        ("Which African countries spoke on it?", ("Ghana", "The Gambia")),
        ("positions of African States on Syria", ("Ghana", "The Gambia")),
        ("a statement by Malaysia about Syria", ("Malaysia",)),
        ("who spoke for Ukraine in 2017?", ("Ukraine",)),
    ],
)
def test_several_named_together_all_speak(question: str, publishers: tuple[str, ...]) -> None:
    assert read(question).publishers == publishers


def test_a_group_of_states_that_is_spoken_about_limits_nothing() -> None:
    assert read("What was said against the P5?").publishers == ()
    assert read("What did Ghana say about African countries?").publishers == ("Ghana",)


@pytest.mark.parametrize(
    ("question", "since", "until"),
    [
        ("What has Ghana said in the last five years?", "2017", ""),
        ("over the past decade, what has Ghana asked for?", "2012", ""),
        ("What did Ghana say five years ago?", "2017", "2017"),
        ("What did Ghana say after 2015?", "2016", ""),
        ("What did Ghana say since 2015?", "2015", ""),
        ("Ghana's speech at the 72nd session", "2017", "2017"),
        ("UNGA72: what did Ghana say?", "2017", "2017"),
        ("What did Ghana say in the late 2010s?", "2016", "2019"),
    ],
)
def test_spans_of_years_limit_the_search(question: str, since: str, until: str) -> None:
    reading = read(question)
    assert (reading.since, reading.until) == (since, until)


def test_a_session_of_another_body_is_no_year() -> None:
    reading = read("What did Ghana tell the Human Rights Council at its 48th session?")
    assert (reading.since, reading.maybe_since) == ("", "")


@pytest.mark.parametrize(
    "question",
    [
        "What did Ghana say at its 2011 UPR?",
        "Ghana on prisons, UPR 2011",
        "Ghana after the 2011 coup",
    ],
)
def test_the_year_of_an_event_prefers_that_year_and_the_next(question: str) -> None:
    reading = read(question)
    assert (reading.since, reading.maybe_since, reading.maybe_until) == ("", "2011", "2012")


def test_a_follow_up_about_it_keeps_what_it_is_about_whoever_is_asked_for() -> None:
    reading = read("Can a country make a reservation to it?", "What does the treaty oblige to?")
    assert "treaty" in reading.context


@pytest.mark.parametrize("year", ["2022", "2009"])
def test_a_year_that_the_library_has_nothing_of_limits_what_was_said(year: str) -> None:
    reading = read(f"What was said about the hospital in {year}?")
    assert (reading.since, reading.until) == (year, year)
    assert read(f"Which governments spoke of the strike in {year}?").since in ("", "2022")


@pytest.mark.parametrize(
    ("rewritten", "asked", "alone"),
    [
        ("What did Ghana say about the veto in 2021?", "And in 2021?", True),
        ("What was said of the coup and its end?", "And the coup?", True),
        ("What did Ghana say and what did it ask for?", "And ask?", True),
        ("Who abstained on resolution 1973?", "Who abstained on resolution 1973?", True),
        ("What is the IIMM?", "What is the IIMM?", True),
        ("How many people had left the city by then?", "How many?", False),
        ("And in 2021?", "And in 2021?", False),
        ("What about the veto in 2021?", "And in 2021?", False),
        ("What did they say about the veto?", "And the veto?", False),
        ("How many tents?", "How many tents?", False),
        ("How many of those tents stood there then?",) * 2 + (False,),
    ],
)
def test_a_rewriting_that_points_back_does_not_stand_alone(
    rewritten: str, asked: str, alone: bool
) -> None:
    assert stands_alone(rewritten, asked) is alone


@pytest.mark.parametrize(
    ("before", "happened"),
    [
        ("What did Ghana say about the veto in 2017?", False),
        ("What did Ghana say about the veto?", False),
        ("How many ships did Ghana seize in 2017?", True),
        ("How many ships did Ghana seize?", True),
    ],
)
def test_another_year_is_one_of_saying_where_what_was_said_is_asked(
    before: str, happened: bool
) -> None:
    follow_up = read("And in 2021?", before)
    assert (follow_up.since, follow_up.happened) == ("2021", happened)
