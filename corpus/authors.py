"""Who wrote a text, where a line by itself names them: "By Jane Roe"."""

from __future__ import annotations

import re

from corpus.publishers import is_organisation
from corpus.speakers import is_institution
from corpus.speech_patterns import CAPITAL, PARTICLE, TITLE

_NAME = rf"(?:{TITLE}\s+)*{CAPITAL}(?:\s+(?:{PARTICLE}\s+)*{CAPITAL}){{1,3}}"
_NAMES = rf"(?P<names>{_NAME}(?:,\s+{_NAME}){{0,4}}(?:,?\s+(?:and|&)\s+{_NAME})?)"
_LINE = re.compile(rf"(?:By|Written by|Author:|Authors:)\s+{_NAMES}(?:\s*[|–—,].*)?")
_WRITTEN_BY = re.compile(rf"Written by\s+{_NAMES}\b.*")
_TOP_LINES = 6
_LAST_LINES = 3


def byline(title: str, text: str) -> str:
    """The persons that a line near the top, or "Written by …" at the end, names; "" if none."""
    lines = [line.strip() for line in text[:2000].split("\n") if line.strip()][:_TOP_LINES]
    last = [line.strip() for line in text[-1000:].split("\n") if line.strip()][-_LAST_LINES:]
    for found in (
        *(_LINE.fullmatch(line) for line in lines if line != title),
        *(_WRITTEN_BY.fullmatch(line) for line in last),
    ):
        if found and is_person(found["names"]):
            return found["names"]
    return ""


def is_person(name: str) -> bool:
    """Whether a name given as an author's is neither an account's nor an organisation's."""
    return " " in name and not is_organisation(name) and not is_institution(name)
