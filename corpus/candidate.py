"""What can be read: a file, with what its folder's metadata say of it."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from corpus.errors import ReadError
from corpus.metadata import Row

# To be raised whenever the same bytes would be read otherwise than before.
READER_VERSION = 12
LARGEST_FILE = 50 * 1024 * 1024
# Clocks of file systems tick every 2 seconds at worst, those of file servers may be late.
_TICK_NANOSECONDS = 3 * 10**9


class Readable(Protocol):
    """Something that can be read, a file or a page.

    `location` identifies it, `source` names it to people, `root` is what was asked to be synced.
    `described` is what a worker is told of it, `validators` what its server said of its version,
    `standing` what tells without reading it that it hasn't changed ("" where nothing does).
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
    @property
    def standing(self) -> str: ...
    def data(self) -> bytes: ...
    def fingerprint(self) -> str: ...
    def captured(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that can be read: `location` is its absolute path, `root` the synced folder or file.

    `source` names it to people: the path relative to the folder, the file's name for a single
    file. `metadata` is what a metadata file says of it, `described_in` that file's name. `fetched`
    says of a page where it came from (see `corpus.web.page`); it is empty for files. `standing` is
    explained at `standing`.
    """

    location: str
    source: str
    root: str
    metadata: Row = field(default_factory=dict)
    described_in: str = ""
    fetched: Row = field(default_factory=dict)
    standing: str = ""

    @property
    def described(self) -> Candidate:
        """Itself: a file is described by its place."""
        return self

    @property
    def validators(self) -> Row:
        """Empty: no server tells of a file's version."""
        return {}

    def captured(self) -> str:
        return now()

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
                    raise ReadError(self.source, too_large(status.st_size))
                data = file.read(LARGEST_FILE + 1)
        except OSError as error:
            raise ReadError(self.source, why(error)) from None
        if len(data) > LARGEST_FILE:
            raise ReadError(self.source, too_large(len(data)))
        return data

    def fingerprint(self) -> str:
        """What changes when the file, its metadata or the way of reading does.

        Raises ReadError as `data` does.
        """
        return fingerprint(self.metadata, self.data())


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something in a source that can't be read, and why.

    `location` is the path of a file that is there, "" for trouble of another kind.
    """

    source: str
    reason: str
    location: str = ""


def fingerprint(metadata: Row, data: bytes) -> str:
    """What changes when a file's bytes, its metadata or the way of reading does."""
    row = json.dumps(dict(metadata), sort_keys=True).encode()
    return hashlib.sha256(b"%d\0%s\0%s" % (READER_VERSION, row, data)).hexdigest()


def standing(status: os.stat_result, metadata: Row, now: int) -> str:
    """What stays the same as long as a file, its metadata and the way of reading do.

    Its size, times and number are told by the file system, so that it needn't be read. A file that
    changed shortly before `now` (nanoseconds since 1970) could change again without showing it in
    its times: it has none, "", and is read.
    """
    if now - max(status.st_mtime_ns, status.st_ctime_ns) < _TICK_NANOSECONDS:
        return ""
    row = json.dumps(dict(metadata), sort_keys=True)
    said = (READER_VERSION, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
    return hashlib.sha256(f"{said} {row}".encode()).hexdigest()


def now() -> str:
    """The time, in UTC: a file is captured as it is when it is read."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def why(error: Exception) -> str:
    """The reason of a failed access to a file, with what to do."""
    if isinstance(error, FileNotFoundError):
        return "the file is no longer there"
    if isinstance(error, PermissionError):
        return "no permission to read it: change its permissions or leave it out"
    return f"it can't be opened: {getattr(error, 'strerror', None) or error}"


def too_large(size: int, largest: int = LARGEST_FILE) -> str:
    """The reason why a file of `size` bytes is not read."""
    limit = largest // 1024**2
    return f"the file has {size / 1024**2:.0f} MB, more than the {limit} MB that are read: split it"
