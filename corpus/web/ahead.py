"""Working ahead: a generator that runs in a thread of its own, a bounded number of items ahead."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Generator
from typing import TypeVar

T = TypeVar("T")
_SECONDS = 0.2


class _End:
    """The last thing in the queue, with what ended the generator."""

    def __init__(self, error: BaseException | None) -> None:
        self.error = error


def ahead(
    items: Generator[T, None, None],
    most: int,
    waiting: Callable[[], None],
    end: Callable[[], None],
) -> Generator[T, None, None]:
    """The items, made in a thread at most `most` ahead; raises what making them raises.

    While none is ready, `waiting` is called several times a second, and may raise to end it all.
    `end` is called when no more items are wanted, and makes the one under way come soon.
    """
    ready: queue.Queue[T | _End] = queue.Queue(most)
    stop = threading.Event()

    def put(item: T | _End) -> None:
        while not stop.is_set():
            try:
                ready.put(item, timeout=_SECONDS)
            except queue.Full:
                continue
            return

    def run() -> None:
        try:
            for item in items:
                put(item)
                if stop.is_set():
                    items.close()
            put(_End(None))
        except BaseException as error:  # noqa: BLE001 - raised again where the items are awaited
            put(_End(error))

    thread = threading.Thread(target=run, name="fetching", daemon=True)
    thread.start()
    try:
        while True:
            try:
                item = ready.get(timeout=_SECONDS)
            except queue.Empty:
                waiting()
                continue
            if isinstance(item, _End):
                if item.error is not None:
                    raise item.error
                return
            yield item
    finally:
        stop.set()
        end()
        thread.join()
