"""`rapporteur follow`, `unfollow` and `news`: what they print, and in JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.cli import app


@pytest.fixture
def rapporteur(quick_model, tmp_path, monkeypatch):
    """Runs a command on a library that follows Sudan and was given a statement since."""
    monkeypatch.setenv("RAPPORTEUR_HOME", str(tmp_path / "library"))

    def run(*arguments: str):
        return CliRunner().invoke(app, list(arguments), catch_exceptions=False)

    assert run("follow", "Sudan", "coffee prices").exit_code == 0
    statement = Path(tmp_path) / "new.txt"
    statement.write_text(
        "We condemn the killings in Sudan.\n\nSudan is a country of many rivers.\n"
    )
    assert run("sync", str(statement)).exit_code == 0
    return run


def test_news_names_what_is_new_and_says_where_nothing_is(rapporteur):
    ended = rapporteur("news")
    assert ended.exit_code == 0
    shown = " ".join(ended.stdout.split())
    assert "New on Sudan: 1 position and 1 mention; searched 1 new document" in shown
    assert "condemns “We condemn the killings in Sudan.”" in shown
    assert "Nothing new on coffee prices; searched 1 new document." in shown


def test_news_as_json_stays_until_it_is_marked_as_seen(rapporteur):
    first = json.loads(rapporteur("news", "--topic", "sudan", "--json").stdout)
    assert [item["act"] for item in first["topics"][0]["items"]] == ["condemn", None]
    again = json.loads(rapporteur("news", "--seen", "--json").stdout)
    assert again["topics"][0]["items"] == first["topics"][0]["items"]
    assert json.loads(rapporteur("news", "--json").stdout)["new"] == 0
    assert "no document came or changed" in rapporteur("news").stdout


def test_the_views_have_lists_of_their_own(rapporteur):
    assert "No topic is followed yet" in rapporteur("news", "--as", "public").stdout
    listed = json.loads(rapporteur("follow", "--json").stdout)
    assert [each["topic"] for each in listed["topics"]] == ["Sudan", "coffee prices"]


def test_unfollowing_what_is_not_followed_is_told_and_the_rest_is_done(rapporteur):
    ended = rapporteur("unfollow", "tea", "Sudan")
    assert ended.exit_code == 1
    assert "'tea' is not followed" in ended.stderr
    assert "Sudan" not in ended.stdout
    assert rapporteur("news", "--topic", "tea").exit_code == 1
