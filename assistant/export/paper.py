"""What is exported: a paper of headings, paragraphs, quotations and lists, with footnotes.

Texts are plain: whatever they hold, a reader sees those characters. Each form escapes them for
itself, so that no text from a document or a model becomes a link, a picture, markup or a footnote.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Literal

from assistant.results import Citation


@dataclass(frozen=True, slots=True)
class Styled:
    """A stretch of text in a style; "struck" is struck through."""

    text: str
    style: Literal["emphasis", "strong", "struck"]


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: who, in what, when, on which page, where and, unless told not to, the words."""

    citation: Citation
    with_words: bool = True


Inline = str | Styled | Note


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the highest below the paper's title."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of text."""

    runs: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Quotation:
    """A block quotation; an empty line in a text begins another paragraph of it."""

    runs: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Items:
    """A list of items, each a paragraph."""

    items: tuple[tuple[Inline, ...], ...]


Block = Heading | Paragraph | Quotation | Items


@dataclass(frozen=True, slots=True)
class Paper:
    """What is exported. `language` is that of its text, as a BCP 47 tag ("en-GB")."""

    title: str
    blocks: tuple[Block, ...]
    language: str = "en-GB"


def one_line(text: str) -> str:
    """`text` with single spaces for white space, without characters that XML can't hold.

    A space at either end stays, since the next stretch may go on after it.
    """
    kept = "".join(char for char in text if char.isspace() or _writable(char))
    words = " ".join(kept.split())
    before = " " if words and kept[0].isspace() else ""
    after = " " if words and kept[-1].isspace() else ""
    return f"{before}{words}{after}" if words else " " * bool(kept)


def paragraphs(runs: tuple[Inline, ...]) -> list[list[Inline]]:
    """The runs parted at the empty lines of their texts."""
    parted: list[list[Inline]] = [[]]
    for run in runs:
        if isinstance(run, Note):
            parted[-1].append(run)
            continue
        text, style = (run, None) if isinstance(run, str) else (run.text, run.style)
        for at, part in enumerate(text.split("\n\n")):
            if at:
                parted.append([])
            parted[-1].append(Styled(part, style) if style else part)
    return [part for part in parted if any(isinstance(r, Note) or _text(r).strip() for r in part)]


def _text(run: str | Styled) -> str:
    return run if isinstance(run, str) else run.text


def _writable(char: str) -> bool:
    return unicodedata.category(char) not in ("Cc", "Cs") and ord(char) & 0xFFFE != 0xFFFE
