"""Who is quoted over which stretch of a text.

Only clear patterns count: a quotation with a verb of speaking and a name beside it. A quotation
that could be anybody's, or a title or slogan in quotation marks, is nobody's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.document import Speech
from corpus.places import canonical

_SAID = (
    r"(?:said|says|saying|stated|states|told|added|adds|noted|notes|declared|declares|warned|warns|"
    r"urged|urges|explained|explains|commented|remarked|wrote|writes|emphasi[sz]ed|stressed|"
    r"concluded|continued|asserted|insisted|argued|affirmed|observed|recalled|testified|replied|"
    r"responded|announced|cautioned|pleaded|proclaimed|reiterated|lamented)"
)
_TITLE = (
    r"(?:Dr|Mr|Mrs|Ms|Mx|Prof|Professor|Sir|Dame|Lord|Lady|Ambassador|Judge|Justice|Sister|Father|"
    r"Bishop|Archbishop|Rabbi|Imam|Sheikh|General|Colonel|Captain|H\.E|Hon|His Excellency|"
    r"Her Excellency|The Honourable|Senator|Rev|Reverend|Pope|King|Queen|Prince|Princess)\.?"
)
_PARTICLE = r"(?:de|da|do|dos|del|della|di|van|von|der|den|bin|bint|ibn|al|el|le|la|ter|y|e)"
_CAPITAL = r"(?:[A-Z]\.|(?:[A-Z]|(?:al|el|an|d|l)[-’'](?=[A-Z]))[^\W\d_]*(?:[-’'.][^\W\d_]+)*)"
_CAPITALISED = rf"{_CAPITAL}(?:\s+(?:{_PARTICLE}\s+)*{_CAPITAL})*"
# A stretch of capitalised words, with "for Human Rights" and the like inside.
_SUBJECT = (
    rf"(?:(?:the|The)\s+)?(?:{_TITLE}\s+)*{_CAPITAL}"
    rf"(?:\s+(?:{_TITLE}|{_PARTICLE}|of|for|on|to|and|the|against|in|{_CAPITAL}))*"
)
_ROLE_NOUN = (
    r"(?:Director(?:-General)?|Commissioner|Secretary(?:-General)?|Minister|President|Rapporteur|"
    r"Spokes(?:person|woman|man)|Chair(?:person|woman|man)?|Advis[eo]r|Coordinator|Representative|"
    r"Officer|Head|Envoy|Researcher|Prosecutor|Manager|Chief|Counsel|Analyst|Expert|Founder|"
    r"Chancellor|Premier|Governor|Mayor|Administrator|Delegate|Ambassador|Fellow|Lawyer|Expert)"
)
_ROLE_MODIFIER = (
    r"(?:Executive|Deputy|Assistant|Senior|Foreign|Prime|Special|High|Vice|Vice-|Managing|"
    r"Advocacy|Legal|Programme|Program|Policy|Regional|Country|Permanent|Associate|Interim|Acting|"
    r"Former|Chief|Principal|Independent|Under-?|Co-?|Research|Communications|General)"
)
_ROLE = re.compile(
    rf"(?:{_ROLE_MODIFIER}[\s-]+)*{_ROLE_NOUN}(?![\w-])(?:\s+(?:for|of|on|to)\s+.*)?", re.S
)
_FUNCTION = rf"(?P<function>[^,.;:“”\"]{{0,60}}\b(?i:{_ROLE_NOUN})\b[^,.;:“”\"]{{0,80}})"
_BEFORE = re.compile(
    rf"(?P<subject>{_SUBJECT})(?:,\s+{_FUNCTION},)?\s+(?:has\s+|also\s+|recently\s+|then\s+)*{_SAID}"
    r"(?:[^.;:?!“”\"]{0,60}?)(?:[,:]|\s+that)?\s*$"
)
_ACCORDING_BEFORE = re.compile(
    rf"(?:According to|In the words of)\s+(?P<subject>{_SUBJECT})(?:,\s+{_FUNCTION})?[,:]\s*$"
)
_SAID_NAME = re.compile(
    rf"\s*(?:,\s*)?(?:{_SAID}|according to)\s+(?P<subject>{_SUBJECT})(?:,\s+{_FUNCTION})?"
    r"(?=[,.;:]|\s|$)"
)
_NAME_SAID = re.compile(
    rf"\s*(?P<subject>{_SUBJECT})(?:,\s+{_FUNCTION},)?\s+{_SAID}\b(?=[^“\"]{{0,80}}[.:,]|\s*$)"
)
_PRONOUN_SAID = re.compile(rf"\s*(?:{_SAID}\s+(?:he|she|they)|(?:he|she|they)\s+{_SAID})\b")
_OPENING = re.compile(r"[“«„\"]")
_PAIRS = {"“": "”", "«": "»", "„": "“"}
_ENDS = re.compile(r"[,.!?…][”»\"]?$")
_SENTENCE_BORDER = re.compile(
    r"(?<=[a-z”\d][.!?])(?<!Dr\.)(?<!Mr\.)(?<!Ms\.)(?<!Mrs\.)(?<!Prof\.)(?<!Hon\.)(?<!Rev\.)(?<!St\.)"
    r"\s+(?=[A-Z“])"
)
# Words that begin a clause and no name.
_LEADING = re.compile(
    r"^(?:(?:an?|the|as|and|but|when|then|in|today|later|yet|so|or|like|here|where|while|since|once|"
    r"our|its|(?:his|her)(?!\s+Excellency)|their|my|for|on|to|that|this|yesterday|earlier|also)\s+)+",
    re.I,
)
_BEFORE_WINDOW = 260
_LEAST_WORDS = 4
_MOST_PARAGRAPHS = 20
_LONGEST_PARAGRAPH = 5000


@dataclass(frozen=True, slots=True)
class _Quotation:
    """Quoted words between `start` and `end`; the marks stand outside, from `open` to `close`."""

    open: int
    start: int
    end: int
    close: int


def find_speeches(text: str) -> tuple[Speech, ...]:
    """The stretches of `text` in which somebody is quoted by name, in order."""
    found: list[Speech] = []
    last: tuple[_Quotation, Speech] | None = None
    for quotation in _quotations(text):
        who = _attributed(text, quotation) or _same_speaker(text, quotation, last)
        if who is None:
            continue
        speech = Speech(quotation.start, quotation.end, *who)
        found.append(speech)
        last = (quotation, speech)
    return tuple(found)


def _quotations(text: str) -> Iterator[_Quotation]:
    """Quotations of some length; one of several paragraphs opens each and closes the last."""
    position = 0
    while True:
        match = _OPENING.search(text, position)
        if match is None:
            return
        quotation = _quotation_at(text, match.start())
        if quotation is None:
            position = match.end()
            continue
        position = quotation.close
        words = text[quotation.start : quotation.end].split()
        if len(words) >= _LEAST_WORDS and not _is_a_title(words):
            yield quotation


def _is_a_title(words: Sequence[str]) -> bool:
    """Whether quoted words are the name of a work: few, and nearly all with a capital."""
    return len(words) <= 15 and sum(word[0].isupper() for word in words) > 0.6 * len(words)


def _quotation_at(text: str, start: int) -> _Quotation | None:
    mark = text[start]
    closing = _PAIRS.get(mark, mark)
    position = start + 1
    for _ in range(_MOST_PARAGRAPHS):
        limit = position + _LONGEST_PARAGRAPH
        paragraph = text.find("\n\n", position, limit)
        end = text.find(closing, position, paragraph if paragraph >= 0 else limit)
        if end >= 0:
            words = text[start + 1 : end]
            first = start + 1 + len(words) - len(words.lstrip())
            return _Quotation(start, first, max(first, start + 1 + len(words.rstrip())), end + 1)
        if paragraph < 0 or text[paragraph + 2 : paragraph + 3] != mark or mark == '"':
            return None
        position = paragraph + 3
    return None


def _attributed(text: str, quotation: _Quotation) -> tuple[str, str] | None:
    paragraph = text.rfind("\n\n", 0, quotation.open) + 2
    before = text[
        max(paragraph if paragraph > 1 else 0, quotation.open - _BEFORE_WINDOW) : quotation.open
    ]
    if not before.strip() and paragraph > 1:
        before = _introduction(text, paragraph)
    clause = _SENTENCE_BORDER.split(before)[-1]
    for pattern in (_BEFORE, _ACCORDING_BEFORE):
        match = _first_match(pattern, clause)
        if match and (speaker := _speaker(match)):
            return speaker
    after = text[quotation.close : quotation.close + _BEFORE_WINDOW].split("\n\n")[0]
    if not _ENDS.search(text[quotation.open : quotation.close]) and not after.startswith(","):
        return None
    for pattern in (_SAID_NAME, _NAME_SAID):
        match = pattern.match(after)
        if match and (speaker := _speaker(match)):
            return speaker
    return None


def _introduction(text: str, paragraph: int) -> str:
    """The paragraph before, if it ends by introducing what follows ("She said:")."""
    before = text[: paragraph - 2].rsplit("\n\n", 1)[-1]
    return before[-_BEFORE_WINDOW:] if before.endswith((":", ",")) else ""


def _first_match(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The match that ends with `text` and begins at the first capital that allows one.

    What follows "of" is no subject: in "a member of the Civil Guard said" nobody is named.
    """
    for start in re.finditer(r"(?<![\w-])(?=[A-Z]|the\s+[A-Z])", text):
        match = pattern.match(text, start.start())
        if match:
            within = re.search(r"\b(?<!words )of\s+(?:the\s+)?$", text[: start.start()])
            return None if within else match
    return None


def _same_speaker(
    text: str, quotation: _Quotation, last: tuple[_Quotation, Speech] | None
) -> tuple[str, str] | None:
    """The last speaker, where the quotation goes on after "..." said X. or has "she added"."""
    if last is None:
        return None
    before, speech = last
    between = text[before.close : quotation.open]
    after = text[quotation.close : quotation.close + 60]
    if between.count("\n\n") > 1:
        return None
    goes_on = "\n\n" not in between and re.fullmatch(
        rf"\s*(?:{_SAID}\s+{_SUBJECT}|{_SUBJECT}\s+{_SAID}|(?:he|she|they)\s+{_SAID})[^.“\"]*[.,:]\s*",
        between,
    )
    by_pronoun = re.search(
        rf"\b(?:[Hh]e|[Ss]he|[Tt]hey)\s+(?:also\s+)?{_SAID}[^.“\"]{{0,40}}[,:]\s*$", between
    )
    if (
        goes_on
        or by_pronoun
        or (_ENDS.search(text[quotation.open : quotation.close]) and _PRONOUN_SAID.match(after))
    ):
        return speech.speaker, speech.function
    return None


def _speaker(match: re.Match[str]) -> tuple[str, str] | None:
    """Name and function of the person a match names; None when it names no person."""
    subject = _LEADING.sub("", " ".join(match["subject"].split()))
    function = _LEADING.sub("", " ".join((match["function"] or "").split()))
    name, role = _name_and_role(subject)
    if not name or _is_institution(name) or not (role or function or _is_person(name)):
        return None
    if re.search(r"\b(?:which|who|whom|that)\b", function):
        function = ""
    if role and match.string[: match.start("subject")].endswith("former "):
        role = f"former {role}"
    return name, function or role


def _name_and_role(subject: str) -> tuple[str, str]:
    """ "Global Centre Executive Director Dr. Simon Adams" as name with title, and function."""
    subject = re.sub(rf"^((?:{_TITLE}\s+)*{_CAPITALISED}) of .*", _without_affiliation, subject)
    titled = re.search(rf"(?<!\S)(?:{_TITLE}\s+)+{_CAPITALISED}$", subject)
    if titled and titled.start() > 0:
        return titled.group(), _role(subject[: titled.start()].strip())
    if titled:
        return subject, ""
    role = re.search(rf"(?<!\S){_ROLE_NOUN}(?![\w-])", subject)
    if role is None:
        return (subject, "") if re.fullmatch(_CAPITALISED, subject) else ("", "")
    rest = subject[role.end() :].split()
    size = 2 if len(rest) >= 2 else len(rest)
    while 0 < size < len(rest) and re.fullmatch(_PARTICLE, rest[-size]):
        size += 1
    name = " ".join(rest[len(rest) - size :])
    if not re.fullmatch(_CAPITALISED, name) or re.search(r"\b(?:of|the) $", subject[: -len(name)]):
        return "", ""
    return name, _role(subject[: len(subject) - len(name)].strip())


def _without_affiliation(match: re.Match[str]) -> str:
    """ "James Roe of the Institute" is James Roe; "President of the Council" stays."""
    named = re.search(rf"(?<!\S){_ROLE_NOUN}(?![\w-])", match.group(1)) is None
    return match.group(1) if named else match.group()


def _role(words: str) -> str:
    match = _ROLE.search(words)
    return match.group().strip() if match else words


def _is_person(name: str) -> bool:
    words: Sequence[str] = name.split()
    return re.match(rf"{_TITLE}\s", name) is not None or 2 <= len(words) <= 4


def _is_institution(name: str) -> bool:
    return canonical(name) is not None or bool(
        re.search(
            r"\b(?:Nations|Council|Assembly|Union|Court|Committee|Commission|Government|State|States|"
            r"Watch|International|Centre|Center|Office|Ministry|Charter|Agency|Group|Organization|"
            r"Initiative|Convention|Declaration|Resolution|Network|Forum|Bank|Fund|Party)\b",
            name,
        )
    )
