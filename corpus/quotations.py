"""Quoted stretches of a text: where the words stand, and where the marks around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_OPENING = re.compile(r"[“«„\"]")
_PAIRS = {"“": "”", "«": "»", "„": "“", '"': '"'}
_LEAST_WORDS = 4
_MOST_PARAGRAPHS = 400
_LONGEST_PARAGRAPH = 5000


@dataclass(frozen=True, slots=True)
class Quotation:
    """Quoted words between `start` and `end`; the marks stand outside, from `open` to `close`."""

    open: int
    start: int
    end: int
    close: int


def find_quotations(text: str) -> Iterator[Quotation]:
    """Quotations of some length; one of several paragraphs opens each and closes the last."""
    position = 0
    unclosed: dict[str, int] = {}
    while True:
        match = _OPENING.search(text, position)
        if match is None:
            return
        quotation = None
        if match.start() >= unclosed.get(match.group(), 0):
            quotation, reached = _quotation_at(text, match.start())
            unclosed[match.group()] = reached
        if quotation is None:
            position = match.end()
            continue
        position = quotation.close
        words = text[quotation.start : quotation.end].split()
        if len(words) >= _LEAST_WORDS and not _is_a_title(words):
            yield quotation


def _is_a_title(words: Sequence[str]) -> bool:
    """Whether quoted words are the name of a work: few, and nearly all with a capital."""
    return len(words) <= 15 and sum(word[0].isupper() for word in words) > 0.6 * len(words)


def _quotation_at(text: str, start: int) -> tuple[Quotation | None, int]:
    """The quotation whose mark stands at `start`, None where it doesn't close, and up to where
    no other that opens with this mark closes."""
    mark = text[start]
    position = start + 1
    for _ in range(_MOST_PARAGRAPHS):
        limit = position + _LONGEST_PARAGRAPH
        paragraph = text.find("\n\n", position, limit)
        stop = paragraph if paragraph >= 0 else min(limit, len(text))
        goes_on = paragraph >= 0 and text[paragraph + 2 : paragraph + 3] == mark
        end = _closing(text, mark, position, stop, goes_on)
        if end >= 0:
            words = text[start + 1 : end]
            first = start + 1 + len(words) - len(words.lstrip())
            last = max(first, start + 1 + len(words.rstrip()))
            return Quotation(start, first, last, end + 1), 0
        if not goes_on:
            return None, paragraph if paragraph >= 0 else 0
        position = paragraph + 3
    return None, position


def _closing(text: str, mark: str, start: int, limit: int, goes_on: bool) -> int:
    """Where a quotation that opens with `mark` closes before `limit`, -1 if it doesn't.

    Where the next paragraph opens with the mark again (`goes_on`), quotations inside may close.
    Some writers open with “ or " and close with another mark: that counts at the end of words,
    where nothing else closes first.
    """
    if goes_on and mark == '"' and '"' not in text[start:limit]:
        return -1
    if goes_on and mark in "“«" and _stays_open(text[start:limit], mark):
        return -1
    end = text.find(_PAIRS[mark], start, limit)
    if mark == '"':
        other = text.find("”", start, limit)
        opened = text.find("“", start, limit)
        if other >= 0 and (end < 0 or other < end) and not 0 <= opened < other:
            return other
    if end < 0 and mark == "“" and not goes_on and limit - start < _LONGEST_PARAGRAPH:
        last = max(text.rfind("“", start, limit), text.rfind('"', start, limit))
        return last if last > start and not re.search(r"\w", text[last:limit]) else -1
    return end


def _stays_open(words: str, mark: str) -> bool:
    """Whether all that closes in a paragraph was opened in it, and it doesn't end so."""
    depth = 1
    for found in re.finditer(f"[{mark}{_PAIRS[mark]}]", words):
        depth += 1 if found.group() == mark else -1
        if depth == 0:
            return False
    return True
