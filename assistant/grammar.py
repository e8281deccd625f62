"""Whether a statement and its quotation deny, hedge and act alike, word for word in English."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set

from assistant import lexicon
from assistant.contrast import announced, contrast
from assistant.folding import fold
from assistant.lexicon import stem

_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|[,.;:!?()]")
CLAUSE_ENDS = frozenset(",.;:!?()")
_OBLIGES = ("has", "have", "had")
_IS = ("is", "are", "was", "were")
_FORESEEN = ("going", "due", "set", "about", "scheduled", "bound")
_SOME_500 = re.compile(r"\bsome (?=[\d$€£])")
_FREE = ("free", "allowed", "permitted", "entitled")
_DENYING = (("anything", "but"), ("far", "from"))
_IF_ANY = re.compile(r"\b(?:few|little),? if any,?")
_BEFORE = 12
_ADDED = 3  # telling words of a clause that may be in other words than the quotation's
_CONTRACTED = {"wo": "will", "ca": "can", "sha": "shall"}


def disagreement(said: list[str], told: list[str]) -> str:
    """Where the words of a statement, `said`, go against its quotations, `told`; else "".

    Both as `tokens` gives them.
    """
    if not _related(_content(said), _content(told)):
        return "The statement shares no word with its quotations."
    return (
        _negation(said, told)
        or _modality(said, told)
        or _as_done(said, told)
        or _still(said, told)
        or _acts(said, told)
        or contrast(said, told)
    )


def added(said: list[str], told: list[str]) -> str:
    """A clause of the statement that has no word with its quotations in common, as a note."""
    theirs = _content(told)
    at = 0
    for end in (*(i for i, word in enumerate(said) if word in CLAUSE_ENDS), len(said)):
        clause, at = said[at:end], end + 1
        ours = _content(clause)
        if len(ours) >= _ADDED and not _related(ours, theirs):
            return f"The quotations say nothing of “{' '.join(clause)}”."
    return ""


def _related(said: set[str], told: set[str]) -> bool:
    """Whether the stems share one, or one that stands for another."""
    return bool(said & told) or any(group & said and group & told for group in lexicon.ALIKE)


def tokens(text: str) -> list[str]:
    """The words and clause marks of `text` in lower case, "didn't" as did and not, "has to" and
    "is to be" as must, "is going to" as will, "yet to", "anything but" and "too late to" as not."""
    found: list[str] = []
    for token in _TOKEN.findall(_IF_ANY.sub("not", _SOME_500.sub("about ", fold(text).lower()))):
        if token.endswith("n't"):
            found += [_CONTRACTED.get(token[:-3], token[:-3]), "not"]
        else:
            found.append(token.removesuffix("'s"))
    for at, following in enumerate(found[1:]):
        before = found[at - 1] if at else ""
        if following == "to":
            found[at] = _before_to(found[at], before, found[at + 2 : at + 3])
        elif (found[at], following) in _DENYING and before != "so":
            found[at], found[at + 1] = "not", "be"
    return found


def _before_to(word: str, before: str, following: list[str]) -> str:
    """What the word before a "to" comes to: not, must, will, or what it is."""
    if word in _OBLIGES or (word in _IS and following == ["be"]):
        return "must"
    if word == "yet" or before == "too":
        return "not"
    if word in _FREE and before in _IS:
        return "may"
    foreseen = word in _FORESEEN and before in _IS and following not in (["the"], ["a"], ["an"])
    return "will" if foreseen else word


def _negation(said: list[str], told: list[str]) -> str:
    said_stems, denied = {stem(word) for word in said}, _denies(said)
    if not denied and not said_stems & lexicon.NEGATIVES:
        deniers = {word for word in told if stem(word) in lexicon.DENIERS}
        denying = lexicon.NEGATORS | deniers
        lost = {stem(told[at]) for _, at in _governed(told, denying)} & said_stems
        for at, word in enumerate(told):
            clause = _clause(told, at)
            if stem(word) in lost and not (_denies(clause) or deniers & set(clause)):
                lost.discard(stem(word))
        if lost:
            return "The quotation says “not” where the statement does not."
    deny = _denies(told) or "unless" in told
    if denied and not deny and not lexicon.NEGATIVES & {stem(word) for word in told}:
        return "The statement says “not” where the quotation does not."
    for _, at in _governed(said, lexicon.NEGATORS):
        places = [i for i, word in enumerate(told) if stem(word) == stem(said[at])]
        clauses = [_clause(told, i) for i in places]
        negatives = lexicon.NEGATIVES - {"against"}  # what is against one thing is for another
        if places and not any(
            _denies(clause) or negatives & {*map(stem, clause)} or "unless" in clause
            for clause in clauses
        ):
            return f"The statement denies “{said[at]}”, which the quotation affirms."
    return ""


def _modality(said: list[str], told: list[str]) -> str:
    for this, other, note in (
        (told, said, "The quotation says that something {0} be; the statement says otherwise."),
        (said, told, "The statement says “{0}” where the quotation does not."),
    ):
        for operator, at in _governed(this, lexicon.MODALS):
            root = stem(this[at])
            if _denied(root, this) and _denied(root, other):
                continue  # cannot and will not come to the same
            mine = [m for m, i in _governed(this, lexicon.MODALS) if stem(this[i]) == root]
            places = [i for i, word in enumerate(other) if stem(word) == root]
            freely = len([word for word in this if stem(word) == root]) > len(mine)
            if not places or freely:
                continue
            theirs = {i: m for m, i in _governed(other, lexicon.MODALS)}
            if not any(_agrees(mine, theirs.get(i), other, i) for i in places):
                return note.format(operator)
    return ""


def _agrees(mine: list[str], theirs: str | None, tokens: list[str], at: int) -> bool:
    if theirs is not None:
        return any(lexicon.MODALS[each] & lexicon.MODALS[theirs] for each in mine)
    return (
        _hedged(tokens, at)
        or "to" in tokens[max(0, at - 2) : at]
        or tokens[at].endswith(("ing", "ings"))
    )


def _denied(root: str, tokens: list[str]) -> bool:
    return any(stem(tokens[at]) == root for _, at in _governed(tokens, lexicon.NEGATORS))


def _hedged(tokens: list[str], at: int) -> bool:
    """Whether the word at `at` is wished, asked for or foreseen by the words around it."""
    for place in (*range(max(0, at - _BEFORE), at), *range(at + 1, min(len(tokens), at + 5))):
        root = stem(tokens[place])
        loose = root in lexicon.LOOSE
        if root in lexicon.HEDGES and (
            not loose or {"to", "that"} & set(tokens[place + 1 : place + 5])
        ):
            return True
    return False


def _as_done(said: list[str], told: list[str]) -> str:
    """A note where the statement tells as done or certain what the quotations only ask for."""
    if any(stem(word) in lexicon.REQUESTS for word in said):
        return ""
    held = {stem(word) for word in said}
    modal = {at for _, at in _governed(said, lexicon.MODALS) if said[at - 1] != "will"}
    for at, word in enumerate(said):
        told_done = lexicon.past(word) or said[at - 1 : at] == ["will"]
        # What is to be done, or being done, is not told as done.
        if not told_done or at in modal or word in lexicon.STOP or "to" in said[at - 2 : at]:
            continue
        places = [i for i, other in enumerate(told) if stem(other) == stem(word)]
        denied = _denies(_clause(said, at))
        undone = [
            _requested(told, i) or (not denied and _to_be_done(told, i, held)) for i in places
        ]
        if (places and all(undone)) or announced(word, told, held):
            return f"The quotation does not tell as done that anything {word}; the statement does."
    return ""


def _still(said: list[str], told: list[str]) -> str:
    """A note where the statement tells as lasting what the quotations tell as past."""
    for at, word in enumerate(said):
        if word not in _IS[:2]:
            continue
        telling = [i for i in range(at + 1, min(at + 5, len(said))) if said[i] not in lexicon.STOP]
        if not telling or CLAUSE_ENDS & set(said[at : telling[0]]):
            continue
        places = [i for i, other in enumerate(told) if other == said[telling[0]]]
        if places and all(_was(told, i) for i in places):
            return f"The quotation tells “{said[telling[0]]}” of the past, the statement of today."
    return ""


def _was(tokens: list[str], at: int) -> bool:
    """Whether "was" or "were" stands right before, little words between."""
    for word in reversed(tokens[max(0, at - 4) : at]):
        if word in ("was", "were"):
            return True
        if word not in ("a", "an", "the", "been", "not", "being", "also", "all"):
            return False
    return False


def _to_be_done(tokens: list[str], at: int, held: Set[str]) -> bool:
    """Whether "to" stands before the verb, and nothing that says that it came to pass."""
    if lexicon.past(tokens[at]) or tokens[at - 1 : at] != ["to"]:
        return False
    governing = {stem(word) for word in _clause(tokens, at)[:_BEFORE] if word != tokens[at]}
    # "has agreed to share" is told by a statement that says agreed.
    return not governing & lexicon.IMPLYING and not governing & lexicon.INTENDED & held


def _requested(tokens: list[str], at: int) -> bool:
    """Whether the verb at `at` depends on a wish: "urge … to act", "ask that … be sent"."""
    start = max(0, at - _BEFORE)
    before = tokens[start:at]
    for end in range(len(before) - 1, -1, -1):
        if before[end] in CLAUSE_ENDS - {","}:
            before = before[end + 1 :]
            break
    wishes = [i for i, word in enumerate(before) if stem(word) in lexicon.REQUESTS]
    if not wishes:
        return False
    after = before[wishes[-1] + 1 :]
    return bool({"to", "having"} & set(after[-3:])) or ("that" in after and after[-1:] == ["be"])


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
        # Turned round ("may the Court try"), the operator stands before the one who acts.
        asks = operator in lexicon.MODALS and tokens[at + 1 : at + 2] in (["the"], ["this"])
        for place in range(at + 1, min(at + 5, len(tokens))):
            if tokens[place] in CLAUSE_ENDS or (tokens[place] == "no" and operator != "no"):
                break
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
