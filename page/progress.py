"""Long work with its progress as a generator, as Gradio's handlers need it."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Generator
from concurrent.futures import Future
from typing import TypeVar

from assistant import Cancelled
from assistant.sync import OnProgress, Progress

T = TypeVar("T")


def watched(work: Callable[[OnProgress], T]) -> Generator[Progress, None, T]:
    """Runs `work` in a thread; yields its progress, returns its result or raises its error."""
    told: queue.Queue[Progress | None] = queue.Queue()
    outcome: Future[T] = Future()

    def run() -> None:
        try:
            outcome.set_result(work(told.put))
        except BaseException as error:  # noqa: BLE001 - raised again where the result is awaited
            outcome.set_exception(error)
        finally:
            told.put(None)

    threading.Thread(target=run, name="page work", daemon=True).start()
    while (progress := told.get()) is not None:
        yield progress
    return outcome.result()


class Stops:
    """Lets the work under way in a session of the page be stopped from another event."""

    def __init__(self) -> None:
        self._stops: dict[str, threading.Event] = {}

    def stop(self, session: str) -> None:
        """Asks the work of `session` to stop."""
        if session in self._stops:
            self._stops[session].set()

    def heeded(self, session: str, tell: OnProgress) -> OnProgress:
        """`tell`, that raises Cancelled once the work of `session` was asked to stop."""
        stop = self._stops[session] = threading.Event()

        def heard(progress: Progress) -> None:
            if stop.is_set():
                raise Cancelled
            tell(progress)

        return heard

    def over(self, session: str) -> None:
        """Forgets the work of `session`."""
        self._stops.pop(session, None)
