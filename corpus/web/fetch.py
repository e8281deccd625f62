"""Fetching an address as its site wishes: robots.txt, pauses, redirects, conditional requests."""

from __future__ import annotations

import importlib.metadata
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from types import TracebackType
from typing import Self

import httpx

from corpus.web import address
from corpus.web.errors import Unfetched
from corpus.web.network import Network
from corpus.web.pace import Pace
from corpus.web.robots import LARGEST as LARGEST_ROBOTS
from corpus.web.robots import Rules, read_rules
from corpus.web.transfer import Limits, Reply, Transport

NAME = "Rapporteur"
_MOVED = frozenset({301, 302, 303, 307, 308})
_BUSY = frozenset({429, 503})


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave: `url` is where the redirects led, `when` the time in UTC.

    `data` is None where nothing has changed since `validators`, which make the next request for
    it conditional. `kind` is the declared content type, `charset` the declared encoding.
    """

    url: str
    data: bytes | None
    kind: str = ""
    charset: str = ""
    when: str = ""
    validators: Mapping[str, str] = field(default_factory=dict)


class Fetcher:
    """Fetches addresses, many at a time but one of a host. Closing it stops what is under way."""

    def __init__(
        self,
        network: Network | None = None,
        limits: Limits | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.limits = limits or Limits()
        self._agent = f"{NAME}/{importlib.metadata.version('rapporteur')}"
        self._stop = threading.Event()
        self._pace = Pace(self._stop)
        self._transport = Transport(network or Network(), self.limits, self._agent, self._stop, tls)
        self._rules: dict[str, Rules] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """End what is under way within a second: it raises Unfetched."""
        self._stop.set()

    def fetch(self, source: str, validators: Mapping[str, str] | None = None) -> Fetched:
        """What `source` gives, after redirects; `validators` are those of an earlier fetch.

        Raises Unfetched.
        """
        known = validators or {}
        url, passed = address.parse(source), set[str]()
        while True:
            _pass(url, passed, self.limits.redirects)
            rules = self._rules_of(url)
            rules.require(url, NAME)
            pause = min(max(self.limits.pause, rules.pause(NAME)), self.limits.longest_pause)
            asked = _conditions(known) if str(url) == known.get("url") else {}
            reply = self._patiently(url, asked, pause)
            if reply.status not in _MOVED or not reply.headers.get("location"):
                return _fetched(url, reply, known if asked else {})
            url = _onward(url, reply)

    def _patiently(
        self, url: httpx.URL, headers: Mapping[str, str], pause: float, most: int = 0
    ) -> Reply:
        """The reply, asked for again as long as the site says "later" and means soon.

        With `most`, no more than so many bytes of it.
        """
        for _ in range(self.limits.retries):
            with self._pace.turn(url.host, pause):
                reply = self._transport.get(url, headers, most)
            after = _retry_after(reply)
            if after is None:
                return reply
            if after > self.limits.longest_pause:
                self._pace.leave_alone(url.host, after)
                return reply
            self._pace.wait(after)
        with self._pace.turn(url.host, pause):
            return self._transport.get(url, headers, most)

    def _rules_of(self, url: httpx.URL) -> Rules:
        site = f"{url.scheme}://{url.netloc.decode('ascii')}"
        with self._lock:
            lock = self._locks.setdefault(site, threading.Lock())
        with lock:
            if site not in self._rules:
                self._rules[site] = read_rules(url, self._robots_txt)
            return self._rules[site]

    def _robots_txt(self, url: httpx.URL) -> tuple[int, bytes]:
        passed: set[str] = set()
        while True:
            _pass(url, passed, self.limits.redirects)
            reply = self._patiently(url, {}, 0.0, most=LARGEST_ROBOTS)
            if reply.status not in _MOVED or not reply.headers.get("location"):
                return reply.status, reply.body
            url = _onward(url, reply)


def _pass(url: httpx.URL, passed: set[str], most: int) -> None:
    if str(url) in passed:
        raise Unfetched("its redirects run in a circle: check the address in a browser")
    if len(passed) > most:
        raise Unfetched(f"it redirects more than {most} times: check the address in a browser")
    passed.add(str(url))


def _onward(url: httpx.URL, reply: Reply) -> httpx.URL:
    try:
        return address.follow(url, reply.headers["location"])
    except Unfetched as error:
        raise Unfetched(f"it redirects to an address that is not followed: {error}") from None


def _conditions(validators: Mapping[str, str]) -> dict[str, str]:
    names = {"etag": "If-None-Match", "last_modified": "If-Modified-Since"}
    return {header: validators[name] for name, header in names.items() if validators.get(name)}


def _retry_after(reply: Reply) -> float | None:
    """The seconds after which a busy site wants to be asked again, None if it doesn't."""
    given = reply.headers.get("retry-after", "")
    if reply.status not in _BUSY or not given:
        return None
    if given.isascii() and given.isdigit():
        return float(given)
    try:
        return max(0.0, parsedate_to_datetime(given).timestamp() - time.time())
    except ValueError:
        return None


def _fetched(url: httpx.URL, reply: Reply, known: Mapping[str, str]) -> Fetched:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    if reply.status == HTTPStatus.NOT_MODIFIED and known:
        return Fetched(str(url), None, when=now, validators=known)
    if reply.status not in (200, 203):
        raise _refusal(reply)
    if not reply.body:
        raise Unfetched("the page is empty")
    declared = Message()
    declared["content-type"] = reply.headers.get("content-type", "")
    validators = {
        "url": str(url),
        "etag": _sendable(reply.headers.get("etag", "")),
        "last_modified": _sendable(reply.headers.get("last-modified", "")),
    }
    return Fetched(
        url=str(url),
        data=reply.body,
        kind=declared.get_content_type() if reply.headers.get("content-type") else "",
        charset=str(declared.get_content_charset() or ""),
        when=now,
        validators={name: value for name, value in validators.items() if value},
    )


def _sendable(value: str) -> str:
    """A header's value as it can be sent back, "" where it is too odd or long for that."""
    return value if value.isascii() and value.isprintable() and len(value) <= 500 else ""


def _refusal(reply: Reply) -> Unfetched:
    status = reply.status
    known = {entry.value: entry.phrase for entry in HTTPStatus}
    told = f"{status} {known[status]}" if status in known else str(status)
    if status in (404, 410):
        return Unfetched(f"there is no such page (the site answers {told}): check it", gone=True)
    if status in (401, 402, 403, 407, 451):
        return Unfetched(
            f"the site does not let programs read it ({told}): open it in a browser, save it and"
            " add the file"
        )
    if status in _BUSY or status >= 500:
        return Unfetched(f"the site is down or busy ({told}): try again later")
    return Unfetched(f"the site answers {told}, and no page: check the address in a browser")
