"""Hostile files: each costs one line that says why, and nothing else is affected."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.read import Candidate, ReadError, Unreadable, discover, read
from corpus.workers import Workers

TEXT = "A Statement on Peace\n\nThe Council must act today.\n"
ENDLESS = "<html><body>" + "<div class=footer>some words</div>" * 50_000


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    workers = Workers(seconds=10)
    yield workers
    workers.close()


def outcome(path: Path, workers: Workers) -> str:
    """The text of the one file at `path`, or why it can't be read."""
    (item,) = discover(path)
    if isinstance(item, Unreadable):
        return item.reason
    try:
        return read(item, "public", workers).text
    except ReadError as error:
        assert error.source == path.name
        return error.reason


def test_a_file_that_takes_too_long_is_refused_and_the_next_is_read(
    tmp_path: Path, workers: Workers
) -> None:
    (tmp_path / "endless.html").write_text(ENDLESS)
    (tmp_path / "good.txt").write_text(TEXT)
    began = time.monotonic()
    reason = outcome(tmp_path / "endless.html", workers)
    assert time.monotonic() - began < 40
    assert reason.startswith("reading it took longer than the 10 seconds a file may take: split it")
    assert outcome(tmp_path / "good.txt", workers) == TEXT.strip()


@pytest.mark.parametrize("tag", ["b", "div", "table", "li", "section"])
def test_unclosed_tags_in_great_number_end_soon(tmp_path: Path, workers: Workers, tag: str) -> None:
    (tmp_path / "unclosed.html").write_text("<html><body>" + f"<{tag}>words " * 200_000)
    (tmp_path / "good.txt").write_text(TEXT)
    began = time.monotonic()
    outcome(tmp_path / "unclosed.html", workers)
    assert time.monotonic() - began < 40
    assert outcome(tmp_path / "good.txt", workers) == TEXT.strip()


def test_a_file_that_needs_too_much_memory_is_refused(tmp_path: Path) -> None:
    workers = Workers(memory=300 * 1024**2)
    (tmp_path / "large.md").write_text("word\n\n" * 300_000)
    (tmp_path / "good.txt").write_text(TEXT)
    assert "more than the 0.29 GB of memory" in outcome(tmp_path / "large.md", workers)
    assert outcome(tmp_path / "good.txt", workers) == TEXT.strip()
    workers.close()


def test_a_worker_that_was_killed_is_replaced(tmp_path: Path, workers: Workers) -> None:
    (tmp_path / "good.txt").write_text(TEXT)
    assert outcome(tmp_path / "good.txt", workers) == TEXT.strip()
    for worker in workers._idle:
        os.kill(worker._process.pid, 9)
    assert outcome(tmp_path / "good.txt", workers) == TEXT.strip()


def test_a_line_of_100_mb_is_refused_by_its_size(tmp_path: Path, workers: Workers) -> None:
    with (tmp_path / "line.txt").open("wb") as file:
        file.truncate(100 * 1024**2)
    assert outcome(tmp_path / "line.txt", workers).startswith("the file has 100 MB")


def test_a_page_that_includes_a_file_of_this_machine_does_not_get_it(
    tmp_path: Path, workers: Workers
) -> None:
    (tmp_path / "secret.txt").write_text("the secret")
    (tmp_path / "page.html").write_text(
        f'<!DOCTYPE html [<!ENTITY x SYSTEM "{tmp_path}/secret.txt">]><p>Some words: &x;</p>'
    )
    assert "the secret" not in outcome(tmp_path / "page.html", workers)


def test_a_file_that_changes_while_it_is_read_is_stored_as_it_was(
    tmp_path: Path, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    (item,) = discover(path)
    assert isinstance(item, Candidate)
    parse = workers.parse

    def parse_changed(data: bytes, candidate: Candidate, *how: object) -> object:
        path.write_text("Other words altogether.\n")
        return parse(data, candidate, *how)

    before = item.fingerprint()
    monkeypatch.setattr(workers, "parse", parse_changed)
    assert read(item, "public", workers).text == TEXT.strip()
    assert item.fingerprint() != before


def test_a_file_swapped_for_a_link_or_pipe_is_not_followed(
    tmp_path: Path, workers: Workers
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    (item,) = discover(path)
    assert isinstance(item, Candidate)
    path.unlink()
    path.symlink_to("/etc/passwd")
    with pytest.raises(ReadError, match="it can't be opened"):
        read(item, "public", workers)
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(ReadError, match="not a regular file"):
        read(item, "public", workers)


def test_modules_in_the_current_folder_are_not_imported(tmp_path: Path) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('imported from the folder')")
    (tmp_path / "lxml.py").write_text("raise SystemExit('imported from the folder')")
    (tmp_path / "page.html").write_text("<p>Some words of a page.</p>")
    root = Path(__file__).parent.parent.parent
    code = (
        f"import sys; sys.path.append({str(root)!r});"
        "from corpus.read import discover, read;"
        "print(read(next(discover('page.html')), 'public').text)"
    )
    shown = subprocess.run(
        [sys.executable, "-P", "-c", code], cwd=tmp_path, capture_output=True, text=True
    )
    assert shown.stdout.strip() == "Some words of a page.", shown.stderr


def test_workers_know_no_keys_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_API_KEY", "a secret")
    workers = Workers()
    (tmp_path / "a.txt").write_text(TEXT)
    outcome(tmp_path / "a.txt", workers)
    (worker,) = workers._idle
    environment = Path(f"/proc/{worker._process.pid}/environ")
    if not environment.exists():
        pytest.skip("this system doesn't show the environment of processes")
    assert b"a secret" not in environment.read_bytes()
    workers.close()
