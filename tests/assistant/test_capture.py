"""The record of capture: originals are kept, and what a changed source held before is not lost."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant import Assistant, LibraryError

FIRST = (
    "We urge the Council to refer the situation to the Court. "
    "The siege of the northern towns must be lifted before winter.\n"
)
SECOND = (
    "We urge the Council to refer the situation to the Court. "
    "The siege of the northern towns must be lifted at once.\n"
)
QUOTED = "The siege of the northern towns must be lifted before winter."


@pytest.fixture
def library(tmp_path: Path, quick_model: object) -> Iterator[Assistant]:
    with Assistant.open(tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "statements"
    path.mkdir()
    return path


def changed(library: Assistant, folder: Path, audience: str = "public") -> None:
    """A statement that is synced, changed and synced again."""
    (folder / "siege.txt").write_text(FIRST)
    library.sync([folder], audience=audience)  # type: ignore[arg-type]
    (folder / "siege.txt").write_text(SECOND)
    library.sync([folder], audience=audience)  # type: ignore[arg-type]


def kept(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "home/originals").glob("*/*"))


def test_the_original_comes_back_byte_for_byte(library: Assistant, folder: Path) -> None:
    data = FIRST.replace("\n", "\r\n").encode("utf-16")
    (folder / "siege.txt").write_bytes(data)
    library.sync([folder])
    original = library.original("siege.txt")
    assert original.data == data
    assert original.sha256 == hashlib.sha256(data).hexdigest()
    assert library.show("siege.txt").original == len(data)


def test_the_original_outlives_the_file(library: Assistant, folder: Path) -> None:
    (folder / "siege.txt").write_text(FIRST)
    library.sync([folder])
    (folder / "siege.txt").unlink()
    library.sync([folder])
    assert library.original("siege.txt").data == FIRST.encode()


def test_long_originals_are_packed(library: Assistant, folder: Path, tmp_path: Path) -> None:
    text = FIRST * 200
    (folder / "siege.txt").write_text(text)
    library.sync([folder])
    stored = sum(path.stat().st_size for path in (tmp_path / "home/originals").glob("*/*"))
    assert stored < len(text) / 5
    assert library.original("siege.txt").data == text.encode()


def test_a_changed_file_keeps_what_it_held_before(library: Assistant, folder: Path) -> None:
    changed(library, folder)
    record = library.show("siege.txt")
    assert "at once" in (record.text or "") and record.supersedes
    (earlier,) = record.versions
    before = library.show("siege.txt", version=earlier.sha256[:8])
    assert QUOTED in (before.text or "") and before.superseded and before.id == record.id
    assert library.original("siege.txt", version=earlier.sha256).data == FIRST.encode()
    assert library.original("siege.txt").data == SECOND.encode()


def test_an_earlier_version_is_not_searched(library: Assistant, folder: Path) -> None:
    changed(library, folder)
    assert not any("winter" in hit.text for hit in library.search("winter siege").hits)


def test_a_citation_says_that_its_source_has_changed(library: Assistant, folder: Path) -> None:
    changed(library, folder)
    citation = library.cite("siege.txt", 0, 20).to_dict()
    assert citation["supersedes"] and citation["captured"] >= citation["supersedes"]


def test_a_file_that_never_changed_supersedes_nothing(library: Assistant, folder: Path) -> None:
    (folder / "siege.txt").write_text(FIRST)
    library.sync([folder])
    os.utime(folder / "siege.txt", (1, 1))
    library.sync([folder])
    record = library.show("siege.txt")
    assert record.versions == () and record.supersedes == ""
    assert library.cite("siege.txt", 0, 20).supersedes == ""


def test_new_metadata_make_no_new_version(library: Assistant, folder: Path) -> None:
    (folder / "siege.txt").write_text(FIRST)
    library.sync([folder])
    (folder / "metadata.csv").write_text("file,title\nsiege.txt,On the siege\n")
    assert library.sync([folder]).updated == 1
    assert library.show("siege.txt").title == "On the siege"
    assert library.show("siege.txt").versions == ()


def test_what_says_the_same_as_before_is_not_embedded_again(
    library: Assistant, folder: Path, quick_model: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "siege.txt").write_text(FIRST)
    library.sync([folder])
    before = library.search("the siege of the towns").hits
    (folder / "metadata.csv").write_text("file,url\nsiege.txt,https://example.org/siege\n")
    calls: list[object] = []
    with monkeypatch.context() as patch:
        patch.setattr(quick_model, "embed_passages", calls.append, raising=False)
        assert library.sync([folder]).updated == 1
    assert not calls
    after = library.search("the siege of the towns").hits
    assert [hit.score for hit in after] == [hit.score for hit in before]
    assert after[0].url == "https://example.org/siege"
    (folder / "siege.txt").write_text(SECOND)
    library.sync([folder])
    assert "at once" in library.search("the siege of the towns").hits[0].text


def test_a_quotation_from_an_earlier_version_is_recognised(
    library: Assistant, folder: Path
) -> None:
    changed(library, folder)
    (sentence,) = library.check(f"The organisation said: “{QUOTED}”").sentences
    assert sentence.verdict == "altered", "the library does not hold it any more"
    told = sentence.changes[0].to_dict()
    assert told["kind"] == "superseded"
    assert told["note"].startswith("Verbatim in an earlier version of")
    assert "captured on" in told["note"] and told["note"].endswith("since changed.")
    version = told["version"]
    text = library.show(version["document"], version=version["sha256"]).text or ""
    assert text[version["start"] : version["end"]] == version["quote"]


def test_words_that_never_stood_are_still_not_in_the_library(
    library: Assistant, folder: Path
) -> None:
    changed(library, folder)
    (sentence,) = library.check("It said: “Bananas ripen slowly under violet umbrellas.”").sentences
    assert sentence.verdict == "new" and not sentence.changes


def test_internal_versions_and_originals_stay_internal(library: Assistant, folder: Path) -> None:
    changed(library, folder, "internal")
    sha256 = library.show("siege.txt").versions[0].sha256
    library.sync([folder], audience="public")
    assert library.show("siege.txt", viewer="public").versions == ()
    assert library.show("siege.txt", viewer="public").supersedes == ""
    for version in (sha256, sha256[:10]):
        with pytest.raises(LibraryError, match="no version"):
            library.original("siege.txt", viewer="public", version=version)
    found = library.check(f"It said: “{QUOTED}”", viewer="public")
    assert not any(change.kind == "superseded" for change in found.sentences[0].changes)


def test_public_versions_of_what_is_now_internal_are_not_shown(
    library: Assistant, folder: Path
) -> None:
    changed(library, folder, "public")
    library.sync([folder], audience="internal")
    with pytest.raises(LibraryError, match="holds no document"):
        library.original("siege.txt", viewer="public")
    found = library.check(f"It said: “{QUOTED}”", viewer="public")
    assert not found.sentences[0].changes


def test_removing_a_document_forgets_its_versions_and_originals(
    library: Assistant, folder: Path, tmp_path: Path
) -> None:
    changed(library, folder)
    assert len(kept(tmp_path)) == 2
    library.remove(["siege.txt"])
    assert kept(tmp_path) == []
    (folder / "siege.txt").write_text(SECOND)
    library.sync([folder])
    assert library.show("siege.txt").versions == ()


def test_damaged_originals_are_found_and_read_again(
    library: Assistant, folder: Path, tmp_path: Path
) -> None:
    (folder / "siege.txt").write_text(FIRST)
    library.sync([folder])
    assert library.doctor().ok
    (path,) = (tmp_path / "home/originals").glob("*/*")
    path.write_bytes(b"something else")
    with pytest.raises(LibraryError, match="damaged or missing"):
        library.original("siege.txt")
    check = next(c for c in library.doctor().checks if c.name == "original files")
    assert not check.ok and "1 missing or damaged" in check.detail
    library.doctor(repair=True)
    library.sync([folder])
    assert library.doctor().ok
    assert library.original("siege.txt").data == FIRST.encode()
    assert library.show("siege.txt").versions == ()


def test_bytes_that_a_crash_left_are_swept_away(
    library: Assistant, folder: Path, tmp_path: Path
) -> None:
    (folder / "siege.txt").write_text(FIRST)
    library.sync([folder])
    stray = tmp_path / "home/originals/ab/" / ("ab" * 32)
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(b"left by a crash")
    assert not library.doctor().ok
    assert library.doctor(repair=True).ok
    assert not stray.exists()


def test_no_name_leads_out_of_the_originals(library: Assistant, folder: Path) -> None:
    (folder / "siege.txt").write_text(FIRST)
    library.sync([folder])
    for version in ("../../catalogue.sqlite3", "..", "/etc/passwd", "%2e%2e"):
        with pytest.raises(LibraryError, match="no version"):
            library.original("siege.txt", version=version)
