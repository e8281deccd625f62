"""Word, OpenDocument, RTF, EPUB and e-mail; each file is made by the test."""

from __future__ import annotations

import io
import subprocess
import zipfile
from email.message import EmailMessage
from pathlib import Path

import docx
import pypandoc
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from corpus.document import Document
from corpus.read import Candidate, ReadError, discover, read

SOURCE = """---
title: On Peace
lang: en
---

# On Peace

The Council must act today.[^1] It has *waited* too long.

- An inquiry into what was done.
- A fund for those who suffered.

| Year | Killed |
|------|--------|
| 2019 | 12     |

[^1]: See the report of the Commission.
"""


def document(path: Path) -> Document:
    (item,) = discover(path)
    assert isinstance(item, Candidate), item
    return read(item, "public")


def refusal(path: Path) -> str:
    (item,) = discover(path)
    assert isinstance(item, Candidate)
    with pytest.raises(ReadError) as caught:
        read(item, "public")
    return caught.value.reason


def converted(path: Path, form: str) -> Path:
    subprocess.run(
        [pypandoc.get_pandoc_path(), "-f", "markdown", "-t", form, "-o", str(path), "--standalone"],
        input=SOURCE.encode(),
        check=True,
    )
    return path


@pytest.mark.parametrize("form", ["docx", "odt", "rtf", "epub"])
def test_a_document_reads_alike_in_every_format(tmp_path: Path, form: str) -> None:
    read_back = document(converted(tmp_path / f"a.{form}", form))
    paragraphs = read_back.text.split("\n\n")
    assert "The Council must act today. It has waited too long." in paragraphs
    if form != "rtf":  # pandoc writes its footnotes otherwise than Word does, see below
        assert "See the report of the Commission." in read_back.text
    assert "An inquiry into what was done." in read_back.text
    assert "Year | Killed\n2019 | 12" in read_back.text
    assert read_back.title == "On Peace"
    assert read_back.pages == ()


def test_rtf_as_word_writes_it(tmp_path: Path) -> None:
    (tmp_path / "a.rtf").write_bytes(
        rb"{\rtf1\ansi The Council must act.{\super\chftn}{\footnote\pard\plain{\super\chftn}"
        rb" See the report.}\par It waited \u8211\'96 un \'e9t\'e9.\par}"
    )
    text = document(tmp_path / "a.rtf").text
    assert text.split("\n\n")[:2] == ["The Council must act.", "It waited – un été."]
    assert "See the report." in text


def test_a_doc_that_is_really_a_docx_or_rtf_is_read(tmp_path: Path) -> None:
    for form in ("docx", "rtf"):
        made = converted(tmp_path / f"a.{form}", form).rename(tmp_path / f"{form}.doc")
        assert "The Council must act today." in document(made).text


def test_an_old_word_file_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "a.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))
    assert "save it as .docx" in refusal(tmp_path / "a.doc")


def word(path: Path, *xml: str) -> Path:
    made = docx.Document()
    for paragraph in xml:
        made.element.body.insert(0, parse_xml(paragraph))
    made.save(str(path))
    return path


def test_words_in_text_boxes_are_read_once(tmp_path: Path) -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>Words in a box.</w:t></w:r></w:p></w:txbxContent>"
    both = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f'<mc:Choice Requires="wps">{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>'
        "</mc:AlternateContent>"
    )
    made = word(
        tmp_path / "a.docx",
        f"<w:p {nsdecls('w')}><w:r><w:t>Around it.</w:t></w:r><w:r>{both}</w:r></w:p>",
    )
    assert document(made).text == "Around it.\n\nWords in a box."


def test_deleted_words_are_not_read_and_inserted_ones_are(tmp_path: Path) -> None:
    made = word(
        tmp_path / "a.docx",
        f"<w:p {nsdecls('w')}><w:r><w:t xml:space='preserve'>We </w:t></w:r>"
        "<w:del><w:r><w:delText>deplore</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>condemn</w:t></w:r></w:ins><w:r><w:t> it.</w:t></w:r></w:p>",
    )
    assert document(made).text == "We condemn it."


@pytest.mark.parametrize("ending", ["docx", "odt", "epub", "rtf", "eml"])
def test_other_bytes_under_these_names_are_refused(tmp_path: Path, ending: str) -> None:
    (tmp_path / f"a.{ending}").write_bytes(b"\x00\x01 neither this nor that")
    assert "save" in refusal(tmp_path / f"a.{ending}")
    (tmp_path / f"a.{ending}").write_bytes(b"PK\x03\x04 cut short")
    assert "save" in refusal(tmp_path / f"a.{ending}")


@pytest.mark.parametrize("ending", ["docx", "odt", "epub"])
def test_zip_bombs_are_refused_before_they_unpack(tmp_path: Path, ending: str) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(4):
            archive.writestr(f"word/{number}.xml", b" " * (100 * 1024**2))
    (tmp_path / f"a.{ending}").write_bytes(packed.getvalue())
    assert refusal(tmp_path / f"a.{ending}").startswith("it unpacks to 400 MB in 4 parts, more")


def test_xml_bombs_are_refused(tmp_path: Path) -> None:
    entities = "".join(
        f'<!ENTITY x{n} "{"&x" + str(n - 1) + ";" if n else "lol"}{("&x" + str(n - 1) + ";") * 9}">'
        if n
        else '<!ENTITY x0 "lol">'
        for n in range(10)
    )
    bomb = (
        f'<?xml version="1.0"?><!DOCTYPE w:document [{entities}]><w:document {nsdecls("w")}>'
        "<w:body><w:p><w:r><w:t>Words. &x9;</w:t></w:r></w:p></w:body></w:document>"
    )
    made = word(tmp_path / "good.docx", f"<w:p {nsdecls('w')}><w:r><w:t>Words.</w:t></w:r></w:p>")
    with (
        zipfile.ZipFile(made) as good,
        zipfile.ZipFile(tmp_path / "bomb.docx", "w") as bad,
    ):
        for entry in good.infolist():
            content = bomb if entry.filename == "word/document.xml" else good.read(entry)
            bad.writestr(entry, content)
    (item,) = discover(tmp_path / "bomb.docx")
    assert isinstance(item, Candidate)
    try:
        assert "lollol" not in read(item, "public").text
    except ReadError as error:
        assert error.reason


def test_an_e_mail_is_its_text_with_subject_and_day(tmp_path: Path) -> None:
    message = EmailMessage()
    message["Subject"] = "Statement on Peace"
    message["From"] = "Press Office <press@example.org>"
    message["Date"] = "Fri, 05 Apr 2019 10:00:00 +0200"
    message.set_content("The Council must act today.\n\nIt has waited – too long.\n")
    message.add_alternative("<p>The Council must act today.</p>", subtype="html")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="full.pdf")
    (tmp_path / "a.eml").write_bytes(bytes(message))
    read_back = document(tmp_path / "a.eml")
    assert read_back.text == "The Council must act today.\n\nIt has waited – too long."
    assert (read_back.title, read_back.date) == ("Statement on Peace", "2019-04-05")
    assert read_back.origin["attachments"] == "not read: full.pdf"


def test_an_e_mail_in_html_only(tmp_path: Path) -> None:
    message = EmailMessage()
    message["Subject"] = "Statement"
    message.set_content("<p>The Council must act.</p><p hidden>no</p>", subtype="html")
    (tmp_path / "a.eml").write_bytes(bytes(message))
    assert document(tmp_path / "a.eml").text == "The Council must act."


def test_a_real_word_file(shared_data: Path) -> None:
    read_back = document(shared_data / "odd_files" / "lorem_1MB.docx")
    assert read_back.title == "Lorem ipsum"
    assert len(read_back.text) > 5000
