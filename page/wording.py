"""Dates, counts and references in the words that people read."""

from __future__ import annotations

import calendar

from assistant.plain import some
from assistant.reading import Part
from assistant.results import Citation, Searched, Understood

PARTS: dict[Part, str] = {
    "publishers": "Publisher",
    "dates": "Date",
    "places": "Place",
    "kinds": "Kind",
    "speakers": "Quoted person",
}


# So many publishers have a chip each; more share one.
_ONE_BY_ONE = 5


def human_date(partial: str) -> str:
    """ "2020-02-24" as "24 February 2020", "2020-02" as "February 2020", "" as "undated"."""
    parts = partial.split("-")
    if not partial:
        return "undated"
    if not all(part.isdigit() for part in parts) or len(parts) > 3:
        return partial
    if len(parts) == 1 or not 1 <= int(parts[1]) <= 12:
        return partial
    month = f"{calendar.month_name[int(parts[1])]} {parts[0]}"
    return f"{int(parts[2])} {month}" if len(parts) == 3 else month


def count(number: int, noun: str) -> str:
    """ "1 document", "1,204 documents"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def period(since: str, until: str) -> str:
    """The period between two partial dates in words, "" when it is open on both sides."""
    if since and until:
        return (
            human_date(since) if since == until else f"{human_date(since)} to {human_date(until)}"
        )
    if since:
        return f"since {human_date(since)}"
    return f"until {human_date(until)}" if until else ""


def limits(filters: Understood) -> tuple[tuple[str, str], ...]:
    """The limits of a search as (label, value) pairs, in reading order.

    Places are none: the places a question names are what it is about.
    """
    many = len(filters.publishers) > _ONE_BY_ONE
    publishers = (some(filters.publishers),) if many else filters.publishers
    named = (("Publisher", publishers), ("Kind", filters.kinds))
    pairs = [(label, value) for label, values in named for value in values]
    dates = period(filters.since, filters.until)
    return (*pairs, ("Date", dates)) if dates else tuple(pairs)


def searched(where: Searched, filters: Understood) -> str:
    """What was searched, as a sentence: how many documents, of when, within which limits."""
    pairs = limits(filters)
    if not where.documents:
        asked = " and ".join(f"{label.lower()} {value}" for label, value in pairs)
        return f"The library holds no document with {asked}." if asked else "No document was found."
    dates = period(where.earliest, where.latest)
    named = [value if label == "Date" else f"{label.lower()} {value}" for label, value in pairs]
    parts = [
        f"Searched {count(where.documents, 'document')}{f' dated {dates}' if dates else ''}",
        f"limited to {'; '.join(named)}" if named else "",
        f"for what concerns {' and '.join(filters.places)}" if filters.places else "",
    ]
    return f"{', '.join(part for part in parts if part)}."


def attribution(citation: Citation) -> str:
    """Who said it and when: "Dr. Simon Adams, Global Centre, 24 February 2020"."""
    names = [citation.speaker, citation.publisher, human_date(citation.date)]
    return ", ".join(name for name in names if name)
