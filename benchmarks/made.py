"""Questions made of sentences by rule, for `benchmarks/reader.py`: the plainest there are.

Questions written by hand are hard, and few; a reader taught on them alone takes a plain question
about a plain sentence for one without an answer. "312 villagers who were killed there" is made into
"how many villagers were killed there", a sentence without a number into some of its words. Other
stretches found for the same question by hand don't answer it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

from index.search import STOPWORDS

_NUMBER = re.compile(
    r"\b(?:\d[\d,.]*(?: million| billion| thousand)?|two|three|four|five|six|seven|eight|nine|ten"
    r"|eleven|twelve|twenty|thirty|forty|fifty|hundreds of|thousands of) ((?:[a-z-]+ ){1,9}[a-z-]+)"
)
_WORD = re.compile(r"[A-Za-z][A-Za-z'-]{3,}")
_AMOUNTS = ("how many ", "How many ", "number of ")
_SAID = ("what is said about ", "", "what was said on ", "does it mention ")
_WRONG = 2
_RUN = 6


def made(stretches: Sequence[str], chance: random.Random) -> Iterator[tuple[str, str, bool]]:
    """A question made of one of the stretches, with each stretch that answers it or doesn't."""
    order = list(stretches)
    chance.shuffle(order)
    for text in order:
        counted = _NUMBER.search(text)
        if counted is not None:
            question = _how_many(counted[1].split(), chance)
            others = [other for other in order if counted[1].split()[0] not in other]
            break
    else:
        text = order[0]
        question, picked = _of_words(text, chance)
        others = [t for t in order[1:] if sum(word in t for word in picked) <= 1]
    if question and others:
        yield question, text, True
        for other in chance.sample(others, min(_WRONG, len(others))):
            yield question, other, False


def _how_many(words: list[str], chance: random.Random) -> str:
    if words[1:2] and words[1] in ("who", "that"):
        words.pop(1)
    kept = [
        w for at, w in enumerate(words) if at == 0 or w not in STOPWORDS or chance.random() < 0.8
    ]
    asked = chance.choice(_AMOUNTS) + " ".join(kept) + chance.choice(("?", ""))
    return asked if len(kept) > 1 else ""


def _of_words(text: str, chance: random.Random) -> tuple[str, list[str]]:
    words = [word for word in _WORD.findall(text) if word.lower() not in STOPWORDS]
    if len(words) < _RUN:
        return "", []
    at = chance.randrange(len(words) - _RUN + 1)
    picked = [word for word in words[at : at + _RUN] if chance.random() < 0.75]
    asked = chance.choice(_SAID) + " ".join(picked).lower()
    return (asked if len(picked) > 2 else ""), picked
