"""Quotations that stood in the library once: looked up in what documents held before they changed.

Whoever quoted a page that has changed since quoted rightly; the check of a draft says so.
"""

from __future__ import annotations

import re

from assistant.bearing import cut_short
from assistant.check_quotation import Found
from assistant.checked import Change, EarlierVersion
from assistant.folding import FoldedText
from assistant.wording import date_words
from index.captures import Version
from index.filters import Filters
from index.index import Index

_WORD = re.compile(r"[^\W\d_]{3,}")
_TELLING = 4
_AFTER = " .,;:…"


def stood(index: Index, words: str, filters: Filters, found: Found) -> Found:
    """`found`, or where the words stand in an earlier version only, that they do.

    `found` is the nearest that the library holds now.
    """
    # The longest words are the rarest: few earlier versions hold all of them.
    telling = sorted(set(_WORD.findall(words)), key=lambda word: (-len(word), word))[:_TELLING]
    versions = index.catalogue.versions_with(telling, filters.viewer) if telling else []
    if not versions:
        return found
    searched = {row.id for row in index.catalogue.documents(filters)}
    for version in versions:
        if version.of in searched and (earlier := _standing(version, words)) is not None:
            change = Change("superseded", words, earlier.quote, _note(earlier), version=earlier)
            if found.document is None or found.document.id != version.of:
                return Found("altered", changes=(change,))
            return Found("altered", found.document, found.span, (change, *found.changes))
    return found


def _standing(version: Version, words: str) -> EarlierVersion | None:
    """Where the words stand in an earlier version, None where they don't."""
    document = version.document
    folded = FoldedText(document.text)
    for form in dict.fromkeys((words, words.strip().rstrip(_AFTER))):
        span = folded.locate(form)
        if span is not None and not cut_short(document, span):
            return EarlierVersion(
                document=version.of,
                source=document.source,
                title=document.title,
                sha256=document.sha256,
                captured=document.captured,
                superseded=version.superseded,
                quote=document.text[span.start : span.end],
                start=span.start,
                end=span.end,
            )
    return None


def _note(earlier: EarlierVersion) -> str:
    when = f", captured on {date_words(earlier.captured[:10])}" if earlier.captured else ""
    return f"Verbatim in an earlier version of “{earlier.title}”{when}, since changed."
