"""The Positions tab as HTML: a timeline by year, or the evidence of silence."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from assistant.positions import Positions, PositionTaken
from assistant.positions.result import Change
from assistant.positions.wording import act_label, removed_and_added, silence
from assistant.results import Citation
from page import wording
from page.markup import Html, tag
from page.render import describe

MOST = 300


def citations(found: Positions) -> tuple[Citation, ...]:
    """The positions as citations, numbered in the order of the list; else the nearest passages."""
    if not found.positions:
        return found.nearest
    return tuple(_citation(number, each) for number, each in enumerate(found.positions, start=1))


def introduction() -> Html:
    """What the tab shows before the first topic."""
    return tag(
        "div",
        tag("h2", "Who took which position, when, in which words?"),
        tag(
            "p",
            "Write a topic: Rohingya, death penalty, Security Council reform. Every position is a "
            "quotation that stands word for word in your library. Where there is none, the page "
            "says what was searched.",
        ),
        class_="welcome",
    )


def timeline(found: Positions) -> Html:
    """The positions under their years, with what changed, terms, gaps and publishers."""
    if not found.positions:
        return _silence(found)
    changes = {change.later: change for change in found.changes}
    cited = citations(found)
    numbered = list(enumerate(found.positions[:MOST]))
    years = [
        tag(
            "section",
            tag("h3", year or "Undated"),
            tag("ol", *(row(found, at, cited[at], changes.get(at)) for at, _ in rows)),
            class_="sources",
        )
        for year, rows in groupby(numbered, key=lambda each: each[1].date[:4])
    ]
    return tag("div", summary(found), *years, class_="turns answer timeline")


def row(found: Positions, at: int, cited: Citation, change: Change | None) -> Html:
    """A position as an item of a list, with what changed in its wording."""
    position = found.positions[at]
    who = ", in: ".join(filter(None, (position.speaker, position.publisher)))
    to = f", to {position.addressee}" if position.addressee else ""
    label = tag(
        "p", tag("b", who, dir="auto"), " ", tag("span", act_label(position), class_="act"), to
    )
    quote = tag("q", position.quote, class_="quoted", dir="auto")
    changed = _changed(found, change) if change is not None else None
    return tag(
        "li",
        tag("div", _open(cited), class_="numbers"),
        tag("div", label, quote, describe(cited), changed),
    )


def _changed(found: Positions, change: Change) -> Html:
    removed, added = removed_and_added(found, change)
    earlier = found.positions[change.earlier]
    gone: list[Html | str] = [part for words in removed for part in (tag("del", words), " ")]
    new: list[Html | str] = [part for words in added for part in (tag("ins", words), " ")]
    told = f"Wording changed since {wording.human_date(earlier.date)}: "
    return tag("p", told, *gone, *new, class_="caption", dir="auto")


def summary(found: Positions) -> Html:
    """How many positions there are, of when, with first uses of terms and years of silence."""
    number = wording.count(len(found.positions), "position")
    dates = wording.period(found.first, found.latest) if found.first else ""
    scope = f"{number}{f', {dates}' if dates else ''}. "
    lines = [tag("p", scope, wording.searched(found.searched, found.filters), role="status")]
    for use in found.terms:
        who = f"{use.citation.publisher}, {wording.human_date(use.citation.date)}"
        lines.append(tag("p", f"“{use.term}” first appears: {who}.", dir="auto"))
    for gap in found.gaps:
        years = wording.period(gap.since, gap.until)
        documents = wording.count(gap.documents, "document")
        lines.append(tag("p", f"Silent in {years}: no position in {documents}."))
    if len(found.positions) > MOST:
        lines.append(tag("p", f"The first {MOST} are shown; the table holds them all."))
    return tag("div", *lines, _publishers(found), class_="scope")


def _publishers(found: Positions) -> Html | None:
    if len(found.publishers) < 2:
        return None
    rows = [
        tag(
            "li",
            tag("b", each.publisher, dir="auto"),
            f" {len(each.positions)}: "
            + ", ".join(f"{act} {count}" for act, count in each.acts.items()),
        )
        for each in found.publishers
    ]
    hint = tag("p", "Choose two or three under “Whose” to set them side by side.")
    return tag("details", tag("summary", "By publisher"), tag("ul", *rows), hint)


def _silence(found: Positions) -> Html:
    rows = [
        tag(
            "li",
            tag("div", _open(passage), class_="numbers"),
            tag("div", tag("p", passage.quote, class_="passage", dir="auto"), describe(passage)),
        )
        for passage in found.nearest
    ]
    nearest: Sequence[Html] = (
        [tag("h4", "Nearest passages — not a position on it"), tag("ol", *rows)] if rows else []
    )
    told = tag("p", silence(found), role="status", dir="auto")
    heading = tag("h3", "No position in this library")
    return tag(
        "div", heading, told, tag("section", *nearest, class_="sources"), class_="turns refusal"
    )


def _open(cited: Citation) -> Html:
    return tag(
        "button",
        cited.number,
        class_="cite",
        type="button",
        aria_label=f"Position {cited.number}: {wording.attribution(cited)}. Open the source",
        data_event="cite",
        data_number=cited.number,
    )


def _citation(number: int, position: PositionTaken) -> Citation:
    return Citation(
        number=number,
        document=position.document,
        source=position.source,
        title=position.title,
        publisher=position.publisher,
        date=position.date,
        kind=position.kind,
        url=position.url,
        page=position.page,
        speaker=position.speaker,
        quote=position.quote,
        start=position.start,
        end=position.end,
    )
