"""A sentence as words with offsets, and the places where its publisher is the subject."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus import acts
from corpus.document import Span

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*(?:-\s?[^\W\d_]+)*|\d[\d.,]*\w*|[^\w\s]")
OBLIGED = frozenset("must should ought".split())
SUBORDINATE = frozenset("if when where whether why how what who unless until whoever".split())
_NOBODY = frozenset(
    """we i it this that they there he she these those such which who you one in at on for by with
    as to from under when if because while an end immediate action what nothing our my its their
    his her of""".split()
)
_REPORTED = re.compile(
    r"\b(?:said|says|states?|stated|told|tells|claim(?:s|ed)|argue[sd]|believe[sd]|warned|warns|"
    r"reminded|reminds|decided|recommended|recommends|considers|thinks|thought|suggested|suggests|"
    r"agreed|asserted|declared|insisted|insists|concluded|proclaimed|taught|felt|feels|demanded|"
    r"provides|stipulates|requires|recognizes|recognises|stressed|emphasi[sz]ed|argued|noted)\s+"
    r"(?:\w+\s+){0,3}?that\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Found:
    """An act whose word stands at the offset `at` of the document's text."""

    at: int
    act: str
    addressee: str = ""
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """A word in lower case, or a mark, at `text[start:end]` of the document."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence with its words and the places where its publisher is named as subject."""

    text: str
    words: tuple[Word, ...]
    start: int
    end: int
    own: tuple[Span, ...]
    telling: bool = False

    @classmethod
    def of(cls, text: str, sentence: Span, own: Sequence[Span], telling: bool = False) -> Clause:
        """The sentence at `sentence` of `text`, in which the publisher stands at `own`.

        With `telling`, the publisher tells in the past tense what it does, as press releases do.
        """
        words = tuple(
            Word(match.group().lower().replace("’", "'"), match.start(), match.end())
            for match in _TOKEN.finditer(text, sentence.start, sentence.end)
        )
        return cls(text, words, sentence.start, sentence.end, tuple(own), telling)

    def search(self, pattern: re.Pattern[str], end: int | None = None) -> re.Match[str] | None:
        """The first match within the sentence, or within what of it stands before `end`."""
        return pattern.search(self.text, self.start, self.end if end is None else end)

    def reported_before(self, offset: int) -> bool:
        """Whether what stands at `offset` is what somebody else says ("France said that …")."""
        reported = self.search(_REPORTED, offset)
        return reported is not None and not self._ours(reported.start())

    def _ours(self, verb: int) -> bool:
        """Whether the publisher is the subject of the verb of saying at the offset `verb`."""
        return any(0 <= verb - subject.end <= 25 for subject in self.own)

    def word(self, at: int) -> str:
        """The word at `at`, "" beyond either end."""
        return self.words[at].text if 0 <= at < len(self.words) else ""

    def index(self, offset: int) -> int:
        """Where the first word at or after the offset is."""
        return sum(1 for word in self.words if word.start < offset)

    def named(self, first: int, last: int, longest: int) -> str:
        """The words from `first` to `last` as a name of somebody, "" for pronouns and clauses."""
        while first < last and self.words[first].text in acts.ADVERBS | {"and", "but", "that"}:
            first += 1
        if not first < last <= first + longest or self.words[first].text in _NOBODY:
            return ""
        return " ".join(self.text[self.words[first].start : self.words[last - 1].end].split())
