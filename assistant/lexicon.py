"""The English words by which statements assert, deny, hedge and act, for `assistant.bearing`.

The lists are small on purpose: a check that rests on them must be right when it fires; what they
do not know passes on to the reader. Words are compared by their stems.
"""

from __future__ import annotations

from functools import lru_cache

import snowballstemmer  # type: ignore[import-untyped]  # ships no types

_STEMMER = snowballstemmer.stemmer("english")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of an English word in lower case."""
    return str(_STEMMER.stemWord(word))


def _stems(words: str) -> frozenset[str]:
    return frozenset(map(stem, words.split()))


NEGATORS = frozenset("not no never neither nor none nobody nothing nowhere without cannot".split())
NEGATIVES = _stems(  # say "not" by another word
    """fail failure refuse refusal reject rejection deny denial lack absence absent prevent oppose
    opposition cease stop end against unable unwilling impossible rather instead hardly seldom
    rarely little few avoid prohibit ban forbid exclude lost lose neglect ignore withhold abandon
    unacceptable unprotected inaction inadequate insufficient impunity"""
)
NOT_NEGATING = frozenset("only just merely simply least doubt less alone but".split())

POSSIBLE, OBLIGED, FUTURE = "possible", "obliged", "future"
MODALS = {
    **dict.fromkeys("may might could can perhaps possibly".split(), frozenset({POSSIBLE})),
    **dict.fromkeys("should must ought need needs".split(), frozenset({OBLIGED})),
    **dict.fromkeys("will would".split(), frozenset({FUTURE})),
    "shall": frozenset({OBLIGED, FUTURE}),
}
HEDGES = _stems(  # with these a verb is wished, asked for or foreseen, not told as done
    """urge call ask appeal encourage invite recommend demand insist request propose suggest hope
    wish want expect intend intention plan promise pledge vow commit commitment determined warn
    fear risk threaten threat possible possibility potential like likely ready will would if whether
    let aim seek support agree believe advocate favour favor require necessary essential important
    time duty responsibility resolve prepared offer continue remain need importance necessity"""
)

# What a statement says somebody did -> what a quotation may say for it to bear that.
ACTS = {
    stem(act): _stems(f"{act} {bearers}")
    for act, bearers in {
        "condemn": "denounce",
        "denounce": "condemn",
        "deplore": "condemn denounce",
        "concern": "worry worried alarm disturb trouble anxious fear",
        "demand": "insist must",
        "insist": "demand must",
        "welcome": "praise commend applaud salute congratulate appreciate appreciation hail",
        "praise": "commend applaud salute congratulate appreciate appreciation hail tribute",
        "endorse": "support back",
        "support": "endorse back favour favor stand assist help",
        "reject": "oppose refuse against object not no never cannot",
        "oppose": "reject refuse against object not no never cannot",
        "pledge": "promise vow commit commitment undertake will shall contribution announce",
        "promise": "pledge vow commit commitment undertake will shall announce determined",
        "vow": "promise pledge commit will shall determined swear sworn",
        "apologise": "apologize apology sorry forgiveness",
        "apologize": "apologise apology sorry forgiveness",
        "deny": "denial refute reject refuse not no never deprive",
        "admit": "admission acknowledge confess concede recognise recognize",
        "threaten": "threat",
        "accuse": "blame allege responsible responsibility guilty perpetrate",
        "blame": "accuse fault responsible responsibility guilty",
    }.items()
}

STOP = frozenset(
    """a about above after again all also am an and any are as at be because been before being both
    but by did do does doing done during each even ever every for from had has have having he her
    here hers him his how i if in into is it its itself just like many me more most much my of off
    on one or other our out over own said same say says she since so some still such than that the
    their them themselves then there these they this those through to too under until up upon us
    very was we were what when where which while who whom whose why with within you your yet
    according addition although another however including indeed instead let may might must only
    several should thus today together toward towards unless whether will would can could shall
    ought need needs mr mrs ms dr prof sir two three four five six seven eight nine ten not no
    never neither nor none nobody nothing nowhere without cannot now once against among between
    despite per""".split()
)
GENERIC = frozenset(  # nouns that open sentences and name nobody
    """activists attackers attacks authorities children citizens civilians conflict countries
    delegates delegations displaced experts families governments groups human international
    journalists leaders members mothers nations officials parties people peoples refugees
    representatives soldiers speakers states statements survivors victims violence women workers
    world dozens hundreds thousands millions""".split()
)
PEOPLES = {  # how peoples are called, where it is not their country with an ending
    **{"afghan": "afghanistan", "argentine": "argentina", "belgian": "belgium"},
    **{"british": "britain", "burmese": "burma", "chilean": "chile", "chinese": "china"},
    **{"congolese": "congo", "danish": "denmark", "dutch": "netherlands", "egyptian": "egypt"},
    **{"finnish": "finland", "french": "france", "german": "germany", "greek": "greece"},
    **{"hungarian": "hungary", "irish": "ireland", "italian": "italy", "lebanese": "lebanon"},
    **{"mexican": "mexico", "norwegian": "norway", "palestinian": "palestine"},
    **{"peruvian": "peru", "polish": "poland", "spanish": "spain", "swedish": "sweden"},
    **{"swiss": "switzerland", "thai": "thailand", "turkish": "turkey", "ukrainian": "ukraine"},
}
PEOPLE_ENDINGS = ("s", "n", "ns", "an", "ans", "ian", "ians", "i", "is", "ese")
