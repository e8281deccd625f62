"""The vector index on a Chroma server, which may be away, hang, or hold something else.

Reading never hangs on it: whoever searches is told at once that the server is away, once that was
found out, and asks the vectors in small instead (see index/scan.py). Writing needs it.

A collection belongs to one library, whose id is in its name, and bears the stamp of the last write.
A server that was put back to an earlier state, emptied, or written to by a copy of the library
shows another stamp.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

import httpx

from index.errors import LibraryError
from index.record import PassageRecord, Vector
from index.vectors import HNSW, VectorIndex

log = logging.getLogger(__name__)

_T = TypeVar("_T")
_CONNECT_SECONDS = 5.0
_SEARCH_SECONDS = 5.0
_WRITE_SECONDS = 120.0
# So long nobody asks a server again that failed, unless to write.
_PAUSE_SECONDS = 15.0


class ServerError(LibraryError):
    """The Chroma server can't be used; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose passages a collection holds: the library's id, and where this copy of it lies."""

    library: str
    home: str


class ServedVectors(VectorIndex):
    """Passages searchable on the Chroma server at a URL. Connects when it is first asked.

    Every method raises ServerError.
    """

    batch = 500

    def __init__(self, url: str, owner: Owner) -> None:
        """Raises ValueError where `url` is no address."""
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(
                f"RAPPORTEUR_CHROMA is '{url}', which is no address: write it as http://HOST:8000"
            )
        self._host, self._ssl = parts.hostname, parts.scheme == "https"
        self._port = parts.port or (443 if self._ssl else 8000)
        self._url = f"{parts.scheme}://{self._host}:{self._port}"
        self._owner = owner
        self._name = f"passages-{owner.library}"
        self._client: Any = None
        self._found: Any = None
        self._away_until = 0.0
        self._why = ""

    def write(self, add: Iterable[PassageRecord], remove: Sequence[int]) -> None:
        with self._reaching(_WRITE_SECONDS):
            super().write(add, remove)

    def clear(self) -> None:
        """Remove every passage, also of another copy of the library."""
        with self._reaching(_WRITE_SECONDS):
            if self._existing() is not None:
                self._client.delete_collection(self._name)
            self._found = self._make()

    def ids(self) -> set[int]:
        with self._reaching(_WRITE_SECONDS):
            return super().ids()

    def search(self, vector: Vector, limit: int) -> list[tuple[int, float]]:
        """As in `VectorIndex`. Raises ServerError at once where the server has just failed."""
        if time.monotonic() < self._away_until:
            raise ServerError(self._why)
        with self._reaching(_SEARCH_SECONDS):
            return super().search(vector, limit)

    def agrees(self, stamp: str) -> bool:
        """Whether the collection bears the stamp; False where it is ours but bears another.

        Raises ServerError also where another copy of the library wrote it.
        """
        with self._reaching(_SEARCH_SECONDS):
            self._found = self._existing()
            about = {} if self._found is None else self._found.metadata or {"home": "unknown"}
        if about.get("stamp") == stamp:
            return True
        if about.get("home", self._owner.home) == self._owner.home:
            return False
        why = (
            f"the Chroma server at {self._url} holds the passages of another copy of this library "
            f"({about['home']}): give each copy a server of its own, or let this one take it over "
            "with rapporteur doctor --repair. What is stored is safe and can be searched."
        )
        log.warning("%s", why)
        raise ServerError(why)

    def put_stamp(self, stamp: str) -> None:
        """Mark what is there as ours, as of the write with that stamp."""
        with self._reaching(_WRITE_SECONDS):
            self._passages().modify(metadata={"home": self._owner.home, "stamp": stamp})

    def close(self) -> None:
        """Let go of the connection."""
        if self._client is not None:
            self._client.close()
            self._client = self._found = None

    def _passages(self) -> Any:
        if self._found is None:
            self._found = self._existing() or self._make()
        return self._found

    def _existing(self) -> Any:
        from chromadb.errors import NotFoundError

        self._connect()
        try:
            return self._client.get_collection(self._name, embedding_function=None)
        except NotFoundError:
            return None

    def _make(self) -> Any:
        return self._client.create_collection(
            self._name,
            configuration={"hnsw": HNSW},
            embedding_function=None,
            metadata={"home": self._owner.home},
        )

    def _connect(self) -> None:
        if self._client is not None:
            return
        # Chroma's client sets no time limits, and asks for this and that while it is made.
        beat = httpx.get(f"{self._url}/api/v2/heartbeat", timeout=_CONNECT_SECONDS)
        if "nanosecond heartbeat" not in beat.json():
            raise ValueError("it has no heartbeat")
        import chromadb
        from chromadb.config import Settings

        def make() -> Any:
            settings = Settings(anonymized_telemetry=False)
            return chromadb.HttpClient(self._host, self._port, self._ssl, settings=settings)

        self._client = _within(_CONNECT_SECONDS, make)

    @contextmanager
    def _reaching(self, seconds: float) -> Iterator[None]:
        """Give the server so long to answer, and say what is wrong where it doesn't."""
        try:
            self._connect()
            self._client._server._session.timeout = httpx.Timeout(seconds, connect=_CONNECT_SECONDS)
            yield
        except ServerError:
            raise
        except Exception as error:
            # Whatever a server answers, what follows is the same.
            self._why = f"{self._reason(error)}. What is stored is safe and can be searched."
            if time.monotonic() >= self._away_until:
                log.warning("%s", self._why)
            self._away_until = time.monotonic() + _PAUSE_SECONDS
            self._found = None
            raise ServerError(self._why) from error
        self._away_until = 0.0

    def _reason(self, error: Exception) -> str:
        where = f"the Chroma server at {self._url}"
        if isinstance(error, httpx.TimeoutException | TimeoutError):
            return f"{where} does not answer in time: see whether it is overloaded, or restart it"
        if isinstance(error, httpx.TransportError):
            return f"{where} can't be reached ({error}): start it, or correct RAPPORTEUR_CHROMA"
        return (
            f"{where} did not answer as Chroma does ({type(error).__name__}: {str(error)[:200]}): "
            "see that RAPPORTEUR_CHROMA is the address of a Chroma server, and restart it"
        )


def _within(seconds: float, work: Callable[[], _T]) -> _T:
    """What `work` returns. Raises TimeoutError when that takes too long."""
    done: list[_T] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            done.append(work())
        except BaseException as error:  # noqa: BLE001  raised again below
            failed.append(error)

    thread = threading.Thread(target=run, name="connecting", daemon=True)
    thread.start()
    thread.join(seconds)
    if failed:
        raise failed[0]
    if not done:
        raise TimeoutError
    return done[0]
