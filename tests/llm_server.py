"""A local server that speaks OpenAI's chat-completions protocol, following a script.

Each request is answered by the next step of the script, the last step over and over.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Streams:
    """Streams `text` in pieces of `size` characters with `pause` seconds between them.

    With `ends` false the connection is closed after the last piece, in the middle of the reply.
    """

    text: str
    size: int = 7
    pause: float = 0.0
    ends: bool = True
    finish: str | None = "stop"


@dataclass(frozen=True)
class Refuses:
    """Answers with an HTTP error in OpenAI's form."""

    status: int
    message: str = "refused"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Hangs:
    """Accepts the request and says nothing for `seconds`."""

    seconds: float


@dataclass(frozen=True)
class Sends:
    """Answers 200 as an event stream with these bytes."""

    body: bytes


# What answers a request, or what makes that of the request's body.
Step = Streams | Refuses | Hangs | Sends | Callable[[dict[str, Any]], Streams]


class LLMServer:
    """The server, as a context manager; `requests` holds the JSON bodies it was sent."""

    def __init__(self, *script: Step) -> None:
        self.script: Sequence[Step] = script
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    @property
    def prompts(self) -> list[str]:
        """What each request asked, its messages joined."""
        return ["\n".join(each["content"] for each in r["messages"]) for r in self.requests]

    def step(self, body: dict[str, Any], key: str) -> Streams | Refuses | Hangs | Sends:
        self.requests.append(body)
        self.keys.append(key)
        step = self.script[min(len(self.requests), len(self.script)) - 1]
        return step if isinstance(step, Streams | Refuses | Hangs | Sends) else step(body)

    def __enter__(self) -> LLMServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()


def _handler(server: LLMServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            step = server.step(body, self.headers.get("Authorization", ""))
            self.close_connection = True
            try:
                self._follow(step, body)
            except (BrokenPipeError, ConnectionResetError):
                return  # the client has given up, as some tests mean it to

        def _follow(self, step: Streams | Refuses | Hangs | Sends, body: dict[str, Any]) -> None:
            if isinstance(step, Hangs):
                time.sleep(step.seconds)
            elif isinstance(step, Refuses):
                self._refuse(step)
            elif isinstance(step, Sends):
                self._open_stream()
                self._chunk(step.body)
                self._chunk(b"")
            else:
                self._stream(step, body)

        def _refuse(self, step: Refuses) -> None:
            error = {"message": step.message, "type": "error", "param": None, "code": None}
            text = json.dumps({"error": error}).encode()
            self.send_response(step.status)
            for name, value in step.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def _stream(self, step: Streams, body: dict[str, Any]) -> None:
            assert body["stream"] is True
            self._open_stream()
            self._event(body, {"role": "assistant", "content": ""})
            for at in range(0, len(step.text), step.size):
                self._event(body, {"content": step.text[at : at + step.size]})
                time.sleep(step.pause)
            if not step.ends:
                return
            self._event(body, {}, step.finish)
            self._chunk(b"data: [DONE]\n\n")
            self._chunk(b"")

        def _open_stream(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()

        def _event(
            self, body: dict[str, Any], delta: dict[str, Any], finish: str | None = None
        ) -> None:
            event = {
                "id": "chatcmpl-1",
                "object": "chat.completion.chunk",
                "created": 1,
                "model": body["model"],
                "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
            }
            self._chunk(f"data: {json.dumps(event)}\n\n".encode())

        def _chunk(self, data: bytes) -> None:
            self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
            self.wfile.flush()

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing: what was asked is in `requests`."""

    return Handler
