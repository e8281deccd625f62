"""Kills a writing process again and again, and checks after each that nothing is lost or doubled.

    python benchmarks/kills.py [--kills 300] [--seed 1]

A child adds, changes and removes documents until it is killed (SIGKILL) at a random moment. Then
the library is opened: every passage that the catalogue shows must be searchable in both engines and
nothing else, every document's passages must cover its text, and just the original bytes that the
catalogue refers to must be there.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from corpus.document import Document, document_id
from index.embed import Embedder, SentenceTransformerEmbedder
from index.index import Incoming, Index

WORDS = (
    "peace war council veto refuge court law order state people child city river camp aid".split()
)


def incoming(number: int, turn: int) -> Incoming:
    """A document whose text depends on its number and the turn."""
    rng = random.Random(number * 1000 + turn)
    paragraphs = [
        " ".join(rng.choices(WORDS, k=rng.randint(8, 20))).capitalize() + "."
        for _ in range(rng.randint(1, 30))
    ]
    name = f"{number}.txt"
    text = "\n\n".join(paragraphs)
    data = text.encode()
    digest = hashlib.sha256(data).hexdigest()
    document = Document(document_id(name), name, name, text, digest, name)
    return Incoming(document, "/bench", str(turn), original=data)


def write(home: Path, seed: int) -> None:
    """Change the library for ever; the parent kills it."""
    rng = random.Random(seed)
    index = Index.open(home)
    index.start(SentenceTransformerEmbedder.load())
    print("writing", flush=True)
    turn = 0
    while True:
        turn += 1
        with index.writing():
            index.put([incoming(rng.randrange(40), turn) for _ in range(rng.randint(1, 4))])
            known = list(index.catalogue.known())
            if len(known) > 25:
                index.remove(rng.sample(known, 5))


def check(home: Path, embedder: Embedder) -> tuple[float, str]:
    """Seconds to open, and what is wrong ("" when nothing is)."""
    began = time.perf_counter()
    index = Index.open(home)
    index.start(embedder)
    seconds = time.perf_counter() - began
    wrong = [
        f"{name} differs by {count}" for name, count in index.engines.missing().items() if count
    ]
    kept = index.catalogue.kept()
    wrong += [f"the original {each} is lost" for each in kept if index.originals.read(each) is None]
    if stray := index.originals.digests() - set(kept):
        wrong.append(f"{len(stray)} originals are left behind")
    for document in index.catalogue.documents_by_id(list(index.catalogue.known())).values():
        end = 0
        for passage in index.catalogue.passages_of(document.id):
            if document.text[end : passage.start].strip():
                wrong.append(f"{document.source} lacks a passage")
            end = passage.end
        if document.text[end:].strip():
            wrong.append(f"{document.source} lacks its end")
    index.close()
    return seconds, "; ".join(wrong)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.write:
        write(options.write, options.seed)
    rng = random.Random(options.seed)
    embedder = SentenceTransformerEmbedder.load()
    faults, opening = 0, []
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        for kill in range(options.kills):
            command = [sys.executable, __file__, "--write", folder, "--seed", str(kill)]
            writer = subprocess.Popen(command, stdout=subprocess.PIPE)
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(rng.uniform(0.0, 1.5))
            writer.send_signal(signal.SIGKILL)
            writer.wait()
            seconds, wrong = check(home, embedder)
            opening.append(seconds)
            if wrong:
                faults += 1
                print(f"kill {kill}: {wrong}", flush=True)
    print(f"{options.kills} kills, {faults} faults; opening at most {max(opening):.1f} s")
    raise SystemExit(1 if faults else 0)


if __name__ == "__main__":
    main()
