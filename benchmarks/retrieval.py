"""Retrieval, answers and refusals, with each part of the ranking left out or changed in turn.

    python benchmarks/retrieval.py FOLDER QUESTIONS.jsonl [--home DIR]

FOLDER is synced into the home first (a new temporary one unless --home is given). Times are of
this run on this machine: compare rows, not runs.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import numpy as np

from assistant import Assistant, retrieve
from assistant.evaluation import evaluate
from assistant.reading import Library
from index import search
from index.index import Index
from index.search import Scored

_RANKS = 60
_FIRST = 3
_TOWARDS = 0.3


def ranks_fused(found: list[Scored]) -> list[Scored]:
    """Reciprocal rank fusion of meaning and words (Cormack, Clarke and Büttcher, 2009)."""
    score: defaultdict[int, float] = defaultdict(float)
    for key in (_meaning, lambda each: each.words):
        for rank, each in enumerate(sorted(found, key=key, reverse=True), start=1):
            score[each.passage.id] += 1 / (_RANKS + rank)
    return sorted(found, key=lambda each: -score[each.passage.id])


def nearer_to_the_first(found: list[Scored]) -> list[Scored]:
    """Pseudo-relevance feedback: what is near to the best three gains (Rocchio, 1971)."""
    if not found:
        return found
    centre = np.mean([each.passage.vector for each in found[:_FIRST]], axis=0)
    return sorted(
        found, key=lambda each: -(each.score + _TOWARDS * float(each.passage.vector @ centre))
    )


def _meaning(found: Scored) -> float:
    return found.passage_cosine + float(found.sentence_cosines.max(initial=0.0))


VARIANTS: dict[str, dict[str, Any]] = {
    "as shipped": {},
    "no sentence vectors": {"WEIGHT_PASSAGE": 1.0, "WEIGHT_SENTENCE": 0.0},
    "no passage vector": {"WEIGHT_PASSAGE": 0.0, "WEIGHT_SENTENCE": 1.0},
    "no words": {"WEIGHT_WORDS": 0.0, "WEIGHT_SHARE": 0.0},
    "no share of words": {"WEIGHT_SHARE": 0.0},
    "words alone": {"WEIGHT_PASSAGE": 0.0, "WEIGHT_SENTENCE": 0.0},
    "question not understood": {"understood": False},
    "nothing likely preferred": {"PREFERENCE": 0.0},
    "ranks fused, not scores": {"reranked": ranks_fused},
    "nearer to the first three": {"reranked": nearer_to_the_first},
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder")
    parser.add_argument("questions")
    parser.add_argument("--home")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as temporary,
        Assistant.open(options.home or temporary) as library,
    ):
        library.wait_ready()
        began = time.perf_counter()
        report = library.sync([options.folder])
        seconds = time.perf_counter() - began
        print(
            f"sync: {report.added} added, {report.unchanged} unchanged, {len(report.failed)} "
            f"failed, {report.passages} passages in {seconds:.0f} s\n"
        )
        print("| ranking | hit@1 | hit@5 | hit@10 | MRR@10 | search ms (median, p95) |")
        print("| --- | --- | --- | --- | --- | --- |")
        for name, settings in VARIANTS.items():
            with _changed(settings):
                figures = evaluate(library, options.questions).to_dict()
            row, spent = figures["all"], figures["timings_ms"]["search"]
            cells = " | ".join(f"{row[key]:.2f}" for key in ("hit@1", "hit@5", "hit@10", "mrr@10"))
            print(f"| {name} | {cells} | {spent['median']:.0f}, {spent['p95']:.0f} |", flush=True)
        print("\n" + evaluate(library, options.questions).to_text())


@contextmanager
def _changed(settings: dict[str, Any]) -> Iterator[None]:
    """The ranking with other weights, reranked, or without reading filters from questions."""
    weights = {name: value for name, value in settings.items() if hasattr(search, name)}
    with ExitStack() as stack:
        for name, value in weights.items():
            stack.enter_context(_replaced(search, name, value))
        if "PREFERENCE" in settings:
            stack.enter_context(_replaced(retrieve, "PREFERENCE", settings["PREFERENCE"]))
        if settings.get("understood") is False:
            bare = Library((), "", "")
            stack.enter_context(_replaced(retrieve, "library_of", lambda index, given: bare))
        if rerank := settings.get("reranked"):
            ranked = Index.search
            stack.enter_context(_replaced(Index, "search", lambda *asked: rerank(ranked(*asked))))
        yield


@contextmanager
def _replaced(owner: object, name: str, value: object) -> Iterator[None]:
    kept = getattr(owner, name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, kept)


if __name__ == "__main__":
    main()
