"""Questions asked of a library, with the signals of every passage that may answer each.

What `benchmarks/ranking.py` compares rankings on: the rankings are then computed from these
signals alone, over all passages within a question's limits rather than over candidates.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant import retrieve
from assistant.evaluation.questions import Question, answers, read_questions
from index.embed import Embedder, PassageEmbedding, PassageText, SentenceTransformerEmbedder
from index.filters import Filters
from index.index import Index
from index.record import Vector, Vectors
from index.search import Query, query_terms
from index.words import Words

Floats = NDArray[np.float32]
Rows = NDArray[np.int64]
_TOGETHER = 256


def unit(vectors: Floats) -> Floats:
    """The vectors (count, dimension) at unit length, zeros as they are."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    shortened: Floats = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return shortened


@dataclass(frozen=True, slots=True)
class Embedded:
    """Passages' vectors (passages, dimension), those of all sentences, where each one's begin."""

    passages: Vectors
    sentences: Vectors
    begins: Rows

    @classmethod
    def of(cls, embeddings: list[PassageEmbedding]) -> Embedded:
        counts = [len(each.sentences) for each in embeddings]
        return cls(
            np.stack([each.vector for each in embeddings]),
            np.concatenate([each.sentences for each in embeddings]),
            np.cumsum([0, *counts[:-1]]),
        )

    def cosines(self, vector: Vector) -> tuple[Floats, Floats]:
        """Each passage's own cosine with `vector`, and its best sentence's."""
        return self.passages @ vector, np.maximum.reduceat(self.sentences @ vector, self.begins)


@dataclass(frozen=True)
class Shelf:
    """A library's passages in the order of their ids, each with the number of its document."""

    index: Index
    ids: Rows
    documents: Rows
    names: list[str]
    texts: list[PassageText]
    stored: Embedded

    @classmethod
    def open(cls, home: Path) -> Shelf:
        index = Index.open(home)
        index.start(SentenceTransformerEmbedder.load())
        catalogue = index.catalogue
        names = catalogue.document_ids()
        ids, documents, texts, embeddings = [], [], [], []
        for number, name in enumerate(names):
            read = {passage.id: passage for passage in catalogue.passages_of(name)}
            for record in catalogue.records(list(read)):
                passage = read[record.id]
                spans = tuple(
                    replace(span, start=span.start - passage.start, end=span.end - passage.start)
                    for span in passage.sentences
                )
                ids.append(record.id)
                documents.append(number)
                texts.append(PassageText(record.heading, record.text, spans))
                embeddings.append(PassageEmbedding(passage.vector, passage.vectors))
        stored = Embedded.of(embeddings)
        return cls(index, np.array(ids), np.array(documents), names, texts, stored)

    @cached_property
    def sources(self) -> list[str]:
        """Each document's source, by its number."""
        records = self.index.catalogue.documents_by_id(self.names)
        return [records[name].source for name in self.names]

    def within(self, filters: Filters) -> NDArray[np.bool_]:
        """Which passages pass."""
        passing = {row.id for row in self.index.catalogue.documents(filters)}
        return np.array([name in passing for name in self.names])[self.documents]

    def embedded_by(self, embedder: Embedder, rows: Sequence[int]) -> Embedded:
        """The passages of those rows as another model embeds them; zeros for the others."""
        dimension = self.stored.passages.shape[1]
        nothing = np.zeros((1, dimension), np.float32)
        made = [PassageEmbedding(nothing[0], nothing)] * len(self.texts)
        for at in range(0, len(rows), _TOGETHER):
            some = rows[at : at + _TOGETHER]
            embeddings = embedder.embed_passages([self.texts[row] for row in some])
            for row, embedding in zip(some, embeddings, strict=True):
                made[row] = embedding
        return Embedded.of(made)

    def spread(self, found: dict[int, float]) -> Floats:
        """Scores by id as an array over all passages, zero where there is none."""
        return np.array([found.get(identity, 0.0) for identity in self.ids.tolist()], np.float32)


@dataclass(frozen=True)
class Asked:
    """A question with each passage's signals, as index/search.py has them, over all passages.

    `within` are those that may be found, `right` those that answer. `group` is its file's name.
    """

    shelf: Shelf
    group: str
    question: Question
    query: Query
    filters: Filters
    vector: Vector
    within: NDArray[np.bool_]
    right: NDArray[np.bool_]
    words: Floats
    share: Floats
    gain: Floats
    quoted: Floats

    @cached_property
    def cosines(self) -> tuple[Floats, Floats]:
        """Each passage's own cosine with the question, and its best sentence's."""
        return self.shelf.stored.cosines(self.vector)


def asked(shelf: Shelf, file: Path) -> Iterator[Asked]:
    """Every answerable question of a file."""
    by_source = {source: number for number, source in enumerate(shelf.sources)}
    for question in read_questions(file):
        if not question.unanswerable:
            yield _asked(shelf, file.stem, question, by_source)


def _asked(shelf: Shelf, group: str, question: Question, by_source: dict[str, int]) -> Asked:
    index, engines = shelf.index, shelf.index.engines
    everything = Filters(viewer="internal")
    read = retrieve.understood(index, question.question, question.history, everything)
    query: Query = retrieve._query(read.reading, read.filters)
    terms, phrases = query_terms(engines, query)
    found = dict(engines.lexical.search(terms, phrases, read.filters, len(shelf.ids)))
    best = max(found.values(), default=0.0) or 1.0
    quoted = engines.lexical.search([], phrases, read.filters, len(shelf.ids)) if phrases else []
    within = shelf.within(read.filters)
    held = Words.of(engines.lexical, query.content).shares(shelf.ids[within].tolist())
    gain = np.zeros(len(shelf.ids), np.float32)
    for meant, more in query.preferred:
        gain += np.float32(more) * shelf.within(meant)
    return Asked(
        shelf=shelf,
        group=group,
        question=question,
        query=query,
        filters=read.filters,
        vector=index.embedder.embed_query(query.text),
        within=within,
        right=_right(shelf, question, by_source),
        words=shelf.spread(found) / np.float32(best),
        share=shelf.spread(held),
        gain=gain,
        quoted=(shelf.spread(dict(quoted)) > 0).astype(np.float32),
    )


def _right(shelf: Shelf, question: Question, by_source: dict[str, int]) -> NDArray[np.bool_]:
    """Which passages answer."""
    right = np.zeros(len(shelf.ids), dtype=np.bool_)
    for document, quotation in question.gold:
        for row in np.flatnonzero(shelf.documents == by_source[document]):
            text = shelf.texts[row].text
            right[row] |= answers([(document, text)], [(document, quotation)])
    return right
