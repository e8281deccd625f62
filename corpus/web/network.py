"""Which addresses may be connected to, and connections that go to the address that was checked.

A name is looked up once for each connection; what was found is checked and then connected to, so
that a second look-up can't lead somewhere else. The host's name stays in the request and in the
TLS handshake.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass, field
from typing import Any

import httpcore

from corpus.web.errors import Unfetched, Unreachable

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Sequence[str]]

_PORTS = frozenset({80, 443, 8080, 8443})
_MOST_TRIED = 3
_SLICE = 0.5
# What ipaddress calls global and isn't, or leads to an address inside another one.
_CLOSED = tuple(
    map(
        ipaddress.ip_network,
        "192.0.0.0/24 192.88.99.0/24 100.64.0.0/10 ::/96 64:ff9b:1::/48 100::/64 2001::/23"
        " 2002::/16 3fff::/20 5f00::/16 fec0::/10".split(),
    )
)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_public(address: Address) -> bool:
    """Whether `address` is somebody's on the open internet, and no group's or special use."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    if any(address in network for network in _CLOSED if network.version == address.version):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


@dataclass(frozen=True, slots=True)
class Allowed:
    """What may be fetched inside private networks: hosts by name, addresses and networks."""

    names: frozenset[str] = frozenset()
    networks: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Allowed:
        """The hosts, addresses and networks in `text`, separated by commas or blanks.

        Raises ValueError for one that is none of these.
        """
        names, networks = set(), []
        for item in re.split(r"[,\s]+", text.strip()):
            try:
                networks.append(ipaddress.ip_network(item.strip("[]"), strict=False))
            except ValueError:
                if item and not re.fullmatch(r"[\w-]+(?:\.[\w-]+)*", item):
                    raise ValueError(
                        f"web_allow: '{item}' is no host name, address or network"
                    ) from None
                names.add(item.lower())
        return cls(frozenset(names - {""}), tuple(networks))

    def has(self, host: str, address: Address) -> bool:
        """Whether `host`, found at `address`, is allowed by its name or address."""
        mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
        return host.lower() in self.names or any((mapped or address) in n for n in self.networks)


def look_up(host: str, port: int) -> list[str]:
    """The addresses of `host`, as the system finds them. Raises OSError."""
    try:
        return [str(ipaddress.ip_address(host))]
    except ValueError:
        pass  # a name, or an address in a form that only the system reads
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True)
class Network:
    """How to reach hosts: what is allowed beyond the open internet, and who looks names up."""

    allowed: Allowed = field(default_factory=Allowed)
    resolve: Resolve = look_up

    def addresses(self, host: str, port: int) -> list[str]:
        """The addresses of `host` to connect to; every one of them is allowed.

        Raises Unfetched where the host is unknown, or any address or the port is not allowed.
        """
        try:
            found = [ipaddress.ip_address(text) for text in self.resolve(host, port)]
        except socket.gaierror as error:
            raise Unreachable(_unknown(host, error)) from None
        except (OSError, UnicodeError, ValueError):
            raise Unreachable(f"the host '{host}' can't be looked up: check the address") from None
        for address in found:
            if self.allowed.has(host, address):
                continue
            if not is_public(address):
                where = f" ({address})" if str(address) != host else ""
                raise Unreachable(
                    f"'{host}' is inside a private network{where}, where nothing is fetched unless"
                    " it is allowed: see web_allow in the configuration"
                )
            if port not in _PORTS:
                raise Unreachable(f"port {port} is not one that web pages are fetched from")
        if not found:
            raise Unreachable(f"there is no host '{host}': check the address")
        return [str(address) for address in found]


def _unknown(host: str, error: socket.gaierror) -> str:
    if error.errno == socket.EAI_AGAIN:
        return f"'{host}' can't be looked up now: check the network connection and try again"
    return f"there is no host '{host}': check the address"


class Clock:
    """The time a transfer may still take; it also runs out when `stop` is set."""

    def __init__(self, seconds: float, stop: threading.Event) -> None:
        self._seconds = seconds
        self._end = time.monotonic() + seconds
        self._stop = stop

    def left(self) -> float:
        """The seconds left. Raises Unfetched when there are none."""
        if self._stop.is_set():
            raise Unfetched("the work was stopped before it was fetched")
        left = self._end - time.monotonic()
        if left <= 0:
            raise Unfetched(
                f"its transfer took longer than {self._seconds:g} seconds: try again later, or save"
                " the page and add the file"
            )
        return left


class Pinned(httpcore.NetworkBackend):
    """Connects to addresses that `network` allows, within `clock`."""

    def __init__(self, network: Network, clock: Clock) -> None:
        self._network = network
        self._clock = clock
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to `host`. Raises Unfetched, and httpcore's errors."""
        error: Exception | None = None
        for address in self._addresses(host.strip("[]"), port)[:_MOST_TRIED]:
            seconds = min(timeout or self._clock.left(), self._clock.left())
            try:
                stream = self._backend.connect_tcp(address, port, seconds)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as tried:
                error = tried
            else:
                return _Timed(stream, self._clock)
        assert error is not None
        raise error

    def _addresses(self, host: str, port: int) -> list[str]:
        """As `Network.addresses`, in a thread: the system's look-up can't be hurried or stopped."""
        found: Future[list[str]] = Future()

        def look() -> None:
            try:
                found.set_result(self._network.addresses(host, port))
            except BaseException as error:  # noqa: BLE001 - raised again where it is awaited
                found.set_exception(error)

        threading.Thread(target=look, name="look-up", daemon=True).start()
        while True:
            try:
                return found.result(min(_SLICE, self._clock.left()))
            except FutureTimeout:
                continue


class _Timed(httpcore.NetworkStream):
    """A stream whose every step ends with the clock, and soon after it was stopped."""

    def __init__(self, stream: httpcore.NetworkStream, clock: Clock) -> None:
        self._stream = stream
        self._clock = clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        end = time.monotonic() + (timeout if timeout is not None else self._clock.left())
        while True:
            seconds = min(_SLICE, self._clock.left(), max(0.001, end - time.monotonic()))
            try:
                return self._stream.read(max_bytes, seconds)
            except httpcore.ReadTimeout:
                if time.monotonic() >= end:
                    raise

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, min(timeout or self._clock.left(), self._clock.left()))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """The stream under TLS, still timed."""
        seconds = min(timeout or self._clock.left(), self._clock.left())
        stream = self._stream.start_tls(ssl_context, server_hostname, seconds)
        return _Timed(stream, self._clock)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
