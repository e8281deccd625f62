"""The person whom a clause names as speaking: name with title, and function."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.document import Speech
from corpus.places import canonical
from corpus.speech_patterns import (
    CAPITAL,
    CAPITALISED,
    FULL_NAME,
    FUNCTION_BEFORE,
    INSTITUTION,
    LEADING,
    OCCUPATION_FIRST,
    OFFICE_BEFORE,
    PARTICLE,
    ROLE,
    ROLE_NOUN,
    TITLE,
)

_LONGEST_FUNCTION = 120
# How many speeches back a surname is looked up, and how many surnames in the text of a document.
_NEAR = 50
_MOST_SURNAMES = 100
_LOOKED_IN = 200_000
_FULL_NAME = re.compile(FULL_NAME)
_NAME_LAST = re.compile(rf"(?P<office>.*\S),\s+(?P<name>{FULL_NAME})", re.S)
# "Justice Jane Roe", and no Justice Minister.
_TITLED = re.compile(rf"(?<!\S)(?:{TITLE}\s+)+(?!{ROLE_NOUN}\b)(?:{PARTICLE}\s+)*{CAPITALISED}$")
_OF = re.compile(r"^(?:of|by|to|from|with)\s+")
_NOBODY = frozenset(
    "He She They We I You It One Who This That These Those There Nobody Everybody People Others "
    "Someone Somebody Many Some Most Everyone Both Yesterday Today Monday Tuesday Wednesday "
    "Thursday Friday Saturday Sunday January February March April May June July August September "
    "October November December".split()
)
Speaker = tuple[str, str]


def speaker_of(match: re.Match[str]) -> Speaker | None:
    """Name and function of the person whom the groups "subject" and "function" of a match name.

    A surname alone is a name too, to be looked up by `Surnames`. None when no person is named.
    """
    subject = LEADING.sub("", " ".join(match["subject"].split()))
    function = LEADING.sub("", " ".join((match["function"] or "").split()))
    name, role = _name_behind_office(match, subject, function) or name_and_role(subject)
    if not name or name in _NOBODY or is_institution(name):
        return None
    if len(name.split()) > 4 and not (role or function):
        return None
    function = re.split(r"(?:^|,?\s+)(?:which|who|whom|that)\b", function)[0]
    if len(function) > _LONGEST_FUNCTION:
        function = ""
    if function.endswith(f", {name}"):
        function = role
    first = OCCUPATION_FIRST.match(name)
    if first and not role and len(name[first.end() :].split()) > 1:
        name, role = name[first.end() :], first["function"]
    in_front = match.string[: match.start("subject")]
    if role and in_front.endswith("former "):
        role = f"former {role}"
    return name, function or role or _function_in_front(in_front)


def _name_behind_office(match: re.Match[str], subject: str, function: str) -> Speaker | None:
    """ "the President of the Isles, Jane Roe, said": the office first, then the name."""
    apposed = match.groupdict().get("apposed") or ""
    office = ROLE.search(subject)
    if apposed and office and _FULL_NAME.fullmatch(apposed):
        return apposed, office.group().strip()
    if " " in subject or not (named := _NAME_LAST.fullmatch(function)):
        return None
    office = ROLE.search(named["office"])
    return (named["name"], office.group().strip()) if office else None


class Surnames:
    """Who the bare surnames in a text are: the person that the text names in full elsewhere."""

    def __init__(self, text: str) -> None:
        self._text = text[:_LOOKED_IN]
        self._known: dict[str, Speaker | None] = {}

    def in_full(self, speaker: Speaker, found: Sequence[Speech]) -> Speaker | None:
        """`speaker`, a bare surname completed by those `found` or by the text, None if it can't."""
        name, function = speaker
        if " " in name or function:
            return speaker
        for speech in reversed(found[-_NEAR:]):
            if speech.speaker.split()[-1] == name:
                return speech.speaker, speech.function
        if name not in self._known and len(self._known) < _MOST_SURNAMES:
            self._known[name] = self._look_up(name)
        return self._known.get(name)

    def _look_up(self, surname: str) -> Speaker | None:
        first_names = rf"(?:{TITLE}\s+)*{CAPITAL}\s+(?:{PARTICLE}\s+)*"
        whole = rf"(?<![\w’'-])(?P<name>{first_names}{re.escape(surname)})\b"
        for match in re.finditer(whole, self._text):
            first = match["name"].split()[0]
            named, role = name_and_role(match["name"])
            stands = named and not LEADING.match(f"{first} ") and canonical(first) is None
            if stands and " " in (named if not role else f"{role} {named}"):
                in_front = self._text[max(0, match.start() - 80) : match.start()]
                return named, role or _function_in_front(in_front)
        return None


def is_institution(name: str) -> bool:
    """Whether a name is a place's, a State's or a body's, and nobody's."""
    return canonical(name) is not None or INSTITUTION.search(name) is not None


def _function_in_front(words: str) -> str:
    """The function that stands in front of a name: "Swiss writer" of "The Swiss writer "."""
    words = " ".join(words[-160:].split())
    office = OFFICE_BEFORE.search(words)
    if office:
        return office["function"]
    match = FUNCTION_BEFORE.search(words[-120:])
    return LEADING.sub("", _OF.sub("", match["function"], count=1)) if match else ""


def name_and_role(subject: str) -> Speaker:
    """ "Global Centre Executive Director Dr. Simon Adams" as name with title, and function."""
    subject = re.sub(rf"^((?:{TITLE}\s+)*{CAPITALISED}) of .*", _without_affiliation, subject)
    titled = re.search(
        rf"(?<!\S)(?:{TITLE}\s+)+(?!{ROLE_NOUN}\b)(?:{PARTICLE}\s+)*{CAPITALISED}$", subject
    )
    if titled and titled.start() > 0:
        return titled.group(), _role(subject[: titled.start()].strip())
    if titled:
        return subject, ""
    role = re.search(rf"(?<!\S){ROLE_NOUN}(?![\w-])", subject)
    if role is None:
        return (subject, "") if re.fullmatch(CAPITALISED, subject) else ("", "")
    rest = subject[role.end() :].split()
    size = 2 if len(rest) > 3 else len(rest)
    while 0 < size < len(rest) and re.fullmatch(PARTICLE, rest[-size]):
        size += 1
    name = " ".join(rest[len(rest) - size :])
    if not re.fullmatch(CAPITALISED, name) or re.search(r"\b(?:of|the) $", subject[: -len(name)]):
        return "", ""
    return name, _role(subject[: len(subject) - len(name)].strip())


def _without_affiliation(match: re.Match[str]) -> str:
    """ "James Roe of the Institute" is James Roe; "President of the Council" stays."""
    named = re.search(rf"(?<!\S){ROLE_NOUN}(?![\w-])", match.group(1)) is None
    return match.group(1) if named else match.group()


def _role(words: str) -> str:
    match = ROLE.search(words)
    return match.group().strip() if match else words
