"""Passages: stretches of whole sentences that fit the embedding model's window with their heading.

Where to cut is chosen for the document as a whole, by dynamic programming over its sentences:
passages near the target size, cut between paragraphs rather than inside one. This is the optimal
line breaking of Knuth and Plass (Software: Practice and Experience 11, 1981) with sentences for
words, paragraph ends for good breakpoints and tokens for widths.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

from corpus.document import Document, Passage, Span
from corpus.sentences import TIGHT, sentences

CountTokens = Callable[[Sequence[str]], list[int]]

TARGET_SHARE = 0.8
_HEADING_CHARACTERS = 200
_SECTION_CHARACTERS = 100
_INSIDE_PARAGRAPH = 0.08
_AFTER_HEADING = 4.0
_MOST_SIGNS = 8


def split(document: Document, count_tokens: CountTokens, window: int) -> tuple[Passage, ...]:
    """The passages of `document`, in order, each with its heading at most `window` tokens long.

    `count_tokens` counts the embedding model's tokens of each text, without the special tokens
    that open and close an input. A sentence that doesn't fit by itself is cut at clauses or white
    space. Passages do not overlap and hold every character that is not white space.
    """
    heading = heading_line(document)
    room = window - 2 - count_tokens([heading + "\n"])[0] - _section_room(count_tokens, window)
    whole = sentences(document.text, language=document.language)
    pieces = list(_fitting(document.text, whole, count_tokens, room))
    if not pieces:
        return ()
    sizes = count_tokens([document.text[piece.start : piece.end] for piece in pieces])
    sections = _sections(document.text, pieces)
    groups = _group(document.text, pieces, sizes, sections, room)
    return tuple(
        Passage(
            document=document.id,
            ordinal=ordinal,
            start=pieces[first].start,
            end=pieces[last - 1].end,
            sentences=tuple(pieces[first:last]),
            heading=_with_section(heading, document.text, sections[first], pieces[first]),
        )
        for ordinal, (first, last) in enumerate(groups)
    )


def heading_line(document: Document) -> str:
    """What is embedded in front of each passage: title, publisher and date."""
    parts = [document.title]
    if document.publisher and document.publisher not in document.title:
        parts.append(document.publisher)
    if document.date:
        parts.append(document.date)
    return ". ".join(parts)[:_HEADING_CHARACTERS]


def _section_room(count_tokens: CountTokens, window: int) -> int:
    return min(30, window // 8)


def _with_section(heading: str, text: str, section: Span | None, first: Span) -> str:
    if section is None or section == first:
        return heading
    return f"{heading}. {text[section.start : section.end]}"


def _sections(text: str, pieces: Sequence[Span]) -> list[Span | None]:
    """For each piece the section heading it stands under: a short paragraph that is no sentence."""
    found: list[Span | None] = []
    current: Span | None = None
    for index, piece in enumerate(pieces):
        if _is_section(text, piece) and index + 1 < len(pieces):
            current = piece
        found.append(current)
    return found


def _is_section(text: str, piece: Span) -> bool:
    alone_before = piece.start == 0 or text[: piece.start].endswith("\n\n")
    alone_after = text.startswith("\n\n", piece.end)
    words = text[piece.start : piece.end]
    return (
        alone_before
        and alone_after
        and len(words) <= _SECTION_CHARACTERS
        and words[0] not in "-•*–—"
        and words[-1] not in f".!?:;,…؟۔؛،，：；”\"'’{TIGHT}"
    )


def _fitting(
    text: str, spans: Sequence[Span], count_tokens: CountTokens, room: int
) -> Iterator[Span]:
    """The spans, those longer than `room` tokens cut into ones that fit."""
    counts = count_tokens([text[span.start : span.end] for span in spans]) if spans else []
    for span, count in zip(spans, counts, strict=True):
        if count <= room:
            yield span
        else:
            yield from _cut(text, span, count_tokens, room)


def _cut(text: str, span: Span, count_tokens: CountTokens, room: int) -> Iterator[Span]:
    """A span cut near its middle, after a clause mark where there is one, until all parts fit."""
    if span.end - span.start <= 1 or count_tokens([text[span.start : span.end]])[0] <= room:
        yield span
        return
    middle = (span.start + span.end) // 2
    quarter = max(1, (span.end - span.start) // 4)
    at = middle
    for mark in (r"[;:；：]\s*", r"[,،、，]\s*", r"\s+"):
        ends = [
            found.end()
            for found in re.compile(mark).finditer(text, middle - quarter, middle + quarter)
            if span.start < found.end() < span.end
        ]
        if ends:
            at = min(ends, key=lambda end: abs(end - middle))
            break
    else:
        # Between letters, but never between a letter and its signs.
        whole = (end for end in range(at, min(at + _MOST_SIGNS, span.end)) if _begins(text[end]))
        at = next(whole, at)
    for start, end in ((span.start, at), (at, span.end)):
        while end > start and text[end - 1].isspace():
            end -= 1
        if end > start:
            yield from _cut(text, Span(start, end), count_tokens, room)


def _begins(character: str) -> bool:
    return unicodedata.category(character)[0] != "M"


def _group(
    text: str, pieces: Sequence[Span], sizes: Sequence[int], sections: Sequence[object], room: int
) -> list[tuple[int, int]]:
    """The cheapest way to cut the pieces into runs of at most `room` tokens, as index pairs."""
    target = max(1.0, room * TARGET_SHARE)
    best: list[float] = [0.0]
    cut: list[int] = [0]
    for end in range(1, len(pieces) + 1):
        cheapest, at, size = float("inf"), end - 1, 0
        last = end == len(pieces)
        breaking = 0.0 if last else _break_cost(text, pieces, sections, end)
        for start in range(end - 1, -1, -1):
            size += sizes[start]
            if size > room and start < end - 1:
                break
            # A short document, or the rest of one, is no fault: only long runs can be improved.
            cost = best[start] + ((size - target) / target) ** 2 + breaking
            if cost < cheapest:
                cheapest, at = cost, start
        best.append(cheapest)
        cut.append(at)
    groups: list[tuple[int, int]] = []
    end = len(pieces)
    while end > 0:
        groups.append((cut[end], end))
        end = cut[end]
    return groups[::-1]


def _break_cost(text: str, pieces: Sequence[Span], sections: Sequence[object], end: int) -> float:
    """What it costs to cut before piece `end`: nothing at a paragraph, much behind a heading."""
    if sections[end - 1] is pieces[end - 1]:
        return _AFTER_HEADING
    gap = text[pieces[end - 1].end : pieces[end].start]
    return 0.0 if "\n\n" in gap else _INSIDE_PARAGRAPH
