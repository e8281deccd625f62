"""Reading a folder or file: what becomes a document, and why something doesn't."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from corpus import discover as discovery
from corpus.document import Document, document_id
from corpus.read import Candidate, ReadError, Unreadable, discover, read

TEXT = "A Statement on Peace\n\nThe Council must act today.\n"


def only(path: Path) -> Document:
    (item,) = discover(path)
    assert isinstance(item, Candidate)
    return read(item, "public")


def reason(path: Path) -> str:
    """Why the one file at `path` can't be read."""
    (item,) = discover(path)
    if isinstance(item, Unreadable):
        return item.reason
    with pytest.raises(ReadError) as caught:
        read(item, "public")
    assert caught.value.source == item.source
    return caught.value.reason


def test_a_folder_is_read_with_all_below_it_in_a_stable_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "sub/c.html", "sub/deep/d.TXT", ".hidden.txt", ".git/e.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(TEXT)
    found = list(discover(tmp_path))
    assert [item.source for item in found] == ["a.md", "b.txt", "sub/c.html", "sub/deep/d.TXT"]
    assert list(discover(str(tmp_path))) == found


def test_a_single_file_is_named_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "sub" / "a.txt"
    path.parent.mkdir()
    path.write_text(TEXT)
    (tmp_path / "sub" / "metadata.csv").write_text("file,title\na.txt,The Title\n")
    document = only(path)
    assert document.source == "a.txt"
    assert document.location == str(path.resolve())
    assert document.id == document_id(str(path.resolve()))
    assert document.title == "The Title"


def test_a_missing_path(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="there is no such file or folder"):
        list(discover(tmp_path / "nowhere"))


def test_an_address_without_its_scheme_is_taken_for_a_file_and_the_reason_says_so() -> None:
    with pytest.raises(ReadError, match="a web address begins with https://"):
        list(discover("www.example.org/statements"))


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.txt", b"", "the file is empty"),
        ("a.txt", b" \n\t \r\n", "the file is empty"),
        ("a.txt", b"\xef\xbb\xbf", "the file is empty: it holds no text to read"),
        ("a.html", b"<html><body><p hidden>x</p></body></html>", "the file is empty"),
        ("a.txt", b"\x7fELF\x02\x01\0\0\0text", "the file is not text but binary data"),
        ("a.txt", b"%PDF-1.7 and so on", "the file is not text but binary data"),
        ("a.txt", bytes(range(1, 32)) * 40, "the file is not text but binary data"),
        ("a.txt", b"\xff\xfea", "the file says it is UTF-16 and isn't"),
        ("a.xyz", b"text", ".xyz files can't be read: this version reads .txt, .md, .html, .pdf"),
        ("a.tar", b"ustar", "of archives only .zip is opened: unpack it and sync the folder"),
        (
            "a.zip",
            b"PK\3\4",
            "it is damaged or no zip archive: make the archive anew",
        ),
        ("noending", b"text", "files without an ending in their name can't be read"),
        ("a.md", b"---\ntitle: [a\n---\n\ntext", "its front matter can't be read: "),
    ],
)
def test_what_cannot_be_read_says_why(
    tmp_path: Path, name: str, content: bytes, expected: str
) -> None:
    (tmp_path / name).write_bytes(content)
    assert reason(tmp_path).startswith(expected)


def test_a_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discovery, "LARGEST_FILE", 2 * 1024**2)
    (tmp_path / "a.txt").write_bytes(b"word " * 700_000)
    assert reason(tmp_path) == "the file has 3 MB, more than the 2 MB that are read: split it"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    path.chmod(0)
    assert reason(tmp_path).startswith("no permission to read it")


def test_a_file_that_goes_while_reading(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    (item,) = discover(tmp_path)
    assert isinstance(item, Candidate)
    path.unlink()
    with pytest.raises(ReadError, match="no longer there"):
        read(item, "public")
    with pytest.raises(ReadError, match="no longer there"):
        item.fingerprint()


def test_pipes_are_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert reason(tmp_path) == "it is not a regular file"


def test_links_lead_nowhere(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text(TEXT)
    root = tmp_path / "root"
    root.mkdir()
    (root / "a.txt").write_text(TEXT)
    (root / "again.txt").symlink_to(root / "a.txt")
    (root / "loop").symlink_to(root)
    (root / "out.txt").symlink_to(outside)
    (root / "gone.txt").symlink_to(root / "nothing.txt")
    (root / "self.txt").symlink_to(root / "self.txt")
    readable = [item.source for item in discover(root) if isinstance(item, Candidate)]
    refused = [item for item in discover(root) if isinstance(item, Unreadable)]
    assert readable == ["a.txt"]
    remedy = "put the file here, or delete the link"
    assert [(item.source, item.reason) for item in refused] == [
        ("gone.txt", f"it is a link to what is no longer there: {remedy}"),
        ("out.txt", "it is a link that leads out of the folder: not followed"),
        ("self.txt", f"it is a link that leads back to itself: {remedy}"),
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", "“Ça va”, dit-il – déjà".encode()),
        ("a.txt", "\ufeff“Ça va”, dit-il – déjà".encode()),
        ("a.txt", "“Ça va”, dit-il – déjà".encode("utf-16")),
        ("a.txt", "“Ça va”, dit-il – déjà".encode("cp1252")),
    ],
)
def test_encodings(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    assert only(tmp_path).text == "“Ça va”, dit-il – déjà"


def test_a_page_in_the_encoding_it_declares(tmp_path: Path) -> None:
    page = '<html><head><meta charset="iso-8859-2"></head><body><p>Świadectwo łez</p></body></html>'
    (tmp_path / "a.html").write_bytes(page.encode("iso-8859-2"))
    assert only(tmp_path).text == "Świadectwo łez"


def test_an_old_macintosh_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("The child’s right – déjà".encode("mac_roman"))
    assert only(tmp_path).text == "The child’s right – déjà"


def test_an_unchanged_file_has_the_same_fingerprint(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT)

    def fingerprint() -> str:
        (item,) = discover(tmp_path)
        assert isinstance(item, Candidate)
        return item.fingerprint()

    before = fingerprint()
    os.utime(path, (1, 1))
    assert fingerprint() == before
    path.write_text(TEXT + "More.")
    assert fingerprint() != before
