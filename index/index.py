"""The index of a library: what is written goes to the catalogue first, then to both engines."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from index.ahead import read_ahead
from index.catalogue import Catalogue, Coverage
from index.change import Change, Changed, Stored
from index.embed import Embedder, EmbeddingError, ModelIdentity
from index.engines import Engines, Stop
from index.errors import CatalogueError
from index.filters import VIEWERS, Filters, Viewer
from index.names import Plan
from index.originals import Originals
from index.prepare import Prepared, embed, prepare
from index.rows import Incoming, StoredPassage
from index.search import Query, Scored, quoting, search
from index.served import ServerError

__all__ = ["BusyError", "Incoming", "Index", "ModelMismatch", "Prepared", "ServerError"]

log = logging.getLogger(__name__)

_UNFINISHED = "being replaced"
# Seconds between two tries to change the library while another process does.
_PAUSE = 0.5
# Documents that are embedded again in one step.
_TOGETHER = 32


class BusyError(RuntimeError):
    """Another process is changing the library."""


class ModelMismatch(EmbeddingError):
    """The library was embedded by another model than the one in use."""


@dataclass(frozen=True, slots=True)
class Overview:
    """What a viewer may see of a library as it stood at a generation of its catalogue."""

    generation: int
    publishers: tuple[str, ...]
    kinds: tuple[str, ...]
    speakers: tuple[str, ...]
    coverage: Coverage


class Index:
    """Documents, searchable. Many threads may search while one writes."""

    def __init__(
        self, catalogue: Catalogue, engines: Engines, originals: Originals, lock: FileLock
    ) -> None:
        self.catalogue = catalogue
        self.originals = originals
        self._engines = engines
        self._lock = lock
        self._writing = threading.RLock()
        self._embedder: Embedder | None = None
        self._overviews: dict[Viewer, Overview] = {}

    @classmethod
    def open(cls, home: Path, server: str = "") -> Index:
        """The index in the folder `home`, made where there is none; `server` is a Chroma server.

        The engines are opened by `start`. Raises CatalogueError.
        """
        catalogue = Catalogue.open(home / "catalogue.sqlite3")
        engines = Engines(catalogue, home / "engines", server)
        originals = Originals(home / "originals")
        return cls(catalogue, engines, originals, FileLock(home / "writer.lock"))

    def start(self, embedder: Embedder, catch_up: bool = True) -> None:
        """Open the engines for searches and writes with `embedder`'s vectors.

        Engines that are not in step with the catalogue are made again from it first; without
        `catch_up`, what searches can go without is left for a call of that. Raises ModelMismatch
        when another model made the library.
        """
        self._check_model(embedder.identity)
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
                self.catalogue.read_positions_again(lambda: self._writing_when_free(stop), stop)
            self._engines.grow(lambda: self._writing_when_free(stop), stop)
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
        with self._alone():
            if self._embedder is not None:
                self._engines.attend()
            yield

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._writing, self.writing_lock():
            with self._engines.searching():
                # Entering reopened them where another process wrote: writes go on from there.
                pass
            yield

    @contextmanager
    def writing_lock(self) -> Iterator[None]:
        """Keep other processes from changing the library. Raises BusyError."""
        if self.catalogue.read_only:
            raise CatalogueError(
                "the library can't be written to: change the permissions of its folder, or give "
                "another one with --home; searching and asking go on"
            )
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise BusyError(
                "another process is changing this library: wait until it has finished"
            ) from None
        try:
            yield
        finally:
            self._lock.release()

    def prepare(self, incoming: Incoming) -> Prepared:
        """A document cut into passages. May be called while another thread embeds or writes."""
        return prepare(incoming, self._ready())

    def embed(self, prepared: Sequence[Prepared]) -> list[Stored]:
        """Documents with their embeddings, ready to be put; those that are stored are kept."""
        of_another = self.catalogue.setting("model") == _UNFINISHED
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
        self._note_model(self._ready().identity)
        there = {id(stored.incoming): stored for stored in ready}
        missing = [self.prepare(item) for item in incoming if id(item) not in there]
        there |= {id(stored.incoming): stored for stored in self.embed(missing)}
        return [there[id(item)] for item in incoming]

    def reembed(self, embedder: Embedder, progress: Callable[[int, int], None]) -> int:
        """Embed every stored document again with `embedder`; returns how many passages.

        For a library that another model made. Call it inside `writing`.
        """
        known = self.catalogue.document_ids()
        if not self._made_by(embedder.identity):
            # Until all is embedded the vectors of two models are mixed: neither may open that.
            self.catalogue.note("model", _UNFINISHED)
        self._engines.leave_behind()
        passages = 0
        for at in range(0, len(known), _TOGETHER):
            progress(at, len(known))
            texts = [prepare(self.stored(item), embedder) for item in known[at : at + _TOGETHER]]
            done = self.catalogue.change(Change(embed(texts, embedder, None)))
            passages += len(done.added)
        self.catalogue.note("model", json.dumps(asdict(embedder.identity)))
        self._embedder = embedder
        self._engines.rebuild()
        self._engines.grow(self.writing, lambda: False)
        return passages

    def stored(self, document: str) -> Incoming:
        """A document as it is stored, to be stored again. Raises KeyError where there is none."""
        names = self.catalogue.group(self.catalogue.content_of(document))
        return {name.id: name.incoming for name in names}[document]

    def search(self, query: Query, filters: Filters) -> list[Scored]:
        """Candidates for the query, best first. May overlap; see `without_overlap`."""
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
        generation = self.catalogue.generation
        kept = self._overviews.get(viewer)
        if kept is None or kept.generation != generation:
            everything = Filters(viewer=viewer)
            kept = Overview(
                generation=generation,
                publishers=tuple(self.catalogue.values("publisher", everything)),
                kinds=tuple(self.catalogue.values("kind", everything)),
                speakers=tuple(self.catalogue.values("speakers", everything)),
                coverage=self.catalogue.coverage(everything),
            )
            self._overviews[viewer] = kept
        return kept

    @property
    def embedder(self) -> Embedder:
        """The embedder in use. Raises RuntimeError before `start`."""
        return self._ready()

    @property
    def engines(self) -> Engines:
        return self._engines

    def repair(self) -> None:
        """Make the engines again from the catalogue. Raises BusyError and ServerError."""
        with self._alone():
            self._engines.rebuild()
            self._engines.take_over()
            self._engines.grow(self._alone, lambda: False)

    def forget_originals(self, digests: Sequence[str]) -> None:
        """Let go of damaged bytes, and of those that nothing refers to. Raises BusyError."""
        with self.writing():
            self.catalogue.forget_originals(digests)
            self.originals.sweep(set(self.catalogue.kept()))

    def _recover(self) -> None:
        try:
            with self._alone():
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

    @contextmanager
    def _writing_when_free(self, stop: Stop) -> Iterator[None]:
        """Hold the right to change the library as soon as no other process does, or BusyError."""
        with ExitStack() as held:
            while True:
                try:
                    held.enter_context(self._alone())
                    break
                except BusyError:
                    if stop():
                        raise
                    time.sleep(_PAUSE)
            yield

    def _ready(self) -> Embedder:
        if self._embedder is None:
            raise RuntimeError("the index has not been started")
        return self._embedder

    def _check_model(self, identity: ModelIdentity) -> None:
        stored = self.catalogue.setting("model")
        if stored is None:
            return
        if stored == _UNFINISHED:
            raise ModelMismatch(
                "embedding this library again was cut off: finish it with rapporteur sync --rebuild"
            )
        if not self._made_by(identity):
            made_by = ModelIdentity(**json.loads(stored))
            raise ModelMismatch(
                f"this library was embedded by the model {made_by.name}, and the one in use is "
                f"{identity.name}: set RAPPORTEUR_EMBEDDING_MODEL={made_by.name}, or embed the "
                "library again with rapporteur sync --rebuild"
            )

    def _made_by(self, identity: ModelIdentity) -> bool:
        """Whether the stored vectors are that model's."""
        stored = self.catalogue.setting("model")
        if stored in (None, _UNFINISHED):
            return False
        made_by = ModelIdentity(**json.loads(stored))
        return (made_by.weights, made_by.dimension) == (identity.weights, identity.dimension)

    def _note_model(self, identity: ModelIdentity) -> None:
        if self.catalogue.setting("model") is None:
            self.catalogue.note("model", json.dumps(asdict(identity)))
