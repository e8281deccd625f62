"""What a publisher asks or judges without naming itself: "States must", "it is regrettable"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus import acts
from corpus.clauses import OBLIGED, SUBORDINATE, Clause, Found
from corpus.places import find_mentions

_EPISTEMIC = frozenset("have say admit confess tell ask recall mention like note often".split())
_ACTORS = re.compile(
    r"\b(?:states?|governments?|parties|party|councils?|assembly|nations|members?|"
    r"communit(?:y|ies)|leaders?|authorit(?:y|ies)|countr(?:y|ies)|militar(?:y|ies)|forces|army|regimes?|unions?|"
    r"organi[sz]ations?|institutions?|donors?|partners?|world|power|powers|compan(?:y|ies)|court|"
    r"secretary-general|secretariat|commission|committee|president|minister|"
    r"groups?|everyone|all of us|businesses|rebels|militias?|actors|neighbou?rs)\b",
    re.I,
)
_GRADED = (
    r"(?:\w+ly\s+|a\s+|of\s+|very\s+|great(?:est)?\s+|absolute\s+|also\s+|therefore\s+|thus\s+)*"
)
_IDLE = r"(?:recall|remember|begin|start|look|take|see|turn|say|consider|imagine a)"
_IMPERATIVE = (
    r"(?:imperative|essential|crucial|vital|urgent|necessary|critical|indispensable|incumbent|"
    r"paramount|important|high time|time)"
)
_IMPERSONAL = {
    act: re.compile("|".join(patterns))
    for act, patterns in {
        acts.CONCERN: (
            r"\b(?:is|are|remains?|continues? to be)\s+(?:\w+\s+){0,4}?(?:of|for)\s+"
            r"(?:\w+\s+(?:and\s+\w+\s+)?){0,2}concern\b",
            r"\bkey concern for (?:my|our)\b",
            r"\bof concern (?:is|are)\b",
            r"\bwith (?:\w+\s+){0,2}(?:concern|alarm)\s+that\s+(?:we|I)\b",
            r"\b(?:is|are) (?:\w+ly )?(?:alarming|worrying|worrisome)\b",
            r"\b(?:compels?|obliges?) (?:us|me) to (?:\w+ ){0,2}express\w* (?:\w+ ){0,3}concern",
        ),
        acts.REGRET: (
            rf"\b(?:is|are)\s+{_GRADED}(?:regrettable|unfortunate|lamentable)\b",
            r"\bwith (?:\w+\s+){0,2}regret\s+that\s+(?:we|I)\b",
        ),
        acts.REJECT: (
            rf"\b(?:is|are|remains?)\s+{_GRADED}(?:unacceptable|intolerable|inadmissible|"
            r"unjustifiable|inexcusable)\b",
        ),
        acts.CONDEMN: (
            r"\b(?:is|are)\s+(?:\w+ly\s+)?(?:deplorable|reprehensible|abhorrent|despicable)\b",
            r"\bto be (?:\w+ly )?(?:condemned|deplored)\b",
        ),
        acts.WELCOME: (r"\b(?:is|are) to be (?:\w+ly )?(?:welcomed|commended|applauded)\b",),
        acts.CALL: (
            rf"\b[Ll]et us (?!{_IDLE}\b)",
            rf"\b(?:[Ii]t|[Tt]here|[Ww]hat)\s+(?:is|remains|will be|would be|has become)\s+"
            rf"{_GRADED}{_IMPERATIVE}\b(?=[^.]*\b(?:to|that|for|we)\b)",
            r"\b[Tt]here is (?:therefore |also |now |still )?(?:an? )?(?:\w+ ){0,2}need "
            r"(?:for|to)\b",
            r"\b[Tt]he need (?:to|for)\b[^.]*\bis (?:of the essence|urgent|clear|evident)\b",
            r"\b(?:[Mm]y|[Oo]ur) (?:\w+ )?(?:call|appeal|plea|message) (?:is )?to\b",
            r"\b(?:compels?|obliges?|forces?|leads?) (?:us|me) to (?:call|urge|appeal)\b",
        ),
        acts.DEMAND: (r"\b(?:compels?|obliges?|forces?) (?:us|me) to (?:demand|insist)\b",),
    }.items()
}
_NEEDLESS = frozenset("urgent will would greatest pressing no i".split())


def norms(clause: Clause) -> Iterator[Found]:
    """The acts of the sentence that need no subject."""
    yield from _obliging(clause)
    for act, pattern in _IMPERSONAL.items():
        match = clause.search(pattern)
        if match is not None and not clause.reported_before(match.start()):
            yield Found(match.start(), act)


def _obliging(clause: Clause) -> Iterator[Found]:
    for at, word in enumerate(clause.words):
        needed = word.text in ("need", "needs") and _is_need(clause, at)
        if (word.text in OBLIGED or needed) and not _excused(clause, at):
            denied = clause.word(at + 1) in ("not", "never", "no")
            yield Found(word.start, acts.CALL, _agent(clause, at), denied)


def _is_need(clause: Clause, at: int) -> bool:
    before, after = clause.word(at - 1), clause.word(at + 1)
    if before in ("we", "urgently", "all") and clause.word(at) == "need":
        return after not in (",", ".", "hardly")
    return after == "to" and before not in acts.BEFORE_NOUN | _NEEDLESS


def _excused(clause: Clause, at: int) -> bool:
    """Whether the modal at `at` asks for nothing: subordinate, reported or idle."""
    if at == 0 or clause.word(at - 1) in ("i", "who", "it's", "as"):
        return True
    following = [clause.word(at + i) for i in (1, 2)]
    if following[0] in _EPISTEMIC or following in (["be", "noted"], ["be", "recalled"]):
        return True
    for before in range(at - 1, -1, -1):
        if clause.word(before) in (",", ";", ":", "—", "–"):
            break
        if clause.word(before) in SUBORDINATE:
            return True
    return clause.reported_before(clause.words[at].start)


def _agent(clause: Clause, at: int) -> str:
    """Who must act: the words between the clause's beginning and its modal."""
    if "be" in (clause.word(at + 1), clause.word(at + 2)):
        return ""
    first = at
    while first and clause.word(first - 1) not in (",", ";", ":", "—", "that", "and"):
        first -= 1
    named = clause.named(first, at, longest=9)
    return named if _ACTORS.search(named) or find_mentions(named) else ""
