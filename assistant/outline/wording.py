"""What an outline says in words of its own."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.outline.brief import Brief
from assistant.outline.result import Outline
from assistant.outline.sections import Kind
from assistant.results import Searched
from assistant.wording import date_words

_FORMS_SHOWN = 12


def gap(kind: Kind, searched: Searched, forms: Sequence[str], more: bool = False) -> str:
    """That a section has no language, and what was searched; `more`: beyond what is shown."""
    nothing = "No other earlier language found" if more else "No earlier language found"
    if not searched.documents:
        return f"{nothing}: the library holds no document within these limits."
    named = ", ".join(forms[:_FORMS_SHOWN])
    rest = f" and {len(forms) - _FORMS_SHOWN} more" if len(forms) > _FORMS_SHOWN else ""
    topic = f" Topic: {named}{rest}." if named else ""
    return f"{nothing}. Searched {_count(searched)}{_dates(searched)} for {kind.sought}.{topic}"


def _dates(searched: Searched) -> str:
    if not searched.earliest:
        return ""
    first, last = date_words(searched.earliest), date_words(searched.latest)
    return f" dated {first}" if first == last else f" dated {first} to {last}"


def understood_line(brief: Brief) -> str:
    """The brief's occasion, audience, place and date on one line, "" for none."""
    named = {
        "Occasion": brief.occasion,
        "Audience": brief.audience,
        "Place": brief.place,
        "Date": date_words(brief.date) if brief.date else "",
    }
    return " · ".join(f"{name}: {value}" for name, value in named.items() if value)


def searched_line(outline: Outline) -> str:
    """What every quotation has been through, and what was searched."""
    searched = outline.searched
    if not outline.citations:
        return f"Searched {_count(searched)}{_dates(searched)}."
    return (
        "Every quotation stands word for word in its source. "
        f"Searched {_count(searched)}{_dates(searched)}."
    )


def _count(searched: Searched) -> str:
    return f"{searched.documents:,} document{'' if searched.documents == 1 else 's'}"
