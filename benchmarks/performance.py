"""How fast Rapporteur is and what it takes, by the size of the library: one table, two plots.

    python -m benchmarks.performance LIBRARY TEXTS [--sizes 1000,10000,165000,1000000]
        [--work FOLDER] [--out docs] [--peer-up-to 165000] [--also growing kills] [--again]

Libraries of those sizes are made from LIBRARY, a library of real texts (benchmarks/libraries.py),
and kept in FOLDER with what was measured: only what is missing there is measured, unless `--again`
says otherwise. Embedding is measured on the text files in TEXTS. The table goes to
`performance.md` in the folder of `--out`, with the plots. Needs the extra "benchmarks".
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.embedding import table as table_of_engines
from benchmarks.libraries import build
from benchmarks.serving import served
from index.embed import SentenceTransformerEmbedder
from index.index import Index

# Up to so many passages Chroma's graph is made before anything is measured: it takes an hour for a
# million, and the scan does its work until then.
GRAPH_UP_TO = 200_000
Measured = dict[str, Any]


def prepare(source: Path, home: Path, size: int) -> None:
    """A library of that size, opened once, so that all that is derived from it is there."""
    print(f"making a library of {size:,} passages", file=sys.stderr)
    build(source, home, size)
    index = Index.open(home)
    index.start(SentenceTransformerEmbedder.load(), catch_up=size <= GRAPH_UP_TO)
    index.close()


def module(name: str, *arguments: object) -> Measured:
    """What a module of the benchmarks prints as JSON, run in a process of its own."""
    command = [sys.executable, "-m", f"benchmarks.{name}", *map(str, arguments)]
    print(" ".join(command[2:]), file=sys.stderr)
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    measured: Measured = json.loads(done.stdout.splitlines()[-1])
    return measured


def measured(options: argparse.Namespace) -> tuple[dict[int, Measured], Measured]:
    """What is known of each size, and of embedding; what is not is measured and kept."""
    work: Path = options.work
    work.mkdir(parents=True, exist_ok=True)
    sizes: dict[int, Measured] = {}
    for size in options.sizes:
        home = work / str(size)
        if not (home / "catalogue.sqlite3").is_file():
            prepare(options.library, home, size)

        def everything(size: int = size, home: Path = home) -> Measured:
            peer = size <= options.peer_up_to
            more = ["--peer", work / f"langchain {size}"] if peer else []
            return (
                module("speed", home, "--recall", *more)
                | served(home)
                | {"load": os.getloadavg()[1]}
            )

        sizes[size] = kept(work / f"{size}.json", options.again, everything)
    embedding = kept(
        work / "embedding.json",
        options.again,
        lambda: module("embedding", options.texts, "--json") | {"load": os.getloadavg()[1]},
    )
    return sizes, embedding


def also(options: argparse.Namespace) -> str:
    """The tables that other benchmarks print, run on the largest library with a whole graph."""
    parts = []
    for name in options.also:
        largest = max((size for size in options.sizes if size <= GRAPH_UP_TO), default=0)
        home = ["--home", options.work / str(largest)] if name == "growing" and largest else []
        found = kept(
            options.work / f"{name}.json", options.again, lambda n=name, h=home: tables(n, *h)
        )
        parts.append(f"\n## {name.capitalize()}\n\n{found['printed']}\n")
    return "".join(parts)


def tables(name: str, *arguments: object) -> Measured:
    """What a module of the benchmarks prints in Markdown."""
    command = [sys.executable, "-m", f"benchmarks.{name}", *map(str, arguments)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    return {"printed": done.stdout.strip()}


def kept(path: Path, again: bool, measure: Callable[[], Measured]) -> Measured:
    """What a file holds of an earlier run, else measured and written there."""
    if again or not path.is_file():
        path.write_text(json.dumps(measure(), indent=1))
    found: Measured = json.loads(path.read_text())
    return found


def table(sizes: Mapping[int, Measured]) -> str:
    """The table by size, in Markdown."""
    rows: list[tuple[str, str, Callable[[Measured], str]]] = [
        ("passages", "", lambda m: f"{m['passages']:,}"),
    ]
    for name in next(iter(sizes.values()))["searches"]:
        rows.append(
            (f"search, {name}: median / p95, ms", "25 / 60", lambda m, n=name: _both(m, n, ""))
        )
        rows.append(("… of the processor, ms", "", lambda m, n=name: _both(m, n, "processor")))
    rows += [
        ("LangChain: median, ms", "", lambda m: _peer(m, "theirs", "median")),
        ("LangChain by ours, by the clock", "20", lambda m: _peer(m, "ratio", "median")),
        ("LangChain by ours, by the processor", "", lambda m: _peer(m, "ratio", "processor")),
        ("of the 100 nearest, found by the scan", "", lambda m: _recall(m, "scan")),
        ("of the 100 nearest, found by Chroma", "", lambda m: _recall(m, "Chroma")),
        ("memory, GB", "1.5", lambda m: f"{m['memory']:.2f}"),
        ("opening, s", "", lambda m: f"{m['opening']:.1f}"),
        ("… of the processor, s", "", lambda m: f"{m['opening, processor']:.1f}"),
        ("`serve`: the page answers after, s", "3", lambda m: f"{m['page']:.1f}"),
        ("`serve`: questions can be asked after, s", "15", lambda m: f"{m['healthz']:.1f}"),
        ("… of the processor, s", "", lambda m: f"{m['healthz, processor']:.1f}"),
        ("others on the machine (load)", "", lambda m: f"{m['load']:.0f}"),
    ]
    lines = [
        "| | wanted at 165,000 |" + " |" * len(sizes),
        "| --- | --- |" + " --- |" * len(sizes),
    ]
    for name, wanted, cell in rows:
        lines.append(f"| {name} | {wanted} | " + " | ".join(map(cell, sizes.values())) + " |")
    return "\n".join(lines)


def _both(measured: Measured, name: str, of: str) -> str:
    costs = measured["searches"][name]
    median, worst = (of, f"{of} p95") if of else ("median", "p95")
    return f"{costs[median]:.0f} / {costs[worst]:.0f}"


def _peer(measured: Measured, whose: str, what: str) -> str:
    return f"{measured['peer'][whose][what]:.0f}" if "peer" in measured else "–"


def _recall(measured: Measured, way: str) -> str:
    share = measured.get("recall", {}).get(way)
    return "–" if share is None else f"{share:.3f}"


def plots(sizes: Mapping[int, Measured], folder: Path) -> None:
    """Time and memory against size, as SVG."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams.update({"svg.fonttype": "none", "font.family": "sans-serif"})
    import matplotlib.pyplot as plt

    x = [measured["passages"] for measured in sizes.values()]
    figure, axes = plt.subplots(figsize=(6, 3.6), layout="constrained")
    for name in next(iter(sizes.values()))["searches"]:
        axes.plot(
            x, [m["searches"][name]["processor"] for m in sizes.values()], marker="o", label=name
        )
    beside = [
        (m["passages"], m["peer"]["theirs"]["processor"]) for m in sizes.values() if "peer" in m
    ]
    if beside:
        axes.plot(*zip(*beside, strict=True), marker="s", color="black", ls="--", label="LangChain")
    axes.set(xscale="log", yscale="log", xlabel="passages", ylabel="processor ms a search (median)")
    axes.grid(alpha=0.3)
    axes.legend(fontsize=8)
    _save(figure, folder / "performance-time.svg")
    figure, axes = plt.subplots(figsize=(6, 3.2), layout="constrained")
    axes.plot(x, [measured["memory"] for measured in sizes.values()], marker="o")
    axes.set(xscale="log", xlabel="passages", ylabel="resident memory, GB", ylim=0)
    axes.grid(alpha=0.3)
    _save(figure, folder / "performance-memory.svg")
    plt.close("all")


def _save(figure: Any, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, metadata={"Date": None})


def document(sizes: Mapping[int, Measured], embedding: Measured, note: str) -> str:
    """The whole of performance.md."""
    return f"""# Performance

Written by `python -m benchmarks.performance` on {datetime.now(UTC):%-d %B %Y}, on
{os.cpu_count()} processors ({processor()}). {note}

A search is the whole of it: the question is understood and embedded, both engines are asked, the
candidates compared and the documents of the ten best read. Of each kind, 60 questions of those in
`benchmarks/` are asked, by one process and without what a library does in the background. Where
others use the machine, compare processor time. LangChain's EnsembleRetriever (BM25Retriever and
Chroma, ten passages each) takes turns with the search without limits, on the same passages, vectors
and questions, in one process.

## By size

{table(sizes)}

At 1,000,000 passages no more than twice the time of 165,000 is wanted. Within
limits and for the public the scan answers; without limits Chroma does, or the scan where Chroma's
graph is not made yet ("–" in its row; its memory is not counted then).

![Processor time of a search against the number of passages](images/performance-time.svg)

![Resident memory against the number of passages](images/performance-memory.svg)

## Embedding

{table_of_engines(embedding)}

Wanted: 2.5 times torch f32, a question in 10 ms, 90 % of the raw engine's speed. On a graphics card
nothing has been measured.
"""


def processor() -> str:
    """The machine's processor, as it calls itself."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next(
        (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), ""
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("library", type=Path, help="a library of real texts")
    parser.add_argument("texts", type=Path, help="a folder of text files")
    parser.add_argument("--sizes", default="1000,10000,165000,1000000")
    parser.add_argument(
        "--work", type=Path, default=Path(tempfile.gettempdir()) / "rapporteur-performance"
    )
    parser.add_argument("--out", type=Path, default=Path("docs"))
    parser.add_argument("--peer-up-to", type=int, default=165_000)
    parser.add_argument("--also", nargs="*", default=[], choices=["growing", "kills"])
    parser.add_argument("--note", default="", help="what readers should know of the libraries")
    parser.add_argument("--again", action="store_true", help="measure all again")
    options = parser.parse_args()
    options.sizes = [int(size) for size in options.sizes.split(",")]
    sizes, embedding = measured(options)
    text = document(sizes, embedding, options.note) + also(options)
    plots(sizes, options.out / "images")
    (options.out / "performance.md").write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main()
