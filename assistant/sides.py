"""Words of a statement that its quotation ties to something else, in English: who did it to whom,
which is more than which, what came before what, how many of which, and what happened when.

Each check fires only where the quotation holds the same words and ties them otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant import lexicon
from assistant.amounts import NUMBER_WORDS, amounts
from assistant.folding import fold
from assistant.lexicon import stem

_TOKEN = re.compile(r"\d[\d.,]*\d|\d|%|[^\W\d_]+(?:'[^\W\d_]+)*|[,.;:!?()]")
_MONTH = re.compile(
    r"(?:\b(\d{1,2})(?:st|nd|rd|th)? )?\b(Jan(?:uary)?|Feb(?:ruary)?|March|April|June|July|"
    r"Aug(?:ust)?|Sept(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?|(?<=\d )May|May(?= \d))"
    r"\b(?: (\d{1,2})(?!\d))?(?:,? (\d{4}))?"
)
_ENDS = frozenset(".;:!?")
_STOPS = _ENDS | {",", "(", ")"}
_BE = frozenset("is are was were be been being".split())
_LESS = frozenset("less fewer lower smaller weaker rarer".split())
_BETTER = frozenset("better safer easier".split())
_BEFORE = {"before": True, "prior": True, "preceded": True}
_BEFORE |= {"since": False, "after": False, "following": False, "followed": True}
_SCALES = frozenset("hundred thousand million billion trillion percent per cent %".split())
_PERSONS = frozenset(map(stem, "people person lives deaths civilians victims dead".split()))
_WITHIN = frozenset("of the and in on by to a an about some".split())


def misplaced(statement: str, quotes: str) -> str:
    """Where `statement` ties words otherwise than `quotes` do, as a note; else ""."""
    said, told = words(statement), words(quotes)
    return (
        _turned(said, told)
        or _compared(said, told)
        or _ordered(said, told)
        or _counted(said, told)
        or _dated(said, told)
    )


def words(text: str) -> list[str]:
    """The words, numbers and marks of `text` in lower case, a date with a month as one word."""

    def one(match: re.Match[str]) -> str:
        day, month, other, year = match.groups()
        parts = (f"{day or other or ''}", month[:3].lower(), year or "")
        return f" {_DATE}{'_'.join(parts).replace(' ', '')} "

    marked = _MONTH.sub(one, fold(text))
    found = re.findall(rf"{_DATE}\S+|{_TOKEN.pattern}", marked.lower())
    return [word.removesuffix("'s") for word in found]


_DATE = "§"


@dataclass(frozen=True, slots=True)
class _Sides:
    """The stems on both sides of a word: who does and who suffers, what is more and what less."""

    first: frozenset[str]
    second: frozenset[str]
    way: tuple[bool, bool] = (False, False)  # whether less, whether better
    object: frozenset[str] = frozenset()  # of the second side, what stands next to the verb

    def turned(self, other: _Sides) -> bool:
        """Whether each side has words of the other's opposite one, and none of its like."""
        crossed = self.first & other.second and self.second & other.first
        return bool(crossed) and not (self.first & other.first or self.second & other.second)

    def alike(self, other: _Sides) -> bool:
        straight = self.first & other.first or self.second & other.second
        return bool(straight) and not (self.first & other.second or self.second & other.first)


def _turned(said: list[str], told: list[str]) -> str:
    if lexicon.NEGATORS & {*said, *told}:
        return ""
    for at, word in enumerate(said):
        if not lexicon.past(word) and stem(word) not in lexicon.ACTS:
            continue
        ours = _roles(said, at)
        places = [i for i, other in enumerate(told) if stem(other) == stem(word)]
        theirs = [_roles(told, i) for i in places]
        if ours and theirs and all(each and _reversed(ours, each) for each in theirs):
            return f"The statement turns round who “{word}” whom in the quotation."
    return ""


def _reversed(ours: _Sides, theirs: _Sides) -> bool:
    # Words on both sides (an election, its election) tell nothing.
    both = (ours.first & ours.second) | (theirs.first & theirs.second)
    one = _Sides(ours.first - both, ours.second - both)
    heads = bool((ours.object - both) & theirs.first and (theirs.object - both) & ours.first)
    return heads or one.turned(_Sides(theirs.first - both, theirs.second - both))


def _roles(tokens: list[str], at: int) -> _Sides | None:
    """Who did what `tokens[at]` says, and to whom; None where it doesn't tell both."""
    start = max((i + 1 for i in range(at) if tokens[i] in _STOPS), default=0)
    end = next((i for i in range(at + 1, len(tokens)) if tokens[i] in _STOPS), len(tokens))
    left, right = tokens[start:at], tokens[at + 1 : end]
    if "that" in left:
        left = left[left.index("that") + 1 :]
    if _BE & set(left[-3:]) or right[:1] == ["by"]:
        if "by" not in right:
            return None
        # What stands between the verb and its "by" tells the one as well as the other.
        left, right = right[right.index("by") + 1 :], left
        telling = [stem(word) for word in right if _tells(word)][-1:]
    else:
        telling = [stem(word) for word in right if _tells(word)][:1]
    first, second = _telling(left), _telling(right)
    return _Sides(first, second, object=frozenset(telling)) if first and second else None


def _compared(said: list[str], told: list[str]) -> str:
    return _around(said, told, {"than": True}, "The statement turns the comparison round.")


def _ordered(said: list[str], told: list[str]) -> str:
    return _around(said, told, _BEFORE, "The statement turns round what came before what.")


def _around(said: list[str], told: list[str], pivots: dict[str, bool], note: str) -> str:
    mine = list(_pivots(said, pivots))
    other = list(_pivots(told, pivots))
    if len(mine) != 1 or not other:
        return ""
    verdicts = []
    ours = _both_sides(said, mine[0][0])
    for at, word in other:
        theirs = _both_sides(told, at)
        both = (ours.first & ours.second) | (theirs.first & theirs.second)
        both |= ours.first & theirs.first & theirs.second
        one = _Sides(ours.first - both, ours.second - both)
        two = _Sides(theirs.first - both, theirs.second - both)
        same = pivots[word] == pivots[mine[0][1]] and ours.way == theirs.way
        verdicts.append(_crossed(one, two) if same else one.alike(two))
    return note if all(verdicts) else ""


def _crossed(one: _Sides, two: _Sides) -> bool:
    return bool(one.second & two.first and two.second & one.first and not one.second & two.second)


def _pivots(tokens: list[str], pivots: dict[str, bool]) -> Iterator[tuple[int, str]]:
    """Where the pivots stand; not in "more than 500"."""
    for at, word in enumerate(tokens[:-1]):
        if word in pivots and not _is_number(tokens, at + 1, at + 1):
            yield at, word


def _both_sides(tokens: list[str], at: int) -> _Sides:
    start = max((i + 1 for i in range(at) if tokens[i] in _ENDS), default=0)
    end = next((i for i in range(at, len(tokens)) if tokens[i] in _ENDS), len(tokens))
    left, right = tokens[start:at], tokens[at + 1 : end]
    if not _telling(left):  # After the coup, the army …
        comma = right.index(",") if "," in right else len(right)
        left, right = right[comma:], right[:comma]
    clause = {*left, *right}
    return _Sides(_telling(left), _telling(right), (bool(_LESS & clause), bool(_BETTER & clause)))


def _counted(said: list[str], told: list[str]) -> str:
    """A note where a number counts other things than in the quotation."""
    held: dict[str, set[str]] = {}
    for number, noun in _counts(told):
        held.setdefault(noun, set()).add(number)
    numbers = {number for each in held.values() for number in each}
    for number, noun in _counts(said):
        if noun in _PERSONS and any(number in held.get(other, ()) for other in _PERSONS):
            continue
        if noun in held and number not in held[noun] and number in numbers:
            return f"The quotation does not count {number} of what the statement does."
    return ""


def _counts(tokens: list[str]) -> Iterator[tuple[str, str]]:
    """Each number with the stem of the next telling word, of what it counts."""
    at = 0
    while at < len(tokens):
        end = at
        while end < len(tokens) and _is_number(tokens, end, at):
            end += 1
        if end == at:
            at += 1
            continue
        value = "|".join(f"{n}{unit}" for n, unit in amounts(" ".join(tokens[at:end])))
        for place in range(end, min(end + 3, len(tokens))):
            word = tokens[place]
            if word in _STOPS or not (word.isalpha() or word in _WITHIN):
                break
            if word not in lexicon.STOP:
                if value:
                    yield value, stem(word)
                break
        at = end


def _is_number(tokens: list[str], at: int, start: int) -> bool:
    word = tokens[at]
    return word[0].isdigit() or word in NUMBER_WORDS or (at > start and word in _SCALES)


def _dated(said: list[str], told: list[str]) -> str:
    """A note where the quotation dates what happened otherwise."""
    held: dict[str, list[str]] = {}
    for verb, date in _happened(told):
        held.setdefault(verb, []).append(date)
    dates = [date for each in held.values() for date in each]
    for verb, date in _happened(said):
        others = held.get(verb, [])
        # A date that the quotation doesn't tie to any verb may be this one's after all.
        known = any(_same(date, each) for each in dates)
        if others and known and not any(_same(date, each) for each in others):
            return "The quotation has another date for what the statement dates."
    return ""


def _happened(tokens: list[str]) -> Iterator[tuple[str, str]]:
    """Each verb that is told as past, or stands right before a date, with that date."""
    for at, word in enumerate(tokens):
        if not (word.startswith(_DATE) or re.fullmatch(r"(?:19|20)\d\d", word)):
            continue
        for place in range(at - 1, max(-1, at - 9), -1):
            before = tokens[place]
            if before in _STOPS or before[0] in _DATE or before[0].isdigit():
                break
            near = all(each in lexicon.STOP for each in tokens[place + 1 : at])
            if before not in lexicon.STOP and (lexicon.past(before) or near):
                yield stem(before), word
                break


def _same(one: str, other: str) -> bool:
    """Whether two dates may be the same, what one of them leaves out aside."""
    first, second = (each.strip(_DATE).split("_") for each in (one, other))
    if len(first) == len(second) == 1:
        return first == second
    if len(first) == 1 or len(second) == 1:
        return (first[-1] or second[-1]) == (second[-1] or first[-1])
    return all(not a or not b or a == b for a, b in zip(first, second, strict=True))


def _tells(word: str) -> bool:
    telling = word not in lexicon.STOP and word.isalpha()
    return telling or re.fullmatch(r"(?:19|20)\d\d", word) is not None


def _telling(tokens: list[str]) -> frozenset[str]:
    return frozenset(stem(word) for word in tokens if _tells(word))
