"""What a follow-up inherits from the question before: "and in 2021?", "did Tuvalu say so too?"."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.content import content_words
from assistant.reading import Reading
from assistant.speaker import SPEECH, THEY_SAY
from corpus.places import canonical, find_mentions

_LEADING = re.compile(r"^\W*(?:and|also|but|so|then|what about|how about|same|ok|okay)\b", re.I)
_OPENING = re.compile(
    r"\W*(?:(?:and|but|also|so|what about|how about|what of)\b[\s,]*)+(?:the\s+)?", re.I
)
_PRONOUN = re.compile(
    r"\b(?:they|them|their|theirs|he|him|his|she|her|hers|it|its|that|those|these|this|"
    r"same|there|one|ones)\b",
    re.I,
)
# Points back to the speech, or the year, that the conversation stands at.
_BACK = re.compile(
    r"\b(?:same|that|this)\s+(?:year|speech|statement|session|debate|address|time)\b"
    r"|\b(?:by|back) then\b|\byears? (?:later|earlier|before|after(?:wards)?|on)\b",
    re.I,
)
_ON_IT = re.compile(r"\b(?:on|about|of|to|for|with)\s+(?:it|that|this|them|those|these)\b", re.I)
_ANYONE = re.compile(
    r"\b(?:anyone|anybody|who|whom|which (?:countr|state|government|leader|speech|delegat|member)"
    r"\w*|what countr\w+"
    r"|(?:an?|any|other|another) (?:\w+ )?(?:countr|state|government|leader|delegat|speaker)\w*)\b",
    re.I,
)
_THEY = re.compile(
    r"\b(?:did|does|do|has|have|had|was|were|will|would)\s+(?:they|he|she|it)\b", re.I
)
_NAMES = re.compile(r"(?<=\s)[A-Z\d]")
_SHORT = 6  # words, in which a question hardly says all it means
_LEADING_NAMES = ("name", "alias", "capital", "leader")


def follows_up(question: str, own: Reading) -> bool:
    """Whether a question, read by itself as `own`, goes on from the one before."""
    if _LEADING.search(question) or _BACK.search(question):
        return True
    if _ON_IT.search(question) and not content_words(question):
        return True
    if own.publishers:
        return False
    if _ANYONE.search(question) and not _THEY.search(question):
        # "Can a State leave it?" asks about what was spoken of; "who said so?" anybody.
        return _ON_IT.search(question) is not None
    return _PRONOUN.search(question) is not None or len(question.split()) <= _SHORT


def stands_alone(rewritten: str, question: str) -> bool:
    """Whether `question`, as a model rewrote it, is to be read without the ones before.

    Not where the rewriting still says that it goes on from them, nor where it left as it was what
    points back, or is too short to tell.
    """
    if any(back.search(rewritten) for back in (_LEADING, _BACK)):
        return False
    they = _THEY.search(rewritten)
    if they and not _NAMES.search(rewritten[: they.start()]):
        return False
    if not content_words(rewritten):
        return False
    if rewritten.split() != question.split():
        return True
    long = len(rewritten.split()) > _SHORT or _NAMES.search(rewritten)
    return bool(long) and _PRONOUN.search(rewritten) is None


def may_follow(question: str, own: Reading) -> bool:
    """Whether a question that doesn't say so may go on from the one before: it names nobody."""
    named = own.publishers or own.maybe_publishers or own.places
    return not named and _ANYONE.search(question) is None


def leant(own: Reading, before: Reading) -> Reading:
    """The question, with those documents preferred that the one before was about."""
    result = replace(own, maybe_publishers=before.publishers or before.maybe_publishers)
    if own.since or own.until or own.maybe_since:
        return result
    return replace(
        result,
        maybe_since=before.since or before.maybe_since,
        maybe_until=before.until or before.maybe_until,
    )


def inherit(own: Reading, before: Reading, question: str) -> Reading:
    """What the question leaves out, taken from the one before."""
    whose = own.publishers
    if not whose and _leads(own, question):
        whose = own.maybe_publishers[:1]
        own = replace(own, publishers=whose, maybe_publishers=())
    # "Did they want anyone tried?" still asks about them.
    anyone = _ANYONE.search(question) is not None and not _THEY.search(question)
    result = replace(
        own,
        context=before.topic,
        kinds=own.kinds or before.kinds,
        speakers=own.speakers or (() if whose or anyone else before.speakers),
    )
    if not content_words(_BACK.sub("", question)) and not own.places:
        result = replace(
            result,
            happened=own.happened and not _asks_what_was_said(before),
            text=before.topic if whose and whose != before.publishers else before.text,
            words=before.words,
            phrases=before.phrases,
            topic=before.topic,
            context=before.context,
            places=before.places,
        )
    if not whose and not anyone:
        places = dict.fromkeys(result.places + own.maybe_publishers)
        result = replace(
            result,
            publishers=before.publishers,
            maybe_publishers=before.maybe_publishers,
            places=tuple(places),
        )
    return _dated(result, own, before)


def _asks_what_was_said(before: Reading) -> bool:
    """Whether a question asks what somebody said, so that another year is one of saying it."""
    dated = bool(before.since or before.until) and not before.happened
    said = SPEECH.search(before.text) or THEY_SAY.search(before.text)
    return dated or said is not None


def _dated(result: Reading, own: Reading, before: Reading) -> Reading:
    """What was inherited, with the dates that the question has or leaves out."""
    if not (own.since or own.until or own.maybe_since):
        return replace(
            result,
            since=before.since,
            until=before.until,
            maybe_since=before.maybe_since,
            maybe_until=before.maybe_until,
            happened=before.happened,
        )
    if own.maybe_since and before.since and not own.since:
        # "and in 2021, how many …": a date in a follow-up moves the conversation there.
        return replace(
            result, since=own.maybe_since, until=own.maybe_until, maybe_since="", maybe_until=""
        )
    return result


def _leads(own: Reading, question: str) -> bool:
    """Whether a likely publisher opens the follow-up: "and Malaysia?", "what about France"."""
    first = find_mentions(question, loose=True)[:1]
    if not own.maybe_publishers or not first:
        return False
    opening = question[: first[0].start]
    # "And the Dutch, …" means their government; "Dutch ships" doesn't.
    people = first[0].how == "demonym" and opening.lower().endswith("the ")
    if first[0].how not in _LEADING_NAMES and not people:
        return False
    named = canonical(own.maybe_publishers[0]) == first[0].place
    return named and _OPENING.fullmatch(opening) is not None
