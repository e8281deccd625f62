"""Making a library ready for questions: its models load in the background."""

from __future__ import annotations

import logging
import threading
import time

from assistant.errors import LibraryError
from assistant.reader import reader
from assistant.respond import Responder
from assistant.settings import Settings
from assistant.sync import OnProgress, Progress
from index.embed import Embedder, EmbeddingError, SentenceTransformerEmbedder
from index.index import BusyError, Index, ServerError

log = logging.getLogger(__name__)

# Seconds that a call waits for what is done in the background.
_PATIENCE = 30


class Loading:
    """Loads the models and starts the index, once; who needs them waits.

    `embedder` replaces the configured model.
    """

    def __init__(self, index: Index, settings: Settings, embedder: Embedder | None) -> None:
        self._index = index
        self._settings = settings
        self._embedder = embedder
        self._responder: Responder | None = None
        self._error = ""
        self._ended = threading.Event()
        self._stopping = False
        self._awaited = False
        self._starting = threading.Lock()
        self._thread = threading.Thread(target=self._load, name="loading", daemon=True)

    def start(self, awaited: bool = False) -> None:
        """Begin in the background, where that has not happened yet.

        Who has it `awaited` is told themselves what goes wrong; else the log says so.
        """
        with self._starting:
            if self._thread.ident is None:
                self._awaited = awaited
                self._thread.start()

    def stop(self) -> None:
        """Wait until what goes on in the background has ended, as early as it can."""
        self._stopping = True
        if self._thread.ident is not None:
            self._thread.join()

    @property
    def ready(self) -> bool:
        """Whether questions can be answered now."""
        return self._ended.is_set() and not self._error

    @property
    def error(self) -> str:
        """Why questions can't be answered, "" while that isn't known."""
        return self._error

    def wait(self, timeout: float | None = None) -> bool:
        """Wait (at most `timeout` seconds) until questions can be answered; whether they can."""
        self.start(awaited=True)
        self._ended.wait(timeout)
        return self.ready

    def require(self) -> None:
        """Wait until questions can be answered. Raises LibraryError where they can't."""
        self.wait()
        if self._error:
            raise LibraryError(self._error)

    @property
    def responder(self) -> Responder:
        """Who answers questions, waited for. Raises LibraryError where they can't be answered."""
        self.require()
        assert self._responder is not None
        return self._responder

    @property
    def answering(self) -> Responder:
        """The responder with its reader, which only answers need, loaded. Raises LibraryError."""
        responder = self.responder
        try:
            reader()
        except EmbeddingError as error:
            raise LibraryError(str(error)) from error
        return responder

    def require_positions(self) -> None:
        """Wait for a while until no position is an earlier version's. Raises LibraryError."""
        self.require()
        end = time.monotonic() + _PATIENCE
        while not self._index.catalogue.positions_are_current:
            if time.monotonic() > end:
                raise LibraryError(
                    "the positions in this library are being read anew for this version of "
                    "Rapporteur: ask again in a few minutes"
                )
            time.sleep(0.1)

    def reembed(self, progress: OnProgress) -> int:
        """Embed every stored document again with the configured model; returns the passages.

        For a library that another model made. Raises LibraryError.
        """
        self.wait()
        try:
            embedder = self._model()
            with self._index.writing():
                passages = self._index.reembed(
                    embedder,
                    lambda done, total: progress(Progress(done, total, "", "embedding")),
                )
        except (BusyError, EmbeddingError, ServerError) as error:
            raise LibraryError(str(error)) from error
        self._embedder = embedder
        self._index.start(embedder)
        self._responder = Responder(self._index, self._settings)
        self._error = ""
        return passages

    def _model(self) -> Embedder:
        return self._embedder or SentenceTransformerEmbedder.load(self._settings.embedding_model)

    def _load(self) -> None:
        try:
            embedder = self._model()
            if not self._stopping:
                self._index.start(embedder, catch_up=False)
                self._responder = Responder(self._index, self._settings)
        except Exception as error:
            # Whatever it is, the page must say so rather than wait for ever.
            level = logging.INFO if self._awaited else logging.ERROR
            trace = log.isEnabledFor(logging.DEBUG)
            log.log(level, "the library can't be searched: %s", error, exc_info=trace)
            self._error = str(error) or type(error).__name__
        finally:
            self._ended.set()
        if self.ready:
            self._catch_up()

    def _catch_up(self) -> None:
        """What may wait until questions are answered goes on in the background."""
        try:
            if not self._awaited and not self._stopping:
                # Nobody waits for it: neither should the first question.
                reader()
            self._index.catch_up(lambda: self._stopping)
        except Exception as error:  # noqa: BLE001 - the library can be used without it
            log.warning("the library could not be brought up to date: %s", error)
