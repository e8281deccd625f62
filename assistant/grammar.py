"""Whether a statement and its quotation deny, hedge and act alike, word for word in English."""

from __future__ import annotations

from collections.abc import Set

from assistant import lexicon
from assistant.contrast import announced, contrast
from assistant.governing import clause_at, denies, governed
from assistant.lexicon import stem
from assistant.resting import STOPS, telling

_IS = ("is", "are", "was", "were")
_DETERMINERS = frozenset("the a an all these those its their our some any".split())
_SUPPOSING = frozenset("unless if until once".split())
_WHOSE = frozenset("its their his her our my".split())
_TOWARDS = frozenset(("towards", "toward"))
_EXCEPT = frozenset("except unless without".split())
_NEEDS = frozenset("need needs require requires required only must".split())
_BEFORE = 12
_ADDED = 3  # telling words of a clause that may be in other words than the quotation's


def disagreement(said: list[str], told: list[str]) -> str:
    """Where the words of a statement, `said`, go against its quotations, `told`; else "".

    Both as `assistant.governing.tokens` gives them.
    """
    if not _related(telling(said), telling(told)):
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
    theirs = telling(told)
    at = 0
    for end in (*(i for i, word in enumerate(said) if word in STOPS), len(said)):
        clause, at = said[at:end], end + 1
        ours = telling(clause)
        if len(ours) >= _ADDED and not _related(ours, theirs):
            return f"The quotations say nothing of “{' '.join(clause)}”."
    return ""


def _related(said: set[str], told: set[str]) -> bool:
    """Whether the stems share one, or one that stands for another."""
    return bool(said & told) or any(group & said and group & told for group in lexicon.ALIKE)


def _negation(said: list[str], told: list[str]) -> str:
    said_stems, denied = {stem(word) for word in said}, denies(said)
    told_stems = {stem(word) for word in told}
    shared = told_stems - lexicon.DENIERS  # an unfair practice in both says "not" in neither
    if not denied and not said_stems & (lexicon.NEGATIVES - {"against"} - shared):
        deniers = {word for word in told if stem(word) in lexicon.DENIERS}
        denying = lexicon.NEGATORS | deniers
        lost = {stem(told[at]) for _, at in governed(told, denying)} & said_stems
        for at, word in enumerate(told):
            clause = clause_at(told, at)
            if word == "use" and told[at + 1 : at + 2] == ["of"]:
                continue
            if stem(word) in lost and not (denies(clause) or deniers & set(clause)):
                lost.discard(stem(word))
        superlative = any(word == "most" or word.endswith("est") for word in said)
        granted = _EXCEPT & set(told) and _NEEDS & set(said)
        if lost and not granted and not (superlative and "no" in told):
            return "The quotation says “not” where the statement does not."
    deny = denies(told) or "unless" in told
    negatives = (lexicon.NEGATIVES | lexicon.SHUT) & told_stems - said_stems
    negatives |= {"out"} if ["out", "of"] in (told[i : i + 2] for i in range(len(told))) else set()
    negatives |= {word for word in told if word.startswith("un") and len(word) > 8}
    if denied and not deny and not negatives:
        return "The statement says “not” where the quotation does not."
    for _, at in governed(said, lexicon.NEGATORS):
        places = [i for i, word in enumerate(told) if stem(word) == stem(said[at])]
        clauses = [clause_at(told, i) for i in places]
        # What is against one thing is for another.
        negatives = lexicon.NEGATIVES - {"against", stem(said[at])}
        if places and not any(
            denies(clause) or negatives & {*map(stem, clause)} or "unless" in clause
            for clause in clauses
        ):
            return f"The statement denies “{said[at]}”, which the quotation affirms."
    return ""


def _modality(said: list[str], told: list[str]) -> str:
    for this, other, note in (
        (told, said, "The quotation says that something {0} be; the statement says otherwise."),
        (said, told, "The statement says “{0}” where the quotation does not."),
    ):
        for operator, at in governed(this, lexicon.MODALS):
            root = stem(this[at])
            granted = this is said and operator.startswith("need") and _EXCEPT & set(told)
            if root in lexicon.REPORTS or granted:
                continue
            if _denied(root, this) and _denied(root, other):
                continue  # cannot and will not come to the same
            mine = [m for m, i in governed(this, lexicon.MODALS) if stem(this[i]) == root]
            places = [i for i, word in enumerate(other) if stem(word) == root]
            freely = len([word for word in this if stem(word) == root]) > len(mine)
            if not places or freely:
                continue
            theirs = {i: m for m, i in governed(other, lexicon.MODALS)}
            stated = mine == ["shall"] and this is told
            if stated and not any(lexicon.past(other[i]) for i in places):
                continue  # treaties lay down with "shall" what is told in the present
            if not any(_agrees(mine, theirs.get(i), other, i) for i in places):
                return note.format(operator)
    return ""


def _agrees(mine: list[str], theirs: str | None, tokens: list[str], at: int) -> bool:
    if theirs is not None:
        return any(lexicon.MODALS[each] & lexicon.MODALS[theirs] for each in mine)
    return (
        _hedged(tokens, at)
        or bool(_WHOSE & set(tokens[max(0, at - 1) : at]))
        or "to" in tokens[max(0, at - 2) : at]
        or tokens[at].endswith(("ing", "ings"))
    )


def _denied(root: str, tokens: list[str]) -> bool:
    return any(stem(tokens[at]) == root for _, at in governed(tokens, lexicon.NEGATORS))


def _hedged(tokens: list[str], at: int) -> bool:
    """Whether the word at `at` is wished, asked for or foreseen by the words around it."""
    for place in (*range(max(0, at - _BEFORE), at), *range(at + 1, min(len(tokens), at + 5))):
        root = stem(tokens[place])
        loose = root in lexicon.LOOSE or _adjective(tokens, place)
        if root in lexicon.HEDGES and (
            not loose or {"to", "that"} & set(tokens[place + 1 : place + 5])
        ):
            return True
    return False


def _is_present(word: str, told: list[str]) -> bool:
    """Whether "dedicates" tells of today what the quotation has only as "to dedicate"."""
    places = [at for at, other in enumerate(told) if stem(other) == stem(word)]
    base = all(told[at] == word[: len(told[at])] != word for at in places)
    return word.endswith("s") and bool(places) and base


def _adjective(tokens: list[str], at: int) -> bool:
    """Whether the word at `at` is of a noun: all pledged contributions."""
    before = tokens[at - 1 : at]
    return tokens[at].endswith("ed") and bool(before) and before[0] in _DETERMINERS


def _as_done(said: list[str], told: list[str]) -> str:
    """A note where the statement tells as done or certain what the quotations only ask for."""
    if any(stem(word) in lexicon.REQUESTS for word in said):
        return ""
    held = {stem(word) for word in said}
    modal = {at for _, at in governed(said, lexicon.MODALS) if said[at - 1] != "will"}
    for at, word in enumerate(said):
        told_done = lexicon.past(word) or said[at - 1 : at] == ["will"]
        told_done |= _is_present(word, told)
        # What is to be done, or being done, is not told as done.
        if not told_done or at in modal or word in lexicon.STOP or "to" in said[at - 2 : at]:
            continue
        if stem(word) in lexicon.REPORTS:
            continue
        places = [i for i, other in enumerate(told) if stem(other) == stem(word)]
        if _SUPPOSING & set(clause_at(said, at)[:_BEFORE]):
            continue
        denied = denies(clause_at(said, at))
        undone = [
            _requested(told, i)
            or (_TOWARDS & set(told[max(0, i - 3) : i]) and not _TOWARDS & set(said))
            or (not denied and _to_be_done(told, i, held))
            for i in places
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
        if not telling or STOPS & set(said[at : telling[0]]):
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
    governing = {stem(word) for word in clause_at(tokens, at)[:_BEFORE] if word != tokens[at]}
    # "has agreed to share" is told by a statement that says agreed.
    return not governing & lexicon.IMPLYING and not governing & lexicon.INTENDED & held


def _requested(tokens: list[str], at: int) -> bool:
    """Whether the verb at `at` depends on a wish: "urge … to act", "ask that … be sent"."""
    start = max(0, at - _BEFORE)
    before = tokens[start:at]
    for end in range(len(before) - 1, -1, -1):
        if before[end] in STOPS - {","}:
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
