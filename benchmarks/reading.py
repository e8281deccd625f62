"""Measures how fast files are read, by format, and what share of them can be.

    python benchmarks/reading.py FOLDER... [--share [--files 60]]

Each file is read as in a sync: found, parsed in a worker, cleaned and described, but not embedded.
The first file of each format is read once before, so that starting the worker isn't counted.

With --share, files are then synced into a new library with the real model, and the share of the
time is told during which nothing was being embedded.
"""

from __future__ import annotations

import argparse
import contextlib
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from assistant import Assistant
from corpus.read import Candidate, ReadError, discover, read
from index.embed import Embedder, PassageEmbedding, PassageText, SentenceTransformerEmbedder


def measure(candidates: list[Candidate]) -> tuple[int, int, int, float]:
    """Files, files that could be read, bytes, seconds."""
    with contextlib.suppress(ReadError):  # it is read again below, and counted there
        read(candidates[0], "public")
    size = readable = 0
    began = time.perf_counter()
    for candidate in candidates:
        size += Path(candidate.location).stat().st_size
        try:
            read(candidate, "public")
        except ReadError:
            continue  # the first figure of its line says how many were tried
        readable += 1
    return len(candidates), readable, size, time.perf_counter() - began


class Timed:
    """An embedder that keeps the time during which it embeds."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.identity = embedder.identity
        self.count_tokens = embedder.count_tokens
        self.embed_query = embedder.embed_query
        self.seconds = 0.0

    def embed_passages(self, passages: Sequence[PassageText]) -> list[PassageEmbedding]:
        began = time.perf_counter()
        embedded = self._embedder.embed_passages(passages)
        self.seconds += time.perf_counter() - began
        return embedded


def share(sources: list[Path]) -> None:
    """Sync files into a new library and tell how long nothing was embedded."""
    timed = Timed(SentenceTransformerEmbedder.load())
    with tempfile.TemporaryDirectory() as home, Assistant.open(home, embedder=timed) as library:
        library.wait_ready()
        began = time.perf_counter()
        report = library.sync(sources)
        seconds = time.perf_counter() - began
    print(
        f"{report.added} documents, {report.passages} passages synced in {seconds:.1f} s: "
        f"{1 - timed.seconds / seconds:.1%} of the time outside embedding"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure reading.")
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--share", action="store_true", help="also sync with the real model")
    parser.add_argument("--files", type=int, default=60, help="how many files to sync")
    options = parser.parse_args()
    found: dict[str, list[Candidate]] = defaultdict(list)
    for folder in options.folders:
        for item in discover(folder):
            if isinstance(item, Candidate):
                found[Path(item.location).suffix.lower()].append(item)
    print(f"{'format':<8}{'files':>7}{'read':>7}{'MB':>8}{'documents/s':>13}{'MB/s':>8}")
    for ending, candidates in sorted(found.items()):
        files, readable, size, seconds = measure(candidates)
        megabytes = size / 1024**2
        print(
            f"{ending:<8}{files:>7}{readable:>7}{megabytes:>8.1f}"
            f"{files / seconds:>13.1f}{megabytes / seconds:>8.2f}"
        )
    if options.share:
        readable = [Path(each.location) for every in found.values() for each in every]
        share(readable[: options.files])


if __name__ == "__main__":
    main()
