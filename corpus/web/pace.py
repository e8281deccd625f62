"""Politeness: one request at a time to a host, with a pause between two, and longer where asked."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from corpus.web.errors import Unfetched


@dataclass(slots=True)
class _Host:
    lock: threading.Lock = field(default_factory=threading.Lock)
    next: float = 0.0
    closed_until: float = 0.0


class Pace:
    """Keeps requests to a host apart."""

    def __init__(self, stop: threading.Event) -> None:
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()
        self._stop = stop

    @contextmanager
    def turn(self, host: str, pause: float) -> Iterator[None]:
        """Waits until `host` may be asked; the next turn begins `pause` seconds after this one.

        Raises Unfetched when the work was stopped, or the host wants to be left alone.
        """
        state = self._host(host)
        with state.lock:
            self._require_open(host, state)
            self.wait(state.next - time.monotonic())
            try:
                yield
            finally:
                state.next = time.monotonic() + pause

    def leave_alone(self, host: str, seconds: float) -> None:
        """Ask nothing of `host` for `seconds`: what would, fails at once."""
        self._host(host).closed_until = time.monotonic() + seconds

    def wait(self, seconds: float) -> None:
        """Wait. Raises Unfetched as soon as the work is stopped."""
        if self._stop.wait(max(0.0, seconds)):
            raise Unfetched("the work was stopped before it was fetched")

    def _host(self, host: str) -> _Host:
        with self._lock:
            return self._hosts.setdefault(host, _Host())

    def _require_open(self, host: str, state: _Host) -> None:
        left = state.closed_until - time.monotonic()
        if left > 0:
            minutes = max(1, round(left / 60))
            unit = "minute" if minutes == 1 else "minutes"
            raise Unfetched(
                f"'{host}' asked to be left alone for {minutes} {unit}: sync again after that"
            )
