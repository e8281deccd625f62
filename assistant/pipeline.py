"""Reading, embedding and storing at the same time, so that the embedding engine never waits.

    a thread reads (in worker processes) and cuts into passages
        -> this thread embeds what has been read by then
            -> a thread stores the batch before

Embedding takes by far the longest; the other two keep ahead of it and behind it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from queue import Empty, Full, Queue
from typing import Literal

from assistant.furnished import Furniture
from assistant.reports import Failure
from corpus.ocr import Ocr
from corpus.read import Readable, ReadError, capture
from index.change import Stored
from index.index import Incoming, Index, Prepared

# Inputs of like length are embedded together: out of 32 documents, little is wasted on padding.
_BATCH = 32
_AHEAD = 32
_POLL_SECONDS = 0.1
_TELL_SECONDS = 0.5


class _Stopped(Exception):
    """Nobody takes any more what is being read."""


class _Unchanged:
    """Stands for a page that holds what is stored of it."""


_Read = Prepared | Failure | _Unchanged | BaseException | None
Pending = Sequence[tuple[Readable, str]]


@dataclass(slots=True)
class Batch:
    """What was read by the time that the embedder was free."""

    prepared: list[Prepared] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    unchanged: int = 0

    @property
    def size(self) -> int:
        return len(self.prepared) + len(self.failures) + self.unchanged


@dataclass(frozen=True, slots=True)
class Told:
    """Who is told of the work, always by the thread that calls `run`; what they raise ends it.

    `embedding` hears how many documents are done and which comes next, `stored` how many are done,
    the batch and how many passages it had, `recognising` how many are done and which page of which
    is being read by OCR.
    """

    embedding: Callable[[int, str], None]
    stored: Callable[[int, Batch, int], None]
    recognising: Callable[[int, str], None]


def run(
    index: Index,
    pending: Pending,
    audience: Literal["public", "internal"],
    ocr: Ocr,
    told: Told,
) -> None:
    """Store the pending documents, each with its fingerprint. Call it inside `index.writing`.

    What had been embedded when one of the `told` raised is stored and told first.
    """
    with _Reader(index, pending, audience, ocr) as reader, ThreadPoolExecutor(1) as storing:
        writer = _Writer(index, storing, told.stored)

        def waiting(page: str) -> None:
            told.recognising(writer.done, page)

        try:
            while (batch := reader.batch(waiting)) is not None:
                if batch.prepared:
                    told.embedding(writer.done, batch.prepared[0].incoming.document.source)
                writer.take(batch, index.embed(_new(index, batch)))
        finally:
            writer.settle()


def _new(index: Index, batch: Batch) -> list[Prepared]:
    """What of a batch isn't held under another name: its embeddings would not be needed."""
    first: dict[str, Prepared] = {}
    for item in batch.prepared:
        first.setdefault(item.incoming.content, item)
    return [item for item in first.values() if not index.holds(item.incoming)]


class _Reader:
    """A thread that reads ahead, as far as what was read and not yet taken allows."""

    def __init__(
        self, index: Index, pending: Pending, audience: Literal["public", "internal"], ocr: Ocr
    ) -> None:
        self._index = index
        self._pending = pending
        self._audience = audience
        self._ocr = ocr
        self._page = ""
        self._furniture = Furniture(index)
        self._queue: Queue[_Read] = Queue(_AHEAD)
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="reading", daemon=True)

    def __enter__(self) -> _Reader:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join()

    def batch(self, waiting: Callable[[str], None]) -> Batch | None:
        """What has been read by now, at least one document; None after the last.

        `waiting` hears which page is being read by OCR meanwhile.
        """
        batch = Batch()
        item = self._next(waiting)
        while item is not None:
            if isinstance(item, BaseException):
                raise item
            if isinstance(item, Failure):
                batch.failures.append(item)
            elif isinstance(item, _Unchanged):
                batch.unchanged += 1
            else:
                batch.prepared.append(item)
            if batch.size == _BATCH:
                return batch
            try:
                item = self._queue.get_nowait()
            except Empty:
                return batch
        # The end is found again by the next call.
        self._queue.put(None)
        return batch if batch.size else None

    def _next(self, waiting: Callable[[str], None]) -> _Read:
        told = ""
        while True:
            try:
                return self._queue.get(timeout=_TELL_SECONDS)
            except Empty:
                if (page := self._page) and page != told:
                    waiting(page)
                    told = page

    def _run(self) -> None:
        try:
            for candidate, fingerprint in self._pending:
                if not self._put(self._read(candidate, fingerprint)):
                    return
            self._put(None)
        except BaseException as error:  # noqa: BLE001  raised again in the thread that embeds
            self._put(error)

    def _read(self, candidate: Readable, fingerprint: str) -> Prepared | Failure | _Unchanged:
        def tell(done: int, total: int) -> None:
            if self._stopped.is_set():
                raise _Stopped
            page = f"{candidate.source}, page {done + 1} of {total} by OCR"
            self._page = page if done < total else ""

        try:
            found = capture(candidate, self._audience, ocr=self._ocr, tell=tell)
        except ReadError as error:
            return Failure(error.source, error.reason)
        finally:
            self._page = ""
        if found.scanned:
            fingerprint = self._ocr.marked(fingerprint)
        incoming = Incoming(
            found.document,
            candidate.root,
            fingerprint,
            candidate.validators,
            found.original,
            positions=found.positions,
        )
        incoming = self._furniture.leave_out(incoming)
        if _says_the_same(self._index, incoming):
            return _Unchanged()
        return self._index.prepare(incoming)

    def _put(self, item: _Read) -> bool:
        """Hand on an item; False where nobody takes it any more."""
        while not self._stopped.is_set():
            try:
                self._queue.put(item, timeout=_POLL_SECONDS)
            except Full:
                continue
            return True
        return False


class _Writer:
    """Stores one batch while the next is embedded."""

    def __init__(
        self, index: Index, pool: ThreadPoolExecutor, stored: Callable[[int, Batch, int], None]
    ) -> None:
        self._index = index
        self._pool = pool
        self._stored = stored
        self._under_way: tuple[Batch, Future[int]] | None = None
        self.done = 0

    def take(self, batch: Batch, ready: list[Stored]) -> None:
        """Store a batch, after the one before."""
        self.settle()
        incoming = [item.incoming for item in batch.prepared]
        self._under_way = batch, self._pool.submit(self._put, incoming, ready)

    def settle(self) -> None:
        """Wait until what was taken is stored, and tell of it."""
        if self._under_way is None:
            return
        (batch, future), self._under_way = self._under_way, None
        passages = future.result()
        self.done += batch.size
        self._stored(self.done, batch, passages)

    def _put(self, incoming: list[Incoming], ready: list[Stored]) -> int:
        return self._index.put(incoming, ready) if incoming else 0


def _says_the_same(index: Index, item: Incoming) -> bool:
    """Whether a page whose bytes differ, by a visitor's number say, holds what is stored of it."""
    if not item.validators:
        return False
    new, old = item.document, index.catalogue.document(item.document.id)
    if old is None or index.catalogue.content_of(new.id) != item.content:
        return False
    fields = "title date publisher author kind language url places audience speakers origin".split()
    return all(getattr(new, name) == getattr(old, name) for name in fields)
