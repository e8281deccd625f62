"""The app: `python app.py`, or `rapporteur serve`, opens the page in a browser."""

from __future__ import annotations

import os
import socket
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn

from page.opening import Opening

if TYPE_CHECKING:
    from fastapi import FastAPI

    from assistant import Assistant

HOST, PORT = "127.0.0.1", 7860
_NEXT_PORTS = 20


def create(library: Assistant, port: int = PORT, sample: bool = False) -> FastAPI:
    """The page of an open library as an application, for this machine and in the public view.

    With `sample`, an empty library is filled with the sample notes in the background.
    """
    _load_page()
    from page.site import assemble

    return assemble(library, port, sample)


def main(
    host: str = HOST, port: int = PORT, home: str | Path | None = None, sample: bool = False
) -> None:
    """Serves the library at `home` until interrupted; its page answers within a second or two.

    Takes the next free port where `port` is taken, and says so. Exits with a message where the
    address may not be served or the library can't be opened.
    """
    _refuse_strangers(host)
    listener = _listen(host, port)
    port = listener.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="rapporteur-uploads-") as uploads:
        os.environ["GRADIO_TEMP_DIR"] = uploads
        with ExitStack() as opened:
            failure = _serve(
                listener, lambda: create(opened.enter_context(_open(home)), port, sample)
            )
    if failure is not None:
        sys.exit(f"The app could not be started: {failure}")


def _refuse_strangers(host: str) -> None:
    from page.gate import LOOPBACK

    if host not in LOOPBACK:
        sys.exit(
            f"Rapporteur serves this machine only, and '{host}' would let others in: it cannot ask "
            "visitors who they are yet. Leave --host out, or use 127.0.0.1."
        )


def _listen(host: str, port: int) -> socket.socket:
    """A socket on `port`, or on the next free one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in range(port, min(port + _NEXT_PORTS, 65536)):
        listener = socket.socket(family)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, candidate))
        except OSError:
            listener.close()
            continue
        if candidate != port:
            _say(f"Port {port} is taken; using {candidate}.")
        return listener
    sys.exit(f"No free port from {port} on: choose another one with --port.")


def _load_page() -> None:
    """Imports the page, and with it Gradio, so that it reports nothing and fetches nothing."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    import page.site  # noqa: F401


def _open(home: str | Path | None) -> Assistant:
    from assistant import Assistant
    from assistant.settings import Settings

    settings = Settings.load(home)
    if settings.users:
        raise ValueError(
            "RAPPORTEUR_USERS is set, but the page cannot ask visitors who they are yet: unset it"
        )
    _load_page()  # before the library begins to load its model, which would slow it down
    return Assistant.open(settings=settings)


def _serve(listener: socket.socket, build: Callable[[], FastAPI]) -> Exception | None:
    """Serves until interrupted, or until `build` fails; returns what it failed with."""
    opening = Opening(build, on_failure=lambda: setattr(server, "should_exit", True))
    server = uvicorn.Server(
        uvicorn.Config(
            opening,
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=2,
        )
    )
    host, port = listener.getsockname()[:2]
    _say(f"Rapporteur is at http://{f'[{host}]' if ':' in host else host}:{port} (Ctrl-C ends it)")
    with suppress(KeyboardInterrupt):  # raised again by uvicorn once all is closed
        server.run(sockets=[listener])
    return opening.failure


def _say(message: str) -> None:
    sys.stderr.write(f"{message}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
