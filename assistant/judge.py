"""What of the passages found answers a question, and what speaks for it."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.arrange import Choice
from assistant.asking import asks_current
from assistant.confidence import Signs, confidence, meanings, signs
from assistant.content import content_words
from assistant.quotes import candidates, choose
from assistant.retrieve import Retrieved
from index.index import Index
from index.words import Words

PASSAGES = 10


@dataclass(frozen=True, slots=True)
class Judgement:
    """The stretches that answer best, as they are to be read, and the signs that they do."""

    choices: tuple[Choice, ...]
    signs: Signs

    @property
    def confidence(self) -> float:
        """The probability that they answer, 0 to 1."""
        return confidence(self.signs)


def judge(index: Index, retrieved: Retrieved) -> Judgement:
    """What of `retrieved` answers its question, from the best ten passages."""
    reading = retrieved.reading
    words = Words.of(index.engines.lexical, content_words(reading.text, reading.places))
    top = retrieved.scored[:PASSAGES]
    shares: dict[tuple[int, int], float] = {}
    texts: dict[int, str] = {}
    for found in top:
        passage, text = found.passage, retrieved.documents[found.passage.document].text
        texts[passage.id] = text[passage.start : passage.end]
        for position, sentence in enumerate(passage.sentences):
            shares[passage.id, position] = words.share(text[sentence.start : sentence.end])
    possible = candidates(top, retrieved.documents, shares, reading.speakers, retrieved.compared)
    close = meanings(retrieved, possible, index.embedder)
    # What is near only to the question before is no answer to the one that follows it.
    near = close.mean(axis=0).tolist()
    newest_first = asks_current(retrieved.question)
    choices = choose(possible, near, retrieved.documents, newest_first, retrieved.compared)
    return Judgement(
        choices, signs(retrieved, choices, words, texts, float(close.max(initial=0.0)))
    )
