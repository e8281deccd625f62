"""Working on an outline: pinning, dropping, moving and exchanging points, and undoing it."""

from __future__ import annotations

from assistant.outline import Board, Outline, Point, Section
from assistant.outline.brief import Brief
from assistant.results import Citation, Searched, Understood


def citation(number: int, words: str) -> Citation:
    return Citation(number, words, "a", "T", "P", "2021", "", "", None, "", words, 0, len(words))


def outline(*sections: str) -> Outline:
    """Sections of points, each a word."""
    words = [section.split() for section in sections]
    citations = [citation(n, w) for n, w in enumerate([w for s in words for w in s], start=1)]
    numbers = iter(range(1, 99))
    made = tuple(
        Section(f"s{at}", f"Section {at}", tuple(Point(w, (next(numbers),)) for w in each))
        for at, each in enumerate(words)
    )
    return Outline(
        "b", Brief("b", "t"), made, tuple(citations), Understood(), Searched(1, "", ""), (),
        "quotes", "", {},
    )  # fmt: skip


def shown(board: Board) -> list[str]:
    return [" ".join(point.text for point in s.points) for s in board.arranged().sections]


BOARD = Board.of(outline("one two", "three"))


def test_points_move_within_and_between_sections() -> None:
    assert shown(BOARD.move(0, 1)) == ["two one", "three"]
    assert shown(BOARD.move(1, 1)) == ["one", "two three"]
    assert shown(BOARD.move(2, -1)) == ["one two three", ""]
    assert BOARD.move(0, -1) is BOARD
    assert BOARD.move(2, 1) is BOARD


def test_a_dropped_point_can_be_restored_and_every_change_undone() -> None:
    dropped = BOARD.drop(1)
    assert shown(dropped) == ["one", "three"]
    assert shown(dropped.restore(1)) == ["one two", "three"]
    assert shown(dropped.undone()) == ["one two", "three"]
    moved = dropped.move(0, 1).undone().undone()
    assert shown(moved) == ["one two", "three"]
    assert moved.undone() is moved


def test_pinned_points_stay_when_the_others_are_exchanged() -> None:
    work = BOARD.pin(0).refreshed(outline("four five", ""))
    assert shown(work) == ["one four", "three"]
    assert {cited.quote for cited in work.passed} == {"one", "two", "three", "four", "five"}
    assert shown(work.undone()) == ["one two", "three"]
    assert shown(BOARD.drop(2).refreshed(outline("", "six"))) == ["one two", "six"]


def test_citations_are_numbered_as_they_are_read_and_an_empty_section_says_so() -> None:
    arranged = BOARD.move(0, 1).drop(2).arranged()
    assert [(c.number, c.quote) for c in arranged.citations] == [(1, "two"), (2, "one")]
    assert [point.citations for point in arranged.sections[0].points] == [(1,), (2,)]
    assert arranged.sections[1].gap == "No point is left in this section."


def test_what_is_not_there_changes_nothing() -> None:
    assert BOARD.pin(99) is BOARD.drop(99) is BOARD.restore(99) is BOARD.move(99, 1) is BOARD
