"""Cleaning: one stored text for a document, in which every quotation is found again."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from corpus.characters import normalise_characters
from corpus.furniture import strip_furniture
from corpus.wraps import looks_wrapped, paragraphs

_log = logging.getLogger(__name__)
_BLANKS = re.compile(r"[^\S\n]+")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text as stored; `removed` counts the lines taken out, by kind ("newsletter", …)."""

    text: str
    removed: Mapping[str, int]


def clean(text: str, *, wrapped: bool = True) -> Cleaned:
    """`text` as it is stored: paragraphs a blank line apart, single spaces inside them.

    `wrapped` says that lines may have been broken at a width, as in plain text; without it (for
    formats that mark their paragraphs) paragraphs stand as they are. Web furniture is removed.
    """
    lines = normalise_characters(text).split("\n")
    if wrapped and looks_wrapped(lines):
        # A wrapped line may read like furniture ("subscribe to the view that"): mend first.
        lines = "\n\n".join(paragraphs(lines)).split("\n")
        wrapped = False
    lines, removed = strip_furniture(lines)
    found = paragraphs(lines) if wrapped else _marked("\n".join(lines))
    if removed:
        _log.debug("removed %s", ", ".join(f"{n} x {what}" for what, n in removed.items()))
    return Cleaned("\n\n".join(found), Counter(removed))


def _marked(text: str) -> list[str]:
    blocks = re.split(r"\n\s*\n", text.replace("\f", "\n\n"))
    squeezed = ("\n".join(_squeezed_lines(block)) for block in blocks)
    return [block for block in squeezed if block]


def _squeezed_lines(block: str) -> list[str]:
    lines = (_BLANKS.sub(" ", line).strip() for line in block.split("\n"))
    return [line for line in lines if line]
