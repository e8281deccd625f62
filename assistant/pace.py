"""A stream that must come to its end by a moment, whatever its source does."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Self, TypeVar

Item = TypeVar("Item")


class OutOfTime(Exception):
    """The stream did not end in time."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment by which several steps must be done together, `seconds` after they began."""

    seconds: float
    ends: float

    @classmethod
    def within(cls, seconds: float) -> Self:
        """The moment that many seconds from now."""
        return cls(seconds, time.monotonic() + seconds)

    @property
    def left(self) -> float:
        """Seconds that are left, 0 once it has passed."""
        return max(0.0, self.ends - time.monotonic())


def paced(start: Callable[[], Iterator[Item]], deadline: Deadline) -> Iterator[Item]:
    """What `start()` yields, read in a thread so that a source that hangs holds up nobody.

    Raises OutOfTime when the deadline has passed and all that came by then has been yielded, and
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
    try:
        while True:
            try:
                item = arrived.get(timeout=deadline.left)
            except queue.Empty:
                raise OutOfTime from None
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
