"""The library of a command, opened so that what goes wrong with it is told in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from assistant import console

if TYPE_CHECKING:
    from assistant import Assistant


@contextmanager
def open_library(home: Path | None) -> Iterator[Assistant]:
    """The library at `home`; what goes wrong with it is told on stderr and ends in status 1."""
    from assistant import Assistant

    with told(), Assistant.open(home, preload=False) as library:
        yield library


@contextmanager
def told() -> Iterator[None]:
    """A LibraryError is told on stderr and ends in status 1."""
    from assistant import LibraryError

    try:
        yield
    except LibraryError as error:
        console.complain(str(error))
        raise typer.Exit(1) from error
