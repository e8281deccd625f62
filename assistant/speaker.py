"""Who speaks in a question: "according to Malawi", "Albania's PM said", "Cyprus 2017: …"."""

from __future__ import annotations

import re

from corpus.places import Mention, canonical

SPEECH_NOUNS = (
    r"speech|speeches|statements?|address|remarks?|positions?|views?|lines?|stances?|take|words|"
    r"reactions?|responses?|arguments?"
)
# What people say somebody has, where they mean what somebody said.
_SAYINGS = (
    r"complaints?|claims?|offers?|demands?|calls?|criticisms?|warnings?|appeals?|pledges?|"
    r"promises?|pleas?|excuses?|defen[cs]e|attitudes?|stand|thinking|opinions?|ideas?|"
    r"suggestions?|proposals?|answers?|reply|replies|objections?|worry|worries|concerns?|"
    r"condemnations?|praise|verdicts?|messages?|explanations?|reasons?|reasoning|accounts?|"
    r"figures?|wording|language|phrases?|admissions?|accusations?|allegations?|points?|rationale|"
    r"versions?|cures?|remed(?:y|ies)|recipes?|salutes?|tributes?|apolog(?:y|ies)|thanks|regrets?|"
    r"rebukes?|reproach(?:es)?|boasts?|vows?|estimates?|tally|priorities|goals?|targets?|case"
)
_OFFICES = (
    r"presidents?|pm|prime minister|ministers?|foreign minister|leaders?|delegates?|delegation|"
    r"ambassador|envoy|representative|government|king|emir|chancellor|premier|vice-president|"
    r"executive director|spokes\w+"
)
_SPEAKING = (
    r"sa(?:y|ys|id|ying)|tell|tells|told|asks?|asked|call(?:s|ed)?|claim(?:s|ed)?|argue[sd]?|"
    r"alleg(?:e|es|ed)|accus(?:e|es|ed)|demand(?:s|ed)?|urge[sd]?|respond(?:s|ed)?|react(?:s|ed)?|"
    r"mention(?:s|ed)?|promise[sd]?|pledge[sd]?|complain(?:s|ed)?|want(?:s|ed)?|propose[sd]?|"
    r"back(?:s|ed)?|support(?:s|ed)?|condemn(?:s|ed)?|welcome[sd]?|describe[sd]?|give|gave|"
    r"raise[sd]?|answer(?:s|ed)?|think|thinks|spoke|speak|address(?:es|ed)?|report(?:s|ed)?|"
    r"talk(?:s|ed)?|puts?|bring up|brought up|announce[sd]?|warn(?:s|ed)?|express(?:es|ed)?|"
    r"refer(?:s|red)?|"
    r"state[sd]?|note[sd]?|commit(?:s|ted)?|oppose[sd]?|reject(?:s|ed)?|recommend(?:s|ed)?"
)
SPEECH = re.compile(rf"\b(?:{_SPEAKING}|{SPEECH_NOUNS}|debate|according to)\b", re.I)
_ACCORDING = re.compile(
    r"\b(?:according to|as told by|said by|in the words of|per)\s+(?:the\s+)?$", re.I
)
# "positions of the P5", "a statement by Jamaica", "who spoke for Libya".
_SPEECH_OF = re.compile(
    rf"\b(?:(?:{SPEECH_NOUNS})\s+(?:of|by|from)|(?:spoke|speaks?|speaking|spoken) for|on behalf of)"
    r"\s+(?:the\s+)?$",
    re.I,
)
# "as Ankara put it", "when Jamaica spoke", "by Yemen's account".
_AS = re.compile(r"\b(?:as|when)\s+(?:the\s+)?$", re.I)
_BY = re.compile(r"\b(?:by|in|on|per|from)\s+(?:the\s+)?$", re.I)
_ACCOUNT = re.compile(
    r"^(?:'s|’s|s'|s’)\s+(?:own\s+)?(?:account|figures?|telling|reckoning|count|estimates?|version|"
    r"view|words)\b",
    re.I,
)
_SUBJECT = re.compile(
    r"\b(?:did|does|do|has|have|had|was|is|will|would|should|can)\s+(?:the\s+)?(?:\w+ly\s+)?$", re.I
)
_OPENING = re.compile(r"^\W*(?:and|but|so|ok|okay)\b[\s,]*(?:the\s+)?$", re.I)
_ABOUT = re.compile(
    r"\b(?:about|on|against|in|into|to|of|with|from|for|at|between|over|towards?|inside|near|"
    r"concerning|regarding|within|and|or|by|recognised|recognized)\s+(?:the\s+)?(?:\w+ern\s+)?$",
    re.I,
)
_OWNED = re.compile(
    rf"^(?:'s|’s|s'|s’|s)?\s+(?:[\w-]+\s+){{0,2}}?(?:{SPEECH_NOUNS}|{_SAYINGS})\b", re.I
)
_OFFICE = re.compile(rf"^(?:'s|’s|s'|s’)?\s+(?:own\s+)?(?:{_OFFICES})\b", re.I)
_SAYS = re.compile(rf"^(?:\s+(?:has|have|had|also|ever|still|\w+ly))*\s+(?:{_SPEAKING})\b", re.I)
# "Malawi 2019: …" is a label, and nothing else; so is "Obama at the UN in 2015: …".
_AT_THE_UN = r"(?:\s+(?:at|to|before)\s+the\s+(?:un|united nations|(?:general )?assembly)\b)?"
_LABEL = re.compile(rf"^{_AT_THE_UN},?\s*(?:in\s+)?\(?(?:19|20)\d\d\)?\s*(?::|,|-|–|—)", re.I)
# "How many Syrians did …": they are counted, somebody else speaks.
_COUNTED = re.compile(
    r"\b(?:how many|number of|which|what)\s+(?:(?:more|extra|other|of the|the|young|\d+)\s+)*$",
    re.I,
)
_VERSUS = re.compile(r"\bv(?:s|ersus)?\.?\s+$", re.I)
# "… - which speech cites it?": whoever stands before the dash isn't known to speak.
_WHOSE_SPEECH = re.compile(
    r"^\s*(?::|-|–|—)\s*(?:and\s+)?(?:who|whose|(?:which|what)\s+(?:speech|speaker|delegat|leader|"
    r"countr|government|president|state|minister)\w*)\b",
    re.I,
)
_ITS_OWN = re.compile(
    rf"\b(?:in|by|per|to|from)\s+(?:its|their|his|her)\s+(?:own\s+)?(?:(?:19|20)\d\d\s+)?"
    rf"(?:{SPEECH_NOUNS}|{_SAYINGS})\b",
    re.I,
)
_ASKS_WHOSE = re.compile(
    r"^\W*(?:(?:and|but|so)\s+)?(?:who|whom|whose|(?:which|what)\s+(?:\w+\s+)?(?:countr|government|"
    r"state|leader|delegat|speech|speaker|president|minister|member)\w*)\b"
    r"|\b(?:any(?:one|body)|by whom)\b|\bwho (?:raised|mention\w*|named|quote[sd]?|said|says)\b",
    re.I,
)
_THEIR_LEADER = re.compile(
    rf"^[^.?!;]{{0,40}}\b(?:when|as|after|before)\s+(?:its|their|her|his)\s+(?:{_OFFICES})\b", re.I
)
_TAGGED = re.compile(r"^,?\s*\(?(?:in\s+)?(?:19|20)\d\d\b|^\s*(?::|-|–|—)|^\s+on\b", re.I)
THEY_SAY = re.compile(
    rf"\b(?:they|we|you|he|she|it)\s+(?:\w+ly\s+)?(?:{_SPEAKING})\b"
    rf"|\b(?:their|our|your|his|her|its)\s+(?:[\w-]+\s+)?(?:{SPEECH_NOUNS})\b",
    re.I,
)


def says_its_own(question: str) -> bool:
    """Whether it is asked for what somebody named says: "by its own account", "in its speech"."""
    return _ITS_OWN.search(question) is not None


def asks_whose(question: str) -> bool:
    """Whether it is asked who said something: whoever is named was then spoken of."""
    return _ASKS_WHOSE.search(question) is not None


def named(question: str, publisher: str) -> bool:
    """Whether an organisation is named: in full, or by the part that people shorten it to."""
    if canonical(publisher):
        return False
    short = re.split(r"\s+(?:for|of|on)\s+", publisher)[0]
    names = {publisher, short if len(short.split()) > 1 else publisher}
    return any(re.search(rf"\b{re.escape(name)}\b", question, re.I) is not None for name in names)


def speaks(question: str, mention: Mention) -> float:
    """How much a mention looks like the one who speaks: 2 and more is as good as certain."""
    before, after = question[: mention.start], question[mention.end :]
    score = {"name": 0.5, "alias": 0.5, "capital": 0.5, "leader": 0.5, "demonym": 0.0}.get(
        mention.how, -1.5
    )
    if _VERSUS.search(before) or (mention.how == "demonym" and _COUNTED.search(before)):
        return -1.0
    said = _AS.search(before) and _SAYS.search(after)
    if _SPEECH_OF.search(before):
        score += 2.0
    elif _ACCORDING.search(before) or said or (_BY.search(before) and _ACCOUNT.search(after)):
        score += 2.5
    elif _SUBJECT.search(before):
        score += 1.5 if SPEECH.search(question) else 1.0
    elif _ABOUT.search(before) and not _OPENING.match(before):
        score -= 1.0
    if _OWNED.search(after) or _OFFICE.search(after):
        score += 1.5
    elif _SAYS.search(after):
        score += 1.0
    if _LABEL.search(after) and not before.strip():
        score += 1.0
    if _THEIR_LEADER.search(after):
        score += 3.0
    if _TAGGED.search(after) and not _WHOSE_SPEECH.search(after):
        score += 1.0 if before.strip() else 1.5
    elif not before.strip():
        score += 0.5
    return score
