"""The library's front door: everything that the app, the command line and programs can do.

    understand -> search -> draft -> verify -> show

A question is read for the filters it names (understand), passages are searched within them
(index), an answerer drafts statements with quotations (quotes, model), and the verifier lets
through only what stands in the stored text (verify).
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Literal, Self, TypedDict, Unpack

from assistant import check as checking
from assistant import doctor, records, respond
from assistant import sync as syncing
from assistant.checked import Check
from assistant.errors import LibraryError
from assistant.outline import OnSection, Outline, outline
from assistant.positions import Positions, positions
from assistant.reading import Part, parts
from assistant.recall import recall
from assistant.results import (
    Answer,
    Citation,
    DocumentRecord,
    Facets,
    Failure,
    Original,
    RemoveReport,
    SearchResult,
    SyncReport,
)
from assistant.retrieve import retrieve
from assistant.settings import Settings
from assistant.verify import citation
from assistant.watch import Watch
from corpus.document import Span
from corpus.places import canonical
from corpus.publishers import publisher_name
from index.catalogue import CatalogueError
from index.embed import Embedder, EmbeddingError, SentenceTransformerEmbedder
from index.filters import Filters, Viewer
from index.index import BusyError, Index, ServerError

log = logging.getLogger(__name__)

# Seconds that a call waits for what is done in the background.
_PATIENCE = 30


class Limits(TypedDict, total=False):
    """The filters that every search takes; what is left out limits nothing.

    Dates are partial and inclusive; several values of one field are alternatives. `viewer` is
    "internal" unless it is said to be "public", who never sees internal documents.
    """

    since: str
    until: str
    publishers: Sequence[str]
    places: Sequence[str]
    kinds: Sequence[str]
    languages: Sequence[str]
    viewer: Viewer


class Assistant:
    """An open library. Calls may come from many threads; one of them may write at a time.

    `watch` holds the followed topics and what is new on them.
    """

    def __init__(self, settings: Settings, index: Index, embedder: Embedder | None) -> None:
        self.settings = settings
        self._index = index
        self._given_embedder = embedder
        self._started = threading.Event()
        self._closing = False
        self._loading_error = ""
        self._responder: respond.Responder | None = None
        self._starting = threading.Lock()
        self._loader = threading.Thread(target=self._load, name="loading", daemon=True)
        self.watch = Watch(index, self._require_positions)

    @classmethod
    def open(
        cls,
        home: str | Path | None = None,
        settings: Settings | None = None,
        embedder: Embedder | None = None,
        preload: bool = True,
    ) -> Assistant:
        """The library in the folder `home`, made where there is none.

        Returns at once; the embedding model loads in the background (see `ready`), and calls that
        need it wait. Without `preload` it is loaded only when a call needs it. `embedder` replaces
        the configured model. Raises LibraryError.
        """
        try:
            chosen = settings or Settings.load(home)
            chosen.home.mkdir(parents=True, exist_ok=True)
            index = Index.open(chosen.home, chosen.chroma)
        except (CatalogueError, ValueError) as error:
            raise LibraryError(str(error)) from error
        except OSError as error:
            raise LibraryError(
                f"the library's folder can't be used ({error}): give another one with --home"
            ) from error
        library = cls(chosen, index, embedder)
        if preload:
            library._start_loading()
        return library

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Release the library's files."""
        self._closing = True
        if self._loader.ident is not None:
            self._loader.join()
        self._index.close()

    # Readiness

    @property
    def ready(self) -> bool:
        """Whether questions can be answered now."""
        return self._started.is_set() and not self._loading_error

    @property
    def loading_error(self) -> str:
        """Why questions can't be answered, "" while that isn't known."""
        return self._loading_error

    def wait_ready(self, timeout: float | None = None) -> bool:
        """Wait (at most `timeout` seconds) until questions can be answered; whether they can."""
        self._start_loading()
        self._started.wait(timeout)
        return self.ready

    # Writing

    def sync(
        self,
        sources: Sequence[str | Path],
        *,
        audience: Literal["public", "internal"] = "public",
        prune: bool = False,
        check: bool = False,
        progress: syncing.OnProgress | None = None,
    ) -> SyncReport:
        """Add what is new in `sources`, update what changed, skip the rest.

        A source is a folder, a file, or the address of a page, sitemap or feed. With `prune`, what
        is gone from these sources is removed; with `check`, files are read though their size and
        times are as they were. `progress` may raise Cancelled:
        what is stored by then stays. What can't be read is reported and left as it was. Raises
        LibraryError.
        """
        self._require()
        try:
            return syncing.sync(
                self._index, sources, audience, prune, progress, self.settings, check
            )
        except (BusyError, ServerError) as error:
            raise LibraryError(str(error)) from error
        except OSError as error:
            raise LibraryError(
                f"the library can't be written to ({error}): see that its disk has room, then sync "
                "again; what is stored stays"
            ) from error

    def reembed(self, progress: syncing.OnProgress | None = None) -> int:
        """Embed every stored document again with the configured model; returns the passages.

        For a library that another model made. Raises LibraryError.
        """
        self.wait_ready()
        tell = progress or (lambda _: None)
        try:
            embedder = self._given_embedder or SentenceTransformerEmbedder.load(
                self.settings.embedding_model
            )
            with self._index.writing():
                passages = self._index.reembed(
                    embedder,
                    lambda done, total: tell(syncing.Progress(done, total, "", "embedding")),
                )
        except (BusyError, EmbeddingError, ServerError) as error:
            raise LibraryError(str(error)) from error
        self._began(embedder)
        return passages

    def remove(self, names: Sequence[str], viewer: Viewer = "internal") -> RemoveReport:
        """Forget documents everywhere, by id, source, location or the folder they came from.

        A document's id stands for all of its names; what is forgotten by another of these stays
        where it has further names. Earlier versions and original bytes go too. A public viewer
        removes only what it may see. Raises LibraryError.
        """
        self._require()
        failed: list[Failure] = []
        wanted: list[str] = []
        catalogue = self._index.catalogue
        for name in names:
            found = catalogue.find_names(name, viewer)
            if not found:
                found = catalogue.find_names(syncing.location_of(name), viewer)
            if not found:
                failed.append(Failure(name, "the library holds no such document or source"))
            wanted += found
        wanted = list(dict.fromkeys(wanted))
        sources = catalogue.sources(wanted)
        try:
            with self._index.writing():
                passages = self._index.remove(wanted) if wanted else 0
        except (BusyError, ServerError) as error:
            raise LibraryError(str(error)) from error
        return RemoveReport(tuple(sources), passages, tuple(failed))

    # Reading

    def documents(self, **limits: Unpack[Limits]) -> tuple[DocumentRecord, ...]:
        """The documents that pass the filters, newest first. Raises LibraryError."""
        return records.listed(self._index, _filters(limits))

    def show(self, document: str, viewer: Viewer = "internal", version: str = "") -> DocumentRecord:
        """One document with its full stored text, by id or source. Raises LibraryError.

        With `version`, the beginning of a SHA-256, as it was before it changed.
        """
        return records.shown(self._index, document, viewer, version)

    def original(self, document: str, viewer: Viewer = "internal", version: str = "") -> Original:
        """The bytes that a document was read from, or an earlier version. Raises LibraryError."""
        return records.original(self._index, document, viewer, version)

    def cite(self, document: str, start: int, end: int, viewer: Viewer = "internal") -> Citation:
        """The citation of `text[start:end]` in the stored text of a document, by id or source.

        Raises LibraryError where there is no such document or stretch.
        """
        found = records.found(self._index, document, viewer)
        if not 0 <= start < end <= len(found.text):
            raise LibraryError(
                f"'{document}' has no stretch from {start} to {end}: rapporteur show prints it"
            )
        return citation(found, Span(start, end), 1)

    def facets(self, viewer: Viewer = "internal") -> Facets:
        """What there is to filter by, and how much the library holds."""
        catalogue, everything = self._index.catalogue, Filters(viewer=viewer)
        cover = catalogue.coverage(everything)
        return Facets(
            publishers=tuple(catalogue.values("publisher", everything)),
            places=tuple(catalogue.values("places", everything)),
            kinds=tuple(catalogue.values("kind", everything)),
            languages=tuple(catalogue.values("language", everything)),
            documents=cover.documents,
            passages=catalogue.passage_count(everything),
            earliest=cover.earliest,
            latest=cover.latest,
        )

    def search(
        self,
        query: str,
        k: int = 10,
        history: Sequence[str] = (),
        ignore: Collection[str] = (),
        **limits: Unpack[Limits],
    ) -> SearchResult:
        """The `k` best passages for `query`, none overlapping another.

        `history` holds earlier questions that the query goes on from, oldest first. `ignore` names
        parts of what was understood from the query that limit nothing. Raises LibraryError.
        """
        filters = _filters(limits)
        _not_blank(query, "query")
        self._require()
        began = time.perf_counter()
        found = retrieve(self._index, query, history, filters, max(0, k), _parts(ignore))
        hits = found.hits(k)
        total = round((time.perf_counter() - began) * 1000, 3)
        return SearchResult(query, found.understood, hits, {"total": total})

    def ask(
        self,
        question: str,
        history: Sequence[str] = (),
        *,
        quotations_only: bool = False,
        ignore: Collection[str] = (),
        **limits: Unpack[Limits],
    ) -> Answer:
        """The answer to `question`, asked after the questions in `history` (oldest first).

        With `quotations_only`, a language model that is configured is left alone. Takes the
        filters of `search`, and `ignore` as it does. Raises LibraryError.
        """
        *_, answer = self.ask_stream(
            question, history, quotations_only=quotations_only, ignore=ignore, **limits
        )
        return answer

    def ask_stream(
        self,
        question: str,
        history: Sequence[str] = (),
        *,
        quotations_only: bool = False,
        ignore: Collection[str] = (),
        **limits: Unpack[Limits],
    ) -> Iterator[Answer]:
        """Like `ask`, as growing answers: each statement is verified before it appears, and the
        last answer is complete."""
        filters = _filters(limits)
        _not_blank(question, "question")
        self._require()
        assert self._responder is not None
        responder = self._responder.without_model() if quotations_only else self._responder
        yield from responder.stream(question, history, filters, _parts(ignore))

    def recall(self, kept: object, viewer: Viewer = "internal") -> Answer:
        """The answer that `assistant.recall.keep` wrote, as far as it still stands in the library.

        Raises ValueError where `kept` is no answer.
        """
        return recall(self._index, kept, viewer)

    def check(
        self,
        draft: str | Path,
        progress: checking.OnChecked | None = None,
        **limits: Unpack[Limits],
    ) -> Check:
        """Every quotation and claim of a draft against the library.

        `draft` is a text; a Path names a file, Word's (.docx) or a text. `progress` may raise
        Cancelled. Raises LibraryError.
        """
        filters = _filters(limits)
        self._require()
        return checking.check(self._index, draft, filters, progress)

    def positions(self, topic: str, **limits: Unpack[Limits]) -> Positions:
        """The dated history of the positions taken on `topic`, or evidence that there is none.

        Takes the filters of `search`; filters that the topic names apply too. Raises LibraryError.
        """
        filters = _filters(limits)
        _not_blank(topic, "topic")
        self._require_positions()
        return positions(self._index, topic, filters)

    def outline(
        self,
        brief: str,
        shown: Sequence[Citation] = (),
        progress: OnSection | None = None,
        **limits: Unpack[Limits],
    ) -> Outline:
        """The cited outline of the statement that `brief` asks for.

        `shown` quotations are not chosen again. `progress` may raise Cancelled. Takes the filters
        of `search`; a brief's date ends the search too. Raises LibraryError.
        """
        filters = _filters(limits)
        _not_blank(brief, "brief")
        self._require()
        assert self._responder is not None
        return outline(self._index, self._responder.model, brief, filters, shown, progress)

    def doctor(self, repair: bool = False) -> doctor.DoctorReport:
        """Check the installation and the library; with `repair`, mend what can be mended."""
        self.wait_ready()
        return doctor.examine(self.settings, self._index, self._loading_error, repair)

    # Loading

    def _load(self) -> None:
        try:
            embedder = self._given_embedder or SentenceTransformerEmbedder.load(
                self.settings.embedding_model
            )
            if not self._closing:
                self._index.start(embedder, catch_up=False)
                self._responder = respond.Responder(self._index, self.settings)
        except Exception as error:
            # Whatever it is, the page must say so rather than wait for ever.
            log.error("the library can't be searched: %s", error, exc_info=log.isEnabledFor(10))
            self._loading_error = str(error) or type(error).__name__
        finally:
            self._started.set()
        if self.ready:
            self._catch_up()

    def _catch_up(self) -> None:
        """What may wait until questions are answered goes on in the background."""
        try:
            self._index.catch_up(lambda: self._closing)
        except Exception as error:  # noqa: BLE001 - the library can be used without it
            log.warning("the library could not be brought up to date: %s", error)

    def _began(self, embedder: Embedder) -> None:
        self._given_embedder = embedder
        self._index.start(embedder)
        self._responder = respond.Responder(self._index, self.settings)
        self._loading_error = ""

    def _start_loading(self) -> None:
        with self._starting:
            if self._loader.ident is None:
                self._loader.start()

    def _require(self) -> None:
        self.wait_ready()
        if self._loading_error:
            raise LibraryError(self._loading_error)

    def _require_positions(self) -> None:
        """Wait for a while until no position is an earlier version's."""
        self._require()
        end = time.monotonic() + _PATIENCE
        while not self._index.catalogue.positions_are_current:
            if time.monotonic() > end:
                raise LibraryError(
                    "the positions in this library are being read anew for this version of "
                    "Rapporteur: ask again in a few minutes"
                )
            time.sleep(0.1)


def _parts(ignore: Collection[str]) -> tuple[Part, ...]:
    try:
        return parts(ignore)
    except ValueError as error:
        raise LibraryError(str(error)) from error


def _not_blank(text: str, what: str) -> None:
    if not text.strip():
        raise LibraryError(f"the {what} is empty: write what you want to know")


def _filters(limits: Limits) -> Filters:
    try:
        filters = Filters(
            viewer=limits.get("viewer", "internal"),
            since=limits.get("since", ""),
            until=limits.get("until", ""),
            publishers=tuple(map(publisher_name, limits.get("publishers", ()))),
            places=tuple(canonical(place) or place for place in limits.get("places", ())),
            kinds=tuple(limits.get("kinds", ())),
            languages=tuple(limits.get("languages", ())),
        )
        _ = filters.first_day, filters.last_day
    except ValueError as error:
        raise LibraryError(str(error)) from error
    return filters
