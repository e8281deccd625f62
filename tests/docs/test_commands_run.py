"""The commands that the documents show run as shown."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.cli import app

ROOT = Path(__file__).parent.parent.parent
PAGES = ["README.md", "docs/getting-started.md"]
STATEMENT = "A statement\n\nThe Example Centre calls on the Council to act on the report.\n"


def commands(page: str) -> list[list[str]]:
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)
    lines = [shlex.split(line) for block in blocks for line in block.splitlines()]
    return [words[1:] for words in lines if words and Path(words[0]).name == "rapporteur"]


@pytest.mark.parametrize("page", PAGES)
def test_commands_run_in_order_as_they_are_shown(page, quick_model, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("RAPPORTEUR_HOME", str(tmp_path / "library"))
    for folder in ("statements", "drafts"):
        (tmp_path / "Documents" / folder).mkdir(parents=True)
        (tmp_path / "Documents" / folder / f"{folder}.txt").write_text(STATEMENT)
    runner = CliRunner()
    assert runner.invoke(app, ["sync", str(ROOT / "corpus/sample")]).exit_code == 0
    shown = commands(page)
    assert shown
    for words in shown:
        result = runner.invoke(app, [os.path.expanduser(word) for word in words])
        assert (words, result.exit_code, result.stderr) == (words, 0, "")
