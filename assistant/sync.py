"""Bringing the library in step with its sources: what is new added, what changed updated.

A document becomes visible in one transaction with its passages and vectors, so a sync that ends
at any point loses and doubles nothing, and the next one goes on where it stopped.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from assistant.errors import Cancelled, LibraryError
from assistant.furnished import settle
from assistant.pipeline import Batch, Told, run
from assistant.reports import Failure, SyncReport
from assistant.settings import Settings
from assistant.sync_work import Work
from corpus.document import document_id
from corpus.ocr import Ocr
from corpus.read import Readable, ReadError, Unreadable, discover, is_address
from index.catalogue import Known
from index.index import BusyError, Index, ServerError
from index.seen import Seen

# So few files are looked up one by one, without a look at all that the library holds.
_FEW = 500


@dataclass(frozen=True, slots=True)
class Progress:
    """How far long work has come: `done` of `total` documents (0 while unknown)."""

    done: int
    total: int
    source: str
    stage: Literal["fetching", "reading", "embedding", "storing"]


OnProgress = Callable[[Progress], None]


def sync(
    index: Index,
    sources: Sequence[str | Path],
    audience: Literal["public", "internal"],
    prune: bool,
    progress: OnProgress | None,
    settings: Settings,
    check: bool = False,
) -> SyncReport:
    """Read the sources and store what is new or changed; see `Assistant.sync`."""
    began = time.monotonic()
    work = Work(ocr=Ocr.here(settings.ocr_seconds))
    tell = progress or (lambda _: None)
    try:
        with index.writing():
            cut_off = index.catalogue.furniture.unsettled()
            candidates, whole = _discover([s for s in sources if not is_address(s)], work)
            addresses = [str(source) for source in sources if is_address(source)]
            few = not prune and not addresses and len(candidates) <= _FEW
            known = _sync_files(index, candidates, few, check, audience, work, tell)
            if addresses:
                whole |= _sync_web(index, addresses, settings, known, audience, work, tell)
            if prune:
                _prune(index, whole, known, work)
            work.passages += settle(index, work.edges, cut_off)
    except Cancelled:
        work.cancelled = True
    except (BusyError, ServerError) as error:
        raise LibraryError(str(error)) from error
    except OSError as error:
        raise LibraryError(
            f"the library can't be written to ({error}): see that its disk has room, then sync "
            "again; what is stored stays"
        ) from error
    return work.report(time.monotonic() - began)


def _sync_files(
    index: Index,
    candidates: Sequence[Readable],
    few: bool,
    check: bool,
    audience: Literal["public", "internal"],
    work: Work,
    tell: OnProgress,
) -> dict[str, Known]:
    """Store the files that are new or changed; returns what was stored before.

    Of all names, or with `few` of these alone.
    """
    names = [document_id(each.location) for each in candidates] if few else None
    known = index.catalogue.known(names)
    seen = {} if check else index.catalogue.seen(names)
    try:
        pending = list(_changed(candidates, known, seen, audience, work, tell))
        _store(index, pending, known, audience, work, tell)
    finally:
        index.catalogue.note_seen(work.verified)
    return known


def _sync_web(
    index: Index,
    addresses: Sequence[str],
    settings: Settings,
    known: dict[str, Known],
    audience: Literal["public", "internal"],
    work: Work,
    tell: OnProgress,
) -> set[str]:
    """Fetch and store the pages of `addresses`; returns the sitemaps that were read whole."""
    # What speaks to the network is loaded only where somebody asks for it.
    from assistant.gather import visit

    pages, done = visit(addresses, settings, known, audience), 0

    def step(progress: Progress) -> None:
        tell(replace(progress, done=done + progress.done, total=pages.total))

    with closing(pages.batches(lambda: step(Progress(0, 0, "", "fetching")))) as batches:
        for batch in batches:
            found = list(_readable(batch, work))
            pending = list(_changed(found, known, {}, audience, work, step))
            _store(index, pending, known, audience, work, step)
            done += len(batch)
    return pages.whole


def _readable(found: Iterable[Readable | Unreadable], work: Work) -> Iterator[Readable]:
    """What can be read; the rest is noted among the failures."""
    for item in found:
        if isinstance(item, Unreadable):
            work.failed.append(Failure(item.source, item.reason))
            # A folder or archive that can't be read now may still hold what it held.
            work.closed.append(f"{item.source}/")
            if item.location:
                work.seen.add(document_id(item.location))
        else:
            yield item


def _discover(sources: Sequence[str | Path], work: Work) -> tuple[list[Readable], set[str]]:
    """The files of the sources, and the roots that could be walked whole."""
    candidates: list[Readable] = []
    whole: set[str] = set()
    for source in sources:
        try:
            for found in _readable(discover(str(source)), work):
                candidates.append(found)
                whole.add(found.root)
        except ReadError as error:
            work.failed.append(Failure(str(source), error.reason))
        else:
            whole.add(str(Path(source).expanduser().resolve()))
    return candidates, whole


def _changed(
    candidates: Sequence[Readable],
    known: dict[str, Known],
    seen: Mapping[str, Seen],
    audience: str,
    work: Work,
    tell: OnProgress,
) -> Iterator[tuple[Readable, str]]:
    """The candidates that are new or differ from what is stored, with their fingerprints.

    Files that stand as they did when what is stored was read aren't read again.
    """
    for done, candidate in enumerate(candidates):
        tell(Progress(done, len(candidates), candidate.source, "reading"))
        identity = document_id(candidate.location)
        if identity in work.seen:
            continue
        work.seen.add(identity)
        stored = known.get(identity)
        standing = f"{candidate.standing}:{audience}"
        if stored and candidate.standing and work.stands(stored, seen.get(identity), standing):
            work.unchanged += 1
            continue
        try:
            fingerprint = f"{candidate.fingerprint()}:{audience}"
        except ReadError as error:
            work.failed.append(Failure(error.source, error.reason))
            continue
        if candidate.standing:
            work.standing[identity] = standing
        if stored is not None and work.ocr.is_current(stored.fingerprint, fingerprint):
            work.unchanged += 1
            work.verify(identity, stored.fingerprint)
        else:
            yield candidate, fingerprint


def _store(
    index: Index,
    pending: Sequence[tuple[Readable, str]],
    known: dict[str, Known],
    audience: Literal["public", "internal"],
    work: Work,
    tell: OnProgress,
) -> None:
    """Read, embed and store what changed; see `assistant.pipeline`."""

    def embedding(done: int, source: str) -> None:
        tell(Progress(done, len(pending), source, "embedding"))

    def stored(done: int, batch: Batch, passages: int) -> None:
        work.failed += batch.failures
        work.passages += passages
        work.unchanged += batch.unchanged
        for item in batch.prepared:
            edges = work.edges.setdefault(item.incoming.document.publisher, set())
            edges.update(item.incoming.edges or ())
            work.verify(item.incoming.document.id, item.incoming.fingerprint)
        changed = sum(item.incoming.document.id in known for item in batch.prepared)
        work.updated += changed
        work.added += len(batch.prepared) - changed
        tell(Progress(done, len(pending), "", "storing"))

    def recognising(done: int, source: str) -> None:
        tell(Progress(done, len(pending), source, "reading"))

    run(index, pending, audience, work.ocr, Told(embedding, stored, recognising))


def _prune(index: Index, roots: set[str], known: dict[str, Known], work: Work) -> None:
    """Forget the documents of the walked roots whose files are gone."""
    gone = [
        identity
        for identity, stored in known.items()
        if stored.root in roots
        and identity not in work.seen
        and not stored.source.startswith(tuple(work.closed))
    ]
    if gone:
        index.remove(gone)
        work.removed = len(gone)


def location_of(name: str) -> str:
    """Where a source that is named so lies: an absolute path, or the usual form of an address."""
    if not is_address(name):
        return str(Path(name).expanduser().resolve())
    from corpus.web.address import normal
    from corpus.web.errors import Unfetched

    try:
        return normal(name)
    except Unfetched:
        return name
