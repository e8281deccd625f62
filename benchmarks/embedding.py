"""How fast texts are embedded, by engine, all in one run.

    python -m benchmarks.embedding FOLDER [--texts 64] [--rounds 3] [--json]

The texts are stretches of the files (*.txt) in FOLDER. Engines take turns; of each the best round
counts. Processor time is given beside the clock's: where others use the machine, compare that.
"raw" is the same engine on batches that are tokenised already.
"""

from __future__ import annotations

import argparse
import json
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
SHIPPED = "as shipped, with sentences"
RAW = "as shipped, raw"
QUESTION = ["What was said about the duty to prevent genocide?"]


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
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    texts = texts_of(options.folder, options.texts)
    if not texts:
        parser.error(f"{options.folder} holds no text file of {WORDS} words")
    measured = measure(sorted(texts, key=len), options.rounds)
    print(json.dumps(measured) if options.json else table(measured))


def measure(texts: list[str], rounds: int) -> dict[str, Any]:
    """What each engine takes: milliseconds a text, by the clock and of the processor."""
    folder = model_folder(DEFAULT_MODEL)
    assert folder is not None
    import torch

    threads = torch.get_num_threads()
    reference = TorchEncoder.load(folder)
    encoders: dict[str, Any] = {"torch f32": reference}
    for name in ("f32", "bf16", "int8"):
        encoders[f"OpenVINO {name}"] = BertEncoder(folder, threads, name)
    engines: dict[str, Callable[[list[str]], Any]] = {
        name: encoder.encode for name, encoder in encoders.items()
    }
    engines[SHIPPED], engines[RAW] = shipped(folder, texts, encoders)
    spent: dict[str, list[tuple[float, float]]] = {name: [] for name in engines}
    for engine in engines.values():
        engine(texts[:8])
    for _ in range(rounds):
        for name, engine in engines.items():
            spent[name].append(timed(lambda e=engine: e(texts)))
    share = left(engines[SHIPPED], engines[RAW], texts)
    found: dict[str, dict[str, float]] = {}
    for name, costs in spent.items():
        clock, processor = (1000 * min(each) / len(texts) for each in zip(*costs, strict=True))
        found[name] = {"clock": clock, "processor": processor}
    expected = vectors(reference, texts)
    for name, encoder in encoders.items():
        turns = [timed(lambda e=encoder: e.encode(QUESTION)) for _ in range(15)]
        asked, computed = (1000 * min(each) for each in zip(*turns, strict=True))
        found[name] |= {
            "question": asked,
            "question, processor": computed,
            "cosine": least(vectors(encoder, texts), expected),
        }
    about = {"texts": len(texts), "threads": threads, "shipped": best_precision(), "share": share}
    return about | {"engines": found}


def left(
    whole: Callable[[list[str]], Any], raw: Callable[[list[str]], Any], texts: list[str]
) -> float:
    """Which share of the engine's speed is left, as told by turns that follow at once."""
    shares: list[float] = []
    for turn in range(3 * len(texts) // 8):
        some = texts[turn * 8 % len(texts) :][:8]
        taken, alone = (timed(lambda e=engine, s=some: e(s))[1] for engine in (whole, raw))
        shares.append(alone / taken)
    return float(np.median(shares))


def shipped(
    folder: Path, texts: list[str], encoders: dict[str, Any]
) -> tuple[Callable[[list[str]], Any], Callable[[list[str]], Any]]:
    """The whole way from texts to the vectors of passages and sentences, and its engine alone."""
    embedder = SentenceTransformerEmbedder.load()
    passages = {text: PassageText("", text, sentences(text)) for text in texts}
    engine = encoders[f"OpenVINO {best_precision()}"]
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(engine.window)  # the file's own is shorter
    encoded = tokenizer.encode_batch(texts)
    ids = {text: each.ids for text, each in zip(texts, encoded, strict=True)}

    def raw(some: list[str]) -> None:
        for at in range(0, len(some), 8):
            engine.run(sorted((ids[text] for text in some[at : at + 8]), key=len))

    return (lambda some: embedder.embed_passages([passages[text] for text in some])), raw


def sentences(text: str) -> tuple[Span, ...]:
    """Eight stretches of a text, as many as a passage has sentences."""
    step = -(-len(text) // 8)
    return tuple(Span(at, min(at + step, len(text))) for at in range(0, len(text), step))


def vectors(encoder: Any, texts: list[str]) -> NDArray[np.float32]:
    return np.array([each.vector for each in encoder.encode(texts)])


def least(made: NDArray[np.float32], expected: NDArray[np.float32]) -> float:
    """The least cosine between two lists of vectors."""
    lengths = np.linalg.norm(made, axis=1) * np.linalg.norm(expected, axis=1)
    return float(((made * expected).sum(axis=1) / lengths).min())


def table(measured: dict[str, Any]) -> str:
    """What was measured, in Markdown."""
    engines = measured["engines"]
    base = engines["torch f32"]
    lines = [
        f"{measured['texts']} texts of {WORDS} words, {measured['threads']} threads; here "
        f"{measured['shipped']} is used. With sentences: "
        f"{measured['share']:.0%} of the raw engine's speed (median of turns).",
        "",
        "| engine | texts a second | by torch | processor ms a text | by torch | a question, ms "
        "| … of the processor | least cosine |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name, each in engines.items():
        question = "| | "
        if "question" in each:
            both = f"{each['question']:.1f} | {each['question, processor']:.1f}"
            question = f"{both} | {each['cosine']:.4f}"
        lines.append(
            f"| {name} | {1000 / each['clock']:.1f} | {base['clock'] / each['clock']:.2f} "
            f"| {each['processor']:.1f} | {base['processor'] / each['processor']:.2f} "
            f"| {question} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
