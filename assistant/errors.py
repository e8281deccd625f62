"""Errors whose messages are ready for the people who use Rapporteur."""

from __future__ import annotations


class LibraryError(RuntimeError):
    """Something the user can act on: the message says what happened and what to do next."""


class Cancelled(Exception):
    """Raised by a progress callback to stop long work; what is stored by then stays."""
