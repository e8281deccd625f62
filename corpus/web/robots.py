"""What a site's robots.txt asks of programs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import httpx
from protego import Protego

from corpus.web.errors import Unfetched, Unreachable

LARGEST = 512 * 1024


@dataclass(frozen=True, slots=True)
class Rules:
    """A site's wishes; `refusal` says why nothing of it may be fetched now, "" if it may."""

    robots: Protego
    refusal: str = ""

    def require(self, url: httpx.URL, agent: str) -> None:
        """Raises Unfetched where `agent` may not fetch `url`."""
        if self.refusal:
            raise Unfetched(self.refusal)
        if not self.robots.can_fetch(str(url), agent):
            raise Unfetched(
                "the site's robots.txt asks programs not to fetch this page: open it in a browser,"
                " save it and add the file"
            )

    def pause(self, agent: str) -> float:
        """The seconds that the site wants between two requests, 0 if it doesn't say."""
        return float(self.robots.crawl_delay(agent) or 0)


def read_rules(url: httpx.URL, fetch: Callable[[httpx.URL], tuple[int, bytes]]) -> Rules:
    """The rules for the site of `url`; `fetch` returns the status and text of its robots.txt.

    A site without the file allows everything; one that fails to say is left alone (RFC 9309).
    """
    try:
        status, body = fetch(url.copy_with(path="/robots.txt", query=None))
    except Unreachable as error:
        return Rules(Protego.parse(""), str(error))
    except Unfetched as error:
        return Rules(Protego.parse(""), f"the site's robots.txt could not be read: {error}")
    if status in (200, 203):
        return Rules(Protego.parse(body.decode("utf-8", "replace")))
    if 400 <= status < 500 and status != 429:
        return Rules(Protego.parse(""))
    return Rules(
        Protego.parse(""),
        f"the site does not say what programs may fetch (its robots.txt answers {status}):"
        " try again later",
    )
