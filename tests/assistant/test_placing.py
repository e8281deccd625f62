"""Quotations of a model, found where they stand among the passages it was given."""

from __future__ import annotations

import pytest

from assistant.draft import DraftStatement, Quotation, SourcePassage
from assistant.placing import Placing
from assistant.verify import Verifier
from corpus.document import Document

FIRST = "We urge the Council, at long last, to act now. We call on States never, ever, to arm them."
TOLD = "They must be told."
SECOND = "The veto must not protect the guilty. Member States, once more, refuse to be silent."
BOTH = "We have said so before."


def source(key: str, *parts: str) -> SourcePassage:
    text = " ".join(parts)
    return SourcePassage(key, Document(key, key, key, text, "", key), 0, len(text))


SOURCES = [source("p1", BOTH, FIRST, TOLD), source("p2", SECOND, BOTH), source("p3", BOTH)]


def placed(words: str, key: str, sources: list[SourcePassage] = SOURCES) -> list[Quotation]:
    draft = DraftStatement("It says so.", (Quotation(key, words),))
    [found] = Placing(sources).placed(draft)
    return list(found.quotations)


@pytest.mark.parametrize(
    ("words", "key", "found"),
    [
        ("The veto must not protect the guilty.", "p2", "p2"),
        ("The veto must not protect the guilty.", "p1", "p2"),
        ("The veto must not protect the guilty.", "p9", "p2"),
        ("The veto must not protect the guilty.", "", "p2"),
        (BOTH, "p3", "p3"),
        (BOTH, "p2", "p2"),
        (BOTH, "p9", "p1"),
    ],
)
def test_a_quotation_keeps_its_key_where_that_fits_else_has_the_best_that_does(
    words: str, key: str, found: str
) -> None:
    assert placed(words, key) == [Quotation(found, words)]


@pytest.mark.parametrize(
    "words",
    ["The veto must protect the guilty.", "the veto", "veto must not protect the gui", "", "…"],
)
def test_what_stands_in_no_passage_stays_as_it_was(words: str) -> None:
    assert placed(words, "p1") == [Quotation("p1", words)]


@pytest.mark.parametrize("wrapped", ['"{}"', "“{}”", "‘{}’", " «{}» ", "…{}", "{}...", "[…] {}"])
def test_marks_around_what_was_copied_are_no_part_of_it(wrapped: str) -> None:
    words = "The veto must not protect the guilty."
    assert placed(wrapped.format(words), "p1") == [Quotation("p2", words)]


@pytest.mark.parametrize("mark", ["…", " ... ", " [...] ", " (…) ", ". . ."])
def test_a_quotation_that_leaves_out_sentences_is_two(mark: str) -> None:
    halves = ["We urge the Council, at long last, to act now.", "They must be told."]
    assert placed(mark.join(halves), "p2") == [Quotation("p1", each) for each in halves]


@pytest.mark.parametrize(
    "words",
    [
        "They must be told. … We urge the Council, at long last, to act now.",  # turned round
        "to act now. … The veto must not protect the guilty.",  # from two passages
        "We call on States … to arm them.",  # without the "never"
        "We urge the Council … to act now.",  # out of the middle of a sentence
        "at long last, to act now. … States never, ever, to arm them.",
        "before. … to act now. … told. … silent.",  # too many pieces
    ],
)
def test_what_is_left_out_of_a_sentence_is_missing(words: str) -> None:
    assert placed(words, "p1") == [Quotation("p1", words)]
    draft = DraftStatement("It says so.", tuple(placed(words, "p1")))
    statement, _ = Verifier().verify(draft, {each.key: each for each in SOURCES})
    assert statement.support == "unsupported"


def test_an_ellipsis_of_the_source_is_part_of_the_quotation() -> None:
    text = "They said … nothing of it, and left the room."
    assert placed(text, "p2", [source("p1", text)]) == [Quotation("p1", text)]


def test_quotations_from_several_places_are_never_joined_to_one() -> None:
    words = ["We urge the Council", "must not protect the guilty."]
    quotations = (Quotation("p1", words[0]), Quotation("p2", words[1]))
    drafts = Placing(SOURCES).placed(DraftStatement(" ".join(words), quotations))
    assert drafts == tuple(
        DraftStatement(said, (quotation,))
        for said, quotation in zip(words, quotations, strict=True)
    )


def test_quotations_that_follow_each_other_are_one() -> None:
    words = [
        "The veto must not protect the guilty.",
        "Member States, once more, refuse to be silent.",
    ]
    quotations = tuple(Quotation("p2", each) for each in words)
    [draft] = Placing(SOURCES).placed(DraftStatement(" ".join(words), quotations))
    assert draft.quotations == (Quotation("p2", " ".join(words)),)
