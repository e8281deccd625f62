"""Where a model's quotations stand among the passages it was given, whatever key it wrote.

The quotation is what counts: models mix up keys, put marks around what they copy and leave out
sentences with "…". Only an exact reading is taken: all the words that are left stand in a passage
that the model was given. Everything goes through the verifier afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.draft import DraftStatement, Quotation, SourcePassage
from assistant.folding import FoldedText, fold
from corpus.document import Span
from corpus.sentences import TIGHT

_ELLIPSIS = re.compile(r"[\[(]\s*(?:…|\.\s?\.\s?\.)\s*[\])]|…|\.\s?\.\s?\.(?!\s?\.)")
_MOST_PIECES = 3
# What stands before may be the end of a sentence. Words left out of its middle could turn it round.
_ENDED = re.compile(rf"[.!?؟۔{TIGHT}][\"'“”‘’»)\]]*\s*\Z|\n\s*\Z")
_MARKS = "\"'“”‘’„‚«»‹›`"


class Placing:
    """Finds the passages, given best first, in which quotations stand."""

    def __init__(self, passages: Sequence[SourcePassage]) -> None:
        self._passages = {passage.key: passage for passage in passages}
        self._folded: dict[str, FoldedText] = {}

    def placed(self, draft: DraftStatement) -> tuple[DraftStatement, ...]:
        """The statement with each quotation under the key of a passage where it stands.

        One that stands under its own key keeps it. One that stands nowhere stays as it is. What is
        nothing but quotations from several places becomes a statement for each: together they
        would read as the words of one.
        """
        found = [each for quotation in draft.quotations for each in self._exact(quotation)]
        joined = " ".join(each.words for each in found)
        if len(found) < 2 or fold(draft.text) != fold(joined):
            return (replace(draft, quotations=tuple(found)),)
        whole = Quotation(found[0].passage, joined)
        if self._whole(whole):
            return (replace(draft, quotations=(whole,)),)
        return tuple(DraftStatement(each.words, (each,)) for each in found)

    def _whole(self, quotation: Quotation) -> bool:
        """Whether a quotation stands whole in the document of the passage it names."""
        passage = self._passages.get(quotation.passage)
        return passage is not None and self._stand(
            [quotation.words], passage, Span(0, len(passage.document.text))
        )

    def _exact(self, quotation: Quotation) -> tuple[Quotation, ...]:
        bare = quotation.words.strip().strip(_MARKS)
        pieces = [piece.strip() for piece in _ELLIPSIS.split(bare)]
        pieces = [piece for piece in pieces if piece]
        readings = [[quotation.words], [bare]]
        if 0 < len(pieces) <= _MOST_PIECES:
            readings.append(pieces)
        for words in readings:
            for passage in self._in_turn(quotation.passage):
                # As the verifier does, the document of the named passage is read on.
                on = passage.key == quotation.passage and len(words) == 1
                within = Span(0, len(passage.document.text)) if on else _span(passage)
                if self._stand(words, passage, within):
                    return tuple(Quotation(passage.key, each) for each in words)
        return (quotation,)

    def _in_turn(self, key: str) -> Iterator[SourcePassage]:
        """The passage that was named, then the others."""
        if key in self._passages:
            yield self._passages[key]
        yield from (passage for passage in self._passages.values() if passage.key != key)

    def _stand(self, pieces: Sequence[str], passage: SourcePassage, within: Span) -> bool:
        """Whether the pieces stand one after the other, parted where sentences end."""
        text = passage.document.text
        folded = self._folded.get(text)
        if folded is None:
            folded = self._folded[text] = FoldedText(text)
        end = 0
        for piece in pieces:
            span = folded.locate(piece, Span(max(end, within.start), within.end))
            if span is None:
                return False
            if end and not (_ENDED.search(text[:end]) and _ENDED.search(text[: span.start])):
                return False
            end = span.end
        return True


def _span(passage: SourcePassage) -> Span:
    return Span(passage.start, passage.end)
