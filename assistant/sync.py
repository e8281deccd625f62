"""Bringing the library in step with files: new ones added, changed ones updated, gone ones pruned.

A document becomes visible in one transaction with its passages and vectors, so a sync that ends
at any point loses and doubles nothing, and the next one goes on where it stopped.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Literal

from assistant.errors import Cancelled
from assistant.results import Failure, SyncReport
from corpus.document import Document, document_id
from corpus.read import Candidate, ReadError, Unreadable, discover, read
from index.catalogue import Known
from index.index import Incoming, Index

_BATCH = 8


@dataclass(frozen=True, slots=True)
class Progress:
    """How far long work has come: `done` of `total` documents (0 while unknown)."""

    done: int
    total: int
    source: str
    stage: Literal["reading", "embedding", "storing"]


OnProgress = Callable[[Progress], None]


@dataclass(slots=True)
class _Work:
    """What a sync has found out and done so far."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    passages: int = 0
    failed: list[Failure] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    cancelled: bool = False


def sync(
    index: Index,
    sources: Sequence[str | Path],
    audience: Literal["public", "internal"],
    prune: bool,
    progress: OnProgress | None,
) -> SyncReport:
    """Read the sources and store what is new or changed; see `Assistant.sync`."""
    began = time.monotonic()
    work = _Work()
    tell = progress or (lambda _: None)
    try:
        with index.writing():
            known = index.catalogue.known()
            candidates, whole = _discover(sources, work)
            pending = list(_changed(candidates, known, audience, work, tell))
            _store(index, pending, known, audience, work, tell)
            if prune:
                _prune(index, whole, known, work)
    except Cancelled:
        work.cancelled = True
    return SyncReport(
        added=work.added,
        updated=work.updated,
        unchanged=work.unchanged,
        removed=work.removed,
        passages=work.passages,
        failed=tuple(work.failed),
        seconds=round(time.monotonic() - began, 3),
        cancelled=work.cancelled,
    )


def _discover(sources: Sequence[str | Path], work: _Work) -> tuple[list[Candidate], set[str]]:
    """The files of the sources, and the roots that could be walked whole."""
    candidates: list[Candidate] = []
    whole: set[str] = set()
    for source in sources:
        try:
            for found in discover(str(source)):
                if isinstance(found, Unreadable):
                    work.failed.append(Failure(found.source, found.reason))
                    if found.location:
                        work.seen.add(document_id(found.location))
                else:
                    candidates.append(found)
                    whole.add(found.root)
        except ReadError as error:
            work.failed.append(Failure(str(source), error.reason))
        else:
            whole.add(str(Path(source).expanduser().resolve()))
    return candidates, whole


def _changed(
    candidates: Sequence[Candidate],
    known: dict[str, Known],
    audience: str,
    work: _Work,
    tell: OnProgress,
) -> Iterator[tuple[Candidate, str]]:
    """The candidates that are new or differ from what is stored, with their fingerprints."""
    for done, candidate in enumerate(candidates):
        tell(Progress(done, len(candidates), candidate.source, "reading"))
        identity = document_id(candidate.location)
        if identity in work.seen:
            continue
        work.seen.add(identity)
        try:
            fingerprint = f"{candidate.fingerprint()}:{audience}"
        except ReadError as error:
            work.failed.append(Failure(error.source, error.reason))
            continue
        stored = known.get(identity)
        if stored is not None and stored.fingerprint == fingerprint:
            work.unchanged += 1
        else:
            yield candidate, fingerprint


def _store(
    index: Index,
    pending: Sequence[tuple[Candidate, str]],
    known: dict[str, Known],
    audience: Literal["public", "internal"],
    work: _Work,
    tell: OnProgress,
) -> None:
    """Read, embed and store what changed, a few documents at a time, reading ahead."""
    done = 0
    with ThreadPoolExecutor(max_workers=1) as reader:
        batches = iter([list(some) for some in _batches(iter(pending))])
        ahead = reader.submit(_read_batch, next(batches, []), audience)
        while True:
            documents, failures, count = ahead.result()
            ahead = reader.submit(_read_batch, next(batches, []), audience)
            work.failed += failures
            if not count:
                return
            if documents:
                tell(Progress(done, len(pending), documents[0].document.source, "embedding"))
                work.passages += index.put(documents)
                changed = sum(item.document.id in known for item in documents)
                work.updated += changed
                work.added += len(documents) - changed
            done += count
            tell(Progress(done, len(pending), "", "storing"))


def _batches(
    pending: Iterator[tuple[Candidate, str]],
) -> Iterator[list[tuple[Candidate, str]]]:
    while some := list(islice(pending, _BATCH)):
        yield some


def _read_batch(
    batch: Sequence[tuple[Candidate, str]], audience: Literal["public", "internal"]
) -> tuple[list[Incoming], list[Failure], int]:
    documents: list[Incoming] = []
    failures: list[Failure] = []
    for candidate, fingerprint in batch:
        try:
            document: Document = read(candidate, audience)
        except ReadError as error:
            failures.append(Failure(error.source, error.reason))
        else:
            documents.append(Incoming(document, candidate.root, fingerprint))
    return documents, failures, len(batch)


def _prune(index: Index, roots: set[str], known: dict[str, Known], work: _Work) -> None:
    """Forget the documents of the walked roots whose files are gone."""
    gone = [
        identity
        for identity, stored in known.items()
        if stored.root in roots and identity not in work.seen
    ]
    if gone:
        index.remove(gone)
        work.removed = len(gone)
