"""English words that come to the same when a statement is compared with its quotation.

Groups are narrow: their words may stand for one another in a report of what was said. Words that
are only about the same are in `assistant.lexicon.ALIKE`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from assistant import lexicon
from assistant.lexicon import stem

_PHRASES = {
    "give up": "abandon",
    "gave up": "abandoned",
    "given up": "abandoned",
    "let up": "abandon",
    "put an end to": "terminate",
    "puts an end to": "terminates",
    "putting an end to": "terminating",
    "take part": "participate",
    "took part": "participated",
    "taking part": "participating",
    "set up": "establish",
    "carry out": "conduct",
    "carried out": "conducted",
    "put forward": "submit",
    "call for": "urge",
    "called for": "urged",
    "calls for": "urges",
    "call on": "urge",
    "called on": "urged",
    "calls on": "urges",
    "call upon": "urge",
    "called upon": "urged",
    "take note": "note",
    "took note": "noted",
    "coming into force": "entry",
    "come into force": "enter",
    "comes into force": "enters",
    "came into force": "entered",
    "enter into force": "enter",
    "enters into force": "enters",
    "entered into force": "entered",
    "at the same time as": "during",
    "take effect": "enter",
    "takes effect": "enters",
    "took effect": "entered",
    "capital punishment": "death penalty",
    "claimed the lives": "killed",
    "lost their lives": "died",
    "loss of life": "deaths",
    "loss of lives": "deaths",
    "according to": "says",
}
_PHRASE = re.compile(r"\b(" + "|".join(sorted(_PHRASES, key=len, reverse=True)) + r")\b")

_SAME = [
    frozenset(map(stem, group.split()))
    for group in """
    abandon relent waver renounce relinquish forsake forgo desert
    begin start launch commence initiate beginning onset
    end finish conclude terminate cessation cease stop halt stoppage
    kill die dead death deadly slay perish fatality slaughter massacre murder lives
    injure wound injury
    rise increase grow growth surge climb soar upturn expand expansion raise up
    fall decrease decline drop diminish shrink reduce reduction dwindle cut lower down
    improve improvement ameliorate better
    worsen deteriorate deterioration worse aggravate exacerbate escalate
    urge exhort implore appeal plead encourage press beg
    demand insist
    welcome applaud commend praise hail salute laud congratulate
    condemn denounce
    concern worry worried alarm anxious anxiety
    regret lament deplore
    note observe acknowledge recognise recognize
    admit concede confess
    support back endorse
    oppose object
    reject refuse refusal rejection
    approve adopt adoption approval endorsement
    ratify accede ratification accession
    abolish abolition repeal scrap
    prohibit ban forbid outlaw prohibition
    allow permit authorise authorize
    need require necessary requirement
    help assist aid assistance
    protect protection safeguard shield
    imprison jail incarcerate
    detain detention custody
    arrest apprehend
    release free freed
    elect election vote ballot poll
    law legislation act statute
    establish create creation establishment found
    build construct construction
    deploy send dispatch
    submit present table
    enact adopt pass
    hold held keep
    host accommodate shelter
    return repatriate repatriation
    flee escape
    journalist reporter
    child children minor
    people person persons individual human
    country nation state
    world globe global worldwide
    principal main chief primary
    hindrance obstacle impediment barrier
    threat menace danger
    hope expect anticipate
    intend plan intention aim mean
    pledge promise vow
    examine consider
    enough sufficient adequate
    quick rapid swift prompt fast
    poor impoverished
    wealthy rich affluent
    receive get obtain
    treaty convention covenant instrument
    join accede
    cause trigger spark provoke
    soldier troop
    talk negotiate negotiation
    settlement solution settle resolve resolution
    investigate inquiry enquiry investigation probe
    fund finance
    inhabitant resident population
    """.strip().splitlines()
]
_BY_STEM: dict[str, str] = {}
for _group in _SAME:
    for _word in sorted(_group):
        _BY_STEM.setdefault(_word, min(_group))


@lru_cache(maxsize=50_000)
def concept(word: str) -> str:
    """What `word`, in lower case, stands for: its stem, or that of another such word."""
    root = stem(word)
    return _BY_STEM.get(root, root)


def plainly(tokens: Iterable[str]) -> list[str]:
    """`tokens` with phrases of two or more words as the one word that they come to."""
    text = " ".join(tokens)
    return _PHRASE.sub(lambda match: _PHRASES[match[1]], text).split()


def telling(tokens: Iterable[str]) -> frozenset[str]:
    """The concepts of those of `tokens` that are no words of grammar."""
    return frozenset(
        concept(word) for word in tokens if word not in lexicon.STOP and word[0].isalpha()
    )
