"""A stream that must come to its end within a time, whatever its source does."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

Item = TypeVar("Item")


class OutOfTime(Exception):
    """The stream did not end in time."""


def paced(start: Callable[[], Iterator[Item]], seconds: float) -> Iterator[Item]:
    """What `start()` yields, read in a thread so that a source that hangs holds up nobody.

    Raises OutOfTime after `seconds` of waiting in all (not of what is done with the items), and
    whatever the source raises. A source that is given up is read no further than its next item.
    """
    arrived: queue.SimpleQueue[Item | _End] = queue.SimpleQueue()
    given_up = threading.Event()

    def read() -> None:
        from langsmith import tracing_context  # documents go to the model and to nobody else

        try:
            with tracing_context(enabled=False):
                for item in start():
                    if given_up.is_set():
                        return
                    arrived.put(item)
        except BaseException as error:  # noqa: BLE001 - raised again where the stream is read
            arrived.put(_End(error))
        else:
            arrived.put(_End(None))

    threading.Thread(target=read, name="language model", daemon=True).start()
    left = seconds
    try:
        while True:
            asked = time.monotonic()
            try:
                item = arrived.get(timeout=max(0.0, left))
            except queue.Empty:
                raise OutOfTime from None
            left -= time.monotonic() - asked
            if isinstance(item, _End):
                if item.error:
                    raise item.error
                return
            yield item
    finally:
        given_up.set()


class _End:
    def __init__(self, error: BaseException | None) -> None:
        self.error = error
