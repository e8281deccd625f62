"""Zipped folders, read as folders: within limits, and without unpacking anything to the disk.

Nothing in an archive is taken at its word. Names never become paths, sizes are checked before and
kept to while unpacking, and only plain files packed in the usual way are read.
"""

from __future__ import annotations

import os
import re
import stat
import struct
import threading
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO, Self

from corpus.archive_rows import Outside, Rows
from corpus.candidate import LARGEST_FILE, Candidate, Unreadable, fingerprint, now, too_large, why
from corpus.errors import ReadError, Refused
from corpus.formats.registry import ENDINGS, unknown
from corpus.metadata import NAMES, Row

ZIPPED = ".zip"
ARCHIVES = frozenset({ZIPPED, ".7z", ".rar", ".tar", ".gz", ".tgz", ".xz", ".bz2"})
LARGEST_ARCHIVE = 200 * 1024 * 1024
_MOST_FILES = 10_000
_LARGEST_TOTAL = 1024**3
# Text packs to a tenth, tables of numbers to a thirtieth; a bomb to a thousandth.
_MOST_PACKED = 100
_PACKED_FREELY = 1024 * 1024
_LARGEST_DIRECTORY = 4 * 1024 * 1024
_END, _END_LOCATOR = b"PK\5\6", b"PK\6\7"
_END_SIZE, _LONGEST_COMMENT = 22, 65535
_DRIVE = re.compile(r"[a-z]:", re.I)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: `described` names it, its location is the archive's with its own."""

    described: Candidate
    archive: Archive
    info: zipfile.ZipInfo

    @property
    def location(self) -> str:
        return self.described.location

    @property
    def source(self) -> str:
        return self.described.source

    @property
    def root(self) -> str:
        return self.described.root

    @property
    def validators(self) -> Row:
        """Empty: files are always read whole."""
        return {}

    @property
    def standing(self) -> str:
        """Nothing tells: the archive is unpacked."""
        return ""

    def data(self) -> bytes:
        """The file's bytes, unpacked. Raises ReadError when they are damaged."""
        try:
            return self.archive.read(self.info)
        except Refused as error:
            raise ReadError(self.source, str(error)) from None

    def fingerprint(self) -> str:
        """What changes when the file, its metadata or the way of reading does."""
        return fingerprint(self.described.metadata, self.data())

    def captured(self) -> str:
        """Now, in UTC."""
        return now()


class Archive:
    """An open zip archive whose directory is within the limits. Threads may share it."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._lock = threading.Lock()

    @classmethod
    def open(cls, path: str) -> Self:
        """The archive at `path`. Raises Refused when it can't be opened or passes the limits."""
        try:
            file = os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW), "rb")
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise Refused("it is not a regular file")
            _check_directory(file)
            opened = zipfile.ZipFile(file)
        except OSError as error:
            raise Refused(why(error)) from None
        except (zipfile.BadZipFile, ValueError, struct.error) as error:
            told = str(error) if isinstance(error, Refused) else "it is damaged or no zip archive"
            raise Refused(f"{told}: make the archive anew, or sync the folder") from None
        infos = opened.infolist()
        if len(infos) > _MOST_FILES:
            raise Refused(f"it holds more than the {_MOST_FILES:,} files that are read: split it")
        if sum(info.file_size for info in infos) > _LARGEST_TOTAL:
            raise Refused("unpacked it would hold more than 1 GB: split it")
        return cls(opened)

    def files(self) -> dict[str, tuple[zipfile.ZipInfo, str]]:
        """Every file by its name in the archive, with the reason why it isn't read ("" if it is).

        Hidden files, and those that systems put beside, are left out.
        """
        infos = [info for info in self._archive.infolist() if not info.is_dir()]
        names = Counter(_name(info) for info in infos)
        found: dict[str, tuple[zipfile.ZipInfo, str]] = {}
        for info in sorted(infos, key=_name):
            name = _name(info)
            refused = _unsafe(info.orig_filename.replace("\\", "/")) or _unreadable(info)
            if names[name] > 1:
                refused = "the archive holds several files of this name: rename them"
            hidden = any(part.startswith(".") for part in name.split("/")) or name.startswith(
                "__MACOSX/"
            )
            if not hidden or _unsafe(name):
                found[name] = (info, refused)
        return found

    def read(self, info: zipfile.ZipInfo) -> bytes:
        """The bytes of a file. Raises Refused when they are damaged."""
        try:
            with self._lock, self._archive.open(info) as file:
                data = file.read(LARGEST_FILE + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            RuntimeError,
            ValueError,
        ) as error:
            raise Refused(
                f"it is damaged in its archive ({error}): make the archive anew"
            ) from None
        if len(data) > LARGEST_FILE:
            raise Refused(too_large(len(data)))
        return data


def members(item: Candidate, outside: Outside) -> Iterator[Member | Unreadable]:
    """The files of the archive `item`, in the order of their names.

    `outside` is what the metadata around the archive say of them. What isn't read comes as
    Unreadable.
    """
    try:
        archive = Archive.open(item.location)
    except Refused as error:
        yield Unreadable(item.source, str(error), item.location)
        return
    files = archive.files()
    rows = Rows(item, outside, _metadata_reader(archive, files), list(files))
    yield from rows.problems
    for name, (info, refused) in files.items():
        source, location = f"{item.source}/{name}", f"{item.location}/{name}"
        if PurePosixPath(name).name in NAMES:
            continue
        if refused:
            yield Unreadable(source, refused, "" if _unsafe(name) else location)
            continue
        row, described_in = rows.row(name)
        yield Member(Candidate(location, source, item.root, row, described_in), archive, info)


def _metadata_reader(
    archive: Archive, files: Mapping[str, tuple[zipfile.ZipInfo, str]]
) -> Mapping[str, bytes | str]:
    """The metadata files of an archive by name: their bytes, or why they can't be read."""
    found: dict[str, bytes | str] = {}
    for name, (info, refused) in files.items():
        if PurePosixPath(name).name in NAMES:
            try:
                found[name] = refused or archive.read(info)
            except Refused as error:
                found[name] = str(error)
    return found


def _check_directory(file: BinaryIO) -> None:
    """Refuse an archive whose list of files is not at its end or too long to be held."""
    file.seek(0, os.SEEK_END)
    size = file.tell()
    file.seek(max(0, size - _END_SIZE - _LONGEST_COMMENT - 20))
    tail = file.read()
    plain = len(tail) - _END_SIZE
    # As zipfile looks for it: at the very end, else the last one before a comment.
    ends = plain >= 0 and tail[plain : plain + 4] == _END and tail[-2:] == b"\0\0"
    at = plain if ends else tail.rfind(_END)
    if at < 0:
        raise Refused("it is damaged or no zip archive")
    count, length = struct.unpack_from("<HL", tail, at + 10)
    if tail[max(0, at - 20) : at].startswith(_END_LOCATOR) or count > _MOST_FILES:
        raise Refused(f"it holds more than the {_MOST_FILES:,} files that are read")
    if length > _LARGEST_DIRECTORY:
        raise Refused("its list of files is too long")
    file.seek(0)


def _name(info: zipfile.ZipInfo) -> str:
    # Some programs of Windows write their own separator.
    return info.filename.replace("\\", "/")


def _unsafe(name: str) -> str:
    """Why a name can't be used at all, "" when it can."""
    if name.startswith("/") or _DRIVE.match(name):
        return "its name is an absolute path: not read"
    if any(part in ("", ".", "..") for part in name.split("/")):
        return "its name leads out of the archive: not read"
    if _CONTROL.search(name):
        return "its name holds control characters: not read"
    return ""


def _unreadable(info: zipfile.ZipInfo) -> str:
    """Why a file of an archive isn't read, "" when it is."""
    ending = PurePosixPath(_name(info)).suffix.lower()
    kind = stat.S_IFMT(info.external_attr >> 16)
    if stat.S_ISLNK(kind):
        return "it is a link: not followed"
    if kind not in (0, stat.S_IFREG):
        return "it is not a regular file"
    if info.flag_bits & 0x1:
        return "it is encrypted: unpack the archive with its password and sync the folder"
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "it is packed in an unusual way: make the archive anew, or sync the folder"
    if ending in ARCHIVES:
        return "archives inside archives are not opened: unpack it"
    if ending not in ENDINGS and PurePosixPath(_name(info)).name not in NAMES:
        return unknown(ending)
    if info.file_size > LARGEST_FILE:
        return too_large(info.file_size)
    if info.file_size > max(_PACKED_FREELY, _MOST_PACKED * info.compress_size):
        return "it unpacks to far more than it takes, as harmful archives do: sync it unpacked"
    return "" if info.file_size else "the file is empty"
