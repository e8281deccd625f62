"""How fast a library opens and is searched, with and without limits, and what memory that takes.

    python -m benchmarks.speed HOME [--questions 60] [--recall] [--peer FOLDER]

Prints JSON: milliseconds and gigabytes, processor time beside the clock's (where others use the
machine, compare that). What the library does in the background is stopped first. With `--peer`,
LangChain's EnsembleRetriever takes turns with the same questions (benchmarks/peer.py); its Chroma
is kept in FOLDER.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from assistant import Assistant
from index.filters import Filters

Cost = tuple[float, float]
HERE = Path(__file__).parent


def questions() -> list[str]:
    """The questions of all sets beside this file."""
    lines = (
        line
        for file in sorted(HERE.glob("questions_*.jsonl"))
        for line in file.read_text("utf-8").splitlines()
    )
    return [str(json.loads(line)["question"]) for line in lines]


def resident() -> float:
    """Gigabytes of memory that this process holds."""
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1e6
    raise OSError("/proc/self/status tells no VmRSS")


def timed(work: Callable[[], object]) -> Cost:
    """Milliseconds by the clock and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return 1000 * (time.perf_counter() - clock), 1000 * (time.process_time() - processor)


def summed(costs: Iterable[Cost]) -> dict[str, float]:
    clock, processor = (np.array(each) for each in zip(*costs, strict=True))
    return {
        "median": round(float(np.median(clock)), 1),
        "p95": round(float(np.percentile(clock, 95)), 1),
        "processor": round(float(np.median(processor)), 1),
        "processor p95": round(float(np.percentile(processor, 95)), 1),
    }


def limits_of(library: Assistant) -> dict[str, dict[str, Any]]:
    """Limits of every sort that fit the library: its largest publisher, its middle year."""
    held = library.documents()
    years = sorted(row.date[:4] for row in held if row.date)
    publishers = [row.publisher for row in held]
    most = max(set(publishers), key=publishers.count)
    middle = years[len(years) // 2]
    return {
        "no limit": {},
        "public view": {"viewer": "public"},
        "one publisher": {"publishers": [most]},
        "one year": {"since": middle, "until": middle},
        "the later half": {"since": middle},
        "one place": {"places": [library.facets().places[0]]},
    }


def searches(library: Assistant, asked: Sequence[str], count: int) -> dict[str, dict[str, float]]:
    """What a search costs within each limit, over `count` questions each."""
    for question in asked[-10:]:
        library.search(question)
    found: dict[str, dict[str, float]] = {}
    for turn, (name, limits) in enumerate(limits_of(library).items()):
        # A question's vector is kept for a while: so that it is computed, others come in between.
        some = [asked[(turn * count + at) % len(asked)] for at in range(count)]
        found[name] = summed([timed(lambda q=q, f=limits: library.search(q, **f)) for q in some])
    return found


def recall(library: Assistant, asked: Sequence[str]) -> dict[str, float]:
    """Of the hundred passages nearest to a question, the share that each way finds."""
    index = library._index
    vectors = np.array([index.embedder.embed_query(question) for question in asked])
    best: list[list[tuple[float, int]]] = [[] for _ in asked]
    for ids, held in index.catalogue.vectors_after(0, vectors.shape[1]):
        for number, cosines in enumerate(vectors @ held.T):
            at = np.argsort(-cosines)[:100]
            found = zip(cosines[at].tolist(), ids[at].tolist(), strict=True)
            best[number] = sorted([*best[number], *found], reverse=True)[:100]
    ways: dict[str, Callable[[Any], list[tuple[int, float]]]] = {
        "scan": lambda vector: index.engines.scan.near(vector).within(Filters("internal"), 100)
    }
    if (graph := index.engines.vectors) is not None:
        ways["Chroma"] = lambda vector: graph.search(vector, 100)
    shares: dict[str, float] = {}
    for name, way in ways.items():
        held = [
            len({p for _, p in nearest} & {p for p, _ in way(vector)})
            for vector, nearest in zip(vectors, best, strict=True)
        ]
        shares[name] = round(sum(held) / 100 / len(held), 3)
    return shares


def beside_peer(library: Assistant, folder: Path, asked: Sequence[str]) -> dict[str, Any]:
    """A search of ours and of LangChain's, in turn, on the same passages and questions."""
    from benchmarks.peer import Peer

    peer = Peer.of(library, folder)
    peer.search(asked[0])
    ours: list[Cost] = []
    theirs: list[Cost] = []
    for question in asked:
        ours.append(timed(lambda q=question: library.search(q)))
        theirs.append(timed(lambda q=question: peer.search(q)))
    made: dict[str, Any] = {"ours": summed(ours), "theirs": summed(theirs)}
    ratios = (round(made["theirs"][n] / made["ours"][n], 1) for n in ("median", "processor"))
    return made | {"ratio": dict(zip(("median", "processor"), ratios, strict=True))}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("home", type=Path)
    parser.add_argument("--questions", type=int, default=60)
    parser.add_argument("--recall", action="store_true")
    parser.add_argument("--peer", type=Path)
    options = parser.parse_args()
    asked = questions()
    clock, processor = time.perf_counter(), time.process_time()
    with Assistant.open(options.home) as library:
        if not library.wait_ready():
            parser.error(library.loading_error)
        measured: dict[str, Any] = {
            "passages": library.facets().passages,
            "opening": round(time.perf_counter() - clock, 2),
            "opening, processor": round(time.process_time() - processor, 2),
        }
        library._loading.stop()  # what goes on in the background
        measured["graph"] = library._index.engines.vectors is not None
        measured["searches"] = searches(library, asked, options.questions)
        measured["memory"] = round(resident(), 2)
        if options.recall:
            measured["recall"] = recall(library, asked[:20])
        if options.peer:
            measured["peer"] = beside_peer(library, options.peer, asked[:30])
            measured["memory with LangChain"] = round(resident(), 2)
    print(json.dumps(measured))


if __name__ == "__main__":
    main()
