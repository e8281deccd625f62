"""Documents made to do harm: each is read as far as it is harmless, or refused in one line.

The limits are smaller than those of the program, so that the tests are quick.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from corpus.read import Candidate, ReadError, Unreadable, discover, read
from corpus.workers import WORKERS, Workers
from tests.corpus import hostile, pdfs
from tests.corpus.hostile import WORDS

SECONDS, MEMORY = 15, 700 * 1024**2
DEEP = 100_000


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    workers = Workers(SECONDS, MEMORY)
    yield workers
    workers.close()


def outcome(path: Path, workers: Workers) -> tuple[str, str]:
    """The text of the file at `path` and "", or "" and why it can't be read; soon, either way."""
    (item,) = discover(path)
    began = time.monotonic()
    try:
        if isinstance(item, Unreadable):
            return "", item.reason
        return read(item, "public", workers).text, ""
    except ReadError as error:
        assert error.source == path.name and "\n" not in error.reason
        return "", error.reason
    finally:
        assert time.monotonic() - began < 4 * SECONDS


@pytest.mark.parametrize("bomb", [hostile.laughs, hostile.growth], ids=["nested", "repeated"])
@pytest.mark.parametrize("form", ["docx", "odt", "epub", "html", "svg"])
def test_entities_are_not_expanded(
    tmp_path: Path, workers: Workers, form: str, bomb: object
) -> None:
    assert callable(bomb)
    path = tmp_path / f"a.{'epub' if form == 'svg' else form}"
    path.write_bytes(hostile.exploding(form, *bomb()))
    text, reason = outcome(path, workers)
    assert (WORDS in text and "lollol" not in text and "aaaa" not in text) or "save it" in reason


@pytest.mark.parametrize("form", ["docx", "odt", "epub"])
def test_names_inside_a_document_lead_nowhere(tmp_path: Path, workers: Workers, form: str) -> None:
    out = tmp_path / "evil"
    names = (str(out), f"..{out}", f"../../../../../../../../..{out}", "word/../../evil")
    path = tmp_path / f"a.{form}"
    path.write_bytes(hostile.with_text(form, WORDS, **dict.fromkeys(names, b"harm")))
    text, reason = outcome(path, workers)
    assert WORDS in text or reason
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize(
    "data",
    [
        lambda: hostile.flate(600_000_000),
        lambda: hostile.flate(600_000_000, layers=2),
        lambda: hostile.flate(0, picture=50_000),
    ],
    ids=["a page", "packed twice", "a picture"],
)
def test_a_pdf_that_unpacks_to_far_more_is_refused(
    tmp_path: Path, workers: Workers, data: object
) -> None:
    assert callable(data)
    (tmp_path / "a.pdf").write_bytes(data())
    text, reason = outcome(tmp_path / "a.pdf", workers)
    assert text in ("", "Words") and (text or reason)


def test_a_pdf_in_a_pdf_in_a_mail_is_named_and_not_opened(tmp_path: Path, workers: Workers) -> None:
    inner = pdfs.pdf(pdfs.column(["The inner words of it."]))
    nested = inner
    for n in range(5):
        outer = pdfs.pdf(pdfs.column(["The outer words of it."]))
        nested = pdfs.carrying(outer, f"annex{n}.pdf", content=nested)
    (tmp_path / "a.pdf").write_bytes(nested)
    (item,) = discover(tmp_path / "a.pdf")
    assert isinstance(item, Candidate)
    found = read(item, "public", workers)
    assert found.text == "The outer words of it."
    assert found.notes == ("attachments: not read: annex4.pdf",)

    message = EmailMessage()
    message["Subject"] = "Words"
    message.set_content(f"{WORDS}.\n")
    zipped = hostile.packed({"inner.pdf": nested})
    message.add_attachment(zipped, maintype="application", subtype="zip", filename="a.zip")
    (tmp_path / "a.eml").write_bytes(bytes(message))
    (item,) = discover(tmp_path / "a.eml")
    assert isinstance(item, Candidate)
    found = read(item, "public", workers)
    assert (found.text, found.notes) == (f"{WORDS}.", ("attachments: not read: a.zip",))


def test_two_million_paragraphs_are_refused(tmp_path: Path, workers: Workers) -> None:
    (tmp_path / "a.docx").write_bytes(
        hostile.word("<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 2_000_000)
    )
    text, reason = outcome(tmp_path / "a.docx", workers)
    assert not text and ("very large" in reason or "GB of memory" in reason or "seconds" in reason)


def test_a_paragraph_of_100_mb_is_refused(tmp_path: Path, workers: Workers) -> None:
    long = "word " * (100 * 1024**2 // 5)
    (tmp_path / "a.docx").write_bytes(hostile.word(f"<w:p><w:r><w:t>{long}</w:t></w:r></w:p>"))
    text, reason = outcome(tmp_path / "a.docx", workers)
    assert not text and ("very large" in reason or "GB of memory" in reason or "seconds" in reason)


NESTED = {
    "html": lambda: ("<div>" * DEEP + WORDS + "</div>" * DEEP).encode(),
    "docx": lambda: hostile.word(
        "<w:sdt><w:sdtContent>" * DEEP + "<w:p/>" + "</w:sdtContent></w:sdt>" * DEEP
    ),
    "odt": lambda: hostile.with_text("odt", "<text:span>" * DEEP + "a" + "</text:span>" * DEEP),
    "rtf": lambda: b"{\\rtf1 " + b"{" * DEEP + b"a" + b"}" * DEEP + b"}",
    "md": lambda: b"> " * DEEP + WORDS.encode(),
    "eml": lambda: hostile.mail(3000, "messages"),
}


@pytest.mark.parametrize("ending", NESTED)
def test_what_is_nested_for_ever_ends_soon(tmp_path: Path, workers: Workers, ending: str) -> None:
    (tmp_path / f"a.{ending}").write_bytes(NESTED[ending]())
    text, reason = outcome(tmp_path / f"a.{ending}", workers)
    assert text or reason


def test_parts_in_parts_of_a_mail_are_read(tmp_path: Path, workers: Workers) -> None:
    (tmp_path / "a.eml").write_bytes(hostile.mail(100, "parts"))
    assert outcome(tmp_path / "a.eml", workers) == (f"{WORDS}.", "")


def test_a_page_is_never_cut_short_in_silence(tmp_path: Path, workers: Workers) -> None:
    unclosed = f"<p>{WORDS}.</p>" + "<div>" * 1000 + "<p>The last words of it.</p>"
    (tmp_path / "a.html").write_text(unclosed)
    assert "The last words of it." in outcome(tmp_path / "a.html", workers)[0]
    (tmp_path / "b.html").write_text(unclosed.replace("<div>", "<div>" * 5))
    assert outcome(tmp_path / "b.html", workers)[1].startswith("its elements are nested too deeply")


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "/dev/tty", "/proc/self/mem"])
def test_devices_are_not_read(device: str) -> None:
    if not Path(device).exists():
        pytest.skip(f"this system has no {device}")
    (item,) = discover(device)
    assert isinstance(item, Unreadable)


def test_a_folder_of_all_of_them_costs_a_line_each_and_nothing_else(
    tmp_path: Path, quick_model: object
) -> None:
    folder, outside = tmp_path / "files", tmp_path / "outside.txt"
    folder.mkdir()
    outside.write_text("Words from outside.\n")
    odd = ["new\nline.txt", "\x1b[2J\x1b]0;title\x07.txt", "\u202etxt.exe.txt", "a" * 251 + ".txt"]
    for number, name in enumerate(odd):
        (folder / name).write_text(f"A statement, number {number}.\n")
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff\xfe.txt")).write_text("Words.\n")
    os.mkfifo(folder / "pipe.txt")
    (folder / "loop").symlink_to(folder)
    (folder / "one.txt").symlink_to(folder / "two.txt")
    (folder / "two.txt").symlink_to(folder / "one.txt")
    (folder / "out.txt").symlink_to(outside)
    (folder / "bomb.docx").write_bytes(hostile.exploding("docx", *hostile.laughs()))
    (folder / "many.zip").write_bytes(hostile.packed({"x.txt": b" " * 60 * 1024**2, "y.txt": "Y."}))
    (folder / "zz.txt").write_text("A Statement\n\nThe Council must act today.\n")
    with Assistant.open(tmp_path / "home") as library:
        report = library.sync([folder])
        stored = {document.source for document in library.documents()}
        again = library.sync([folder])
    WORKERS.close()
    assert stored == {*odd, "many.zip/y.txt", "zz.txt"}
    reasons = {failure.source: failure.error for failure in report.failed}
    assert set(reasons) >= {"pipe.txt", "out.txt", "bomb.docx", "many.zip/x.txt"}
    assert len(reasons) == len(report.failed)
    assert any("valid UTF-8" in reason for reason in reasons.values())
    assert (again.added, again.updated, again.unchanged) == (0, 0, len(stored))
