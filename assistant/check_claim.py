"""Whether the library bears a draft's claim, goes against it, or holds nothing on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant import lexicon
from assistant.amounts import amounts, dates
from assistant.bearing import Lack, cut_short, lacking
from assistant.check_quotation import Found
from assistant.checked import Change
from assistant.lexicon import stem
from assistant.reading import Library
from assistant.shelf import Shelf
from assistant.understand import PREFERENCE, understand
from corpus.document import Document, Span
from index.filters import Filters
from index.search import STOPWORDS, Query, Scored

_PASSAGES = 12
_SENTENCES = 2
# The least cosine and the least share of words; and what the two must reach together. A sentence's
# vector is coloured by its passage (index/embed.py), so that the same words may be at 0.5.
_ALIKE = 0.45
_SHARED = 0.7
_TOGETHER = 1.3
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# By these a claim reports that something was said; the source just says it.
_REPORTING = frozenset(
    map(
        stem,
        """say said state declare tell note according add stress emphasise emphasize underline
        statement speech address report reported remark general assembly""".split(),
    )
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A stored sentence near to the claim: its cosine, and its share of the claim's words."""

    document: Document
    span: Span
    cosine: float
    shared: float

    @property
    def rank(self) -> float:
        return self.cosine + self.shared

    @property
    def near(self) -> bool:
        """Whether the sentence is about what the claim is about."""
        return self.cosine >= _ALIKE and self.shared >= _SHARED and self.rank >= _TOGETHER


def judge(shelf: Shelf, claim: str, library: Library, filters: Filters) -> Found:
    """The claim as "supported", "conflicting" or "new", with the sentence that decides it."""
    candidates = sorted(_candidates(shelf, claim, library, filters), key=lambda c: -c.rank)
    against: Found | None = None
    for candidate in candidates:
        if not candidate.near or cut_short(candidate.document, candidate.span):
            continue
        lacks = list(lacking(claim, [(candidate.document, candidate.span)]))
        if not lacks:
            return Found("supported", candidate.document, candidate.span)
        if against is None:
            against = _conflict(claim, candidate, lacks)
    return against or Found("new")


def _candidates(
    shelf: Shelf, claim: str, library: Library, filters: Filters
) -> Iterator[_Candidate]:
    """The stored sentences nearest to the claim, at most two of a passage."""
    reading = understand(claim, (), library)
    named = reading.publishers or reading.maybe_publishers
    named = tuple(name for name in named if not filters.publishers or name in filters.publishers)
    query = Query(
        text=reading.topic or claim,
        words=reading.words,
        preferred=((replace(filters, publishers=named), PREFERENCE),) if named else (),
    )
    scored = shelf.index.search(query, filters)[:_PASSAGES]
    documents = {each.id: each for each in shelf.documents([s.passage.document for s in scored])}
    for found in scored:
        document = documents.get(found.passage.document)
        if document is not None:
            for span, cosine in _sentences(found):
                yield _Candidate(document, span, cosine, _share(claim, document, span))


def _sentences(found: Scored) -> Iterator[tuple[Span, float]]:
    ranked = sorted(
        zip(found.passage.sentences, found.sentence_cosines, strict=True),
        key=lambda pair: -float(pair[1]),
    )
    for span, cosine in ranked[:_SENTENCES]:
        yield span, float(cosine)


def _share(claim: str, document: Document, span: Span) -> float:
    """The share of the claim's telling words that the sentence, or its document's title, publisher
    or speaker, holds."""
    wanted = _telling(claim)
    if len(wanted) < 2:
        return 0.0
    speech = document.speech_at(span.start, span.end)
    said = [document.text[span.start : span.end], document.publisher]
    said += [speech.speaker, speech.function] if speech else []
    held = {stem(word.lower()) for text in said for word in _WORD.findall(text)}
    borne = {act for act, bearers in lexicon.ACTS.items() if bearers & held}
    return len(wanted & (held | borne)) / len(wanted)


def _telling(claim: str) -> set[str]:
    _, undated = dates(claim)
    words = [word.lower() for word in _WORD.findall(undated)]
    small = STOPWORDS | lexicon.STOP
    return {stem(word) for word in words if word not in small} - _REPORTING


def _conflict(claim: str, candidate: _Candidate, lacks: list[Lack]) -> Found | None:
    """The sentence as going against the claim: all else agrees, and a number, date or act does
    not. None where it isn't about the same."""
    kinds = {lack.kind for lack in lacks}
    if not kinds <= {"number", "meaning"}:
        return None
    quote = candidate.document.text[candidate.span.start : candidate.span.end]
    changes: list[Change] = []
    for lack in lacks:
        if lack.kind == "number":
            changes += _numbers(claim, quote)
        else:
            changes.append(Change("meaning", "", "", lack.note))
    if not changes:
        return None
    return Found("conflicting", candidate.document, candidate.span, tuple(changes))


def _numbers(claim: str, quote: str) -> Iterator[Change]:
    """Numbers and dates of the claim that stand otherwise in the source; none where the source
    says nothing in their place."""
    claimed, undated = dates(claim)
    stored, rest = dates(quote)
    if set(claimed) - set(stored) and set(stored) - set(claimed):
        drafted, said = _written_dates(claim), _written_dates(quote)
        yield Change("date", drafted, said, f"The source says {said}, not {drafted}.")
    ours, theirs = amounts(undated), amounts(rest)
    lost = [written for amount, written in ours.items() if amount not in theirs]
    instead = [written for amount, written in theirs.items() if amount not in ours]
    units = {unit for (_, unit) in theirs}
    if lost and instead and any(unit in units for (_, unit) in ours):
        drafted, said = ", ".join(lost), ", ".join(instead)
        yield Change("number", drafted, said, f"The source says {said}, not {drafted}.")


def _written_dates(text: str) -> str:
    named, _ = dates(text)
    return ", ".join(
        " ".join(str(part) for part in (each.day, _MONTHS[each.month or 0], each.year) if part)
        for each in named
    )


_MONTHS = (
    " January February March April May June July August September October November December"
).split(" ")
