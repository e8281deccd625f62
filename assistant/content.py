"""The words of a question that say what it is about."""

from __future__ import annotations

import re
from collections.abc import Collection

import regex

from assistant.speaker import speaks
from corpus.places import find_mentions
from index.search import STOPWORDS

# How people ask, not what they ask about.
_ASKING = frozenset(
    """mention mentions mentioned speak speaks spoke spoken talk talks talked bring brought raise
    raised speech speeches statement statements country countries state states government
    governments leader leaders delegate delegates delegation debate assembly rostrum phrase words
    exact exactly called put own anything something nobody""".split()
)


def content_words(question: str, about: Collection[str] = ()) -> list[str]:
    """The question's words without function words, words of asking, States and years, in order.

    A leader's name is left out where the leader speaks for a State. The names of the places `about`
    which it is asked stay.
    """
    bare = list(question)
    for mention in find_mentions(question, loose=True):
        spoken_of = mention.how == "leader" and speaks(question, mention) < 1.0
        spoken_of = spoken_of or mention.place in about
        if mention.how not in ("people", "region") and not spoken_of:
            bare[mention.start : mention.end] = " " * (mention.end - mention.start)
    words = regex.findall(r"\p{L}[\p{L}\p{M}\p{N}_’'-]*|\d+(?:[.,]\d+)*", "".join(bare))
    return [
        word
        for word in words
        if word.lower() not in STOPWORDS | _ASKING and not re.fullmatch(r"(?:19|20)\d\d", word)
    ]
