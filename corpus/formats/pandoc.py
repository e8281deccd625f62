"""RTF and EPUB, through pandoc, which may read and write nothing but its pipes."""

from __future__ import annotations

import re
import subprocess

import pypandoc  # type: ignore[import-untyped]  # it carries no types
from lxml import html
from lxml.html import HtmlElement

from corpus.errors import Refused
from corpus.formats.blocks import block_text, first_heading
from corpus.formats.hidden import drop, remove_hidden
from corpus.formats.packed import refuse_bomb
from corpus.formats.reading import Reading
from corpus.formats.titles import borne_out

_UNSEEN = re.compile(rb"\{(?:\\(?!v\b|deleted\b)[a-z]+-?\d* ?)*\\(?:v|deleted)(?![a-z\d])")
_BRACES = re.compile(rb"\\.|[{}]", re.S)
# What makes a paragraph an item; without it, the item stays where it stands, with its mark.
_LIST = re.compile(rb"\\(?:ls|ilvl)\d+ ?")
# A character by its number, and right after it what shows it where Unicode isn't known: of that,
# pandoc leaves out one letter too many.
_BY_NUMBER = re.compile(rb"(\\\\)|(\\u-?\d+)(?=[^\\\s\d{}])")
# A raised number or letter that leads to a note, in books whose notes are nothing else to pandoc.
_NOTE_MARK = re.compile(r"\[?(?:\d{1,3}|[*†‡§]{1,3}|[a-z])\]?")
_SECONDS = 28
_MEMORY = "700m"


def read_epub(data: bytes) -> Reading:
    """The text of an EPUB book. Raises Refused for what is none or is damaged."""
    refuse_bomb(data)
    return _read(data, "epub")


def read_rtf(data: bytes) -> Reading:
    """The text of an RTF file. Raises Refused for what is none or is damaged."""
    if not data.lstrip().startswith(b"{\\rtf"):
        raise Refused("the file is no RTF, whatever its name says: save it as RTF again")
    data = _BY_NUMBER.sub(lambda found: found[1] or found[2] + b" ", data)
    return _read(_LIST.sub(b"", _without_unseen(data)), "rtf")


def _without_unseen(data: bytes) -> bytes:
    """An RTF without the groups of deleted and hidden words, which pandoc takes for text."""
    parts: list[bytes] = []
    done = 0
    while found := _UNSEEN.search(data, done):
        parts.append(data[done : found.start()])
        depth, done = 1, len(data)
        for brace in _BRACES.finditer(data, found.end()):
            depth += {b"{": 1, b"}": -1}.get(brace.group(), 0)
            if not depth:
                done = brace.end()
                break
    return b"".join((*parts, data[done:]))


def _read(data: bytes, form: str) -> Reading:
    page = html.document_fromstring(_converted(data, form) or "<p></p>")
    title = " ".join((page.findtext("head/title") or "").split())
    language = page.get("lang") or ""
    for element in [element for element in page.iter("a", "header") if _is_added(element)]:
        drop(element, apart=False)
    for raised in [raised for raised in page.iter("sup") if _leads_to_a_note(raised)]:
        above = raised.getparent()
        drop(above if above is not None and above.tag == "a" else raised, apart=False)
    remove_hidden(page)
    body = page.find("body")
    text = block_text(body if body is not None else page)
    fields = {"title": borne_out(title, f"{title}\n{text}") if title != "-" else ""}
    fields["language"] = language
    return Reading(
        text=text,
        fields={name: value for name, value in fields.items() if value},
        origin="file properties",
        heading=first_heading(page),
    )


def _is_added(element: HtmlElement) -> bool:
    """Whether pandoc added it: a mark that leads to a footnote or back, the title in front."""
    return (
        element.get("class") in ("footnote-ref", "footnote-back")
        or element.get("id") == "title-block-header"
    )


def _leads_to_a_note(raised: HtmlElement) -> bool:
    """Whether `raised` is nothing but the mark of a note, with a link to it."""
    link = next(iter(raised.iter("a")), None)
    link = raised.getparent() if link is None else link
    leads = link is not None and link.tag == "a" and "#" in (link.get("href") or "")
    return leads and _NOTE_MARK.fullmatch(" ".join(raised.text_content().split())) is not None


def _converted(data: bytes, form: str) -> str:
    """The file as HTML, converted without access to other files or the network."""
    command = [pypandoc.get_pandoc_path(), "--sandbox", "--standalone", "--wrap=none"]
    command += ["--from", form, "--to", "html", "+RTS", f"-M{_MEMORY}", "-RTS"]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_SECONDS)
    except subprocess.TimeoutExpired:
        raise Refused("converting it takes too long: save it as .docx or PDF") from None
    if done.returncode == 251:
        raise MemoryError
    if done.returncode:
        problem = done.stderr.decode("utf-8", "replace").strip().split("\n")[0][:200]
        raise Refused(f"the file is damaged or not what its name says ({problem}): save it again")
    return done.stdout.decode("utf-8", "replace")
