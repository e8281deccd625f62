"""An outline as a paper with footnotes, for Word and Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assistant.export import Heading, Inline, Items, Note, Paper, Paragraph, Styled
from assistant.export.paper import Block
from assistant.outline.result import Outline, Point, Section
from assistant.outline.wording import searched_line, understood_line
from assistant.results import Citation
from assistant.wording import date_words

_CALLS = "calls"


def paper(outline: Outline) -> Paper:
    """The outline as it is written down: each point with its sources as footnotes."""
    cited = {citation.number: citation for citation in outline.citations}
    topic = outline.understood.topic
    about = understood_line(outline.understood)
    blocks: list[Block] = [Paragraph((Styled(about, "emphasis"),))] if about else []
    for section in outline.sections:
        blocks += _section(section, cited)
    blocks.append(Paragraph((Styled(searched_line(outline), "emphasis"),)))
    return Paper(f"Outline: {topic[0].upper()}{topic[1:]}", tuple(blocks))


def _section(section: Section, cited: Mapping[int, Citation]) -> Iterator[Block]:
    yield Heading(section.heading)
    if not section.points:
        yield Paragraph((Styled(section.gap, "emphasis"),))
    groups: dict[str, list[Point]] = {}
    for point in section.points:
        groups.setdefault(point.addressee if section.key == _CALLS else "", []).append(point)
    for addressee, points in groups.items():
        if addressee or len(groups) > 1:
            yield Heading(f"To {addressee}" if addressee else "To nobody named", 2)
        yield Items(tuple(_point(point, cited) for point in points))


def _point(point: Point, cited: Mapping[int, Citation]) -> tuple[Inline, ...]:
    sources = [cited[number] for number in point.citations]
    notes = [Note(source) for source in sources]
    if point.support != "verbatim":
        return (point.text, *notes)
    who = ", ".join(filter(None, (sources[0].speaker or sources[0].publisher, _date(sources[0]))))
    lead = (Styled(f"{who}: ", "strong"),) if who else ()
    return (*lead, f"“{point.text}”", *notes)


def _date(source: Citation) -> str:
    return date_words(source.date) if source.date else "undated"
