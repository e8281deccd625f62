"""What a quotation says beside the words that a statement takes from it, and the statement doesn't:
that it is hearsay, on a condition, somebody else's word, or of a part only. In English.

Each check asks whether the statement rests on the words concerned, and is kept quiet by any word of
the same kind in the statement.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant import lexicon
from assistant.lexicon import stem

_ENDS = frozenset(".;:!?")
_STOPS = _ENDS | {",", "(", ")"}

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
        sign consider assume potential if ask charge threat danger warn possibility""".split(),
    )
)
_CONDITIONS = frozenset("if unless provided providing subject depending contingent".split())
_BEARS_CONDITION = frozenset(
    map(
        stem,
        """if unless provided providing subject depend contingent condition conditional only once
        exchange return long resort when after until case event should without whether would had
        offer pending were warn fear""".split(),
    )
)
_LED_BY = (  # conditions in more than a word
    "in exchange for",
    "in return for",
    "as long as",
    "so long as",
    "as a last resort",
    "only when",
    "only after",
    "only once",
    "on condition",
    "in the event",
)
_NO_CONDITION = frozenset("as even what any anything not only we".split())  # around an "if"
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
_QUANTIFIERS = frozenset("some several certain few".split())
_BEARS_PART = frozenset(map(stem, _AMOUNTS)) | frozenset(
    map(stem, "number four five partly partial certain".split())
)


def left_out(said: list[str], told: list[str]) -> str:
    """What the quotations, `told`, say beside what `said` takes from them, as a note; else "".

    Both as `assistant.grammar.tokens` gives them.
    """
    return (
        _hearsay(said, told) or _condition(said, told) or _speaker(said, told) or _part(said, told)
    )


def _hearsay(said: list[str], told: list[str]) -> str:
    if _bears_hearsay(said):
        return ""
    for at, word in enumerate(told):
        if _is_hearsay(told, at) and _rests(said, _around(told, at)):
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
        if stem(word) in _BEARS_HEARSAY and not (
            outright and not _BE & set(said[max(0, at - 2) : at])
        ):
            return True
    return False


def _condition(said: list[str], told: list[str]) -> str:
    if _BEARS_CONDITION & set(map(stem, said)):
        return ""
    for sentence in _split(told, _ENDS):
        for start, word in _conditions(sentence):
            end = _next(sentence, start, _STOPS)
            clause, rest = sentence[start:end], sentence[:start] + sentence[end:]
            if _rests(said, rest) and not _rests(said, clause):
                return f"The quotation says it on a condition (“{word}”); the statement does not."
    return ""


def _conditions(sentence: list[str]) -> Iterator[tuple[int, str]]:
    text = " ".join(sentence)
    for at, word in enumerate(sentence):
        beside = {*sentence[max(0, at - 1) : at], *sentence[at + 1 : at + 2]}
        if word in ("provided", "providing") and sentence[at + 1 : at + 2] != ["that"]:
            continue
        if word == "subject" and sentence[at + 1 : at + 2] != ["to"]:
            continue
        done = word == "if" and sentence[at + 2 : at + 4] == ["have", "not"]
        if word in _CONDITIONS and not (word == "if" and _NO_CONDITION & beside) and not done:
            yield at, word
        opens = at == 0 or sentence[at - 1] == ","
        following = sentence[at + 1 : at + 2]
        if word == "should" and at == 0 or word == "without" and at == 0:
            yield at, word
        if word == "once" and opens and following not in (["again"], ["more"], ["and"], [","]):
            yield at, word
    for phrase in _LED_BY:
        before, found, _ = f" {text}".partition(f" {phrase}")
        if found:
            yield len(before.split()), phrase


def _speaker(said: list[str], told: list[str]) -> str:
    """A note where a statement takes up what the quotation says that somebody else said."""
    held = {*map(stem, said), *_initials(said)}
    for sentence in _split(told, _ENDS - {":"}):
        for speaker, words, claim in _attributed(sentence):
            if _rests(said, claim) and not {*map(stem, speaker), *_initials(speaker)} & held:
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
            end = _next(sentence, at, _STOPS)
            who, rest = sentence[at + 2 : end], sentence[:at] + sentence[end:]
        elif _is_saying(sentence, at):
            start = max((i + 1 for i in range(at) if sentence[i] in _STOPS), default=0)
            who, rest = sentence[start:at], sentence[at + 1 :]
            if not who and word == "said":  # “…,” said Y
                end = _next(sentence, at, _STOPS)
                who, rest = sentence[at + 1 : end], sentence[:at] + sentence[end:]
            rest = _one_clause(rest)
        else:
            continue
        if not _OWN & set(who):
            telling = [each for each in who if each not in lexicon.STOP and each.isalpha()]
            if telling:
                yield telling, " ".join(who), rest


def _is_saying(sentence: list[str], at: int) -> bool:
    word, following = sentence[at], sentence[at + 1 : at + 2]
    if word in _NAMES:
        return (
            bool(following)
            and not {*following} & (_NOT_NAMING | _STOPS)
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


def _part(said: list[str], told: list[str]) -> str:
    """A note where a statement tells of the whole what the quotation tells of a part."""
    if _BEARS_PART & set(map(stem, said)):
        return ""
    parts: dict[str, str] = {}
    for at, word in enumerate(told):
        if word in _PARTS and told[at + 1 : at + 2] == ["of"]:
            whole = next((each for each in told[at + 2 : at + 6] if each not in lexicon.STOP), "")
            parts[stem(whole)] = f"{word} of"
        if word in _QUANTIFIERS and _rests(said, _around(told, at)):
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


def _around(tokens: list[str], at: int) -> list[str]:
    """The words between the commas around `at`; beyond them where these are hardly any."""
    start = max((i + 1 for i in range(at) if tokens[i] in _STOPS), default=0)
    end = _next(tokens, at, _STOPS)
    if len(_telling(tokens[start:end])) < 3:
        start = max((i + 1 for i in range(start - 1) if tokens[i] in _ENDS), default=0)
        end = _next(tokens, at, _ENDS)
    return tokens[start:at] + tokens[at + 1 : end]


def _rests(said: list[str], told: Sequence[str]) -> bool:
    """Whether the statement takes what it says from the words `told`."""
    ours, theirs = _telling(said), _telling(told)
    shared = len(ours & theirs)
    return shared >= 2 and (2 * shared >= len(ours) or 5 * shared >= 3 * len(theirs))


def _telling(tokens: Sequence[str]) -> set[str]:
    return {stem(word) for word in tokens if word not in lexicon.STOP and word.isalpha()}


def _split(tokens: list[str], at: frozenset[str]) -> Iterator[list[str]]:
    begun: list[str] = []
    for token in tokens:
        if token in at:
            yield begun
            begun = []
        else:
            begun.append(token)
    yield begun


def _next(tokens: Sequence[str], at: int, ends: frozenset[str]) -> int:
    return next((i for i in range(at, len(tokens)) if tokens[i] in ends), len(tokens))
