"""Reading: from a file to a document, cleaned and described."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from typing import Literal

from corpus.discover import Candidate, Readable, Unreadable, discover, is_address
from corpus.document import Document, document_id
from corpus.errors import ReadError, Refused
from corpus.ocr import Ocr, Recognised, nobody
from corpus.positions import Position
from corpus.workers import WORKERS, Workers

__all__ = [
    "Candidate",
    "ReadError",
    "Readable",
    "Unreadable",
    "capture",
    "discover",
    "is_address",
    "read",
]

_USUAL = Ocr()
_log = logging.getLogger(__name__)


def read(
    candidate: Readable, audience: Literal["public", "internal"], workers: Workers = WORKERS
) -> Document:
    """The document in a file or page; see `capture`."""
    return capture(candidate, audience, workers).document


@dataclass(frozen=True, slots=True)
class Captured:
    """A document, the bytes that it was read from, and the positions it takes, where they were
    looked for. `scanned` says that pages of it are pictures, read by OCR or not."""

    document: Document
    original: bytes
    positions: tuple[Position, ...] | None
    scanned: bool = False


def capture(
    candidate: Readable,
    audience: Literal["public", "internal"],
    workers: Workers = WORKERS,
    ocr: Ocr = _USUAL,
    tell: Recognised = nobody,
) -> Captured:
    """The document in a file or page, with the bytes that it was read from.

    An audience in its metadata goes before `audience`. It is parsed by one of `workers`. Raises
    ReadError when the file is gone, empty, too large, not what its name says, or more than the
    worker's limits of time and memory allow. Pages that are pictures are read as `ocr` says;
    `tell` hears how many have been, and may raise to end it.
    """
    data = candidate.data()
    try:
        parsed = workers.parse(data, candidate.described, ocr, tell)
    except Refused as error:
        raise ReadError(candidate.source, str(error)) from None
    described = parsed.described
    _log.debug("%s: described from %s", candidate.source, dict(described.origin))
    document = Document(
        id=document_id(candidate.location),
        source=candidate.source,
        location=candidate.location,
        text=parsed.text,
        sha256=hashlib.sha256(data).hexdigest(),
        title=described.title,
        date=described.date,
        publisher=described.publisher,
        author=described.author,
        kind=described.kind,
        language=described.language,
        url=described.url,
        places=described.places,
        audience=described.audience or audience,
        speeches=described.speeches,
        speakers=described.speakers,
        pages=parsed.pages,
        captured=candidate.captured(),
        origin=described.origin,
    )
    return Captured(document, data, parsed.positions, parsed.scanned)
