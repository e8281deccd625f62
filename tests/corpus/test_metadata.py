"""metadata.csv and metadata.jsonl: they win over the document, and their mistakes are named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.document import Document
from corpus.read import Candidate, Unreadable, discover, read

TEXT = "A Statement on Peace\n\n3 May 2020\n\nThe Council must act today.\n"


def folder(path: Path, metadata: str, name: str = "metadata.csv") -> Path:
    (path / "a.txt").write_text(TEXT, encoding="utf-8")
    (path / "b.txt").write_text(TEXT, encoding="utf-8")
    (path / name).write_text(metadata, encoding="utf-8")
    return path


def documents(path: Path) -> dict[str, Document]:
    found = (item for item in discover(path) if isinstance(item, Candidate))
    return {item.source: read(item, "public") for item in found}


def problems(path: Path) -> list[tuple[str, str]]:
    return [(item.source, item.reason) for item in discover(path) if isinstance(item, Unreadable)]


def test_metadata_win_over_what_is_read(tmp_path: Path) -> None:
    folder(
        tmp_path,
        "file,title,date,publisher,kind,language,url,places,speakers,audience\n"
        "a.txt,The Title,2019-09,Gambia,Speech,en,https://example.org/a,Burma; Syria,"
        "Jane Roe;John Doe,internal\n",
    )
    document = documents(tmp_path)["a.txt"]
    assert document.title == "The Title"
    assert document.date == "2019-09"
    assert document.publisher == "The Gambia"
    assert document.kind == "speech"
    assert document.url == "https://example.org/a"
    assert document.places == ("Myanmar", "Syria")
    assert document.speakers == ("Jane Roe", "John Doe")
    assert document.audience == "internal"
    assert set(document.origin.values()) == {"metadata.csv"}
    assert documents(tmp_path)["b.txt"].title == "A Statement on Peace"
    assert documents(tmp_path)["b.txt"].audience == "public"


def test_json_lines_with_lists(tmp_path: Path) -> None:
    row = {"file": "a.txt", "title": "The Title", "date": 2019, "places": ["Burma", "Syria"]}
    folder(tmp_path, json.dumps(row) + "\n", "metadata.jsonl")
    document = documents(tmp_path)["a.txt"]
    assert (document.title, document.date) == ("The Title", "2019")
    assert document.places == ("Myanmar", "Syria")


def test_metadata_of_the_folder_above_describe_files_below(tmp_path: Path) -> None:
    folder(tmp_path, "file,title\nsub/c.txt,From above\nsub/d.txt,From above\n")
    below = tmp_path / "sub"
    below.mkdir()
    (below / "c.txt").write_text(TEXT)
    (below / "d.txt").write_text(TEXT)
    (below / "metadata.csv").write_text("file,title\nd.txt,From beside\n")
    found = documents(tmp_path)
    assert found["sub/c.txt"].title == "From above"
    assert found["sub/d.txt"].title == "From beside"


@pytest.mark.parametrize(
    ("metadata", "reason"),
    [
        ("file,colour\na.txt,red\n", "row 1: unknown column 'colour', left out"),
        ("file,date\na.txt,May 2020\n", "row 2: 'May 2020' is not a date"),
        ("file,date\na.txt,2020-02-31\n", "row 2: '2020-02-31' is not a day of the calendar"),
        ("file,title\na.txt,One,Two\n", "row 2: has 3 cells for 2 columns; left out"),
        ("file,title\n,One\n", "row 2: names no file"),
        ("file,title\nc.txt,One\n", "row 2: there is no file 'c.txt' in the folder"),
        ("file,title\n../a.txt,One\n", "row 2: there is no file '../a.txt' in the folder"),
        ("file,title\na.txt,One\na.txt,Two\n", "row 3: 'a.txt' is described twice"),
        ("file,url\na.txt,javascript:alert(1)\n", "row 2: 'javascript:alert(1)' is no web address"),
        ("file,audience\na.txt,secret\n", "row 2: the audience 'secret' is neither public nor"),
        ("title;file\nOne;a.txt\n", "can't be read: its first line must name the columns"),
        ('file,title\na.txt,"One\n', "can't be read: unexpected end of data"),
        ("\n", "can't be read: the file is empty"),
    ],
)
def test_each_mistake_is_named_with_its_row_and_the_rest_goes_on(
    tmp_path: Path, metadata: str, reason: str
) -> None:
    folder(tmp_path, metadata)
    ((source, told),) = problems(tmp_path)
    assert source == "metadata.csv"
    assert told.startswith(reason)
    assert set(documents(tmp_path)) == {"a.txt", "b.txt"}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{broken", "row 1: is no JSON object; left out"),
        ("[1]", "row 1: is no JSON object; left out"),
        ('{"file": "a.txt", "colour": "red"}', "row 1: unknown field 'colour', left out"),
        ('{"file": "a.txt", "title": {"en": "x"}}', "row 1: the value of 'title' is neither"),
    ],
)
def test_mistakes_in_json_lines(tmp_path: Path, line: str, reason: str) -> None:
    folder(tmp_path, line + "\n", "metadata.jsonl")
    ((source, told),) = problems(tmp_path)
    assert (source, told[: len(reason)]) == ("metadata.jsonl", reason)


@pytest.mark.parametrize(
    "metadata",
    [
        "file,audience\na.txt,secret\n",
        "file,title,audience\na.txt,One,Two,internal\n",
        'file,audience\n"a.txt,internal\n',
    ],
)
def test_a_mistake_never_opens_a_document_to_the_public(tmp_path: Path, metadata: str) -> None:
    folder(tmp_path, metadata)
    assert documents(tmp_path)["a.txt"].audience == "internal"


def test_a_changed_row_changes_the_fingerprint(tmp_path: Path) -> None:
    def fingerprint() -> str:
        (item, *_) = discover(tmp_path)
        assert isinstance(item, Candidate)
        return item.fingerprint()

    folder(tmp_path, "file,title\na.txt,One\n")
    before = fingerprint()
    assert fingerprint() == before
    folder(tmp_path, "file,title\na.txt,Two\n")
    assert fingerprint() != before
