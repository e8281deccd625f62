"""Texts that are as a whole one person's words: a speech, a statement by somebody, a message that
another reads out for them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.delivered_elsewhere import delivered_elsewhere
from corpus.document import Speech
from corpus.kinds import kind_label, kind_of
from corpus.speakers import Speaker, is_institution, name_and_role
from corpus.speech_patterns import FULL_NAME, OCCUPATION, ROLE_NOUN, SAID, TITLE, UPPER
from corpus.textdates import date_line

# Five or six words are a name too, where a title or an office stands beside it.
_NAME = FULL_NAME.removesuffix("{1,3}") + "{1,5}"
_ROLES = rf"(?i:{ROLE_NOUN}|{OCCUPATION})"
_SPOKEN = (
    r"(?:statement|remarks|speech|address|message|comments?|intervention|lecture|keynote|briefing|"
    r"declaration|testimony)"
)
# "Opening remarks as delivered by …", "Sudan: Statement by …"
_BY = re.compile(
    rf"(?:^|[:–—|]\s+)(?:[^\W\d][\w’'-]*\s+){{0,4}}?{_SPOKEN}(?:\s+(?:as\s+)?(?:delivered|made|given))?"
    r"\s+(?:by|of|from)(?:\s+|$)",
    re.I,
)
_READER = re.compile(
    r"[,;(]?\s+(?:and\s+)?(?:as\s+)?(?:to\s+be\s+)?(?:read|delivered|presented)(?:\s+out)?\s+by\b.*",
    re.I | re.S,
)
_UNTIL = re.compile(
    r"\s+(?:at|on|to|in|before|during|for|following|regarding|about|after|upon|marking)\s"
)
_NAME_FIRST = re.compile(
    rf"(?:(?:the|His|Her)\s+)?(?P<name>{_NAME})(?:\s+\([^()]*\))?(?:,\s+(?P<function>[^,;]+))?"
)
_OFFICE_FIRST = re.compile(
    rf"(?:the\s+)?(?P<office>[^,;]*?\b{_ROLES}\b[^,;]*),\s+(?:the\s+)?(?P<name>{_NAME})(?=[,;]|$|\s)"
)
_OFFICE_BESIDE = re.compile(
    rf"(?:the\s+)?(?P<office>(?:(?:[{UPPER}][\w’'-]*|of|for|the|and|on|to|in|former|acting)\s+)*"
    rf"{_ROLES})\s+(?P<name>{_NAME})$"
)
# Where a function ends and what the occasion was begins; "Rapporteur on torture" goes on.
_OCCASION = re.compile(
    r"\s+(?:at|before|during|following|upon|marking|on\s+the\s+occasion)\b.*"
    r"|(?<!rapporteur)(?<!expert)(?<!advis[eo]r)(?<!envoy)(?<!representative)\s+on\s.*",
    re.I | re.S,
)
_LABELLED = re.compile(
    rf"(?P<office>(?:Spokes(?:person|woman|man)|Speaker)(?:\s+for\s+[^:]+)?):\s+(?P<name>{_NAME})"
)
_SALUTATION = re.compile(
    r"(?:your\s+)?(?:mr\.?|madam|mister|dear|excellenc\w+|ladies|distinguished|honou?rable|friends|"
    r"ministers|colleagues|mesdames|messieurs|señor\w*|monsieur|madame)\b.{0,120}[,:.]$",
    re.I,
)
_SENTENCE = re.compile(r"[.!?…]['”»\")]*$")
_AFTERWARDS = re.compile(
    r"\n\n(?=(?:ENDS?|-\s*ENDS?\s*-|\*\s*\*\s*\*|#{2,}|Notes? to editors|For (?:more|further|media)"
    r"|(?:Media )?contacts?:|About (?:the|us)\b))",
    re.I,
)
# Words, and the points of abbreviations: what a sentence holds before it ends.
_WITHIN = r"(?:\b(?:Mr|Mrs|Ms|Dr|Hon|H\.\s?E|Prof|[A-Z])\.|[^.!?:“”\"])"
_READS = (
    r"\b(?:read(?:ing)?(?:\s+out)?|deliver(?:ing)?|convey(?:ing)?|present(?:ing)?|mak(?:e|ing))\s+"
    r"(?:the|this|a|an|his|her)\b"
)
_READ_OUT = re.compile(
    rf"{_READS}[^.!?“]{{0,60}}?\b{_SPOKEN}\s+"
    r"(?:that\s+was\s+to\s+(?:be|have\s+been)\s+(?:delivered|made)\s+)?(?:of|by|from|on\s+behalf\s+of)\s+"
    rf"(?P<whom>{_WITHIN}{{5,260}})",
    re.I,
)
_WORDS = rf"[^.!?“]{{0,70}}?\b{_SPOKEN}\b"
_FOR_HIM = re.compile(
    r"\b(?:ask(?:ed|ing)|instructed|mandated|requested|entrusted|designated|tasked|directed)\s+me\b"
    rf"{_WITHIN}{{0,90}}?{_READS}{_WORDS}"
    rf"|{_READS}(?<=\bhis|\bher)\s[^.!?“]{{0,20}}?\b{_SPOKEN}\b"
    rf"|{_READS}{_WORDS}[^.!?“]{{0,40}}?(?:\bon\s+(?:his|her)\s+behalf\b|\bthat\s+s?he\b)"
    rf"|\bon\s+behalf\s+of\s+{_WITHIN}{{5,200}}?\bto\s+{_READS[2:]}{_WORDS}",
    re.I,
)
_DIGNITARY = re.compile(
    rf"\b(?:His|Her)\s+(?:Excellency|Majesty|Royal\s+Highness|Highness)[,\s]+(?P<whom>{_WITHIN}+)"
    rf"|(?P<named>(?:(?:Mr|Mrs|Ms|Dr)\.\s+)?{_NAME}(?:,\s+(?:the\s+)?(?:[\w’'-]+\s+){{0,2}}?"
    rf"(?:President|Prime\s+Minister|King|Head|Minister|Chancellor|Secretary-General)\b{_WITHIN}*))"
    rf"|(?P<titled>\b(?:President|Prime\s+Minister|King|Prince)\s+{_NAME.removesuffix('{1,5}')}{{0,5}})"
)
# "the statement that Ambassador Jane Roe made in Vienna today:"
_GIVES = re.compile(
    rf"\b{_SPOKEN}\s+(?:that|which|by|of|from)\s+(?P<whom>[^.!?:“”]{{5,160}}?)"
    r"(?:\s+(?:made|gave|issued|sent|delivered|released|wrote)\b[^.!?:“”]{0,80})?:\s*$",
    re.I,
)
_HIS = re.compile(r"\b(?:His|Her)\s+(?:Excellency|Majesty|Royal Highness|Highness)[,\s]+")
_ASIDE = re.compile(
    r",?\s+(?:who|whose|which|that)\b|,\s+(?:I|let|allow|my|it)\b|\s+and\s+the\s+people\b"
)
_LINES = 14
_WRAPPED = 40
_TOP = 3000
_OPENING = 2500
_LEAST = 200
_LONGEST_OFFICE = 120


@dataclass(frozen=True, slots=True)
class Head:
    """The lines above a text's first sentence or salutation, and where that begins."""

    lines: tuple[str, ...]
    body: int


def head_of(text: str) -> Head:
    """The lines of `text` above its body; none where it begins with a sentence."""
    lines: list[str] = []
    at = 0
    all_lines = text[:_TOP].splitlines(keepends=True)
    for line, below in zip(all_lines, [*all_lines[1:], ""][: len(all_lines)], strict=True):
        words = line.strip()
        wrapped = len(words) > _WRAPPED and below[:1].islower()
        if len(lines) == _LINES or _SALUTATION.match(words) or _is_sentence(words) or wrapped:
            break
        if words:
            lines.append(words)
        at += len(line)
    return Head(tuple(lines), at)


def whole_speech(title: str, text: str) -> Speech | None:
    """The speech that `text` is as a whole, None where it is nobody's or its speaker is unclear."""
    head = head_of(text)
    who = _of_head(title, head) or delivered_elsewhere((title, *head.lines))
    if who is None or _told_of(who[0], text[head.body :]):
        return _read_out(text)
    return _to_the_end(text, head.body, who)


def _is_sentence(line: str) -> bool:
    """Whether a line is running text: a sentence of some length that ends as one."""
    return len(line.split()) >= 8 and _SENTENCE.search(line) is not None and not _BY.match(line)


def _of_head(title: str, head: Head) -> Speaker | None:
    lines = [_as_written(line) for line in (title, *head.lines)]
    for number, line in enumerate(lines):
        by = _BY.search(line)
        if by:
            below = [each for each in lines[number + 1 : number + 4] if not _BY.search(each)]
            who = person_in(line[by.end() :].strip(), below)
            if who:
                return who
        labelled = _LABELLED.fullmatch(line)
        if labelled and not is_institution(labelled["name"]):
            return labelled["name"], labelled["office"]
    if any(kind_of(line, "") == "speech" or kind_label(line) == "speech" for line in lines):
        return _named_below(lines)
    return None


def _named_below(lines: list[str]) -> Speaker | None:
    """Of a speech, the person whose name and function stand on a line or two by themselves."""
    for line, below in zip(lines, (*lines[1:], ""), strict=True):
        name = re.fullmatch(rf"(?:By\s+)?(?P<name>{_NAME})(?:,\s+(?P<function>.*))?", line)
        if name is None or is_institution(name["name"]) or date_line(line):
            continue
        function = name["function"] or below
        if re.match(rf"(?:the\s+)?(?:[\w-]+\s+){{0,3}}{_ROLES}\b", function):
            return name["name"], _function(function)
    return None


def person_in(words: str, below: list[str]) -> Speaker | None:
    """Who is named by what follows "Statement by", with the function there or a line `below`."""
    words = _HIS.sub("", _READER.sub("", words)).strip(" ,;")
    words = re.sub(r"^(?:my|our)\s+", "", words)
    if not words and below:
        words, below = _HIS.sub("", below[0]), below[1:]
    office = _OFFICE_FIRST.match(words)
    if office and _is_office(office["office"]) and not is_institution(office["name"]):
        return office["name"], _function(office["office"])
    first = _NAME_FIRST.match(words)
    if first and not re.search(rf"\b{ROLE_NOUN}\b", re.sub(TITLE, "", first["name"])):
        function = first["function"] or next(iter(below), "")
        if not is_institution(first["name"]):
            if re.match(rf"(?:[\w.’'-]+\s+){{0,5}}?{_ROLES}\b", function):
                return first["name"], _function(function)
            if re.match(rf"{TITLE}\s", first["name"]):
                return first["name"], ""
    ends = [match.start() for match in _UNTIL.finditer(words)]
    for end in (*ends, len(words)):
        beside = _OFFICE_BESIDE.match(words[:end])
        name, role = (beside["name"], beside["office"]) if beside else name_and_role(words[:end])
        if role and _is_office(role) and " " in name and not is_institution(name):
            return name, role
    return None


def _is_office(words: str) -> bool:
    """Whether words are an office and nothing told of it: capitals, and what binds them."""
    small = r"of|for|the|and|on|to|in|at|with|former|acting|human|rights|d[eu]|la"
    return (
        re.fullmatch(rf"(?:(?:[{UPPER}][\w’'.-]*|{small}|{_ROLES})\s*)+", words) is not None
        and len(words) <= _LONGEST_OFFICE
    )


def _function(words: str) -> str:
    return re.sub(r"^the\s+", "", _OCCASION.sub("", words)).strip(" ,;")


def _as_written(line: str) -> str:
    """A line in capitals as names are written in running text."""
    if not line.isupper():
        return line
    small = {"of", "the", "for", "and", "to", "in", "on", "by", "at", "before", "from"}
    words = [word.lower() if word.lower() in small else word.title() for word in line.split()]
    return " ".join(re.sub(r"^H\.e\.$", "H.E.", word) for word in words)


def _told_of(name: str, body: str) -> bool:
    """Whether the text tells what the person said, and so isn't theirs."""
    surname = re.escape(name.split()[-1])
    return bool(
        re.search(rf"\b{surname}(?:,[^.,]{{0,80}},)?\s+{SAID}\b|{SAID}\s[^.]*?\b{surname}\b", body)
    )


def _to_the_end(text: str, start: int, who: Speaker) -> Speech | None:
    after = _AFTERWARDS.search(text, start)
    end = len(text[start : after.start() if after else len(text)].rstrip()) + start
    if text[start - 1 : start] in ("“", "«", '"') and text[end - 1 : end] in ("”", "»", '"'):
        end -= 1
    name, function = (" ".join(words.split()) for words in who)
    return Speech(start, end, name, function) if end - start >= _LEAST else None


def _read_out(text: str) -> Speech | None:
    """The message that somebody else reads out, as all that follows."""
    opening = text[:_OPENING]
    for match in _READ_OUT.finditer(opening):
        who = person_in(_among(match["whom"]), [])
        if who:
            return _to_the_end(text, _next_sentence(text, match.end()), who)
    for_him = _FOR_HIM.search(opening)
    who = _last_named(opening[: for_him.end()]) if for_him else None
    if for_him is None or who is None:
        return None
    return _to_the_end(text, _next_sentence(text, for_him.end()), who)


def _last_named(words: str) -> Speaker | None:
    """The last dignitary whom the words name: "His Excellency Mr. Roe, President of the Isles"."""
    for match in reversed(list(_DIGNITARY.finditer(words))):
        titled = (match["titled"] or "").split()
        if titled and titled[0] in ("President", "Prime"):
            office = 2 if titled[0] == "Prime" else 1
            return " ".join(titled[office:]), " ".join(titled[:office])
        named = _among(match["whom"] or match["named"] or match["titled"])
        who = person_in(re.split(r"\s+(?:to\s+read|to\s+deliver|has|had)\b", named)[0], [])
        who = who or ((match["titled"], "") if titled else None)
        if who:
            return who
    return None


def _next_sentence(text: str, end: int) -> int:
    """Where the sentence behind the one that holds `end` begins, without an opening mark."""
    border = re.compile(rf"{_WITHIN}*[.!?:]?[”\"]?\s*[“«\"]?", re.I).match(text, end)
    return border.end() if border else end


def introduces(clause: str) -> Speaker | None:
    """Who is named where a text gives somebody's message in what follows, None if it doesn't."""
    match = _READ_OUT.search(clause) or _GIVES.search(clause)
    return person_in(_among(match["whom"]), []) if match else None


def _among(whom: str) -> str:
    """ "his brother, the President of the Isles, Jane Roe, who …" up to what is told of her."""
    return re.split(
        r",?\s+(?:who|whose|which|that)\b|,\s+(?:I|let|allow|my|it)\b|\s+and\s+the\s+people\b", whom
    )[0]
