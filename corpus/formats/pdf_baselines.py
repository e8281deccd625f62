"""What stands on one base line of a page, as read or put together where no gap sets it apart."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.formats.segment import Segment

# Gaps in the height of the letters: none between words, between cells.
_NO_GAP = 0.1
_CELL_GAP = 0.8


def rows_of(segments: Sequence[Segment]) -> list[list[Segment]]:
    """Segments that stand on one base line, from the top, each row from left to right."""
    rows: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda segment: -segment.base):
        last = rows[-1] if rows else None
        if last and last[0].base - segment.base < _tolerance(last, segment):
            last.append(segment)
        else:
            rows.append([segment])
    return [sorted(row, key=lambda segment: segment.left) for row in rows]


def _tolerance(row: Sequence[Segment], segment: Segment) -> float:
    """How far below the first of `row` the base line of `segment` may be, and be of that row."""
    first = row[0]
    if len(first.text) <= 3 and 0 <= segment.left - first.right < 2 * segment.size:
        return 0.6 * segment.size  # a footnote's raised mark
    return 0.35 * min(first.size, segment.size)


def merged(row: Sequence[Segment], cell_gap: float = _CELL_GAP) -> list[Segment]:
    """The segments of `row`, those put together that no gap sets apart.

    `cell_gap` is how wide one is, in the height of the letters.
    """
    found = [row[0]]
    for segment in row[1:]:
        last = found[-1]
        gap, size = segment.left - last.right, max(last.size, segment.size)
        if gap >= cell_gap * size:
            found.append(segment)
            continue
        text = f"{last.text}{'' if gap < _NO_GAP * size else ' '}{segment.text}"
        larger = max(last, segment, key=lambda part: len(part.text))
        right = max(last.right, segment.right)
        found[-1] = Segment(text, last.left, right, larger.base, larger.size)
    return found
