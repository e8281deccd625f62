"""Asking, end to end, on the sample library with the real embedding model."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Assistant, LibraryError
from assistant.settings import Settings
from tests.conftest import WordEmbedder
from tests.llm_server import LLMServer, Refuses, Streams

STATEMENT = """---
title: On the siege of Varda
date: 2021-03-04
publisher: Example Centre
kind: statement
---

The siege of Varda has lasted 90 days. We condemn the shelling of its hospital.

Following the attack, Director Dr. Ana Moreno said, “No siege has ever brought peace to Varda.”
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("documents")
    (folder / "varda.md").write_text(STATEMENT)
    (folder / "internal.md").write_text(
        "---\npublisher: Example Centre\n---\n\n"
        "The Example Centre will ask for the evacuation of Varda next week."
    )
    with Assistant.open(tmp_path_factory.mktemp("home")) as library:
        library.sync([root / "corpus" / "sample", folder / "varda.md"])
        library.sync([folder / "internal.md"], audience="internal")
        yield library


def assert_exact(library: Assistant, answer: object) -> None:
    """Every citation's quotation stands in the stored text at its offsets."""
    for citation in answer.citations + answer.nearest:  # type: ignore[attr-defined]
        text = library.show(citation.document).text
        assert text is not None
        assert text[citation.start : citation.end] == citation.quote


def test_an_answer_quotes_the_source_word_for_word(library: Assistant) -> None:
    answer = library.ask("What did the Example Centre say about the hospital of Varda?")
    assert answer.answered and answer.mode == "quotes"
    assert any("We condemn the shelling of its hospital." in c.quote for c in answer.citations)
    assert all(statement.support == "verbatim" for statement in answer.statements)
    for citation in answer.citations:
        assert f"[{citation.number}]" in answer.answer
    assert_exact(library, answer)


def test_whoever_is_quoted_is_named(library: Assistant) -> None:
    answer = library.ask("Who said that no siege ever brought peace to Varda?")
    assert answer.citations[0].speaker == "Dr. Ana Moreno, Director"
    assert answer.citations[0].publisher == "Example Centre"


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("When was the responsibility to protect agreed by the World Summit?", "2005"),
        ("Who abstained on resolution 1973 on Libya?", "abstain"),
        ("What did the Security Council do about Darfur in 2005?", "1593"),
    ],
)
def test_the_sample_library_answers_real_questions(
    library: Assistant, question: str, words: str
) -> None:
    answer = library.ask(question)
    assert answer.answered
    assert any(words in citation.quote for citation in answer.citations)
    assert_exact(library, answer)


@pytest.mark.parametrize(
    "question",
    [
        "What did the Security Council decide about coffee prices?",
        "What did the Example Centre say about Varda in 2015?",
        "What did the Example Centre say about the famine in Somalia?",
        "Who won the football world cup?",
    ],
)
def test_where_nothing_answers_it_says_so_and_what_it_searched(
    library: Assistant, question: str
) -> None:
    answer = library.ask(question)
    assert not answer.answered
    assert answer.citations == () and answer.statements == ()
    assert answer.answer.startswith("No answer was found.")
    assert answer.nearest
    assert_exact(library, answer)


def test_the_newest_words_come_first_where_todays_position_is_asked_for(
    tmp_path: Path, quick_model: WordEmbedder
) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    for year, words in (("2015", "oppose"), ("2021", "accept")):
        text = f"We {words} the closing of the harbour of Varda to fishing boats."
        (folder / f"{year}.md").write_text(f"---\ndate: {year}-03-04\n---\n\n{text}\n")
    with Assistant.open(tmp_path / "home") as library:
        library.sync([folder])
        answer = library.ask(
            "What is the current position on the closing of the harbour of Varda to fishing boats?"
        )
        assert [citation.date for citation in answer.citations] == ["2021-03-04", "2015-03-04"]


def test_a_refusal_counts_the_documents_searched(library: Assistant) -> None:
    answer = library.ask("Who won the football world cup?")
    assert answer.searched.documents == library.facets().documents
    assert f"{answer.searched.documents} documents" in answer.answer


def test_a_refusal_says_which_words_and_other_names_were_looked_for(library: Assistant) -> None:
    answer = library.ask("Has the Example Centre ever condemned the football clubs of Burma?")
    assert not answer.answered
    assert {"football", "condemn", "Myanmar"} <= set(answer.searched.forms)
    assert "Looked for: " in answer.answer and "football" in answer.answer


def test_a_follow_up_goes_on_from_the_question_before(library: Assistant) -> None:
    first = "What did the Example Centre say in 2021 about the hospital of Varda?"
    answer = library.ask("and how long has the siege lasted?", [first])
    assert answer.filters.since == "2021"
    assert any("90 days" in citation.quote for citation in answer.citations)


def test_the_public_is_never_answered_from_internal_documents(library: Assistant) -> None:
    question = "Will the Example Centre ask for the evacuation of Varda?"
    assert any("evacuation" in c.quote for c in library.ask(question).citations)
    answer = library.ask(question, viewer="public")
    assert not any("evacuation" in c.quote for c in answer.citations + answer.nearest)
    assert all(record.audience == "public" for record in library.documents(viewer="public"))
    internal = next(r for r in library.documents() if r.audience == "internal")
    with pytest.raises(LibraryError, match="holds no document"):
        library.show(internal.id, viewer="public")


def test_given_filters_win_over_understood_ones(library: Assistant) -> None:
    answer = library.ask("What did the Example Centre say about Varda?", publishers=["Nobody"])
    assert not answer.answered and answer.searched.documents == 0


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"since": "next week"}, "not a date"),
        ({"since": "2020", "until": "2019"}, "after until"),
        ({"viewer": "nobody"}, "unknown viewer"),
    ],
)
def test_wrong_filters_are_refused(
    library: Assistant, filters: dict[str, str], message: str
) -> None:
    with pytest.raises(LibraryError, match=message):
        library.ask("What about Varda?", **filters)


def test_an_empty_question_is_refused(library: Assistant) -> None:
    with pytest.raises(LibraryError, match="empty"):
        library.ask("  ")


def test_hits_are_stored_text_and_do_not_overlap(library: Assistant) -> None:
    hits = library.search("responsibility to protect", 10).hits
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    for hit in hits:
        text = library.show(hit.document).text
        assert text is not None and text[hit.start : hit.end] == hit.text
    for one in hits:
        for other in hits:
            same = one.document == other.document and one is not other
            assert not (same and one.start < other.end and other.start < one.end)


def with_model(library: Assistant, server: LLMServer) -> Settings:
    return library.settings.model_copy(update={"llm": "openai:test", "llm_base_url": server.url})


@pytest.fixture
def ask_model(library: Assistant, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Asks with a language model behind a real local server that follows a script."""
    from assistant.respond import Responder

    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")

    def ask(server: LLMServer, question: str, history: tuple[str, ...] = ()):  # type: ignore[no-untyped-def]
        from index.filters import Filters

        responder = Responder(library._index, with_model(library, server))
        return list(responder.stream(question, history, Filters(viewer="public")))

    return ask


def line(statement: str, words: str, passage: str = "p1") -> str:
    quotation = {"passage": passage, "words": words}
    return json.dumps({"statement": statement, "quotations": [quotation]}) + "\n"


QUESTION = "What did the Example Centre say about the hospital of Varda?"
TRUE = line("The Centre condemned the shelling.", "We condemn the shelling of its hospital.")
FALSE = line("The Centre praised the shelling.", "We praise the shelling of its hospital.")


def test_a_models_statements_appear_one_by_one_each_verified(ask_model) -> None:  # type: ignore[no-untyped-def]
    second = line("The siege lasted 90 days.", "The siege of Varda has lasted 90 days.")
    with LLMServer(Streams(TRUE + second)) as server:
        answers = ask_model(server, QUESTION)
    assert [len(answer.statements) for answer in answers] == [1, 2, 2]
    last = answers[-1]
    assert last.mode == "model" and last.answered
    assert [statement.support for statement in last.statements] == ["verified", "verified"]
    assert [statement.citations for statement in last.statements] == [(1,), (2,)]


def test_a_misquotation_is_asked_for_again_and_then_shown_as_unsupported(ask_model) -> None:  # type: ignore[no-untyped-def]
    with LLMServer(Streams(TRUE + FALSE), Streams(FALSE)) as server:
        last = ask_model(server, QUESTION)[-1]
    assert [statement.support for statement in last.statements] == ["verified", "unsupported"]
    assert last.statements[1].citations == ()
    assert "~~" in last.answer
    assert len(last.citations) == 1
    assert len(server.requests) == 2


def test_a_second_attempt_that_stands_takes_the_firsts_place(ask_model) -> None:  # type: ignore[no-untyped-def]
    with LLMServer(Streams(FALSE), Streams(TRUE)) as server:
        last = ask_model(server, QUESTION)[-1]
    assert [statement.support for statement in last.statements] == ["verified"]


def test_without_its_server_the_answer_is_in_quotations_and_says_so(ask_model) -> None:  # type: ignore[no-untyped-def]
    with LLMServer(Refuses(401)) as server:
        last = ask_model(server, QUESTION)[-1]
    assert last.mode == "quotes" and last.answered
    assert "without the model" in last.notice


def test_a_model_that_finds_no_answer_refuses(ask_model) -> None:  # type: ignore[no-untyped-def]
    with LLMServer(Streams('{"none": true}\n')) as server:
        last = ask_model(server, QUESTION)[-1]
    assert not last.answered and last.nearest


def test_of_speakers_compared_each_is_quoted(tmp_path: Path, root: Path) -> None:
    folder = tmp_path / "speeches"
    folder.mkdir()
    long = " ".join(
        f"The tribunal for Varda must hear witness number {number} before the winter ends."
        for number in range(30)
    )
    (folder / "kenya.md").write_text(f"---\npublisher: Kenya\ndate: 2017-09\n---\n\n{long}\n")
    (folder / "ghana.md").write_text(
        "---\npublisher: Ghana\ndate: 2017-09\n---\n\n"
        "We have doubts whether any tribunal can do justice to the people of Varda.\n"
    )
    with Assistant.open(tmp_path / "home-of-two") as two:
        two.sync([folder])
        answer = two.ask("What did Kenya and Ghana say about the tribunal for Varda in 2017?")
        assert {citation.publisher for citation in answer.citations} == {"Kenya", "Ghana"}
        assert len(answer.citations) <= 5
        hits = two.search("Kenya vs Ghana on the tribunal for Varda").hits
        assert {hit.publisher for hit in hits} == {"Kenya", "Ghana"}
