"""What stands in front of the page: who may connect, how much they may send, what browsers may do.

A pure ASGI wrapper, because answers stream: nothing but the page's own HTML is held back.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = ("127.0.0.1", "localhost", "::1")
MEBIBYTE = 1024 * 1024
UPLOAD_LIMIT = 200 * MEBIBYTE
REQUEST_LIMIT = 2 * MEBIBYTE

_INLINE = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)
# Gradio's routes to other people's files, and its pages that no part of this one links to.
_CLOSED = re.compile(r"/(?:gradio_api/)?(?:proxy=|file=https?:|file=//|vibe-|runs\b|monitoring)")
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)


def content_policy(page: bytes = b"") -> bytes:
    """The Content-Security-Policy of a page: its own origin, and just the scripts written in it.

    Gradio compiles its templates ('unsafe-eval') and sets styles in place. Inline scripts are
    named by their hash, so that no markup that got into the page could run any.
    """
    hashes = "".join(
        f" 'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'"
        for script in _INLINE.findall(page)
    )
    return (
        f"default-src 'self'; script-src 'self' 'unsafe-eval'{hashes}; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        "connect-src 'self'; media-src 'self' blob:; worker-src 'self' blob:; object-src 'none'; "
        "base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    ).encode()


class Gate:
    """Lets requests for `hosts` through to `app`, and answers every other one itself."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str]) -> None:
        self._app = app
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal:
            await _refuse(send, *refusal)
            return
        meter = _Meter(receive, _limit(scope))
        try:
            await self._app(_uncompressed(scope), meter.receive, _Reply(send).send)
        except _TooMuch:
            await _refuse(send, 413, "The request is larger than this page accepts.")

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        headers = {name.decode("latin-1"): value for name, value in scope["headers"]}
        host = headers.get("host", b"").decode("latin-1")
        if _hostname(f"//{host}") not in self._hosts:
            # A foreign name that resolves to this machine is how pages elsewhere would reach it.
            return 421, "This address is not one that Rapporteur serves."
        origin = headers.get("origin", b"").decode("latin-1")
        if origin and urlsplit(origin).netloc != host:
            return 403, "Other sites may not use this page."
        if headers.get("sec-fetch-site") == b"cross-site" and scope["method"] != "GET":
            return 403, "Other sites may not use this page."
        if _CLOSED.match(scope["path"]):
            return 404, "There is nothing here."
        if int(headers.get("content-length", b"0") or 0) > _limit(scope):
            return 413, "The request is larger than this page accepts."
        return None


def _hostname(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _limit(scope: Scope) -> int:
    return UPLOAD_LIMIT if scope["path"].endswith("/upload") else REQUEST_LIMIT


def _uncompressed(scope: Scope) -> Scope:
    """The request for a page without its wish for compression: its scripts must be readable."""
    headers = dict(scope["headers"])
    if b"text/html" not in headers.get(b"accept", b""):
        return scope
    kept = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
    return {**scope, "headers": kept}


class _TooMuch(Exception):
    """A body without a declared length went over its limit."""


class _Meter:
    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive = receive
        self._left = limit

    async def receive(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise _TooMuch
        return message


class _Reply:
    """Adds the headers; holds HTML back until it is whole, to name the scripts in it."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._held: Message | None = None
        self._page = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            names = {name.lower(): value for name, value in message["headers"]}
            if names.get(b"content-type", b"").startswith(b"text/html"):
                self._held = message
                return
            await self._send(_with_headers(message, b""))
        elif self._held is not None and message["type"] == "http.response.body":
            self._page += message.get("body", b"")
            if not message.get("more_body"):
                await self._send(_with_headers(self._held, self._page))
                await self._send({**message, "body": self._page})
        else:
            await self._send(message)


def _with_headers(message: Message, page: bytes) -> Message:
    ours = (*_HEADERS, (b"content-security-policy", content_policy(page)))
    names = {name for name, _ in ours}
    theirs = [pair for pair in message["headers"] if pair[0].lower() not in names]
    return {**message, "headers": [*theirs, *ours]}


async def _refuse(send: Send, status: int, reason: str) -> None:
    headers = [(b"content-type", b"application/json")]
    start = {"type": "http.response.start", "status": status, "headers": headers}
    await send(_with_headers(start, b""))
    await send({"type": "http.response.body", "body": json.dumps({"error": reason}).encode()})
