"""Every command, on a small library: what it prints, what it answers in JSON, how it ends."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import docx
import pytest
from typer.testing import CliRunner

from assistant import sync as syncing
from assistant.cli import app

STATEMENT = """Myanmar and the duty to prevent

The Example Centre welcomes the order of the court on Myanmar. The order asks Myanmar to preserve
the evidence of crimes against the Rohingya.
"""
DRAFT = """A draft on Sudan

The Example Centre asks the Council to extend the arms embargo to the whole of Sudan.
"""
MYANMAR = "myanmar.txt,On Myanmar,2020-01-24,Example Centre,statement,Myanmar,public\n"
METADATA = (
    "file,title,date,publisher,kind,places,audience\n"
    + MYANMAR
    + "sudan.txt,On Sudan,2023-05,Example Centre,draft,Sudan,internal\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "statements"
    folder.mkdir()
    (folder / "myanmar.txt").write_text(STATEMENT)
    (folder / "sudan.txt").write_text(DRAFT)
    (folder / "metadata.csv").write_text(METADATA)
    return folder


@pytest.fixture
def rapporteur(quick_model, tmp_path, monkeypatch):
    """Runs a command on a library of its own."""
    monkeypatch.setenv("RAPPORTEUR_HOME", str(tmp_path / "library"))

    def run(*arguments: str, text: str | None = None):
        return CliRunner().invoke(app, list(arguments), input=text, catch_exceptions=False)

    return run


@pytest.fixture
def filled(rapporteur, folder):
    assert rapporteur("sync", str(folder)).exit_code == 0
    return rapporteur


def test_sync_adds_updates_skips_and_prunes(rapporteur, folder):
    def counts(*options: str) -> tuple[int, ...]:
        result = rapporteur("sync", str(folder), "--json", *options)
        assert result.exit_code == 0
        report = json.loads(result.stdout)
        assert report["failed"] == []
        return tuple(report[name] for name in ("added", "updated", "unchanged", "removed"))

    assert counts() == (2, 0, 0, 0)
    assert counts() == (0, 0, 2, 0)
    (folder / "myanmar.txt").write_text(STATEMENT + "\nThe court will hear the case.\n")
    assert counts() == (0, 1, 1, 0)
    (folder / "myanmar.txt").unlink()
    (folder / "metadata.csv").write_text(METADATA.replace(MYANMAR, ""))
    assert counts() == (0, 0, 1, 0)
    assert counts("--prune") == (0, 0, 1, 1)


def test_sync_names_what_it_could_not_read_and_stores_the_rest(rapporteur, folder):
    (folder / "empty.txt").write_text("")
    result = rapporteur("sync", str(folder), str(folder / "missing"))
    assert result.exit_code == 1
    assert "2 added" in result.stdout
    assert "empty.txt" in result.stderr
    assert "missing" in result.stderr


def test_a_sync_stopped_with_ctrl_c_says_what_it_stored(rapporteur, folder, monkeypatch):
    real = syncing.sync

    def interrupted(*arguments):
        signal.raise_signal(signal.SIGINT)
        return real(*arguments)

    monkeypatch.setattr(syncing, "sync", interrupted)
    result = rapporteur("sync", str(folder))
    assert result.exit_code == 1
    assert "0 added" in result.stdout
    assert "Press Ctrl-C again to stop at once" in result.stderr
    assert "the same command goes on from here" in result.stderr


def test_a_library_is_embedded_again_on_request(filled):
    result = filled("sync", "--rebuild", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["passages"] >= 2


def test_documents_lists_the_newest_first(filled):
    listed = json.loads(filled("documents", "--json").stdout)
    assert [document["source"] for document in listed] == ["sudan.txt", "myanmar.txt"]
    assert listed[1]["places"] == ["Myanmar"]
    assert "text" not in listed[0]


def test_documents_are_limited_by_every_filter(filled):
    def sources(*options: str) -> list[str]:
        return [
            found["source"] for found in json.loads(filled("documents", "--json", *options).stdout)
        ]

    assert sources("--since", "2021") == ["sudan.txt"]
    assert sources("--until", "2020-01") == ["myanmar.txt"]
    assert sources("--place", "Myanmar") == ["myanmar.txt"]
    assert sources("--kind", "draft", "--kind", "statement") == ["sudan.txt", "myanmar.txt"]
    assert sources("--publisher", "Somebody Else") == []
    assert sources("--language", "en") == ["sudan.txt", "myanmar.txt"]
    assert sources("--as", "public") == ["myanmar.txt"]


def test_show_gives_the_whole_stored_text_by_source_or_id(filled):
    by_source = json.loads(filled("show", "myanmar.txt", "--json").stdout)
    by_id = json.loads(filled("show", by_source["id"], "--json").stdout)
    assert by_source == by_id
    assert "preserve the evidence of crimes against the Rohingya." in by_source["text"]
    assert by_source["text"] in filled("show", "myanmar.txt").stdout


def test_an_unknown_document_is_an_error_told_on_stderr(filled):
    result = filled("show", "nothing.txt", "--json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "nothing.txt" in result.stderr


def test_remove_forgets_and_names_what_it_does_not_know(filled):
    result = filled("remove", "myanmar.txt", "nothing.txt", "--json")
    report = json.loads(result.stdout)
    assert result.exit_code == 1
    assert report["removed"] == ["myanmar.txt"]
    assert [failure["source"] for failure in report["failed"]] == ["nothing.txt"]
    assert [d["source"] for d in json.loads(filled("documents", "--json").stdout)] == ["sudan.txt"]


def test_search_hits_stand_in_the_stored_text(filled):
    result = json.loads(filled("search", "arms embargo", "-k", "1", "--json").stdout)
    [hit] = result["hits"]
    text = json.loads(filled("show", hit["document"], "--json").stdout)["text"]
    assert hit["source"] == "sudan.txt"
    assert text[hit["start"] : hit["end"]] == hit["text"]


def test_a_viewer_of_the_public_finds_nothing_internal(filled):
    result = json.loads(filled("search", "arms embargo", "--as", "public", "--json").stdout)
    assert "sudan.txt" not in [hit["source"] for hit in result["hits"]]


def test_every_citation_of_an_answer_stands_in_the_stored_text(filled):
    result = filled("ask", "What does the order ask Myanmar to preserve?", "--json")
    answer = json.loads(result.stdout)
    assert result.exit_code == 0
    assert answer["searched"]["documents"] >= 1
    for citation in answer["citations"] + answer["nearest"]:
        text = json.loads(filled("show", citation["document"], "--json").stdout)["text"]
        assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_a_batch_answers_line_by_line_in_order_and_goes_on_after_a_bad_line(filled):
    lines = [
        '{"id": "a", "question": "What does the order ask of Myanmar?"}',
        "",
        "{not json",
        '{"id": "c", "question": "  "}',
        '{"id": 4, "question": "And on Sudan?", "history": ["What about Myanmar?"]}',
        '{"id": "e", "question": "And?", "history": "What about Myanmar?"}',
        "[]",
    ]
    result = filled("ask", "--batch", "-", text="\n".join(lines))
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 1
    assert [answer["id"] for answer in answers] == ["a", None, "c", 4, "e", None]
    assert ["error" in answer for answer in answers] == [False, True, True, False, True, True]
    assert answers[1]["error"].startswith("line 3:")


def test_a_batch_of_searches_comes_from_a_file(filled, tmp_path):
    batch = tmp_path / "queries.jsonl"
    batch.write_text('{"id": 1, "question": "embargo"}\n{"id": 2, "query": "evidence"}\n')
    result = filled("search", "--batch", str(batch), "-k", "1")
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert [(one["id"], len(one["hits"])) for one in found] == [(1, 1), (2, 1)]


@pytest.mark.parametrize("name", ["answer.md", "answer.docx"])
def test_ask_writes_its_answer_with_numbered_footnotes(filled, tmp_path, name):
    file = tmp_path / name
    question = "What does the order ask Myanmar to preserve?"
    result = filled("ask", question, "--out", str(file), "--json")
    assert json.loads(result.stdout)["answered"]
    assert (result.exit_code, result.stderr.strip()) == (0, f"Written: {file}")
    if name.endswith(".md"):
        written = file.read_text(encoding="utf-8")
        assert (
            written.startswith(f"# {question}") and "[^1]: Example Centre, “On Myanmar”" in written
        )
    else:
        words = " ".join(paragraph.text for paragraph in docx.Document(str(file)).paragraphs)
        assert "preserve the evidence of crimes" in words


def test_an_answer_that_cannot_be_written_is_still_shown(filled, tmp_path):
    result = filled("ask", "What is asked of Myanmar?", "--out", str(tmp_path / "no/answer.md"))
    assert (result.exit_code, "can't be written" in result.stderr) == (1, True)
    assert result.stdout


def test_evaluate_measures_a_file_of_questions(filled, tmp_path):
    questions = tmp_path / "questions.jsonl"
    gold = "The order asks Myanmar to preserve"
    questions.write_text(
        json.dumps(
            {
                "id": "1",
                "kind": "fact",
                "question": "What does the order ask Myanmar to preserve?",
                "gold": [{"doc": "myanmar.txt", "quote": gold}],
                "unanswerable": False,
            }
        )
    )
    result = filled("evaluate", str(questions), "--json")
    assert result.exit_code == 0
    assert isinstance(json.loads(result.stdout), dict)
    assert filled("evaluate", str(questions)).stdout.strip()


def test_doctor_finds_a_sound_library_sound(filled):
    result = filled("doctor", "--json")
    report = json.loads(result.stdout)
    assert (result.exit_code, report["ok"]) == (0, True)
    assert all(check["ok"] for check in report["checks"])
    assert "All is well." in filled("doctor", "--repair").stdout


def test_every_command_takes_the_home_of_a_library(filled, tmp_path):
    elsewhere = str(tmp_path / "another")
    assert json.loads(filled("documents", "--json", "--home", elsewhere).stdout) == []


def test_a_home_that_cannot_be_a_library_is_an_error_that_says_so(rapporteur, tmp_path):
    (tmp_path / "file").write_text("")
    result = rapporteur("documents", "--home", str(tmp_path / "file"))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "--home" in result.stderr
