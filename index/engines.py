"""The two search engines as one, kept in step with the catalogue.

Neither engine survives every kill, and a broken one can take the process down at opening. So none
is opened after an unclean end: the catalogue notes when a write begins and when it has ended, and
where the two don't meet, both engines are made again from the catalogue in a new folder. The
vectors are stored there, so nothing is embedded again.
"""

from __future__ import annotations

import logging
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from index.catalogue import Catalogue
from index.lexical import LexicalIndex
from index.vectors import VectorIndex

log = logging.getLogger(__name__)

# Grows when what the engines store of a passage changes: older indexes are then made again.
_FORMAT = 3
_STATE = "engines"
_WRITING = "writing"


class Engines:
    """The vector and the lexical index of a library."""

    def __init__(self, catalogue: Catalogue, folder: Path, server: str) -> None:
        self._catalogue = catalogue
        self._folder = folder
        self._server = server
        self._generation = -1
        self.vectors: VectorIndex
        self.lexical: LexicalIndex
        self._open = False
        self._door = threading.Condition()
        self._searches = 0
        self._reopening = False

    def in_step(self) -> bool:
        """Whether the engines on disk hold what the catalogue shows."""
        return self._state() == self._expected()

    def open(self) -> None:
        """Open the engines as they are on disk."""
        self.close()
        folder = self._current()
        self.lexical = LexicalIndex(folder / "lexical")
        self.vectors = VectorIndex.open(folder / "vectors", self._server)
        self._generation = self._catalogue.generation
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
                self._reopening = True
                self._door.wait_for(lambda: not self._searches)
                try:
                    self.open()
                finally:
                    self._reopening = False
                    self._door.notify_all()
            self._searches += 1
        try:
            yield
        finally:
            with self._door:
                self._searches -= 1
                self._door.notify_all()

    def _lagging(self) -> bool:
        changed = self._open and self._generation != self._catalogue.generation
        return changed and self.in_step()

    def write(self, change: Callable[[], tuple[Sequence[int], Sequence[int]]]) -> int:
        """Let `change` alter the catalogue and follow it with the engines.

        `change` returns the passage ids that it added and removed. Returns how many were added.
        An end in between leaves the mark that makes the next opening rebuild the engines.
        """
        self._catalogue.note(_STATE, _WRITING)
        added, removed = change()
        if removed:
            self.vectors.write([], removed)
        records = list(self._catalogue.records(added))
        self.vectors.write(records, [])
        self.lexical.write(records, removed)
        self._settled()
        return len(added)

    def rebuild(self) -> None:
        """Make both engines again from the catalogue, in a new folder, embedding nothing."""
        self._catalogue.note(_STATE, _WRITING)
        self.close()
        earlier = int(self._catalogue.setting("engines_folder") or 0)
        self._catalogue.note("engines_folder", str(earlier + 1))
        shutil.rmtree(self._current(), ignore_errors=True)
        self.open()
        if self._server:
            self.vectors.clear()
        self.vectors.write(self._catalogue.records(), [])
        self.lexical.write(self._catalogue.records(), [])
        self._settled()
        shutil.rmtree(self._folder / str(earlier), ignore_errors=True)
        log.info("the search indexes were made again from the catalogue")

    def missing(self) -> dict[str, int]:
        """How many passages each engine lacks or has too many, against the catalogue."""
        shown = self._catalogue.passage_ids()
        return {
            "vectors": len(shown ^ self.vectors.ids()),
            "lexical": len(shown ^ self.lexical.ids()),
        }

    def _current(self) -> Path:
        return self._folder / (self._catalogue.setting("engines_folder") or "0")

    def _state(self) -> str | None:
        return self._catalogue.setting(_STATE)

    def _expected(self) -> str:
        return f"{_FORMAT}/{self._catalogue.generation}@{self._server or 'embedded'}"

    def _settled(self) -> None:
        self._catalogue.note(_STATE, self._expected())
        self._generation = self._catalogue.generation
