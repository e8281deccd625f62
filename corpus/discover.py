"""Finding what to read: the files of a folder in a stable order, each with its metadata."""

from __future__ import annotations

import errno
import os
import re
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from corpus.archive import ARCHIVES, LARGEST_ARCHIVE, ZIPPED, members
from corpus.archive_rows import Outside
from corpus.candidate import (
    LARGEST_FILE,
    READER_VERSION,
    Candidate,
    Readable,
    Unreadable,
    standing,
    too_large,
    why,
)
from corpus.errors import ReadError
from corpus.formats.registry import ENDINGS, unknown
from corpus.metadata import NAMES, Row, read_metadata

__all__ = [
    "LARGEST_FILE",
    "READER_VERSION",
    "Candidate",
    "Readable",
    "Unreadable",
    "discover",
    "is_address",
    "why",
]

_ADDRESS = re.compile(r"\s*[a-z][a-z0-9+.-]*://", re.I)


def is_address(source: str | Path) -> bool:
    """Whether `source` is meant as a web address, of whatever scheme, and not as a path."""
    return isinstance(source, str) and _ADDRESS.match(source) is not None


def discover(source: str | Path) -> Iterator[Readable | Unreadable]:
    """The files of `source`, a folder with all below it or a single file, in a stable order.

    Hidden files are left out and links are not followed; what can't be read comes as Unreadable.
    Raises ReadError for a source that is not there.
    """
    try:
        path = Path(source).expanduser().resolve(strict=True)
        found = _Walk(path).items() if path.is_dir() else _single(path)
    except FileNotFoundError:
        raise ReadError(
            str(source),
            "there is no such file or folder: check the path; a web address begins with https://",
        ) from None
    except (OSError, RuntimeError, ValueError) as error:
        raise ReadError(str(source), why(error)) from None
    yield from found


def _single(path: Path) -> Iterator[Readable | Unreadable]:
    metadata = read_metadata(path.parent)
    described_in = metadata.where.get(path.name, ("", ""))[0]
    outside = Outside(metadata.rows, metadata.closed)
    yield from _found(path, path.name, path, metadata.row(path.name), described_in, outside)


def _found(
    path: Path, source: str, root: Path, row: Row, described_in: str, outside: Outside
) -> Iterator[Readable | Unreadable]:
    """The file at `path`, or what a zipped folder there holds."""
    item = _item(path, source, root, row, described_in)
    if isinstance(item, Candidate) and path.suffix.lower() == ZIPPED:
        yield from members(item, outside)
    else:
        yield item


def _item(
    path: Path, source: str, root: Path, row: Row, described_in: str
) -> Candidate | Unreadable:
    """The file at `path` as a candidate, unless something can be seen to be wrong with it."""
    location = str(path)
    try:
        source.encode()
        status = path.lstat()
    except UnicodeEncodeError:
        shown = source.encode("utf-8", "replace").decode()
        return Unreadable(shown, "its name isn't valid UTF-8: rename the file")
    except OSError as error:
        return Unreadable(source, why(error), location)
    if not stat.S_ISREG(status.st_mode):
        return Unreadable(source, "it is not a regular file", location)
    if path.suffix.lower() in ARCHIVES - {ZIPPED}:
        return Unreadable(
            source, "of archives only .zip is opened: unpack it and sync the folder", location
        )
    ending, largest = path.suffix.lower(), LARGEST_FILE
    if ending == ZIPPED:
        largest = LARGEST_ARCHIVE
    elif ending not in ENDINGS:
        return Unreadable(source, unknown(path.suffix), location)
    if status.st_size > largest:
        return Unreadable(source, too_large(status.st_size, largest), location)
    if status.st_size == 0:
        return Unreadable(source, "the file is empty", location)
    as_it_stands = standing(status, row, time.time_ns())
    return Candidate(location, source, str(root), row, described_in, standing=as_it_stands)


class _Walk:
    """One pass over a folder; metadata of a folder hold for all below it, the nearest first."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._rows: dict[str, tuple[Row, str]] = {}
        self._told: dict[str, tuple[str, str]] = {}
        self._closed: list[str] = []

    def items(self) -> Iterator[Readable | Unreadable]:
        """Every file of the folder, and after them what the metadata name and isn't there."""
        yield from self._folder(self._root)
        for file, (metadata_file, row) in self._told.items():
            yield Unreadable(metadata_file, f"{row}: there is no file '{file}' in the folder")

    def _folder(self, folder: Path) -> Iterator[Readable | Unreadable]:
        pending = [folder]
        while pending:
            current = pending.pop()
            yield from self._metadata(current)
            try:
                entries = sorted(os.scandir(current), key=lambda entry: entry.name)
            except OSError as error:
                yield Unreadable(self._name(current), why(error))
                continue
            seen = [entry for entry in entries if not entry.name.startswith(".")]
            folders = [entry for entry in seen if entry.is_dir(follow_symlinks=False)]
            for entry in seen:
                if entry not in folders and entry.name not in NAMES:
                    yield from self._file(Path(entry.path))
            pending += [Path(entry.path) for entry in reversed(folders)]

    def _metadata(self, folder: Path) -> Iterator[Unreadable]:
        metadata = read_metadata(folder)
        prefix = "" if folder == self._root else f"{self._name(folder)}/"
        for name, problem in metadata.problems:
            yield Unreadable(prefix + name, problem)
        for file, row in metadata.rows.items():
            name, where = metadata.where[file]
            self._rows[prefix + file] = (row, name)
            self._told[prefix + file] = (prefix + name, where)
        if metadata.closed:
            self._closed.append(prefix)

    def _file(self, path: Path) -> Iterator[Readable | Unreadable]:
        name = self._name(path)
        self._told.pop(name, None)
        if path.is_symlink():
            if problem := _of_link(path, self._root):
                yield Unreadable(name, problem)
            return
        row, described_in = self._rows.get(name, ({}, ""))
        if not described_in and any(name.startswith(prefix) for prefix in self._closed):
            row = {"audience": "internal"}
        outside = Outside({}, False)
        if path.suffix.lower() == ZIPPED:
            outside = Outside(self._below(name), any(name.startswith(p) for p in self._closed))
        yield from _found(path, name, self._root, row, described_in, outside)

    def _below(self, archive: str) -> dict[str, Row]:
        """The rows of the files in an archive, which are then told of no more."""
        prefix = f"{archive}/"
        below = {name: row for name, (row, _) in self._rows.items() if name.startswith(prefix)}
        for name in below:
            self._told.pop(name, None)
        return below

    def _name(self, path: Path) -> str:
        return "." if path == self._root else path.relative_to(self._root).as_posix()


def _of_link(link: Path, root: Path) -> str:
    """Why what a link leads to isn't read, "" if it is in the folder, and read there."""
    try:
        inside = link.resolve(strict=True).is_relative_to(root)
    except FileNotFoundError:
        return "it is a link to what is no longer there: put the file here, or delete the link"
    except (OSError, RuntimeError) as error:
        if isinstance(error, RuntimeError) or error.errno == errno.ELOOP:
            return "it is a link that leads back to itself: put the file here, or delete the link"
        return f"it is a link that can't be followed: {why(error)}"
    return "" if inside else "it is a link that leads out of the folder: not followed"
