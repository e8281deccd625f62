"""An outline on the page: each point with its source and what can be done with it."""

from __future__ import annotations

from assistant.outline import Board, Item
from assistant.outline.wording import searched_line, understood_line
from assistant.plain import shortened
from assistant.results import Citation
from page import wording
from page.markup import Html, tag
from page.render import describe

_HINT = 40


def introduction() -> Html:
    """What stands there before anything is drafted."""
    return tag(
        "div",
        tag("h2", "Draft a statement from earlier language."),
        tag(
            "p",
            "Say what the statement is for. Every point of the outline is a quotation from the "
            "library with its source; where there is none, the outline says so.",
        ),
        class_="invitation",
    )


def working(done: int, total: int, heading: str) -> Html:
    """How far the outline is."""
    told = f"{heading}: section {done + 1} of {total}…" if heading else "Reading the brief…"
    return tag("p", told, class_="working", role="status")


def board(work: Board, told: str = "") -> Html:
    """The outline as it stands, with its points' controls; `told` says what was just done."""
    arranged = work.arranged()
    numbers = {(c.document, c.start, c.end): c.number for c in arranged.citations}
    headings = [section.heading for section in arranged.sections]
    sections = [
        tag(
            "section",
            tag("h3", section.heading),
            tag("p", section.gap, class_="scope", dir="auto") if section.gap else None,
            tag("ol", *_points(work, column, headings, numbers)) if section.points else None,
        )
        for column, section in enumerate(arranged.sections)
    ]
    return tag(
        "div",
        tag("p", told or _counted(work), class_="summary", role="status", tabindex="-1"),
        tag("p", understood_line(arranged.understood), class_="scope", dir="auto"),
        tag("p", arranged.notice, class_="notice") if arranged.notice else None,
        *sections,
        _dropped(work),
        tag("p", searched_line(arranged), class_="scope"),
        class_="verdicts outline",
    )


def _counted(work: Board) -> str:
    number = sum(map(len, work.columns))
    return (
        f"{wording.count(number, 'point')} from earlier language."
        if number
        else ("No earlier language found.")
    )


def _points(
    work: Board, column: int, headings: list[str], numbers: dict[tuple[str, int, int], int]
) -> list[Html]:
    items = work.columns[column]
    return [
        _point(item, numbers, _ways(at, len(items), column, headings))
        for at, item in enumerate(items)
    ]


def _ways(at: int, count: int, column: int, headings: list[str]) -> tuple[str, str]:
    """Where a point goes when it is moved up and down, "" where it can't."""
    up = "up" if at else (f"up to {headings[column - 1]}" if column else "")
    last = column == len(headings) - 1
    down = "down" if at < count - 1 else ("" if last else f"down to {headings[column + 1]}")
    return up, down


def _point(item: Item, numbers: dict[tuple[str, int, int], int], ways: tuple[str, str]) -> Html:
    point = item.point
    cites = [(numbers[c.document, c.start, c.end], c) for c in item.citations]
    verbatim = point.support == "verbatim"
    words = tag(
        "blockquote" if verbatim else "p", f"“{point.text}”" if verbatim else point.text, dir="auto"
    )
    sources = [
        tag(
            "div",
            _cite(number, cited),
            " ",
            describe(cited),
            _quoted(cited, verbatim),
            class_="found",
        )
        for number, cited in cites
    ]
    to = tag("p", f"To {point.addressee}", class_="kind") if point.addressee else None
    up, down = ways
    hint = shortened(point.text, _HINT)
    controls = tag(
        "div",
        _control("pin", "Unpin" if item.pinned else "Pin", item, hint, pressed=item.pinned),
        _control("up", "↑", item, hint, f"Move {up}", bool(up)),
        _control("down", "↓", item, hint, f"Move {down}", bool(down)),
        _control("drop", "Drop", item, hint),
        class_="point-tools",
        role="group",
        aria_label=f"Point: {hint}",
    )
    return tag(
        "li", to, words, *sources, controls, class_="checked pinned" if item.pinned else "checked"
    )


def _control(
    event: str,
    label: str,
    item: Item,
    hint: str,
    name: str = "",
    able: bool = True,
    pressed: bool | None = None,
) -> Html:
    # aria-disabled rather than disabled: the focus would be lost on reaching either end.
    spoken = f"{name or label}: {hint}"
    return tag(
        "button",
        label,
        type="button",
        title=name or None,
        aria_label=spoken,
        aria_pressed=None if pressed is None else str(pressed).lower(),
        aria_disabled=None if able else "true",
        data_event=event if able else None,
        data_point=item.id,
        data_does=event,
    )


def _quoted(cited: Citation, verbatim: bool) -> Html | None:
    return None if verbatim else tag("q", cited.quote, class_="quoted", dir="auto")


def _cite(number: int, cited: Citation) -> Html:
    who = wording.attribution(cited)
    return tag(
        "button",
        number,
        class_="cite",
        type="button",
        title=f"{cited.title}, {who}",
        aria_label=f"Source {number}: {who}. Open it",
        data_event="cite",
        data_number=number,
    )


def _dropped(work: Board) -> Html | None:
    if not work.dropped:
        return None
    items = [
        tag(
            "li",
            shortened(item.point.text, 120),
            " ",
            _control("restore", "Restore", item, shortened(item.point.text, _HINT)),
        )
        for _, item in work.dropped
    ]
    return tag(
        "details",
        tag("summary", f"Dropped: {wording.count(len(items), 'point')}"),
        tag("ul", *items),
        class_="dropped",
        open=True,
    )
