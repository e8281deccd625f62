"""What of the passages found answers a question, and what speaks for it."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.arrange import Choice
from assistant.asking import asks_current
from assistant.confidence import LEAST_READ, Best, Signs, confidence, meanings, signs
from assistant.content import content_words
from assistant.quotes import candidates, choose
from assistant.reader import Reader, reader, stretch
from assistant.retrieve import Retrieved
from index.index import Index
from index.search import Scored
from index.words import Words

PASSAGES = 10
# What a stretch gains for its cosine to the question, and for each unit of the reader's log-odds.
_WEIGHT_ALONE = 0.4
_WEIGHT_READ = 0.03


@dataclass(frozen=True, slots=True)
class Judgement:
    """The stretches that answer best, as they are to be read, and the signs that they do."""

    choices: tuple[Choice, ...]
    signs: Signs

    @property
    def confidence(self) -> float:
        """The probability that they answer, 0 to 1."""
        return confidence(self.signs)


def judge(index: Index, retrieved: Retrieved, by: Reader | None = None) -> Judgement:
    """What of `retrieved` answers its question, from the best ten passages.

    `by` reads in place of the product's own reader. Raises EmbeddingError where that can't be
    loaded.
    """
    reading, documents = retrieved.reading, retrieved.documents
    words = _words(index, retrieved)
    possible = _candidates(retrieved, words)
    close = meanings(retrieved, possible, index.embedder)
    read = (by or reader()).scores(
        reading.wanted,
        [stretch(choice, documents[choice.passage.passage.document]) for choice in possible],
    )
    # What is near only to the question before is no answer to the one that follows it.
    gains = _WEIGHT_ALONE * close.mean(axis=0) + _WEIGHT_READ * read
    newest_first = asks_current(retrieved.question)
    choices = choose(possible, gains.tolist(), documents, newest_first, retrieved.compared)
    texts = {each.passage.id: _text(retrieved, each) for each in retrieved.scored[:PASSAGES]}
    best = Best(float(read.max(initial=LEAST_READ)), float(close.max(initial=0.0)))
    return Judgement(choices, signs(retrieved, choices, words, texts, best))


def candidates_of(index: Index, retrieved: Retrieved) -> tuple[Choice, ...]:
    """The stretches of the best ten passages that may answer, best first."""
    return _candidates(retrieved, _words(index, retrieved))


def _words(index: Index, retrieved: Retrieved) -> Words:
    reading = retrieved.reading
    return Words.of(index.engines.lexical, content_words(reading.text, reading.places))


def _candidates(retrieved: Retrieved, words: Words) -> tuple[Choice, ...]:
    top, documents = retrieved.scored[:PASSAGES], retrieved.documents
    shares: dict[tuple[int, int], float] = {}
    for found in top:
        text = documents[found.passage.document].text
        for position, sentence in enumerate(found.passage.sentences):
            shares[found.passage.id, position] = words.share(text[sentence.start : sentence.end])
    return candidates(top, documents, shares, retrieved.reading.speakers, retrieved.compared)


def _text(retrieved: Retrieved, found: Scored) -> str:
    text = retrieved.documents[found.passage.document].text
    return text[found.passage.start : found.passage.end]
