"""How far long work is, on stderr, and a Ctrl-C that stops a sync between two documents."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from types import FrameType

from assistant.console import complain, printable
from assistant.errors import Cancelled
from assistant.sync import Progress

_SECONDS_BETWEEN_LINES = 5.0

# Shows that so many things of so many (0 while unknown) are done, and what is being done.
Show = Callable[[int, int, str], None]


@contextmanager
def sync_progress() -> Iterator[Callable[[Progress], None]]:
    """A callback that shows how far a sync is.

    After Ctrl-C the callback raises Cancelled, so that the sync ends between two documents and
    reports what it stored; a second Ctrl-C ends the command at once.
    """
    with progress("documents") as show, _interruptible() as stopped:

        def step(at: Progress) -> None:
            show(at.done, at.total, f"{at.stage} {at.source}")
            if stopped():
                raise Cancelled

        yield step


def progress(noun: str) -> AbstractContextManager[Show]:
    """Shows how many `noun` are done: a bar in a terminal, a line now and then elsewhere."""
    return _bar(noun) if sys.stderr.isatty() else _lines(noun)


@contextmanager
def _interruptible() -> Iterator[Callable[[], bool]]:
    """Whether Ctrl-C was pressed; the second time it is handled as before."""
    pressed = False

    def press(number: int, frame: FrameType | None) -> None:
        nonlocal pressed
        pressed = True
        signal.signal(signal.SIGINT, before)
        complain("Stopping after this document. Press Ctrl-C again to stop at once.")

    before = signal.signal(signal.SIGINT, press)
    try:
        yield lambda: pressed
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _bar(noun: str) -> Iterator[Show]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(noun),
        TimeElapsedColumn(),
        TextColumn("{task.description}", markup=False),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def show(done: int, total: int, what: str) -> None:
            bar.update(task, completed=done, total=total or None, description=printable(what))

        yield show


@contextmanager
def _lines(noun: str) -> Iterator[Show]:
    last = time.monotonic()

    def show(done: int, total: int, what: str) -> None:
        nonlocal last
        if time.monotonic() - last >= _SECONDS_BETWEEN_LINES:
            last = time.monotonic()
            of = f" of {total}" if total else ""
            complain(f"{done}{of} {noun}, {what}".rstrip(", "))

    yield show
