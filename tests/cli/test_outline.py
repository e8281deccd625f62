"""`rapporteur outline`: sections with sources, JSON, Word and Markdown files."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from assistant.cli import app
from tests.assistant.test_export import footnotes
from tests.outlines import write

BRIEF = "Statement on the floods in Chad, to donors"


@pytest.fixture
def rapporteur(quick_model, tmp_path, monkeypatch):
    """Runs a command on a library that holds the statements."""
    monkeypatch.setenv("RAPPORTEUR_HOME", str(tmp_path / "library"))
    write(tmp_path / "public", tmp_path / "secret")

    def run(*arguments: str, stdin: str | None = None):
        return CliRunner().invoke(app, list(arguments), input=stdin, catch_exceptions=False)

    assert run("sync", str(tmp_path / "public")).exit_code == 0
    return run


def test_sections_points_and_sources_are_printed(rapporteur):
    ended = rapporteur("outline", BRIEF)
    assert ended.exit_code == 0
    shown = " ".join(ended.stdout.split())
    assert shown.index("Occasion and context") < shown.index("The situation")
    assert "To donors: “We urge donors to fund shelters before the next floods in Chad.”" in shown
    assert "Relief Observatory, “On rivers”, 10 June 2022, https://relief.example/june.md" in shown
    assert "Searched 3 documents dated 4 May 2021 to 1 July 2023." in shown


def test_json_has_the_form_that_programs_rely_on(rapporteur):
    found = json.loads(rapporteur("outline", BRIEF, "--json").stdout)
    assert found["brief"] == BRIEF
    assert [section["key"] for section in found["sections"]] == [
        "context",
        "situation",
        "position",
        "framework",
        "calls",
        "closing",
    ]
    numbers = [citation["number"] for citation in found["citations"]]
    for section in found["sections"]:
        assert section["gap"] is None
        for point in section["points"]:
            assert point["text"]
            assert set(point["citations"]) <= set(numbers)


def test_the_brief_may_come_on_standard_input_and_filters_apply(rapporteur):
    ended = rapporteur(
        "outline", "-", "--json", "--publisher", "House of Engineers", stdin=f"{BRIEF}\n"
    )
    found = json.loads(ended.stdout)
    assert {citation["publisher"] for citation in found["citations"]} == {"House of Engineers"}
    assert "No earlier language found" in found["sections"][0]["gap"]


def test_it_is_written_as_word_with_footnotes_and_as_markdown(rapporteur, tmp_path):
    for name in ("outline.docx", "outline.md"):
        assert rapporteur("outline", BRIEF, "--out", str(tmp_path / name)).exit_code == 0
    notes = footnotes((tmp_path / "outline.docx").read_bytes())
    assert any("“We urge donors to fund shelters before the next floods" in note for note in notes)
    text = (tmp_path / "outline.md").read_text(encoding="utf-8")
    assert text.count("[^1]") == 2


def test_wrong_usage_and_a_file_that_cannot_be_written_are_told(rapporteur, tmp_path):
    assert rapporteur("outline", " ").exit_code == 2
    assert rapporteur("outline", BRIEF, "--out", "outline.pdf").exit_code == 2
    ended = rapporteur("outline", BRIEF, "--out", str(tmp_path / "none" / "outline.md"))
    assert ended.exit_code == 1
    assert "the outline can't be written" in ended.stderr
