"""Measures how fast files are read, by format, and what share of them can be.

    python benchmarks/reading.py FOLDER...

Each file is read as in a sync: found, parsed in a worker, cleaned and described, but not embedded.
The first file of each format is read once before, so that starting the worker isn't counted.
"""

from __future__ import annotations

import argparse
import contextlib
import time
from collections import defaultdict
from pathlib import Path

from corpus.read import Candidate, ReadError, discover, read


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


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure reading.")
    parser.add_argument("folders", nargs="+", type=Path)
    found: dict[str, list[Candidate]] = defaultdict(list)
    for folder in parser.parse_args().folders:
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


if __name__ == "__main__":
    main()
