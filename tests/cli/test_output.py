"""What people read in a terminal."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant import console, console_record
from assistant.reports import Failure, SyncReport
from assistant.results import (
    Answer,
    Citation,
    DocumentRecord,
    Searched,
    Statement,
    Understood,
)

CITATION = Citation(
    number=1,
    document="0123456789abcdef",
    source="call.txt",
    title="On the Call to Action",
    publisher="An Organisation",
    date="2020-02-24",
    kind="statement",
    url="https://example.org/call",
    page=3,
    speaker="Dr. Ada Example",
    quote="We welcome the call\nand ask for more.",
    start=10,
    end=47,
)
ANSWER = Answer(
    question="What did Dr. Example welcome?",
    answered=True,
    mode="quotes",
    answer="We welcome the call and ask for more. [1]",
    statements=(Statement("We welcome the call\nand ask for more.", (1,), "verbatim"),),
    citations=(CITATION,),
    filters=Understood(since="2020", until="2020", publishers=("An Organisation",)),
    searched=Searched(1, "2020-02-24", "2020-02-24"),
    nearest=(),
    timings_ms={"total": 1.0},
)


def test_an_answer_in_quotations_gives_each_with_who_said_it_where_and_when(capsys):
    console.show_answer(ANSWER, as_json=False)
    text = " ".join(capsys.readouterr().out.split())
    assert "[1] “We welcome the call and ask for more.” Dr. Ada Example, in: On the Call" in text
    assert "On the Call to Action, An Organisation, 2020-02-24, p. 3 https://example.org" in text
    assert text.count("We welcome the call") == 1


def test_a_model_s_sentences_stand_before_their_sources_and_unsupported_ones_are_flagged(capsys):
    statements = (
        Statement("The call was welcomed.", (1,), "verified"),
        Statement("Everyone agreed.", (), "unsupported", "its quotation is not in the source"),
    )
    console.show_answer(replace(ANSWER, mode="model", statements=statements), as_json=False)
    text = " ".join(capsys.readouterr().out.split())
    assert "The call was welcomed. [1]" in text
    assert "NOT SUPPORTED: Everyone agreed. (its quotation is not in the source)" in text
    assert text.index("Everyone agreed") < text.index("Sources: [1] “We welcome")


def test_an_answer_says_what_was_understood_of_its_question(capsys):
    console.show_answer(ANSWER, as_json=False)
    assert "Understood: An Organisation, since 2020, until 2020." in capsys.readouterr().out


def test_without_an_answer_the_nearest_passages_are_called_nearest(capsys):
    nothing = replace(
        ANSWER,
        answered=False,
        answer="The library holds no answer.",
        statements=(),
        citations=(),
        nearest=(CITATION,),
    )
    console.show_answer(nothing, as_json=False)
    text = capsys.readouterr().out
    assert "The nearest passages, which are no answer:" in text
    assert text.startswith("The library holds no answer.")


def test_a_notice_about_the_language_model_goes_to_stderr(capsys):
    console.show_answer(replace(ANSWER, notice="The model did not reply."), as_json=True)
    console.show_answer(replace(ANSWER, notice="The model did not reply."), as_json=False)
    assert capsys.readouterr().err == "The model did not reply.\n"


@pytest.mark.parametrize(
    "hostile",
    ["\x1b[31mred\x1b[0m", "\x1b]0;title\x07red", "\x9b31mred", "\x1bcred", "\u202ered", "re\rd"],
    ids=["colour", "window title", "one-byte sequence", "reset", "turned round", "overwritten"],
)
def test_a_document_cannot_write_over_the_terminal(capsys, hostile):
    citation = replace(CITATION, quote=hostile, title=hostile, url="", source=hostile)
    console.show_answer(replace(ANSWER, citations=(citation,)), as_json=False)
    record = DocumentRecord(
        "id", hostile, hostile, "", "", "", "", "", (), "public", None, 3, "", "", (), (hostile,)
    )
    record = replace(record, text=hostile, also=(hostile,))
    console_record.show_document(record, as_json=False)
    console_record.show_versions(record, as_json=False)
    console.show_documents([record], as_json=False)
    console.show_sync(SyncReport(failed=(Failure(hostile, hostile),)), as_json=False)
    out, err = capsys.readouterr()
    assert not set("\x1b\x9b\x07\r\u202e") & set(out + err)
    assert "red" in out
    assert "red" in err


def test_a_sync_that_was_stopped_says_how_to_go_on(capsys):
    console.show_sync(SyncReport(added=2, passages=1234, cancelled=True), as_json=False)
    out, err = capsys.readouterr()
    assert out.startswith("2 added, 0 updated, 0 unchanged, 0 removed; 1,234 passages written")
    assert "the same command goes on from here" in err
