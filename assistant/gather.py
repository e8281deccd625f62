"""Web sources of a sync: what an organisation's site lists, fetched as the settings allow."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from assistant.errors import LibraryError
from assistant.settings import Settings
from corpus.document import document_id
from corpus.ocr import Ocr
from corpus.web.candidate import Stored
from corpus.web.fetch import Fetcher
from corpus.web.network import Allowed, Network
from corpus.web.transfer import Limits
from corpus.web.visit import Visit
from index.catalogue import Known


def visit(
    sources: Sequence[str], settings: Settings, known: Mapping[str, Known], audience: str
) -> Visit:
    """A visit to `sources`, asking only for what differs from the `known` documents.

    Raises LibraryError for settings that can't be used.
    """
    try:
        network = Network(Allowed.parse(settings.web_allow))
    except ValueError as error:
        raise LibraryError(f"{error}: correct the setting") from error
    fetcher = Fetcher(network, Limits(pause=settings.web_delay))
    return Visit(
        sources, fetcher, _stored(known, audience, Ocr.here(settings.ocr_seconds)), _lists(known)
    )


def _stored(known: Mapping[str, Known], audience: str, ocr: Ocr) -> Callable[[str], Stored | None]:
    def stored(location: str) -> Stored | None:
        page = known.get(document_id(location))
        if page is None:
            return None
        fingerprint = page.fingerprint.partition(":")[0]
        # A page that others may see from now on is stored anew, and so has to be fetched; so has
        # one whose pictures can now be read.
        same = ocr.is_current(page.fingerprint, f"{fingerprint}:{audience}")
        return Stored(page.validators, fingerprint) if same else None

    return stored


def _lists(known: Mapping[str, Known]) -> Callable[[str], bool]:
    listing = {page.root for page in known.values() if page.id != document_id(page.root)}
    return lambda location: location in listing
