"""Whether a statement affirms what its quotation denies in other words, or the other way round:
must not relent, should give up. In English."""

from __future__ import annotations

from collections.abc import Iterator

from assistant import lexicon
from assistant.concepts import concept, telling
from assistant.lexicon import stem
from assistant.resting import STOPS

_PASSES_ON = frozenset(  # a "not" before these denies what follows them too
    map(
        stem,
        """make perceive see consider regard view say seem appear think mean take believe describe
        interpret treat allow let get become feel find mistake construe""".split(),
    )
)
_REACH = 8
_WEAK = frozenset(map(stem, "against end stop little few rather instead".split()))
_DOUBTS = frozenset(map(stem, "doubt wait await miss unless still hard difficult".split()))


def turned_round(said: list[str], told: list[str]) -> str:
    """A note where one of the two denies what the other affirms; else ""."""
    return _lost(said, told) or _gained(said, told) or _not_but(said, told)


def _lost(said: list[str], told: list[str]) -> str:
    for at, direct in _denied(told):
        what = concept(told[at])
        if _negative([word for word in said if concept(word) != what]):
            continue
        affirmed = [i for i, word in enumerate(told) if concept(word) == what]
        if not all(_in_denial(told, i) for i in affirmed):
            continue
        ours = [word for word in said if concept(word) == what]
        # What is denied in the same word, right after "not", `assistant.grammar` tells.
        if ours and not (direct and stem(ours[0]) == stem(told[at])):
            return f"The quotation denies “{told[at]}”; the statement says “{ours[0]}”."
    return ""


def _gained(said: list[str], told: list[str]) -> str:
    if _negative(told):
        return ""
    for at, direct in _denied(said):
        theirs = [word for word in told if concept(word) == concept(said[at])]
        if theirs and not (direct and stem(theirs[0]) == stem(said[at])):
            return f"The statement denies “{said[at]}”; the quotation says “{theirs[0]}”."
    return ""


def _not_but(said: list[str], told: list[str]) -> str:
    """A note where the statement takes up the wrong side of "not this, but that"."""
    if lexicon.NEGATORS & set(said):
        return ""
    ours = telling(said)
    for at, word in enumerate(told):
        if word != "not" or {*told[at + 1 : at + 2]} & (lexicon.NOT_NEGATING | {"just"}):
            continue
        end = next((i for i in range(at, len(told)) if told[i] in ".;!?"), len(told))
        if "but" not in told[at:end]:
            continue
        but = told.index("but", at)
        one, other = telling(told[at + 1 : but]), telling(told[but + 1 : end])
        if len(ours & (one - other)) >= 2 and len(ours & one) > len(ours & other) + 1:
            return "The quotation says “not … but …”; the statement takes up what it denies."
    return ""


def _negative(tokens: list[str]) -> bool:
    """Whether anything in `tokens` may say "not"."""
    roots = {stem(word) for word in tokens} - _WEAK
    negative = lexicon.NEGATIVES | lexicon.DENIERS | _DOUBTS
    return bool(lexicon.NEGATORS & set(tokens) or negative & roots)


def _denied(tokens: list[str]) -> Iterator[tuple[int, bool]]:
    """The places of the words that a "not" denies, and whether none of them stands between."""
    for at, word in enumerate(tokens):
        if word not in lexicon.NEGATORS or tokens[at + 1 : at + 2] in (["only"], ["just"]):
            continue
        if {*tokens[at + 1 : at + 2]} & lexicon.NOT_NEGATING:
            continue
        if word == "without" and {*tokens[at + 1 : at + 3]} & lexicon.NOT_WITHOUT:
            continue
        direct = True
        for place in range(at + 1, min(len(tokens), at + 1 + _REACH)):
            if tokens[place] in STOPS:
                break
            if tokens[place] in lexicon.STOP or not tokens[place][0].isalpha():
                continue
            yield place, direct
            direct = False
            if stem(tokens[place]) not in _PASSES_ON:
                break


def _in_denial(tokens: list[str], at: int) -> bool:
    start = next((i + 1 for i in range(at, -1, -1) if tokens[i] in STOPS), 0)
    return bool(lexicon.NEGATORS & set(tokens[start:at]))
