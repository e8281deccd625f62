"""What stands in front of the page: start, health, the API, and who may connect."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from gradio_client import Client

import app
from assistant import Assistant
from tests.app.conftest import wait_until
from tests.app.documents import HARBOUR

ENDPOINTS = [
    "ask",
    "check",
    "cite",
    "documents",
    "follow",
    "news",
    "outline",
    "positions",
    "search",
    "unfollow",
]


@pytest.fixture(scope="module")
def client(address: str) -> Client:
    return Client(address, verbose=False, analytics_enabled=False)


def test_the_app_answers_at_once_and_says_what_it_waits_for(root: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "RAPPORTEUR_HOME": str(tmp_path)}
    started = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "app.py"], cwd=root, env=environment, stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stderr is not None
        lines = iter(process.stderr.readline, "")
        address = next(m[0] for line in lines if (m := re.search(r"http://127\.0\.0\.1:\d+", line)))
        wait_until(lambda: _answers(address), 10)
        assert time.monotonic() - started < 10
        waiting = httpx.get(f"{address}/healthz")
        assert (waiting.status_code, waiting.json()["ready"]) == (503, False)
        assert waiting.json()["reason"]
        assert "Rapporteur" in httpx.get(address).text
        wait_until(lambda: "gradio" in httpx.get(address).text, 60)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)
    assert process.returncode == 0
    assert "Traceback" not in process.stderr.read()


def _answers(address: str) -> bool:
    try:
        return httpx.get(address).status_code == 200
    except httpx.ConnectError:
        return False


def test_the_api_answers_with_the_json_of_the_library(
    client: Client, site: tuple[str, Assistant]
) -> None:
    library = site[1]
    answer = client.predict("How many cholera tents were in Port Liberty?", api_name="/ask")
    assert answer["answered"]
    for citation in answer["citations"]:
        text = library.show(citation["document"]).text or ""
        assert text[citation["start"] : citation["end"]] == citation["quote"]
    found = client.predict("cholera tents", k=1, until="2021", api_name="/search")
    assert [hit["source"] for hit in found["hits"]] == ["harbour.md"]
    assert HARBOUR in found["hits"][0]["text"]
    hit = found["hits"][0]
    cited = client.predict(hit["document"], hit["start"], hit["start"] + 13, api_name="/cite")
    assert (cited["quote"], "#:~:text=" in cited["forms"]["html"]) == (hit["text"][:13], True)
    listed = client.predict(publishers=["Committee on Clearance"], api_name="/documents")
    assert [document["title"] for document in listed] == ["Landmines along the river Asha"]


def test_the_api_checks_a_draft(client: Client) -> None:
    checked = client.predict(f"They wrote: “{HARBOUR}”", api_name="/check")
    (sentence,) = checked["sentences"]
    assert (sentence["kind"], sentence["verdict"]) == ("quotation", "verbatim")
    assert sentence["match"]["source"] == "harbour.md"
    # A text is a draft, never the name of a file on this machine.
    assert client.predict("/etc/hostname", api_name="/check")["sentences"] == []


def test_the_api_names_its_endpoints_and_says_what_is_wrong(client: Client) -> None:
    named: dict[str, Any] = client.view_api(return_format="dict")["named_endpoints"]  # type: ignore[index,assignment]
    assert sorted(named) == [f"/{name}" for name in ENDPOINTS]
    with pytest.raises(Exception, match="is not a date"):
        client.predict("anything", since="yesterday", api_name="/search")


def test_the_same_are_tools_for_language_models(address: str) -> None:
    tools = httpx.get(f"{address}/gradio_api/mcp/schema").json()
    assert sorted(tool["name"] for tool in tools) == ENDPOINTS
    assert all(tool["description"] for tool in tools)


def test_internal_documents_stay_out_of_the_page_and_its_api(
    client: Client, site: tuple[str, Assistant], tmp_path: Path
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("The witness of Marrow Lane lives in the house with the green door.")
    library = site[1]
    library.sync([secret], audience="internal")
    try:
        assert len(library.documents()) == 4
        assert len(client.predict(api_name="/documents")) == 3
        told = client.predict("Where does the witness of Marrow Lane live?", api_name="/ask")
        assert "green door" not in str(told)
    finally:
        library.remove(["secret.txt"])


def test_the_page_runs_no_script_but_its_own(address: str) -> None:
    headers = httpx.get(address, headers={"accept": "text/html"}).headers
    policy = dict(
        rule.strip().split(" ", 1) for rule in headers["content-security-policy"].split(";")
    )
    assert "unsafe-inline" not in policy["script-src"]
    assert policy["frame-ancestors"] == policy["object-src"] == "'none'"
    assert policy["connect-src"] == "'self'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/", {"host": "rebound.example"}, 421),
        ("/config", {"origin": "https://elsewhere.example"}, 403),
        ("/gradio_api/file=https://elsewhere.example/x", {}, 404),
        ("/gradio_api/proxy=https://elsewhere.example/x", {}, 404),
        ("/gradio_api/file=pyproject.toml", {}, 403),
        ("/gradio_api/monitoring", {}, 404),
    ],
)
def test_foreign_names_sites_and_files_are_refused(
    address: str, path: str, headers: dict[str, str], status: int
) -> None:
    reply = httpx.get(f"{address}{path}", headers=headers)
    assert reply.status_code == status
    assert "access-control-allow-origin" not in reply.headers


def test_requests_that_are_too_large_are_refused(address: str) -> None:
    declared = httpx.post(f"{address}/gradio_api/queue/join", content=b" " * (3 * 1024 * 1024))
    assert declared.status_code == 413


def test_a_setting_that_the_page_cannot_honour_ends_the_app_with_a_message(
    root: Path, tmp_path: Path
) -> None:
    environment = {**os.environ, "RAPPORTEUR_HOME": str(tmp_path), "RAPPORTEUR_USERS": "users.txt"}
    ended = subprocess.run(
        [sys.executable, "app.py"], cwd=root, env=environment, capture_output=True, text=True
    )
    assert ended.returncode == 1
    assert "RAPPORTEUR_USERS is set" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_only_this_machine_is_served(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="this machine only"):
        app.main(host="0.0.0.0", home=tmp_path)
