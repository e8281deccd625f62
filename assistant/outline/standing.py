"""Whether words can be quoted by themselves: whole, short, leaning on nothing before them."""

from __future__ import annotations

import re

_FEWEST_WORDS = 8
_MOST_WORDS = 90
_LONG = 60
_DANGLING = re.compile(
    r"[\"“‘]?(?:(?:and|but|so|yet|for|however|therefore|moreover|also|thus|indeed"
    r"|because of)\b,?\s+)?"
    r"(?:(?:he|she|they|him|them|his|her|their|its|those(?! who)|these|that|such"
    r"|the (?:latter|former)"
    r"|both|similarly|likewise|otherwise)\b"
    r"|it\b(?!(?: is| was| has been| remains| would be| will be)\s+(?!from|in|with|by|at|on|under"
    r"|for|against|because)[\w-]+(?:\s+[\w-]+){0,4}?"
    r"\s(?:that|to|for)\b)"
    r"|this\b(?!\s+(?:year|session|assembly|organi[sz]ation|council|century|week|month|decade"
    r"|day|hall|house|body|planet|world|debate|rostrum)\b)"
    r"|(?:we|i) (?:know|believe|think|hope|say|said) (?:that )?(?:they|it|this|these|those|he"
    r"|she)\b"
    r"|(?:in|to|for|at|on|under|with|given|despite|against) (?:this|that|these|those|such)\b"
    r"(?!\s+(?:year|session|assembly|world|planet)\b))",
    re.I,
)
_COUNTED = re.compile(
    r"(?:first|second|third|fourth|fifth|sixth|seventh|last|final)(?:ly)?\s*,|finally\s*,"
    r"|(?:moreover|furthermore|however|in addition|also|but|and|additionally|nevertheless|therefore"
    r"|thus|hence|so|similarly|likewise|in conclusion)\b",
    re.I,
)
_CEREMONY = re.compile(
    r"\b(?:congratulat\w+|thank(?:s| you)|(?:your|his|her) (?:able )?(?:election|presidency"
    r"|leadership)"
    r"|honou?r (?:for me )?to (?:address|speak|be)|wish you|Mr\. President|Madam President)\b"
)
# What nearly every whole sentence has one of; "The deteriorating situation." has none.
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|am|has|have|had|do|does|did|will|would|shall|should|can|could|may"
    r"|might|must|need|let|we|I|they|who|which|\w{3,}ed|cannot)\b",
    re.I,
)
_ENDS = re.compile(r"[.!…][\"”’')\]»]*$")


def leans(text: str, at: int) -> bool:
    """Whether the sentence of `text` that begins at `at` goes on from the one before: "They …"."""
    return _DANGLING.match(text, at) is not None


def whole(words: str) -> bool:
    """Whether `words` are whole sentences of one paragraph, neither a scrap nor too long."""
    begins = words[:1].isupper() or words[:1].isdigit() or words[:1] in '"“‘«'
    fits = _FEWEST_WORDS <= len(words.split()) <= _MOST_WORDS and "\n\n" not in words
    closed = words.count("“") == words.count("”") and words.count('"') % 2 == 0
    return begins and fits and closed and _ENDS.search(words) is not None


def flaws(words: str) -> float:
    """What makes a sentence poor to quote by itself, in points of relevance to take off."""
    count = len(words.split())
    return (
        0.12 * (count > _LONG)
        + 0.15 * bool(_COUNTED.match(words))
        + 0.3 * bool(_CEREMONY.search(words))
        + 0.12 * (_VERB.search(words) is None)
    )
