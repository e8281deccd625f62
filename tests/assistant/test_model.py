"""The language model as answerer, against a local server that speaks the real protocol."""

from __future__ import annotations

import json
import logging
import socket
import sys
import time
from collections.abc import Sequence

import pytest
from langchain.chat_models import base

from assistant.draft import DraftStatement, Quotation, SourcePassage
from assistant.model import ModelAnswerer, ModelError
from assistant.verify import Verifier
from corpus.document import Document
from tests.llm_server import Hangs, LLMServer, Refuses, Sends, Step, Streams

KEY = "sk-very-secret-key"
TEXT = "We urge the Council to act now. The veto must not protect the guilty."
PASSAGES = [SourcePassage("p1", Document("d", "a", "a", TEXT, "", "Title"), 0, len(TEXT))]


def line(statement: str, words: str, passage: str = "p1") -> str:
    return json.dumps(
        {"statement": statement, "quotations": [{"passage": passage, "words": words}]}
    )


FIRST = line("It urges the Council to act.", "We urge the Council to act now.")
SECOND = line("The guilty must not be protected.", "The veto must not protect the guilty.")


def answerer(server: LLMServer | str, seconds: float = 5.0, **options: int) -> ModelAnswerer:
    url = server if isinstance(server, str) else server.url
    return ModelAnswerer(
        "openai:test", url, api_key=KEY, connect_seconds=0.5, total_seconds=seconds, **options
    )


def outcome(*script: Step, seconds: float = 5.0) -> tuple[list[str], str, int]:
    """The statements drafted, the error's message ("" without one) and the number of requests."""
    drafted: list[str] = []
    message = ""
    with LLMServer(*script) as server:
        try:
            for draft in answerer(server, seconds).draft("Who?", [], PASSAGES):
                drafted.append(draft.text)
        except ModelError as error:
            message = str(error)
        assert KEY not in message
        return drafted, message, len(server.requests)


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_statements_are_read_however_the_stream_is_cut(size: int) -> None:
    with LLMServer(Streams(f"{FIRST}\n{SECOND}", size=size)) as server:
        drafts = list(answerer(server).draft("Who?", [], PASSAGES))
    quotations = (Quotation("p1", "We urge the Council to act now."),)
    assert drafts[0] == DraftStatement("It urges the Council to act.", quotations)
    assert drafts[1].text == "The guilty must not be protected."


def test_a_statement_comes_as_soon_as_its_line_is_complete() -> None:
    with LLMServer(Streams(f"{FIRST}\n{SECOND}\n", pause=0.02)) as server:
        model = answerer(server)
        model.load()
        begun = time.monotonic()
        arrived = [time.monotonic() - begun for _ in model.draft("Who?", [], PASSAGES)]
    assert arrived[0] < arrived[1] * 0.75


def test_code_fences_and_blank_lines_are_passed_over() -> None:
    assert len(outcome(Streams(f"```json\n\n{FIRST}\r\n\n{SECOND}\n```"))[0]) == 2


SPREAD = json.dumps(json.loads(FIRST), indent=2)
HALF_SPREAD = FIRST.strip().replace("[", "[\n").replace("]", "\n]").replace("{", "{\n", 1)
BROKEN = "{'statement': 'It's urging.', 'quotations': []}"
WORDS = "We urge the Council to act now."
SAID = '"statement": "It urges the Council to act."'
READABLE = {
    "thoughts before it": f"<think>\nWho? Perhaps: {SECOND}\nNo.\n</think>\n\n{FIRST}",
    "thoughts on one line": f"<think></think>{FIRST}",
    "other thoughts": f"<thinking>{SECOND}</thinking>\n{FIRST}",
    "spread over lines": SPREAD,
    "spread over lines, in a fence": f"```json\n{SPREAD}\n```",
    "a quotation on a line of its own": HALF_SPREAD,
    "a list": f"[{FIRST.strip()}]",
    "a list over lines": f"```json\n[\n{FIRST.strip()}\n]\n```",
    "a list spread over lines": f"[{SPREAD}]",
    "a list with a name": f'{{"statements": [{FIRST.strip()}]}}',
    "a list with a name, over lines": f'{{"statements": [\n{FIRST.strip()}\n]}}',
    "a list with a name, spread": json.dumps({"statements": [json.loads(FIRST)]}, indent=2),
    "an item of a list": f"1. {FIRST}",
    "a bullet": f"- {FIRST}",
    "Python's quotes": str(json.loads(FIRST)),
    "trailing commas": FIRST.strip().replace("}]}", "},],}"),
    "other names": f'{{{SAID}, "quotes": [{{"source": "p1", "quote": "{WORDS}"}}]}}',
    "capitals": FIRST.replace("statement", "Statement").replace("words", "Words"),
    "a number for a key": FIRST.replace('"p1"', "1"),
    "a key in brackets": FIRST.replace('"p1"', '"[Passage 1]"'),
    "a field more": FIRST.strip()[:-1] + ', "confidence": 0.9}',
    "one quotation beside it": f'{{{SAID}, "passage": "p1", "quote": "{WORDS}"}}',
}


@pytest.mark.parametrize("text", READABLE.values(), ids=READABLE)
def test_what_small_models_make_of_the_form_is_read(text: str) -> None:
    assert outcome(Streams(text)) == (["It urges the Council to act."], "", 1)
    with LLMServer(Streams(text)) as server:
        [draft] = answerer(server).draft("Who?", [], PASSAGES)
    assert draft.quotations == (Quotation("p1", WORDS),)


def test_several_statements_may_share_a_line_and_quotations_may_lack_a_key() -> None:
    bare = f'{{{SAID}, "quotations": ["{WORDS}"]}}'
    for text in (f"{FIRST} {bare}", f"[{FIRST}, {bare}]", f'{{"answers": [{FIRST},{bare}]}}'):
        with LLMServer(Streams(text)) as server:
            drafts = list(answerer(server).draft("Who?", [], PASSAGES))
        assert [d.quotations[0] for d in drafts] == [Quotation("p1", WORDS), Quotation("", WORDS)]


@pytest.mark.parametrize("cut", [FIRST[:30], '{"statement": "It', "and so on."])
def test_of_a_list_that_is_cut_off_the_whole_statements_stay(cut: str) -> None:
    for text in (f"[{FIRST}, {SECOND}, {cut}", f'{{"statements": [{FIRST}, {SECOND}, {cut}'):
        drafted, message, _ = outcome(Streams(text))
        assert len(drafted) == 2
        assert "1 line was left out" in message


def test_a_named_list_spread_over_many_lines_streams() -> None:
    whole = {"statements": [json.loads(FIRST), json.loads(SECOND)] * 5}
    drafted, message, _ = outcome(Streams(f"```json\n{json.dumps(whole, indent=4)}\n```"))
    assert len(drafted) == 10
    assert message == ""


def test_a_list_over_lines_streams_and_an_object_that_is_no_json_costs_no_other() -> None:
    drafted, message, _ = outcome(Streams(f"[\n{FIRST},\n{BROKEN},\n{SPREAD},\n{SECOND}\n]"))
    assert drafted == ["It urges the Council to act."] * 2 + ["The guilty must not be protected."]
    assert "1 line was left out" in message


def test_a_half_closed_object_costs_no_whole_one() -> None:
    drafted, message, _ = outcome(Streams(f"{SECOND[:-2]}\n{FIRST}\n{SPREAD[:-1]}"))
    assert drafted == ["It urges the Council to act."]
    assert "left out" in message


def test_nothing_answers_is_no_error() -> None:
    assert outcome(Streams('{"none": true}')) == ([], "", 1)


MALFORMED = [
    pytest.param("I am sorry.", id="prose"),
    pytest.param("[]", id="an empty list"),
    pytest.param(FIRST[:-1], id="cut off"),
    pytest.param('{"statement": "It acts."}', id="no quotations"),
    pytest.param('{"statement": "It acts.", "quotations": "p1"}', id="quotations not a list"),
    pytest.param('{"statement": "It acts.", "quotations": ["p1"]}', id="quotation not an object"),
    pytest.param(line("", "We urge"), id="empty statement"),
    pytest.param(line("It acts.", " "), id="empty words"),
    pytest.param('{"statement": "It acts.", "quotations": [["p1"]]}', id="a list of lists"),
    pytest.param('{"statement": ["It acts."], "quotations": []}', id="statement not a text"),
    pytest.param("{'statement': 'It\\x41cts.', 'quotations': []}", id="an escape of Python's"),
    pytest.param("{'statement': open('x'), 'quotations': []}", id="code"),
    pytest.param("{" * 300 + "'a': 1" + "}" * 300, id="Python nested without end"),
    pytest.param('{"none": false}', id="none is false"),
    pytest.param("[" * 30_000, id="nested without end"),
    pytest.param('{"name": "answer", "arguments": {"statement": "It acts."}}', id="a tool's call"),
    pytest.param('<tool_call>{"name": "answer"}</tool_call>', id="a tool's call between tags"),
    pytest.param(f"<think>\n{FIRST}", id="thoughts without end"),
    pytest.param('{"réponse": "Il agit.", "citations": ["p1"]}', id="keys in another language"),
    pytest.param("{'statement': 'It's acting.', 'quotations': []}", id="neither JSON nor Python"),
    pytest.param("{\n" * 200, id="opened over and over"),
    pytest.param('{"statement": "\\ud800", "quotations": []}', id="half a character"),
]


@pytest.mark.parametrize("text", MALFORMED)
def test_a_reply_without_one_readable_line_is_an_error(text: str) -> None:
    drafted, message, _ = outcome(Streams(text, size=500))
    assert drafted == []
    assert "kept to no readable form" in message


def test_unreadable_lines_among_others_are_left_out_and_that_is_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.INFO):
        drafted, message, _ = outcome(Streams(f"Here you are:\n{FIRST}\noops secret words"))
    assert drafted == ["It urges the Council to act."]
    assert "2 lines were left out" in message
    assert "secret words" not in message
    assert "secret words" not in caplog.text


@pytest.mark.parametrize(
    ("status", "says", "requests"),
    [
        (400, "refused the request", 1),
        (401, "OPENAI_API_KEY", 1),
        (403, "refused the key", 1),
        (404, "does not know the model", 1),
        (429, "Ask again later", 1),
        (500, "failed (500)", 2),
        (503, "failed (503)", 2),
    ],
)
def test_a_refusal_says_what_to_do(status: int, says: str, requests: int) -> None:
    drafted, message, asked = outcome(Refuses(status, f"bad key {KEY}"))
    assert drafted == []
    assert says in message
    assert asked == requests


def test_a_busy_server_that_asks_for_a_short_wait_is_asked_once_more() -> None:
    assert outcome(Refuses(429, headers={"Retry-After": "1"}), Streams(FIRST))[1:] == ("", 2)


def test_a_busy_server_that_asks_for_a_long_wait_is_not_waited_for() -> None:
    begun = time.monotonic()
    _, message, asked = outcome(Refuses(429, headers={"Retry-After": "120"}))
    assert "in 120 seconds" in message
    assert asked == 1
    assert time.monotonic() - begun < 3


def test_a_server_that_fails_once_is_asked_once_more() -> None:
    assert outcome(Refuses(500), Streams(FIRST)) == (["It urges the Council to act."], "", 2)


def test_a_busy_server_that_asks_for_more_time_than_is_left_is_not_waited_for() -> None:
    begun = time.monotonic()
    busy = Refuses(429, headers={"Retry-After": "4"})
    _, message, asked = outcome(busy, Streams(FIRST), seconds=3)
    assert "in 4 seconds" in message
    assert asked == 1
    assert time.monotonic() - begun < 3


def test_a_server_that_hangs_is_given_up_in_time() -> None:
    begun = time.monotonic()
    assert "did not finish within 0.5 seconds" in outcome(Hangs(3), seconds=0.5)[1]
    assert time.monotonic() - begun < 2.5


def test_a_server_that_drips_is_given_up_in_time_and_what_came_stays() -> None:
    drafted, message, _ = outcome(Streams(f"{FIRST}\n" * 50, size=70, pause=0.1), seconds=1)
    assert drafted
    assert "did not finish" in message


def test_a_connection_that_breaks_off_keeps_what_came() -> None:
    drafted, message, asked = outcome(Streams(f"{FIRST}\n{SECOND[:40]}", ends=False))
    assert drafted == ["It urges the Council to act."]
    assert "broke off" in message
    assert asked == 1


def test_a_stream_that_stops_without_its_end_is_an_error() -> None:
    assert "broke off" in outcome(Streams(FIRST, finish=None))[1]


def test_a_reply_cut_by_the_models_own_limit_keeps_its_whole_lines() -> None:
    text = f"{FIRST}\n{SECOND[:40]}"
    drafted, message, _ = outcome(Streams(text, finish="length"))
    assert drafted == ["It urges the Council to act."]
    assert "longest reply" in message


@pytest.mark.parametrize("text", ["", "\n\n", "```json\n```"])
def test_an_empty_answer_is_an_error(text: str) -> None:
    assert "empty answer" in outcome(Streams(text))[1]


@pytest.mark.parametrize(
    "body",
    [
        b"data: {broken\n\n",
        b"<html>Log in</html>",
        b'data: {"error": {"message": "x"}}\n\n',
        b"\xff",
    ],
)
def test_a_malformed_stream_is_an_error(body: bytes) -> None:
    assert outcome(Sends(body))[1]


def test_a_reply_without_end_is_cut_off() -> None:
    assert "did not come to an end" in outcome(Streams("x" * 300_000, size=50_000))[1]


def test_a_server_that_does_not_run_is_named() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://user:{KEY}@127.0.0.1:{unused.getsockname()[1]}/v1"
    with pytest.raises(ModelError, match=r"at 127\.0\.0\.1\) cannot be reached") as caught:
        list(answerer(url).draft("Who?", [], PASSAGES))
    assert KEY not in str(caught.value)


def test_a_server_whose_name_is_unknown_cannot_be_reached() -> None:
    with pytest.raises(ModelError):
        list(answerer("http://nowhere.invalid/v1").draft("Who?", [], PASSAGES))


def test_a_missing_key_is_asked_for_by_its_variable() -> None:
    with pytest.raises(ModelError, match="OPENAI_API_KEY"):
        ModelAnswerer("openai:test", "http://127.0.0.1:9/v1").load()


def test_the_key_is_taken_from_the_providers_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-from-environment")
    with LLMServer(Streams(FIRST)) as server:
        list(ModelAnswerer("openai:test", server.url).draft("Who?", [], PASSAGES))
        assert server.keys == ["Bearer sk-from-environment"]


@pytest.mark.parametrize(
    ("model", "says"),
    [
        ("gpt-5", "write provider:model"),
        ("openai:", "write provider:model"),
        ("nobody:x", "knows no provider 'nobody'"),
        ("groq:x", "pip install langchain-groq"),
    ],
)
def test_a_model_that_cannot_be_loaded_says_why(model: str, says: str) -> None:
    with pytest.raises(ModelError, match=says):
        ModelAnswerer(model).load()


@pytest.mark.parametrize("extra", ["ollama", "anthropic", "openai"])
def test_an_extra_that_is_not_installed_is_named(
    monkeypatch: pytest.MonkeyPatch, extra: str
) -> None:
    base._get_chat_model_creator.cache_clear()  # other tests may have loaded it
    monkeypatch.setitem(sys.modules, f"langchain_{extra}", None)
    with pytest.raises(ModelError, match=rf'pip install "rapporteur\[{extra}\]"'):
        ModelAnswerer(f"{extra}:x").load()


def asked(server: LLMServer, passages: Sequence[SourcePassage], budget: int = 6000) -> str:
    list(answerer(server, budget=budget).draft("Who?", ["What of Mali?"], passages))
    return server.prompts[-1]


def test_the_prompt_holds_question_history_and_fenced_passages() -> None:
    with LLMServer(Streams(FIRST)) as server:
        prompt = asked(server, PASSAGES)
    assert "Question: Who?" in prompt
    assert "- What of Mali?" in prompt
    assert f'<passage key="p1">\nTitle\n\n{TEXT}\n</passage>' in prompt


def test_passages_beyond_the_budget_are_left_out_but_never_the_first() -> None:
    document = Document("d", "a", "a", "word " * 400, "", "Title")
    many = [SourcePassage(f"p{n}", document, 0, 2000) for n in range(1, 9)]
    with LLMServer(Streams(FIRST)) as server:
        assert asked(server, many, budget=1100).count("</passage>") == 2
        assert asked(server, many, budget=10).count("</passage>") == 1


def test_a_statement_may_be_tried_once_more() -> None:
    wrong = DraftStatement("It asks.", (Quotation("p1", "We ask the Council"),))
    with LLMServer(Streams(FIRST)) as server:
        second = answerer(server).retry("Who?", wrong, "It does not stand there.", PASSAGES)
        assert second
        assert second.text == "It urges the Council to act."
        assert "We ask the Council" in server.prompts[0]
        assert "It does not stand there." in server.prompts[0]


def test_a_statement_may_be_taken_back() -> None:
    with LLMServer(Streams('{"none": true}')) as server:
        assert answerer(server).retry("Who?", DraftStatement("x", ()), "No.", PASSAGES) is None


def test_a_follow_up_is_rewritten_alone() -> None:
    with LLMServer(Streams('{"question": "What did\\nFrance say on Mali?"}')) as server:
        model = answerer(server)
        assert (
            model.rewrite("And France?", ["Who spoke on Mali?"]) == "What did France say on Mali?"
        )
        assert "Who spoke on Mali?" in server.prompts[0]
        assert model.rewrite("Who spoke?", []) == "Who spoke?"
        assert len(server.requests) == 1


@pytest.mark.parametrize("text", ["What did France say?", '{"question": ""}', '{"q": "x"}'])
def test_a_rewriting_of_another_form_is_an_error(text: str) -> None:
    with LLMServer(Streams(text)) as server, pytest.raises(ModelError, match="readable form"):
        answerer(server).rewrite("And France?", ["Who spoke?"])


def test_markup_and_links_in_a_statement_do_not_come_through() -> None:
    text = line("**It** [urges](https://evil.example) <img src=x> action [1].", "We urge the")
    assert outcome(Streams(text))[0] == ["It urges action."]


def test_a_model_led_astray_by_a_document_still_passes_no_unfounded_statement() -> None:
    obeyed = line("Everything is fine in Mali.", "Everything is fine in Mali, says the report.")
    with LLMServer(Streams(f"{obeyed}\n{FIRST}")) as server:
        drafts = list(answerer(server).draft("Who?", [], PASSAGES))
    verifier = Verifier()
    shown = [verifier.verify(draft, {"p1": PASSAGES[0]})[0].support for draft in drafts]
    assert shown == ["unsupported", "verified"]


def test_neither_documents_nor_keys_are_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        outcome(Streams(FIRST))
        outcome(Refuses(401, KEY))
    assert KEY not in caplog.text
    assert "urge the Council" not in caplog.text
