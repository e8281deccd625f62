"""Quotations that begin with a word which points back: "They must…", "This includes…"."""

from __future__ import annotations

import re

from corpus.document import Document, Span
from corpus.sentences import sentences

_DANGLING = re.compile(
    r"[\"“‘]?(?:he|she|they|it|this|that|these|those|such|his|her|their|its|there|here|but|and|"
    r"however|moreover|furthermore|therefore|thus|hence|in this (?:regard|context|respect|way)|"
    r"in that (?:regard|context|respect)|similarly|likewise|also|as such|so|the latter|"
    r"the former|nevertheless|yet)\b",
    re.I,
)
# Of these, the ones that a reader needs the sentence before for: "There is" and "It is vital that"
# are understood without it.
_REFERS = re.compile(
    r"[\"“‘]?(?:(?:however|moreover|furthermore|therefore|nevertheless|indeed|and|but|yet|so),?\s+)?"
    r"(?:(?:he|she|they|his|her|their|its|such|the latter|the former|likewise|similarly|"
    r"in (?:this|that) (?:regard|context|respect|way))\b"
    r"|(?:this|that|these|those|it)\s+(?:is|was|are|were|has|have|had|will|would|must|should|can|"
    r"could|may|might|also|include|mean|require|need|make|show|call)s?\b"
    r"(?!\s+(?:\w+\s+){1,3}(?:that|to|for)\b))",
    re.I,
)
_REACH = 1200


def points_back(text: str, at: int) -> bool:
    """Whether what begins at `at` can't be understood without what stands before it."""
    return _DANGLING.match(text, at) is not None


def sentence_before(document: Document, span: Span) -> str:
    """The sentence before a quotation that begins with a word pointing back to it, else "".

    The words are the stored ones. Nothing is given across the beginning or end of a speech: the
    sentence before would be somebody else's.
    """
    text = document.text
    if not _REFERS.match(text, span.start):
        return ""
    start = max(0, span.start - _REACH)
    found = [each for each in sentences(text, start, span.start) if each.start > start or not start]
    if not found or document.speech_at(span.start, span.end) != document.speech_at(
        found[-1].start, found[-1].end
    ):
        return ""
    return text[found[-1].start : found[-1].end]
