"""An outline being worked on: points pinned, dropped, restored, moved and exchanged for others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.outline.result import Outline, Point
from assistant.results import Citation

_STEPS = 50


@dataclass(frozen=True, slots=True)
class Item:
    """A point with its citations, under an `id` that it keeps wherever it stands."""

    id: int
    point: Point
    citations: tuple[Citation, ...]
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """The items of each section in their order, and those dropped with the section they were in.

    Nothing enters it but the verified points of outlines. `passed` are the citations of all points
    that were ever shown; `before` are the boards that undoing goes back to, the last one last.
    """

    outline: Outline
    columns: tuple[tuple[Item, ...], ...]
    dropped: tuple[tuple[int, Item], ...] = ()
    passed: tuple[Citation, ...] = ()
    before: tuple[Board, ...] = ()

    @classmethod
    def of(cls, outline: Outline) -> Board:
        """The board of a new outline."""
        return cls(outline, tuple(_columns(outline, 0)), passed=outline.citations)

    def pin(self, item: int) -> Board:
        """Pin a point, or unpin it: pinned points stay when the others are exchanged."""
        return self._changed(item, lambda found: (replace(found, pinned=not found.pinned),))

    def drop(self, item: int) -> Board:
        """Take a point out; it can be restored."""
        place = self._place(item)
        if place is None:
            return self
        column, at = place
        board = self._changed(item, lambda found: ())
        return replace(board, dropped=(*self.dropped, (column, self.columns[column][at])))

    def restore(self, item: int) -> Board:
        """Put a dropped point at the end of the section it was in."""
        for entry in self.dropped:
            column, found = entry
            if found.id == item:
                columns = list(self.columns)
                columns[column] = (*columns[column], found)
                rest = tuple(each for each in self.dropped if each is not entry)
                return replace(self._next(columns), dropped=rest)
        return self

    def move(self, item: int, step: int) -> Board:
        """Move a point up (-1) or down (1), over a section's edge into the next section."""
        place = self._place(item)
        if place is None:
            return self
        column, at = place
        columns = [list(items) for items in self.columns]
        found = columns[column].pop(at)
        if 0 <= at + step <= len(columns[column]):
            columns[column].insert(at + step, found)
        elif 0 <= column + step < len(columns):
            other = columns[column + step]
            other.insert(0 if step > 0 else len(other), found)
        else:
            return self
        return self._next([tuple(items) for items in columns])

    def refreshed(self, other: Outline) -> Board:
        """Points that aren't pinned exchanged for those of `other`, as far as it has some.

        A section has as many points after as before, or fewer where nothing more was found: a
        point for which there is no other stays.
        """
        first = 1 + max((item.id for item in self._items()), default=-1)
        fresh = list(_columns(other, first))
        columns = []
        for items, new in zip(self.columns, fresh, strict=True):
            others = iter(new)
            exchanged = [item if item.pinned else next(others, item) for item in items]
            columns.append((*exchanged, *others) if not items else tuple(exchanged))
        passed = (*self.passed, *other.citations)
        return replace(self._next(columns), passed=passed)

    def undone(self) -> Board:
        """The board before the last change."""
        if not self.before:
            return self
        return replace(self.before[-1], before=self.before[:-1], passed=self.passed)

    def arranged(self) -> Outline:
        """The outline as it stands now, its citations numbered in the order of reading."""
        numbers: dict[tuple[str, int, int], Citation] = {}
        sections = []
        for section, items in zip(self.outline.sections, self.columns, strict=True):
            points = []
            for item in items:
                for cited in item.citations:
                    key = (cited.document, cited.start, cited.end)
                    numbers.setdefault(key, replace(cited, number=len(numbers) + 1))
                own = tuple(numbers[c.document, c.start, c.end].number for c in item.citations)
                points.append(replace(item.point, citations=own))
            gap = "" if points else section.gap or "No point is left in this section."
            sections.append(replace(section, points=tuple(points), gap=gap))
        return replace(self.outline, sections=tuple(sections), citations=tuple(numbers.values()))

    def _items(self) -> Iterator[Item]:
        for items in self.columns:
            yield from items
        for _, item in self.dropped:
            yield item

    def _place(self, item: int) -> tuple[int, int] | None:
        for column, items in enumerate(self.columns):
            for at, found in enumerate(items):
                if found.id == item:
                    return column, at
        return None

    def _changed(self, item: int, change: Callable[[Item], tuple[Item, ...]]) -> Board:
        place = self._place(item)
        if place is None:
            return self
        column, at = place
        columns = list(self.columns)
        items = columns[column]
        columns[column] = (*items[:at], *change(items[at]), *items[at + 1 :])
        return self._next(columns)

    def _next(self, columns: Sequence[tuple[Item, ...]]) -> Board:
        earlier = (*self.before, replace(self, before=()))[-_STEPS:]
        return replace(self, columns=tuple(columns), before=earlier)


def _columns(outline: Outline, first: int) -> Iterator[tuple[Item, ...]]:
    cited = {citation.number: citation for citation in outline.citations}
    number = first
    for section in outline.sections:
        items = []
        for point in section.points:
            items.append(Item(number, point, tuple(cited[n] for n in point.citations)))
            number += 1
        yield tuple(items)
