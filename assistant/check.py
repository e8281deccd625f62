"""Checking a draft: every quotation and claim in it against the library.

    read -> quotations and claims -> look up, judge -> attributions -> Check

Only words found by the strict fold of `assistant.folding` are called verbatim.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from assistant.attribution import attribution, best
from assistant.check_claim import judge
from assistant.check_quotation import Found, look_up
from assistant.checked import Change, Check, CheckedSentence
from assistant.drafted import Part, parts
from assistant.earlier import stood
from assistant.manuscript import read
from assistant.results import Citation, Searched
from assistant.retrieve import library_of
from assistant.shelf import Shelf
from assistant.verify import citation
from corpus.document import Document, Span
from index.filters import Filters
from index.index import Index

OnChecked = Callable[[int, int], None]
"""Told how many sentences are checked, and of how many."""


def check(
    index: Index, draft: str | Path, filters: Filters, progress: OnChecked | None = None
) -> Check:
    """Every quotation and claim of `draft`, a text or the file at a Path, in order.

    Raises LibraryError for a draft that can't be read, and what `progress` raises.
    """
    began = time.perf_counter()
    paragraphs = read(draft)
    found = list(parts(paragraphs))
    checker = _Checker(index, filters)
    sentences: list[CheckedSentence] = []
    for part in found:
        if progress:
            progress(len(sentences), len(found))
        sentences.append(checker.checked(part))
    cover = index.catalogue.coverage(filters)
    return Check(
        tuple(paragraph.text for paragraph in paragraphs),
        tuple(sentences),
        Searched(cover.documents, cover.earliest, cover.latest),
        {"total": round((time.perf_counter() - began) * 1000, 3)},
    )


class _Checker:
    """Checks the parts of one draft, and numbers what they match."""

    def __init__(self, index: Index, filters: Filters) -> None:
        self._shelf = Shelf(index)
        self._filters = filters
        self._library = library_of(index, filters)
        self._cited: dict[tuple[str, int, int], Citation] = {}

    def checked(self, part: Part) -> CheckedSentence:
        """The part with its verdict."""
        if part.kind == "claim":
            found = judge(self._shelf, part.text, self._library, self._filters)
            changes = found.changes
        else:
            found, changes = self._quotation(part)
        match = None
        if found.document is not None and found.span is not None:
            match = self._cite(found.document, found.span)
        return CheckedSentence(
            part.text,
            part.kind,
            found.verdict,
            match,
            changes,
            part.paragraph,
            part.start,
            part.end,
        )

    def _quotation(self, part: Part) -> tuple[Found, tuple[Change, ...]]:
        places = look_up(self._shelf, part.text, self._filters)
        given = attribution(part.context, self._library)
        if all(found.verdict != "verbatim" for found in places):
            earlier = stood(self._shelf.index, part.text, self._filters, places[0])
            if earlier is not places[0]:
                return earlier, earlier.changes
        standing = [(f.document, f.span) for f in places if f.document and f.span]
        if not standing:
            return places[0], ()
        if places[0].second is not None:
            return places[0], self._joined(places[0])
        whole = [f for f in places if f.verdict == "verbatim"] or list(places)
        at, wrong = best(given, [(f.document, f.span) for f in whole if f.document and f.span])
        return whole[at], (*whole[at].changes, *wrong)

    def _joined(self, found: Found) -> tuple[Change, ...]:
        """The changes of a quotation from two places, with the citation of the second."""
        assert found.document and found.span and found.second
        self._cite(found.document, found.span)
        joint, *others = found.changes
        second = self._cite(*found.second)
        return (Change(joint.kind, joint.draft, joint.source, joint.note, second), *others)

    def _cite(self, document: Document, span: Span) -> Citation:
        key = (document.id, span.start, span.end)
        if key not in self._cited:
            self._cited[key] = citation(document, span, len(self._cited) + 1)
        return self._cited[key]
