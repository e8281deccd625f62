"""The index of a library: what is written goes to the catalogue first, then to both engines."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.document import Span
from corpus.split import split
from index.catalogue import Catalogue, Coverage
from index.embed import Embedder, EmbeddingError, ModelIdentity, PassageText
from index.engines import Engines
from index.filters import Filters, Viewer
from index.rows import Incoming, StoredPassage
from index.search import Query, Scored, quoting, search

__all__ = ["BusyError", "Incoming", "Index", "ModelMismatch"]

log = logging.getLogger(__name__)

_UNFINISHED = "being replaced"


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

    def __init__(self, catalogue: Catalogue, engines: Engines, lock: FileLock) -> None:
        self.catalogue = catalogue
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
        catalogue = Catalogue.open(f"sqlite:///{home / 'catalogue.sqlite3'}")
        engines = Engines(catalogue, home / "engines", server)
        return cls(catalogue, engines, FileLock(home / "writer.lock"))

    def start(self, embedder: Embedder) -> None:
        """Open the engines for searches and writes with `embedder`'s vectors.

        Engines that are not in step with the catalogue are made again from it first. Raises
        ModelMismatch when another model made the library.
        """
        self._check_model(embedder.identity)
        if self._engines.in_step():
            self._engines.open()
        else:
            self._recover()
        self._embedder = embedder
        if not self.catalogue.positions_are_current:
            self._read_positions()

    def close(self) -> None:
        self._engines.close()
        self.catalogue.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the right to change the library. Raises BusyError when another process has it."""
        with self._writing, self.writing_lock():
            with self._engines.searching():
                # Entering reopened them where another process wrote: writes go on from there.
                pass
            yield

    @contextmanager
    def writing_lock(self) -> Iterator[None]:
        """Keep other processes from changing the library. Raises BusyError."""
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

    def put(self, incoming: Sequence[Incoming]) -> int:
        """Store documents in place of their earlier versions; returns how many passages.

        Each document becomes visible in one transaction. Call it inside `writing`.
        """
        embedder = self._ready()
        self._note_model(embedder.identity)
        prepared = []
        for item in incoming:
            passages = split(item.document, embedder.count_tokens, embedder.identity.window)
            texts = [
                PassageText(
                    passage.heading,
                    item.document.text[passage.start : passage.end],
                    tuple(
                        Span(sentence.start - passage.start, sentence.end - passage.start)
                        for sentence in passage.sentences
                    ),
                )
                for passage in passages
            ]
            prepared.append((item, passages, texts))
        # One call for all: inputs of like length share a batch across documents.
        embedded = iter(embedder.embed_passages([text for *_, texts in prepared for text in texts]))

        def change() -> tuple[list[int], list[int]]:
            added: list[int] = []
            removed: list[int] = []
            for item, passages, _ in prepared:
                vectors = [next(embedded) for _ in passages]
                new, old = self.catalogue.put(item, passages, vectors)
                added += new
                removed += old
            return added, removed

        return self._engines.write(change)

    def remove(self, documents: Sequence[str]) -> int:
        """Forget documents by id; returns how many passages went. Call it inside `writing`."""
        self._ready()
        gone: list[int] = []

        def change() -> tuple[list[int], list[int]]:
            gone.extend(self.catalogue.remove(documents))
            return [], gone

        self._engines.write(change)
        return len(gone)

    def reembed(self, embedder: Embedder, progress: Callable[[int, int], None]) -> int:
        """Embed every stored document again with `embedder`; returns how many passages.

        For a library that another model made. Call it inside `writing`.
        """
        known = list(self.catalogue.known().values())
        # Until all is embedded again the vectors of two models are mixed: no model may open that.
        self.catalogue.note("model", _UNFINISHED)
        self._embedder = embedder
        passages = 0
        self._engines.rebuild()
        for done, item in enumerate(known):
            progress(done, len(known))
            document = self.catalogue.document(item.id)
            if document is not None:
                again = Incoming(document, item.root, item.fingerprint, item.validators)
                passages += self.put([again])
        self.catalogue.note("model", json.dumps(asdict(embedder.identity)))
        return passages

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
        """Make the engines again from the catalogue. Raises BusyError."""
        with self.writing():
            self._engines.rebuild()

    def _recover(self) -> None:
        try:
            with self.writing():
                if self._engines.in_step():
                    self._engines.open()
                else:
                    self._engines.rebuild()
        except BusyError:
            # The writer brings them in step; until then searches show what the catalogue shows.
            self._engines.open()

    def _read_positions(self) -> None:
        """For a library of an earlier version, which held no positions, or others."""
        try:
            with self.writing():
                self.catalogue.read_positions_again()
        except BusyError:
            log.warning("positions are read anew at the next start: the library is being changed")

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
        made_by = ModelIdentity(**json.loads(stored))
        if (made_by.weights, made_by.dimension) != (identity.weights, identity.dimension):
            raise ModelMismatch(
                f"this library was embedded by the model {made_by.name}, and the one in use is "
                f"{identity.name}: set RAPPORTEUR_EMBEDDING_MODEL={made_by.name}, or embed the "
                "library again with rapporteur sync --rebuild"
            )

    def _note_model(self, identity: ModelIdentity) -> None:
        if self.catalogue.setting("model") is None:
            self.catalogue.note("model", json.dumps(asdict(identity)))
