"""What a kill may leave wrong in a library (benchmarks/kills.py), found by looking everywhere."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping

from corpus.document import Document
from index.filters import Filters
from index.index import Index
from index.lexical import Term
from index.rows import content_digest

WORDS = "peace war council veto refuge court law order state people child city camp aid".split()
# The name of a file and the version that it is in.
State = dict[str, int]


def text(name: str, version: int) -> str:
    """What a file holds in a version: a word of its own, and some paragraphs."""
    rng = random.Random(f"{name} {version}")
    paragraphs = [
        " ".join(rng.choices(WORDS, k=rng.randint(8, 60))).capitalize() + "."
        for _ in range(rng.randint(1, 12))
    ]
    return "\n\n".join([f"{mark(name, version)} says this.", *paragraphs])


def mark(name: str, version: int) -> str:
    return f"m{name.removesuffix('.txt')}x{version}y"


def faults(index: Index, before: State, after: State, others: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with a library that was being brought from one state to another.

    `others` are the digests of the texts that stay, by source.
    """
    for name, count in index.engines.missing().items():
        if count:
            yield f"{name} differs by {count}"
    if index.engines.lexical.size() != len(index.catalogue.passage_ids()):
        yield "passages are doubled among the words"
    if index.engines.scan.ids() != index.catalogue.passage_ids():
        yield "the copy of the vectors in small differs"
    if broken := index.catalogue.integrity():
        yield broken
    kept = index.catalogue.kept()
    yield from (f"the original {each} is lost" for each in kept if not index.originals.read(each))
    if stray := index.originals.digests() - set(kept):
        yield f"{len(stray)} originals are left behind"
    documents = index.catalogue.documents_by_id(list(index.catalogue.known()))
    played = {d.source: d for d in documents.values() if d.source not in others}
    beside = {d.source: content_digest(d.text) for d in documents.values() if d.source in others}
    if beside != others:
        yield f"{len(beside.items() ^ others.items())} faults in the other documents"
    for name in before.keys() | after.keys() | played.keys():
        wanted = {s.get(name) for s in (before, after)}
        there = played.get(name)
        held = next((v for v in wanted if v is not None and there and _is(there, name, v)), None)
        if there is not None and held is None:
            yield f"{name} is stored as it was in neither version"
        if there is None and None not in wanted:
            yield f"{name} is lost"
        yield from _wrongly_found(index, name, held, max([*before.values(), *after.values()]))
    for document in documents.values():
        yield from _wrongly_cut(index, document)


def _is(document: Document, name: str, version: int) -> bool:
    return document.text.split() == text(name, version).split()


def _wrongly_found(index: Index, name: str, held: int | None, newest: int) -> Iterator[str]:
    """Whether the words of just the version held are found, and by its vectors the passages."""
    for version in range(newest + 1):
        stems = index.engines.lexical.stems(mark(name, version))
        terms = [Term(stem, 1.0, 1) for stem in stems]
        found = index.engines.lexical.search(terms, [], Filters(viewer="internal"), 5)
        if len(found) != (version == held):
            yield f"{name}: version {version} found {len(found)} times, {held} is stored"
    if held is not None:
        first = index.catalogue.passages_of(_document_of(index, name))[0]
        assert index.engines.vectors is not None
        graph = index.engines.vectors.search(first.vector, 1)
        small = index.engines.scan.near(first.vector).within(Filters(viewer="internal"), 1)
        for way, ((nearest, cosine), *_) in (("vector", graph), ("vector in small", small)):
            if cosine < 0.99 or not (
                nearest == first.id
                or index.catalogue.passages([nearest])[nearest].start == first.start
            ):
                yield f"{name}: not found by its {way}"


def _document_of(index: Index, name: str) -> str:
    return index.catalogue.find(name)[0]


def _wrongly_cut(index: Index, document: Document) -> Iterator[str]:
    end = 0
    for ordinal, passage in enumerate(index.catalogue.passages_of(document.id)):
        if passage.ordinal != ordinal or document.text[end : passage.start].strip():
            yield f"{document.source} lacks a passage"
        end = passage.end
    if document.text[end:].strip():
        yield f"{document.source} lacks its end"
