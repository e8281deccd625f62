"""Documents made ready to be stored: cut into passages, and embedded."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from corpus.document import Document, Passage, Span
from corpus.positions import Position, find_positions
from corpus.split import split
from index.change import Stored
from index.embed import Embedder, PassageEmbedding, PassageText
from index.rows import Incoming

Embedded = Callable[[str], Mapping[PassageText, PassageEmbedding]]


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


def embed(
    prepared: Sequence[Prepared], embedder: Embedder, stored: Embedded | None
) -> list[Stored]:
    """The documents with their embeddings and positions.

    `stored` gives the embeddings that are there of a document, by id: those are not made again.
    None for a library that another model made.
    """
    done: list[dict[PassageText, PassageEmbedding]] = [
        dict(stored(item.incoming.document.id)) if stored else {} for item in prepared
    ]
    missing = [
        (known, text)
        for item, known in zip(prepared, done, strict=True)
        for text in dict.fromkeys(item.texts)
        if text not in known
    ]
    # One call for all: inputs of like length share a batch across documents.
    made = embedder.embed_passages([text for _, text in missing]) if missing else []
    for (known, text), embedding in zip(missing, made, strict=True):
        known[text] = embedding
    return [
        Stored(p.incoming, p.passages, [known[text] for text in p.texts], _taken(p.incoming))
        for p, known in zip(prepared, done, strict=True)
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
