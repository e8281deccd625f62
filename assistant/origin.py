"""Whether a document of unknown date or publisher may be one of those that a question limits to.

Nothing is known against it. But it counts only where its words speak for it: "human rights report
2019" as its title, or the organisation's name in its text.
"""

from __future__ import annotations

import re

from corpus.dates import first_day, last_day
from corpus.document import Document
from index.filters import UNKNOWN_PUBLISHER, Filters

_YEAR = re.compile(r"(?<![\d.,/])(?:19|20)\d\d(?![\d/])")


def may_be_meant(document: Document, passage: str, filters: Filters) -> bool:
    """Whether a document within `filters` is so by what is known of it, or may be by its words."""
    if "date" in filters.unknown and not document.date and not _dated(document, passage, filters):
        return False
    if "publisher" not in filters.unknown or document.publisher not in UNKNOWN_PUBLISHER:
        return True
    words = f"{document.title}\n{document.text}".casefold()
    return any(name.casefold() in words for name in filters.publishers)


def _dated(document: Document, passage: str, filters: Filters) -> bool:
    """Whether the title or the passage names a year within the dates."""
    first = first_day(filters.since).year if filters.since else 0
    last = last_day(filters.until).year if filters.until else 9999
    years = map(int, _YEAR.findall(f"{document.title}\n{passage}"))
    return any(first <= year <= last for year in years)
