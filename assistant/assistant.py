"""The library's front door: everything that the app, the command line and programs can do.

    understand -> search -> draft -> verify -> show

A question is read for the filters it names (understand), passages are searched within them
(index), an answerer drafts statements with quotations (quotes, model), and the verifier lets
through only what stands in the stored text (verify).
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Literal, Self, Unpack

from assistant import check as checking
from assistant import doctor, records, removal
from assistant import sync as syncing
from assistant.checked import Check
from assistant.errors import LibraryError
from assistant.limits import Limits, facets, filters_of, ignored
from assistant.loading import Loading
from assistant.outline import OnSection, Outline, outline
from assistant.positions import Positions, positions
from assistant.recall import recall
from assistant.reports import RemoveReport, SyncReport
from assistant.results import (
    Answer,
    Citation,
    DocumentRecord,
    Facets,
    Original,
    SearchResult,
)
from assistant.retrieve import retrieve
from assistant.settings import Settings
from assistant.watch import Watch
from index.catalogue import CatalogueError
from index.embed import Embedder
from index.filters import Viewer
from index.index import Index


class Assistant:
    """An open library. Calls may come from many threads; one of them may write at a time.

    `watch` holds the followed topics and what is new on them.
    """

    def __init__(self, settings: Settings, index: Index, embedder: Embedder | None) -> None:
        self.settings = settings
        self._index = index
        self._loading = Loading(index, settings, embedder)
        self.watch = Watch(index, self._loading.require_positions)

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
            library._loading.start()
        return library

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Release the library's files."""
        self._loading.stop()
        self._index.close()

    # Readiness

    @property
    def ready(self) -> bool:
        """Whether questions can be answered now."""
        return self._loading.ready

    @property
    def loading_error(self) -> str:
        """Why questions can't be answered, "" while that isn't known."""
        return self._loading.error

    def wait_ready(self, timeout: float | None = None) -> bool:
        """Wait (at most `timeout` seconds) until questions can be answered; whether they can."""
        return self._loading.wait(timeout)

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
        times are as they were. `progress` may raise Cancelled: what is stored by then stays. What
        can't be read is reported and left as it was. Raises LibraryError.
        """
        self._loading.require()
        return syncing.sync(self._index, sources, audience, prune, progress, self.settings, check)

    def reembed(self, progress: syncing.OnProgress | None = None) -> int:
        """Embed every stored document again with the configured model; returns the passages.

        For a library that another model made. Raises LibraryError.
        """
        return self._loading.reembed(progress or (lambda _: None))

    def remove(self, names: Sequence[str], viewer: Viewer = "internal") -> RemoveReport:
        """Forget documents everywhere, by id, source, location or the folder they came from.

        A document's id stands for all of its names; what is forgotten by another of these stays
        where it has further names. Earlier versions and original bytes go too. A public viewer
        removes only what it may see. Raises LibraryError.
        """
        self._loading.require()
        return removal.remove(self._index, names, viewer)

    # Reading

    def documents(self, **limits: Unpack[Limits]) -> tuple[DocumentRecord, ...]:
        """The documents that pass the filters, newest first. Raises LibraryError."""
        return records.listed(self._index, filters_of(limits))

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
        return records.cite(self._index, document, start, end, viewer)

    def facets(self, viewer: Viewer = "internal") -> Facets:
        """What there is to filter by, and how much the library holds."""
        return facets(self._index, viewer)

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
        filters = filters_of(limits)
        _not_blank(query, "query")
        self._loading.require()
        began = time.perf_counter()
        found = retrieve(self._index, query, history, filters, max(0, k), ignored(ignore))
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
        filters = filters_of(limits)
        _not_blank(question, "question")
        responder = self._loading.answering
        if quotations_only:
            responder = responder.without_model()
        yield from responder.stream(question, history, filters, ignored(ignore))

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
        filters = filters_of(limits)
        self._loading.require()
        return checking.check(self._index, draft, filters, progress)

    def positions(self, topic: str, **limits: Unpack[Limits]) -> Positions:
        """The dated history of the positions taken on `topic`, or evidence that there is none.

        Takes the filters of `search`; filters that the topic names apply too. Raises LibraryError.
        """
        filters = filters_of(limits)
        _not_blank(topic, "topic")
        self._loading.require_positions()
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
        filters = filters_of(limits)
        _not_blank(brief, "brief")
        model = self._loading.responder.model
        return outline(self._index, model, brief, filters, shown, progress)

    def doctor(self, repair: bool = False) -> doctor.DoctorReport:
        """Check the installation and the library; with `repair`, mend what can be mended."""
        self.wait_ready()
        return doctor.examine(self.settings, self._index, self._loading.error, repair)


def _not_blank(text: str, what: str) -> None:
    if not text.strip():
        raise LibraryError(f"the {what} is empty: write what you want to know")
