"""Zip archives, which documents of several formats are: refused when they hold too much."""

from __future__ import annotations

import io
import zipfile

from corpus.errors import Refused

LARGEST = 300 * 1024**2
_MOST_ENTRIES = 10_000


def refuse_bomb(data: bytes) -> None:
    """Raise Refused unless `data` is a zip archive that unpacks to a bearable size."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise Refused("the file is damaged or not what its name says: save it again") from None
    size = sum(entry.file_size for entry in entries)
    if size > LARGEST or len(entries) > _MOST_ENTRIES:
        raise Refused(
            f"it unpacks to {size / 1024**2:,.0f} MB in {len(entries):,} parts, more than the"
            f" {LARGEST // 1024**2} MB and {_MOST_ENTRIES:,} parts that are read: split it"
        )
