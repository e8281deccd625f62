"""Kills a writing process again and again, and checks after each that nothing is lost or doubled.

    python -m benchmarks.kills [--kills 300] [--passages 10000] [--seed 1]

A child changes a folder and syncs it until it is killed (SIGKILL) at a random moment: it adds
files, edits them, gives them an earlier text back, deletes them, makes the search indexes again,
embeds the library again with the same model and with another one, each in turn. Every third time
the process that opens the library next, to mend it, is killed too. Then the library is opened as
after any start, and (benchmarks/faults.py):

- both engines and the small copy of the vectors hold just the passages that the catalogue shows,
  and find each file by the words of the version held, by those of no other, and by its vector;
- every file is stored as it was before the change under way or as it is after it, and no other way;
- the documents that no one changes hold the texts that they held;
- every document's passages are in order and cover its text;
- just the original bytes that the catalogue refers to are there, and one folder of engines.

At the end the folder is synced once more, and the library must hold just what it holds.
"""

from __future__ import annotations

import argparse
import json
import logging
import multiprocessing
import random
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from assistant import Assistant, LibraryError
from benchmarks.faults import WORDS, State, faults, text
from benchmarks.quick import QuickEmbedder
from corpus.document import Document, document_id
from corpus.parse import parse
from corpus.workers import WORKERS
from index.index import Incoming

SYNCS = ("add", "edit", "revert", "delete")
OPERATIONS = (*SYNCS, "repair", *SYNCS, "rebuild", *SYNCS, "another model")
MODELS = ("quick", "other")
# A writer is forked from a process that has loaded what it needs: that takes longest by far.
FORKING = multiprocessing.get_context("forkserver")
# How long a sync and an opening are left alone at most; how long the rest takes is measured.
LONGEST_SECONDS = 1.5
READY = "ready"


def changed(state: State, operation: str, rng: random.Random, newest: int) -> State:
    """The folder's next state: which file is in which version."""
    after, some = dict(state), rng.sample(sorted(state), min(len(state), rng.randint(1, 5)))
    absent = sorted({f"{number}.txt" for number in range(60)} - set(state))
    if operation == "delete" and len(state) > 5:
        for name in some:
            del after[name]
    elif operation == "edit" and state:
        after |= dict.fromkeys(some, newest + 1)
    elif operation == "revert" and state:
        after |= {name: max(0, state[name] - 1) for name in some}
    elif absent:
        after |= dict.fromkeys(rng.sample(absent, min(len(absent), 5)), newest + 1)
    else:
        after = dict(sorted(state.items())[:30])
    return after


def write(folder: Path, operation: str, seed: int) -> None:
    """Change the folder and the library for ever; the parent kills it."""
    # Files are parsed here: starting readers for each kill would take longer than the rest.
    setattr(WORKERS, "parse", parse)  # noqa: B010
    logging.disable()
    rng = random.Random(seed)
    files, model = folder / "files", (folder / "model").read_text()
    state: State = json.loads((folder / "state").read_text())
    while operation not in SYNCS:
        if operation == "another model":
            model = MODELS[model == MODELS[0]]
        with Assistant.open(folder / "home", embedder=QuickEmbedder(model)) as library:
            library.wait_ready()
            say(folder, READY)
            if operation == "repair":
                library._index.repair()
            else:
                library.reembed()
    with Assistant.open(folder / "home", embedder=QuickEmbedder(model)) as library:
        while True:
            library.wait_ready()
            say(folder, READY)
            after = changed(state, operation, rng, max(state.values(), default=0))
            say(folder, json.dumps({"to": after}))
            for name in state.keys() - after.keys():
                (files / name).unlink()
            for name, version in after.items():
                if state.get(name) != version:
                    (files / name).write_text(text(name, version))
            report = library.sync([files], prune=True)
            assert not report.failed, report.failed
            state = after
            say(folder, json.dumps({"at": state}))


def say(folder: Path, line: str) -> None:
    """Tell the parent, who reads it when this process is no more."""
    with open(folder / "said", "a") as said:
        said.write(line + "\n")


def mend(folder: Path) -> None:
    """Open the library and wait; the parent kills it."""
    model = (folder / "model").read_text()
    with Assistant.open(folder / "home", embedder=QuickEmbedder(model)) as library:
        library.wait_ready()
        time.sleep(LONGEST_SECONDS)  # Chroma's graph is made in the background


def reopened(
    folder: Path, before: State, after: State, others: Mapping[str, str]
) -> tuple[float, list[str]]:
    """Seconds until questions can be answered again, and what is wrong."""
    model = (folder / "model").read_text()
    began = time.perf_counter()
    library = Assistant.open(folder / "home", embedder=QuickEmbedder(model))
    ready = library.wait_ready()
    seconds = time.perf_counter() - began
    wrong = []
    if not ready:
        # Embedding with another model was cut off, or had just ended: neither is hidden.
        if "--rebuild" not in library.loading_error:
            wrong.append(library.loading_error)
        library.reembed()
    index = library._index
    while index.engines.vectors is None:  # Chroma's graph is made in the background
        time.sleep(0.02)
    wrong += faults(index, before, after, others)
    library.close()
    if len([each for each in (folder / "home" / "engines").iterdir() if each.is_dir()]) != 1:
        wrong.append("engines are left behind")
    return seconds, wrong


def fill(folder: Path, passages: int) -> dict[str, str]:
    """Store `passages` passages beside the folder that changes; returns the digests of the texts
    that hold them, by source."""
    rng, made, number = random.Random(0), 0, 0
    texts: dict[str, str] = {}
    with Assistant.open(folder / "home", embedder=QuickEmbedder(MODELS[0])) as library:
        library.wait_ready()
        while made < passages:
            some = []
            for _ in range(100):
                number += 1
                words = [" ".join(rng.choices(WORDS, k=120)) + "." for _ in range(20)]
                name, body = f"other{number}.txt", f"o{number}. " + "\n\n".join(words)
                stored = Document(document_id(name), name, name, body, "", name)
                some.append(Incoming(stored, "/others", "1"))
                texts[name] = some[-1].content
            with library._index.writing():
                made += library._index.put(some)
    return texts


def lasting(folder: Path) -> dict[str, float]:
    """How many seconds each operation may take to its end."""
    with Assistant.open(folder / "home", embedder=QuickEmbedder(MODELS[0])) as library:
        library.wait_ready()
        began = time.perf_counter()
        library._index.repair()
        repaired = time.perf_counter()
        library.reembed()
        embedded = time.perf_counter() - repaired
    longest = {"repair": repaired - began, "rebuild": embedded, "another model": embedded}
    return dict.fromkeys(SYNCS, LONGEST_SECONDS) | longest


def kill(folder: Path, operation: str, seed: int, seconds: float) -> tuple[State, State]:
    """Let a writer run so long and kill it; returns the state it had reached and the next one."""
    (folder / "said").write_text("")
    writer = FORKING.Process(target=write, args=(folder, operation, seed))
    writer.start()
    while READY not in (folder / "said").read_text() and writer.is_alive():
        time.sleep(0.02)
    time.sleep(seconds)
    writer.kill()
    writer.join()
    assert writer.exitcode == -signal.SIGKILL, "the writer ended by itself"
    at: State = json.loads((folder / "state").read_text())
    to = at
    for line in (folder / "said").read_text().splitlines():
        step: Mapping[str, State] = {} if line == READY else json.loads(line)
        at, to = step.get("at", at), step.get("to", to)
    return at, to


def kill_mending(folder: Path, seconds: float) -> None:
    """Let a process open the library, and kill it."""
    opener = FORKING.Process(target=mend, args=(folder,))
    opener.start()
    time.sleep(seconds)
    opener.kill()
    opener.join()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--passages", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    FORKING.set_forkserver_preload(["assistant.assistant", "chromadb", "corpus.parse"])
    setattr(WORKERS, "parse", parse)  # noqa: B010
    with tempfile.TemporaryDirectory() as folder:
        wrong = run(Path(folder), options.kills, options.passages, options.seed)
    raise SystemExit(1 if wrong else 0)


def run(folder: Path, kills: int, passages: int, seed: int) -> int:
    """Kill that often and print the table; returns how many kills left something wrong."""
    rng = random.Random(seed)
    (folder / "files").mkdir()
    (folder / "state").write_text("{}")
    (folder / "model").write_text(MODELS[0])
    others = fill(folder, passages)
    longest = lasting(folder)
    opening: dict[str, list[float]] = {operation: [] for operation in OPERATIONS}
    failed = dict.fromkeys(OPERATIONS, 0)
    for number in range(kills):
        operation = OPERATIONS[number % len(OPERATIONS)]
        at, to = kill(folder, operation, number, rng.uniform(0.0, longest[operation]))
        if number % 3 == 2:
            kill_mending(folder, rng.uniform(0.0, 2 * LONGEST_SECONDS))
        seconds, wrong = reopened(folder, at, to, others)
        opening[operation].append(seconds)
        failed[operation] += bool(wrong)
        print(f"{number} {operation} {seconds:.2f} s {'; '.join(wrong)}", file=sys.stderr)
        settle(folder)
    print("| killed while it did | kills | faults | reopened after, median | at most |")
    print("| --- | --- | --- | --- | --- |")
    for operation, times in opening.items():
        if times:
            print(
                f"| {operation} | {len(times)} | {failed[operation]} "
                f"| {statistics.median(times):.2f} s | {max(times):.2f} s |"
            )
    return sum(failed.values())


def settle(folder: Path) -> None:
    """Finish what the kill cut off by one more sync, and note what the folder then holds."""
    state = {}
    for path in (folder / "files").iterdir():
        held = path.read_text().split()
        name = path.name
        version = int(held[0].partition("x")[2].removesuffix("y")) if held else -1
        if version < 0 or held != text(name, version).split():
            path.write_text(text(name, version := max(version, 0)))
        state[name] = version
    model = (folder / "model").read_text()
    with Assistant.open(folder / "home", embedder=QuickEmbedder(model)) as library:
        try:
            report = library.sync([folder / "files"], prune=True)
        except LibraryError:
            library.reembed()
            report = library.sync([folder / "files"], prune=True)
        assert not report.failed, report.failed
        stored = {d.source for d in library.documents()}
        assert state.keys() <= stored, state.keys() - stored
    (folder / "state").write_text(json.dumps(state))


if __name__ == "__main__":
    main()
