"""Whether what was found answers the question, as a probability.

A logistic regression over a few signs. Its weights were fitted by `benchmarks/refusal.py` on
questions over four collections: those with a gold quotation, those known to have none, and near
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
from assistant.asking import asks_amount, asks_whether, beside_numerals, could_answer
from assistant.glossary import short_forms
from assistant.retrieve import Retrieved
from corpus.document import Span
from corpus.places import canonical, find_mentions
from index.embed import Embedder, PassageText
from index.words import Words

# Below this the question is refused. It is more than a half, since a near miss with a quotation
# beside it is taken for an answer by whoever doesn't read it in its place.
THRESHOLD = 0.63
_NAME = re.compile(
    r"(?<=[^\s.?!:] )[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)+|^[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)+"
)


@dataclass(frozen=True, slots=True)
class Signs:
    """What the decision rests on, each about 0 to 1.

    meaning: the best cosine between the question without its speaker and date and a chosen
    stretch, both embedded by themselves (in a passage's vector its heading's words count too).
    lead: how far the best sentence's cosine stands above the median of all candidates' sentences.
    passage: the share of the question's words, weighted by rarity, in the best stretch's passage.
    known: the share of them that stands anywhere in the library. places: the share of the places
    asked about, and of who probably speaks, that the passages name or come from. names: the share
    of the names of two words and more, and of the years of events, whose rarest word the passages
    hold. form: 1 unless a number or a time is asked for and the best stretches hold none. beside:
    where a number is asked for, the best share of the question's words around a numeral there,
    else 0.3. amount: 1 where a number is asked for.
    whether: 1 where it is asked if, or by whom, something was said at all: a wrong yes misleads
    more than elsewhere. length: how many words the question's subject has, in tens.
    above: how far the best passage's score stands above the fifth one's, 0.2 at least where there
    are fewer. capitals: the share of the
    capitalised words within the question, but for those of places and speakers, that the passages
    hold.
    """

    meaning: float = 0.0
    lead: float = 0.0
    passage: float = 0.0
    known: float = 0.0
    places: float = 0.0
    names: float = 0.0
    form: float = 0.0
    beside: float = 0.0
    amount: float = 0.0
    whether: float = 0.0
    length: float = 0.0
    above: float = 0.0
    capitals: float = 0.0


# `known` tells nothing of a large library, but much of a small one that holds none of the words:
# it was set to 1.5 by hand, and the bias lowered by as much as that adds elsewhere.
WEIGHTS = Signs(
    meaning=7.48,
    lead=0.69,
    passage=0.17,
    known=1.50,
    places=4.42,
    names=0.82,
    form=1.10,
    beside=1.79,
    amount=-0.86,
    whether=-0.24,
    length=1.51,
    above=6.55,
    capitals=1.41,
)
BIAS = -13.60
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
    meaning: float,
) -> Signs:
    """The signs of an answer made of `choices`; `texts` are the passages' texts by id.

    `meaning` is the best of `meanings`.
    """
    if not choices:
        return Signs()
    question = retrieved.question
    ranked = sorted(choices, key=lambda choice: -choice.score)[:_BEST]
    best = [_text(retrieved, choice) for choice in ranked]
    amount = asks_amount(question)
    around = [words.share(near) for text in best for near in beside_numerals(text)]
    cosines = np.concatenate([found.sentence_cosines for found in retrieved.scored])
    unnamed, held = _unnamed(retrieved), words.lexical.all_stems("\n".join(texts.values()))
    names = [*_NAME.findall(unnamed), *retrieved.reading.events]
    return Signs(
        meaning=meaning,
        lead=float(cosines.max() - np.median(cosines)),
        passage=words.share(texts[ranked[0].passage.passage.id]),
        known=words.known(),
        places=_places(retrieved, ranked, texts),
        names=_held(names, words, held),
        form=float(any(could_answer(question, text) for text in best)),
        beside=max(around, default=0.0) if amount else _USUALLY_BESIDE,
        amount=float(amount),
        whether=float(asks_whether(question)),
        length=len(words.weights) / 10,
        above=_above([found.score for found in retrieved.scored]),
        capitals=_held(_CAPITAL.findall(unnamed), words, held),
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
    stretches = [_text(retrieved, choice) for choice in choices]
    alone = embedder.embed_passages(
        [PassageText("", stretch, (Span(0, len(stretch)),)) for stretch in stretches]
    )
    queries = np.stack([embedder.embed_query(text) for text in asked])
    return np.asarray(queries @ np.stack([each.vector for each in alone]).T, dtype=np.float32)


def _text(retrieved: Retrieved, choice: Choice) -> str:
    text = retrieved.documents[choice.passage.passage.document].text
    return text[choice.span.start : choice.span.end]


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
