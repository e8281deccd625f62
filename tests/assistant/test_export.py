"""Exported papers: real footnotes in Word and Markdown, and no text that becomes markup."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace

import docx
import pypandoc
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from markdown_it import MarkdownIt

from assistant.export import (
    Heading,
    Items,
    Note,
    Paper,
    Paragraph,
    Quotation,
    Styled,
    markdown,
    word,
    write,
)
from assistant.results import Citation

QUOTE = "Open the road, well-lit & safe, before the rains."
CITATION = Citation(
    number=7,
    document="0123456789abcdef",
    source="harbour.md",
    title="On the harbour, the road & the rains",
    publisher="Observatory for Coastal Rights",
    date="2021-03-14",
    kind="statement",
    url="https://observatory.example/harbour?lang=en&part=2",
    page=3,
    speaker="Amina Sesay, Director",
    quote=QUOTE,
    start=0,
    end=len(QUOTE),
)
OTHER = replace(CITATION, number=2, document="f" * 16, title="A second note", speaker="", url="")
HOSTILE = (
    "---\ntitle: x\n---\n# [a](javascript:b) ![p](http://e.example/p.png) <script>alert(1)"
    "</script> $x^2$ `c`{=openxml} [^1]: n @cite {#id .c} <https://e.example> https://e.example "
    "www.e.example me@e.example &lt;b&gt; ~~s~~ **b** | t | \\ \x07\x00"
)


def paper(text: str) -> Paper:
    cited = replace(CITATION, title=text, publisher=text, speaker=text, quote=text)
    runs = (text, Note(cited))
    blocks = (Heading(text), Paragraph(runs), Quotation(runs), Items((runs, runs)))
    return Paper(text, (*blocks, Paragraph((Styled(text, "struck"), Styled(text, "strong")))))


def parts(data: bytes) -> dict[str, etree._Element]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        names = [name for name in packed.namelist() if name.endswith((".xml", ".rels"))]
        return {name: etree.fromstring(packed.read(name)) for name in names}


def footnotes(data: bytes) -> list[str]:
    """The texts of the real footnotes, in the order in which the body points to them."""
    read = parts(data)
    notes = {
        note.get(qn("w:id")): "".join(note.itertext(qn("w:t"))).strip()
        for note in read["word/footnotes.xml"].iter(qn("w:footnote"))
    }
    marks = read["word/document.xml"].iter(qn("w:footnoteReference"))
    return [notes[mark.get(qn("w:id"))] for mark in marks]


def words(nodes: object) -> str:
    """What a reader sees of pandoc's tree."""
    if isinstance(nodes, dict):
        if nodes["t"] in ("Space", "SoftBreak"):
            return " "
        assert nodes["t"] not in ("Link", "Image", "RawInline", "RawBlock", "Math", "Code", "Cite")
        return words(nodes.get("c", ""))
    if isinstance(nodes, list):
        return "".join(map(words, nodes))
    return nodes if isinstance(nodes, str) else ""


def test_a_word_footnote_holds_words_title_publisher_date_page_and_address():
    body = Paper("Title", (Paragraph(("A point.", Note(CITATION))),))
    assert footnotes(word(body)) == [
        "Amina Sesay, Director, quoted in Observatory for Coastal Rights, “On the harbour, the "
        "road & the rains”, 14 March 2021, p. 3, "
        f"https://observatory.example/harbour?lang=en&part=2: “{QUOTE}”"
    ]


def test_a_footnote_can_leave_out_words_that_stand_in_the_text():
    body = Paper("Title", (Quotation((f"“{QUOTE}”", Note(OTHER, with_words=False))),))
    source = "Observatory for Coastal Rights, “A second note”, 14 March 2021, p. 3."
    assert footnotes(word(body)) == [source]
    assert f"[^1]: {source}" in markdown(body)


def test_the_word_file_has_a_title_headings_styles_a4_and_page_numbers():
    body = Paper("Statement", (Heading("Closing"), Paragraph(("A.",)), Quotation(("B.\n\nC.",))))
    document = docx.Document(io.BytesIO(word(body)))
    found = [(p.style.name, p.text) for p in document.paragraphs]
    assert found[:2] == [("Title", "Statement"), ("Heading 1", "Closing")]
    assert [text for style, text in found if style == "Block Text"] == ["B.", "C."]
    section = document.sections[0]
    assert (round(section.page_width.cm), round(section.page_height.cm, 1)) == (21, 29.7)
    assert "PAGE" in section.footer._element.xml
    assert document.core_properties.title == "Statement"


def test_markdown_numbers_footnotes_in_order_and_a_source_keeps_its_number():
    body = Paper(
        "Title",
        (
            Paragraph(("One.", Note(CITATION), " Two.", Note(OTHER))),
            Items((("Three.", Note(CITATION)), ("Four.",))),
        ),
    )
    assert markdown(body).splitlines()[:7] == [
        "# Title",
        "",
        "One.[^1] Two.[^2]",
        "",
        "- Three.[^1]",
        "- Four.",
        "",
    ]
    assert markdown(body).count("[^1]: ") == markdown(body).count("[^2]: ") == 1


def test_hostile_text_stays_text_in_markdown():
    text = markdown(paper(HOSTILE))
    shown = MarkdownIt("gfm-like", {"linkify": False}).render(text)
    assert not re.search(r"<(?:script|img|code|table|a(?! href=\"https://observatory))", shown)
    tree = json.loads(pypandoc.convert_text(text, "json", format="markdown"))
    assert not tree["meta"]
    kinds = [block["t"] for block in tree["blocks"]]
    assert kinds == ["Header", "Header", "Para", "BlockQuote", "BulletList", "Para"]
    # GitHub turns bare addresses into links: only the source's own may be one.
    page = pypandoc.convert_text(text, "html", format="gfm")
    assert set(re.findall(r'href="(?!#)([^"]*)', page)) == {
        "https://observatory.example/harbour?lang=en&amp;part=2"
    }


def test_hostile_text_stays_text_in_word():
    read = parts(word(paper(HOSTILE)))
    body = read["word/document.xml"]
    assert "<script>alert(1)</script>" in "".join(body.itertext())
    assert not list(body.iter(qn("w:hyperlink"), qn("w:drawing"), "{*}oMath"))
    targets = [
        each.get("Target")
        for name in read
        if name.endswith(".rels")
        for each in read[name]
        if each.get("TargetMode") == "External"
    ]
    assert set(targets) == {"https://observatory.example/harbour?lang=en&part=2"}


def test_an_address_that_is_no_web_address_is_no_link():
    body = Paper("T", (Paragraph(("A.", Note(replace(CITATION, url="javascript:alert(1)")))),))
    assert "javascript" not in markdown(body)
    assert "javascript" not in footnotes(word(body))[0]


@given(
    st.text(st.characters(exclude_categories=("Cs",)), max_size=60),
    st.sampled_from(
        "# - + * > 1. 1) a) (b) (iv) :: === --- %x \\ _a_ [^1]: ~~~ ``` | ! & <".split()
    ),
)
@settings(max_examples=60, deadline=None)
def test_any_text_reads_in_markdown_as_it_is(text, opening):
    written = f"{opening} {text}"
    source = markdown(Paper("T", (Paragraph((written,)),)))
    tokens = MarkdownIt("commonmark").parse(source)
    assert [token.type for token in tokens[3:]] == ["paragraph_open", "inline", "paragraph_close"]
    shown = tokens[4].children or []
    assert {child.type for child in shown} <= {"text", "text_special"}
    seen = "".join(char for char in written if char.isspace() or char.isprintable() or char > "~")
    plain = "".join(child.content for child in shown)
    assert re.sub(r"[\W_]+", "", plain) == re.sub(r"[\W_]+", "", seen)


def test_pandoc_reads_the_markdown_as_the_characters_that_were_written():
    for opening in ["1. a", "a) b", "(iv) c", "- d", "i. e", "(@) f", "~ g", ": h", "# i", "+ j"]:
        source = markdown(Paper("T", (Paragraph((opening,)), Paragraph(("k",)))))
        tree = json.loads(pypandoc.convert_text(source, "json", format="markdown-smart"))
        assert [block["t"] for block in tree["blocks"]] == ["Header", "Para", "Para"], opening
        assert words(tree["blocks"][1]) == opening


def test_writing_chooses_the_form_by_the_name(tmp_path):
    body = Paper("Title", (Paragraph(("A point.", Note(CITATION))),))
    write(body, tmp_path / "a.docx")
    write(body, tmp_path / "a.md")
    assert len(footnotes((tmp_path / "a.docx").read_bytes())) == 1
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == markdown(body)


def test_libreoffice_renders_the_footnote_at_the_foot_of_the_page(tmp_path):
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("no LibreOffice on this machine: install Debian's libreoffice-writer")
    write(Paper("Title", (Paragraph(("A point.", Note(CITATION))),)), tmp_path / "a.docx")
    command = [soffice, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    subprocess.run(
        [*command, "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "a.docx"],
        check=True,
        capture_output=True,
        timeout=60,
    )
    import pypdfium2

    page = pypdfium2.PdfDocument(tmp_path / "a.pdf")[0].get_textpage().get_text_bounded()
    lines = page.split()
    assert page.index("A point.") < page.index("Amina Sesay") < page.index("well-lit")
    assert lines[-1] == "1"  # the page's number
