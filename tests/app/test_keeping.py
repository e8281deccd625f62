"""What a browser kept is data that nobody vouches for: verified again, and escaped again."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from assistant import Assistant
from assistant.settings import Settings
from page import keeping, render
from page.conversation import Turn
from tests.conftest import WordEmbedder

QUESTION = "How many tents did observers count in the harbour of Port Liberty?"
TEXT = "Observers counted forty-two tents in the harbour of Port Liberty on Sunday."
ELSEWHERE = "Who won the football championship of Uruguay?"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("documents")
    (folder / "harbour.txt").write_text(TEXT)
    (folder / "secret.txt").write_text("Observers hid nine boats in the bay of Quillon.")
    settings = Settings.load(tmp_path_factory.mktemp("home"))
    with Assistant.open(settings=settings, embedder=WordEmbedder()) as library:
        library.sync([folder / "harbour.txt"])
        library.sync([folder / "secret.txt"], audience="internal")
        yield library


@pytest.fixture
def kept(library: Assistant) -> dict[str, Any]:
    """A conversation as a browser hands it back."""
    asked = [library.ask(each, viewer="public") for each in (QUESTION, ELSEWHERE)]
    turns = [Turn(answer.question, answer, done=True) for answer in asked]
    value = json.loads(keeping.kept(turns, "")[0])
    assert isinstance(value, dict)
    return value


def tags(turns: list[Turn]) -> set[str]:
    found: set[str] = set()
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attrs: found.add(tag)  # type: ignore[method-assign]
    parser.feed(render.conversation(turns))
    return found


def restored(library: Assistant, value: Any) -> list[Turn]:
    identity, turns = keeping.restored(library, json.dumps(value), "public")
    assert bool(identity) or not turns
    return turns


def test_a_conversation_comes_back_as_it_was(library: Assistant, kept: dict[str, Any]) -> None:
    first, second = restored(library, kept)
    answer = library.ask(QUESTION, viewer="public")
    assert first.answer and second.answer
    assert (first.answer.statements, first.answer.citations) == (
        answer.statements,
        answer.citations,
    )
    assert first.answer.answer == answer.answer
    assert not second.answer.answered and second.answer.nearest
    assert second.answer.answer == library.ask(ELSEWHERE, viewer="public").answer


CHANGES: dict[str, Callable[[dict[str, Any]], object]] = {
    "words of the quotation": lambda a: a["citations"][0].update(quote="Observers counted none."),
    "its place": lambda a: a["citations"][0].update(start=1, end=1 + len(TEXT)),
    "a place before the beginning": lambda a: a["citations"][0].update(start=-9),
    "its document": lambda a: a["citations"][0].update(document="0" * 16),
    "the statement": lambda a: a["statements"][0].update(text="Observers counted no tents."),
    "the statement, called verified": lambda a: a["statements"][0].update(
        text="Observers counted ninety tents.", support="verified"
    ),
    "a citation that is not there": lambda a: a["statements"][0].update(citations=[7]),
    "no citation": lambda a: a["statements"][0].update(citations=[]),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_was_changed_is_no_longer_shown_as_supported(
    library: Assistant, kept: dict[str, Any], change: Callable[[dict[str, Any]], object]
) -> None:
    change(kept["turns"][0]["answer"])
    answer = restored(library, kept)[0].answer
    assert answer is not None
    assert [statement.support for statement in answer.statements] == ["unsupported"]
    assert answer.statements[0].note
    for citation in answer.citations:
        text = library.show(citation.document).text or ""
        assert text[citation.start : citation.end] == citation.quote


def test_titles_and_addresses_are_those_of_the_library(
    library: Assistant, kept: dict[str, Any]
) -> None:
    kept["turns"][0]["answer"]["citations"][0].update(
        title="<img src=x>", url="https://evil.example", publisher="Somebody else"
    )
    (citation,) = restored(library, kept)[0].answer.citations  # type: ignore[union-attr]
    assert (citation.title, citation.url, citation.publisher) == ("Harbour", "", "")


def test_what_the_public_may_not_see_does_not_come_back(
    library: Assistant, kept: dict[str, Any]
) -> None:
    answer = library.ask("How many boats did observers hide in the bay of Quillon?")
    assert "secret.txt" in {citation.source for citation in answer.citations}
    value = json.loads(keeping.kept([Turn("Boats?", answer, done=True)], "")[0])
    (turn,) = restored(library, value)
    assert turn.answer
    assert "secret.txt" not in {citation.source for citation in turn.answer.citations}
    said = {each.support for each in turn.answer.statements if "boats" in each.text}
    assert said == {"unsupported"}


def test_markup_in_what_was_kept_stays_text(library: Assistant, kept: dict[str, Any]) -> None:
    before = tags(restored(library, kept))
    bad = "<img src=x onerror=alert(1)><a href=javascript:alert(1)>x</a>"
    answer = kept["turns"][0]["answer"]
    kept["turns"][0].update(question=bad, error=bad)
    answer.update(notice=bad)
    answer["filters"].update(publishers=[bad], kinds=[bad], places=[bad])
    answer["statements"].append(
        {"text": bad, "citations": [1], "support": "unsupported", "note": bad}
    )
    turns = restored(library, kept)
    assert bad in (turns[0].question, turns[0].error)
    assert tags(turns) - before <= {"s", "ul", "b", "li"}
    written = keeping.as_markdown(turns)
    assert "\\<img" in written and "<img" not in written.replace("\\<img", "")


GIVEN: dict[str, Any] = {"version": 1, "id": "0" * 32}
BROKEN: dict[str, Any] = {
    "an identity that is none": {"version": 1, "id": "../x", "turns": [{"question": "Who?"}]},
    "nothing": None,
    "a text": "<b>",
    "a list": [1],
    "another version": {"version": 99, "turns": []},
    "no turns": {"version": 1},
    "a part that is none": {**GIVEN, "turns": [{"question": "Who?", "ignored": ["colour"]}]},
    "turns that are none": {**GIVEN, "turns": [1, None, {}, {"question": 5}]},
    "an answer that is none": {
        **GIVEN,
        "turns": [{"question": "Who?", "answer": {"answered": "x"}}],
    },
}


@pytest.mark.parametrize("value", BROKEN.values(), ids=BROKEN)
def test_what_is_no_conversation_is_left_out(library: Assistant, value: Any) -> None:
    assert restored(library, value) == []


@pytest.mark.parametrize("day", ["2020-99", "x", "2020-02-31"])
def test_an_answer_with_an_impossible_date_is_left_out(
    library: Assistant, kept: dict[str, Any], day: str
) -> None:
    kept["turns"][0]["answer"]["searched"]["latest"] = day
    assert [turn.question for turn in restored(library, kept)] == [ELSEWHERE]


def test_only_the_last_turns_are_kept_and_only_as_many_as_fit(library: Assistant) -> None:
    answer = library.ask(QUESTION)
    many = [Turn(f"{number}", answer, done=True) for number in range(100)]
    value = json.loads(keeping.kept([*many, Turn("unfinished", answer)], "")[0])
    assert [row["question"] for row in value["turns"]] == [str(n) for n in range(60, 100)]
    long = [Turn("x" * 1000 * number, answer, done=True) for number in range(1, 100)]
    assert len(keeping.kept(long, "")[0]) < keeping.MOST_CHARACTERS + 10_000
    assert keeping.kept([], "") == keeping.kept([Turn("unfinished", answer)], "") == ("", "")


def test_a_conversation_keeps_the_identity_that_it_was_given(library: Assistant) -> None:
    turns = [Turn(QUESTION, library.ask(QUESTION), done=True)]
    text, identity = keeping.kept(turns, "")
    assert len(identity) == 32 and keeping.kept(turns, identity)[1] == identity
    assert keeping.kept(turns, "")[1] != identity
    assert keeping.restored(library, text, "public")[0] == identity


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, 5, None, '{"version": 1, "turns": []}'])
def test_what_is_no_json_of_ours_is_left_out(library: Assistant, text: Any) -> None:
    assert keeping.restored(library, text, "public") == ("", [])


def test_what_is_kept_is_never_the_same_object(library: Assistant, kept: dict[str, Any]) -> None:
    before = copy.deepcopy(kept)
    restored(library, kept)
    assert kept == before


def test_an_exported_conversation_keeps_quotations_as_they_stand(
    library: Assistant, tmp_path: Path
) -> None:
    (tmp_path / "odd.txt").write_text("The ![pixel](https://a.example/p.png) *now* of Zendovia.")
    library.sync([tmp_path / "odd.txt"])
    turn = Turn("Which now?", library.ask("What is the pixel now of Zendovia?"), done=True)
    written = keeping.as_markdown([turn])
    assert "!\\[pixel\\](https\\://a.example/p.png) \\*now\\* of Zendovia" in written.replace(
        "\\!", "!"
    )
