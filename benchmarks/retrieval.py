"""Retrieval, answers and refusals, with each part of the ranking left out in turn.

    python benchmarks/retrieval.py FOLDER QUESTIONS.jsonl [--home DIR]

FOLDER is synced into the home first (a new temporary one unless --home is given). Times are of
this run on this machine: compare rows, not runs.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

from assistant import Assistant, retrieve
from assistant.evaluation import evaluate
from assistant.reading import Library
from index import search

VARIANTS = {
    "as shipped": {},
    "no sentence vectors": {"WEIGHT_PASSAGE": 1.0, "WEIGHT_SENTENCE": 0.0},
    "no passage vector": {"WEIGHT_PASSAGE": 0.0, "WEIGHT_SENTENCE": 1.0},
    "no words": {"WEIGHT_WORDS": 0.0, "WEIGHT_SHARE": 0.0},
    "no share of words": {"WEIGHT_SHARE": 0.0},
    "words alone": {"WEIGHT_PASSAGE": 0.0, "WEIGHT_SENTENCE": 0.0},
    "question not understood": {"understood": False},
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
def _changed(settings: dict[str, object]) -> Iterator[None]:
    """The ranking with other weights, or without reading filters from questions."""
    kept = {name: getattr(search, name) for name in settings if name != "understood"}
    library_of = retrieve.library_of
    try:
        for name in kept:
            setattr(search, name, settings[name])
        if settings.get("understood") is False:
            retrieve.library_of = lambda index, given: Library((), "", "")  # type: ignore[assignment]
        yield
    finally:
        for name, value in kept.items():
            setattr(search, name, value)
        retrieve.library_of = library_of


if __name__ == "__main__":
    main()
