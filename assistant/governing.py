"""The words of an English sentence, and what its words of grammar govern."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set

from assistant import lexicon
from assistant.folding import fold
from assistant.lexicon import stem
from assistant.resting import STOPS, following

_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|[,.;:!?()]")
_OBLIGES = ("has", "have", "had")
_FORESEEN = ("going", "due", "set", "about", "scheduled", "bound")
_SOME_500 = re.compile(r"\bsome (?=[\d$€£])")
_FREE = ("free", "allowed", "permitted", "entitled")
_DENYING = (("anything", "but"), ("far", "from"))
_IN_FIGURES = re.compile(r"(?<=\d)[.,](?=\d)")  # no end of a clause
_NO_LESS = re.compile(r"\bno(?:t)? (?:fewer|less) than\b")
_NO_MORE = re.compile(r"\bno(?:t)? more than\b")
_IF_ANY = re.compile(r"\b(?:few|little),? if any,?")
_VERBS_IN_LY = frozenset("rely apply supply reply comply multiply imply fly family ally".split())
_OWNED = frozenset("a an the no same equal full all its their access".split())
_CONTRACTED = {"wo": "will", "ca": "can", "sha": "shall"}
_IS = ("is", "are", "was", "were")


def tokens(text: str) -> list[str]:
    """The words and clause marks of `text` in lower case, "didn't" as did and not, "has to" as
    must, "is to be" as shall, "is going to" as will, "yet to", "anything but" and "too late to" as
    not."""
    found: list[str] = []
    text = _IN_FIGURES.sub("", text).replace("hether or not", "hether")
    folded = _NO_MORE.sub("at most", _NO_LESS.sub("at least", fold(text).lower()))
    for token in _TOKEN.findall(_IF_ANY.sub("not", _SOME_500.sub("about ", folded))):
        if token.endswith("n't"):
            found += [_CONTRACTED.get(token[:-3], token[:-3]), "not"]
        else:
            found.append(token.removesuffix("'s"))
    for at, word in enumerate(found):
        if word == "over" and found[at + 1 : at + 2] in ([], ["."], [","], [";"]):
            found[at] = "finished"
    for at, after in enumerate(found[1:]):
        before = found[at - 1] if at else ""
        if after == "to":
            found[at] = _before_to(found[at], before, found[at + 2 : at + 3])
        elif (found[at], after) in _DENYING and before != "so":
            found[at], found[at + 1] = "not", "be"
    return found


def _before_to(word: str, before: str, following: list[str]) -> str:
    """What the word before a "to" comes to: not, must, will, or what it is."""
    if word in _OBLIGES:
        return "must"
    if word in _IS and following == ["be"]:
        return "shall"
    if word == "yet" or before == "too":
        return "not"
    if word in _FREE and before in _IS:
        return "may"
    foreseen = word in _FORESEEN and before in _IS and following not in (["the"], ["a"], ["an"])
    return "will" if foreseen else word


def governed(
    tokens: list[str], operators: Set[str] | Mapping[str, object]
) -> Iterator[tuple[str, int]]:
    """Each operator with the place of the word that it negates or modifies."""
    for at, operator in enumerate(tokens):
        if operator not in operators or _is_phrase(tokens, at):
            continue
        # Turned round ("may the Court try"), the operator stands before the one who acts.
        asks = operator in lexicon.MODALS and tokens[at + 1 : at + 2] in (["the"], ["this"])
        for place in range(at + 1, min(at + 6, len(tokens))):
            if tokens[place] in STOPS or (tokens[place] == "no" and operator != "no"):
                break
            owns = tokens[place] == "have" and tokens[place + 1 : place + 2]
            if owns and operator in lexicon.MODALS and tokens[place + 1] in _OWNED:
                break
            if tokens[place].endswith("ly") and tokens[place] not in _VERBS_IN_LY:
                continue
            if tokens[place] not in lexicon.STOP:
                if asks:
                    asks = False
                    continue
                yield operator, place
                break


def _is_phrase(tokens: list[str], at: int) -> bool:
    """Whether the word at `at` neither negates nor hedges: not only, may I, I must, would like."""
    before, after = tokens[at - 1 : at], tokens[at + 1 : at + 2]
    if tokens[at] == "without" and after and after[0] in lexicon.NOT_WITHOUT:
        return True
    if tokens[at] in ("need", "needs") and (before == ["in"] or after == ["of"]):
        return True
    if stem(tokens[at]) == "declin" and after != ["to"]:
        return True
    if tokens[at] in lexicon.MODALS:
        return before in (["i"], ["there"]) or after in (["i"], ["we"], ["like"])
    return bool(after) and after[0] in lexicon.NOT_NEGATING


def denies(tokens: Sequence[str]) -> bool:
    """Whether any of `tokens` says "not"."""
    return any(
        word in lexicon.NEGATORS and not _is_phrase(list(tokens), at)
        for at, word in enumerate(tokens)
    )


def clause_at(tokens: list[str], at: int) -> list[str]:
    """The words between the marks around `at`."""
    start = next((i + 1 for i in range(at, -1, -1) if tokens[i] in STOPS), 0)
    return tokens[start : following(tokens, at, STOPS)]
