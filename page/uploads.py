"""Adding to the library one by one: uploaded files, kept beneath it, and web addresses."""

from __future__ import annotations

import os
import shutil
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from assistant import Assistant, Cancelled, LibraryError
from assistant.reports import SyncReport
from assistant.results import DocumentRecord
from assistant.sync import OnProgress, Progress
from corpus.document import document_id
from page import addresses
from page.progress import watched
from page.shelf import Added
from page.wording import count

Audience = Literal["public", "internal"]


def safe_name(name: str) -> str:
    """A file name to store `name` under: no folder, no control character, never hidden."""
    base = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c if c.isalnum() or c in " ._-()" else "_" for c in base).strip(" .")
    stem, suffix = os.path.splitext(kept or "document")
    # 200 bytes leave room below the 255 that file systems allow.
    while len((stem + suffix).encode()) > 200 and stem:
        stem = stem[:-1]
    return (stem or "document") + suffix[:20]


class Shelving:
    """Adds files to a library, one at a time, reporting how far it is and stoppable between."""

    def __init__(self, library: Assistant, folder: Path) -> None:
        self._library = library
        self._folder = folder
        self._stops: dict[str, threading.Event] = {}

    def stop(self, session: str) -> None:
        """Asks the adding under way in `session` to stop; what is stored stays."""
        if session in self._stops:
            self._stops[session].set()

    def add(
        self, files: Sequence[Added], audience: Audience, session: str
    ) -> Iterator[tuple[Added, ...]]:
        """Adds every waiting file; yields all of them each time the state of one changes."""
        stop = self._stops[session] = threading.Event()
        table = list(files)
        try:
            for at, file in enumerate(table):
                if file.state != "waiting":
                    continue
                for state, *more in self._add_one(file, audience, stop):
                    if (state, more) != (table[at], []):
                        table[at] = state
                        # What a list of pages names, and could not be fetched, comes after it.
                        table += [item for item in more if item not in table]
                        yield tuple(table)
        finally:
            stop.set()
            self._stops.pop(session, None)

    def _add_one(
        self, file: Added, audience: Audience, stop: threading.Event
    ) -> Iterator[list[Added]]:
        """The states of one file or address; the last may bring the pages that failed with it."""
        if stop.is_set():
            yield [replace(file, state="cancelled")]
            return
        store = self._fetched if file.web else self._stored
        yield [replace(file, state="working", detail="Fetching" if file.web else "Storing")]
        work = watched(lambda tell: store(file, audience, _stoppable(tell, stop)))
        try:
            while True:
                yield [replace(file, state="working", detail=addresses.under_way(next(work)))]
        except StopIteration as end:
            yield end.value

    def _fetched(self, item: Added, audience: Audience, heard: OnProgress) -> list[Added]:
        """Syncs one web address."""
        try:
            report = self._library.sync([item.path], audience=audience, progress=heard)
        except LibraryError as error:
            return [replace(item, state="failed", detail=str(error))]
        return addresses.outcome(item, report)

    def _stored(self, file: Added, audience: Audience, heard: OnProgress) -> list[Added]:
        """Copies one file beneath the library and syncs it; a file that fails is not kept."""
        target = self._folder / safe_name(file.name)
        before = target.with_name(f".{target.name}.before")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            if target.exists():
                os.replace(target, before)
            shutil.copyfile(file.path, target)
            report = self._library.sync([target], audience=audience, progress=heard)
            added = _outcome(file, report)
        except (LibraryError, OSError) as error:
            added = replace(file, state="failed", detail=str(error))
        if added.state in ("failed", "cancelled"):
            target.unlink(missing_ok=True)
            if before.exists():
                os.replace(before, target)
        before.unlink(missing_ok=True)
        return [added]

    def forget(self, document: DocumentRecord) -> str:
        """Removes a document, and the uploaded copy it came from; returns what failed, or ""."""
        copies = [self._folder / safe_name(name) for name in (document.source, *document.also)]
        # Only copies that this page stored: a synced file elsewhere is not ours to delete.
        ours = [copy for copy in copies if self._came_from(copy, document)]
        report = self._library.remove([document.id], viewer="public").to_dict()
        if report["failed"]:
            return "; ".join(failure["error"] for failure in report["failed"])
        for copy in ours:
            copy.unlink(missing_ok=True)
        return ""

    def _came_from(self, copy: Path, document: DocumentRecord) -> bool:
        """Whether a file is one of those that the document was read from."""
        try:
            return self._library.show(document_id(str(copy)), viewer="public").id == document.id
        except LibraryError:
            return False


def _stoppable(tell: OnProgress, stop: threading.Event) -> OnProgress:
    def heard(progress: Progress) -> None:
        if stop.is_set():
            raise Cancelled
        tell(progress)

    return heard


def _outcome(file: Added, report: SyncReport) -> Added:
    counts = {"added": report.added, "updated": report.updated, "unchanged": report.unchanged}
    state = next((state for state, number in counts.items() if number), "cancelled")
    if report.failed and state == "cancelled":
        return replace(file, state="failed", detail=report.failed[0].error)
    told = [count(report.passages, "passage")] if report.passages else []
    if (read := sum(counts.values())) > 1:
        told.insert(0, count(read, "document"))
    # Of an archive, what could be read is kept, and the rest told.
    told += [f"not read: {failure.source}: {failure.error}" for failure in report.failed]
    return replace(file, state=state, detail="; ".join(told), documents=counts.get(state, 1))
