"""A catalogue is read ahead of the searches, where there is room for it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from index.ahead import read_ahead


@pytest.mark.skipif(not hasattr(os, "posix_fadvise"), reason="the system can't be asked to")
def test_a_file_is_read_ahead_and_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite3"
    path.write_bytes(b"passages" * 200_000)
    assert read_ahead(path)
    assert path.read_bytes() == b"passages" * 200_000


def test_a_file_larger_than_the_memory_is_left(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite3"
    path.touch()
    os.truncate(path, 1 << 42)  # without contents, so that it takes no room on the disk
    assert not read_ahead(path)


def test_no_file_is_no_fault(tmp_path: Path) -> None:
    assert not read_ahead(tmp_path / "catalogue.sqlite3")
