"""The right to change a library: one thread of one process has it at a time."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from index.catalogue import Catalogue
from index.engines import Engines, Stop
from index.errors import CatalogueError

# Seconds between two tries to change the library while another process does.
_PAUSE = 0.5


class BusyError(RuntimeError):
    """Another process is changing the library."""


class Writing:
    """The right to change a library, by a lock on the file `path`."""

    def __init__(self, catalogue: Catalogue, engines: Engines, path: Path) -> None:
        self._catalogue = catalogue
        self._engines = engines
        self._lock = FileLock(path)
        self._thread = threading.RLock()

    @contextmanager
    def _locked(self) -> Iterator[None]:
        if self._catalogue.read_only:
            raise CatalogueError(self._catalogue.read_only)
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise BusyError(
                "another process is changing this library: wait until it has finished"
            ) from None
        try:
            yield
        finally:
            self._lock.release()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the right to change the library.

        Raises BusyError, and CatalogueError where it can't be written to.
        """
        with self._thread, self._locked():
            with self._engines.searching():
                # Entering reopened them where another process wrote: writes go on from there.
                pass
            yield

    @contextmanager
    def when_free(self, stop: Stop) -> Iterator[None]:
        """Hold the right as soon as no other process does.

        Raises BusyError where `stop` says so first.
        """
        with ExitStack() as held:
            while True:
                try:
                    held.enter_context(self.alone())
                    break
                except BusyError:
                    if stop():
                        raise
                    time.sleep(_PAUSE)
            yield
