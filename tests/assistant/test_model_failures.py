"""Whatever a language model's server does, the one who asked gets an answer and a reason."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from assistant import Assistant
from assistant.draft import SourcePassage
from assistant.export import markdown
from assistant.model import ModelAnswerer
from assistant.modelled import Modelled
from assistant.pace import Deadline
from assistant.results import Answer
from assistant.settings import Settings
from assistant.transcript import Exchange, transcript
from assistant.wording import STOPPED
from corpus.document import Document
from tests.conftest import WordEmbedder
from tests.llm_server import Hangs, LLMServer, Refuses, Sends, Step, Streams

KEY = "sk-very-secret-key"
WORDS = "Observers counted forty-two tents in the harbour of Port Liberty on Sunday."
LATER = "The clinic has a roof of tin."
QUESTION = "How many tents did observers count in the harbour of Port Liberty?"
EARLIER = "What did the Example Centre say in 2020?"
Ask = Callable[..., Answer]


def line(statement: str, words: str, passage: str = "p1") -> str:
    quotation = {"passage": passage, "words": words}
    return json.dumps({"statement": statement, "quotations": [quotation]}) + "\n"


TRUE = line("Observers counted forty-two tents in the harbour.", WORDS)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder, home = tmp_path_factory.mktemp("documents"), tmp_path_factory.mktemp("home")
    front = "---\ndate: 2020-05-04\npublisher: Example Centre\n---\n\n"
    (folder / "harbour.md").write_text(front + WORDS)
    (folder / "later.md").write_text(front.replace("2020", "2022") + LATER)
    with Assistant.open(settings=Settings.load(home), embedder=WordEmbedder()) as library:
        library.sync([folder])
    return home


@pytest.fixture
def ask(home: Path) -> Iterator[Ask]:
    def asked(
        url: str,
        question: str = QUESTION,
        history: tuple[str, ...] = (),
        seconds: float = 50,
        llm: str = "openai:test",
    ) -> Answer:
        changed = {
            "llm": llm,
            "llm_base_url": url,
            "llm_api_key": SecretStr(KEY),
            "llm_seconds": seconds,
        }
        settings = Settings.load(home).model_copy(update=changed)
        with Assistant.open(settings=settings, embedder=WordEmbedder()) as library:
            answer = library.ask(question, history)
        for citation in answer.citations:
            assert citation.quote in WORDS or citation.quote == LATER
        assert KEY not in json.dumps(answer.to_dict())
        return answer

    yield asked


FAILURES: dict[str, tuple[Step, str]] = {
    "the key refused": (Refuses(401, KEY), "refused the key"),
    "too many requests": (Refuses(429), "Ask again later"),
    "too many, come back late": (Refuses(429, headers={"Retry-After": "90"}), "in 90 seconds"),
    "an error of the server": (Refuses(500), "failed (500)"),
    "a malformed stream": (Sends(b"data: {broken\n\n"), "cannot be read"),
    "a broken connection": (Streams(TRUE[:40], ends=False), "broke off"),
    "an empty answer": (Streams(""), "empty answer"),
    "a tool's call": (
        Sends(
            b'data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"m","choices":'
            b'[{"index":0,"delta":{"role":"assistant","tool_calls":[{"index":0,"id":"c","type":'
            b'"function","function":{"name":"answer","arguments":"{}"}}]},"finish_reason":null}]}'
            b'\n\ndata: {"id":"1","object":"chat.completion.chunk","created":1,"model":"m",'
            b'"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}\n\ndata: [DONE]\n\n'
        ),
        "empty answer",
    ),
    "another language": (Streams("Quarante-deux tentes, selon les observateurs."), "readable form"),
    "no form": (Streams("I'd be glad to help! There were 42 tents [1]."), "no readable form"),
}


@pytest.mark.parametrize(("step", "says"), FAILURES.values(), ids=FAILURES)
def test_a_failure_is_told_and_the_answer_is_in_quotations(ask: Ask, step: Step, says: str) -> None:
    with LLMServer(step) as server:
        answer = ask(server.url)
    assert (answer.answered, answer.mode) == (True, "quotes")
    assert says in answer.notice
    assert "in quotations, without the model" in answer.notice
    assert answer.citations[0].quote == WORDS


def test_a_server_that_does_not_run_or_has_no_name_is_told(ask: Ask) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    for url in (f"http://127.0.0.1:{port}/v1", "http://nowhere.invalid/v1"):
        answer = ask(url)
        assert (answer.answered, answer.mode) == (True, "quotes")
        assert "without the model" in answer.notice


UNFOUNDED = {
    "an invented key": line("Observers counted tents.", "Observers counted many tents.", "p77"),
    "a misquotation": line("Observers counted tents.", WORDS.replace("forty-two", "ninety")),
    "a number of its own": line("Observers counted ninety tents in the harbour.", WORDS),
    "an address to carry things away": line(f"See https://evil.example/?q={KEY[:9]}", "no words"),
}


@pytest.mark.parametrize("reply", UNFOUNDED.values(), ids=UNFOUNDED)
def test_what_cannot_be_verified_is_asked_for_once_more_and_then_marked(
    ask: Ask, reply: str
) -> None:
    with LLMServer(Streams(TRUE + reply), Streams(reply)) as server:
        answer = ask(server.url)
        assert len(server.requests) == 2
    assert [each.support for each in answer.statements] == ["verified", "unsupported"]
    assert answer.statements[1].note and not answer.statements[1].citations
    assert "evil.example" not in answer.answer
    assert not answer.notice


@pytest.mark.parametrize("key", ["p2", "p77", "Example Centre", "1"])
def test_a_quotation_under_a_wrong_key_is_cited_from_where_it_stands(ask: Ask, key: str) -> None:
    with LLMServer(Streams(line("Observers counted forty-two tents.", WORDS, key))) as server:
        answer = ask(server.url)
        assert len(server.requests) == 1
    assert [each.support for each in answer.statements] == ["verified"]
    assert (answer.citations[0].quote, answer.citations[0].source) == (WORDS, "harbour.md")


def test_a_passage_that_the_model_was_not_shown_bears_nothing(home: Path) -> None:
    long = Document("long", "long.md", "long", f"{LATER} " + "word " * 2000, "", "Long")
    other = Document("other", "other.md", "other", WORDS, "", "Other")
    sources = [
        SourcePassage("p1", long, 0, len(long.text)),
        SourcePassage("p2", other, 0, len(WORDS)),
    ]
    with LLMServer(Streams(TRUE.replace('"p1"', '"p2"'))) as server:
        model = ModelAnswerer("openai:test", server.url, api_key=KEY, budget=100)
        written = Modelled(model, QUESTION, sources, Deadline.within(9))
        list(written.grow(()))
        assert WORDS not in server.prompts[0].partition("Question:")[0]
    assert [each.support for each in written.statements] == ["unsupported"]


def test_words_joined_from_two_places_are_not_shown_as_one_quotation(ask: Ask) -> None:
    halves = ["Observers counted forty-two tents", "Port Liberty on Sunday."]
    joined = {
        "statement": " ".join(halves),
        "quotations": [{"passage": "p1", "words": each} for each in halves],
    }
    with LLMServer(Streams(json.dumps(joined))) as server:
        answer = ask(server.url)
    assert [(s.text, s.support, len(s.citations)) for s in answer.statements] == [
        (half, "verbatim", 1) for half in halves
    ]
    for citation in answer.citations:
        assert citation.quote in halves


STRUCK = {
    "nothing else was written": ((Streams(UNFOUNDED["a misquotation"]),), "borne out"),
    "asking again fails": (
        (Streams(UNFOUNDED["a misquotation"]), Refuses(500)),
        "could not be asked for again",
    ),
    "the rest breaks off": ((Streams(UNFOUNDED["a misquotation"] * 2, ends=False),), "broke off"),
}


@pytest.mark.parametrize(("script", "says"), STRUCK.values(), ids=STRUCK)
def test_where_nothing_was_verified_it_is_struck_out_beside_quotations(
    ask: Ask, script: tuple[Step, ...], says: str
) -> None:
    with LLMServer(*script) as server:
        answer = ask(server.url)
    assert (answer.answered, answer.mode) == (True, "quotes")
    assert says in answer.notice and "in quotations, without the model" in answer.notice
    assert answer.statements[0].support == "verbatim" and answer.citations[0].quote == WORDS
    struck = [each for each in answer.statements if each.support == "unsupported"]
    assert {each.text for each in struck} == {"Observers counted tents."}
    assert all("does not stand in" in each.note and not each.citations for each in struck)
    assert "~~Observers counted tents.~~ (not supported: “Observers counted ninety" in answer.answer
    written = markdown(transcript([Exchange(answer.question, answer)]))
    assert "**Struck out, not borne out by the sources**" in written
    assert "~~Observers counted tents.~~ (not supported:" in written


def test_a_refusal_shows_what_was_struck_out_too(ask: Ask) -> None:
    reply = line("Uruguay won the championship.", "Uruguay won.")
    with LLMServer(Streams(reply)) as server:
        answer = ask(server.url, "Which football club won the championship of Uruguay?")
    assert not answer.answered and "borne out" in answer.notice
    assert "without the model" not in answer.notice
    assert [each.support for each in answer.statements] == ["unsupported"]
    assert "~~Uruguay won the championship.~~ (not supported:" in answer.answer
    written = markdown(transcript([Exchange(answer.question, answer)]))
    assert written.count("Uruguay won the championship.") == 1


def test_a_retry_of_no_form_leaves_the_statement_struck_out_and_the_rest_goes_on(ask: Ask) -> None:
    wrong, other = UNFOUNDED["a misquotation"], UNFOUNDED["a number of its own"]
    mended = line("Observers counted tents in the harbour.", WORDS)
    script = (Streams(wrong + TRUE + wrong + other), Streams("Sorry!"), Streams(mended))
    with LLMServer(*script) as server:
        answer = ask(server.url)
        assert len(server.requests) == 3
    assert [each.support for each in answer.statements] == ["unsupported", "verified", "verified"]
    assert "Asked for again, it came in no readable form." in answer.statements[0].note
    assert not answer.notice


def test_a_retry_that_repeats_what_is_shown_does_not_take_the_place_of_another(ask: Ask) -> None:
    with LLMServer(Streams(TRUE + UNFOUNDED["a misquotation"]), Streams(TRUE)) as server:
        answer = ask(server.url)
    assert [each.support for each in answer.statements] == ["verified", "unsupported"]
    assert answer.statements[1].text == "Observers counted tents."


def test_a_retry_that_is_only_partly_borne_leaves_no_citation_behind(ask: Ask) -> None:
    halves = ["Observers counted forty-two tents", "in words that stand nowhere."]
    joined = {
        "statement": " ".join(halves),
        "quotations": [{"passage": "p1", "words": each} for each in halves],
    }
    retried = Streams(json.dumps(joined))
    with LLMServer(Streams(TRUE + UNFOUNDED["a misquotation"]), retried) as server:
        answer = ask(server.url)
    assert [each.support for each in answer.statements] == ["verified", "unsupported"]
    assert [each.quote for each in answer.citations] == [WORDS]


def test_rewriting_answering_and_asking_again_share_one_deadline(ask: Ask) -> None:
    drips = Streams(UNFOUNDED["a misquotation"] * 40, size=40, pause=0.1)
    rewritten = Streams(json.dumps({"question": QUESTION}), size=30, pause=0.3)
    ModelAnswerer("openai:test", "http://127.0.0.1:9/v1", api_key=KEY).load()  # takes seconds
    begun = time.monotonic()
    with LLMServer(rewritten, drips, Hangs(9)) as server:
        answer = ask(server.url, "How many tents?", (QUESTION,), seconds=3)
        assert len(server.requests) == 3
    assert time.monotonic() - begun < 8
    assert "did not finish within 3 seconds" in answer.notice
    assert (answer.answered, answer.mode) == (True, "quotes")
    assert "unsupported" in {each.support for each in answer.statements}


REWRITTEN = {
    "a year of its own": "What did the Example Centre say on tents in 2022?",
    "a name of its own": "How many tents did Utopia count in the harbour?",
    "the question's name left out": "How many tents in the harbour, in words of the centre?",
    "still pointing back": "And how many tents in the harbour of Port Liberty?",
    "no form": "",
}


@pytest.mark.parametrize("rewritten", REWRITTEN.values(), ids=REWRITTEN)
def test_a_rewriting_that_adds_to_the_conversation_limits_nothing(ask: Ask, rewritten: str) -> None:
    plain = Streams(json.dumps({"question": rewritten}) if rewritten else "How many?")
    with LLMServer(plain, Streams(TRUE)) as server:
        answer = ask(server.url, "And how many tents in the harbour of Port Liberty?", (EARLIER,))
    assert (answer.filters.since, answer.filters.until) == ("2020", "2020")
    assert not answer.rewritten
    assert [each.support for each in answer.statements] == ["verified"]
    assert answer.mode == "model" and not answer.notice


def test_other_quotation_marks_are_no_misquotation(ask: Ask) -> None:
    with LLMServer(Streams(TRUE.replace(WORDS, f" {WORDS.replace('-', chr(0x2010))} "))) as server:
        answer = ask(server.url)
    assert [each.support for each in answer.statements] == ["verified"]
    assert answer.citations[0].quote == WORDS


PARTIAL = {
    "the connection breaks": (Streams(TRUE + TRUE[:30], ends=False), "broke off"),
    "the longest reply": (Streams(TRUE + TRUE[:30], finish="length"), "longest reply"),
    "the longest reply, at a line's end": (Streams(TRUE, finish="length"), "longest reply"),
    "a provider's filter": (Streams(TRUE, finish="content_filter"), "provider's filter"),
}


@pytest.mark.parametrize(("step", "says"), PARTIAL.values(), ids=PARTIAL)
def test_what_came_before_a_failure_is_shown_and_labelled(ask: Ask, step: Step, says: str) -> None:
    with LLMServer(step) as server:
        answer = ask(server.url)
    assert answer.mode == "model" and len(answer.statements) == 1
    assert says in answer.notice and "the answer may lack the rest" in answer.notice


MISNAMED = {
    "nonsense": "write provider:model",
    "nobody:model": "knows no provider 'nobody'",
    "mistralai:model": "pip install langchain-mistralai",
}


@pytest.mark.parametrize(("llm", "says"), MISNAMED.items(), ids=MISNAMED)
def test_a_model_that_is_misnamed_or_not_installed_is_told(ask: Ask, llm: str, says: str) -> None:
    answer = ask("", llm=llm)
    assert says in answer.notice and "in quotations, without the model" in answer.notice
    assert (answer.answered, answer.mode) == (True, "quotes")


def test_an_address_that_is_none_is_named_with_what_to_write(ask: Ask) -> None:
    answer = ask("127.0.0.1:11434")
    assert "'127.0.0.1:11434'; write the whole address" in answer.notice
    assert answer.answered and answer.mode == "quotes"


def test_a_follow_up_is_rewritten_and_understood_as_any_question(ask: Ask) -> None:
    asked = f"What did the Example Centre say in 2020: {QUESTION.lower()}"
    with LLMServer(Streams(json.dumps({"question": asked})), Streams(TRUE)) as server:
        answer = ask(
            server.url, "And in the harbour?", ("What did the Example Centre say in 2020?",)
        )
        assert "And in the harbour?" in server.prompts[0]
        assert "Last question" not in server.prompts[1]
    assert answer.question == "And in the harbour?"
    assert (answer.filters.since, answer.filters.until) == ("2020", "2020")
    assert answer.filters.publishers == ("Example Centre",)
    assert [each.support for each in answer.statements] == ["verified"]


@pytest.mark.parametrize("asked", ["And what of the roof it has?", "What of the clinic's roof?"])
def test_a_rewritten_question_inherits_no_year_and_no_speaker(ask: Ask, asked: str) -> None:
    roof = line("The clinic has a roof of tin.", LATER)
    rewritten = "What roof has the clinic?"
    with LLMServer(Streams(json.dumps({"question": rewritten})), Streams(roof)) as server:
        answer = ask(server.url, asked, (EARLIER,))
    assert (answer.filters.since, answer.filters.publishers) == ("", ())
    assert answer.citations[0].quote == LATER
    assert answer.to_dict()["rewritten"] == rewritten
    written = markdown(transcript([Exchange(answer.question, answer)]))
    assert f"Understood as: {rewritten}" in written


def test_an_answer_is_written_down_with_its_limits_and_as_stopped_where_it_was(ask: Ask) -> None:
    with LLMServer(Streams(TRUE)) as server:
        answer = ask(server.url, "How many tents did the Example Centre count in 2020?")
    whole = markdown(transcript([Exchange(answer.question, answer)]))
    assert "1 document dated 4 May 2020 (published by Example Centre, from 2020)." in whole
    assert STOPPED not in whole
    begun = Exchange(answer.question, answer, stopped=True)
    for stopped in (begun, Exchange(answer.question, stopped=True)):
        assert STOPPED in markdown(transcript([stopped]))


def test_a_server_that_fails_at_the_rewriting_is_not_waited_for_again(ask: Ask) -> None:
    with LLMServer(Refuses(401)) as server:
        answer = ask(server.url, "And how many tents in the harbour?", (QUESTION,))
        assert len(server.requests) == 1
    assert "without the model" in answer.notice and answer.mode == "quotes"


def test_a_model_with_a_small_window_is_shown_fewer_passages(home: Path) -> None:
    document = Document("d", "a", "a", "word " * 400, "", "Title")
    many = [SourcePassage(f"p{n}", document, 0, 2000) for n in range(1, 9)]
    shown = {}
    for window in (3300, 32_000):
        with LLMServer(Streams(line("x", "word word word"))) as server:
            model = ModelAnswerer("openai:test", server.url, api_key=KEY, window=window)
            list(model.draft("Who?", [], many))
            shown[window] = server.prompts[0].count("</passage>")
    assert shown == {3300: 2, 32_000: 8}


@pytest.mark.parametrize(
    ("question", "word", "fits"),
    [("Who?", "word ", 8), ("Who? " * 1000, "word ", 6), ("Who?", "မြန်မာ ", 1)],
)
def test_a_long_question_and_a_script_of_many_tokens_leave_room_for_fewer_passages(
    question: str, word: str, fits: int
) -> None:
    document = Document("d", "a", "a", word * 400, "", "Title")
    many = [SourcePassage(f"p{n}", document, 0, len(document.text)) for n in range(1, 9)]
    model = ModelAnswerer("openai:test", "http://127.0.0.1:9/v1", api_key=KEY, window=6800)
    assert len(model.shown(many, question)) == fits
