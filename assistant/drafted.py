"""The quotations and claims of a draft's paragraphs, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.folding import UNSPACED
from corpus.document import Span
from corpus.manuscript import Paragraph
from corpus.sentences import TIGHT, sentences

_PAIRS = {"“": "”", "«": "»", "„": "“”", "»": "«", "「": "」", "『": "』", '"': '"', "‘": "’"}
_WORD = re.compile(rf"{UNSPACED}{{2}}|\w+(?:[’'-]\w+)*")
_FEWEST_QUOTED = 3
_FEWEST_CLAIMED = 5
_HEADING_WORDS = 14
_CITING = re.compile(r"\n\s*[—–-]{1,2}\s*[A-Z][^.!?”\"\n]{2,80}$")


@dataclass(frozen=True, slots=True)
class Part:
    """A quotation or claim: its words, and its place in the draft's paragraph (from 0).

    `context` is what the draft says about a quotation's origin: its sentence without it.
    """

    text: str
    kind: Literal["quotation", "claim"]
    paragraph: int
    start: int
    end: int
    context: str = ""


def parts(paragraphs: Sequence[Paragraph]) -> Iterator[Part]:
    """The quotations of three words and more, and the sentences that claim something, in order.

    Headings, questions and sentences of a few words claim nothing; nor does a sentence that is
    hardly more than its quotation.
    """
    for number, paragraph in enumerate(paragraphs):
        before = paragraphs[number - 1].text if number else ""
        if paragraph.quoted:
            yield _block(number, paragraph.text, before)
        else:
            yield from _in_paragraph(number, paragraph, before)


def quotations(text: str) -> tuple[Span, ...]:
    """Where words between quotation marks stand in `text`, without their marks.

    A mark that is never closed reaches to the end: the quotation goes on in the next paragraph.
    """
    found: list[Span] = []
    at = 0
    while at < len(text):
        closing = _PAIRS.get(text[at], "")
        if closing and _opens(text, at):
            end = _closing(text, at + 1, closing)
            if end > at:
                found.append(_trimmed(text, at + 1, end))
                at = end
        at += 1
    return tuple(span for span in found if span.start < span.end)


def count_words(text: str) -> int:
    """How many words `text` has; in scripts without spaces two characters count as one."""
    return len(_WORD.findall(text))


def _block(number: int, text: str, before: str) -> Part:
    """A block quotation, without its outer marks and the name that may follow it."""
    named = _CITING.search(text)
    end = named.start() if named else len(text)
    span = _trimmed(text, 0, end)
    inner = quotations(text[span.start : span.end])
    if len(inner) == 1 and inner[0].start == 1 and inner[0].end >= span.end - span.start - 2:
        span = Span(span.start + inner[0].start, span.start + inner[0].end)
    context = f"{_last_sentence(before)} {text[end:]}".strip()
    return Part(text[span.start : span.end], "quotation", number, span.start, span.end, context)


def _in_paragraph(number: int, paragraph: Paragraph, before: str) -> Iterator[Part]:
    text = paragraph.text
    quoted = [span for span in quotations(text) if count_words(text[span.start : span.end]) >= 3]
    covered = 0
    for sentence in sentences(text):
        if sentence.end <= covered:
            continue
        inside = [span for span in quoted if sentence.start <= span.start < sentence.end]
        # A quotation may hold several sentences: the one that opens it reaches to its end.
        end = max([sentence.end, *(_to_sentence_end(text, span.end) for span in inside)])
        start = max(sentence.start, covered)
        covered = end
        rest = _without(text, start, end, inside)
        context = rest if rest.strip(' ,.:;“”"«»‘’—–-') else _last_sentence(before)
        found = [
            Part(text[q.start : q.end], "quotation", number, q.start, q.end, context)
            for q in inside
        ]
        if not paragraph.heading and _claims(text[start:end], rest, bool(inside)):
            found.append(Part(text[start:end], "claim", number, start, end))
        yield from sorted(found, key=lambda part: (part.start, part.end))


def _claims(sentence: str, rest: str, quotes: bool) -> bool:
    """Whether a sentence claims something beyond its quotations."""
    bare = sentence.rstrip("”\"'’»)] ")
    if not quotes and (bare.endswith(("?", "؟", "？", "፧", ":"))):
        return False
    if not quotes and bare[-1:] not in f".!…۔{TIGHT}" and count_words(sentence) <= _HEADING_WORDS:
        return False
    return count_words(rest) >= (_FEWEST_CLAIMED if not quotes else 3 * _FEWEST_CLAIMED)


def _without(text: str, start: int, end: int, inside: Sequence[Span]) -> str:
    pieces = []
    at = start
    for span in inside:
        pieces.append(text[at : span.start])
        at = max(at, span.end)
    return "…".join([*pieces, text[at:end]])


def _to_sentence_end(text: str, at: int) -> int:
    """Where the sentence ends that goes on after a quotation's end at `at`."""
    mark = at + 1
    if text[at - 1 : at] in (".", "!", "?", "…") and not re.match(r"\s+[a-z]", text[mark:]):
        return min(mark, len(text))
    return next((span.end for span in sentences(text, min(mark, len(text)))), len(text))


def _last_sentence(text: str) -> str:
    """The sentence that leads over to a quotation in the next paragraph, "" where none does."""
    if not text.rstrip().endswith((":", ",", "—", "–")):
        return ""
    return [text[span.start : span.end] for span in sentences(text)][-1]


def _opens(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if not after or after.isspace() and text[at] not in "«":
        return False
    if text[at] in '"‘»':
        return not before or before.isspace() or before in "([—–-/“‘\"'…"
    return True


def _closing(text: str, start: int, closing: str) -> int:
    """Where the quotation that opens before `start` ends; the end of `text` when never."""
    depth = 0
    opening = text[start - 1]
    for at in range(start, len(text)):
        if text[at] == opening and opening not in closing:
            depth += 1
        elif text[at] in closing and _closes(text, at):
            if not depth:
                return at
            depth -= 1
    # A straight or single mark that nothing closes is an inch or an apostrophe.
    return len(text) if opening not in '"‘»' else -1


def _closes(text: str, at: int) -> bool:
    after = text[at + 1 : at + 2]
    if text[at] == "’":
        owned = text[at - 1] == "s" and re.match(r"\s[a-z]", text[at + 1 : at + 3])
        return not after.isalnum() and not owned
    return text[at] != '"' or not text[at - 1].isspace() or not after.isalnum()


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
