"""Words of a statement that go against those of its quotations, in English: rose and fell, all and
some, and who did it to whom.

Each check fires only where nothing in the quotations could bear the word: a synonym of it there, or
a "not" on either side, keeps it quiet.
"""

from __future__ import annotations

from assistant import lexicon
from assistant.lexicon import stem

_OPPOSITES = tuple(
    (frozenset(map(stem, one.split())), frozenset(map(stem, other.split())))
    for one, other in (
        (
            "rise increase grow surge soar climb escalate growth double triple expand",
            "fall decrease decline drop diminish shrink reduce reduction",
        ),
        ("improve improvement better", "deteriorate deterioration worsen worse"),
        ("accept adopt approve acceptance adoption", "reject rejection"),
        ("support favour favor back endorse", "oppose opposition"),
        ("favour favor", "against oppose"),
        ("convict conviction guilty", "acquit acquittal innocent"),
        ("majority most", "minority few"),
        ("respect observe honour honor", "violate violation breach"),
        ("include inclusion part participate join", "exclude exclusion"),
        ("allow permit authorise authorize", "prohibit ban forbid prohibition"),
        ("strengthen strong stronger", "weaken undermine weak weaker"),
        ("kill die dead death murder slaughter massacre", "wound injure injury"),
        ("begin start", "end stop finish conclude lift"),
        ("open", "close closure"),
        ("best", "worst"),
        ("easy easily", "difficult hard"),
        ("highest", "lowest fewest"),
        ("surpass exceed outstrip ahead", "behind lag trail"),
        ("northern", "southern"),
        ("eastern", "western"),
    )
)
_ALL = frozenset("all every everyone everybody always entire whole throughout".split())
_BEARS_ALL = _ALL | frozenset(
    """annually annual yearly monthly weekly daily each any anyone
    both throughout universal universally total fully full no none nobody never
    whatever wherever whoever without across complete completely""".split()
)
_ONLY = frozenset("only solely exclusively alone merely".split())
_BEARS_ONLY = _ONLY | frozenset(
    """enough sufficient just merely sole alone itself themselves exclusive no nothing none never
    unless but nobody except""".split()
)
_NOT_ALL = frozenset("at in after above for not once".split())  # at all, in all, not all …
_IF = frozenset("if when after once with under where upon".split())
_BEARS_ONLY_IF = _BEARS_ONLY | frozenset(
    "must require required need necessary before until if provided condition subject".split()
)
_ABOVE = frozenset("first most best worst half third quarter cent percent".split())  # … of all
_TIMES = frozenset("day days hour hours week weeks month months minutes night".split())
_NTH = frozenset("second third fourth fifth sixth seventh eighth ninth tenth other few".split())
_MORE = ("more than", "at least", "exceeding")
_FEWER = ("fewer than", "less than", "nearly", "almost", "at most")
_CAUSES = frozenset("because caused causes triggered sparked resulted prompted therefore".split())
_MERELY = frozenset("only just merely simply solely".split())
_TOWARDS = frozenset(map(stem, "towards toward path prospect".split()))
_AS_A = (["as", "a"], ["in", "consequence"])
_BEARS_CAUSE = frozenset(
    map(
        stem,
        """because cause lead result consequence consequently due owing thanks therefore thus hence
        trigger spark prompt force drive contribute response reason why root product stem arise fuel
        push produce bring rise source origin effect aftermath create impact owe account responsible
        outcome attributable given""".split(),
    )
)
_LONGEST = 8


def contrast(said: list[str], told: list[str]) -> str:
    """Where the words of a statement, `said`, go against its quotations, `told`; else "".

    Both as `assistant.governing.tokens` gives them.
    """
    return (
        _opposite(said, told)
        or _quantity(said, told)
        or _caused(said, told)
        or _swapped(said, told)
    )


def announced(word: str, told: list[str], held: set[str]) -> bool:
    """Whether the quotation only announces or proposes what `word` tells: the closure of, a bill
    on the abolition of."""
    if held & lexicon.INTENDED or not word.endswith("ed") or len(word) < 6:
        return False
    if any(stem(other) == stem(word) for other in told):
        return False
    nouns = [at for at, other in enumerate(told) if _noun_of(word, other)]
    return bool(nouns) and all(
        (lexicon.INTENDED | _TOWARDS) & {stem(other) for other in told[max(0, at - 5) : at]}
        for at in nouns
    )


def _noun_of(verb: str, noun: str) -> bool:
    return noun[:4] == verb[:4] and noun.endswith(
        ("ure", "ion", "ment", "al", "ance", "ence", "ing")
    )


def _opposite(said: list[str], told: list[str]) -> str:
    if (lexicon.NEGATORS | {"neither"}) & {*said, *told}:
        return ""
    ours, theirs = {stem(word): word for word in said}, {stem(word): word for word in told}
    for pair in _OPPOSITES:
        for mine, other in (pair, pair[::-1]):
            meant, held = mine & ours.keys(), other & theirs.keys()
            if meant and held and not mine & theirs.keys() and not other & ours.keys():
                return (
                    f"The statement says “{ours[min(meant)]}”, the quotation “{theirs[min(held)]}”."
                )
    return ""


def _quantity(said: list[str], told: list[str]) -> str:
    held = set(told)
    narrowed = {word for at, word in enumerate(told) if not _not_only(told, at)}
    for at, word in enumerate(said):
        before = said[at - 1] if at else ""
        nth = word == "every" and set(said[at + 1 : at + 2]) & _NTH
        idle = before in _NOT_ALL or (before == "of" and said[at - 2] in _ABOVE)
        superlative = any(each == "most" or each.endswith("est") for each in said[:at])
        idle |= before == "of" and superlative
        idle |= word in _ONLY and bool(_TIMES & set(said[at + 1 : at + 4]))
        if word in _ALL and not idle and not nth and not _BEARS_ALL & held:
            return f"The statement says “{word}” where the quotation does not."
        bearers = _BEARS_ONLY_IF if _IF & set(said[at + 1 : at + 2]) else _BEARS_ONLY
        if word in _ONLY and before != "not" and not idle and not bearers & narrowed:
            return f"The statement says “{word}” where the quotation does not."
    ours, theirs = " ".join(said), " ".join(told)
    for mine, other in ((_MORE, _FEWER), (_FEWER, _MORE)):
        meant = next((each for each in mine if f"{each} " in ours), "")
        instead = next((each for each in other if f"{each} " in theirs), "")
        if meant.endswith("than") and instead.endswith("than"):
            # Of girls than of boys, rather than of a number, `assistant.sides` tells.
            after = [
                text.partition(f"{each} ")[2].split()[:1]
                for text, each in ((ours, meant), (theirs, instead))
            ]
            meant = meant if after[0] == after[1] else ""
        if meant and instead and not any(each in theirs for each in mine):
            return f"The statement says “{meant}”, the quotation “{instead}”."
    return ""


def _not_only(tokens: list[str], at: int) -> bool:
    """Whether the word at `at` is of a "not only … but also"."""
    if tokens[at] == "not":
        return tokens[at + 1 : at + 2] != [] and tokens[at + 1] in _MERELY
    if tokens[at] in _MERELY:
        return tokens[at - 1 : at] == ["not"]
    return tokens[at] == "but" and bool(_MERELY & set(tokens[:at]))


def _caused(said: list[str], told: list[str]) -> str:
    """A note where the statement makes a cause of what the quotation only tells beside it."""
    since = any(
        told[at - 1 : at] in ([], [","], ["."]) for at, w in enumerate(told) if w == "since"
    )
    if since or _BEARS_CAUSE & {stem(word) for word in told}:
        return ""
    for at, word in enumerate(said):
        following = said[at + 1 : at + 2]
        led = word in ("led", "leads", "due", "thanks", "owing") and following == ["to"]
        result = word in ("result", "consequence") and said[at - 2 : at] in _AS_A
        if word in _CAUSES or led or result:
            return f"The statement tells of a cause (“{word}”) where the quotation does not."
    return ""


def _swapped(said: list[str], told: list[str]) -> str:
    """A note where a short statement has the same words as its quotation, turned round a verb."""
    ours, theirs = _telling(said), _telling(told)
    same = sorted(ours) == sorted(theirs) and len(set(ours)) == len(ours) <= _LONGEST
    denied = lexicon.NEGATORS & {*said, *told}
    if not same or denied or ("by" in said) != ("by" in told):
        return ""
    for at, pivot in enumerate(ours):
        there = theirs.index(pivot)
        first, last = set(ours[:at]), set(ours[at + 1 :])
        if first & set(theirs[there + 1 :]) == first and last & set(theirs[:there]) and first:
            return "The statement turns round who did it to whom in the quotation."
    return ""


def _telling(tokens: list[str]) -> list[str]:
    return [stem(word) for word in tokens if word not in lexicon.STOP and word.isalpha()]
