"""A door that lets many searches in at once, or one who needs to be alone."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Door:
    """Chroma's files are shared by all that is open in a process: who reopens them must be alone.

    Reopening waits for the searches under way, and searches for the reopening.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._inside = 0
        self._closed = False

    @contextmanager
    def inside(self, lagging: Callable[[], bool], renew: Callable[[], None]) -> Iterator[None]:
        """Be one of those inside; where things are `lagging`, `renew` them first, alone."""
        with self._changed:
            self._changed.wait_for(lambda: not self._closed)
            if lagging():
                with self._closing():
                    renew()
            self._inside += 1
        try:
            yield
        finally:
            with self._changed:
                self._inside -= 1
                self._changed.notify_all()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Wait until nobody is inside, and let nobody in."""
        with self._changed:
            self._changed.wait_for(lambda: not self._closed)
            with self._closing():
                yield

    @contextmanager
    def _closing(self) -> Iterator[None]:
        self._closed = True
        try:
            self._changed.wait_for(lambda: not self._inside)
            yield
        finally:
            self._closed = False
            self._changed.notify_all()
