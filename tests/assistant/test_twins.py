"""Twins: the same text under several names is stored once, and each name keeps what is its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Assistant, LibraryError

TEXT = "We call for an inquiry into the shelling of the market.\n\nThe dead must be named.\n"


@pytest.fixture
def library(tmp_path: Path, quick_model: object) -> Iterator[Assistant]:
    with Assistant.open(tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "statements"
    path.mkdir()
    for name in ("a.txt", "b.txt"):
        (path / name).write_text(TEXT)
    return path


def described(folder: Path, *rows: str) -> None:
    """Describe the folder's files; the first row names the columns."""
    (folder / "metadata.csv").write_text("\n".join(rows) + "\n")


def held(library: Assistant) -> dict[str, tuple[str, ...]]:
    """The sources of the documents, with the other names of each."""
    return {document.source: document.also for document in library.documents()}


def test_the_same_content_is_stored_once_with_both_names(library: Assistant, folder: Path) -> None:
    assert library.sync([folder]).added == 2
    assert held(library) == {"a.txt": ("b.txt",)}
    assert len(library.search("inquiry market").hits) == 1
    assert library.show("b.txt").id == library.show("a.txt").id
    assert library.show("b.txt").to_dict()["also"] == ["b.txt"]
    assert library.sync([folder]).unchanged == 2


def test_the_same_text_in_other_bytes_is_the_same_content(library: Assistant, folder: Path) -> None:
    (folder / "b.txt").write_bytes(TEXT.replace("\n", "\r\n").encode("utf-16"))
    library.sync([folder])
    assert held(library) == {"a.txt": ("b.txt",)}
    assert library.original("b.txt").data.startswith(b"\xff\xfe")
    assert library.original("a.txt").data == TEXT.encode()


def test_twins_in_two_folders_synced_one_after_the_other(
    library: Assistant, folder: Path, tmp_path: Path
) -> None:
    library.sync([folder / "a.txt"])
    other = tmp_path / "other"
    other.mkdir()
    shutil.copy(folder / "a.txt", other / "copy.txt")
    library.sync([other])
    assert held(library) == {"a.txt": ("copy.txt",)}


def test_pruning_one_name_keeps_the_other(library: Assistant, folder: Path) -> None:
    library.sync([folder])
    (folder / "a.txt").unlink()
    assert library.sync([folder], prune=True).removed == 1
    assert held(library) == {"b.txt": ()}
    (hit,) = library.search("inquiry market").hits
    assert hit.source == "b.txt"
    assert library.original("b.txt").data == TEXT.encode()
    assert library.doctor().ok


def test_removing_by_a_name_keeps_the_other_and_by_id_removes_both(
    library: Assistant, folder: Path
) -> None:
    library.sync([folder])
    assert library.remove(["b.txt"]).removed == ("b.txt",)
    assert held(library) == {"a.txt": ()}
    library.sync([folder])
    assert library.remove([library.show("a.txt").id]).removed == ("a.txt", "b.txt")
    assert held(library) == {}


def test_a_name_that_changes_becomes_a_document_of_its_own(
    library: Assistant, folder: Path
) -> None:
    library.sync([folder])
    (folder / "a.txt").write_text("Something else was said here later.\n")
    library.sync([folder])
    assert held(library) == {"a.txt": (), "b.txt": ()}
    assert "inquiry" in (library.show("b.txt").text or "")
    assert "inquiry" in (
        library.show("a.txt", version=library.show("a.txt").versions[0].sha256).text or ""
    )
    (folder / "a.txt").write_text(TEXT)
    library.sync([folder])
    assert len(held(library)) == 1


def test_names_that_their_owner_describes_differently_stay_apart(
    library: Assistant, folder: Path
) -> None:
    described(folder, "file,date", "a.txt,2010-05-04", "b.txt,2014-05-04")
    library.sync([folder])
    assert {d.source: d.date for d in library.documents()} == {
        "a.txt": "2010-05-04",
        "b.txt": "2014-05-04",
    }


@pytest.mark.parametrize("name", ["a.txt", "b.txt"])
def test_the_description_that_the_owner_gave_is_the_one_that_counts(
    library: Assistant, folder: Path, name: str
) -> None:
    library.sync([folder])
    described(folder, "file,title,date", f"{name},On the market,2012-03")
    library.sync([folder])
    (document,) = library.documents()
    assert (document.source, document.title, document.date) == (name, "On the market", "2012-03")
    assert len(document.also) == 1


def test_an_internal_name_does_not_show_and_does_not_hide(library: Assistant, folder: Path) -> None:
    described(folder, "file,audience", "a.txt,internal", "b.txt,public")
    library.sync([folder])
    (public,) = library.documents(viewer="public")
    assert (public.source, public.also) == ("b.txt", ())
    (internal,) = library.documents(viewer="internal")
    assert (internal.source, internal.also) == ("b.txt", ("a.txt",))
    with pytest.raises(LibraryError, match="holds no document"):
        library.show("a.txt", viewer="public")
    assert library.remove(["a.txt"], viewer="public").failed
    assert len(library.search("inquiry", viewer="public").hits) == 1


def test_what_loses_its_public_name_is_internal_again(library: Assistant, folder: Path) -> None:
    described(folder, "file,audience", "a.txt,internal", "b.txt,public")
    library.sync([folder])
    (folder / "b.txt").unlink()
    library.sync([folder], prune=True)
    assert library.documents(viewer="public") == ()
    assert held(library) == {"a.txt": ()}
    assert library.search("inquiry", viewer="public").hits == ()


def test_a_name_that_turns_internal_hands_over_to_the_public_one(
    library: Assistant, folder: Path
) -> None:
    library.sync([folder])
    described(folder, "file,audience", "a.txt,internal")
    library.sync([folder])
    (public,) = library.documents(viewer="public")
    assert (public.source, public.also) == ("b.txt", ())


def test_three_names_and_their_ways_out(library: Assistant, folder: Path) -> None:
    (folder / "c.txt").write_text(TEXT)
    library.sync([folder])
    for gone, left in (("a.txt", {"b.txt": ("c.txt",)}), ("b.txt", {"c.txt": ()})):
        (folder / gone).unlink()
        library.sync([folder], prune=True)
        assert held(library) == left
    assert library.doctor().ok
