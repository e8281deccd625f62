"""Measures what one document more, or less, costs in a large library and in an empty one.

    python -m benchmarks.growing [--home LIBRARY] [--passages 165000] [--files 11000] [--times 20]

LIBRARY is copied and stays as it is. Without one, a library of as many passages is made first, of
random vectors, which takes a while. All of its documents and the new ones have one publisher and
carry the same footer, as an organisation's own do. In one process a document is synced into both
libraries and removed again in turn; then a folder of files is synced twice.
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant import Assistant
from benchmarks.quick import QuickEmbedder
from corpus.document import Document, document_id
from index.embed import Embedder, SentenceTransformerEmbedder
from index.index import Incoming

PUBLISHER = "Town Watch"
FOOTER = "Follow us and sign up for our town newsletter"
WORDS = "peace war council veto refuge court law order state people child city camp aid".split()
# Seconds of the clock and of the processor.
Cost = tuple[float, float]


def paragraphs(seed: str, count: int) -> str:
    rng = random.Random(seed)
    said = [" ".join(rng.choices(WORDS, k=60)).capitalize() + "." for _ in range(count)]
    return "\n\n".join([f"Document {seed}.", *said])


def fill(library: Assistant, passages: int) -> None:
    """Store documents of twenty passages, as a library holds them that was synced long ago."""
    made = first = 0
    while made < passages:
        some = []
        for number in range(first, first := first + 100):
            name, text = f"old{number}.txt", paragraphs(f"old{number}", 60)
            held = Document(document_id(name), name, name, text, "", name, publisher=PUBLISHER)
            some.append(Incoming(held, "/old", "1", edges=(FOOTER,)))
        with library._index.writing():
            made += library._index.put(some)
        print(f"{made:,} passages", file=sys.stderr)


def timed(work: Callable[[], object]) -> Cost:
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - processor


def measure(libraries: dict[str, Assistant], folder: Path, times: int) -> dict[str, list[Cost]]:
    """What each sync and removal of one document cost, by what and where."""
    costs: dict[str, list[Cost]] = defaultdict(list)
    for turn in range(times + 1):
        for name, library in libraries.items():
            path = folder / f"{name} {turn}.txt"
            path.write_text(f"{paragraphs(path.name, 12)}\n\n{FOOTER}\n")
            (folder / "metadata.csv").write_text(f"file,publisher\n{path.name},{PUBLISHER}\n")
            added = timed(lambda: library.sync([path]))  # noqa: B023  called here and now
            removed = timed(lambda: library.remove([str(path)]))  # noqa: B023
            if turn:  # the first one starts the process that reads
                costs[f"sync one document, {name}"].append(added)
                costs[f"remove it, {name}"].append(removed)
    return costs


def unchanged(library: Assistant, folder: Path, files: int) -> dict[str, list[Cost]]:
    """What the syncs of a folder of files cost: of the new ones, and again."""
    folder.mkdir()
    for number in range(files):
        (folder / f"{number}.txt").write_text(f"Statement {number}.")
    time.sleep(4)  # what has just changed would be read again
    return {
        f"sync {files:,} new files": [timed(lambda: library.sync([folder]))],
        f"sync {files:,} unchanged files": [timed(lambda: library.sync([folder]))],
        "sync them, reading all (--check)": [timed(lambda: library.sync([folder], check=True))],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--home", type=Path, help="a large library, made by the default model")
    parser.add_argument("--passages", type=int, default=165_000)
    parser.add_argument("--files", type=int, default=11_000)
    parser.add_argument("--times", type=int, default=20)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        embedder: Embedder = QuickEmbedder()
        if options.home:
            embedder = SentenceTransformerEmbedder.load()
            shutil.copytree(options.home, folder / "large")
        with (
            Assistant.open(folder / "large", embedder=embedder) as large,
            Assistant.open(folder / "empty", embedder=embedder) as empty,
            Assistant.open(folder / "many", embedder=QuickEmbedder()) as many,
        ):
            large.wait_ready()
            if not options.home:
                fill(large, options.passages)
            held = f"{large.facets().passages:,} passages"
            (folder / "new").mkdir()
            costs = measure({held: large, "empty": empty}, folder / "new", options.times)
            costs |= unchanged(many, folder / "many files", options.files)
    show(costs)


def show(costs: dict[str, Sequence[Cost]]) -> None:
    """Print the table: medians and the worst, in milliseconds."""
    print("| | clock, median | worst | processor, median |")
    print("| --- | --- | --- | --- |")
    for what, each in costs.items():
        clock, processor = zip(*each, strict=True)
        print(
            f"| {what} | {statistics.median(clock) * 1000:,.0f} ms | {max(clock) * 1000:,.0f} ms "
            f"| {statistics.median(processor) * 1000:,.0f} ms |"
        )


if __name__ == "__main__":
    main()
