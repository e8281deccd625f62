"""What a quotation says beside the words that a statement takes from it, and the statement doesn't:
that it is hearsay, on a condition, somebody else's word, or of a part only. In English.

Each check asks whether the statement rests on the words concerned, and is kept quiet by any word of
the same kind in the statement.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant import lexicon
from assistant.conditions import unconditional
from assistant.lexicon import stem
from assistant.resting import ENDS, STOPS, around, following, rests, split

_HEARSAY = frozenset(
    """reportedly allegedly alleged purportedly purported apparently supposedly seemingly presumably
    presumed suspected suspect suspicions unconfirmed unverified rumours rumors rumoured rumored
    whether seem seems seemed appear appears appeared probably likely possibly perhaps believed
    suggests suggest suggested accused""".split()
)
_NOUNS = frozenset(  # with "of" or "that"
    """risk risks threat danger fear fears warning warned warn possibility allegations allegation
    rumours rumors""".split()
)
_SOME_REPORTS = frozenset(
    """are were of received hear heard seen by despite amid recent many numerous several further
    more these disturbing alarming credible repeated continued""".split()
)
_PASSIVE = frozenset("believed suspected accused alleged presumed".split())  # after is, was, been
_BE = frozenset("is are was were be been being".split())
_BEARS_HEARSAY = frozenset(
    map(
        stem,
        """reportedly allegedly alleged allegation purportedly apparently supposedly seemingly
        presumably presume suspect suspicion unconfirmed unverified rumour rumor whether seem appear
        probably probable likely likelihood possibly possible perhaps believe suggest accuse report
        may might could claim according indicate question debate think fear risk unclear evidence
        sign consider assume potential if ask charge threat danger warn possibility
        threaten""".split(),
    )
)
_SAYS = frozenset(
    "said says say told claimed claims claim insisted insists insist alleged alleges".split()
)
_NO_SAYING = _BE | frozenset("to the a an this that any his her their its no".split())
_STATES = frozenset(  # only before "that" or a colon; else they do something else
    """stated maintained maintains asserted asserts argued argues declared declares reported
    reports believes believe thinks think argue fear fears suspect suspects assert
    maintain""".split()
)
_NAMES = frozenset("called calls described describes".split())
_NOT_NAMING = frozenset("for on upon to in off by attention as and".split())
_OWN = frozenset("i we our us my me he she they it who which you".split())
_AMOUNTS = frozenset(
    """part parts portion section half third quarter majority minority most some many few several
    one two three handful dozens""".split()
)
_PARTS = _AMOUNTS | frozenset(
    """member members town towns village villages district districts area areas province provinces
    neighbourhood neighbourhoods west east north south centre center outskirts
    units factions""".split()
)
_NO_SPEAKERS = frozenset("criteria law standards definition rules data figures estimates".split())
_BODIES = frozenset("staff personnel family families delegation public crew".split())
_QUANTIFIERS = frozenset("some several certain few".split())
_BEARS_PART = frozenset(map(stem, _AMOUNTS)) | frozenset(
    map(stem, "number four five partly partial certain".split())
)


def left_out(said: list[str], told: list[str]) -> str:
    """What the quotations, `told`, say beside what `said` takes from them, as a note; else "".

    Both as `assistant.governing.tokens` gives them.
    """
    return (
        _hearsay(said, told)
        or unconditional(said, told)
        or _speaker(said, told)
        or _part(said, told)
    )


def _hearsay(said: list[str], told: list[str]) -> str:
    if _bears_hearsay(said):
        return ""
    for at, word in enumerate(told):
        if _is_hearsay(told, at) and rests(said, around(told, at)):
            return f"The quotation says “{word}”; the statement leaves it out."
    return ""


def _is_hearsay(tokens: list[str], at: int) -> bool:
    """Whether the word at `at` says that what is told beside it is not certain."""
    word, before, after = tokens[at], tokens[max(0, at - 2) : at], tokens[at + 1 : at + 2]
    if word == "likely" and before[-1:] in (["more"], ["less"]):
        return False
    if word in ("accuse", "accuses", "accusing"):
        return "of" in tokens[at + 1 : at + 6]
    if word in _PASSIVE:
        return bool(_BE & set(before))
    if word in _NOUNS or (word == "reports" and _SOME_REPORTS & set(before)):
        return after in (["of"], ["that"])
    return word in _HEARSAY


def _bears_hearsay(said: list[str]) -> bool:
    for at, word in enumerate(said):
        # Who reported that something happened has said it outright.
        outright = word.startswith("report") and said[at + 1 : at + 2] == ["that"]
        if word == "said" and said[at + 1 : at + 2] == ["to"] and said[at - 1] in _BE:
            return True
        if stem(word) in _BEARS_HEARSAY and not (
            outright and not _BE & set(said[max(0, at - 2) : at])
        ):
            return True
    return False


def _speaker(said: list[str], told: list[str]) -> str:
    """A note where a statement takes up what the quotation says that somebody else said."""
    held = {*map(stem, said), *_initials(said)}
    if "according" in said:
        return ""
    for sentence in split(told, ENDS - {":"}):
        for speaker, words, claim in _attributed(sentence):
            if rests(said, claim) and not {*map(stem, speaker), *_initials(speaker)} & held:
                return f"The quotation says this as the word of “{words}”; the statement does not."
    return ""


def _initials(tokens: Sequence[str]) -> Iterator[str]:
    """What acronyms of neighbouring words would be: United Nations, UN."""
    telling = [word for word in tokens if word not in lexicon.STOP]
    for size in range(2, 6):
        for at in range(len(telling) - size + 1):
            yield "".join(word[0] for word in telling[at : at + size])


def _attributed(sentence: list[str]) -> Iterator[tuple[list[str], str, list[str]]]:
    """The telling words for who speaks, their words in full, and what they are said to say."""
    for at, word in enumerate(sentence):
        if word == "according" and sentence[at + 1 : at + 2] == ["to"]:
            end = following(sentence, at, STOPS)
            who, rest = sentence[at + 2 : end], sentence[:at] + sentence[end:]
        elif _is_saying(sentence, at):
            start = max((i + 1 for i in range(at) if sentence[i] in STOPS), default=0)
            who, rest = sentence[start:at], sentence[at + 1 :]
            if not who and word == "said":  # “…,” said Y
                end = following(sentence, at, STOPS)
                who, rest = sentence[at + 1 : end], sentence[:at] + sentence[end:]
            rest = _one_clause(rest)
        else:
            continue
        if not _OWN & set(who):
            telling = [each for each in who if each not in lexicon.STOP and each.isalpha()]
            if telling and not _NO_SPEAKERS & set(telling):
                yield telling, " ".join(who), rest


def _is_saying(sentence: list[str], at: int) -> bool:
    word, following = sentence[at], sentence[at + 1 : at + 2]
    if word in _NAMES:
        return (
            bool(following)
            and not {*following} & (_NOT_NAMING | STOPS)
            and not (_BE & set(sentence[at - 1 : at]))
        )
    if _NO_SAYING & set(sentence[at - 1 : at]):
        return False
    return word in _SAYS or (
        word in _STATES and bool({"that", ":"} & set(sentence[at + 1 : at + 3]))
    )


def _one_clause(tokens: list[str]) -> list[str]:
    """`tokens` up to where another clause begins: ", and …", ", but …"."""
    for at, word in enumerate(tokens):
        if word == "," and tokens[at + 1 : at + 2] in (["and"], ["but"], ["while"], ["whereas"]):
            return tokens[:at]
    return tokens


def _counts_many(words: list[str]) -> bool:
    """Whether the noun of these words is a plural: not "some clash of civilizations"."""
    for word in words:
        if word in lexicon.STOP:
            return False
        if word.endswith("s") or word in ("people", "children", "women", "men"):
            return True
    return False


def _part(said: list[str], told: list[str]) -> str:
    """A note where a statement tells of the whole what the quotation tells of a part."""
    if _BEARS_PART & set(map(stem, said)):
        return ""
    parts: dict[str, str] = {}
    for at, word in enumerate(told):
        if word in _PARTS and told[at + 1 : at + 2] == ["of"]:
            whole = next((each for each in told[at + 2 : at + 6] if each not in lexicon.STOP), "")
            if "all" in told[max(0, at - 2) : at]:
                continue
            if word.startswith("member") and whole in _BODIES:
                continue
            parts[stem(whole)] = f"{word} of"
        if word == "some" and not _counts_many(told[at + 1 : at + 4]):
            continue
        if word in _QUANTIFIERS and rests(said, around(told, at)):
            next_to = [each for each in told[at + 1 : at + 3] if each not in lexicon.STOP]
            parts |= {stem(each): word for each in next_to[:1]}
        if word in ("single", "lone") and at + 1 < len(told):
            whole = next((each for each in said if each.endswith("s")), "")
            near = {stem(each) for each in told[at + 1 : at + 5]}
            if "single" not in said and stem(whole) in near:
                return f"The quotation tells it of a {word} one; the statement does not."
    for whole, words in parts.items():
        times = sum(stem(word) == whole for word in told)
        shortened = {word[:4] for word in said}
        if times == 1 and whole in map(stem, said) and words[:4].strip() not in shortened:
            return f"The quotation says “{words}”; the statement leaves it out."
    return ""
