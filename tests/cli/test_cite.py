"""`rapporteur cite`: a stretch of a document in the forms that people paste."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from assistant.card import FORMS
from assistant.cli import app
from assistant.cli_drafts import Form

STATEMENT = """---
title: On Myanmar
publisher: Example Centre
date: 2020-01-24
url: https://example.org/myanmar
---

The Example Centre welcomes the order of the court.
"""


@pytest.fixture
def rapporteur(quick_model, tmp_path, monkeypatch):
    monkeypatch.setenv("RAPPORTEUR_HOME", str(tmp_path / "library"))
    (tmp_path / "statement.md").write_text(STATEMENT)

    def run(*arguments: str):
        return CliRunner().invoke(app, list(arguments), catch_exceptions=False)

    assert run("sync", str(tmp_path / "statement.md")).exit_code == 0
    return run


def stretch(rapporteur, words: str) -> list[str]:
    text = json.loads(rapporteur("show", "statement.md", "--json").stdout)["text"]
    return [str(text.index(words)), str(text.index(words) + len(words))]


def test_a_stretch_is_cited_as_a_footnote(rapporteur):
    place = stretch(rapporteur, "welcomes the order of the court")
    result = rapporteur("cite", "statement.md", *place)
    assert result.exit_code == 0
    assert result.stdout == (
        "Example Centre, “On Myanmar”, 24 January 2020, https://example.org/myanmar: "
        "“welcomes the order of the court”.\n"
    )


def test_every_form_can_be_chosen_and_json_holds_all(rapporteur):
    place = stretch(rapporteur, "welcomes the order of the court")
    assert [form.value for form in Form] == list(FORMS)
    found = json.loads(rapporteur("cite", "statement.md", *place, "--json").stdout)
    assert found["quote"] == "welcomes the order of the court"
    for form in FORMS:
        printed = rapporteur("cite", "statement.md", *place, "--form", form).stdout
        assert printed == found["forms"][form] + "\n"
    assert "#:~:text=welcomes%20the%20order" in found["forms"]["html"]


def test_unknown_documents_and_stretches_are_told(rapporteur):
    for arguments, told in (
        (("nothing.md", "0", "5"), "holds no document 'nothing.md'"),
        (("statement.md", "5", "5"), "no stretch from 5 to 5"),
        (("statement.md", "0", "9999"), "no stretch from 0 to 9999"),
    ):
        result = rapporteur("cite", *arguments)
        assert result.exit_code == 1
        assert told in result.stderr
