"""The English words by which statements assert, deny, hedge and act, for `assistant.bearing`.

The lists are small on purpose: a check that rests on them must be right when it fires; what they
do not know passes on to the reader. Words are compared by their stems.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files

import snowballstemmer  # type: ignore[import-untyped]  # ships no types

_STEMMER = snowballstemmer.stemmer("english")


_IRREGULAR = dict(
    pair.split()
    for pair in """
    withdrew withdraw, withdrawn withdraw, fell fall, fallen fall, rose rise, risen rise, began
    begin, begun begin, broke break, broken break, took take, taken take, gave give, given give,
    fled flee, held hold, met meet, spoke speak, spoken speak, kept keep, brought bring, sought
    seek, led lead, lost lose, fought fight, sent send, built build, paid pay, grew grow, grown
    grow, drove drive, driven drive, chose choose, chosen choose, saw see, seen see, stood
    stand, became become, came come, went go, gone go, made make, told tell, bought buy, caught
    catch, shot shoot, struck strike, swore swear, sworn swear, forbade forbid, forbidden
    forbid, overthrew overthrow, overthrown overthrow, wrote write, written write, won win,
    dealt deal, heard hear, hid hide, hidden hide, forgot forget, forgotten forget, froze
    freeze, frozen freeze, stole steal, stolen steal, sank sink, sunk sink, sold sell, spent
    spend, undertook undertake, undertaken undertake, upheld uphold, withheld withhold, arose
    arise, arisen arise, bore bear, borne bear, drew draw, drawn draw, knew know, known know,
    lent lend, ran run, laid lay, left leave, found find, felt feel, thought think, meant mean,
    taught teach, ate eat, eaten eat, blew blow, blown blow, flew fly, flown fly, shook shake,
    shaken shake, fed feed, bled bleed, got get, tore tear, torn tear, swept sweep, hung hang, dug
    dig, burnt burn, rebuilt rebuild, underwent undergo, undergone undergo, foresaw foresee,
    foreseen foresee, forgave forgive, forgiven forgive, misled mislead, beaten beat, sat sit,
    withstood withstand, overtook overtake, overtaken overtake, mistook mistake, wore wear, worn
    wear, slept sleep, stuck stick, rode ride, ridden ride, shown show, shrank shrink,
    threw throw, thrown throw
    """.split(",")
)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of an English word in lower case; of an irregular verb's form, the verb's."""
    return str(_STEMMER.stemWord(_IRREGULAR.get(word, word)))


@cache
def common() -> frozenset[str]:
    """Stems of words that are names hardly ever."""
    text = (files("corpus") / "data" / "common_words.txt").read_text("utf-8")
    return frozenset(stem(line) for line in text.splitlines() if not line.startswith("#"))


def past(word: str) -> bool:
    """Whether a word may tell what was done."""
    return word.endswith("ed") or word in _IRREGULAR


def _stems(words: str) -> frozenset[str]:
    return frozenset(map(stem, words.split()))


NEGATORS = frozenset("not no never neither nor none nobody nothing nowhere without cannot".split())
NEGATIVES = _stems(  # say "not" by another word
    """fail failure refuse refusal reject rejection deny denial lack absence absent prevent oppose
    opposition cease stop end against unable unwilling impossible rather instead hardly seldom
    rarely little few avoid prohibit ban forbid exclude lost lose neglect ignore withhold abandon
    unacceptable unprotected inaction inadequate insufficient impunity ineffective unsuccessful
    illegal unlawful unfair unjust unsafe incapable unresolved unanswered unfulfilled collapse
    violate violation breach deprive halt block hinder obstruct decline refrain abstain"""
)
DENIERS = _stems(
    """fail failure refuse refusal decline deny deprive unable unwilling rarely seldom hardly
    scarcely"""
)  # of what follows them
SHUT = _stems("closed shut partly barely outside")  # may bear a "not" of the statement
NOT_NEGATING = frozenset("only just merely simply least doubt less alone but".split())
NOT_WITHOUT = frozenset(
    "delay doubt hesitation exception question reservation precedent prejudice further".split()
)

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
LOOSE = _stems(  # hedges only before "to" or "that"; else they are nouns, or verbs of their own
    """plan commit like want time order support agree continue remain resolve report offer need
    duty responsibility let"""
)
REQUESTS = _stems(  # what is wished, foreseen or alleged, said before a verb, is not told as done
    """urge call ask appeal encourage invite recommend demand insist request propose suggest hope
    wish want expect intend plan promise pledge vow threaten allege suspect try attempt"""
)
INTENDED = REQUESTS | _stems(  # announced or begun, not done
    """announce prepare preparation offer agree aim seek ready bill draft decide decision determined
    undertake set schedule due proposal readiness consider vote"""
)
IMPLYING = _stems(  # what follows them with "to" came to pass
    """manage begin start continue help able enable force compel cause lead drive oblige prompt come
    first last only go turn prove happen allow permit make use used enough proceed get tend remain
    go serve contribute push need vote"""
)


def _acts() -> dict[str, frozenset[str]]:
    """By the stem of what a statement says somebody did, the stems that bear it."""
    lines = (files("assistant") / "data" / "acts.txt").read_text("utf-8").splitlines()
    pairs = (line.split("|") for line in lines if line and not line.startswith("#"))
    return {stem(act.strip()): _stems(f"{act} {bearers}") for act, bearers in pairs}


ACTS = _acts()

# Words that stand for one another, so that a statement in other words is seen to be about the same.
ALIKE = tuple(
    _stems(group)
    for group in (
        "truce ceasefire armistice hostilities",
        "jail imprison prison arrest detain detention custody",
        "trial court judge justice prosecute prosecution account accountable accountability",
        "talk talks negotiate negotiation dialogue meeting",
        "kill killing dead death die murder slaughter massacre",
        "aid relief assistance help humanitarian assist",
        "child children boy girl minor young youth",
        "flee displace displaced refugee exodus",
        "journalist reporter press media",
        "protect protection shield safeguard",
        "hunger famine starve starvation food",
        "poverty poor",
        "election vote ballot poll",
        "attack assault raid strike bomb shell",
        "soldier troop army force military",
        "law legislation act statute treaty convention",
        "money fund finance contribution donor dollar",
        "deny denial access block refuse allow",
        "violence fighting war conflict hostilities",
        "school education pupil student teach",
        "government authority regime cabinet state",
        "village town city community",
    )
)

# Verbs of saying: that they are in the past says nothing of what was said.
REPORTS = _stems(
    """say state tell note stress underline underscore highlight recall remind reiterate reaffirm
    emphasise emphasize mention point add explain report declare observe express acknowledge
    remark"""
)

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
INSTITUTIONS = frozenset("state states government governments member members party parties".split())
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
