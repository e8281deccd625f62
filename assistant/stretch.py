"""The stretch of a stored text that comes nearest to quoted words, and how the two differ.

Words are compared in lower case and without punctuation. The distance is the number of words to
replace, drop or insert (Levenshtein's); the stretch may begin and end anywhere in the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from assistant.checked import Change, ChangeKind
from assistant.folding import UNSPACED, FoldedText
from corpus.document import Span

_WORD = re.compile(rf"{UNSPACED}|\d+(?:[.,]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)*")
Side = Literal["both", "draft", "source"]
Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a text, as they are compared and where they stand in its folded form."""

    text: FoldedText
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, text: str) -> Tokens:
        """The words of `text`."""
        folded = FoldedText(text)
        found = list(_WORD.finditer(folded.folded))
        return cls(
            folded,
            tuple(match.group().lower() for match in found),
            tuple(match.span() for match in found),
        )

    def stored(self, first: int, last: int) -> Span:
        """Where the words from `first` up to before `last` stand in the text."""
        return self.text.stored(self.spans[first][0], self.spans[last - 1][1])

    def written(self, first: int, last: int) -> str:
        """The words from `first` up to before `last` as the text writes them, "" for none."""
        if first >= last:
            return ""
        span = self.stored(first, last)
        return " ".join(self.text.text[span.start : span.end].split())


@dataclass(frozen=True, slots=True)
class Fit:
    """How quoted words fit a text.

    `heads[n]` is the distance of the first n words from their nearest stretch, `tails[n]` that of
    the last n. `ends[n]` and `starts[n]` say at which word of the text those stretches end and
    begin.
    """

    heads: tuple[int, ...]
    ends: tuple[int, ...]
    tails: tuple[int, ...]
    starts: tuple[int, ...]

    @property
    def distance(self) -> int:
        """The distance of all the words from their nearest stretch."""
        return self.heads[-1]


def fit(quoted: Sequence[str], text: Sequence[str]) -> Fit:
    """How the words `quoted` fit the words `text`. Takes time in proportion to their product."""
    codes: dict[str, int] = {}
    pattern = np.array([codes.setdefault(word, len(codes)) for word in quoted], dtype=np.int64)
    place = np.array([codes.get(word, -1) for word in text], dtype=np.int64)
    heads, ends = _passes(pattern, place)
    tails, starts = _passes(pattern[::-1], place[::-1])
    return Fit(heads, ends, tails, tuple(len(text) - at for at in starts))


def _passes(pattern: Codes, text: Codes) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """For each number of words from the start: the least distance, and where its stretch ends."""
    steps = np.arange(len(text) + 1)
    row = np.zeros(len(text) + 1, dtype=np.int64)
    least, ends = [0], [0]
    for number, code in enumerate(pattern, 1):
        row = np.concatenate(
            ([number], np.minimum(row[:-1] + (text != code), row[1:] + 1)), dtype=np.int64
        )
        # Words of the text that the quotation lacks cost one each: D[j] = min over k of T[k] + j-k.
        row = np.minimum.accumulate(row - steps) + steps
        first = end = int(row.argmin())
        least.append(int(row[first]))
        # Of equally near ends the later is taken while they touch: a replaced last word is one.
        while end + 1 < len(row) and row[end + 1] == row[first] and end - first < number:
            end += 1
        ends.append(end)
    return tuple(least), tuple(ends)


def nearest(quoted: Tokens, text: Tokens) -> tuple[int, int]:
    """The words of `text`, first and end, that all of `quoted` come nearest to."""
    whole = fit(quoted.words, text.words)
    end = whole.ends[-1]
    low = max(0, end - 2 * len(quoted.words) - 2)
    start = low + fit(quoted.words, text.words[low:end]).starts[-1]
    return min(start, end), end


def differences(quoted: Tokens, text: Tokens, first: int, end: int) -> tuple[Change, ...]:
    """How the words `quoted` differ from those of `text` from `first` up to before `end`."""
    changes: list[Change] = []
    source = text.words[first:end]
    for equal, group in groupby(
        Levenshtein.opcodes(quoted.words, source), key=lambda operation: operation.tag == "equal"
    ):
        if not equal:
            differing = list(group)
            drafted = quoted.written(differing[0].src_start, differing[-1].src_end)
            stored = text.written(first + differing[0].dest_start, first + differing[-1].dest_end)
            changes.append(change(drafted, stored))
    return tuple(changes)


def compared(draft: str, source: str) -> tuple[tuple[Side, str], ...]:
    """`draft` and `source` as one text in pieces: what both have, what only one has."""
    ours, theirs = Tokens.of(draft), Tokens.of(source)
    pieces: list[tuple[Side, str]] = []
    done = 0
    for equal, group in groupby(
        Levenshtein.opcodes(ours.words, theirs.words), key=lambda step: step.tag == "equal"
    ):
        steps = list(group)
        first, last = steps[0].src_start, steps[-1].src_end
        if first < last:
            span = ours.stored(first, last)
            pieces.append(("both", draft[done : span.start]))
            pieces.append(("both" if equal else "draft", draft[span.start : span.end]))
            done = span.end
        written = theirs.written(steps[0].dest_start, steps[-1].dest_end)
        if not equal and written:
            pieces += [("both", " "), ("source", written)]
            pieces += [("both", " ")] if not done else []
    return tuple(piece for piece in (*pieces, ("both", draft[done:])) if piece[1])


def change(drafted: str, stored: str) -> Change:
    """The change between words of a draft and those of a source in their place."""
    kind: ChangeKind = "replaced" if drafted and stored else "inserted" if drafted else "dropped"
    if kind == "dropped":
        return Change(kind, "", stored, f"The draft leaves out “{stored}”.")
    if kind == "inserted":
        return Change(kind, drafted, "", f"“{drafted}” does not stand in the source.")
    if any(map(str.isdigit, drafted + stored)):
        kind = "number"
    return Change(kind, drafted, stored, f"The source says “{stored}”, not “{drafted}”.")
