"""Zipped folders: read as folders; whatever is wrong with one is a line and harms nothing else."""

from __future__ import annotations

import io
import stat
import struct
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import corpus.archive as archives
from assistant import Assistant
from corpus.read import ReadError, Unreadable, discover, read

PEACE = "We call for peace in the valley.\n"


def packed(path: Path, files: dict[str, bytes | str], **options: int) -> Path:
    """A zip archive at `path` that holds `files`."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = options.get("compress_type", zipfile.ZIP_DEFLATED)
            info.external_attr = options.get("mode", stat.S_IFREG | 0o644) << 16
            archive.writestr(info, data)
    return path


def found(source: Path) -> tuple[dict[str, str], dict[str, str]]:
    """The texts of what can be read in a source, and the reasons for what can't, by source."""
    texts, reasons = {}, {}
    for item in discover(source):
        if isinstance(item, Unreadable):
            reasons[item.source] = item.reason
            continue
        try:
            texts[item.source] = read(item, "public").text
        except ReadError as error:
            reasons[error.source] = error.reason
    return texts, reasons


def test_an_archive_is_read_as_a_folder(tmp_path: Path) -> None:
    packed(
        tmp_path / "papers.zip",
        {
            "statement.txt": PEACE,
            "2019/note.html": f"<p>{PEACE}</p>",
            "2019/": "",
            ".hidden.txt": PEACE,
            "__MACOSX/._statement.txt": b"\0",
        },
    )
    both = {"papers.zip/2019/note.html", "papers.zip/statement.txt"}
    for source in (tmp_path, tmp_path / "papers.zip"):
        texts, reasons = found(source)
        assert set(texts) == both and not reasons
        assert all(PEACE.strip() in text for text in texts.values())


def test_metadata_in_an_archive_describe_its_files(tmp_path: Path) -> None:
    rows = "file,title,date,audience\na.txt,In the valley,2019,internal\nmissing.txt,No,2020,\n"
    deeper = '{"file": "b.txt", "publisher": "Valley Watch"}'
    files: dict[str, bytes | str] = {
        "metadata.csv": rows,
        "a.txt": PEACE,
        "in/metadata.jsonl": deeper,
        "in/b.txt": PEACE,
    }
    packed(tmp_path / "papers.zip", files)
    items = list(discover(tmp_path))
    documents = {
        d.source: d for i in items if not isinstance(i, Unreadable) for d in [read(i, "public")]
    }
    first, second = documents["papers.zip/a.txt"], documents["papers.zip/in/b.txt"]
    assert (first.title, first.date, first.audience) == ("In the valley", "2019", "internal")
    assert (second.publisher, second.audience) == ("Valley Watch", "public")
    (missing,) = [item for item in items if isinstance(item, Unreadable)]
    assert "there is no file 'missing.txt'" in missing.reason


@pytest.mark.parametrize(
    ("around", "audience"),
    [
        ("file,audience\npapers.zip,internal\n", "internal"),
        ("file,audience\npapers.zip/a.txt,internal\n", "internal"),
        ("file,audience\npapers.zip/a.txt,public\n", "public"),
        ("file,kind\npapers.zip,report\n", "public"),
        ("no columns at all\n", "internal"),
    ],
)
def test_nothing_inside_an_archive_makes_public_what_is_internal_around_it(
    tmp_path: Path, around: str, audience: str
) -> None:
    inside = "file,audience\na.txt,public\n"
    packed(tmp_path / "papers.zip", {"metadata.csv": inside, "a.txt": PEACE})
    (tmp_path / "metadata.csv").write_text(around)
    (item,) = [item for item in discover(tmp_path) if not isinstance(item, Unreadable)]
    document = read(item, "public")
    assert document.audience == audience
    assert (document.kind == "report") == ("report" in around)


def test_metadata_that_cannot_be_read_close_the_archive(tmp_path: Path) -> None:
    packed(tmp_path / "papers.zip", {"metadata.csv": b"\0" * 2_000_000, "a.txt": PEACE})
    items = list(discover(tmp_path))
    assert [read(i, "public").audience for i in items if not isinstance(i, Unreadable)] == [
        "internal"
    ]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../out.txt", "leads out of the archive"),
        ("in/../../out.txt", "leads out of the archive"),
        ("..\\out.txt", "leads out of the archive"),
        ("in//out.txt", "leads out of the archive"),
        ("/etc/out.txt", "absolute path"),
        ("C:\\out.txt", "absolute path"),
        ("a\x1b[2J.txt", "control characters"),
        ("inner.zip", "archives inside archives are not opened"),
        ("inner.tar.gz", "archives inside archives are not opened"),
        ("program.exe", ".exe files can't be read"),
    ],
)
def test_a_name_that_is_not_for_reading_is_refused(tmp_path: Path, name: str, reason: str) -> None:
    packed(tmp_path / "papers.zip", {name: PEACE, "good.txt": PEACE})
    texts, reasons = found(tmp_path)
    assert set(texts) == {"papers.zip/good.txt"}
    (told,) = reasons.values()
    assert reason in told
    assert [path.name for path in tmp_path.rglob("*")] == ["papers.zip"]


@pytest.mark.parametrize(
    ("mode", "reason"),
    [(stat.S_IFLNK | 0o777, "it is a link"), (stat.S_IFIFO | 0o644, "not a regular file")],
)
def test_links_and_devices_are_not_followed(tmp_path: Path, mode: int, reason: str) -> None:
    packed(tmp_path / "papers.zip", {"passwords.txt": "/etc/passwd"}, mode=mode)
    texts, reasons = found(tmp_path)
    assert not texts and reason in reasons["papers.zip/passwords.txt"]


def test_encrypted_and_unusually_packed_files_are_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "locked.zip", {"a.txt": PEACE})
    data = bytearray(path.read_bytes())
    at = data.find(b"PK\1\2")
    data[at + 8] |= 1
    path.write_bytes(data)
    packed(tmp_path / "odd.zip", {"a.txt": PEACE}, compress_type=zipfile.ZIP_LZMA)
    _, reasons = found(tmp_path)
    assert "it is encrypted" in reasons["locked.zip/a.txt"]
    assert "packed in an unusual way" in reasons["odd.zip/a.txt"]


def test_two_files_of_one_name_are_both_refused(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with zipfile.ZipFile(tmp_path / "papers.zip", "w") as archive:
            for text in (PEACE, "Something else."):
                archive.writestr("a.txt", text)
    texts, reasons = found(tmp_path)
    assert not texts and "several files of this name" in reasons["papers.zip/a.txt"]


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    packed(tmp_path / "papers.zip", {"bomb.txt": b"0" * 20_000_000, "good.txt": PEACE})
    texts, reasons = found(tmp_path)
    assert set(texts) == {"papers.zip/good.txt"}
    assert "unpacks to far more than it takes" in reasons["papers.zip/bomb.txt"]


def test_a_bomb_that_lies_about_its_size_is_cut_off(tmp_path: Path) -> None:
    path = packed(tmp_path / "papers.zip", {"bomb.txt": b"0" * 20_000_000})
    data = bytearray(path.read_bytes())
    at = data.find(b"PK\1\2")
    struct.pack_into("<L", data, at + 24, 1000)
    path.write_bytes(data)
    _, reasons = found(tmp_path)
    assert "damaged in its archive" in reasons["papers.zip/bomb.txt"]


def test_files_that_overlap_count_in_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "_LARGEST_TOTAL", 100)
    packed(tmp_path / "papers.zip", {f"{n}.txt": PEACE for n in range(4)})
    _, reasons = found(tmp_path)
    assert "more than 1 GB" in reasons["papers.zip"]


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "_MOST_FILES", 3)
    packed(tmp_path / "papers.zip", {f"{n}.txt": PEACE for n in range(4)})
    _, reasons = found(tmp_path)
    assert "more than the 3 files" in reasons["papers.zip"]


def test_a_list_of_files_that_is_too_long_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "_LARGEST_DIRECTORY", 10)
    packed(tmp_path / "papers.zip", {"a.txt": PEACE})
    _, reasons = found(tmp_path)
    assert "its list of files is too long" in reasons["papers.zip"]


@pytest.mark.parametrize("cut", [0, 1, 10, 60])
def test_a_truncated_archive_is_one_line(tmp_path: Path, cut: int) -> None:
    data = packed(tmp_path / "papers.zip", {"a.txt": PEACE}).read_bytes()
    (tmp_path / "papers.zip").write_bytes(data[: len(data) * cut // 100])
    texts, reasons = found(tmp_path)
    assert not texts and list(reasons) == ["papers.zip"]


def test_a_damaged_file_in_an_archive_is_one_line(tmp_path: Path) -> None:
    long = "".join(f"Line {n} of the report.\n" for n in range(500))
    path = packed(tmp_path / "papers.zip", {"a.txt": long, "b.txt": PEACE})
    data = bytearray(path.read_bytes())
    data[100:110] = b"\xff" * 10
    path.write_bytes(data)
    texts, reasons = found(tmp_path)
    assert set(texts) == {"papers.zip/b.txt"}
    assert "damaged in its archive" in reasons["papers.zip/a.txt"]


@pytest.fixture
def library(tmp_path: Path, quick_model: object) -> Iterator[Assistant]:
    with Assistant.open(tmp_path / "home") as opened:
        yield opened


def test_an_archive_is_synced_pruned_and_kept_while_it_cannot_be_read(
    tmp_path: Path, library: Assistant
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    path = packed(folder / "papers.zip", {"a.txt": PEACE, "b.txt": "A second statement.\n"})
    assert library.sync([folder]).added == 2
    assert library.sync([folder]).unchanged == 2
    assert library.original("papers.zip/a.txt").data == PEACE.encode()
    whole = path.read_bytes()
    path.write_bytes(whole[:50])
    report = library.sync([folder], prune=True)
    assert report.removed == 0 and len(report.failed) == 1
    packed(path, {"a.txt": "It has changed.\n"})
    report = library.sync([folder], prune=True)
    assert (report.updated, report.removed) == (1, 1)
    assert len(library.show("papers.zip/a.txt").versions) == 1
    assert library.remove(["papers.zip/a.txt"]).removed == ("papers.zip/a.txt",)


def test_an_archive_in_memory_is_not_written_anywhere(tmp_path: Path, library: Assistant) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("secret-name.txt", PEACE)
    (tmp_path / "papers.zip").write_bytes(buffer.getvalue())
    library.sync([tmp_path / "papers.zip"])
    assert not list(tmp_path.rglob("*secret-name*"))
