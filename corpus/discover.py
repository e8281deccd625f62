"""Finding what to read: the files of a folder in a stable order, each with its metadata."""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from corpus.errors import ReadError
from corpus.formats.registry import ENDINGS, NAMED
from corpus.metadata import NAMES, Row, read_metadata

# To be raised whenever the same bytes would be read otherwise than before.
READER_VERSION = 2
LARGEST_FILE = 50 * 1024 * 1024
_ADDRESS = re.compile(r"\s*[a-z][a-z0-9+.-]*://", re.I)
_ARCHIVES = frozenset({".zip", ".7z", ".rar", ".tar", ".gz", ".tgz", ".xz", ".bz2"})


class Readable(Protocol):
    """Something that can be read, a file or a page.

    `location` identifies it, `source` names it to people, `root` is what was asked to be synced.
    `described` is what a worker is told of it, `validators` what its server said of its version.
    """

    @property
    def location(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def root(self) -> str: ...
    @property
    def described(self) -> Candidate: ...
    @property
    def validators(self) -> Row: ...
    def data(self) -> bytes: ...
    def fingerprint(self) -> str: ...
    def captured(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that can be read: `location` is its absolute path, `root` the synced folder or file.

    `source` names it to people: the path relative to the folder, the file's name for a single
    file. `metadata` is what a metadata file says of it, `described_in` that file's name. `fetched`
    says of a page where it came from (see `corpus.web.page`); it is empty for files.
    """

    location: str
    source: str
    root: str
    metadata: Row = field(default_factory=dict)
    described_in: str = ""
    fetched: Row = field(default_factory=dict)

    @property
    def described(self) -> Candidate:
        """Itself: a file is described by its place."""
        return self

    @property
    def validators(self) -> Row:
        """Empty: files are always read whole."""
        return {}

    def captured(self) -> str:
        """Now, in UTC: a file is read as it is."""
        return datetime.now(UTC).isoformat(timespec="seconds")

    def data(self) -> bytes:
        """The file's bytes. Raises ReadError when it is gone, too large or no regular file."""
        try:
            # Opened first and checked after: what the path names may change in between.
            handle = os.open(self.location, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
            with open(handle, "rb") as file:
                status = os.fstat(handle)
                if not stat.S_ISREG(status.st_mode):
                    raise ReadError(self.source, "it is not a regular file")
                if status.st_size > LARGEST_FILE:
                    raise ReadError(self.source, _too_large(status.st_size))
                data = file.read(LARGEST_FILE + 1)
        except OSError as error:
            raise ReadError(self.source, why(error)) from None
        if len(data) > LARGEST_FILE:
            raise ReadError(self.source, _too_large(len(data)))
        return data

    def fingerprint(self) -> str:
        """What changes when the file, its metadata or the way of reading does.

        Raises ReadError as `data` does.
        """
        row = json.dumps(dict(self.metadata), sort_keys=True).encode()
        return hashlib.sha256(b"%d\0%s\0%s" % (READER_VERSION, row, self.data())).hexdigest()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something in a source that can't be read, and why.

    `location` is the path of a file that is there, "" for trouble of another kind.
    """

    source: str
    reason: str
    location: str = ""


def is_address(source: str | Path) -> bool:
    """Whether `source` is meant as a web address, of whatever scheme, and not as a path."""
    return isinstance(source, str) and _ADDRESS.match(source) is not None


def discover(source: str | Path) -> Iterator[Candidate | Unreadable]:
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


def why(error: Exception) -> str:
    """The reason of a failed access to a file, with what to do."""
    if isinstance(error, FileNotFoundError):
        return "the file is no longer there"
    if isinstance(error, PermissionError):
        return "no permission to read it: change its permissions or leave it out"
    return f"it can't be opened: {getattr(error, 'strerror', None) or error}"


def _single(path: Path) -> Iterator[Candidate | Unreadable]:
    metadata = read_metadata(path.parent)
    described_in = metadata.where.get(path.name, ("", ""))[0]
    yield _item(path, path.name, path, metadata.row(path.name), described_in)


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
    if path.suffix.lower() in _ARCHIVES:
        return Unreadable(
            source, "archives are not opened: unpack it and sync the folder", location
        )
    if path.suffix.lower() not in ENDINGS:
        kind = f"{path.suffix} files" if path.suffix else "files without an ending in their name"
        return Unreadable(source, f"{kind} can't be read: this version reads {NAMED}", location)
    if status.st_size > LARGEST_FILE:
        return Unreadable(source, _too_large(status.st_size), location)
    if status.st_size == 0:
        return Unreadable(source, "the file is empty", location)
    return Candidate(location, source, str(root), row, described_in)


def _too_large(size: int) -> str:
    limit = LARGEST_FILE // 1024**2
    return f"the file has {size / 1024**2:.0f} MB, more than the {limit} MB that are read: split it"


class _Walk:
    """One pass over a folder; metadata of a folder hold for all below it, the nearest first."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._rows: dict[str, tuple[Row, str]] = {}
        self._told: dict[str, tuple[str, str]] = {}
        self._closed: list[str] = []

    def items(self) -> Iterator[Candidate | Unreadable]:
        """Every file of the folder, and after them what the metadata name and isn't there."""
        yield from self._folder(self._root)
        for file, (metadata_file, row) in self._told.items():
            yield Unreadable(metadata_file, f"{row}: there is no file '{file}' in the folder")

    def _folder(self, folder: Path) -> Iterator[Candidate | Unreadable]:
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

    def _file(self, path: Path) -> Iterator[Candidate | Unreadable]:
        name = self._name(path)
        self._told.pop(name, None)
        if path.is_symlink():
            if not _leads_inside(path, self._root):
                yield Unreadable(name, "it is a link that leads out of the folder: not followed")
            return
        row, described_in = self._rows.get(name, ({}, ""))
        if not described_in and any(name.startswith(prefix) for prefix in self._closed):
            row = {"audience": "internal"}
        yield _item(path, name, self._root, row, described_in)

    def _name(self, path: Path) -> str:
        return "." if path == self._root else path.relative_to(self._root).as_posix()


def _leads_inside(link: Path, root: Path) -> bool:
    """Whether a link leads to something in the folder, which is then read there."""
    try:
        return link.resolve(strict=True).is_relative_to(root)
    except (OSError, RuntimeError):
        return False
