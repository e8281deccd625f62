"""Furniture that shows only across documents: lines that most of a publisher's documents carry.

A line is a candidate only where it can't be part of what a document says: in the masthead, above
the first line of the document's own, or among its first and last lines when it speaks of
newsletters, cookies or where to reach the publisher. What repeats and reads as a sentence, a
salutation or a heading stays, however often it stands there.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from corpus.document import Document, Span

LEAST_DOCUMENTS = 5
LEAST_SHARE = 0.6
NOTE = "repeated"
_TOP, _BOTTOM = 4, 8
_LONGEST = 200
_MOST_WORDS = 12
_LINE = re.compile(r"[^\n]+")
_REACH = re.compile(
    r"newsletter|mailing list|unsubscribe|\bsubscribe to\b|sign up (?:for|to)\b|\bcookies?\b|"
    r"all rights reserved|©|\(c\) ?\d{4}|follow us|find us on|(?:media|press) contacts?\b|"
    r"(?:https?://|www\.)\S+|\S+@\S+\.\w|\b(?:tel|phone|fax)\b[.:]? ?\+?[\d(]|\+\d[\d ().-]{7,}|"
    r"p\. ?o\. box",
    re.I,
)
_ENDED = re.compile(r"[.!?:;,…。！？؟।،][\"'”’»)\]]*$")
# Salutations and thanks are spoken; headings order what follows; neither is a masthead.
_SPOKEN = re.compile(
    r"\b(?:mr|mrs|ms|madam|sir|dear|your|excellenc\w*|colleagues|president|chair\w*|thank\w*|"
    r"monsieur|madame|señor\w*)\b",
    re.I,
)
_HEADING = re.compile(
    r"\d|^(?:[ivxlc]+|[a-z])[.)] |\b(?:preamble|introduction|summary|background|annex|appendix|"
    r"article|part|chapter|section|title|contents|abstract|overview|conclusions?|findings|"
    r"recommendations?|resolution|declaration|preámbulo|préambule|introduction|sommaire|resumen|"
    r"anexo|annexe|artículo|chapitre|capítulo|conclusiones|recommandations|recomendaciones)\b",
    re.I,
)


def edge_lines(document: Document) -> tuple[str, ...]:
    """The lines of a document that are furniture if most documents of its publisher have them."""
    if not document.publisher:
        return ()
    return tuple(dict.fromkeys(line for line, _ in _candidates(document)))


def without(document: Document, repeated: Collection[str]) -> Document:
    """The document without those of its edge lines that are `repeated`; itself if it has none.

    A masthead ends with its first line that isn't. What was left out is noted in its origin.
    """
    cut: list[tuple[str, Span]] = []
    masthead = True
    for line, span in _candidates(document):
        known = line in repeated
        if _REACH.search(line):
            cut += [(line, span)] if known else []
        elif masthead and known:
            cut.append((line, span))
        else:
            masthead = False
    return _cut(document, cut) if cut else document


def _candidates(document: Document) -> Iterator[tuple[str, Span]]:
    """The edge lines with their places: the masthead's from the top, then those on reaching the
    publisher."""
    lines = [
        (" ".join(match.group().split()), Span(*match.span()))
        for match in _LINE.finditer(document.text)
    ]
    if len(lines) <= 2:
        return
    masthead = True
    for number, (line, span) in enumerate(lines):
        if _TOP <= number < len(lines) - _BOTTOM:
            continue
        if len(line) > _LONGEST or line == document.title or _spoken_by_another(document, span):
            masthead = False
        elif _REACH.search(line) or masthead and number < _TOP and _is_masthead(line):
            yield line, span
        else:
            masthead = False


def _is_masthead(line: str) -> bool:
    return (
        line.count(" ") < _MOST_WORDS
        and not _ENDED.search(line)
        and not _SPOKEN.search(line)
        and not _HEADING.search(line)
    )


def _spoken_by_another(document: Document, span: Span) -> bool:
    return any(speech.start < span.end and span.start < speech.end for speech in document.speeches)


def _cut(document: Document, cut: list[tuple[str, Span]]) -> Document:
    """The document without those stretches, and the line ends after them; offsets follow."""
    text = document.text
    gaps: list[tuple[int, int]] = []
    for _, span in sorted(cut, key=lambda each: each[1].start):
        end = span.end
        while end < len(text) and text[end] == "\n":
            end += 1
        gaps.append((span.start, end))
    kept = "".join(
        text[end:start]
        for (_, end), (start, _) in zip([(0, 0), *gaps], [*gaps, (len(text), 0)], strict=True)
    )
    trimmed = kept.rstrip("\n")
    if not trimmed:
        return document

    def moved(offset: int) -> int:
        gone = sum(min(end, offset) - start for start, end in gaps if start < offset)
        return min(offset - gone, len(trimmed))

    told = " | ".join(line for line, _ in cut)
    before = document.origin.get(NOTE)
    before = f"{before} |" if before else f"left out as in most documents of {document.publisher}:"
    return replace(
        document,
        text=trimmed,
        pages=tuple(moved(start) for start in document.pages),
        speeches=tuple(
            replace(speech, start=moved(speech.start), end=moved(speech.end))
            for speech in document.speeches
        ),
        origin={**document.origin, NOTE: f"{before} {told}"},
    )
