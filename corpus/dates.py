"""Partial dates: "2019", "2019-09" and "2019-09-24", each standing for a span of days."""

from __future__ import annotations

import calendar
import re
from datetime import date

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def first_day(partial: str) -> date:
    """The first day that `partial` covers.

    Raises ValueError when it is no date of the form 2019, 2019-09 or 2019-09-24.
    """
    return _span(partial)[0]


def last_day(partial: str) -> date:
    """The last day that `partial` covers. Raises ValueError as `first_day` does."""
    return _span(partial)[1]


def _span(partial: str) -> tuple[date, date]:
    match = _PARTIAL.fullmatch(partial.strip())
    if not match:
        raise ValueError(f"'{partial}' is not a date: write 2019, 2019-09 or 2019-09-24")
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    try:
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        if day is None:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        return date(year, month, day), date(year, month, day)
    except (ValueError, IndexError):
        raise ValueError(f"'{partial}' is not a day of the calendar") from None
