"""Web addresses: one way of writing each, and none that isn't plainly a page's."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urljoin

import httpx

from corpus.web.errors import Unfetched

_LONGEST = 2048
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)
_LIKE_A_HOST = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}(?::\d{1,5})?(?:[/?#]|$)")


def parse(address: str) -> httpx.URL:
    """`address` without its fragment, its host and path in the form that goes over the wire.

    Raises Unfetched for what is no http or https address, or carries a password.
    """
    address = address.strip()
    if len(address) > _LONGEST:
        raise Unfetched(f"the address is longer than {_LONGEST:,} characters: check it")
    if any(unicodedata.category(character)[0] == "C" for character in address):
        raise Unfetched("the address holds control or invisible characters: type it anew")
    if re.search(r"\s", address) or "\\" in address.split("?")[0]:
        raise Unfetched("the address holds a blank or a backslash: check it")
    try:
        url = httpx.URL(address)
        _ = url.raw_host, url.port
    except (httpx.InvalidURL, ValueError, TypeError):
        raise Unfetched("this is no valid web address: check it") from None
    if url.scheme not in ("http", "https"):
        raise Unfetched("only addresses that begin with http:// or https:// are fetched")
    if url.userinfo:
        raise Unfetched("the address carries a user name or password: leave it out")
    if not url.host or url.host.startswith(".") or ".." in url.host:
        raise Unfetched("the address names no host: check it")
    if not re.fullmatch(r"[\w.:-]+", url.host):
        raise Unfetched(f"'{url.host}' can be no host's name: check the address")
    if url.port is not None and not 0 < url.port < 65536:
        raise Unfetched(f"there is no port {url.port}: check the address")
    return url.copy_with(fragment=None, path=url.path or "/")


def normal(address: str) -> str:
    """`parse(address)` as text: the same for every way of writing one address."""
    return str(parse(address))


def follow(base: httpx.URL, reference: str) -> httpx.URL:
    """The address that `reference` on the page `base` leads to. Raises Unfetched as `parse`."""
    try:
        return parse(urljoin(str(base), reference.strip()))
    except ValueError:
        raise Unfetched("it leads to no valid web address") from None


def typed(text: str) -> str:
    """What somebody pasted as an address: with https:// where only a host and path stand."""
    text = text.strip()
    return f"https://{text}" if not _SCHEME.match(text) and _LIKE_A_HOST.match(text) else text


def same_site(one: str, other: str) -> bool:
    """Whether two hosts are one site's: equal, or one within the other, "www." left aside."""
    one, other = (host.lower().removeprefix("www.") for host in (one, other))
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")
