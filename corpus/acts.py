"""The words by which publishers take positions: a lexicon of speech acts in the field's English.

`VERBS` maps a verb to its act; a verb in `COMPLEMENTS` takes a position only before one of those
words ("call on", never "call it"). `NOUNS` are what is expressed, reaffirmed or renewed; `STATES`
what one is ("we are concerned"). All words are in lower case.
"""

from __future__ import annotations

from collections.abc import Mapping

CONDEMN, CALL, DEMAND, WELCOME, SUPPORT = "condemn", "call", "demand", "welcome", "support"
OPPOSE, REJECT, REGRET, CONCERN = "oppose", "reject", "regret", "concern"
RECOMMEND, RECOGNISE, COMMIT, AFFIRM = "recommend", "recognise", "commit", "affirm"
ACTS = (
    CONDEMN,
    CALL,
    DEMAND,
    WELCOME,
    SUPPORT,
    OPPOSE,
    REJECT,
    REGRET,
    CONCERN,
    RECOMMEND,
    RECOGNISE,
    COMMIT,
    AFFIRM,
)


def _by_word(table: Mapping[str, str]) -> dict[str, str]:
    return {word: act for act, words in table.items() for word in words.split()}


VERBS = _by_word(
    {
        CONDEMN: "condemn denounce deplore decry abhor",
        CALL: "call urge appeal implore exhort beseech encourage invite ask request plead",
        DEMAND: "demand insist",
        WELCOME: "welcome commend applaud praise salute hail appreciate congratulate",
        SUPPORT: "support endorse back favour favor advocate uphold champion stand side",
        OPPOSE: "oppose object",
        REJECT: "reject repudiate refuse",
        REGRET: "regret lament",
        CONCERN: "fear worry warn caution",
        RECOMMEND: "recommend propose suggest",
        RECOGNISE: "recognise recognize acknowledge",
        COMMIT: "commit pledge undertake vow promise",
        AFFIRM: """affirm reaffirm reiterate stress emphasise emphasize underline underscore
        highlight restate""",
    }
)
COMPLEMENTS = {
    "call": frozenset("on upon for".split()),
    "appeal": frozenset("to for once again".split()),
    "plead": frozenset("with for".split()),
    "stand": frozenset("with by behind beside against ready firm firmly shoulder".split()),
    "side": frozenset({"with"}),
    "object": frozenset({"to"}),
    "caution": frozenset({"against", "that"}),
}
# What follows where a verb takes no position: questions to oneself, greetings, other senses.
NOT_BEFORE = {
    "ask": frozenset("ourselves myself itself you why how what whether if where who".split()),
    "welcome": frozenset("you him her".split()),
    "recognise": frozenset({"ourselves"}),
    "fear": frozenset({"no", "nothing"}),
    "back": frozenset("to in into on from and by up at".split()),
}
# Verbs that take a position only through what they express: "we express our concern".
VOICING = frozenset(
    """express voice convey extend renew repeat declare confirm offer lend give share register
    reiterate reaffirm affirm restate emphasise emphasize stress underline underscore highlight
    note state place attach maintain pay echo proclaim raise record join have add""".split()
)
NOUNS = _by_word(
    {
        CONDEMN: "condemnation denunciation abhorrence outrage",
        CALL: "call calls appeal appeals plea request",
        DEMAND: "demand demands",
        WELCOME: "appreciation satisfaction tribute",
        SUPPORT: "support solidarity endorsement backing confidence sympathy",
        OPPOSE: "opposition objection objections",
        REJECT: "rejection refusal",
        REGRET: "regret regrets disappointment dismay sorrow sadness",
        CONCERN: "concern concerns alarm worry worries fears",
        COMMIT: "commitment determination pledge readiness resolve willingness",
        AFFIRM: "importance conviction belief faith need position attachment adherence",
    }
)
STATES = _by_word(
    {
        CONCERN: "concerned alarmed worried troubled disturbed preoccupied anxious",
        CONDEMN: "appalled outraged",
        REGRET: "saddened disappointed dismayed pained shocked distressed",
        WELCOME: "encouraged heartened gratified pleased glad delighted",
        COMMIT: "committed determined dedicated resolved prepared ready willing",
        SUPPORT: "supportive",
        OPPOSE: "opposed against",
        AFFIRM: "convinced",
    }
)
# "We are pleased to" and "we are ready to" announce; only these states bear an infinitive.
STATES_BEFORE_TO = frozenset("committed determined dedicated prepared ready willing".split())
STANDING = {  # "is a steadfast supporter of"
    **dict.fromkeys("supporter advocate proponent champion defender".split(), SUPPORT),
    "opponent": OPPOSE,
}
# What, denied, is a rejection: "we cannot accept".
SUFFERED = frozenset("accept tolerate condone agree allow permit countenance".split())
ADVERBS = frozenset(
    """also therefore thus hence again too further furthermore still always ever once more hereby
    indeed however now here today all both likewise moreover nevertheless instead just rather even
    too very most particularly deeply as well""".split()
)
BEFORE_NOUN = frozenset(
    """the a an this that these those all any every its their our his her your such both each new
    for on upon to of in with and strong full greater""".split()
)


def forms(verb: str) -> dict[str, str]:
    """The forms of a regular verb, each with its name: base, s, ed, ing."""
    stem = verb[:-1] if verb.endswith("e") else verb
    root = verb + "t" if verb == "commit" else stem
    third = f"{verb}es" if verb.endswith("ss") else f"{verb}s"
    return {verb: "base", third: "s", f"{root}ed": "ed", f"{root}ing": "ing"}


FORMS: dict[str, tuple[str, str]] = {
    form: (verb, name)
    for verb in {*VERBS, *VOICING, *SUFFERED}
    for form, name in forms(verb).items()
}
FORMS.update(
    {
        "stood": ("stand", "ed"),
        "undertook": ("undertake", "past"),
        "undertaken": ("undertake", "ed"),
        "gave": ("give", "past"),
        "given": ("give", "ed"),
        "agreed": ("agree", "ed"),
        "paid": ("pay", "ed"),
        "has": ("have", "s"),
        "permitted": ("permit", "ed"),
    }
)
