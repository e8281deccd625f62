"""Which quotations become the points of which section: relevant, fitting, none like another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assistant.outline.brief import Brief
from assistant.outline.pool import Quote
from assistant.outline.sections import KINDS, Kind
from assistant.positions.difference import likeness
from assistant.results import Citation
from corpus.dates import first_day
from corpus.document import Span
from corpus.places import find_mentions

_WEIGHT_FIT = 0.4
_SAME_DOCUMENT = 0.12
_SAME_PUBLISHER = 0.06
_SAME_ACT = 0.05
_MOST_OF_ONE = 2
_TWINS = 0.6
# The sections whose language is rarest choose first.
_ORDER = ("framework", "calls", "position", "situation", "context", "closing")
_UNNAMED = frozenset("them him her others support it us me you participants".split())
_ACTOR = re.compile(
    r"[a-z] [A-Z]|^[A-Z][a-z]+$|\b(?:states?|governments?|countr(?:y|ies)|nations?|parties|members?"
    r"|leaders?|authorit(?:y|ies)|councils?|organi[sz]ations?|agenc(?:y|ies)|communit(?:y"
    r"|ies)|donors?"
    r"|partners?|court|military|forces|actors|institutions?|companies|businesses|economies"
    r"|powers?)\b",
)
_FAMILIES = {
    "Member States": """states|member states|countries|nations|governments|members|other countries
        |other member states|un member states|states members of the united nations|the countries
        |nations of the world|governments of the world|all nations|leaders|world leaders""",
    "the international community": """international community|world|global community|everyone
        |community of nations|everybody|everyone here|humanity|peoples of the world""",
    "the United Nations": "united nations|organization|united nations system|un",
    "the Security Council": "security council|un security council|members of the security council",
    "the General Assembly": "general assembly|assembly",
    "the parties": """parties|sides|parties involved|parties concerned|relevant parties
        |other parties|two sides|both sides|both parties|parties to the conflict""",
}
_FAMILY = {form.strip(): name for name, forms in _FAMILIES.items() for form in forms.split("|")}


@dataclass(slots=True)
class _Chosen:
    """What is chosen so far."""

    points: dict[str, list[Quote]] = field(default_factory=lambda: {k.key: [] for k in KINDS})
    documents: Counter[str] = field(default_factory=Counter)
    publishers: Counter[str] = field(default_factory=Counter)
    acts: Counter[tuple[str, str]] = field(default_factory=Counter)
    texts: list[str] = field(default_factory=list)
    spans: list[tuple[str, Span]] = field(default_factory=list)

    def add(self, key: str, quote: Quote) -> None:
        self.points[key].append(quote)
        self.acts[key, quote.position.act if quote.position else ""] += 1
        self.texts.append(quote.text)
        self._note(quote.document.id, quote.document.publisher, quote.span)

    def use(self, cited: Citation) -> None:
        """Count a quotation that is shown already."""
        self.texts.append(cited.quote)
        self._note(cited.document, cited.publisher, Span(cited.start, cited.end))

    def _note(self, document: str, publisher: str, span: Span) -> None:
        self.documents[document] += 1
        self.publishers[publisher] += 1
        self.spans.append((document, span))

    def repeats(self, quote: Quote) -> bool:
        """Whether a quotation overlaps one that is chosen, or says it again."""
        span = quote.span
        for document, other in self.spans:
            if document == quote.document.id and span.start < other.end and other.start < span.end:
                return True
        return any(likeness(quote.text, text) > _TWINS for text in self.texts)

    def cost(self, key: str, quote: Quote) -> float:
        act = quote.position.act if quote.position else ""
        return (
            _SAME_DOCUMENT * self.documents[quote.document.id]
            + _SAME_PUBLISHER * self.publishers[quote.document.publisher]
            + _SAME_ACT * self.acts[key, act]
        )


def choose(
    quotes: Sequence[Quote], brief: Brief, topic: str, shown: Sequence[Citation] = ()
) -> Mapping[str, list[Quote]]:
    """The points of each section by its key, in the order in which they are read.

    The sections choose in turn, each the best that is left. `shown` quotations are not chosen
    again, nor is what says the same.
    """
    chosen = _Chosen()
    for cited in shown:
        chosen.use(cited)
    kinds = sorted(KINDS, key=lambda kind: _ORDER.index(kind.key))
    scores = {
        kind.key: [
            (quote.relevance + _WEIGHT_FIT * fit, quote)
            for quote in quotes
            if (fit := kind.fit(quote, brief, topic)) > 0
        ]
        for kind in kinds
    }
    for _ in range(max(kind.most for kind in kinds)):
        for kind in kinds:
            if len(chosen.points[kind.key]) < kind.most:
                _pick(kind, scores[kind.key], chosen)
    return {kind.key: _ordered(kind.key, chosen.points[kind.key], brief) for kind in KINDS}


def _pick(kind: Kind, scored: list[tuple[float, Quote]], chosen: _Chosen) -> None:
    """Give a section the best quotation that is left."""
    ranked = sorted(scored, key=lambda each: chosen.cost(kind.key, each[1]) - each[0])
    mine = Counter(quote.document.id for quote in chosen.points[kind.key])
    for score, quote in ranked:
        if mine[quote.document.id] < _MOST_OF_ONE:
            scored.remove((score, quote))
            if not chosen.repeats(quote):
                chosen.add(kind.key, quote)
                return


def addressee(quote: Quote) -> str:
    """Whom a call is addressed to, under the name of its group; "" where nobody is named."""
    named = quote.position.addressee if quote.position else ""
    bare = re.sub(
        r"^(?:(?:the|all|entire|every|each|other|relevant)\s+)+", "", named.lower().strip()
    )
    if not bare or bare in _UNNAMED or bare.startswith("no "):
        return ""
    family = _FAMILY.get(bare)
    if family:
        return family
    places = {mention.place for mention in find_mentions(named)}
    if len(places) == 1:
        return places.pop()
    return named.replace("The ", "the ", 1) if _ACTOR.search(named) else ""


def _ordered(key: str, quotes: Sequence[Quote], brief: Brief) -> list[Quote]:
    """Newest first; calls by addressee, the brief's audience first and the unnamed last."""
    newest = sorted(quotes, key=lambda quote: (-_day(quote), -quote.relevance))
    if key != "calls":
        return newest
    groups: dict[str, list[Quote]] = {}
    for quote in newest:
        groups.setdefault(addressee(quote), []).append(quote)
    audience = brief.audience.lower()
    order = sorted(
        groups,
        key=lambda name: (
            not name,
            name.lower().removeprefix("the ") not in audience,
            -len(groups[name]),
        ),
    )
    return [quote for name in order for quote in groups[name]]


def _day(quote: Quote) -> int:
    return first_day(quote.document.date).toordinal() if quote.document.date else 0
