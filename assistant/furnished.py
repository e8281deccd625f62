"""Leaving out what most of a publisher's documents repeat around what they say."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from corpus.repeated import edge_lines, without
from index.index import Incoming, Index


class Furniture:
    """The repeated lines of each publisher as they were settled when they were first asked for."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._lines: dict[str, frozenset[str]] = {}

    def leave_out(self, incoming: Incoming) -> Incoming:
        """A document just read, without the repeated lines that are known."""
        document = incoming.document
        if not document.publisher:
            return incoming
        if document.publisher not in self._lines:
            furniture = self._index.catalogue.furniture
            settled = furniture.settled(document.publisher)
            self._lines[document.publisher] = settled or frozenset()
            furniture.unsettle(document.publisher)
        shorter = without(document, self._lines[document.publisher])
        known = replace(incoming, edges=edge_lines(document))
        return known if shorter is document else replace(known, document=shorter, positions=None)


def settle(index: Index, coming: Mapping[str, Collection[str]], cut_off: Collection[str]) -> int:
    """Leave out what new documents have shown to be repeated, also in those stored before.

    `coming` are the edge lines of what was stored, by publisher, `cut_off` the publishers of whom
    an earlier sync stored documents without settling. Returns how many passages were stored anew.
    Call it inside `index.writing`.
    """
    furniture, passages = index.catalogue.furniture, 0
    for publisher in sorted(filter(None, coming.keys() | cut_off)):
        before = furniture.settled(publisher)
        among = None
        if before is not None and publisher not in cut_off:
            # A line's share can only have grown where a new document holds it.
            among = before.union(coming[publisher])
        lines = furniture.lines(publisher, among)
        new = lines if publisher in cut_off else lines - (before or frozenset())
        for document in furniture.holders(publisher, new) if new else ():
            stored = index.stored(document)
            shorter = without(stored.document, lines)
            if shorter is not stored.document:
                again = replace(stored, document=shorter, positions=None)
                passages += index.put([again])
        furniture.settle(publisher, lines)
    return passages
