"""The one gate: whatever is shown as supported has passed through a `Verifier`.

An answerer's quotations are looked for in the stored text. What is found is replaced by the
stored characters; a statement with a quotation that is not found is shown as unsupported.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from assistant.bearing import cut_short, unborne
from assistant.dangling import sentence_before
from assistant.draft import DraftStatement, Quotation, SourcePassage
from assistant.folding import FoldedText, fold, locate
from assistant.plain import plain, shortened
from assistant.results import Citation, Statement
from corpus.document import Document, Span

__all__ = ["Verifier", "citation", "locate"]


class Verifier:
    """Checks the statements of one answer and numbers its citations from 1.

    A quotation that comes again keeps its number. One verifier serves one answer.
    """

    def __init__(self) -> None:
        self._folded: dict[str, FoldedText] = {}
        self._cited: dict[tuple[str, int, int], Citation] = {}

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation given so far, in the order of their numbers."""
        return tuple(self._cited.values())

    def verify(
        self, draft: DraftStatement, passages: Mapping[str, SourcePassage]
    ) -> tuple[Statement, tuple[Citation, ...]]:
        """The statement as it may be shown, with its citations.

        `passages` are those handed to the answerer, by key. A statement is supported when every
        quotation stands in the document it is said to come from: "verbatim" when the statement is
        its quotation and nothing else, or several that follow one another there (its text is then
        the stored characters), else "verified".
        An unsupported statement has a note, and no citation.
        """
        text = plain(draft.text)
        if not draft.quotations:
            return _unsupported(text, "It carries no quotation.")
        found: list[tuple[Document, Span]] = []
        for quotation in draft.quotations:
            passage = passages.get(quotation.passage)
            span = self._find(quotation, passage) if passage else None
            if passage is None or span is None:
                return _unsupported(text, _not_found(quotation, passage))
            found.append((passage.document, span))
        quotes = " ".join(document.text[span.start : span.end] for document, span in found)
        cuts = [note for note in (cut_short(*each) for each in found) if note]
        if cuts:
            return _unsupported(text, cuts[0])
        verbatim = _follow(found) and fold(draft.text) == fold(quotes)
        lacks = "" if verbatim else unborne(text, found)
        if lacks:
            return _unsupported(text, lacks)
        cited = tuple(dict.fromkeys(self._cite(document, span) for document, span in found))
        numbers = tuple(each.number for each in cited)
        if verbatim:
            return Statement(quotes, numbers, "verbatim"), cited
        return Statement(text, numbers, "verified"), cited

    def _find(self, quotation: Quotation, passage: SourcePassage) -> Span | None:
        text = passage.document.text
        folded = self._folded.get(text)
        if folded is None:
            folded = self._folded[text] = FoldedText(text)
        inside = Span(passage.start, passage.end)
        return folded.locate(quotation.words, inside) or folded.locate(quotation.words)

    def _cite(self, document: Document, span: Span) -> Citation:
        key = (document.id, span.start, span.end)
        if key not in self._cited:
            self._cited[key] = citation(document, span, len(self._cited) + 1)
        return self._cited[key]


def citation(document: Document, span: Span, number: int) -> Citation:
    """The citation with `number` of the stored words in `span`."""
    speech = document.speech_at(span.start, span.end)
    speaker = ", ".join(filter(None, (speech.speaker, speech.function))) if speech else ""
    return Citation(
        number=number,
        document=document.id,
        source=document.source,
        title=document.title,
        publisher=document.publisher,
        date=document.date,
        kind=document.kind,
        url=document.url,
        page=document.page_at(span.start),
        speaker=speaker,
        quote=document.text[span.start : span.end],
        start=span.start,
        end=span.end,
        captured=document.captured,
        supersedes=document.supersedes,
        before=sentence_before(document, span),
        ocr=document.is_recognised(span.start, span.end),
    )


def _follow(found: Sequence[tuple[Document, Span]]) -> bool:
    """Whether the quotations stand one after the other in one document, with nothing between."""
    return all(
        one.id == other.id
        and not one.text[before.end : after.start].strip()
        and before.end <= after.start
        for (one, before), (other, after) in pairwise(found)
    )


def _unsupported(text: str, note: str) -> tuple[Statement, tuple[Citation, ...]]:
    return Statement(text, (), "unsupported", note), ()


def _not_found(quotation: Quotation, passage: SourcePassage | None) -> str:
    words = shortened(quotation.words)
    if passage is None:
        return f"“{words}” is said to stand in a passage that is not among those found."
    title = shortened(passage.document.title)
    if fold(quotation.words) in fold(passage.document.text):
        return f"“{words}” is too short, or cut out of a word or number, in “{title}”."
    return f"“{words}” does not stand in “{title}”."
