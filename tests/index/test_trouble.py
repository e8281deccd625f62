"""A full disk, a read-only folder, a damaged catalogue: clear words, and reading goes on."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Assistant, LibraryError
from tests.conftest import WordEmbedder


def opened(home: Path) -> Assistant:
    library = Assistant.open(home, embedder=WordEmbedder())
    library.wait_ready()
    return library


def write(folder: Path, numbers: range) -> Path:
    folder.mkdir(exist_ok=True)
    for number in numbers:
        said = f"Statement {number}.\n\n" + f"The council calls for peace in town {number}. " * 20
        (folder / f"{number}.txt").write_text(said)
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A library of three statements."""
    with opened(tmp_path / "home") as library:
        library.sync([write(tmp_path / "files", range(3))])
    return tmp_path / "home"


def mount(what: list[str | Path], there: Path) -> None:
    """Mount something for the test, which is skipped where that isn't allowed."""
    if os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("only root may mount a file system, on systems that can")
    if subprocess.run(["mount", *what, there], capture_output=True, check=False).returncode:
        pytest.skip("no file system may be mounted here")


@pytest.fixture
def read_only(home: Path, tmp_path: Path) -> Iterator[Path]:
    """The library's folder, on a file system that is mounted read-only."""
    there = tmp_path / "mounted"
    there.mkdir()
    mount(["--bind", home], there)
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", there], check=True)
        yield there
    finally:
        subprocess.run(["umount", "--lazy", there], check=True)


def test_a_library_in_a_read_only_folder_is_read(read_only: Path, tmp_path: Path) -> None:
    with opened(read_only) as library:
        assert library.search("peace in town 1").hits
        assert library.ask("Does the council call for peace in town 1?").searched.documents == 3
        assert len(library.documents()) == 3
        for change in (
            lambda: library.sync([tmp_path / "files"]),
            lambda: library.remove(["1.txt"]),
            lambda: library.watch.follow("peace"),
        ):
            with pytest.raises(LibraryError, match="can't be written to.*permissions.*go on"):
                change()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 10 MB."""
    there = tmp_path / "disk"
    there.mkdir()
    mount(["-t", "tmpfs", "-o", "size=10m", "tmpfs"], there)
    yield there
    subprocess.run(["umount", "--lazy", there], check=True)


def test_a_full_disk_costs_only_what_did_not_fit(small_disk: Path, tmp_path: Path) -> None:
    files = write(tmp_path / "files", range(3))
    with opened(small_disk / "home") as library:
        library.sync([files])
        filler = small_disk / "filler"
        free = shutil.disk_usage(small_disk).free
        filler.write_bytes(bytes(free - 300_000))
        with pytest.raises(LibraryError, match="what is stored stays"):
            library.sync([write(files, range(40))])
        assert library.search("peace in town 1").hits, "reading goes on"
        filler.unlink()
        assert library.sync([files]).failed == ()
        assert len(library.documents()) == 40
        assert next(c for c in library.doctor().checks if c.name == "search indexes").ok


def test_a_library_on_a_disk_without_a_byte_of_room_is_read(
    small_disk: Path, tmp_path: Path
) -> None:
    files = write(tmp_path / "files", range(3))
    with opened(small_disk / "home") as library:
        library.sync([files])
    filler = small_disk / "filler"
    filler.write_bytes(bytes(shutil.disk_usage(small_disk).free))
    with opened(small_disk / "home") as library:
        assert library.search("peace in town 1").hits
        assert library.ask("Does the council call for peace in town 1?").searched.documents == 3
        for change in (
            lambda: library.sync([files], check=True),
            lambda: library.remove(["1.txt"]),
            lambda: library.watch.follow("peace"),
        ):
            with pytest.raises(LibraryError, match="disk.*is full: free some room.*stored stays"):
                change()
        checks = {check.name: check for check in library.doctor(repair=True).checks}
        assert not checks["room on the disk"].ok and checks["search indexes"].ok
    filler.unlink()
    with opened(small_disk / "home") as library:
        assert library.remove(["1.txt"])


@pytest.mark.parametrize("share", [0.05, 0.5])
def test_a_damaged_catalogue_is_named_with_what_to_do(home: Path, share: float) -> None:
    path = home / "catalogue.sqlite3"
    data = bytearray(path.read_bytes())
    at = int(len(data) * share) // 4096 * 4096 + 4096
    data[at : at + 20 * 4096] = b"\x5a" * len(data[at : at + 20 * 4096])
    path.write_bytes(data)
    try:
        with opened(home) as library:
            check = next(c for c in library.doctor().checks if c.name == "catalogue")
            assert not check.ok and "copy" in check.remedy
            library.sync([home.parent / "files"], check=True)
            pytest.skip("what was damaged is not needed for a sync")
    except LibraryError as error:
        assert "damaged" in str(error) or "can't be opened" in str(error)
        assert "--home" in str(error)
