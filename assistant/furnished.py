"""Leaving out what most of a publisher's documents repeat around what they say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from corpus.repeated import edge_lines, without
from index.index import Incoming, Index


class Furniture:
    """The repeated lines of each publisher as they were known when they were first asked for."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._lines: dict[str, frozenset[str]] = {}

    def leave_out(self, incoming: Incoming) -> Incoming:
        """A document just read, without the repeated lines that are known."""
        document = incoming.document
        if not document.publisher:
            return incoming
        if document.publisher not in self._lines:
            self._lines[document.publisher] = self._index.catalogue.repeated(document.publisher)
        shorter = without(document, self._lines[document.publisher])
        known = replace(incoming, edges=edge_lines(document))
        return known if shorter is document else replace(known, document=shorter, positions=None)


def settle(index: Index, publishers: Iterable[str]) -> int:
    """Leave out what new documents have shown to be repeated, also in those stored before.

    Returns how many passages were stored anew. Call it inside `index.writing`.
    """
    passages = 0
    for publisher in sorted(filter(None, publishers)):
        lines = index.catalogue.repeated(publisher)
        for document in index.catalogue.holders(publisher, lines) if lines else ():
            stored = index.stored(document)
            shorter = without(stored.document, lines)
            if shorter is not stored.document:
                again = replace(stored, document=shorter, positions=None)
                passages += index.put([again])
    return passages
