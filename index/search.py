"""Hybrid search: candidates from both engines, ranked by one score.

Dense candidates come from the vector index, word candidates from the lexical one. Each candidate
is scored by its embedding's cosine with the query, by the best cosine among its sentences
(late-chunked, see index/embed.py), by its BM25 score, and by the share of the query's words,
weighted by rarity, that it holds; the weights were chosen by measurement (docs/how-it-works.md).
Fusing scores rather than ranks keeps the distance between candidates.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.catalogue import Catalogue
from index.engines import Engines
from index.filters import Filters
from index.lexical import Term
from index.products import products
from index.record import Vector
from index.rows import StoredPassage, packed_cosines
from index.words import Words

DEPTH = 100
WEIGHT_PASSAGE = 0.5
WEIGHT_SENTENCE = 0.5
WEIGHT_WORDS = 0.1
WEIGHT_SHARE = 0.3
WEIGHT_PHRASE = 0.3
_SLIP_WEIGHT = 0.6
# Words of a quotation that are looked up, and words up to which runs of two are.
_LONGEST_QUOTED = 200
_SHORT_QUOTED = 12

STOPWORDS = frozenset(
    """a an the of to in on for and or is are was were be been it its that this these those with
    as at by from what which who whom whose how when where why did do does done has have had say
    said says about their they them he she his her i we you our us me my your not no any some
    there so than then into over will would should could can may might also please tell
    give whether if but up out just more most very much many anyone anybody someone ever""".split()
)


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for.

    `text` is embedded; `words` feed the lexical index; `phrases` must stand together there;
    `content` are the words that say what is wanted, without those of asking.
    Passages of documents that pass filters of `preferred` gain what stands beside each, on the
    scale of cosines: what the question seems to mean without saying it for certain.
    """

    text: str
    words: str
    phrases: tuple[str, ...] = ()
    content: tuple[str, ...] = ()
    preferred: tuple[tuple[Filters, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its scores: cosines of the passage and of each sentence, BM25 (0 to 1).

    `share` is the share of the query's content words that the passage holds, by rarity (0 to 1).

    `gain` is what it was given for coming from documents that are probably meant. `score` orders
    the candidates of one search.
    """

    passage: StoredPassage
    score: float
    passage_cosine: float
    sentence_cosines: NDArray[np.float32]
    words: float
    share: float = 0.0
    gain: float = 0.0


def search(
    catalogue: Catalogue,
    engines: Engines,
    vector: Vector,
    query: Query,
    filters: Filters,
    depth: int = DEPTH,
) -> list[Scored]:
    """The best passages within `filters`, best first, scored with the query's `vector`."""
    terms, phrases = query_terms(engines, query)
    near = engines.scan.near(vector)
    dense = dict(engines.nearest(vector, filters, depth, near))
    lexical = dict(engines.lexical.search(terms, phrases, filters, depth))
    gains: defaultdict[int, float] = defaultdict(float)
    for meant, gain in query.preferred:
        close = engines.nearest(vector, meant, depth, near)
        wordy = engines.lexical.search(terms, phrases, meant, depth)
        dense.update(close)
        lexical.update(wordy)
        for passage in dict(close + wordy):
            gains[passage] += gain
    quoted = _holding(engines, phrases, filters, depth)
    passages = catalogue.passages(list(dense.keys() | lexical.keys() | quoted))
    shares = Words.of(engines.lexical, query.content).shares(list(passages))
    best = max(lexical.values(), default=0.0) or 1.0
    # The best BM25 score says little where no passage holds much of what is asked.
    words = WEIGHT_WORDS * (max(shares.values(), default=0.0) if query.content else 1.0)
    scored = [
        Scored(
            passage,
            WEIGHT_PASSAGE * cosine
            + WEIGHT_SENTENCE * float(cosines.max(initial=0.0))
            + words * lexical.get(passage.id, 0.0) / best
            + WEIGHT_SHARE * shares.get(passage.id, 0.0)
            + gains[passage.id]
            + (WEIGHT_PHRASE if passage.id in quoted else 0.0),
            cosine,
            cosines,
            lexical.get(passage.id, 0.0) / best,
            shares.get(passage.id, 0.0),
            gains[passage.id],
        )
        for passage, cosine, cosines in _compared(list(passages.values()), vector)
    ]
    return sorted(scored, key=lambda found: (-found.score, found.passage.id))


def _compared(
    passages: Sequence[StoredPassage], vector: Vector
) -> Iterator[tuple[StoredPassage, float, NDArray[np.float32]]]:
    """Each passage with its cosine and its sentences' cosines, all computed at once."""
    if not passages:
        return
    whole = np.frombuffer(b"".join(p.packed_vector for p in passages), dtype="<f4")
    cosines = products(whole.reshape(len(passages), -1), vector)
    packed = b"".join(p.packed_vectors for p in passages)
    sentences = packed_cosines(packed, vector)
    begin = 0
    for passage, cosine in zip(passages, cosines.tolist(), strict=True):
        end = begin + len(passage.packed_vectors) // len(vector)
        yield passage, cosine, sentences[begin:end]
        begin = end


def _holding(
    engines: Engines, phrases: Sequence[list[str]], filters: Filters, depth: int
) -> frozenset[int]:
    """The passages that hold one of the phrases word for word: who quotes asks for just those."""
    if not phrases:
        return frozenset()
    found = engines.lexical.search([], phrases, filters, depth)
    return frozenset(passage for passage, _ in found)


def query_terms(engines: Engines, query: Query) -> tuple[list[Term], list[list[str]]]:
    """The stems of the query with their weights, and its phrases as runs of stems.

    A word is looked up in every language that the library holds. British and American spellings
    find each other. A word that the library doesn't hold is taken for a slip of the keyboard where
    a close one is held: "vacine" finds "vaccine".
    """
    lexical = engines.lexical
    words = [
        word for word in query.words.split() if word.lower().strip("?!.,;:'\"") not in STOPWORDS
    ]
    stems = dict(form for word in words for form in lexical.forms(word))
    terms: list[Term] = []
    for stem, frequency in zip(stems, lexical.frequencies(list(stems)), strict=True):
        if frequency:
            terms.append(Term(stem, 1.0, frequency))
        for form, passages in lexical.spellings(stem, stems[stem]):
            surely = frequency or form in stems[stem]
            terms.append(Term(form, 1.0 if surely else _SLIP_WEIGHT, passages))
    return terms, [run for phrase in query.phrases for run in lexical.runs(phrase)]


def quoting(engines: Engines, words: str, filters: Filters, limit: int) -> list[int]:
    """The ids of the passages that share most runs of words with `words`, best first."""
    lexical = engines.lexical
    terms: list[Term] = []
    together: list[list[str]] = []
    for stems in (run[:_LONGEST_QUOTED] for run in lexical.runs(words)):
        length = 2 if len(stems) <= _SHORT_QUOTED else 3
        runs = [stems[at : at + length] for at in range(len(stems) - length + 1)]
        telling = [run for run in runs if not STOPWORDS.issuperset(run)]
        counted = list(dict.fromkeys(stem for stem in stems if stem not in STOPWORDS))
        found = zip(counted, lexical.frequencies(counted), strict=True)
        terms += [Term(stem, 1.0, frequency) for stem, frequency in found if frequency]
        together += telling or runs
    return [passage for passage, _ in lexical.search(terms, together, filters, limit)]


def without_overlap(scored: Sequence[Scored], limit: int) -> list[Scored]:
    """The first `limit` candidates, leaving out those that overlap a better one."""
    kept: list[Scored] = []
    for candidate in scored:
        if len(kept) == limit:
            break
        if not any(_overlap(candidate.passage, other.passage) for other in kept):
            kept.append(candidate)
    return kept


def _overlap(one: StoredPassage, other: StoredPassage) -> bool:
    return one.document == other.document and one.start < other.end and other.start < one.end
