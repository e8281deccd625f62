"""Why an address could not be fetched."""

from __future__ import annotations


class Unfetched(Exception):
    """An address that can't be fetched; the message says why and what to do, without naming it.

    `gone` says that the site itself answered that there is no such page (404, 410).
    """

    def __init__(self, reason: str, gone: bool = False) -> None:
        super().__init__(reason)
        self.gone = gone


class Unreachable(Unfetched):
    """Nothing of the host can be fetched, or may be: the reason is not the page's."""
