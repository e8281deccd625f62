"""Plain text from what a language model wrote: no markup survives that a page could act on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")
_MARKER = re.compile(r"\s*\[\s*\^?\d+(?:\s*[,;-]\s*\^?\d+)*\s*\]")
_TAG = re.compile(r"</?[A-Za-z!][^<>]*>")
_ADDRESS = re.compile(
    r"(?:\b[a-z][a-z0-9+.-]{0,15}:/|\b(?:javascript|vbscript|data|mailto|tel):(?=\S)|\bwww\."
    r"|(?<!\S)//)\S*",
    re.IGNORECASE,
)
_NAMED = 5
LINK_REMOVED = "(link removed)"
_LINE_MARK = re.compile(r"^\s*(?:#{1,6}\s|>+\s?|[-+*]\s|\d{1,3}[.)]\s)\s*")
_EMPHASIS = re.compile(r"[*`~|\\]+|(?<!\w)_+|_+(?!\w)|\$(?=\$)")
_BRACKETS = str.maketrans({"<": "‹", ">": "›", "[": "(", "]": ")", "{": "(", "}": ")"})


def plain(text: str) -> str:
    """`text` on one line without control characters, Markdown, HTML, links or citation markers.

    A link keeps its words, an address becomes "(link removed)", a citation marker goes: the
    numbers of citations are given by the verifier alone.
    """
    text = " ".join("".join(filter(_printable, text)).split())
    text = _MARKER.sub("", text)
    text = _LINK.sub(r"\1", text)
    text = _TAG.sub("", text)
    text = _LINE_MARK.sub("", text)
    text = _EMPHASIS.sub("", text)
    text = _ADDRESS.sub(LINK_REMOVED, text)
    return " ".join(text.translate(_BRACKETS).split())


def some(names: Sequence[str], word: str = "and") -> str:
    """The names in a row; of many the first three and how many more there are."""
    shown = list(names)
    if len(names) > _NAMED:
        shown = [*names[: _NAMED - 2], f"{len(names) - _NAMED + 2} more"]
    return f" {word} ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))


def _printable(char: str) -> bool:
    # Joiners belong to words; other control and format characters can reorder or hide text.
    return char.isspace() or char in "\u200c\u200d" or unicodedata.category(char)[0] != "C"


def shortened(text: str, length: int = 80) -> str:
    """`text` in plain form, cut at a word with an ellipsis where longer than `length`."""
    text = plain(text)
    if len(text) <= length:
        return text
    return f"{text[:length].rsplit(' ', 1)[0]}…"
