"""Who speaks where a text is set as a conversation: debates with several speakers, interviews,
and quotations set apart with a name below them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from corpus.document import Speech
from corpus.publishers import is_organisation
from corpus.speakers import Speaker, is_institution
from corpus.speech_patterns import CAPITAL, FULL_NAME, OCCUPATION, PARTICLE, ROLE_NOUN, SAID

_ROLES = rf"(?i:{ROLE_NOUN}|{OCCUPATION})"
# "Mr. Roe (Isles) (spoke in French):", "Ms. ROE (Isles), speaking on behalf of the Group:"
_MEMBER = re.compile(
    r"(?P<name>(?:Mr|Mrs|Ms|Mx|Dr|Sir|Dame|Prof|Archbishop|Prince|Princess|Sheikh|Baroness|Lord)\.?"
    rf"\s+(?i:{PARTICLE}\s+)*{CAPITAL}(?:\s+(?i:{PARTICLE}\s+)*{CAPITAL}){{0,4}})\s+"
    r"\((?P<function>[^()\n]{3,90})\)(?P<manner>[^:\n]{0,160}?):\s+(?=\S)"
)
_CHAIR = re.compile(
    r"(?:The\s+)?(?i:(?:Acting\s+|Vice-)?(?:President|Chair(?:person|man|woman)?|Secretary-General))"
    r"(?:\s+\([^()\n]*\))?:\s"
)
# A paragraph that tells in other words what a member said, between others that give it in full.
_REPORTED = re.compile(r"(?:Mr|Mrs|Ms|Dr)\.?\s[^:.\n]{3,80}\)[^:.\n]{0,80}\bsaid\b")
_ROSE = re.compile(r"The meeting (?:rose|was (?:suspended|adjourned))", re.I)
_SALUTED = re.compile(r"\b(?:excellenc|ladies|gentlemen|president|delegates|friends)", re.I)
_NAMED = re.compile(rf"{FULL_NAME}|{CAPITAL}")
_LABEL = re.compile(r"(?P<name>[^\W\d_][^:\n.!?]{0,60}|Q|A):(?:\s+(?=\S)|\n)")
_WITH = re.compile(
    r"(?i:(?:interview|conversation|q\s?&\s?a|questions?\s+and\s+answers|\w+\s+questions|talk)\s+"
    rf"(?:with|for|to)\s+)(?:[^,.\n]{{0,80}}?\b{_ROLES}\s+)?(?P<name>{FULL_NAME})"
)
_BELOW = re.compile(
    rf"(?P<dash>[—–―]\s*|-{{1,2}}\s+)?(?P<name>{FULL_NAME})(?:[,(]\s*(?P<function>.*?)\)?)?"
)
_TELLS = re.compile(rf"[:;]$|\b(?!speaking|writes|wrote){SAID}\b")
_MARKS = re.compile(r"[“«\"„].*[”»\"“]", re.S)
_LONGEST_BELOW = 160
_LONGEST_QUOTATION = 3000
_LEAST_WORDS = 4
_LEAST_TURNS = 2
_LOOKED_IN = 100_000
Paragraph = tuple[int, int]


def turns(title: str, text: str) -> Iterator[Speech]:
    """The stretches that a text's layout gives to somebody, in order."""
    paragraphs = [match.span() for match in re.finditer(r"\S(?:.|\n(?!\n))*", text)]
    yield from _debate(text, paragraphs) or _interview(title, text, paragraphs)
    yield from _set_apart(text, paragraphs)


def _debate(text: str, paragraphs: Sequence[Paragraph]) -> list[Speech]:
    """What the members of a meeting say in turn; a chair without a name is nobody."""
    found: list[Speech] = []
    member: re.Match[str] | None = None
    end = 0
    for start, stop in paragraphs:
        begins = _MEMBER.match(text, start)
        if begins or any(other.match(text, start) for other in (_CHAIR, _ROSE, _REPORTED)):
            if member:
                found.append(_turn(member, end))
            member = begins
        end = stop
    return [*found, _turn(member, end)] if member else found


def _turn(member: re.Match[str], end: int) -> Speech:
    return Speech(member.end(), end, " ".join(member["name"].split()), member["function"].strip())


def _interview(title: str, text: str, paragraphs: Sequence[Paragraph]) -> list[Speech]:
    """The answers of an interview: what follows "A:", or the names of those who speak in turn."""
    labels = [_LABEL.match(text, start, start + 80) for start, _ in paragraphs]
    given = [label["name"].strip() if label else "" for label in labels]
    names = Counter(filter(None, given))
    speakers = _who_answers(names, _guest(title, text), text)
    found: list[Speech] = []
    begun, who = 0, None
    end = 0
    for label, name, (_, stop) in zip(labels, given, paragraphs, strict=True):
        if label and (names[name] > 1 or name in speakers):
            if who:
                found.append(Speech(begun, end, *who))
            begun, who = label.end(), speakers.get(name)
        end = stop
    return [*found, Speech(begun, end, *who)] if who else found


def _who_answers(names: Counter[str], guest: str, text: str) -> dict[str, Speaker]:
    """The persons behind the labels of a conversation; of two sides at least, with some turns."""
    speakers: dict[str, Speaker] = {}
    for name in names:
        if guest and name in ("A", "Answer", _initials(guest)):
            whole = guest
        elif _NAMED.fullmatch(name) and not _body(name) and not _SALUTED.search(name):
            fuller = (other for other in names if other.endswith(f" {name}"))
            whole = next((other for other in fuller if _NAMED.fullmatch(other)), name)
        else:
            continue
        taken = sum(names[each] for each in names if f" {whole}".endswith(f" {each}"))
        taken = max(taken, names[name])
        if " " in whole and taken >= _LEAST_TURNS and len(names) >= 2:
            speakers[name] = (whole, presented(whole, text))
    return speakers


def _body(name: str) -> bool:
    return is_organisation(name) or is_institution(name)


def _guest(title: str, text: str) -> str:
    """The person with whom an interview says it is, "" if it names none."""
    match = _WITH.search(title) or _WITH.search(text[:1000])
    name = match["name"].split("\n")[0] if match else ""
    return name if " " in name and not _body(name) else ""


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isupper())


def presented(name: str, text: str) -> str:
    """The function with which a text presents a person ("Jane Roe is the founder of …"), or ""."""
    match = re.search(
        rf"{re.escape(name)}(?:,\s+|\s+(?:is|was)\s+)(?:an?\s+|the\s+)?"
        rf"(?P<function>[^,.;:“”]{{0,80}}?\b{_ROLES}\b[^,.;:“”\n]{{0,80}})",
        text[:_LOOKED_IN],
    )
    return match["function"].strip() if match else ""


def _set_apart(text: str, paragraphs: Sequence[Paragraph]) -> Iterator[Speech]:
    """Paragraphs below which "— Jane Roe, teacher" stands; without the dash, those in marks."""
    for number in range(1, len(paragraphs)):
        start, end = paragraphs[number]
        below = _BELOW.fullmatch(text, start, end) if end - start <= _LONGEST_BELOW else None
        if below is None or _body(below["name"]) or _TELLS.search(below["function"] or ""):
            continue
        first, last = paragraphs[number - 1]
        words = text[first:last]
        marked = _MARKS.fullmatch(words) is not None
        if not (marked or below["dash"]) or len(words.split()) < _LEAST_WORDS:
            continue
        if len(words) <= _LONGEST_QUOTATION and (marked or re.search(r"[.!?…]$", words)):
            function = re.sub(r",?\s+speaking\b.*", "", below["function"] or "").strip(" ,")
            yield Speech(first + marked, last - marked, below["name"], function)
