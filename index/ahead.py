"""Reading a library's files ahead: what searches will want is in memory before they come."""

from __future__ import annotations

import logging
import os
from pathlib import Path

log = logging.getLogger(__name__)

# How much of the machine's memory a file may fill; the system gives it back to whoever needs it.
_SHARE = 0.5
_STEP = 1 << 20


def read_ahead(path: Path) -> bool:
    """Have the system read the file at `path` into its cache; whether it was asked to.

    Passages lie scattered over the catalogue: read one by one from a disk, they make the first
    searches after a start several times slower than later ones. Nothing is done where the system
    can't be asked, or where the file is too large a share of its memory.
    """
    if not hasattr(os, "posix_fadvise") or not path.is_file():
        return False
    size = path.stat().st_size
    if size > _SHARE * os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"):
        log.info("%s is too large to be read ahead", path.name)
        return False
    file = os.open(path, os.O_RDONLY)
    try:
        # In steps, since systems read no more than some megabytes ahead for one request.
        for begin in range(0, size, _STEP):
            os.posix_fadvise(file, begin, _STEP, os.POSIX_FADV_WILLNEED)
    finally:
        os.close(file)
    return True
