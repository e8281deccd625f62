"""The extras' own protocols, spoken over HTTP by local servers: Ollama's and Anthropic's.

Each test is skipped, and says so, where its extra is not installed.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from assistant.draft import SourcePassage
from assistant.model import ModelAnswerer, ModelError
from corpus.document import Document

TEXT = "We urge the Council to act now. The veto must not protect the guilty."
PASSAGES = [SourcePassage("p1", Document("d", "a", "a", TEXT, "", "Title"), 0, len(TEXT))]
LINES = "\n".join(
    json.dumps({"statement": said, "quotations": [{"passage": "p1", "words": words}]})
    for said, words in (
        ("It urges the Council to act.", "We urge the Council to act now."),
        ("The guilty must not be protected.", "The veto must not protect the guilty."),
    )
)
PIECES = [LINES[at : at + 20] for at in range(0, len(LINES), 20)]
Wire = Callable[[bool], bytes]


def ollama(ends: bool) -> bytes:
    rows: list[dict[str, Any]] = [
        {"model": "m", "message": {"role": "assistant", "content": piece}, "done": False}
        for piece in PIECES
    ]
    if ends:
        last = {"model": "m", "message": {"role": "assistant", "content": ""}, "done": True}
        rows.append({**last, "done_reason": "stop"})
    return "".join(f"{json.dumps(row)}\n" for row in rows).encode()


def anthropic(ends: bool) -> bytes:
    usage = {"input_tokens": 1, "output_tokens": 1}
    message = {
        "id": "msg_1", "type": "message", "role": "assistant", "model": "m", "content": [],
        "stop_reason": None, "stop_sequence": None, "usage": usage,
    }  # fmt: skip
    events: list[dict[str, Any]] = [
        {"type": "message_start", "message": message},
        {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
        *(
            {
                "type": "content_block_delta",
                "index": 0,
                "delta": {"type": "text_delta", "text": piece},
            }
            for piece in PIECES
        ),
    ]
    if ends:
        stop = {"stop_reason": "end_turn", "stop_sequence": None}
        events += [
            {"type": "content_block_stop", "index": 0},
            {"type": "message_delta", "delta": stop, "usage": {"output_tokens": 9}},
            {"type": "message_stop"},
        ]
    return "".join(f"event: {e['type']}\ndata: {json.dumps(e)}\n\n" for e in events).encode()


PROVIDERS = [
    pytest.param("ollama", ollama, "application/x-ndjson", "/api/chat", id="ollama"),
    pytest.param("anthropic", anthropic, "text/event-stream", "/v1/messages", id="anthropic"),
]


@contextmanager
def served(
    status: int, body: bytes, kind: str, headers: dict[str, str] | None = None
) -> Iterator[tuple[str, list[Any]]]:
    """The address of a server that answers every request so, and the requests it was sent."""
    asked: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            key = self.headers.get("x-api-key") or self.headers.get("Authorization") or ""
            asked.append((self.path, sent, key))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        server.server_close()


def answerer(provider: str, url: str, **options: int) -> ModelAnswerer:
    pytest.importorskip(f"langchain_{provider}", reason=f"the extra '{provider}' is not installed")
    key = "" if provider == "ollama" else "sk-test"
    return ModelAnswerer(f"{provider}:m", url, api_key=key, total_seconds=5, **options)


@pytest.mark.parametrize(("provider", "wire", "kind", "path"), PROVIDERS)
def test_statements_come_from_the_providers_own_protocol(
    provider: str, wire: Wire, kind: str, path: str
) -> None:
    with served(200, wire(True), kind) as (url, asked):
        drafts = list(answerer(provider, url).draft("Who?", [], PASSAGES))
        where, sent, key = asked[0]
    assert [draft.text for draft in drafts] == [
        "It urges the Council to act.",
        "The guilty must not be protected.",
    ]
    assert where.split("?")[0] == path
    assert TEXT in json.dumps(sent)
    assert key.endswith("sk-test" if provider == "anthropic" else "")


@pytest.mark.parametrize(("provider", "wire", "kind", "path"), PROVIDERS)
def test_a_reply_that_breaks_off_is_an_error_and_what_came_stays(
    provider: str, wire: Wire, kind: str, path: str
) -> None:
    drafted = []
    with served(200, wire(False), kind) as (url, _), pytest.raises(ModelError, match="broke off"):
        for draft in answerer(provider, url).draft("Who?", [], PASSAGES):
            drafted.append(draft.text)
    assert drafted[0] == "It urges the Council to act."


@pytest.mark.parametrize(("provider", "wire", "kind", "path"), PROVIDERS)
@pytest.mark.parametrize(
    ("status", "says"),
    [(401, "refused the key"), (404, "does not know the model"), (429, "Ask again"), (500, "500")],
)
def test_a_refusal_says_what_to_do(
    provider: str, wire: Wire, kind: str, path: str, status: int, says: str
) -> None:
    refusing = served(status, b'{"error": "no"}', "application/json")
    with refusing as (url, _), pytest.raises(ModelError, match=says):
        list(answerer(provider, url).draft("Who?", [], PASSAGES))


@pytest.mark.parametrize(("provider", "wire", "kind", "path"), PROVIDERS)
def test_a_busy_server_says_when_to_ask_again(
    provider: str, wire: Wire, kind: str, path: str
) -> None:
    late = {"Retry-After": "90"}
    refusing = served(429, b'{"error": "no"}', "application/json", late)
    with refusing as (url, _), pytest.raises(ModelError, match="in 90 seconds"):
        list(answerer(provider, url).draft("Who?", [], PASSAGES))


def test_ollama_is_told_how_much_it_must_read() -> None:
    with served(200, ollama(True), "application/x-ndjson") as (url, asked):
        list(answerer("ollama", url, window=5000).draft("Who?", [], PASSAGES))
    assert asked[0][1]["options"]["num_ctx"] == 5000
