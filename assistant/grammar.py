"""Whether a statement and its quotation deny, hedge and act alike, word for word in English."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set

from assistant import lexicon
from assistant.folding import fold
from assistant.lexicon import stem

_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|[,.;:!?()]")
CLAUSE_ENDS = frozenset(",.;:!?()")
_CONTRACTED = {"wo": "will", "ca": "can", "sha": "shall"}


def disagreement(said: list[str], told: list[str]) -> str:
    """Where the words of a statement, `said`, go against its quotations, `told`; else "".

    Both as `tokens` gives them.
    """
    if not _content(said) & _content(told):
        return "The statement shares no word with its quotations."
    return _negation(said, told) or _modality(said, told) or _acts(said, told)


def tokens(text: str) -> list[str]:
    """The words and clause marks of `text` in lower case, "didn't" as did and not."""
    found: list[str] = []
    for token in _TOKEN.findall(fold(text).lower()):
        if token.endswith("n't"):
            found += [_CONTRACTED.get(token[:-3], token[:-3]), "not"]
        else:
            found.append(token.removesuffix("'s"))
    return found


def _negation(said: list[str], told: list[str]) -> str:
    said_stems, denied = {stem(word) for word in said}, _denies(said)
    if not denied and not said_stems & lexicon.NEGATIVES:
        lost = {stem(told[at]) for _, at in _governed(told, lexicon.NEGATORS)} & said_stems
        for at, word in enumerate(told):
            if stem(word) in lost and not _denies(_clause(told, at)):
                lost.discard(stem(word))
        if lost:
            return "The quotation says “not” where the statement does not."
    if denied and not _denies(told) and not lexicon.NEGATIVES & {stem(word) for word in told}:
        return "The statement says “not” where the quotation does not."
    for _, at in _governed(said, lexicon.NEGATORS):
        places = [i for i, word in enumerate(told) if stem(word) == stem(said[at])]
        clauses = [_clause(told, i) for i in places]
        if places and not any(
            _denies(clause) or lexicon.NEGATIVES & {stem(word) for word in clause}
            for clause in clauses
        ):
            return f"The statement denies “{said[at]}”, which the quotation affirms."
    return ""


def _modality(said: list[str], told: list[str]) -> str:
    for this, other, note in (
        (told, said, "The quotation says that something {0} be; the statement says otherwise."),
        (said, told, "The statement says “{0}” where the quotation does not."),
    ):
        hedged = any(stem(word) in lexicon.HEDGES for word in other)
        for operator, at in _governed(this, lexicon.MODALS):
            root = stem(this[at])
            mine = [m for m, i in _governed(this, lexicon.MODALS) if stem(this[i]) == root]
            places = [i for i, word in enumerate(other) if stem(word) == root]
            freely = len([word for word in this if stem(word) == root]) > len(mine)
            if not places or freely:
                continue
            theirs = {i: m for m, i in _governed(other, lexicon.MODALS)}
            if not any(_agrees(mine, theirs.get(i), other, i, hedged) for i in places):
                return note.format(operator)
    return ""


def _agrees(mine: list[str], theirs: str | None, tokens: list[str], at: int, hedged: bool) -> bool:
    if theirs is not None:
        return any(lexicon.MODALS[each] & lexicon.MODALS[theirs] for each in mine)
    return hedged or "to" in tokens[max(0, at - 2) : at] or tokens[at].endswith("ing")


def _acts(said: list[str], told: list[str]) -> str:
    held = {stem(word) for word in told}
    for word in said:
        bearers = lexicon.ACTS.get(stem(word))
        if bearers and not bearers & held and word != "concerning":
            return f"The quotation does not say “{word}”, nor a word of that weight."
    return ""


def _governed(
    tokens: list[str], operators: Set[str] | Mapping[str, object]
) -> Iterator[tuple[str, int]]:
    """Each operator with the place of the word that it negates or modifies."""
    for at, operator in enumerate(tokens):
        if operator not in operators or _is_phrase(tokens, at):
            continue
        for place in range(at + 1, min(at + 5, len(tokens))):
            if tokens[place] in CLAUSE_ENDS:
                break
            if tokens[place] not in lexicon.STOP:
                yield operator, place
                break


def _is_phrase(tokens: list[str], at: int) -> bool:
    """Whether the word at `at` neither negates nor hedges: not only, may I, I must, would like."""
    before, after = tokens[at - 1 : at], tokens[at + 1 : at + 2]
    if tokens[at] in lexicon.MODALS:
        return before == ["i"] or after in (["i"], ["we"], ["like"])
    return bool(after) and after[0] in lexicon.NOT_NEGATING


def _denies(tokens: Sequence[str]) -> bool:
    return any(
        word in lexicon.NEGATORS and not _is_phrase(list(tokens), at)
        for at, word in enumerate(tokens)
    )


def _clause(tokens: list[str], at: int) -> list[str]:
    start = next((i + 1 for i in range(at, -1, -1) if tokens[i] in CLAUSE_ENDS), 0)
    end = next((i for i in range(at, len(tokens)) if tokens[i] in CLAUSE_ENDS), len(tokens))
    return tokens[start:end]


def _content(tokens: list[str]) -> set[str]:
    return {stem(word) for word in tokens if word not in lexicon.STOP and word.isalpha()}
