"""`rapporteur positions`: a timeline, JSON, a table, and what it says where there is nothing."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.cli import app

STATEMENTS = {
    "2020.txt": "The Example Centre calls on the Council to extend the arms embargo on Sudan.",
    "2022.txt": "We condemn the killings in Sudan, which are crimes against humanity.",
}
METADATA = """file,title,date,publisher
2020.txt,On the embargo,2020-01-24,Example Centre
2022.txt,On the killings,2022-05,=Example Institute
"""


@pytest.fixture
def rapporteur(quick_model, tmp_path, monkeypatch):
    """Runs a command on a library that holds the statements."""
    monkeypatch.setenv("RAPPORTEUR_HOME", str(tmp_path / "library"))
    folder = tmp_path / "statements"
    folder.mkdir()
    for name, text in STATEMENTS.items():
        (folder / name).write_text(f"{text}\n")
    (folder / "metadata.csv").write_text(METADATA)

    def run(*arguments: str):
        return CliRunner().invoke(app, list(arguments), catch_exceptions=False)

    assert run("sync", str(folder)).exit_code == 0
    return run


def test_the_timeline_names_year_act_addressee_and_quotation(rapporteur):
    ended = rapporteur("positions", "Sudan")
    assert ended.exit_code == 0
    shown = " ".join(ended.stdout.split())
    assert shown.index("2020") < shown.index("2022")
    assert "Example Centre calls for action, to the Council" in shown
    assert "“We condemn the killings in Sudan, which are crimes against humanity.”" in shown
    assert "“crimes against humanity” first: =Example Institute, 2022-05" in shown


def test_json_holds_the_positions_and_nothing_else_is_printed(rapporteur):
    found = json.loads(rapporteur("positions", "Sudan", "--json").stdout)
    assert [position["act"] for position in found["positions"]] == ["call", "condemn"]
    assert (found["first"], found["latest"]) == ("2020-01-24", "2022-05")


def test_filters_limit_the_positions(rapporteur):
    found = json.loads(rapporteur("positions", "Sudan", "--until", "2021", "--json").stdout)
    assert [position["date"] for position in found["positions"]] == ["2020-01-24"]


def test_the_table_is_safe_to_open_in_a_spreadsheet(rapporteur, tmp_path: Path):
    table = tmp_path / "positions.csv"
    assert rapporteur("positions", "Sudan", "--csv", str(table)).exit_code == 0
    rows = list(csv.DictReader(table.read_text(encoding="utf-8-sig").splitlines()))
    assert [row["publisher"] for row in rows] == ["Example Centre", "'=Example Institute"]


def test_a_table_that_cannot_be_written_ends_in_status_1(rapporteur, tmp_path: Path):
    ended = rapporteur("positions", "Sudan", "--csv", str(tmp_path / "none" / "positions.csv"))
    assert ended.exit_code == 1
    assert "can't be written" in ended.stderr


def test_silence_says_what_was_searched_for(rapporteur):
    shown = rapporteur("positions", "Rohingya").stdout
    assert "No position found in 2 documents from 2020-01-24 to 2022-05." in " ".join(shown.split())
    assert "Burma" in shown
    assert "Nearest:" in shown


@pytest.mark.parametrize(
    "arguments",
    [("positions",), ("positions", " "), ("positions", "Sudan", "--since", "soon")],
)
def test_wrong_usage_ends_in_status_2(rapporteur, arguments):
    assert rapporteur(*arguments).exit_code == 2
