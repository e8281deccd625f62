"""Whether questions can be answered yet, and if not, why: what /healthz and the page say."""

from __future__ import annotations

import logging
import threading
from importlib import resources
from pathlib import Path

from assistant import Assistant, LibraryError
from assistant.reports import SyncReport
from assistant.sync import OnProgress, Progress

_log = logging.getLogger(__name__)


def load_sample(library: Assistant, progress: OnProgress | None = None) -> SyncReport:
    """Adds the project's sample notes to the library. Raises LibraryError."""
    with resources.as_file(resources.files("corpus") / "sample") as folder:
        return library.sync([Path(folder)], progress=progress)


class Readiness:
    """Follows a library until it can be asked; with `sample`, fills it first where it is empty.

    `filling` says how far that filling is, "" when there is none under way.
    """

    def __init__(self, library: Assistant, sample: bool = False) -> None:
        self._library = library
        self.filling = "The sample library is being loaded." if sample else ""
        if sample:
            threading.Thread(target=self._fill, name="sample", daemon=True).start()

    def reason(self) -> str:
        """Why questions can't be answered yet, "" when they can."""
        if self._library.loading_error:
            return self._library.loading_error
        if not self._library.ready:
            return "The language tools are being loaded."
        return self.filling

    def _fill(self) -> None:
        try:
            if self._library.wait_ready() and not self._library.facets().documents:
                load_sample(self._library, self._heard)
        except LibraryError as error:
            _log.error("The sample library could not be loaded: %s", error)
        finally:
            self.filling = ""

    def _heard(self, progress: Progress) -> None:
        if progress.total:
            self.filling = (
                f"The sample library is being loaded: {progress.done} of {progress.total} notes."
            )
