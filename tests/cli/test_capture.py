"""What the command line tells of where documents came from, and what they held before."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.cli import app

RUN = CliRunner()


@pytest.fixture
def home(tmp_path: Path, quick_model: object) -> str:
    """The home of a library with a statement that has changed, and a copy of it."""
    folder = tmp_path / "statements"
    folder.mkdir()
    for text in ("The bridge is closed to aid.\n", "The bridge is open to aid.\n"):
        for name in ("bridge.txt", "copy.txt"):
            (folder / name).write_text(text)
        command = ["sync", str(folder), "--home", str(tmp_path / "home")]
        assert RUN.invoke(app, command).exit_code == 0
    return str(tmp_path / "home")


def told(*arguments: str) -> str:
    result = RUN.invoke(app, arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_show_lists_earlier_versions_and_shows_them(home: str) -> None:
    versions = json.loads(told("show", "bridge.txt", "--versions", "--json", "--home", home))
    (version,) = versions
    assert version["source"] in ("bridge.txt", "copy.txt")
    sha = version["sha256"]
    assert sha in told("show", "bridge.txt", "--versions", "--home", home)
    shown = told("show", "bridge.txt", "--version", sha[:12], "--home", home)
    assert "closed to aid" in shown and "open to aid" not in shown


def test_documents_names_every_source(home: str) -> None:
    assert "bridge.txt = copy.txt" in told("documents", "--home", home)
    (record,) = json.loads(told("documents", "--json", "--home", home))
    assert record["also"] == ["copy.txt"]


def test_answers_say_that_a_source_has_changed(home: str) -> None:
    assert "replaces the version captured on" in told("ask", "Is the bridge open?", "--home", home)


def test_original_writes_the_bytes(home: str, tmp_path: Path) -> None:
    out = tmp_path / "out.txt"
    told("original", "copy.txt", "--out", str(out), "--home", home)
    assert out.read_text() == "The bridge is open to aid.\n"
    printed = RUN.invoke(app, ["original", "bridge.txt", "--out", "-", "--home", home])
    assert printed.stdout_bytes == out.read_bytes()


def test_an_original_that_is_not_there_is_named(home: str) -> None:
    result = RUN.invoke(app, ["original", "nothing.txt", "--out", "-", "--home", home])
    assert result.exit_code == 1
    assert "holds no document 'nothing.txt'" in result.stderr
