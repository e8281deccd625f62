"""Whether quoted words stand in the library, and where they don't, how they differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.bearing import cut_short
from assistant.checked import Change, Verdict
from assistant.drafted import count_words
from assistant.folding import fold
from assistant.shelf import Shelf
from assistant.stretch import Fit, Tokens, differences, fit, nearest
from corpus.document import Document, Span
from index.filters import Filters
from index.rows import StoredPassage
from index.search import STOPWORDS

_CANDIDATES = 24
_ALIGNED = 12
_MOST_DIFFERENT = 0.45
_MOST_JOINED = 0.25
_FEWEST_JOINED = 3
_MOST_LEFT_OUT = 30
_LONGEST = 600
_CLOSING = " .,;:…،؛۔，、；。｡।॥።။។"
_FRINGE = " \t.,;:!?…—–-" + _CLOSING
_OMISSION = re.compile(r"\s*(?:\[\s*(?:…|\.{3})\s*\]|\(\s*(?:…|\.{3})\s*\)|…|\.\s?\.\s?\.)\s*")
_ELLIPSIS_BEFORE = re.compile(r"\A(?:…|\.{3})\s*")
_BRACKETED = re.compile(r"\[([^\[\]]*)\]")


@dataclass(frozen=True, slots=True)
class Found:
    """Where a quotation stands or comes nearest to standing, and how it differs there."""

    verdict: Verdict
    document: Document | None = None
    span: Span | None = None
    changes: tuple[Change, ...] = ()
    second: tuple[Document, Span] | None = None


class _Window:
    """A stretch of a document around a passage, long enough to hold the whole quotation."""

    def __init__(self, document: Document, start: int, end: int) -> None:
        self.document = document
        self.start = start
        self.tokens = Tokens.of(document.text[start:end])

    def span(self, first: int, end: int) -> Span:
        found = self.tokens.stored(first, end)
        return Span(self.start + found.start, self.start + found.end)


def look_up(shelf: Shelf, words: str, filters: Filters) -> tuple[Found, ...]:
    """Every place where quoted `words` stand, else the one that they come nearest to."""
    passages = shelf.index.quoting(words, filters, _CANDIDATES)
    documents = shelf.documents([passage.document for passage in passages])
    standing = tuple(_standing(shelf, words, documents))
    if standing:
        return standing
    return (_Nearest(shelf, words, passages).found(),)


def _standing(shelf: Shelf, words: str, documents: Sequence[Document]) -> Iterator[Found]:
    """The places where the words stand, character for character but for typography."""
    # A comma or full stop before the closing mark belongs to the sentence around the quotation.
    bare = _ELLIPSIS_BEFORE.sub("", words.strip(), count=1).rstrip(_CLOSING)
    forms = dict.fromkeys((words, bare))
    for document in documents:
        for form in forms:
            span = shelf.folded(document).locate(form)
            if span is not None:
                yield _stands(document, span)
                break


def _stands(document: Document, span: Span) -> Found:
    cut = cut_short(document, span)
    if not cut:
        return Found("verbatim", document, span)
    return Found("altered", document, span, (Change("cut", "", "", cut),))


class _Nearest:
    """The search for what quoted words come nearest to."""

    def __init__(self, shelf: Shelf, words: str, passages: Sequence[StoredPassage]) -> None:
        self._words = words
        self._quoted = Tokens.of(words)
        reach = len(words) + len(words) // 2 + 40
        documents = {each.id: each for each in shelf.documents([p.document for p in passages])}
        self._windows = [
            _Window(document, *_around(document.text, passage, reach))
            for passage in passages[:_ALIGNED]
            if (document := documents.get(passage.document)) is not None
        ]

    @cached_property
    def _fits(self) -> list[Fit]:
        return [fit(self._quoted.words, window.tokens.words) for window in self._windows]

    def found(self) -> Found:
        """The nearest place, "altered"; "new" where nothing is near."""
        length = len(self._quoted.words)
        if not self._windows or not 2 <= length <= _LONGEST:
            return Found("new")
        at = min(range(len(self._windows)), key=lambda n: self._fits[n].distance)
        joined = self._joined(self._fits[at].distance)
        if joined is not None:
            return joined
        window = self._windows[at]
        first, end = nearest(self._quoted, window.tokens)
        if first >= end or not self._near(window, first, end, self._fits[at].distance):
            return Found("new")
        return Found(
            "altered", window.document, window.span(first, end), self._changes(window, first, end)
        )

    def _near(self, window: _Window, first: int, end: int, distance: int) -> bool:
        """Whether what is shared makes this stretch the quotation's likely origin."""
        length = len(self._quoted.words)
        omitted = len(_OMISSION.findall(self._words)) * 12
        if distance > max(1, _MOST_DIFFERENT * length) + omitted:
            return False
        shared = set(self._quoted.words) & set(window.tokens.words[first:end])
        telling = shared - STOPWORDS
        return bool(telling) and (len(telling) > 1 or len(shared) * 2 >= length)

    def _changes(self, window: _Window, first: int, end: int) -> tuple[Change, ...]:
        changes = differences(self._quoted, window.tokens, first, end)
        if changes:
            return _marked_omissions(self._words, changes)
        stored = window.tokens.written(first, end)
        drafted = " ".join(self._words.split()).strip(_FRINGE)
        if fold(drafted).casefold() == fold(stored).casefold():
            note = "Capital and small letters differ."
            return (Change("case", drafted, stored, note),)
        note = "Punctuation or signs differ."
        return (Change("punctuation", drafted, stored, note),)

    def _joined(self, single: int) -> Found | None:
        """The quotation as the end of one stretch and the beginning of another, where that fits
        far better than any one stretch does."""
        length = len(self._quoted.words)
        best: tuple[int, int, int, int] | None = None
        for cut in range(_FEWEST_JOINED, length - _FEWEST_JOINED + 1):
            head = min(range(len(self._fits)), key=lambda n: self._fits[n].heads[cut])
            tail = min(range(len(self._fits)), key=lambda n: self._fits[n].tails[length - cut])
            cost = self._fits[head].heads[cut] + self._fits[tail].tails[length - cut]
            if best is None or cost < best[0]:
                best = (cost, cut, head, tail)
        if best is None or best[0] > _MOST_JOINED * length or best[0] >= single:
            return None
        cost, cut, head, tail = best
        return self._joint(cut, self._windows[head], self._windows[tail], cost + 3 <= single)

    def _joint(self, cut: int, head: _Window, tail: _Window, clearly: bool) -> Found | None:
        pieces = self._quoted.written(0, cut), self._quoted.written(cut, len(self._quoted.words))
        spans: list[Span] = []
        changes: list[Change] = []
        for piece, window in zip(pieces, (head, tail), strict=True):
            quoted = Tokens.of(piece)
            first, end = nearest(quoted, window.tokens)
            if first >= end:
                return None
            spans.append(window.span(first, end))
            changes += differences(quoted, window.tokens, first, end)
        same = head.document.id == tail.document.id
        text = tail.document.text
        if same and _neighbours(text, *spans):
            whole = Span(spans[0].start, spans[1].end)
            stretch = Tokens.of(text[whole.start : whole.end])
            left_out = differences(self._quoted, stretch, 0, len(stretch.words))
            found = _marked_omissions(self._words, left_out)
            return Found("altered", head.document, whole, found)
        if not clearly:
            return None
        note = f"Joined from two places: “{pieces[1]}” stands elsewhere."
        if same:
            note = f"Joined from two places of one document: “{pieces[1]}” stands apart."
        joint = Change("joined", pieces[1], text[spans[1].start : spans[1].end], note)
        second = (tail.document, spans[1])
        return Found("altered", head.document, spans[0], (joint, *changes), second)


def _neighbours(text: str, one: Span, other: Span) -> bool:
    """Whether the second stretch follows the first with few words between them."""
    gap = text[one.end : other.start]
    return one.end <= other.start and len(gap) < 1000 and len(gap.split()) <= _MOST_LEFT_OUT


def _around(text: str, passage: StoredPassage, reach: int) -> tuple[int, int]:
    """The passage with `reach` characters on both sides, cut between words."""
    start, end = max(0, passage.start - reach), min(len(text), passage.end + reach)
    if start:
        start = max(start, text.find(" ", start, passage.start))
    if end < len(text):
        end = max(passage.end, text.rfind(" ", passage.end, end))
    return start, end


def _marked_omissions(words: str, changes: Sequence[Change]) -> tuple[Change, ...]:
    """`changes`, with what the draft itself marks as left out or put in named so."""
    added = {fold(match[1]).lower() for match in _BRACKETED.finditer(words)}
    marked = len(_OMISSION.findall(words.strip(_FRINGE)))
    found = []
    for change in changes:
        if change.kind == "dropped" and marked and count_words(change.source) > 0:
            note = f"The draft leaves out “{change.source}”; it marks an omission."
            found.append(Change("omission", "", change.source, note))
        elif change.draft and fold(change.draft).lower() in added:
            note = f"“{change.draft}” is put in by the draft, in brackets."
            found.append(Change(change.kind, change.draft, change.source, note))
        else:
            found.append(change)
    return tuple(found)
