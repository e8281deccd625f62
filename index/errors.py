"""Errors whose messages are ready for the people who use Rapporteur."""

from __future__ import annotations


class LibraryError(RuntimeError):
    """Something the user can act on: the message says what happened and what to do next."""


class CatalogueError(LibraryError):
    """The catalogue can't be used."""


class EngineError(LibraryError):
    """The search indexes can't be written."""
