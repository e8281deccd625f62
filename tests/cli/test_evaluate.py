"""`rapporteur evaluate`: several files and libraries, results in a folder, an earlier run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.cli import app
from tests.llm_server import LLMServer, Streams

TEXTS = {
    "one": "Observers counted forty-two tents in the harbour of Port Liberty on Sunday.",
    "two": "Deminers removed 1,306 landmines along the river Asha between May and August.",
}


@pytest.fixture
def files(quick_model, tmp_path: Path) -> dict[str, tuple[str, str]]:
    """Two libraries of a document each, with a file of questions on each: name -> (file, home)."""
    made = {}
    for name, text in TEXTS.items():
        folder, home = tmp_path / name, tmp_path / f"home-{name}"
        folder.mkdir()
        (folder / f"{name}.txt").write_text(text)
        row = {"id": "1", "kind": name, "question": text, "gold": [{"doc": f"{name}.txt"}]}
        row["gold"][0]["quote"] = text  # type: ignore[index]
        file = tmp_path / f"{name}.jsonl"
        file.write_text(json.dumps(row))
        assert evaluated("sync", str(folder), "--home", str(home)).exit_code == 0
        made[name] = (str(file), str(home))
    return made


def evaluated(*arguments: str):
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False)


def test_each_file_may_have_a_library_of_its_own(files):
    (one, home), (two, other) = files["one"], files["two"]
    result = evaluated("evaluate", one, two, "--home", home, "--home", other, "--json")
    found = json.loads(result.stdout)
    assert (result.exit_code, found["questions"], found["all"]["hit@1"]) == (0, 2, 1.0)
    assert {name: part["questions"] for name, part in found["files"].items()} == {
        "one.jsonl": 1,
        "two.jsonl": 1,
    }
    shown = evaluated("evaluate", one, two, "--home", home, "--home", other).stdout
    assert "all of one.jsonl" in shown and "all of two.jsonl" in shown


def test_a_library_that_lacks_the_documents_asked_about_is_an_error(files):
    result = evaluated("evaluate", files["one"][0], "--home", files["two"][1])
    assert (result.exit_code, result.stdout) == (1, "")
    assert "'one.txt'" in result.stderr


def test_what_is_wrong_with_a_later_file_is_told_before_any_question_is_asked(files, monkeypatch):
    (one, home), (two, other) = files["one"], files["two"]
    with LLMServer(Streams('{"none": true}')) as server:
        monkeypatch.setenv("RAPPORTEUR_LLM", "openai:test")
        monkeypatch.setenv("RAPPORTEUR_LLM_BASE_URL", server.url)
        monkeypatch.setenv("RAPPORTEUR_LLM_API_KEY", "any")
        result = evaluated("evaluate", one, two, "--home", home, "--home", home)
        assert (result.exit_code, result.stdout, server.requests) == (1, "", [])
        assert "'two.txt'" in result.stderr
        assert evaluated("evaluate", one, two, "--home", home, "--home", other).exit_code == 0
        assert len(server.requests) == 2


def test_homes_must_be_one_or_as_many_as_the_files(files):
    (one, home), (two, other) = files["one"], files["two"]
    result = evaluated("evaluate", one, two, one, "--home", home, "--home", other)
    assert result.exit_code == 2
    assert "--home" in result.stderr


def test_results_go_to_a_folder_and_a_later_run_is_compared_with_them(files, tmp_path):
    file, home = files["one"]
    out = tmp_path / "results"
    assert evaluated("evaluate", file, "--home", home, "--out", str(out)).exit_code == 0
    earlier = out / "evaluation.json"
    assert (out / "evaluation.svg").exists() and (out / "evaluation.md").exists()
    again = evaluated("evaluate", file, "--home", home, "--against", str(earlier))
    assert "Questions in both runs: 1." in again.stdout
    told = evaluated("evaluate", file, "--home", home, "--against", str(earlier), "--json")
    against = json.loads(told.stdout)["against"]
    assert against["modes"]["quotes"]["hit@1"]["difference"] == 0.0


def test_a_folder_that_cannot_be_written_costs_no_figures(files, tmp_path):
    (tmp_path / "taken").write_text("")
    file, home = files["one"]
    result = evaluated("evaluate", file, "--home", home, "--out", str(tmp_path / "taken/results"))
    assert result.exit_code == 1
    assert "hit@1" in result.stdout
    assert "can't be written" in result.stderr
