"""A web site on this machine, for tests of fetching: pages, and every way of misbehaving."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Headers = Mapping[str, str]


@dataclass(frozen=True)
class Answer:
    """What the site answers; `drip` seconds lie between any two bytes of the body."""

    body: bytes = b""
    status: int = 200
    kind: str = "text/html; charset=utf-8"
    headers: Headers = field(default_factory=dict)
    drip: float = 0.0


Page = str | Answer | Callable[[Headers], Answer]


class Site:
    """The site: `pages` by path, `requests` in order as (path, headers)."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.pages: dict[str, Page] = {}
        self.requests: list[tuple[str, Headers]] = []

    def url(self, path: str = "/") -> str:
        return self.address + path

    def asked(self, *but: str) -> list[str]:
        """The paths that were asked for, without robots.txt."""
        return [path for path, _ in self.requests if path not in ("/robots.txt", *but)]

    def answer(self, path: str, headers: Headers) -> Answer:
        self.requests.append((path, headers))
        page = self.pages.get(path, Answer(b"nothing here", 404))
        if isinstance(page, str):
            return Answer(page.encode())
        return page if isinstance(page, Answer) else page(headers)


def moved(to: str, status: int = 302) -> Answer:
    return Answer(status=status, headers={"Location": to})


class _Handler(BaseHTTPRequestHandler):
    site: Site

    def do_GET(self) -> None:
        answer = self.site.answer(self.path, {k.lower(): v for k, v in self.headers.items()})
        self.send_response(answer.status)
        headers = {"Content-Type": answer.kind, "Content-Length": str(len(answer.body))}
        for name, value in (headers | dict(answer.headers)).items():
            if value:
                self.send_header(name, value)
        self.end_headers()
        try:
            if answer.drip:
                for byte in answer.body:
                    self.wfile.write(bytes([byte]))
                    self.wfile.flush()
                    time.sleep(answer.drip)
            else:
                self.wfile.write(answer.body)
        except OSError:
            self.close_connection = True  # whoever asked has heard enough

    def log_message(self, format: str, *args: Any) -> None:
        """Tests are told by `requests`."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up early is what some tests are about."""


@contextmanager
def website(host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """A site on a free port of `host`, under https with `tls`."""
    handler = type("Handler", (_Handler,), {})
    server = _Server((host, 0), handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    site = Site(f"http{'s' if tls else ''}://{host}:{server.server_port}")
    handler.site = site  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
