"""The original bytes of what was read, kept by their SHA-256 so that a citation can outlive a page.

A name is made of the digest alone. A file is whole under its name or not there: it is written
beside, flushed and renamed.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

_DIGEST = re.compile(r"[0-9a-f]{64}")
_PACKED = ".gz"
_LEVEL = 6
# Packing must gain a tenth: PDF and Word files are packed already.
_WORTH = 0.9


class Originals:
    """Files of bytes in a folder, each kept once, packed where that saves room."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, data: bytes) -> str:
        """Keep `data`; returns its SHA-256. Raises OSError."""
        digest = hashlib.sha256(data).hexdigest()
        if self._stored(digest) is None:
            packed = gzip.compress(data, _LEVEL, mtime=0)
            if len(packed) < _WORTH * len(data):
                self._write(digest + _PACKED, packed)
            else:
                self._write(digest, data)
        return digest

    def read(self, digest: str) -> bytes | None:
        """The bytes with that SHA-256, None where they are missing or are others by now."""
        path = self._stored(digest)
        if path is None:
            return None
        try:
            data = path.read_bytes()
            data = gzip.decompress(data) if path.suffix == _PACKED else data
        except (OSError, EOFError, zlib.error):
            return None
        return data if hashlib.sha256(data).hexdigest() == digest else None

    def remove(self, digests: Iterable[str]) -> None:
        """Forget the bytes with those digests. Raises OSError."""
        for digest in digests:
            path = self._stored(digest)
            if path is not None:
                path.unlink()

    def digests(self) -> set[str]:
        """The digests of all that is kept."""
        return {path.name.removesuffix(_PACKED) for path in self._files()}

    def size(self) -> int:
        """The bytes taken on the disk."""
        return sum(path.stat().st_size for path in self._files())

    def sweep(self, wanted: set[str]) -> int:
        """Delete what is not wanted and what a write that was cut off left; returns how many."""
        swept = 0
        for path in list(self._folder.glob("*/*")):
            if path.name.removesuffix(_PACKED) not in wanted:
                path.unlink(missing_ok=True)
                swept += 1
        return swept

    def _files(self) -> Iterator[Path]:
        for path in self._folder.glob("??/*"):
            if _DIGEST.fullmatch(path.name.removesuffix(_PACKED)):
                yield path

    def _stored(self, digest: str) -> Path | None:
        """The file of a digest, None where there is none or it is no digest."""
        if not _DIGEST.fullmatch(digest):
            return None
        folder = self._folder / digest[:2]
        return next(
            (p for p in (folder / digest, folder / (digest + _PACKED)) if p.is_file()), None
        )

    def _write(self, name: str, data: bytes) -> None:
        folder = self._folder / name[:2]
        folder.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=folder, prefix="new-")
        try:
            with open(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(beside, folder / name)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
        _flush(folder)


def _flush(folder: Path) -> None:
    """Make a renamed file's new name last beyond a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
