"""Two or three publishers' positions side by side, year by year."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.positions import Positions
from page import timeline, wording
from page.markup import Html, tag

FEWEST, MOST = 2, 3


def beside(found: Positions, publishers: Sequence[str]) -> Html:
    """A column for each of the publishers, a row for each year in which one of them spoke."""
    changes = {change.later: change for change in found.changes}
    cited = timeline.citations(found)
    cells: dict[tuple[str, str], list[Html]] = {}
    for at, position in enumerate(found.positions):
        item = timeline.row(found, at, cited[at], changes.get(at))
        cells.setdefault((position.date[:4], position.publisher), []).append(item)
    years = sorted({year for year, _ in cells}, key=lambda year: year or "9999")
    rows = [
        tag(
            "tr",
            tag("th", year or "Undated", scope="row"),
            *(_cell(publisher, cells.get((year, publisher), [])) for publisher in publishers),
        )
        for year in years
    ]
    head = tag("tr", tag("td"), *(_heading(found, publisher) for publisher in publishers))
    table = tag("table", tag("thead", head), tag("tbody", *rows))
    shown = tag("div", table, class_="besides", role="region", tabindex="0", aria_label=_NAME)
    return tag("div", timeline.summary(found), shown, class_="turns answer timeline")


_NAME = "Positions side by side"


def _heading(found: Positions, publisher: str) -> Html:
    """A publisher with how often it does what, and its own years of silence."""
    mine = [each for each in found.publishers if each.publisher == publisher]
    if not mine:
        told = [tag("p", "No position")]
    else:
        acts = ", ".join(f"{act} {count}" for act, count in mine[0].acts.items())
        number = wording.count(len(mine[0].positions), "position")
        told = [tag("p", f"{number}: {acts}")]
        told += [
            tag("p", f"Silent in {wording.period(gap.since, gap.until)}") for gap in mine[0].gaps
        ]
    return tag("th", tag("b", publisher, dir="auto"), *told, scope="col")


def _cell(publisher: str, items: Sequence[Html]) -> Html:
    if not items:
        return tag("td", tag("p", "No position", class_="caption"), data_publisher=publisher)
    return tag("td", tag("ol", *items), class_="sources", data_publisher=publisher)
