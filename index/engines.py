"""The two search engines as one, kept in step with the catalogue.

Not every kill leaves files that can be opened: Chroma writes its graph in place, and a broken one
can take the process down. So the catalogue notes when a write begins and when it has ended, and how
the graph's files stood then. Where a write was cut off and left them alone, what differs from the
catalogue is mended; where it touched them, or they are lost, both engines are made again in a new
folder. The vectors are stored in the catalogue, so nothing is embedded again.

Of the two, the lexical index is made in seconds, and Chroma's graph takes minutes where a library
is large. So it may be made later (`grow`), while searches and writes go on: until it is whole, the
scan (index/scan.py) answers in its stead.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from index import stamp
from index.catalogue import Catalogue
from index.chunks import chunks
from index.door import Door
from index.errors import EngineError, LibraryError
from index.filters import Filters
from index.lexical import LexicalIndex
from index.record import Vector
from index.scan import Near, Scan
from index.served import ServerError
from index.state import MENDING, WRITING, EngineState
from index.vectors import VectorIndex

log = logging.getLogger(__name__)

Stop = Callable[[], bool]


class Engines:
    """The vector and the lexical index of a library."""

    def __init__(self, catalogue: Catalogue, folder: Path, server: str) -> None:
        self._catalogue = catalogue
        self._folder = folder
        self._served = stamp.collection(catalogue, server, folder.parent) if server else None
        self._state = EngineState(catalogue, folder, server)
        self.scan = Scan(catalogue, folder)
        self._opened = ""
        self.vectors: VectorIndex | None = None
        self.lexical: LexicalIndex
        self._open = False
        self._door = Door()

    def ready(self) -> bool:
        """Open the engines if they are in step with the catalogue; whether they are, and could be.

        A Chroma server that is away doesn't count: reading goes on without it.
        """
        if not self._state.in_step():
            return False
        try:
            self.open()
            return self._agrees()
        except ServerError:
            return True
        except Exception as error:  # noqa: BLE001  damaged files may raise anything
            log.warning("the search indexes can't be opened: %s", error)
            return False

    def open(self) -> None:
        """Open the engines as they are on disk, once the searches under way have ended."""
        with self._door.alone():
            self._reopen()

    def _reopen(self) -> None:
        state, folder = self._state.value, self._state.folder
        if self._served is None:
            self.close()
        self.vectors = None
        read_only = bool(self._catalogue.read_only)
        words = LexicalIndex.copied if read_only else LexicalIndex
        self.lexical = words(folder / "lexical")
        if not self._state.behind and not read_only:
            self.vectors = self._served or VectorIndex.open(folder / "vectors")
        self._opened = state
        self._open = True

    def close(self) -> None:
        self._open = False
        vectors, self.vectors = self.vectors or self._served, None
        if vectors is not None:
            vectors.close()

    def searching(self) -> AbstractContextManager[None]:
        """Keep the engines open for a search, reopened first where another process changed them."""
        return self._door.inside(self._lagging, self._reopen)

    def _lagging(self) -> bool:
        return self._open and self._opened != self._state.value and self._state.in_step()

    def nearest(
        self, vector: Vector, filters: Filters, limit: int, near: Near | None = None
    ) -> list[tuple[int, float]]:
        """The nearest passages within `filters` as (id, cosine), nearest first.

        `near` is `scan.near(vector)` where there is one already.
        """
        if self.vectors is not None and filters == Filters(viewer="internal"):
            try:
                return self.vectors.search(vector, limit)
            except ServerError as error:
                log.debug("searching without Chroma: %s", error)
        return (near or self.scan.near(vector)).within(filters, limit)

    def write(self, change: Callable[[], tuple[Sequence[int], Sequence[int]]]) -> int:
        """Let `change` alter the catalogue and follow it with the engines.

        `change` returns the passage ids that it added and removed. Returns how many were added.
        An end in between leaves the mark that makes the next write or opening mend the engines.
        Raises ServerError.
        """
        if not self._state.in_step():
            self.recover()
        self._state.begin(WRITING)
        added, removed = change()
        self._follow(added, removed, removed)
        return len(added)

    def attend(self) -> None:
        """Mend what an earlier write left, and fill a Chroma server that was away or lost it.

        Raises ServerError where it is still away, or holds what a copy of the library wrote.
        """
        if not self._state.in_step() or not self._agrees():
            self.recover()
        if self._served is not None:
            self.grow(nullcontext, lambda: False)

    def recover(self) -> None:
        """Bring the engines in step after a write that was cut off, embedding nothing.

        Raises ServerError.
        """
        for left in self._folder.glob("vectors.*-*"):
            left.unlink(missing_ok=True)
        if not self._agrees() and self._state.in_step():
            # The server was emptied, or put back to an earlier state: `grow` fills it again.
            self._state.fall_behind()
            self.open()
            return
        if not self._state.cut_off():
            self.rebuild()
            return
        # A graph that can't be opened though it looks whole would end the process here: then the
        # mark makes the next opening rebuild.
        self._state.begin(MENDING)
        try:
            self._mend()
        except ServerError:
            self._state.begin(WRITING)
            raise
        except Exception as error:  # noqa: BLE001  damaged files may raise anything
            log.warning("what a write left can't be mended (%s): it is made again", error)
            self.rebuild()

    def _mend(self) -> None:
        """Bring what differs from the catalogue in step."""
        self.open()
        shown, worded = self._catalogue.passage_ids(), self.lexical.ids()
        near = self.vectors.ids() if self.vectors is not None else shown
        self._state.begin(WRITING)
        self.lexical.sweep()
        self._follow(sorted(shown - (near & worded)), sorted(near - shown), sorted(worded - shown))
        log.info("a write that was cut off was mended from the catalogue")

    def leave_behind(self) -> None:
        """Note that the catalogue changes by itself, until `rebuild` follows."""
        self._state.begin(MENDING)

    def take_over(self) -> None:
        """Empty the collection on the server, whoever wrote it. Raises ServerError."""
        if self._served is not None:
            self._served.clear()

    def rebuild(self) -> None:
        """Make the engines again from the catalogue, in a new folder, embedding nothing.

        Searches go on in those that are open until the new ones are there. Chroma's graph is left
        behind: `grow` makes it.
        """
        self.leave_behind()
        self.scan.forget()
        number = self._state.number + 1
        folder = self._folder / str(number)
        shutil.rmtree(folder, ignore_errors=True)
        with _told():
            LexicalIndex(folder / "lexical").write(self._catalogue.records(), [])
        self._state.move(number)
        self.open()
        self._settled()
        for other in self._folder.iterdir():
            if other != folder:
                shutil.rmtree(other, ignore_errors=True)
        log.info("the search indexes were made again from the catalogue")

    @property
    def behind(self) -> bool:
        """Whether Chroma's graph is still to be made."""
        return self._state.behind

    def grow(self, writing: Callable[[], AbstractContextManager[None]], stop: Stop) -> None:
        """Make Chroma's graph, unless another process does; searches and writes go on meanwhile.

        `writing` holds the right to change the library, which the end of it needs. Ends early when
        `stop` says so: what is made by then is made again. Raises ServerError.
        """
        if not self.behind:
            return
        lock = FileLock(self._folder.with_name("graph.lock"))
        with suppress(Timeout), lock.acquire(timeout=0):
            if not self.behind:  # another process has just made it
                return
            folder = self._state.graph
            shutil.rmtree(folder, ignore_errors=True)
            vectors = self._served or VectorIndex.open(folder)
            try:
                if self._served is not None:
                    stamp.agrees(self._catalogue, self._served)
                    self._served.clear()
                wanted = sorted(self._catalogue.passage_ids())
                for some in chunks(wanted):
                    if stop() or folder != self._state.graph:
                        return
                    vectors.write(self._catalogue.records(some), [])
                with writing():
                    shown, near = self._catalogue.passage_ids(), vectors.ids()
                    vectors.write(self._catalogue.records(sorted(shown - near)), list(near - shown))
                    self._put_stamp()
                    self._state.settle(grown=True)
            finally:
                if self._served is None:
                    vectors.close()
            self.open()

    def _follow(self, add: Sequence[int], near: Sequence[int], worded: Sequence[int]) -> None:
        """Add passages to both engines; take `near` out of one and `worded` out of the other."""
        records = list(self._catalogue.records(add))
        with _told():
            self.lexical.write(records, worded)
            if self.vectors is not None:
                self.vectors.write(records, near)
                self._put_stamp()
        self._settled()

    def missing(self) -> dict[str, int]:
        """How many passages each engine lacks or has too many, against the catalogue.

        Raises ServerError.
        """
        self._agrees()
        shown = self._catalogue.passage_ids()
        # Before its first search the scan holds nothing: that reads what the catalogue shows.
        near = self.vectors.ids() if self.vectors is not None else self.scan.ids() or shown
        return {
            "vectors": len(shown ^ near),
            "lexical": len(shown ^ self.lexical.ids()),
        }

    def _agrees(self) -> bool:
        """Whether a server holds what was last written to it. Raises ServerError."""
        return self._served is None or self.behind or stamp.agrees(self._catalogue, self._served)

    def _put_stamp(self) -> None:
        if self._served is not None:
            stamp.put(self._catalogue, self._served)

    def _settled(self) -> None:
        self._state.settle()
        self._opened = self._state.value


@contextmanager
def _told() -> Iterator[None]:
    """Say what to do where the engines can't be written. Raises EngineError."""
    try:
        yield
    except LibraryError:
        raise
    except Exception as error:
        raise EngineError(
            f"the search indexes can't be written ({error}): see that the disk has room, then sync "
            "again; what is stored stays"
        ) from error
