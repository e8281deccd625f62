"""Who speaks over which stretch of a text, against labels: by stretches and by letters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from corpus.document import Document, Speech

_ANCHOR = 24
_LETTERS = re.compile(r"[^\W_]")
_TITLES = frozenset(
    "dr mr mrs ms prof professor president ambassador sir h e hon journalist lawyer".split()
)


class Stretches:
    """Counts of quoted stretches: those labelled, found, with the right speaker and function.

    A labelled stretch that is "optional" (an institution speaks, or somebody without a name)
    counts neither way. Letters are counted to weigh long stretches.
    """

    def __init__(self) -> None:
        self.stretches: Counter[str] = Counter()
        self.letters: Counter[str] = Counter()

    def add(
        self, labels: Sequence[Mapping[str, Any]], document: Document, raw: str
    ) -> Iterator[str]:
        """Counts a document's stretches; what is wrong with them, one line each."""
        letters = [match.start() for match in _LETTERS.finditer(document.text)]
        wanted: list[tuple[Mapping[str, Any], set[int]]] = []
        for label in labels:
            span = _find(label, document.text, letters, raw)
            if span is not None:
                wanted.append((label, span))
            elif not label.get("optional"):
                yield f"speaker: the words labelled {label['name']!r} are not in the stored text"
                self.stretches["wanted"] += 1
        optional = set().union(*(span for label, span in wanted if label.get("optional")))
        given: list[tuple[Speech, set[int]]] = []
        for speech in document.speeches:  # what stands inside others comes before them
            span = _letters(letters, speech)
            given.append((speech, span.difference(*(other for _, other in given))))
        for label, span in wanted:
            if not label.get("optional"):
                yield from self._wanted(label, span, given)
        for speech, span in given:
            if len(span & optional) > len(span) / 2:
                continue
            theirs = set().union(
                *(other for label, other in wanted if _same_person(label["name"], speech.speaker))
            )
            right = len(span & theirs) > len(span) / 2
            self.stretches["found"] += 1
            self.stretches["found right"] += right
            self.letters["found"] += len(span)
            self.letters["found right"] += len(span) * right
            if not right:
                yield f"speaker wrong: {speech.speaker!r} ({speech.function}) {speech.start}"

    def _wanted(
        self, label: Mapping[str, Any], span: set[int], given: Sequence[tuple[Speech, set[int]]]
    ) -> Iterator[str]:
        """A labelled stretch is right when most of its letters are given to the right person."""
        same = [(s, other) for s, other in given if _same_person(label["name"], s.speaker)]
        covered = set().union(*(span & other for _, other in same))
        right = len(covered) > len(span) / 2
        self.stretches["wanted"] += 1
        self.stretches["right"] += right
        self.letters["wanted"] += len(span)
        self.letters["right"] += len(covered)
        if not right:
            yield f"speaker missing: {label['name']!r} ({label['function']})"
        elif label["function"]:
            function = next(s.function for s, other in same if span & other)
            fits = _same_function(label["function"], function)
            self.stretches["functions"] += 1
            self.stretches["functions right"] += fits
            if not fits:
                yield f"function: {function!r} of {label['name']!r} for {label['function']!r}"

    def lines(self) -> Iterator[str]:
        for name, counts in (("stretches", self.stretches), ("letters", self.letters)):
            yield (
                f"speakers, {name}: {counts['right']} of {counts['wanted']} found,"
                f" recall {_share(counts['right'], counts['wanted'])};"
                f" {counts['found right']} of {counts['found']} right,"
                f" precision {_share(counts['found right'], counts['found'])}"
            )
        of = self.stretches
        yield f"speakers, functions: {of['functions right']} of {of['functions']} right"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"


def _find(label: Mapping[str, Any], text: str, letters: Sequence[int], raw: str) -> set[int] | None:
    """The labelled letters, by their place among the letters of `text`; None if not in it."""
    if "from" in label:
        first, last = label["from"], label["to"]
    else:
        quoted = raw[label["start"] : label["end"]]
        first, last = quoted[:40], quoted[-40:]
    folded = "".join(text[place] for place in letters)
    first, last = ("".join(_LETTERS.findall(words)) for words in (first, last))
    start = folded.find(first[:_ANCHOR])
    end = folded.find(last[-_ANCHOR:], start)
    if start < 0 or end < 0:
        return None
    return set(range(start, end + len(last[-_ANCHOR:])))


def _letters(letters: Sequence[int], speech: Speech) -> set[int]:
    return {number for number, place in enumerate(letters) if speech.start <= place < speech.end}


def _names(name: str) -> list[str]:
    words = re.findall(r"\w+", name.casefold())
    return [word for word in words if word not in _TITLES] or words


def _same_person(wanted: str, given: str) -> bool:
    """Whether two names may be one person's: all words of the shorter are in the longer."""
    one, other = sorted((set(_names(wanted)), set(_names(given))), key=len)
    return one <= other


def _same_function(wanted: str, given: str) -> bool:
    """Whether one function holds the other, or half of the words found are among the labelled."""
    one, other = (set(re.findall(r"\w+", words.casefold())) for words in (wanted, given))
    if not one & other:
        return False
    return one <= other or other <= one or len(one & other) >= len(other) / 2
