"""Web addresses on the command line: synced, listed, removed, refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from assistant.cli import app
from tests.corpus.website import Site, website

Run = Callable[..., Result]


@pytest.fixture
def site() -> Iterator[Site]:
    with website() as running:
        running.pages["/news/road"] = (
            "<html><head><title>The road</title></head>"
            "<body><p>The Example Centre welcomes the opening of the road.</p></body></html>"
        )
        yield running


@pytest.fixture
def rapporteur(quick_model: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("RAPPORTEUR_HOME", str(tmp_path / "library"))
    monkeypatch.setenv("RAPPORTEUR_WEB_ALLOW", "127.0.0.1")
    monkeypatch.setenv("RAPPORTEUR_WEB_DELAY", "0")
    return lambda *arguments: CliRunner().invoke(app, list(arguments), catch_exceptions=False)


def test_a_page_is_synced_and_removed_by_its_address(rapporteur: Run, site: Site) -> None:
    url = site.url("/news/road")
    report = json.loads(rapporteur("sync", url, "--json").stdout)
    assert (report["added"], report["failed"]) == (1, [])
    (document,) = json.loads(rapporteur("documents", "--json").stdout)
    assert (document["source"], document["url"], document["title"]) == (url, url, "The road")
    assert "1 unchanged" in rapporteur("sync", url).stdout
    assert "1 document removed" in rapporteur("remove", url).stdout


def test_a_page_that_cannot_be_fetched_is_named_and_the_rest_is_stored(
    rapporteur: Run, site: Site
) -> None:
    result = rapporteur("sync", site.url("/gone"), site.url("/news/road"))
    assert result.exit_code == 1
    assert "1 added" in result.stdout
    assert site.url("/gone") in result.stderr and "404" in result.stderr


def test_private_networks_are_closed_unless_the_setting_opens_them(
    rapporteur: Run, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RAPPORTEUR_WEB_ALLOW")
    result = rapporteur("sync", site.url("/news/road"))
    assert result.exit_code == 1 and site.requests == []
    assert "web_allow" in result.stderr
