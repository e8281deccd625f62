"""`rapporteur check`: what it prints, its JSON, its reports, and how it ends."""

from __future__ import annotations

import json

import docx
import pytest
from typer.testing import CliRunner

from assistant.cli import app

STATEMENT = """On Myanmar

The Example Centre welcomes the order of the court on Myanmar. The order asks Myanmar to preserve
the evidence of crimes against the Rohingya.
"""
RIGHT = "The order asks Myanmar to preserve the evidence of crimes against the Rohingya"
DRAFT = f"""They wrote: “{RIGHT}.” And also “{RIGHT.replace("preserve", "destroy")}.”

Nobody has ever sold <b>umbrellas</b> \x07in Quillon.
"""


@pytest.fixture
def rapporteur(quick_model, tmp_path, monkeypatch):
    """Runs a command on a library with one statement."""
    monkeypatch.setenv("RAPPORTEUR_HOME", str(tmp_path / "library"))
    (tmp_path / "statement.txt").write_text(STATEMENT)
    (tmp_path / "draft.txt").write_text(DRAFT)

    def run(*arguments: str, text: str | None = None):
        return CliRunner().invoke(app, list(arguments), input=text, catch_exceptions=False)

    assert run("sync", str(tmp_path / "statement.txt")).exit_code == 0
    return run


def test_check_prints_each_verdict_with_source_and_differences(rapporteur, tmp_path):
    result = rapporteur("check", str(tmp_path / "draft.txt"))
    assert result.exit_code == 0
    said = " ".join(result.stdout.split())
    assert "Verbatim (quotation)." in said
    assert "Altered (quotation). The source says “preserve”, not “destroy”." in said
    assert "New (claim)." in said
    assert said.endswith("3 quotations and claims checked: 1 verbatim, 1 altered, 1 new.")
    assert "\x07" not in result.stdout


def test_check_reads_standard_input_and_writes_json_alone(rapporteur):
    result = rapporteur("check", "-", "--json", text=DRAFT)
    found = json.loads(result.stdout)
    assert [(s["kind"], s["verdict"]) for s in found["sentences"]] == [
        ("quotation", "verbatim"),
        ("quotation", "altered"),
        ("claim", "new"),
    ]
    assert found["sentences"][0]["match"]["source"] == "statement.txt"
    assert found["sentences"][2]["match"] is None


def test_check_takes_filters(rapporteur):
    result = rapporteur("check", "-", "--json", "--publisher", "Nobody", text=DRAFT)
    assert {s["match"] for s in json.loads(result.stdout)["sentences"]} == {None}


def test_a_word_report_of_a_text_has_comments_on_the_sentences(rapporteur, tmp_path):
    report = tmp_path / "report.docx"
    assert rapporteur("check", str(tmp_path / "draft.txt"), "--report", str(report)).exit_code == 0
    document = docx.Document(str(report))
    comments = [comment.text for comment in document.comments]
    assert len(comments) == 3
    assert any("The source says “preserve”, not “destroy”." in comment for comment in comments)
    assert document.paragraphs[0].text.startswith("They wrote: “The order asks")


def test_a_word_draft_keeps_its_form_and_gains_comments_beside_its_words(rapporteur, tmp_path):
    draft, report = tmp_path / "draft.docx", tmp_path / "report.docx"
    document = docx.Document()
    paragraph = document.add_paragraph("Before. They wrote: “The order asks ")
    paragraph.add_run("Myanmar").bold = True
    paragraph.add_run(" to destroy the evidence of crimes against the Rohingya.” After.")
    document.save(str(draft))
    before = draft.read_bytes()
    assert rapporteur("check", str(draft), "--report", str(report)).exit_code == 0
    assert draft.read_bytes() == before
    commented = docx.Document(str(report)).paragraphs[0]
    assert commented.text == paragraph.text
    assert [run.text for run in commented.runs if run.bold] == ["Myanmar"]
    assert [run.text for run in commented.runs if run.text] == [
        "Before. They wrote: “",
        "The order asks ",
        "Myanmar",
        " to destroy the evidence of crimes against the Rohingya.",
        "” After.",
    ]


def test_a_markdown_report_escapes_what_it_quotes(rapporteur, tmp_path):
    report = tmp_path / "report.md"
    assert rapporteur("check", str(tmp_path / "draft.txt"), "--report", str(report)).exit_code == 0
    written = report.read_text()
    assert "## 2. Altered (quotation)" in written
    assert "\\<b\\>umbrellas" in written


def test_wrong_names_and_unreadable_drafts_are_told(rapporteur, tmp_path):
    wrong = rapporteur("check", str(tmp_path / "draft.txt"), "--report", "report.pdf")
    assert (wrong.exit_code, ".docx or .md" in wrong.stderr) == (2, True)
    missing = rapporteur("check", str(tmp_path / "missing.docx"))
    assert missing.exit_code == 1
    assert "missing.docx can't be read" in missing.stderr
    nowhere = str(tmp_path / "nowhere" / "report.md")
    unwritable = rapporteur("check", str(tmp_path / "draft.txt"), "--report", nowhere)
    assert unwritable.exit_code == 1
    assert "the report can't be written" in unwritable.stderr
