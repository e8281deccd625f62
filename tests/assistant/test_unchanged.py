"""Files that haven't changed aren't read again, and whatever has changed is noticed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Assistant, Cancelled
from assistant.sync import Progress
from corpus.candidate import Candidate
from corpus.errors import ReadError


@pytest.fixture
def library(tmp_path: Path, quick_model: object) -> Iterator[Assistant]:
    with Assistant.open(tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of two statements, on a file system whose clock has moved on since."""
    monkeypatch.setattr("corpus.candidate._TICK_NANOSECONDS", 0)
    files = tmp_path / "files"
    files.mkdir()
    (files / "one.txt").write_text("The council met in the old town on Monday.")
    (files / "two.txt").write_text("The court sat in the new town on Tuesday.")
    (files / "metadata.csv").write_text("file,title\none.txt,On the council\n")
    return files


def unreadable(candidate: Candidate) -> bytes:
    raise ReadError(candidate.source, "it was read")


def test_a_folder_that_stands_as_it_did_is_recognised_without_reading_it(
    library: Assistant, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.sync([folder])
    monkeypatch.setattr(Candidate, "data", unreadable)
    report = library.sync([folder], prune=True)
    assert (report.unchanged, report.removed, report.failed) == (2, 0, ())
    assert [failure.error for failure in library.sync([folder], check=True).failed] == [
        "it was read",
        "it was read",
    ]


def test_of_a_changed_folder_only_what_changed_is_read(
    library: Assistant, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.sync([folder])
    data = Candidate.data
    monkeypatch.setattr(
        Candidate, "data", lambda c: data(c) if c.source == "two.txt" else unreadable(c)
    )
    (folder / "two.txt").write_text("The court sat in the new town on Friday.")
    report = library.sync([folder])
    assert (report.unchanged, report.updated, report.failed) == (1, 1, ())


def test_a_change_that_leaves_size_and_date_is_noticed(library: Assistant, folder: Path) -> None:
    library.sync([folder])
    path = folder / "one.txt"
    before = path.stat()
    path.write_text("The council met in the old town on Sunday.")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert library.sync([folder]).updated == 1
    assert "Sunday" in (library.show("one.txt").text or "")


def test_a_file_changed_just_before_it_was_read_is_read_again(
    library: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its next change may leave the same times: the file system's clock ticks slowly."""
    path = tmp_path / "one.txt"
    path.write_text("The council met in the old town on Monday.")
    library.sync([path])
    monkeypatch.setattr(Candidate, "data", unreadable)
    assert library.sync([path]).failed


def test_what_a_metadata_file_says_anew_is_noticed(library: Assistant, folder: Path) -> None:
    library.sync([folder])
    (folder / "metadata.csv").write_text("file,title\none.txt,On the court\n")
    report = library.sync([folder])
    assert (report.unchanged, report.updated) == (1, 1)
    assert library.show("one.txt").title == "On the court"


def test_another_audience_a_removal_and_a_lost_original_are_noticed(
    library: Assistant, folder: Path
) -> None:
    library.sync([folder])
    assert library.sync([folder], audience="internal").updated == 2
    library.remove(["one.txt"])
    assert library.sync([folder], audience="internal").added == 1
    for path in (library.settings.home / "originals").glob("*/*"):
        path.unlink()
    library.doctor(repair=True)
    assert library.sync([folder], audience="internal").updated == 2
    assert library.original("one.txt").data.startswith(b"The council")


def test_repeated_lines_are_left_out_after_a_sync_that_was_cut_off(
    library: Assistant, folder: Path
) -> None:
    foot = "Follow us and sign up for our town newsletter"
    rows = ["file,publisher"]
    for number in range(8):
        said = f"Town {number} is cut off.\n\nWe call on all states to open the road."
        (folder / f"{number}.txt").write_text(f"Town Watch Bulletin\n\n{said}\n\n{foot}\n")
        rows.append(f"{number}.txt,Town Watch")
    (folder / "metadata.csv").write_text("\n".join(rows))

    def stop(progress: Progress) -> None:
        if progress.stage == "storing" and progress.done == progress.total:
            raise Cancelled

    assert library.sync([folder], progress=stop).cancelled
    assert foot in (library.show("7.txt").text or "")
    library.sync([folder])
    assert not any(foot in (library.show(f"{number}.txt").text or "") for number in range(8))
