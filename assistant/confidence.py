"""Whether what was found answers the question, as a probability.

A logistic regression over a few signs of the best stretches: how close they are in meaning, how
many of the question's words (weighted by rarity) they hold, and whether a word that the question
can't do without is missing. docs/how-it-works.md tells how the weights were fitted.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass

from assistant.quotes import Choice
from assistant.retrieve import Retrieved
from index.words import Words

THRESHOLD = 0.5


@dataclass(frozen=True, slots=True)
class Signs:
    """What the decision rests on, each from 0 to 1.

    sentence: the best cosine between the question and a chosen sentence. passage: the same for a
    passage. words: the best share of the question's words in a chosen stretch's passage.
    together: the share that all chosen passages hold between them. rarest: 1 when the passages
    hold the question's rarest word.
    """

    sentence: float
    passage: float
    words: float
    together: float
    rarest: float


WEIGHTS = Signs(sentence=6.0, passage=3.0, words=3.0, together=3.0, rarest=1.0)
BIAS = -7.5


def signs(
    retrieved: Retrieved, choices: Sequence[Choice], words: Words, texts: Mapping[int, str]
) -> Signs:
    """The signs of an answer made of `choices`; `texts` are the passages' texts by id."""
    if not choices:
        return Signs(0.0, 0.0, 0.0, 0.0, 0.0)
    held = {choice.passage.passage.id: texts[choice.passage.passage.id] for choice in choices}
    all_text = "\n".join(held.values())
    rarest = max(words.weights, key=lambda stem: words.weights[stem], default="")
    return Signs(
        sentence=max(float(c.passage.sentence_cosines.max(initial=0.0)) for c in choices),
        passage=max(c.passage.passage_cosine for c in choices),
        words=max(words.share(text) for text in held.values()),
        together=words.share(all_text),
        rarest=1.0 if not rarest or rarest in words.held(all_text) else 0.0,
    )


def confidence(seen: Signs) -> float:
    """The probability that the question is answered, 0 to 1."""
    sum_ = BIAS + sum(w * s for w, s in zip(astuple(WEIGHTS), astuple(seen), strict=True))
    return 1 / (1 + math.exp(-sum_))
