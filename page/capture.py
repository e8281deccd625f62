"""Where a document came from: its names, when it was read, its original and earlier versions."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from assistant.results import DocumentRecord, VersionRecord
from assistant.wording import changed
from page import wording
from page.markup import Html, tag

ORIGINALS = "/original/"


def record(document: DocumentRecord) -> Html:
    """The record of capture of a shown document, folded away under one line."""
    rows = [tag("li", f"Also held as {also}", dir="auto") for also in document.also]
    if document.original is not None:
        rows.append(tag("li", _download(document.id, document.sha256, document.original)))
    rows += [_version(document, version) for version in document.versions]
    if document.superseded:
        rows.append(tag("li", _read("Read the current version", document.id, "")))
    if not rows:
        return Html()
    return tag("details", tag("summary", _told(document)), tag("ul", *rows), class_="capture")


def _told(document: DocumentRecord) -> str:
    if document.supersedes:
        return changed(document.captured, document.supersedes)
    if document.captured:
        return f"Captured on {wording.human_date(document.captured[:10])}"
    return "Record of capture"


def _version(document: DocumentRecord, version: VersionRecord) -> Html:
    label = f"Read the version captured on {_moment(version.captured)}"
    told = f", changed by {_moment(version.superseded)}"
    saved = None
    if version.original is not None:
        saved = tag("span", " · ", _download(document.id, version.sha256, version.original))
    return tag("li", _read(label, document.id, version.sha256), told, saved)


def _read(label: str, document: str, version: str) -> Html:
    return tag(
        "button",
        label,
        type="button",
        data_event="version",
        data_document=document,
        data_version=version,
    )


def _download(document: str, sha256: str, size: int) -> Html:
    address = f"{ORIGINALS}{quote(document, safe='')}?{urlencode({'version': sha256})}"
    return tag("a", f"Download the original ({_size(size)})", href=address, download=True)


def _moment(time: str) -> str:
    """A time as date and minute: a page may change twice a day."""
    minute = f", {time[11:16]} UTC" if time[11:16] else ""
    return wording.human_date(time[:10]) + minute


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3)):,} KB"
