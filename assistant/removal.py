"""Forgetting documents everywhere: in the catalogue, both engines and the kept bytes."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.errors import LibraryError
from assistant.reports import Failure, RemoveReport
from assistant.sync import location_of
from index.filters import Viewer
from index.index import BusyError, Index, ServerError


def remove(index: Index, names: Sequence[str], viewer: Viewer) -> RemoveReport:
    """Forget what the viewer may see of `names`: ids, sources, locations, synced folders.

    Raises LibraryError.
    """
    failed: list[Failure] = []
    wanted: list[str] = []
    catalogue = index.catalogue
    for name in names:
        found = catalogue.find_names(name, viewer)
        if not found:
            found = catalogue.find_names(location_of(name), viewer)
        if not found:
            failed.append(Failure(name, "the library holds no such document or source"))
        wanted += found
    wanted = list(dict.fromkeys(wanted))
    sources = catalogue.sources(wanted)
    try:
        with index.writing():
            passages = index.remove(wanted) if wanted else 0
    except (BusyError, ServerError) as error:
        raise LibraryError(str(error)) from error
    return RemoveReport(tuple(sources), passages, tuple(failed))
