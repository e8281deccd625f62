"""The sections of an advocacy statement in their usual order, and what language belongs in each."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from assistant.outline.brief import Brief
from assistant.outline.pool import Quote
from corpus import acts

_CALLS = (acts.CALL, acts.DEMAND, acts.RECOMMEND)
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_FRAME = re.compile(
    rf"\b(?:today|this (?:year|session|assembly|council|week|month|decade|anniversary)(?:’s|'s)?"
    r"|as we (?:meet|gather|speak|mark|commemorate|convene)|anniversar(?:y|ies)|commemorat\w+"
    r"|\w+ (?:years?|decades?|months|weeks) (?:ago|since|after|on|later)|last (?:year|month|week)"
    rf"|since (?:\d{{4}}|{_MONTH}|last|the (?:adoption|founding|beginning|start|end|outbreak))"
    rf"|in (?:{_MONTH} )?(?:19|20)\d\d|for (?:years|decades|too long|the first time)|at a time when"
    r"|in recent (?:years|months|weeks|days)|(?:fifth|tenth|twentieth|\w+th) year|history"
    r"|historic)\b",
    re.I,
)
_HARM = re.compile(
    r"\b(?:kill\w*|massacr\w*|slaughter\w*|displac\w*|refugees?|fle[ed]\w*|suffer\w*|victims?"
    r"|violen(?:ce|t)|attack\w*|persecut\w*|rape\w*|starv\w*|famine|hunger|casualt\w+|deaths?"
    r"|die[ds]?"
    r"|dead|destr[ou]\w*|sieges?|bomb\w*|tortur\w*|detain\w*|detention|disappear\w*|poverty"
    r"|threat\w*"
    r"|cris[ie]s|emergenc\w+|catastroph\w*|disasters?|vulnerab\w*|devastat\w*|loss(?:es)?|worsen\w*"
    r"|deteriorat\w*|ris(?:e|ing)|increas\w*|declin\w*|plight|tragedy|tragic|atrocit\w+|cleansing"
    r"|oppress\w*|discriminat\w*|exploit\w*|pollut\w*|hostag\w*|besieged|ongoing|continues?)\b",
    re.I,
)
_NUMBER = re.compile(
    r"\b(?:\d[\d,.]*\d|\d+)\b|\b(?:hundreds|thousands|millions|million|billion|per cent|half"
    r"|third)\b",
    re.I,
)
_SYMBOL = re.compile(r"\b(?:19|20)\d\d\b|\bresolutions? \d+|\bAgenda \d+|\b[A-Z]/\S+")
_MEETING = re.compile(r"\bConference of (?:the )?(?:States )?Parties\b[^,.;]*", re.I)
_LAW = (
    (
        1.0,
        re.compile(r"\bresolutions?\s+(?:\d+|[A-Z]+/)|\b[AS]/RES/|\bArticles?\s+(?:\d+|[IVX]+)\b"),
    ),
    (
        0.9,
        re.compile(
            r"\b(?:Statute|Covenants?|Conventions?|Treaty|Treaties|Protocols?|Charter|Agreement"
            r"|Universal Declaration|Declaration (?:of|on)|Accords?|Framework"
            r"|(?:Council|Assembly) resolutions?)\b"
        ),
    ),
    (
        0.8,
        re.compile(
            r"\b(?:International Criminal Court|International Court of Justice|I\.?C\.?C\.?\b|ICJ"
            r"|[Tt]ribunals?|jurisdiction|provisional measures|Rome Statute|Court)\b"
        ),
    ),
    (
        0.7,
        re.compile(
            r"\b(?:responsibility to protect|crimes? against humanity|genocide|war crimes?"
            r"|ethnic cleansing|international (?:\w+ )?(?:\w+ )?law|human rights law|treaty"
            r"|conventions?"
            r"|law of the sea|rule of law)\b",
            re.I,
        ),
    ),
    (
        0.5,
        re.compile(
            r"\b(?:legal\w*|obligations?|ratif\w+|binding|norms?|duty|mandate\w*|accountab\w+"
            r"|impunity|lawful|unlawful|illegal|justice|principles?)\b",
            re.I,
        ),
    ),
)
_RESOLVE = re.compile(
    r"\b(?:commit\w*|hopes?|hopeful|let us|together(?! with)|never again|the future|generations?"
    r"|(?:must|shall|will|can(?:not|’t)?) (?:not|never)|stand (?:with|by|ready)|determin\w+|resolve"
    r"|pledge|solidarity|collective\w*|only (?:by|through|if|when)|history will|conscience"
    r"|humanity|deserve|time (?:has come|to)|act now|remain(?:s)? (?:ready|firm|steadfast)"
    r"|promise)\b",
    re.I,
)
_OWN = re.compile(r"\W*(?:We|I|My|Our)\b")
_RECORD = re.compile(r"\b(?:I|we) (?:have|are|were|was|had|launched|established|hosted)\b")
_END = 0.8
_MOST_OF_IT = 0.6


@dataclass(frozen=True, slots=True)
class Kind:
    """A section: `fit` says how well a quotation belongs there, 0 for not at all.

    `sought` says in words what is looked for there, `most` how many points it takes.
    """

    key: str
    heading: str
    sought: str
    most: int
    fit: Callable[[Quote, Brief, str], float]


def _context(quote: Quote, brief: Brief, topic: str) -> float:
    if quote.position is not None and quote.position.act in _CALLS:
        return 0.0
    frames = len({match.group().lower() for match in _FRAME.finditer(quote.text)})
    occasion = _named(brief.occasion, quote.text) >= _MOST_OF_IT
    if not frames and not occasion:
        return 0.0
    return min(1.0, 0.4 + 0.15 * frames + 0.4 * occasion + 0.2 * (quote.late < 1 - _END))


def _situation(quote: Quote, brief: Brief, topic: str) -> float:
    if quote.position is not None:
        return 0.0
    harm = len({match.group().lower() for match in _HARM.finditer(_without(quote.text, topic))})
    numbers = len(_NUMBER.findall(_SYMBOL.sub("", quote.text)))
    # Figures alone tell of a situation only where they aren't the speaker's own record.
    own = _OWN.match(quote.text) is not None or _RECORD.search(quote.text) is not None
    if not harm and (not numbers or own):
        return 0.0
    legal = any(pattern.search(quote.text) for weight, pattern in _LAW if weight >= 0.9)
    return max(
        0.1, min(1.0, 0.25 + 0.15 * min(harm, 3) + 0.2 * min(numbers, 2)) - 0.3 * (legal or own)
    )


def _position(quote: Quote, brief: Brief, topic: str) -> float:
    if quote.position is None or quote.position.act in _CALLS:
        return 0.0
    strong = quote.position.act in (acts.CONDEMN, acts.CONCERN, acts.OPPOSE, acts.REJECT)
    return 0.9 if strong else 0.75


def _legal(quote: Quote, brief: Brief, topic: str) -> float:
    if quote.position is not None and quote.position.act in _CALLS:
        return 0.0
    text = _without(_MEETING.sub("", quote.text), topic)
    weights = [weight for weight, pattern in _LAW if pattern.search(text)]
    best = max(weights, default=0.0)
    return min(1.0, best + 0.1 * (len(weights) - 1)) if best > 0.5 or len(weights) > 1 else 0.0


def _call(quote: Quote, brief: Brief, topic: str) -> float:
    position = quote.position
    if position is None or position.act not in _CALLS:
        return 0.0
    heard = _named(brief.audience, position.addressee)
    return 0.6 + 0.15 * bool(position.addressee) + 0.25 * heard


def _closing(quote: Quote, brief: Brief, topic: str) -> float:
    resolve = len({match.group().lower() for match in _RESOLVE.finditer(quote.text)})
    committed = quote.position is not None and acts.COMMIT in quote.position.acts
    if not resolve and not committed:
        return 0.0
    late = 0.35 * (quote.late > _END)
    return min(1.0, 0.2 + 0.15 * min(resolve, 3) + 0.15 * committed + late)


KINDS = (
    Kind(
        "context",
        "Occasion and context",
        "sentences on the topic that name the occasion or say since when",
        3,
        _context,
    ),
    Kind(
        "situation",
        "The situation",
        "sentences on the topic that tell of harm or give figures",
        5,
        _situation,
    ),
    Kind(
        "position",
        "The position so far",
        "sentences on the topic that condemn, welcome, support, reject or express concern",
        5,
        _position,
    ),
    Kind(
        "framework",
        "Legal and normative framework",
        "sentences on the topic that name a treaty, a resolution, a court, a crime or a duty",
        5,
        _legal,
    ),
    Kind(
        "calls",
        "Calls to action by addressee",
        "sentences on the topic that call on, urge, demand or recommend",
        8,
        _call,
    ),
    Kind(
        "closing",
        "Closing",
        "sentences on the topic that commit, give hope or stand at a statement's end",
        3,
        _closing,
    ),
)


def _without(text: str, topic: str) -> str:
    """`text` without the topic's own words: that these stand there says nothing more."""
    words = [re.escape(word) for word in re.findall(r"\w{4,}", topic)]
    return re.sub(rf"\b(?:{'|'.join(words)})\b", "…", text, flags=re.I) if words else text


def _named(wanted: str, text: str) -> float:
    """The share of the longer words of `wanted` that `text` holds."""
    words = {word.lower() for word in re.findall(r"\w{4,}", wanted)}
    held = {word.lower() for word in re.findall(r"\w{4,}", text)}
    return len(words & held) / len(words) if words else 0.0
