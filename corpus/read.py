"""Reading: from a file to a document, cleaned and described."""

from __future__ import annotations

import hashlib
import logging
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from corpus.clean import clean
from corpus.describe import describe
from corpus.discover import Candidate, Unreadable, discover
from corpus.document import Document, document_id
from corpus.errors import ReadError, Refused
from corpus.formats.registry import READERS

__all__ = ["Candidate", "ReadError", "Unreadable", "discover", "read"]

_log = logging.getLogger(__name__)


def read(candidate: Candidate, audience: Literal["public", "internal"]) -> Document:
    """The document in a file; an audience in its metadata goes before `audience`.

    Raises ReadError when the file is gone, empty, too large or not what its name says.
    """
    data = candidate.data()
    try:
        reading = READERS[Path(candidate.location).suffix.lower()](data)
    except Refused as error:
        raise ReadError(candidate.source, str(error)) from None
    text = clean(reading.text, wrapped=reading.wrapped).text
    if not text:
        raise ReadError(candidate.source, "the file is empty: it holds no text to read")
    described = describe(text, reading, candidate)
    _log.debug("%s: described from %s", candidate.source, dict(described.origin))
    return Document(
        id=document_id(candidate.location),
        source=candidate.source,
        location=candidate.location,
        text=text,
        sha256=hashlib.sha256(data).hexdigest(),
        title=described.title,
        date=described.date,
        publisher=described.publisher,
        kind=described.kind,
        language=described.language,
        url=described.url,
        places=described.places,
        audience=described.audience or audience,
        speeches=described.speeches,
        speakers=described.speakers,
        captured=_modified(candidate.location),
        origin=described.origin,
    )


def _modified(location: str) -> str:
    """When the file was last changed, in UTC."""
    seconds = os.stat(location).st_mtime
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
