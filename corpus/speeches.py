"""Who is quoted over which stretch of a text.

Only clear patterns count: a quotation with a verb of speaking and a name beside it. A quotation
that could be anybody's, or a title or slogan in quotation marks, is nobody's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus import speech_patterns as patterns
from corpus.delivered import introduces, whole_speech
from corpus.document import Speech
from corpus.quotations import Quotation, find_quotations
from corpus.speakers import Speaker, Surnames, speaker_of
from corpus.speech_patterns import SAID, SENTENCE_BORDER, SUBJECT, UPPER
from corpus.speeches_elsewhere import attributed_elsewhere, went_on
from corpus.turns import turns

_ENDS = re.compile(r"[,.!?…][”»\"“]?$")
_WHOLE = re.compile(rf"[{UPPER}].*[.!?…]", re.S)
_STARTS = re.compile(
    rf"(?<![\w-])(?=[{UPPER}]|the\s+[{UPPER}]|attributed to|(?:to|in the) words|words of)"
)
# A clause of its own before the one with the verb: "Yesterday, speaking here, …".
_ASIDE = re.compile(
    r"(?:Yesterday|Today|Earlier|Later|Here|Then|Now|However|Meanwhile|Indeed|Moreover|Finally|"
    r"Recently|Again|Thus|Therefore|In|On|At|For|When|While|Since|After|Before|Speaking)\b"
)
_BEFORE_WINDOW = 420
_PARAGRAPH_WINDOW = 1500
_AFTER_WINDOW = 260
# From so many turns on, a text is a conversation and nobody's speech.
_CONVERSATION = 3
_INTRODUCES = re.compile(r"(?:[:,،]|\bthat|\bstating|\bsaying)\s*$")


def find_speeches(text: str, title: str = "") -> tuple[Speech, ...]:
    """The stretches of `text` that are somebody's by name, in the order in which they end.

    Where a text is as a whole somebody's speech, what it quotes of others stands inside: the
    first stretch that holds some words is the narrowest.
    """
    quoted = list(_quoted(text))
    set_apart = [
        speech
        for speech in turns(title, text)
        if not any(_overlap(speech, other) > (speech.end - speech.start) / 2 for other in quoted)
    ]
    whole = None if len(set_apart) >= _CONVERSATION else whole_speech(title, text)
    if whole and any(_is_most_of(whole, speech) for speech in quoted):
        whole = None  # its quotation marks say where it ends
    found = sorted([*quoted, *set_apart], key=lambda speech: (speech.end, -speech.start))
    wide = [speech for speech in (*set_apart, whole) if speech]
    within = [
        speech
        for speech in found
        if not any(_holds(other, speech) and other.speaker == speech.speaker for other in wide)
    ]
    return (*within, whole) if whole else tuple(within)


def _overlap(one: Speech, other: Speech) -> int:
    return min(one.end, other.end) - max(one.start, other.start)


def _is_most_of(whole: Speech, part: Speech) -> bool:
    same = part.speaker == whole.speaker
    return same and _overlap(whole, part) > (whole.end - whole.start) / 2


def _holds(wide: Speech, narrow: Speech) -> bool:
    return wide is not narrow and wide.start <= narrow.start and narrow.end <= wide.end


def _quoted(text: str) -> Iterator[Speech]:
    """The quotations of `text` that are attributed, in order."""
    surnames = Surnames(text)
    found: list[Speech] = []
    last: tuple[Quotation, Speech] | None = None
    for quotation in find_quotations(text):
        who = _attributed(text, quotation)
        who = surnames.in_full(who, found) if who else None
        who = who or _same_speaker(text, quotation, last)
        if who is None:
            continue
        speech = Speech(quotation.start, quotation.end, *who)
        found.append(speech)
        last = (quotation, speech)
        yield speech


def _attributed(text: str, quotation: Quotation) -> Speaker | None:
    """Who is named beside a quotation: before it, after it, or as having said what it bears out."""
    paragraph = text.rfind("\n\n", 0, quotation.open) + 2
    paragraph = paragraph if paragraph > 1 else 0
    before = text[max(paragraph, quotation.open - _PARAGRAPH_WINDOW) : quotation.open]
    above = _paragraph_above(text, paragraph)
    if not before.strip() and above:
        before = above if _INTRODUCES.search(above) or introduces(above) else ""
        above = ""
    *earlier, clause = SENTENCE_BORDER.split(before)
    clause = clause[-_BEFORE_WINDOW:]
    after = text[quotation.close : quotation.close + _AFTER_WINDOW].split("\n\n")[0]
    if not _ENDS.search(text[quotation.open : quotation.close]) and not after.startswith(","):
        after = ""
    return (
        introduces(clause)
        or _said_before(clause)
        or _said_by_pronoun(clause, earlier or SENTENCE_BORDER.split(above))
        or _said_after(after)
        or attributed_elsewhere(clause, after)
        or _borne_out(text[quotation.start : quotation.end], clause, earlier)
    )


def _paragraph_above(text: str, paragraph: int) -> str:
    """The end of the paragraph above the one that begins at `paragraph`, "" at the beginning."""
    start = max(0, paragraph - _PARAGRAPH_WINDOW)
    return text[start : max(0, paragraph - 2)].rsplit("\n\n", 1)[-1]


def _said_before(clause: str) -> Speaker | None:
    for pattern in (patterns.BEFORE, patterns.ACCORDING_BEFORE):
        for match in _matches(pattern, clause):
            if speaker := speaker_of(match):
                return speaker
    return None


def _said_after(after: str) -> Speaker | None:
    for pattern in (patterns.SAID_NAME, patterns.NAME_SAID):
        match = pattern.match(after)
        if match and (speaker := speaker_of(match)):
            return speaker
    return None


def _said_by_pronoun(clause: str, earlier: list[str]) -> Speaker | None:
    """Of "He said:", the person who said something in the sentences before."""
    if not patterns.PRONOUN_BEFORE.match(clause):
        return None
    return _last_who_spoke(earlier)


def _borne_out(words: str, clause: str, earlier: list[str]) -> Speaker | None:
    """Of a whole sentence in quotation marks behind "Jane Roe says that it was so.", Jane Roe."""
    if not clause.rstrip().endswith((".", "!")) or not _WHOLE.fullmatch(words):
        return None
    if patterns.PRONOUN_STARTS.match(clause):
        return _last_who_spoke(earlier)
    return _who_spoke(clause)


def _last_who_spoke(sentences: list[str]) -> Speaker | None:
    """The person whom the last of the sentences that name one reports, or presents."""
    for sentence in reversed(sentences):
        presented = patterns.PRESENTED.match(sentence)
        who = _who_spoke(sentence) or (speaker_of(presented) if presented else None)
        if who:
            return who
    return None


def _who_spoke(sentence: str) -> Speaker | None:
    """The person of whom a sentence reports what they said, None for any other sentence."""
    match = (
        patterns.ACCORDING_STARTS.match(sentence)
        or next(_matches(patterns.SAYS_STARTS, sentence), None)
        or patterns.SAID_NAME_WITHIN.search(sentence)
    )
    return speaker_of(match) if match else None


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The matches from each capital that allows one, the longest first.

    What follows "of" is no subject: in "a member of the Civil Guard said" nobody is named.
    """
    body = 0
    for start in _STARTS.finditer(text):
        if start.start() < body or _ASIDE.match(text, start.start()):
            continue
        match = pattern.match(text, start.start())
        if match:
            within = re.search(r"\b(?<!words )of\s+(?:the\s+)?$", text[: match.start("subject")])
            body = match.end("subject")
            if not (within and "words of" not in match.group()) and _stands_apart(match):
                yield match


def _stands_apart(match: re.Match[str]) -> bool:
    """Whether "…, Jane Roe, said" has a comma on both sides of the name, or on neither."""
    verb_behind_comma = re.match(rf",\s+{SAID}", match.string[match.end("subject") :])
    return not verb_behind_comma or match.string[: match.start("subject")].rstrip().endswith(",")


def _same_speaker(
    text: str, quotation: Quotation, last: tuple[Quotation, Speech] | None
) -> Speaker | None:
    """The last speaker, where the quotation goes on after "..." said X. or has "she added"."""
    if last is None:
        return None
    before, speech = last
    between = text[before.close : quotation.open]
    after = text[quotation.close : quotation.close + 60]
    if between.count("\n\n") > 1:
        return None
    goes_on = "\n\n" not in between and re.fullmatch(
        rf"\s*(?:{SAID}\s+{SUBJECT}|{SUBJECT}\s+{SAID}|(?:he|she|they)\s+{SAID})[^.“\"]*[.,:]\s*",
        between,
    )
    by_pronoun = re.search(
        rf"\b(?:[Hh]e|[Ss]he|[Tt]hey)\s+(?:also\s+)?{SAID}[^.“\"]{{0,40}}[,:]\s*$", between
    )
    ends = _ENDS.search(text[quotation.open : quotation.close])
    if goes_on or by_pronoun or went_on(between) or (ends and patterns.PRONOUN_SAID.match(after)):
        return speech.speaker, speech.function
    return None
