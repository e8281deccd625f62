"""What a statement tells as done where its quotation only foresees it, in English."""

from __future__ import annotations

from assistant import lexicon
from assistant.concepts import telling
from assistant.lexicon import stem
from assistant.resting import STOPS

_HAS = frozenset("has have had".split())
_BE = frozenset("was were".split())
_TELLING = frozenset(  # reports of what was said: their past tells of saying, not of doing
    map(
        stem,
        """say state tell note stress underline underscore highlight describe call declare report
        explain maintain hold argue add recall remind consider regard see view believe think
        express voice affirm reaffirm reiterate claim point mention announce indicate emphasise
        emphasize acknowledge admit recognise recognize observe warn find confirm accuse deny put
        attribute name give agree decide commit undertake welcome condemn regret deplore praise
        commend thank support oppose reject want seek look need require oblige concern convince
        refer term wonder inquire assure pledge determine set base entitle relate schedule due
        design mean intend involve follow unite limit advanced continue remain offer
        stay please delight interest disappoint encourage satisfy dedicate honour honor object call
        meant design""".split(),
    )
)
_AHEAD = lexicon.REQUESTS | frozenset(
    map(
        stem,
        """will shall plan intend intention aim readiness ready prepare prepared should must ought
        may might could would if next forthcoming upcoming determined seek propose
        due""".split(),
    )
)
_AIMS = frozenset(map(stem, "target goal objective aim ambition plan hope intention".split()))
_ENDS = frozenset(".;:!?")
_WHEN = frozenset("after once when until till if unless before where".split())
_RELATIVE = frozenset("having who which that whom whose".split())
_LITTLE = frozenset(
    "not also already since now been all only ever just now then both fully largely".split()
)
_PRAISING = frozenset("encouraging promising inviting".split())
_BORNE = frozenset(
    map(stem, "will shall would may might could should must if ready mean meant design".split())
)


def not_yet(said: list[str], told: list[str]) -> str:
    """A note where the statement tells as done what its quotation nowhere tells as done."""
    ours = telling(said)
    aimed = _aimed(said, told)
    if aimed:
        return f"The quotation tells “{aimed}” as an aim, the statement as a fact."
    if {stem(word) for word in said} & (_AHEAD | _BORNE):
        return ""
    done = [at for at in range(len(said)) if _is_done(said, at) and not _is_supposed(said, at)]
    if not done:
        return ""
    sentence = max(_sentences(told), key=lambda each: len(ours & telling(each)), default=[])
    if not {stem(word) for word in sentence if word not in _PRAISING} & _AHEAD:
        return ""
    near = [each for each in _sentences(told) if len(ours & telling(each)) > 1]
    if any(_is_done(each, at) for each in near for at in range(len(each))):
        return ""
    if len(ours & telling(sentence)) < 3:
        return ""
    return f"The quotation tells of what is to come, the statement of what was “{said[done[-1]]}”."


def _aimed(said: list[str], told: list[str]) -> str:
    """The verb that the quotation tells as an aim only (the target of generating), and the
    statement as done; else ""."""
    if {stem(word) for word in said} & (_AIMS | _AHEAD | _BORNE):
        return ""
    for at, word in enumerate(told):
        if stem(word) in _AIMS and told[at + 1 : at + 2] in (["of"], ["to"]):
            verb = next((w for w in told[at + 2 : at + 5] if w not in lexicon.STOP), "")
            told_as_done = [w for w in said if stem(w) == stem(verb) and not w.endswith("ing")]
            if told_as_done and (verb.endswith("ing") or told[at + 1] == "to"):
                return verb
    return ""


def _is_supposed(tokens: list[str], at: int) -> bool:
    """Whether the word at `at` tells when or on what condition something is: once it was lodged."""
    start = next((i + 1 for i in range(at - 1, -1, -1) if tokens[i] in STOPS), 0)
    return bool(_WHEN & set(tokens[start:at]))


def _is_done(tokens: list[str], at: int) -> bool:
    """Whether the word at `at` tells that something was done; not that something was said."""
    word = tokens[at]
    if word in lexicon.STOP or not lexicon.past(word) or stem(word) in _TELLING | _AHEAD:
        return False
    before = [each for each in tokens[max(0, at - 4) : at] if each not in _LITTLE]
    if before[-1:] and before[-1] in _RELATIVE | {
        "to",
        "by",
        "as",
        "a",
        "an",
        "the",
        "and",
        "or",
        "of",
    }:
        return False
    return not (before[-1:] and before[-1] in ("is", "are", "be", "being"))


def _sentences(tokens: list[str]) -> list[list[str]]:
    found: list[list[str]] = [[]]
    for token in tokens:
        if token in _ENDS:
            found.append([])
        else:
            found[-1].append(token)
    return found
