"""One Chromium and one embedding model for all tests of the page, and a page for any library."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn
from playwright.sync_api import Browser, Page, Route, sync_playwright

import app
from assistant import Assistant
from assistant.settings import Settings
from index.embed import SentenceTransformerEmbedder
from page.opening import Opening
from tests.app.documents import STATEMENTS, write

_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
Open = Callable[..., Page]


@pytest.fixture(scope="session")
def embedder() -> SentenceTransformerEmbedder:
    """The real embedding model, loaded once."""
    return SentenceTransformerEmbedder.load()


@contextmanager
def serving(library: Assistant) -> Iterator[str]:
    """The address of a page for an open library, served in a thread."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        opening = Opening(lambda: app.create(library, port), lambda: None)
        config = uvicorn.Config(opening, log_level="error", ws="none", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        address = f"http://127.0.0.1:{port}"
        try:
            wait_until(lambda: _answers(f"{address}/healthz"), 60)
            yield address
        finally:
            server.should_exit = True
            thread.join(10)


def _answers(url: str) -> bool:
    try:
        return httpx.get(url).status_code == 200
    except httpx.TransportError:
        return False  # on a busy machine the server may not have begun to listen


def wait_until(holds: Callable[[], bool], seconds: float) -> None:
    """Waits until `holds`, at most `seconds`."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)


@pytest.fixture(scope="session")
def served(
    embedder: SentenceTransformerEmbedder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., tuple[str, Assistant]]]:
    """Opens the page of a new library: served(statements, **settings) -> (address, library)."""
    with ExitStack() as stack:
        os.environ["GRADIO_TEMP_DIR"] = str(tmp_path_factory.mktemp("temporary"))

        def serve(statements: dict[str, str], **settings: object) -> tuple[str, Assistant]:
            home = tmp_path_factory.mktemp("home")
            chosen = Settings.load(home).model_copy(update=settings)
            library = stack.enter_context(Assistant.open(settings=chosen, embedder=embedder))
            if statements:
                report = library.sync([write(statements, tmp_path_factory.mktemp("documents"))])
                assert not report.failed
            return stack.enter_context(serving(library)), library

        yield serve
        del os.environ["GRADIO_TEMP_DIR"]


@pytest.fixture(scope="session")
def site(served: Callable[..., tuple[str, Assistant]]) -> tuple[str, Assistant]:
    """The page of a library with the statements of `documents.py`."""
    return served(STATEMENTS)


@pytest.fixture(scope="session")
def address(site: tuple[str, Assistant]) -> str:
    return site[0]


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=_ARGS)
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Opens an address in a fresh context; fails the test on scripts that break or reach out.

    `route` handles the requests for the page's own scripts.
    """
    with ExitStack() as stack:

        def opened(
            address: str, route: Callable[[Route], None] | None = None, **context: object
        ) -> Page:
            held = browser.new_context(**context)  # type: ignore[arg-type]
            stack.callback(held.close)
            held.set_default_timeout(20_000)
            page = held.new_page()
            if route:
                page.route("**/page/*.js", route)
            troubles: list[str] = []
            page.on("pageerror", lambda error: troubles.append(str(error)))
            page.on(
                "console",
                lambda said: troubles.append(said.text) if said.type == "error" else None,
            )
            page.on(
                "request",
                lambda request: (
                    None
                    if request.url.startswith((address, "data:", "blob:"))
                    else troubles.append(f"a request to {request.url}")
                ),
            )
            stack.callback(lambda: _fail_on(troubles))
            page.goto(address)
            page.wait_for_selector(".welcome")
            return page

        yield opened


def _fail_on(troubles: list[str]) -> None:
    """Fails the test on what went wrong in a page, but for Gradio's ending of its own stream.

    A page that is left or loaded again may still say of the stream it ended that it broke off.
    """
    if any(trouble.startswith("AbortError: signal is aborted") for trouble in troubles):
        left = ("AbortError: signal is aborted", "Unexpected error Connection errored out.")
        troubles = [trouble for trouble in troubles if not trouble.startswith(left)]
    if troubles:
        pytest.fail("\n".join(troubles))


def ask(page: Page, question: str) -> None:
    """Types a question, sends it with Enter and waits until its turn is done."""
    turns = page.locator(".turn").count()
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")
    page.locator(f".turn:nth-child({turns + 1})[aria-busy=false]").wait_for()


def uploaded(folder: Path) -> list[str]:
    """The names of the files kept beneath a library."""
    return sorted(path.name for path in folder.glob("uploads/*"))
