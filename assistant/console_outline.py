"""What `rapporteur outline` prints."""

from __future__ import annotations

from assistant import console
from assistant.card import footnote_parts
from assistant.outline.result import Outline, Point
from assistant.outline.wording import searched_line

_INDENT = 3


def show_outline(found: Outline, as_json: bool) -> None:
    """Print the sections with their points, what has no language, and the sources."""
    if as_json:
        console.write_json(found.to_dict())
        return
    for section in found.sections:
        console.say(f"{section.heading}\n")
        addressee = ""
        for point in section.points:
            if point.addressee != addressee and section.key == "calls":
                addressee = point.addressee
                console.say(f"To {addressee or 'nobody named'}:", indent=_INDENT)
            _show(point)
        console.say(f"{section.gap}\n" if section.gap else "", indent=_INDENT)
    for citation in found.citations:
        source, address, _ = footnote_parts(citation)
        where = address or citation.source
        console.say(f"[{citation.number}] {source}, {where}", indent=4, outdent=True)
    console.say(f"\n{searched_line(found)}")
    if found.notice:
        console.complain(found.notice)


def _show(point: Point) -> None:
    words = " ".join(point.text.split())
    text = f"“{words}”" if point.support == "verbatim" else words
    numbers = " ".join(f"[{number}]" for number in point.citations)
    console.say(f"{text} {numbers}", indent=_INDENT)
