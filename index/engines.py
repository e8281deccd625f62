"""The two search engines as one, kept in step with the catalogue.

Not every kill leaves files that can be opened: Chroma writes its graph in place, and a broken one
can take the process down. So the catalogue notes when a write begins and when it has ended, and how
the graph's files stood then. Where a write was cut off and left them alone, what differs from the
catalogue is mended; where it touched them, or they are lost, both engines are made again in a new
folder. The vectors are stored in the catalogue, so nothing is embedded again.
"""

from __future__ import annotations

import json
import logging
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from index.catalogue import Catalogue
from index.filters import Filters
from index.lexical import LexicalIndex
from index.record import Vector
from index.scan import Near, Scan
from index.vectors import VectorIndex

log = logging.getLogger(__name__)

# Grows when what the engines store of a passage changes: older indexes are then made again.
_FORMAT = 3
_STATE = "engines"
_FILES = "engines_files"
_FOLDER = "engines_folder"
_WRITING = "writing"
_MENDING = "mending"


class Engines:
    """The vector and the lexical index of a library."""

    def __init__(self, catalogue: Catalogue, folder: Path, server: str) -> None:
        self._catalogue = catalogue
        self._folder = folder
        self._server = server
        self.scan = Scan(catalogue, folder)
        self._opened = ""
        self.vectors: VectorIndex
        self.lexical: LexicalIndex
        self._open = False
        self._door = threading.Condition()
        self._searches = 0
        self._reopening = False

    def in_step(self) -> bool:
        """Whether the engines on disk hold what the catalogue shows."""
        return self._state().partition("#")[0] == self._expected() and self._complete()

    def ready(self) -> bool:
        """Open the engines if they are in step with the catalogue; whether they are, and could be.

        A Chroma server's failure is raised, since nothing here can mend that.
        """
        if not self.in_step():
            return False
        try:
            self.open()
        except Exception as error:
            if self._server:
                raise
            log.warning("the search indexes can't be opened: %s", error)
            return False
        return True

    def open(self) -> None:
        """Open the engines as they are on disk, once the searches under way have ended."""
        with self._alone():
            self._reopen()

    def _reopen(self) -> None:
        state, folder = self._state(), self._current()
        self.close()
        self.lexical = LexicalIndex(folder / "lexical")
        self.vectors = VectorIndex.open(folder / "vectors", self._server)
        self._opened = state
        self._open = True

    def close(self) -> None:
        if self._open:
            self._open = False
            self.vectors.close()

    @contextmanager
    def searching(self) -> Iterator[None]:
        """Keep the engines open for a search, reopened first where another process changed them.

        Chroma's files are shared by all that is open in a process, so reopening waits for the
        searches under way, and searches for the reopening.
        """
        with self._door:
            self._door.wait_for(lambda: not self._reopening)
            if self._lagging():
                self._close_door()
                try:
                    self._reopen()
                finally:
                    self._open_door()
            self._searches += 1
        try:
            yield
        finally:
            with self._door:
                self._searches -= 1
                self._door.notify_all()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Wait until no search is under way, and let none begin."""
        with self._door:
            self._door.wait_for(lambda: not self._reopening)
            self._close_door()
            try:
                yield
            finally:
                self._open_door()

    def _close_door(self) -> None:
        self._reopening = True
        self._door.wait_for(lambda: not self._searches)

    def _open_door(self) -> None:
        self._reopening = False
        self._door.notify_all()

    def _lagging(self) -> bool:
        return self._open and self._opened != self._state() and self.in_step()

    def nearest(
        self, vector: Vector, filters: Filters, limit: int, near: Near | None = None
    ) -> list[tuple[int, float]]:
        """The nearest passages within `filters` as (id, cosine), nearest first.

        `near` is `scan.near(vector)` where there is one already.
        """
        if filters == Filters(viewer="internal"):
            return self.vectors.search(vector, filters, limit)
        return (near or self.scan.near(vector)).within(filters, limit)

    def write(self, change: Callable[[], tuple[Sequence[int], Sequence[int]]]) -> int:
        """Let `change` alter the catalogue and follow it with the engines.

        `change` returns the passage ids that it added and removed. Returns how many were added.
        An end in between leaves the mark that makes the next opening rebuild the engines.
        """
        if not self.in_step():
            self.recover()
        self._catalogue.note(_STATE, self._mark(_WRITING))
        added, removed = change()
        self._follow(added, removed, removed)
        return len(added)

    def recover(self) -> None:
        """Bring the engines in step after a write that was cut off, embedding nothing."""
        for left in self._folder.glob("vectors.*-*"):
            left.unlink(missing_ok=True)
        if self._state() != self._mark(_WRITING) or self._touched():
            self.rebuild()
            return
        # A graph that can't be opened though it looks whole would end the process here: then the
        # mark makes the next opening rebuild.
        self._catalogue.note(_STATE, self._mark(_MENDING))
        try:
            self._mend()
        except Exception as error:
            if self._server:
                raise
            log.warning("what a write left can't be mended (%s): it is made again", error)
            self.rebuild()

    def _mend(self) -> None:
        """Bring what differs from the catalogue in step."""
        self.open()
        shown, near, worded = self._catalogue.passage_ids(), self.vectors.ids(), self.lexical.ids()
        self._catalogue.note(_STATE, self._mark(_WRITING))
        self.lexical.sweep()
        self._follow(sorted(shown - (near & worded)), sorted(near - shown), sorted(worded - shown))
        log.info("a write that was cut off was mended from the catalogue")

    def leave_behind(self) -> None:
        """Note that the catalogue changes by itself, until `rebuild` follows."""
        self._catalogue.note(_STATE, self._mark(_MENDING))

    def rebuild(self) -> None:
        """Make both engines again from the catalogue, in a new folder, embedding nothing.

        Searches go on in those that are open until the new ones are whole.
        """
        self.leave_behind()
        self.scan.forget()
        number = int(self._catalogue.setting(_FOLDER) or 0) + 1
        folder = self._folder / str(number)
        shutil.rmtree(folder, ignore_errors=True)
        vectors = VectorIndex.open(folder / "vectors", self._server)
        if self._server:
            vectors.clear()
        vectors.write(self._catalogue.records(), [])
        LexicalIndex(folder / "lexical").write(self._catalogue.records(), [])
        vectors.close()
        self._catalogue.note(_FOLDER, str(number))
        self.open()
        self._settled()
        for other in self._folder.iterdir():
            if other != folder:
                shutil.rmtree(other, ignore_errors=True)
        log.info("the search indexes were made again from the catalogue")

    def _follow(self, add: Sequence[int], near: Sequence[int], worded: Sequence[int]) -> None:
        """Add passages to both engines; take `near` out of one and `worded` out of the other."""
        records = list(self._catalogue.records(add))
        self.vectors.write(records, near)
        self._catalogue.note(_FILES, json.dumps(VectorIndex.files(self._graph())))
        self.lexical.write(records, worded)
        self._settled()

    def missing(self) -> dict[str, int]:
        """How many passages each engine lacks or has too many, against the catalogue."""
        shown = self._catalogue.passage_ids()
        return {
            "vectors": len(shown ^ self.vectors.ids()),
            "lexical": len(shown ^ self.lexical.ids()),
        }

    def _current(self) -> Path:
        return self._folder / (self._catalogue.setting(_FOLDER) or "0")

    def _graph(self) -> Path:
        return self._current() / "vectors"

    def _state(self) -> str:
        return self._catalogue.setting(_STATE) or ""

    def _expected(self) -> str:
        return f"{_FORMAT}/{self._catalogue.generation}@{self._server or 'embedded'}"

    def _mark(self, what: str) -> str:
        """What stands in place of the state while the engines are not in step."""
        return f"{what} {_FORMAT}@{self._server or 'embedded'}"

    def _noted(self) -> dict[str, list[int]] | None:
        """How the files of the graph stood when it was last written, None where that isn't known"""
        noted = self._catalogue.setting(_FILES)
        return None if noted is None else json.loads(noted)

    def _touched(self) -> bool:
        """Whether the graph was being written when a write was cut off, as far as can be known."""
        return not self._server and VectorIndex.files(self._graph()) != self._noted()

    def _complete(self) -> bool:
        """Whether the files are there in the sizes that they had; a copy has other times."""
        noted = None if self._server else self._noted()
        if noted is None:
            return True
        there = VectorIndex.files(self._graph())
        return {name: size for name, (size, _) in there.items()} == {
            name: size for name, (size, _) in noted.items()
        } and (self._current() / "lexical" / "meta.json").is_file()

    def _settled(self) -> None:
        self._catalogue.note(_FILES, json.dumps(VectorIndex.files(self._graph())))
        # The folder tells those who have an earlier one open that it was replaced.
        folder = self._catalogue.setting(_FOLDER)
        self._catalogue.note(_STATE, f"{self._expected()}#{folder}")
        self._opened = self._state()
