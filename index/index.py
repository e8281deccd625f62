"""The index of a library: what is written goes to the catalogue first, then to both engines."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from index.ahead import read_ahead
from index.catalogue import Catalogue
from index.change import Change, Changed, Stored
from index.damage import damage
from index.embed import Embedder
from index.engines import Engines, Stop
from index.filters import VIEWERS, Filters, Viewer
from index.made_by import MadeBy, ModelMismatch
from index.names import Plan
from index.originals import Originals
from index.overview import Overview, Overviews
from index.prepare import Prepared, embed, prepare
from index.record import Vector
from index.rows import Incoming, StoredPassage
from index.search import Query, Scored, quoting, search
from index.served import ServerError
from index.writing import BusyError, Writing

__all__ = ["BusyError", "Incoming", "Index", "ModelMismatch", "Prepared", "ServerError"]

log = logging.getLogger(__name__)

# Documents that are embedded again in one step.
_TOGETHER = 32


class Index:
    """Documents, searchable. Many threads may search while one writes."""

    def __init__(
        self, catalogue: Catalogue, engines: Engines, originals: Originals, writing: Writing
    ) -> None:
        self.catalogue = catalogue
        self.originals = originals
        self._engines = engines
        self._right = writing
        self._made_by = MadeBy(catalogue)
        self._overviews = Overviews(catalogue)
        self._embedder: Embedder | None = None

    @classmethod
    def open(cls, home: Path, server: str = "") -> Index:
        """The index in the folder `home`, made where there is none; `server` is a Chroma server.

        The engines are opened by `start`. Raises CatalogueError.
        """
        catalogue = Catalogue.open(home / "catalogue.sqlite3")
        engines = Engines(catalogue, home / "engines", server)
        originals = Originals(home / "originals")
        writing = Writing(catalogue, engines, home / "writer.lock")
        return cls(catalogue, engines, originals, writing)

    def start(self, embedder: Embedder, catch_up: bool = True) -> None:
        """Open the engines for searches and writes with `embedder`'s vectors.

        Engines that are not in step with the catalogue are made again from it first; without
        `catch_up`, what searches can go without is left for a call of that. Raises ModelMismatch
        when another model made the library.
        """
        self._made_by.check(embedder.identity)
        if self.catalogue.read_only:
            self._engines.open()
        elif not self._engines.ready():
            self._recover()
        self._engines.scan.view(embedder.identity.dimension)
        self._embedder = embedder
        if self.catalogue.read_only:
            return
        if catch_up or not self._engines.scan.ids():
            self.catch_up(lambda: False)

    def catch_up(self, stop: Stop) -> None:
        """Make what searches and writes can go without: Chroma's graph where it is not whole, and
        the positions that an earlier version read. Ends early when `stop` says so."""
        for path in (self._engines.scan.path, self.catalogue.path):
            read_ahead(path)
        for viewer in VIEWERS:
            self.overview(viewer)
        if self.catalogue.read_only:
            return
        try:
            if not self.catalogue.positions_are_current:
                self.catalogue.read_positions_again(lambda: self._right.when_free(stop), stop)
            self._engines.grow(lambda: self._right.when_free(stop), stop)
        except (BusyError, ServerError):
            log.info("what was left to catch up with is left for the next start")

    def close(self) -> None:
        self._engines.close()
        self.catalogue.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the right to change the library; what an earlier write left is mended first.

        Raises BusyError when another process has it, ServerError when that server is away.
        """
        with self._right.alone():
            if self._embedder is not None:
                self._engines.attend()
            yield

    def prepare(self, incoming: Incoming) -> Prepared:
        """A document cut into passages. May be called while another thread embeds or writes."""
        return prepare(incoming, self._ready())

    def embed(self, prepared: Sequence[Prepared]) -> list[Stored]:
        """Documents with their embeddings, ready to be put; those that are stored are kept."""
        of_another = self._made_by.unfinished
        return embed(prepared, self._ready(), None if of_another else self.catalogue.embedded)

    def holds(self, incoming: Incoming) -> bool:
        """Whether the same text is held under another name."""
        return bool(self.catalogue.names_of(incoming.content) - {incoming.document.id})

    def put(self, incoming: Sequence[Incoming], ready: Sequence[Stored] = ()) -> int:
        """Store documents in place of their earlier versions; returns how many passages.

        All become visible in one transaction. The same text under another name is stored once,
        what a changed document held before is kept. Those that are `ready` are not embedded again.
        Call it inside `writing`. Raises OSError where the original bytes can't be kept.
        """
        plan = Plan(self.catalogue.group, self.catalogue.content_of)
        for item in incoming:
            plan.add(item)
        change = Change(self._derived(plan.documents, ready), plan.twins)
        originals = [item.original for item in incoming if item.original is not None]
        return len(self._write(change, originals).added)

    def remove(self, names: Sequence[str]) -> int:
        """Forget names by id; returns how many passages went. Call it inside `writing`.

        What other names hold stays under them; versions and bytes that nothing needs go too.
        """
        plan = Plan(self.catalogue.group, self.catalogue.content_of)
        plan.remove(names)
        done = self._write(Change(self._derived(plan.documents), plan.twins, plan.removed))
        return len(done.removed) - len(done.added)

    def _write(self, change: Change, originals: Sequence[bytes] = ()) -> Changed:
        """Make a change in the catalogue and both engines, and keep the bytes it refers to.

        The bytes are there before the catalogue refers to them, and as long as it does. Others that
        a crash leaves are swept away at the next opening.
        """
        done = Changed()

        def write() -> tuple[list[int], list[int]]:
            nonlocal done
            for data in originals:
                self.originals.keep(data)
            done = self.catalogue.change(change)
            self.originals.remove(done.unneeded)
            return done.added, done.removed

        self._engines.write(write)
        return done

    def _derived(self, incoming: Sequence[Incoming], ready: Sequence[Stored] = ()) -> list[Stored]:
        """The documents with their passages, embeddings and positions."""
        self._made_by.note_first(self._ready().identity)
        there = {id(stored.incoming): stored for stored in ready}
        missing = [self.prepare(item) for item in incoming if id(item) not in there]
        there |= {id(stored.incoming): stored for stored in self.embed(missing)}
        return [there[id(item)] for item in incoming]

    def reembed(self, embedder: Embedder, progress: Callable[[int, int], None]) -> int:
        """Embed every stored document again with `embedder`; returns how many passages.

        For a library that another model made. Call it inside `writing`.
        """
        known = self.catalogue.document_ids()
        if not self._made_by.model(embedder.identity):
            # Until all is embedded the vectors of two models are mixed: neither may open that.
            self._made_by.begin_replacing()
        self._engines.leave_behind()
        passages = 0
        for at in range(0, len(known), _TOGETHER):
            progress(at, len(known))
            texts = [prepare(self.stored(item), embedder) for item in known[at : at + _TOGETHER]]
            done = self.catalogue.change(Change(embed(texts, embedder, None)))
            passages += len(done.added)
        self._made_by.note(embedder.identity)
        self._embedder = embedder
        self._engines.rebuild()
        self._engines.grow(self.writing, lambda: False)
        return passages

    def stored(self, document: str) -> Incoming:
        """A document as it is stored, to be stored again. Raises KeyError where there is none."""
        names = self.catalogue.group(self.catalogue.content_of(document))
        return {name.id: name.incoming for name in names}[document]

    def search(self, query: Query, filters: Filters, vector: Vector | None = None) -> list[Scored]:
        """Candidates for the query, best first. May overlap; see `without_overlap`.

        `vector` is that of the query's text where the caller has it; else it is embedded here.
        """
        if vector is None:
            vector = self._ready().embed_query(query.text)
        with self._engines.searching():
            return search(self.catalogue, self._engines, vector, query, filters)

    def quoting(self, words: str, filters: Filters, limit: int) -> list[StoredPassage]:
        """The passages that share most runs of words with `words`, best first."""
        self._ready()
        with self._engines.searching():
            ids = quoting(self._engines, words, filters, limit)
        found = self.catalogue.passages(ids)
        return [found[passage] for passage in ids if passage in found]

    def any_passage(self, filters: Filters) -> bool:
        """Whether a search within the filters has anything to look through."""
        view = self._engines.scan.view(self._ready().identity.dimension)
        return view.holdings.any_passage(filters)

    def overview(self, viewer: Viewer) -> Overview:
        """What the library holds for a viewer, kept until it changes."""
        return self._overviews.of(viewer)

    @property
    def embedder(self) -> Embedder:
        """The embedder in use. Raises RuntimeError before `start`."""
        return self._ready()

    @property
    def engines(self) -> Engines:
        return self._engines

    def damage(self) -> list[str]:
        """What is damaged in the search indexes though the ids are right; see index/damage.py."""
        with self._engines.searching():
            return damage(self.catalogue, self._engines, self._ready().identity.dimension)

    def repair(self) -> None:
        """Make the engines again from the catalogue. Raises BusyError and ServerError."""
        with self._right.alone():
            self._engines.rebuild()
            self._engines.take_over()
            self._engines.grow(self._right.alone, lambda: False)

    def forget_originals(self, digests: Sequence[str]) -> None:
        """Let go of damaged bytes, and of those that nothing refers to. Raises BusyError."""
        with self.writing():
            self.catalogue.forget_originals(digests)
            self.originals.sweep(set(self.catalogue.kept()))

    def _recover(self) -> None:
        try:
            with self._right.alone():
                if not self._engines.ready():
                    self._engines.recover()
                    # A write that was cut off may have left bytes that nothing refers to.
                    self.originals.sweep(set(self.catalogue.kept()))
        except BusyError:
            # The writer brings them in step; until then searches show what the catalogue shows.
            self._engines.open()
        except ServerError:
            # The next write mends it, or says why it can't.
            self._engines.open()

    def _ready(self) -> Embedder:
        if self._embedder is None:
            raise RuntimeError("the index has not been started")
        return self._embedder
