"""A paper as a Word file, through pandoc's own document tree, in which texts can't become markup.

pandoc reads and writes nothing but its pipes. It makes the footnotes, real ones that Word numbers;
page size, page numbers and the look of the styles are set afterwards.
"""

from __future__ import annotations

import io
import json
import subprocess
from collections.abc import Iterator, Sequence
from typing import Any

import pypandoc  # type: ignore[import-untyped]  # it carries no types

from assistant.card import escaped_address, footnote_parts
from assistant.errors import LibraryError
from assistant.export.paper import (
    Block,
    Heading,
    Inline,
    Items,
    Note,
    Paper,
    Quotation,
    Styled,
    one_line,
    paragraphs,
)

_API = [1, 23]
_SECONDS = 60
_MEMORY = "700m"
_STYLES = {"emphasis": "Emph", "strong": "Strong", "struck": "Strikeout"}
_INK = "1F2937"
_POINTS = {
    "Normal": 11,
    "Title": 20,
    "Heading 1": 14,
    "Heading 2": 12,
    "Body Text": 11,
    "First Paragraph": 11,
    "Compact": 11,
    "Block Text": 11,
    "Footnote Text": 9,
}
_AFTER = {"Compact": 6, "Footnote Text": 3}
_BOLD = ("Title", "Heading 1", "Heading 2")
_FONT = "Calibri"

Node = dict[str, Any]


def word(paper: Paper) -> bytes:
    """The paper as a .docx file: A4, numbered pages, headings in Word's styles, real footnotes.

    Raises LibraryError where it can't be made.
    """
    tree = {
        "pandoc-api-version": _API,
        "meta": {
            "title": {"t": "MetaInlines", "c": _text(paper.title.strip())},
            "lang": {"t": "MetaString", "c": paper.language},
        },
        "blocks": [node for block in paper.blocks for node in _block(block)],
    }
    return _dressed(_converted(json.dumps(tree).encode()))


def _converted(tree: bytes) -> bytes:
    command = [pypandoc.get_pandoc_path(), "--sandbox", "--from", "json", "--to", "docx"]
    command += ["--output", "-", "+RTS", f"-M{_MEMORY}", "-RTS"]
    try:
        done = subprocess.run(command, input=tree, capture_output=True, timeout=_SECONDS)
        problem = done.stderr.decode("utf-8", "replace").strip().split("\n")[0][:200]
    except (OSError, subprocess.TimeoutExpired) as error:
        done, problem = None, str(error)
    if done is None or done.returncode:
        raise LibraryError(f"the Word file can't be made ({problem}): export Markdown instead")
    return done.stdout


def _block(block: Block) -> Iterator[Node]:
    if isinstance(block, Heading):
        runs = _text(block.text.strip())
        yield {"t": "Header", "c": [max(1, block.level), ["", [], []], runs]}
    elif isinstance(block, Items):
        items = [[{"t": "Plain", "c": _runs(item)}] for item in block.items]
        yield {"t": "BulletList", "c": items}
    elif isinstance(block, Quotation):
        quoted = [{"t": "Para", "c": _runs(part)} for part in paragraphs(block.runs)]
        yield {"t": "BlockQuote", "c": quoted}
    else:
        for part in paragraphs(block.runs):
            yield {"t": "Para", "c": _runs(part)}


def _runs(runs: Sequence[Inline]) -> list[Node]:
    nodes: list[Node] = []
    for run in runs:
        if isinstance(run, Note):
            nodes.append(_note(run))
        elif isinstance(run, Styled):
            nodes.append({"t": _STYLES[run.style], "c": _text(run.text)})
        else:
            nodes += _text(run)
    return nodes


def _note(note: Note) -> Node:
    source, address, words = footnote_parts(note.citation)
    runs = _text(source)
    if address:
        target = [escaped_address(address), ""]
        runs += _text(", ") + [{"t": "Link", "c": [["", [], []], _text(address), target]}]
    runs += _text(f": {words}" if note.with_words else ".")
    return {"t": "Note", "c": [{"t": "Para", "c": runs}]}


def _text(text: str) -> list[Node]:
    nodes: list[Node] = []
    for at, part in enumerate(one_line(text).split(" ")):
        if at:
            nodes.append({"t": "Space"})
        if part:
            nodes.append({"t": "Str", "c": part})
    return nodes


def _dressed(data: bytes) -> bytes:
    """pandoc's file with an A4 page, page numbers and styles of one look."""
    import docx
    from docx.shared import Cm, Pt, RGBColor

    document: Any = docx.Document(io.BytesIO(data))
    _number_notes_throughout(document)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2.5)
    for name, points in _POINTS.items():
        if name in document.styles:
            style = document.styles[name]
            style.font.name, style.font.size = _FONT, Pt(points)
            style.font.color.rgb = RGBColor.from_string(_INK)
            style.font.bold = name in _BOLD
            if name in _AFTER:
                style.paragraph_format.space_after = Pt(_AFTER[name])
    _number_pages(section)
    stored = io.BytesIO()
    document.save(stored)
    return stored.getvalue()


def _number_notes_throughout(document: Any) -> None:
    """One section: pandoc begins a new one, with its own note numbers, at every heading."""
    from docx.oxml.ns import qn

    body = document.element.body
    for section in list(body.iter(qn("w:sectPr"))):
        if section.getparent() is not body:
            section.getparent().remove(section)
    for restart in list(body.iter(qn("w:numRestart"))):
        restart.getparent().remove(restart)


def _number_pages(section: Any) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
