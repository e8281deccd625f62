"""The first seconds: a page that answers at once while the real one is still being loaded."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from starlette.types import ASGIApp, Receive, Scope, Send

from page.markup import Html, join, tag

if TYPE_CHECKING:  # FastAPI takes a second to load: it comes with the page behind the door
    from fastapi import FastAPI

_log = logging.getLogger(__name__)
_STYLE = Html(
    "body{font:1.0625rem/1.6 system-ui,sans-serif;margin:0;min-height:100vh;display:grid;"
    "place-content:center;text-align:center;background:#fbfaf7;color:#23211d}"
    "h1{font:600 2rem/1.2 Charter,'Iowan Old Style',Georgia,serif;margin:0 0 .25rem}"
    "p{margin:0;color:#5c574d}"
    "@media(prefers-color-scheme:dark){body{background:#16181a;color:#eceae4}p{color:#b3aea2}}"
)
_WAITING = join(
    Html('<!doctype html><html lang="en"><meta charset="utf-8">'),
    Html(
        '<meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="1">'
    ),
    tag("title", "Rapporteur"),
    tag("style", _STYLE),
    tag("main", tag("h1", "Rapporteur"), tag("p", "Opening the library…", role="status")),
).encode()


class Opening:
    """An ASGI application that shows a waiting page until the one that `build` returns is up.

    `build` runs in a thread. When it raises, `failure` keeps the error and `on_failure` is told.
    """

    def __init__(self, build: Callable[[], FastAPI], on_failure: Callable[[], None]) -> None:
        self._build = build
        self._on_failure = on_failure
        self._app: ASGIApp | None = None
        self._closing = asyncio.Event()
        self.failure: Exception | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif self._app is not None:
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await _wait(scope, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        opening = asyncio.create_task(self._open())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self._closing.set()
        await opening
        await send({"type": "lifespan.shutdown.complete"})

    async def _open(self) -> None:
        try:
            app = await asyncio.to_thread(self._build)
            async with app.router.lifespan_context(app):
                self._app = app
                await self._closing.wait()
        except Exception as error:  # noqa: BLE001 - whatever it is, it must end in a message
            _log.debug("the page could not be opened", exc_info=True)
            self.failure = error
            self._on_failure()


async def _wait(scope: Scope, send: Send) -> None:
    page = scope["path"] == "/"
    reason = {"ready": False, "reason": "The page is being opened."}
    kind = b"text/html; charset=utf-8" if page else b"application/json"
    body = _WAITING if page else json.dumps(reason).encode()
    status = 200 if page else 503
    headers = [
        (b"content-type", kind),
        (b"cache-control", b"no-store"),
        (b"retry-after", b"1"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
