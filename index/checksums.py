"""The checksums at the end of tantivy's files, which tell whether a disk changed them."""

from __future__ import annotations

import json
import zlib
from pathlib import Path

_STEP = 1 << 20


def damaged(folder: Path) -> list[str]:
    """The names of the files of the index in `folder` that are no more what tantivy wrote."""
    segments = json.loads((folder / "meta.json").read_text("utf-8"))["segments"]
    parts = {segment["segment_id"].replace("-", "") for segment in segments}
    files = (path for path in sorted(folder.iterdir()) if path.name.partition(".")[0] in parts)
    return [path.name for path in files if not _whole(path)]


def _whole(path: Path) -> bool:
    """Whether a file is as its end says: JSON with a checksum of all before it, the JSON's length
    in four bytes, and four bytes more."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 8))
        length = int.from_bytes(file.read(4), "little")
        left = size - 8 - length
        if left < 0:
            return False
        file.seek(left)
        try:
            stated = json.loads(file.read(length))["crc"]
        except (ValueError, KeyError, TypeError):
            return False
        file.seek(0)
        found = 0
        while left > 0:
            block = file.read(min(_STEP, left))
            found = zlib.crc32(block, found)
            left -= len(block)
    return bool(found == stated)
