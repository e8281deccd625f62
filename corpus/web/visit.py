"""A visit to web addresses: pages are fetched, sitemaps and feeds followed to the pages they list.

Several hosts are asked at once, one request at a time each, and pages are handed on in the order
in which their site lists them. What was fetched waits on the disk, not in memory.
"""

from __future__ import annotations

import itertools
import tempfile
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from corpus.discover import Unreadable
from corpus.errors import Refused
from corpus.web.address import parse, same_site
from corpus.web.ahead import ahead
from corpus.web.candidate import Stored, WebPage
from corpus.web.errors import Unfetched
from corpus.web.fetch import Fetched, Fetcher
from corpus.web.listing import Listing, may_be_listing
from corpus.workers import WORKERS

MOST_PAGES = 10_000
MOST_SITEMAPS = 500
_DEEPEST = 3
_HOSTS = 4
_AHEAD = 8
_BATCH = 8


@dataclass(frozen=True, slots=True)
class _Item:
    """An address to fetch: one that was named, a sitemap that an index lists, or a page.

    `listed` says what kind of list a page comes from, "" for none.
    """

    location: str
    root: str
    what: Literal["named", "sitemap", "page"] = "named"
    listed: str = ""
    depth: int = 0


@dataclass(slots=True)
class _Root:
    """What is known of a named address: whether it is a sitemap that was read whole."""

    sitemap: bool = False
    broken: bool = False
    answered: bool = False
    sitemaps: int = 0
    pages: int = 0


@dataclass(frozen=True, slots=True)
class _List:
    listing: Listing
    url: str


class Visit:
    """One visit to `sources`, addresses of pages, sitemaps and feeds.

    `stored` tells what the library knows of a page by its address, `lists` whether it holds other
    documents that came from a named address.
    """

    def __init__(
        self,
        sources: Sequence[str],
        fetcher: Fetcher,
        stored: Callable[[str], Stored | None],
        lists: Callable[[str], bool],
    ) -> None:
        self._fetcher = fetcher
        self._stored = stored
        self._lists = lists
        self._sources = sources
        self._waiting: dict[str, deque[_Item]] = {}
        self._taken: set[str] = set()
        self._roots: dict[str, _Root] = {}
        self._numbers = itertools.count()
        self._folder = Path()

    @property
    def total(self) -> int:
        """How many addresses are known so far."""
        return len(self._taken)

    @property
    def whole(self) -> set[str]:
        """The sitemaps that were read whole, and whose site gave at least one of their pages.

        What such a sitemap no longer lists is gone. A feed never says that: it tells what is new.
        """
        return {
            name
            for name, root in self._roots.items()
            if root.sitemap and root.answered and not root.broken
        }

    def batches(
        self, waiting: Callable[[], None]
    ) -> Generator[list[WebPage | Unreadable], None, None]:
        """What was found, a few at a time; the bytes of a batch are there until the next.

        `waiting` is called now and then while nothing is ready, and may raise to end the visit.
        A page that a sitemap lists and that is gone comes as Unreadable without a location.
        """
        with tempfile.TemporaryDirectory(prefix="rapporteur-") as folder:
            self._folder = Path(folder)
            with closing(ahead(self._found(), _AHEAD, waiting, self._fetcher.stop)) as found:
                while batch := list(itertools.islice(found, _BATCH)):
                    yield batch
                    for page in batch:
                        if isinstance(page, WebPage) and page.body is not None:
                            page.body.unlink(missing_ok=True)

    def _found(self) -> Generator[WebPage | Unreadable, None, None]:
        for source in self._sources:
            yield from self._take(source, _Item(source, source))
        running: dict[Future[WebPage | Unreadable | _List], _Item] = {}
        with ThreadPoolExecutor(_HOSTS) as pool:
            while self._waiting or running:
                for item in self._next(list(running.values())):
                    running[pool.submit(self._fetch, item)] = item
                wait(running, return_when=FIRST_COMPLETED)
                for future in [future for future in running if future.done()]:
                    item, result = running.pop(future), future.result()
                    if isinstance(result, _List):
                        yield from self._follow(item, result)
                    else:
                        yield self._noted(item, result)

    def _take(self, link: str, item: _Item) -> Iterator[Unreadable]:
        """Puts an address in its host's line, unless it was there before."""
        try:
            url = parse(link)
        except Unfetched as error:
            yield Unreadable(link, str(error))
            return
        location = str(url)
        if location in self._taken:
            return
        self._taken.add(location)
        if item.what == "named":
            item = replace(item, root=location)
            self._roots[location] = _Root()
        self._waiting.setdefault(url.host, deque()).append(replace(item, location=location))

    def _next(self, running: Sequence[_Item]) -> Iterator[_Item]:
        """The items to begin now: the first in the line of every host that isn't being asked."""
        asked = {parse(item.location).host for item in running}
        free = [host for host in self._waiting if host not in asked]
        for host in free[: _HOSTS - len(running)]:
            line = self._waiting.pop(host)
            yield line.popleft()
            if line:
                # At the end again, so that every host has its turn.
                self._waiting[host] = line

    def _fetch(self, item: _Item) -> WebPage | Unreadable | _List:
        stored = self._stored(item.location)
        try:
            fetched = self._fetcher.fetch(item.location, stored.for_request() if stored else {})
            data = fetched.data
            if item.what != "page" and data is not None:
                listing = WORKERS.listing(data, fetched.url) if may_be_listing(data) else None
                if listing is not None:
                    return _List(listing, fetched.url)
                self._refuse_other(item)
            return self._kept(item, fetched, stored)
        except Unfetched as error:
            gone = error.gone and item.listed == "sitemap"
            return Unreadable(item.location, str(error), "" if gone else item.location)
        except (Refused, OSError) as error:
            return Unreadable(item.location, str(error), item.location)

    def _refuse_other(self, item: _Item) -> None:
        """Raises Refused where a list was to be expected and something else was fetched."""
        if item.what == "sitemap":
            raise Refused("it is listed as a sitemap and is none: try again later")
        if self._lists(item.location):
            raise Refused(
                "it listed pages before and does not now: nothing was changed; try again later, or"
                " `rapporteur remove` it first"
            )

    def _kept(self, item: _Item, fetched: Fetched, stored: Stored | None) -> WebPage:
        body = None
        if fetched.data is not None:
            body = self._folder / str(next(self._numbers))
            body.write_bytes(fetched.data)
            fetched = replace(fetched, data=None)
        return WebPage(item.location, item.root, fetched, body, stored)

    def _noted(self, item: _Item, result: WebPage | Unreadable) -> WebPage | Unreadable:
        root = self._roots[item.root]
        if isinstance(result, WebPage):
            root.answered = True
        elif item.what == "sitemap":
            root.broken = True
        return result

    def _follow(self, item: _Item, found: _List) -> Iterator[Unreadable]:
        """Takes what a list names into the lines; what is left out is told."""
        root, kind = self._roots[item.root], found.listing.kind
        if item.what == "sitemap" and kind == "feed":
            root.broken = True
            yield Unreadable(
                item.location, "it is listed as a sitemap and is a feed", item.location
            )
            return
        root.sitemap = root.sitemap or kind != "feed"
        links, elsewhere = _on_site(found) if kind != "feed" else (found.listing.links, 0)
        if elsewhere:
            yield Unreadable(
                item.location,
                f"{elsewhere:,} of its addresses are on other sites and were left out: sync them by"
                " themselves",
            )
        if kind == "index":
            room = MOST_SITEMAPS - root.sitemaps if item.depth < _DEEPEST else 0
            root.sitemaps += len(links)
            into = _Item("", item.root, "sitemap", depth=item.depth + 1)
        else:
            room = MOST_PAGES - root.pages
            root.pages += len(links)
            into = _Item("", item.root, "page", listed=kind)
        for link in links[: max(0, room)]:
            yield from self._take(link, into)
        if len(links) > room:
            root.broken = True
            yield Unreadable(
                item.location,
                f"{len(links) - max(0, room):,} of its addresses were left out: at most"
                f" {MOST_PAGES:,} pages and {MOST_SITEMAPS:,} sitemaps, {_DEEPEST} deep, are taken"
                " from one address; sync its sitemaps one by one",
            )


def _on_site(found: _List) -> tuple[tuple[str, ...], int]:
    """The addresses on the site of the list itself, and how many are on others."""
    host = parse(found.url).host
    kept = tuple(link for link in found.listing.links if _is_on(link, host))
    return kept, len(found.listing.links) - len(kept)


def _is_on(link: str, host: str) -> bool:
    try:
        return same_site(parse(link).host, host)
    except Unfetched:
        return True  # it is told when it is taken
