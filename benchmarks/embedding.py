"""How fast texts are embedded, by engine, all in one run.

    python benchmarks/embedding.py FOLDER [--texts 64] [--rounds 3]

The texts are stretches of the files (*.txt) in FOLDER. Engines take turns; of each the best round
counts. Processor time is given beside the clock's: where others use the machine, compare that.
"raw" is the same engine on batches that are tokenised already.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from corpus.document import Span
from index.bert import BertEncoder, best_precision
from index.embed import DEFAULT_MODEL, PassageText, SentenceTransformerEmbedder, model_folder
from index.transformer import TorchEncoder

WORDS = 140


def texts_of(folder: Path, count: int) -> list[str]:
    found: list[str] = []
    for file in sorted(folder.rglob("*.txt")):
        words = file.read_text("utf-8", errors="replace").split()[:WORDS]
        if len(words) == WORDS:
            found.append(" ".join(words))
        if len(found) == count:
            break
    return found


def timed(work: Callable[[], object]) -> tuple[float, float]:
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - processor


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--texts", type=int, default=64)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    texts = texts_of(options.folder, options.texts)
    if not texts:
        parser.error(f"{options.folder} holds no text file of {WORDS} words")
    folder = model_folder(DEFAULT_MODEL)
    assert folder is not None
    import torch

    threads = torch.get_num_threads()
    reference = TorchEncoder.load(folder)
    engines: dict[str, Callable[[list[str]], Any]] = {"torch f32": reference.encode}
    encoders = {name: BertEncoder(folder, threads, name) for name in ("f32", "bf16", "int8")}
    for name, encoder in encoders.items():
        engines[f"OpenVINO {name}"] = encoder.encode
    shipped = encoders[best_precision()]
    embedder = SentenceTransformerEmbedder.load()
    passages = [PassageText("", t, (Span(0, 200), Span(200, 400))) for t in texts]
    engines["as shipped, with sentences"] = lambda some: embedder.embed_passages(
        passages[: len(some)]
    )
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    ids = sorted((each.ids for each in tokenizer.encode_batch(texts)), key=len)
    engines["as shipped, raw"] = lambda some: [
        shipped.run(ids[at : at + 8]) for at in range(0, len(some), 8)
    ]
    expected = np.array([e.vector for e in reference.encode(texts)])
    spent: dict[str, list[tuple[float, float]]] = {name: [] for name in engines}
    for engine in engines.values():
        engine(texts[:8])
    for _ in range(options.rounds):
        for name, engine in engines.items():
            spent[name].append(timed(lambda e=engine: e(texts)))
    print(f"{len(texts)} texts of {WORDS} words, {threads} threads; shipped: {best_precision()}")
    report(spent, engines, texts, expected)


def report(
    spent: dict[str, list[tuple[float, float]]],
    engines: dict[str, Callable[[list[str]], Any]],
    texts: list[str],
    expected: NDArray[np.float32],
) -> None:
    base = min(clock for clock, _ in spent["torch f32"])
    base_cpu = min(cpu for _, cpu in spent["torch f32"])
    question = ["What was said about the duty to prevent genocide?"]
    print("| engine | texts/s | ratio | processor ms a text | ratio | question ms | cosine |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name, rounds in spent.items():
        clock, cpu = min(c for c, _ in rounds), min(p for _, p in rounds)
        asked, cosine = "", ""
        if name.startswith(("torch", "OpenVINO")):
            encode = engines[name]
            asked = f"{1000 * min(timed(lambda e=encode: e(question))[0] for _ in range(15)):.1f}"
            made = np.array([e.vector for e in encode(texts)])
            lengths = np.linalg.norm(made, axis=1) * np.linalg.norm(expected, axis=1)
            cosine = f"{((made * expected).sum(axis=1) / lengths).min():.4f}"
        print(
            f"| {name} | {len(texts) / clock:.1f} | {base / clock:.2f} "
            f"| {1000 * cpu / len(texts):.1f} | {base_cpu / cpu:.2f} | {asked} | {cosine} |"
        )


if __name__ == "__main__":
    main()
