"""Wrong usage ends in status 2 with a reason, before any library is opened."""

from __future__ import annotations

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from assistant.cli import app

WRONG = {
    "no command": [],
    "an unknown command": ["foretell", "Myanmar"],
    "an unknown option": ["ask", "Who?", "--colour"],
    "no source to sync": ["sync"],
    "an unknown audience": ["sync", ".", "--audience", "everyone"],
    "an unknown viewer": ["ask", "Who?", "--as", "journalist"],
    "a date in words": ["ask", "Who?", "--since", "last year"],
    "a day that is not in the calendar": ["search", "veto", "--until", "2019-02-30"],
    "a period that ends before it begins": ["documents", "--since", "2020", "--until", "2019"],
    "no question": ["ask"],
    "a blank question": ["ask", "  "],
    "a question and a batch": ["ask", "Who?", "--batch", "-"],
    "a batch that is not there": ["ask", "--batch", "no-such-file.jsonl"],
    "an answer written as neither Word nor Markdown": ["ask", "Who?", "--out", "a.pdf"],
    "a batch written to a file": ["ask", "--batch", "-", "--out", "a.md"],
    "a history beside a batch": ["ask", "--batch", "-", "--history", "Who?"],
    "no query": ["search"],
    "no passages wanted": ["search", "veto", "-k", "0"],
    "a port that is no port": ["serve", "--port", "70000"],
    "questions that are a folder": ["evaluate", "."],
    "questions that are not there": ["evaluate", "no-such-file.jsonl"],
}


@pytest.mark.parametrize("arguments", WRONG.values(), ids=WRONG)
def test_wrong_usage_is_told_on_stderr(arguments):
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 2
    assert result.stderr or not arguments
    assert not result.stdout or not arguments


def test_a_wrong_date_is_explained():
    result = CliRunner().invoke(app, ["ask", "Who?", "--since", "24/09/2019"])
    assert "'24/09/2019' is not a date: write 2019, 2019-09 or 2019-09-24" in result.stderr


def test_help_lists_the_commands_that_work():
    result = CliRunner().invoke(app, ["--help"])
    assert result.exit_code == 0
    for command in ("sync", "remove", "documents", "show", "search", "ask", "evaluate", "doctor"):
        assert f"  {command} " in result.stdout


def test_help_is_quick_because_nothing_heavy_is_loaded_for_it():
    heavy = "torch chromadb gradio langchain sentence_transformers".split()
    code = f"import assistant.cli, sys; print([m for m in {heavy} if m in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert loaded.stdout.strip() == "[]"
