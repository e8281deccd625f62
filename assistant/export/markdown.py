"""A paper as Markdown with footnotes, every text escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.card import escaped_address, footnote_parts
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
from assistant.results import Citation

# What CommonMark, GitHub's and pandoc's Markdown act on: markup, links, HTML, entities, footnotes,
# attributes, formulas, citations. A bare address and one of a mailbox would become links.
_ACTIVE = re.compile(r"[\\`*_{}\[\]<>#|~!$^&@]|:(?=//)|(?<=www)\.", re.IGNORECASE)
# At the beginning of a line: lists, numbered "1.", "a)" or "(iv)", rules, headings, definitions.
_ORDINAL = r"(?:\d{1,9}|[a-z]|[ivxlcdm]+)"
_OPENING = re.compile(
    rf"^(\s*)([-+=:]|\((?={_ORDINAL}\))|(?:{_ORDINAL}(?=[.)](?:\s|$)))(?P<end>[.)]))",
    re.IGNORECASE,
)
_MARKS = {"emphasis": "*", "strong": "**", "struck": "~~"}


def markdown(paper: Paper) -> str:
    """The paper as Markdown; footnotes are numbered in the order of their first use.

    A citation that is used again keeps its number.
    """
    notes = _Notes()
    blocks = [f"# {_line(paper.title)}", *(_block(block, notes) for block in paper.blocks)]
    return "\n\n".join([*filter(None, blocks), *notes.texts()]) + "\n"


class _Notes:
    """The footnotes given so far."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, int, int], int] = {}
        self._notes: list[Note] = []

    def mark(self, note: Note) -> str:
        cited = note.citation
        key = (cited.document, cited.start, cited.end)
        number = self._numbers.setdefault(key, len(self._numbers) + 1)
        if number > len(self._notes):
            self._notes.append(note)
        elif note.with_words:
            self._notes[number - 1] = note
        return f"[^{number}]"

    def texts(self) -> Iterator[str]:
        for number, note in enumerate(self._notes, start=1):
            yield f"[^{number}]: {_footnote(note.citation, note.with_words)}"


def _footnote(citation: Citation, with_words: bool) -> str:
    source, address, words = footnote_parts(citation)
    text = _line(source)
    if address:
        text += f", <{escaped_address(address)}>"
    return f"{text}: {_text(words)}" if with_words else f"{text}."


def _block(block: Block, notes: _Notes) -> str:
    if isinstance(block, Heading):
        return f"{'#' * min(block.level + 1, 6)} {_line(block.text)}"
    if isinstance(block, Items):
        return "\n".join(f"- {_runs(item, notes)}" for item in block.items)
    if isinstance(block, Quotation):
        return "\n>\n".join(f"> {_runs(part, notes)}" for part in paragraphs(block.runs))
    return "\n\n".join(_runs(part, notes) for part in paragraphs(block.runs))


def _runs(runs: Sequence[Inline], notes: _Notes) -> str:
    pieces: list[str] = []
    for run in runs:
        if isinstance(run, Note):
            pieces.append(notes.mark(run))
        elif isinstance(run, Styled):
            pieces.append(_styled(run))
        else:
            pieces.append(_text(run))
    return _opened("".join(pieces).strip())


def _styled(run: Styled) -> str:
    text = _text(run.text)
    mark = _MARKS[run.style]
    inner = text.strip()
    return text.replace(inner, f"{mark}{inner}{mark}", 1) if inner else text


def _line(text: str) -> str:
    return _opened(_text(text).strip())


def _text(text: str) -> str:
    return _ACTIVE.sub(r"\\\g<0>", one_line(text))


def _opened(line: str) -> str:
    """`line` with what would begin a list or a rule escaped; markup of our own stays."""
    found = _OPENING.match(line)
    if found is None:
        return line
    at = found.start("end") if found["end"] else found.start(2)
    return f"{line[:at]}\\{line[at:]}"
