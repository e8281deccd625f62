"""Documents as they are listed and shown, with their other names, earlier versions and bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from assistant.errors import LibraryError
from assistant.results import Citation, DocumentRecord, Original, VersionRecord
from assistant.verify import citation
from corpus.document import Document, Span
from index.filters import Filters, Viewer
from index.index import Index

_SHORTEST = 6
_FOLDERS = re.compile(r"[/\\]")


def listed(index: Index, filters: Filters) -> tuple[DocumentRecord, ...]:
    """The documents that pass the filters, newest first."""
    rows = index.catalogue.documents(filters)
    twins = index.catalogue.twins([row.id for row in rows], filters.viewer)
    return tuple(_record(row, _also(twins.get(row.id, ()))) for row in rows)


def found(index: Index, name: str, viewer: Viewer) -> Document:
    """The one document that `name` stands for, by id or source. Raises LibraryError."""
    documents = index.catalogue.documents_by_id(index.catalogue.find(name, viewer))
    seen = [d for d in documents.values() if viewer == "internal" or d.audience == "public"]
    if not seen:
        raise LibraryError(
            f"the library holds no document '{name}': rapporteur documents lists them"
        )
    if len(seen) > 1:
        ids = ", ".join(d.id for d in seen)
        raise LibraryError(f"several documents are called '{name}': give an id ({ids})")
    return seen[0]


def shown(index: Index, name: str, viewer: Viewer, version: str = "") -> DocumentRecord:
    """One document with its full stored text, or what it held as the earlier `version`, given by
    the beginning of its SHA-256. Raises LibraryError."""
    document = found(index, name, viewer)
    also = _also(index.catalogue.twins([document.id], viewer).get(document.id, ()))
    kept = index.catalogue.kept()
    versions = index.catalogue.versions(document.id, viewer)
    told = tuple(
        VersionRecord(
            each.document.sha256,
            each.document.source,
            each.document.captured,
            each.superseded,
            len(each.document.text),
            kept.get(each.document.sha256),
        )
        for each in versions
    )
    superseded = ""
    if version:
        digest = _one(version, [document.sha256, *(each.sha256 for each in told)], name)
        if digest != document.sha256:
            earlier = next(each for each in versions if each.document.sha256 == digest)
            superseded = earlier.superseded
            document = earlier.document
    return _record(document, also, told, superseded, kept.get(document.sha256))


def cite(index: Index, name: str, start: int, end: int, viewer: Viewer) -> Citation:
    """The citation of a stretch of a document's stored text. Raises LibraryError."""
    document = found(index, name, viewer)
    if not 0 <= start < end <= len(document.text):
        raise LibraryError(
            f"'{name}' has no stretch from {start} to {end}: rapporteur show prints it"
        )
    return citation(document, Span(start, end), 1)


def original(index: Index, name: str, viewer: Viewer, version: str = "") -> Original:
    """The bytes that a document, or an earlier version of it, was read from.

    By a twin's name, the bytes found under that name. Raises LibraryError.
    """
    document = found(index, name, viewer)
    source, digest = document.source, document.sha256
    for twin in index.catalogue.twins([document.id], viewer).get(document.id, ()):
        if name in (twin.id, twin.source, twin.location):
            source, digest = twin.source, twin.sha256
    if version:
        earlier = index.catalogue.versions(document.id, viewer)
        digest = _one(version, [digest, *(each.document.sha256 for each in earlier)], name)
    if digest not in index.catalogue.kept():
        raise LibraryError(
            f"the original of '{name}' is not kept: it was read before originals were kept; "
            "sync it again"
        )
    data = index.originals.read(digest)
    if data is None:
        raise LibraryError(f"the original of '{name}' is damaged or missing: see rapporteur doctor")
    return Original(_FOLDERS.split(source)[-1] or "original", digest, data)


def _one(version: str, digests: Iterable[str], name: str) -> str:
    """The one digest that begins with `version`. Raises LibraryError."""
    meant = {d for d in digests if len(version) >= _SHORTEST and d.startswith(version.lower())}
    if len(meant) != 1:
        which = "several versions" if meant else "no version"
        raise LibraryError(
            f"'{name}' has {which} '{version}': give {_SHORTEST} or more of the first characters "
            "of a SHA-256 that rapporteur show lists"
        )
    return meant.pop()


def _also(twins: Iterable[Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(twin.source for twin in twins))


def _record(
    stored: Any,
    also: tuple[str, ...],
    versions: tuple[VersionRecord, ...] = (),
    superseded: str = "",
    original: int | None = None,
) -> DocumentRecord:
    """The record of a row of the list, or of a document with its text."""
    whole = isinstance(stored, Document)
    return DocumentRecord(
        id=stored.id,
        source=stored.source,
        title=stored.title,
        publisher=stored.publisher,
        date=stored.date,
        kind=stored.kind,
        language=stored.language,
        url=stored.url,
        places=tuple(stored.places),
        audience=stored.audience,
        pages=len(stored.pages) or None,
        characters=len(stored.text) if whole else stored.characters,
        sha256=stored.sha256,
        captured=stored.captured,
        author=stored.author,
        speakers=tuple(stored.speakers),
        notes=stored.notes if whole else (),
        also=also,
        supersedes=stored.supersedes if whole else "",
        superseded=superseded,
        versions=versions,
        original=original,
        origin=stored.described_from if whole else {},
        speeches=stored.speeches if whole else (),
        text=stored.text if whole else None,
    )
