"""Example questions that the library at hand can be asked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from assistant.results import DocumentRecord

_WITH_ARTICLE = re.compile(
    r"(United|Russian|European|Central African|Global|Office)\b"
    r"|.*\b(of|for|Republic|Union|Nations|Council|Court|Islands)\b"
)
SAMPLE = {
    "syria-accountability.md": "What is the Mechanism for Syria, and who established it?",
    "myanmar-mechanism.md": "Who gathers evidence of the crimes committed in Myanmar?",
    "darfur-referral.md": "When did the Security Council refer Darfur to the ICC?",
    "veto-restraint.md": "Which initiatives ask for restraint in the use of the veto?",
}


def starters(documents: Sequence[DocumentRecord], most: int = 4) -> tuple[str, ...]:
    """Up to `most` questions about what the documents hold; none for an empty library."""
    names = {document.source.rsplit("/", 1)[-1] for document in documents}
    written = [question for name, question in SAMPLE.items() if name in names]
    return tuple(dict.fromkeys(written + _made(documents)))[:most]


def _made(documents: Sequence[DocumentRecord]) -> list[str]:
    places = Counter(place for document in documents for place in document.places)
    publishers = Counter(document.publisher for document in documents if document.publisher)
    questions = []
    for publisher, _ in publishers.most_common(2):
        theirs = [document for document in documents if document.publisher == publisher]
        named = Counter(
            place for document in theirs for place in document.places if place != publisher
        )
        about = f" about {_named(named.most_common(1)[0][0])}" if named else ""
        year = max((document.date[:4] for document in theirs), default="")
        when = f" in {year}" if year else ""
        questions.append(f"What did {_named(publisher)} say{about}{when}?")
    questions += [f"What was said about {_named(place)}?" for place, _ in places.most_common(2)]
    return questions


def _named(name: str) -> str:
    return f"the {name}" if _WITH_ARTICLE.match(name) else name
