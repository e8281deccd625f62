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


def test_lines_that_flow_in_an_e_mail_are_put_together(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(
        b"Subject: Statement\nContent-Type: text/plain; format=flowed; delsp=yes\n\n"
        b"The Council must act, inter \nnationally  \ntoo.\n\nIt did.\n\n-- \nPress Office\n"
    )
    text = document(tmp_path / "a.eml").text
    assert text.startswith("The Council must act, internationally too.\n\nIt did.")


def test_marks_of_notes_in_a_book_are_no_part_of_its_words(tmp_path: Path) -> None:
    page = (
        '<p>They signed.<sup><a href="#n1">1</a></sup> The area is 5 km<sup>2</sup>, the'
        ' 4<sup>th</sup> part<a href="#n2"><sup>[2]</sup></a>.</p>'
        '<p id="n1">1. In Rome.</p><p id="n2">2. Of it.</p>'
    )
    made = pypandoc.convert_text(
        page, "epub", "html", outputfile=str(tmp_path / "a.epub"), extra_args=["-M", "title=Book"]
    )
    assert not made
    assert "They signed. The area is 5 km2, the 4th part.\n" in document(tmp_path / "a.epub").text


def test_a_real_word_file(shared_data: Path) -> None:
    read_back = document(shared_data / "odd_files" / "lorem_1MB.docx")
    assert read_back.title == "Lorem ipsum"
    assert len(read_back.text) > 5000


def test_an_empty_cell_keeps_its_place_and_a_table_in_a_cell_is_read_once(tmp_path: Path) -> None:
    made = docx.Document()
    table = made.add_table(2, 3)
    rows = [("Year", "Killed", "Displaced"), ("2020", "", "9,500")]
    for row, values in zip(table.rows, rows, strict=True):
        for cell, value in zip(row.cells, values, strict=True):
            cell.text = value
    inner = table.cell(0, 2).add_table(1, 1)
    inner.cell(0, 0).text = "(persons)"
    made.save(str(tmp_path / "a.docx"))
    assert (
        document(tmp_path / "a.docx").text == "Year | Killed | Displaced (persons)\n2020 | | 9,500"
    )


OPEN = """<office:document-content
  xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
  xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
  xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
  xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
  xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
  xmlns:dc="http://purl.org/dc/elements/1.1/"><office:automatic-styles>
  <style:style style:name="H"><style:text-properties text:display="none"/></style:style>
  </office:automatic-styles><office:body><office:text>{}</office:text></office:body>
</office:document-content>"""


def opendocument(path: Path, body: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", OPEN.format(body))
    return path


def cells(*values: str) -> str:
    found = "".join(
        f'<table:table-cell table:number-columns-spanned="2"><text:p>{value}</text:p>'
        "</table:table-cell><table:covered-table-cell/>"
        for value in values
    )
    return f"<table:table-row>{found}</table:table-row>"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            "<text:tracked-changes><text:p>deplore</text:p></text:tracked-changes>"
            "<text:p>We <text:change-start/>condemn<office:annotation>"
            "<dc:creator>E</dc:creator><text:p>a comment</text:p>"
            "</office:annotation><text:span> it</text:span>.</text:p>",
            "We condemn it.",
        ),
        (
            "<text:p>Around<text:s/>it.<draw:frame><draw:text-box><text:p>In a box.</text:p>"
            "</draw:text-box></draw:frame></text:p>",
            "Around it.\n\nIn a box.",
        ),
        (
            "<text:p>We act.<text:note><text:note-citation>1</text:note-citation><text:note-body>"
            "<text:p>See the report.</text:p></text:note-body></text:note> Now.</text:p>",
            "We act. Now.\n\nSee the report.",
        ),
        (
            f"<table:table>{cells('Year', 'Killed', 'Displaced')}{cells('2020', '', '9,500')}"
            "</table:table>",
            "Year | Killed | Displaced\n2020 | | 9,500",
        ),
        (
            "<text:list><text:list-item><text:p>One</text:p><text:list><text:list-item><text:p>Inner"
            "</text:p></text:list-item></text:list></text:list-item><text:list-item><text:p>Two"
            "</text:p></text:list-item></text:list>",
            "- One\n- Inner\n- Two",
        ),
        (
            '<text:p>Seen. <text:span text:style-name="H">hidden</text:span></text:p>'
            '<text:p text:style-name="H">hidden</text:p>',
            "Seen.",
        ),
        ("<text:section><text:h>Head</text:h></text:section>", "Head"),
    ],
    ids=["changes", "text box", "footnote", "table", "list", "hidden", "section"],
)
def test_opendocument_is_read_as_it_shows(tmp_path: Path, body: str, text: str) -> None:
    assert document(opendocument(tmp_path / "a.odt", body)).text == text


@pytest.mark.parametrize(
    ("rtf", "text"),
    [
        (rb"We {\revised condemn}{\deleted\revauthdel1 deplore} it.", "We condemn it."),
        (rb"Seen {\b {\v hidden {\i more} }kept} \{brace.", "Seen kept {brace."),
        (
            rb"Before.\par\pard{\listtext 1.\tab}\ls4\ilvl0 One\par\pard"
            rb"{\listtext 2.\tab}\ls4\ilvl0 Two"
            rb"\par\pard After.",
            "Before. One Two After.",
        ),
        (
            rb"\u8220?We won\u8217't\u8221? \u8212-or \uc0\u233 t\u233  do.",
            "“We won’t” —or ét\u00e9 do.",
        ),
    ],
    ids=["deleted", "hidden", "order", "numbers"],
)
def test_rtf_is_read_as_it_shows(tmp_path: Path, rtf: bytes, text: str) -> None:
    (tmp_path / "a.rtf").write_bytes(rb"{\rtf1\ansi " + rtf + rb"\par}")
    assert " ".join(document(tmp_path / "a.rtf").text.split()) == text


HEAD = b"Subject: Statement\nMIME-Version: 1.0\nContent-Transfer-Encoding: 8bit\nContent-Type: "
SAID = "L’été du Conseil – déjà."
BOTH = b"multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n%s\n--b\n%s\n--b--\n"
PAGE = f"Content-Type: text/html; charset=utf-8\n\n<p>{SAID} {'It goes on. ' * 20}</p>".encode()


@pytest.mark.parametrize(
    "message",
    [
        b"text/plain\n\n" + SAID.encode(),
        b"text/plain; charset=us-ascii\n\n" + SAID.encode(),
        b"text/plain; charset=x-unheard-of\n\n" + SAID.encode(),
        b"text/plain\n\n" + SAID.encode("cp1252"),
        b"text/plain; charset=windows-1252\n\n" + SAID.encode("cp1252"),
        BOTH % (b"", PAGE),
        BOTH % (b"This message is in HTML.", PAGE),
    ],
    ids=["none", "wrong", "unknown", "none, 1252", "right", "empty", "a hint"],
)
def test_a_message_is_read_whatever_its_head_says_of_its_encoding(
    tmp_path: Path, message: bytes
) -> None:
    (tmp_path / "a.eml").write_bytes(HEAD + message)
    read_back = document(tmp_path / "a.eml")
    assert read_back.text.startswith(SAID) and "attachments" not in read_back.origin


def test_a_picture_inside_a_message_is_no_attachment_and_a_forwarded_message_is(
    tmp_path: Path,
) -> None:
    parts = (
        b"multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nWords.\n"
        b"--b\nContent-Type: image/png\nContent-ID: <x>\n\nabcd\n"
        b"--b\nContent-Type: message/rfc822\n\nSubject: inner\n\nInner.\n--b--\n"
    )
    (tmp_path / "a.eml").write_bytes(HEAD + parts)
    assert document(tmp_path / "a.eml").origin["attachments"] == "not read: a message"
