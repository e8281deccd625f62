"""Whether what was found answers the question, as a probability.

A logistic regression over a few signs. Its weights were fitted by `benchmarks/refusal.py` on
questions over several collections: those with a gold quotation, those known to have none, and near
misses made from the former by naming another publisher or another year; then scaled (Platt, 1999)
so that of the questions given a confidence, about that share is answerable where three in four are,
as in those collections' questions. docs/how-it-works.md tells how well it does.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import astuple, dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.arrange import Choice
from assistant.asking import asks_amount, beside_numerals
from assistant.glossary import short_forms
from assistant.retrieve import Retrieved
from corpus.document import Span
from corpus.places import canonical, find_mentions
from index.embed import Embedder, PassageText
from index.words import Words

# Below this the question is refused.
THRESHOLD = 0.6
LEAST_READ = -5.0


@dataclass(frozen=True, slots=True)
class Signs:
    """What the decision rests on, each about 0 to 1 but for `read`.

    read: the best log-odds that the reader gives a stretch, at least -5.
    meaning: the best cosine between the question without its speaker and date and a stretch, both
    embedded by themselves (in a passage's vector its heading's words count too).
    places: the share of the places asked about, and of who probably speaks, that the passages name
    or come from. capitals: the share of the capitalised words within the question, but for those of
    places and speakers, that the passages hold.
    amount: 1 where a number is asked for. beside: there, the best share of the question's words
    around a numeral in the best stretches, else 0.3.
    length: how many words the question's subject has, in tens.
    above: how far the best passage's score stands above the fifth one's, 0.2 at least where there
    are fewer.
    """

    read: float = LEAST_READ
    meaning: float = 0.0
    places: float = 0.0
    capitals: float = 0.0
    amount: float = 0.0
    beside: float = 0.0
    length: float = 0.0
    above: float = 0.0


@dataclass(frozen=True, slots=True)
class Best:
    """The best that a stretch has of the reader's log-odds, and of `meanings`."""

    read: float
    meaning: float


WEIGHTS = Signs(
    read=0.57,
    meaning=1.88,
    places=2.17,
    capitals=0.51,
    amount=-0.92,
    beside=0.35,
    length=0.87,
    above=2.91,
)
BIAS = -3.79
_CAPITAL = re.compile(r"(?<=\S )[A-Z][\w’'-]{2,}")
_BEST = 3
_FIFTH = 4
_USUALLY_BESIDE = 0.3
# Among fewer than five passages none can stand out: then this is taken.
_USUALLY_ABOVE = 0.2


def signs(
    retrieved: Retrieved,
    choices: Sequence[Choice],
    words: Words,
    texts: Mapping[int, str],
    most: Best,
) -> Signs:
    """The signs of an answer made of `choices`; `texts` are the passages' texts by id."""
    if not choices:
        return Signs()
    ranked = sorted(choices, key=lambda choice: -choice.score)[:_BEST]
    amount = asks_amount(retrieved.question)
    best = [choice.words(retrieved.documents) for choice in ranked]
    near = [words.share(each) for text in best for each in beside_numerals(text)]
    held = words.lexical.all_stems("\n".join(texts.values()))
    return Signs(
        read=max(most.read, LEAST_READ),
        meaning=most.meaning,
        places=_places(retrieved, ranked, texts),
        capitals=_held(_CAPITAL.findall(_unnamed(retrieved)), words, held),
        amount=float(amount),
        beside=max(near, default=0.0) if amount else _USUALLY_BESIDE,
        length=len(words.weights) / 10,
        above=_above([found.score for found in retrieved.scored]),
    )


def _above(scores: Sequence[float]) -> float:
    """How far the best score stands above the fifth one, where there are so many."""
    lead = scores[0] - scores[: _FIFTH + 1][-1]
    return lead if len(scores) > _FIFTH else max(lead, _USUALLY_ABOVE)


def confidence(seen: Signs) -> float:
    """The probability that the question is answered, 0 to 1."""
    total = BIAS + sum(w * s for w, s in zip(astuple(WEIGHTS), astuple(seen), strict=True))
    return 1 / (1 + math.exp(-total))


def meanings(
    retrieved: Retrieved, choices: Sequence[Choice], embedder: Embedder
) -> NDArray[np.float32]:
    """The cosines of the question without its speaker and date and each stretch, all embedded by
    themselves: one row, and for a follow-up a second one, without what it goes on from."""
    reading = retrieved.reading
    asked = dict.fromkeys((reading.wanted, reading.topic or reading.wanted))
    if not choices:
        return np.zeros((len(asked), 0), dtype=np.float32)
    stretches = [choice.words(retrieved.documents) for choice in choices]
    alone = embedder.embed_passages(
        [PassageText("", stretch, (Span(0, len(stretch)),)) for stretch in stretches]
    )
    queries = np.stack([embedder.embed_query(text) for text in asked])
    return np.asarray(queries @ np.stack([each.vector for each in alone]).T, dtype=np.float32)


def _places(retrieved: Retrieved, best: Sequence[Choice], texts: Mapping[int, str]) -> float:
    """The share of the places asked about, and of who probably speaks, that is named or speaks."""
    reading = retrieved.reading
    likely = () if retrieved.filters.publishers else reading.maybe_publishers[:1]
    asked = {*reading.places, *(place for name in likely if (place := canonical(name)))}
    if not asked:
        return 1.0
    named = {mention.place for text in texts.values() for mention in find_mentions(text)}
    speaking = (retrieved.documents[each.passage.passage.document].publisher for each in best)
    named |= {place for name in speaking if (place := canonical(name))}
    return len(named & asked) / len(asked)


def _held(names: Sequence[str], words: Words, held: Collection[str]) -> float:
    """The share of the names whose rarest word is among the stems `held`, 1 where there is none.

    A word is taken for held too where its likely spelling is.
    """
    lexical = words.lexical
    found = []
    for name in names:
        stems = dict(lexical.forms(name))
        if stems:
            rarest = min(zip(lexical.frequencies(list(stems)), stems, strict=True))[1]
            spelled = lexical.spellings(rarest, stems[rarest])
            found.append(rarest in held or any(form in held for form, _ in spelled))
    return sum(found) / len(found) if found else 1.0


def _unnamed(retrieved: Retrieved) -> str:
    """The question without the places, publishers and short forms that it names."""
    question = retrieved.reading.text
    mentions = find_mentions(question, loose=True)
    speaking = {canonical(name) for name in retrieved.filters.publishers}
    spans = [(m.start, m.end) for m in mentions if m.how != "leader" or m.place in speaking]
    for name in (*retrieved.filters.publishers, *short_forms(question)):
        spans += [found.span() for found in re.finditer(rf"\b{re.escape(name)}\b", question)]
    letters = list(question)
    for start, end in spans:
        letters[start:end] = "." * (end - start)
    return "".join(letters)
