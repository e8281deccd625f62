"""One request and its reply, within limits of time and size, unpacked as it comes in."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import httpcore
import httpx

from corpus.discover import LARGEST_FILE
from corpus.web.errors import Unfetched, Unreachable
from corpus.web.network import Clock, Network, Pinned
from corpus.web.packing import unpacked


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one fetch may take: seconds, bytes (unpacked), redirects, and pauses in seconds.

    `silence` is how long a server may send nothing, `whole` how long one transfer may take;
    `pause` lies between two requests to one host, `longest_pause` is the longest that a site's
    wishes are waited for.
    """

    connect: float = 10.0
    silence: float = 20.0
    whole: float = 120.0
    size: int = LARGEST_FILE
    redirects: int = 10
    retries: int = 2
    pause: float = 1.0
    longest_pause: float = 60.0


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered; the names of `headers` are in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Transport:
    """Makes single requests, following nothing."""

    def __init__(
        self,
        network: Network,
        limits: Limits,
        agent: str,
        stop: threading.Event,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._network = network
        self._limits = limits
        self._agent = agent
        self._stop = stop
        self._tls = tls

    def get(self, url: httpx.URL, headers: Mapping[str, str], most: int = 0) -> Reply:
        """The reply of `url`. With `most`, its body is cut off after so many bytes.

        Raises Unfetched, also for a body beyond the limits.
        """
        sent = {
            "Host": url.netloc.decode("ascii"),
            "User-Agent": self._agent,
            "Accept": "text/html,application/xhtml+xml,application/pdf,application/xml,*/*;q=0.5",
            "Accept-Encoding": "gzip",
            "Connection": "close",
            **headers,
        }
        try:
            return self._exchange(url, sent, most)
        except httpcore.ConnectTimeout:
            raise Unreachable(f"'{url.host}' does not answer: try again later") from None
        except httpcore.TimeoutException:
            raise Unreachable(
                f"'{url.host}' sent nothing for {self._limits.silence:g} seconds: try again later"
            ) from None
        except httpcore.ConnectError as error:
            raise Unreachable(_no_connection(url, error)) from None
        except (httpcore.ProtocolError, httpcore.NetworkError):
            raise Unfetched(
                f"'{url.host}' broke off, or answered with what is no web page: try again later"
            ) from None

    def _exchange(self, url: httpx.URL, sent: Mapping[str, str], most: int) -> Reply:
        timeouts = {
            "connect": self._limits.connect,
            "read": self._limits.silence,
            "write": self._limits.silence,
        }
        port = url.port or {"http": 80, "https": 443}[url.scheme]
        connection = httpcore.HTTPConnection(
            httpcore.Origin(url.raw_scheme, url.raw_host, port),
            ssl_context=(self._tls or _tls()) if url.scheme == "https" else None,
            network_backend=Pinned(self._network, Clock(self._limits.whole, self._stop)),
        )
        target = httpcore.URL(
            scheme=url.raw_scheme, host=url.raw_host, port=port, target=url.raw_path
        )
        with (
            connection,
            connection.stream(
                "GET", target, headers=[*sent.items()], extensions={"timeout": timeouts}
            ) as response,
        ):
            found = {
                name.decode("latin-1").lower(): value.decode("latin-1").strip()
                for name, value in response.headers
            }
            # What a failure or a redirect says at length is never shown, and so not fetched.
            body = b""
            if response.status in (200, 203):
                body = _body(response.iter_stream(), found, most or self._limits.size, most > 0)
        return Reply(response.status, found, body)


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    return httpx.create_ssl_context()


def _body(parts: Iterator[bytes], headers: Mapping[str, str], most: int, cut: bool) -> bytes:
    encoding = headers.get("content-encoding", "").lower()
    if encoding in ("", "identity"):
        declared = headers.get("content-length", "")
        if not cut and declared.isdigit() and int(declared) > most:
            raise Unfetched(_too_large(most))
    elif encoding in ("gzip", "x-gzip"):
        parts = unpacked(parts)
    else:
        raise Unfetched("its server packed it in a way that was not asked for: save the page")
    body = bytearray()
    for part in parts:
        body += part
        if len(body) > most:
            if cut:
                return bytes(body[:most])
            raise Unfetched(_too_large(most))
    return bytes(body)


def _too_large(most: int) -> str:
    return f"it has more than the {most / 1024**2:.3g} MB that are fetched: save it and split it"


def _no_connection(url: httpx.URL, error: httpcore.ConnectError) -> str:
    cause = error.__cause__
    if isinstance(cause, ssl.SSLCertVerificationError):
        return (
            f"the certificate of '{url.host}' is not to be trusted ({cause.verify_message}): its"
            " words could be anybody's"
        )
    if isinstance(cause, ssl.SSLError):
        return f"'{url.host}' offers no secure connection that is accepted: try again later"
    return f"'{url.host}' accepts no connection: check the address, or try again later"
