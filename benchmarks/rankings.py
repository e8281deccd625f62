"""Rankings that the product does without, computed from the signals of benchmarks/asked.py.

A ranking gives every passage of a question's library a score.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from benchmarks.asked import Asked, Embedded, Floats, Rows, Shelf, unit
from index import search
from index.bert import BertEncoder, best_precision
from index.embed import (
    DEFAULT_MODEL,
    Embedder,
    PassageEmbedding,
    PassageText,
    model_folder,
)
from index.lexical import Term
from index.search import STOPWORDS, query_terms
from index.words import Words

Ranking = Callable[[Asked], Floats]
_FEEDBACK = 5
_EXPANDING = 15
_COMMON = 0.1
# How much better a passage must score to count e times as much in feedback.
_SHARP = 0.1
# Characters of a smaller passage, to the end of a sentence.
_SMALL = 350
_FIRST = 50


def fused(case: Asked, passage: Floats, sentence: Floats, words: Floats | None = None) -> Floats:
    """The product's score of every passage, with signals of its own or others'."""
    score: Floats = (
        search.WEIGHT_PASSAGE * passage
        + search.WEIGHT_SENTENCE * sentence
        + search.WEIGHT_WORDS * (case.words if words is None else words)
        + search.WEIGHT_SHARE * case.share
        + case.gain
        + search.WEIGHT_PHRASE * case.quoted
    )
    return score


def as_it_is(case: Asked) -> Floats:
    """The product's ranking."""
    return fused(case, *case.cosines)


def first(case: Asked, depth: int = _FIRST) -> Rows:
    """The rows of the passages that the product ranks first, within the question's limits."""
    rows = np.argsort(-np.where(case.within, as_it_is(case), -np.inf))[:depth]
    found: Rows = rows[case.within[rows]]
    return found


def without_words(ranking: Ranking) -> Ranking:
    """A ranking less what words add to it."""
    return lambda case: (
        ranking(case) - search.WEIGHT_WORDS * case.words - search.WEIGHT_SHARE * case.share
    )


def more_words(weight: float) -> Ranking:
    """Words of the first passages looked up too (RM3; Abdul-Jaleel et al., TREC 2004)."""

    def ranking(case: Asked) -> Floats:
        shelf, lexical = case.shelf, case.shelf.index.engines.lexical
        terms, phrases = query_terms(shelf.index.engines, case.query)
        more = _telling(case)
        top = max(more.values(), default=1.0)
        terms += [Term(stem, weight * much / top, 1) for stem, much in more.items()]
        found = dict(lexical.search(terms, phrases, case.filters, len(shelf.ids)))
        best = max(found.values(), default=0.0) or 1.0
        return fused(case, *case.cosines, shelf.spread(found) / np.float32(best))

    return ranking


def _telling(case: Asked) -> dict[str, float]:
    """The stems that tell the first passages from others, each with how much it does."""
    lexical, score = case.shelf.index.engines.lexical, as_it_is(case)
    counted: defaultdict[str, float] = defaultdict(float)
    rows = first(case, _FEEDBACK)
    for row in rows.tolist():
        stems = [s for s in lexical.stems(case.shelf.texts[row].text) if s not in STOPWORDS]
        likely = float(np.exp((score[row] - score[rows[0]]) / _SHARP))
        for stem in stems:
            counted[stem] += likely / len(stems)
    size, stems = lexical.size(), list(counted)
    telling = {
        stem: counted[stem] * float(np.log(size / (1 + held)))
        for stem, held in zip(stems, lexical.frequencies(stems), strict=True)
        if held < _COMMON * size
    }
    return {s: telling[s] for s in sorted(telling, key=lambda s: -telling[s])[:_EXPANDING]}


def blended(embedded: Embedded, documents: Rows, how: str, weight: float) -> Embedded:
    """Passages' vectors with their "neighbours'" or their "document's", or, of all vectors, less
    what all have in common ("centred")."""
    vectors = embedded.passages
    if how == "centred":
        sentences = embedded.sentences - weight * embedded.sentences.mean(axis=0)
        passages = vectors - weight * vectors.mean(axis=0)
        return replace(embedded, passages=unit(passages), sentences=unit(sentences))
    around = np.zeros_like(vectors)
    if how == "document":
        for document in np.unique(documents):
            around[documents == document] = vectors[documents == document].mean(axis=0)
    else:
        same = documents[1:] == documents[:-1]
        around[1:][same] += vectors[:-1][same]
        around[:-1][same] += vectors[1:][same]
    return replace(embedded, passages=unit(vectors + np.float32(weight) * unit(around)))


def in_vectors(made: dict[int, Embedded], embedder: Embedder | None = None) -> Ranking:
    """The product's ranking in other vectors, by a shelf's id, and another model's of questions."""

    def ranking(case: Asked) -> Floats:
        vector = embedder.embed_query(case.query.text) if embedder else case.vector
        return fused(case, *made[id(case.shelf)].cosines(vector))

    return ranking


def two_sentences(shelf: Shelf) -> Embedded:
    """Every two sentences that follow each other, taken together where a passage has two."""
    sentences, begins = shelf.stored.sentences, shelf.stored.begins
    together = sentences.copy()
    together[:-1] += sentences[1:]
    alone = np.append(begins[1:], len(sentences)) - 1
    # A passage's last sentence has none after it: it stands with the one before.
    together[alone] = sentences[alone]
    several = alone[alone > begins]
    together[several] += sentences[several - 1]
    return replace(shelf.stored, sentences=unit(together))


def one_sentence(weight: float) -> Ranking:
    """A gain for passages of which one sentence is near and holds words, among the first."""

    def ranking(case: Asked) -> Floats:
        score = as_it_is(case)
        words = Words.of(case.shelf.index.engines.lexical, case.query.content)
        for row in first(case).tolist():
            text, begin = case.shelf.texts[row], case.shelf.stored.begins[row]
            held = [words.share(text.text[span.start : span.end]) for span in text.sentences]
            near = case.shelf.stored.sentences[begin : begin + len(held)] @ case.vector
            score[row] += weight * (1 + (near + 0.2 * np.array(held, np.float32)).max())
        return score

    return ranking


def smaller(shelf: Shelf, embedder: Embedder) -> Embedded:
    """Each passage as its smaller ones, some sentences each, embedded by themselves: these stand
    for the sentences."""
    embeddings: list[PassageEmbedding] = []
    for at in range(0, len(shelf.texts), 64):
        some = [_parts(passage) for passage in shelf.texts[at : at + 64]]
        made = iter(embedder.embed_passages([part for parts in some for part in parts]))
        for parts in some:
            vectors = np.stack([next(made).vector for _ in parts])
            embeddings.append(PassageEmbedding(vectors[0], vectors))
    return Embedded.of(embeddings)


def _parts(passage: PassageText) -> list[PassageText]:
    parts: list[PassageText] = []
    start = 0
    for span in passage.sentences:
        if span.end - start >= _SMALL or span is passage.sentences[-1]:
            text = passage.text[start : span.end]
            whole = replace(span, start=0, end=len(text))
            parts.append(PassageText(passage.heading, text, (whole,)))
            start = span.end
    return parts


def met_tokens(cases: Sequence[Asked]) -> dict[int, Floats]:
    """By a case's id, how well its tokens are met by those of its first passages: the mean of each
    one's best cosine (ColBERT's MaxSim; Khattab and Zaharia, 2020), zero for the passages after."""
    folder = model_folder(DEFAULT_MODEL)
    assert folder is not None
    encoder = BertEncoder(folder, 1, best_precision())
    tokens = {id(c): unit(encoder.encode([c.query.text])[0].tokens[1:-1]) for c in cases}
    met: dict[int, Floats] = {id(case): np.zeros_like(case.words) for case in cases}
    wanted: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    shelves = {id(case.shelf): case.shelf for case in cases}
    for case in cases:
        for row in first(case).tolist():
            wanted[id(case.shelf), row].append(id(case))
    places = list(wanted)
    for at in range(0, len(places), 64):
        some = places[at : at + 64]
        read = [shelves[shelf].texts[row] for shelf, row in some]
        made = encoder.encode([f"{text.heading}\n{text.text}" for text in read])
        for place, encoded in zip(some, made, strict=True):
            held: NDArray[np.float32] = unit(encoded.tokens[1:-1]).T
            for case_id in wanted[place]:
                met[case_id][place[1]] = (tokens[case_id] @ held).max(axis=1).mean()
    return met
