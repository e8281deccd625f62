"""Documents made ready to be stored: cut into passages, and embedded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.document import Document, Passage, Span
from corpus.positions import Position, find_positions
from corpus.split import split
from index.change import Stored
from index.embed import Embedder, PassageText
from index.rows import Incoming


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document cut into passages, each as the embedder reads it."""

    incoming: Incoming
    passages: Sequence[Passage]
    texts: Sequence[PassageText]


def prepare(incoming: Incoming, embedder: Embedder) -> Prepared:
    """A document cut into passages that fit the embedder's window."""
    document = incoming.document
    passages = split(document, embedder.count_tokens, embedder.identity.window)
    return Prepared(incoming, passages, [_text(document, passage) for passage in passages])


def embed(prepared: Sequence[Prepared], embedder: Embedder) -> list[Stored]:
    """The documents with their embeddings and positions."""
    # One call for all: inputs of like length share a batch across documents.
    texts = [text for item in prepared for text in item.texts]
    embedded = iter(embedder.embed_passages(texts))
    return [
        Stored(p.incoming, p.passages, [next(embedded) for _ in p.passages], _taken(p.incoming))
        for p in prepared
    ]


def _taken(incoming: Incoming) -> Sequence[Position]:
    """The positions that a document takes."""
    if incoming.positions is None:
        return find_positions(incoming.document)
    return incoming.positions


def _text(document: Document, passage: Passage) -> PassageText:
    """The passage as the embedder reads it, its sentences counted from its own start."""
    start = passage.start
    return PassageText(
        passage.heading,
        document.text[start : passage.end],
        tuple(Span(sentence.start - start, sentence.end - start) for sentence in passage.sentences),
    )
