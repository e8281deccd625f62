"""The embedding model adapted to a library by contrastive training on its own text, no labels.

    python -m benchmarks.adapting HOME MODEL [--pairs sentence,adjacent] [--count 8000]
        [--rate 2e-5]

HOME is a library's folder, which is only read; MODEL the folder that the adapted model is written
to: `rapporteur sync` uses it where RAPPORTEUR_EMBEDDING_MODEL names it, and `benchmarks/ranking.py
--model` compares it. A batch's other passages are what a pair's passage is told from (multiple
negatives ranking, Henderson et al., 2017, arXiv:1705.00652). Pairs are:

    sentence    a sentence and the passage that it stands in, in nine of ten without it (the inverse
                cloze task; Lee et al., 2019, arXiv:1906.00300)
    adjacent    a sentence and the next one
    title       a document's title, with the section where there is one, and a passage of it
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.catalogue import Catalogue
from index.embed import DEFAULT_MODEL, PassageText, model_folder

PAIRS = ("sentence", "adjacent", "title")
_WITHOUT = 0.9
_LETTERS = (40, 400)
_BATCH = 32
_TOKENS = 96
_SCALE = 20.0
_WARM = 0.1
_HELD = 0.05


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts that belong together."""

    one: str
    other: str


def read(home: Path) -> list[PassageText]:
    """The passages of a library as they are embedded, those of a document one after another."""
    catalogue = Catalogue.open(home / "catalogue.sqlite3")
    try:
        return [
            text for document in catalogue.document_ids() for text in catalogue.embedded(document)
        ]
    finally:
        catalogue.close()


def pairs(passages: list[PassageText], kind: str, chance: random.Random) -> Iterator[Pair]:
    """One pair of that kind from each passage that has one."""
    for passage in passages:
        opening = passage.heading + "\n" if passage.heading else ""
        if kind == "title":
            if passage.heading:
                yield Pair(passage.heading, passage.text)
            continue
        sentences = [passage.text[span.start : span.end] for span in passage.sentences]
        usable = [at for at, text in enumerate(sentences) if _usable(text)]
        if kind == "adjacent":
            usable = [at for at in usable if at + 1 in usable]
        if not usable or len(sentences) < 2:
            continue
        at = chance.choice(usable)
        if kind == "adjacent":
            yield Pair(sentences[at], sentences[at + 1])
        else:
            cut = passage.sentences[at]
            rest = passage.text[: cut.start] + passage.text[cut.end :]
            held = rest if chance.random() < _WITHOUT else passage.text
            yield Pair(sentences[at], opening + held)


def _usable(sentence: str) -> bool:
    return _LETTERS[0] <= len(sentence) <= _LETTERS[1]


def batches(
    passages: list[PassageText], kinds: list[str], chance: random.Random
) -> Iterator[list[Pair]]:
    """Batches of one kind each, the kinds in turn, for as long as they are asked for."""
    while True:
        made = []
        for kind in kinds:
            found = list(pairs(passages, kind, chance))
            chance.shuffle(found)
            made.append([found[at : at + _BATCH] for at in range(0, len(found), _BATCH)])
        for together in zip(*made, strict=False):
            yield from (batch for batch in together if len(batch) == _BATCH)


class Trainer:
    """The model in training."""

    def __init__(self, folder: Path, rate: float) -> None:
        import torch
        from sentence_transformers import SentenceTransformer

        torch.manual_seed(0)
        self._torch = torch
        self.model: Any = SentenceTransformer(str(folder), local_files_only=True, device="cpu")
        self._rate = rate
        self._optimizer = torch.optim.AdamW(self.model.parameters(), lr=rate, weight_decay=0.01)

    def step(self, batch: list[Pair], progress: float) -> float:
        """Learn from a batch when `progress` (0 to 1) of the training is done; its loss."""
        self.model.train()
        pace = min(progress / _WARM, (1 - progress) / (1 - _WARM))
        for group in self._optimizer.param_groups:
            group["lr"] = self._rate * max(pace, 0.01)
        loss = self._loss(batch)
        self._optimizer.zero_grad()
        loss.backward()
        self._torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self._optimizer.step()
        return float(loss.detach())

    def right(self, batch: list[Pair]) -> float:
        """The share of the batch's pairs that are told from its others."""
        self.model.eval()
        with self._torch.inference_mode():
            found = self._scores(batch).argmax(dim=1)
        return float((found == self._torch.arange(len(batch))).float().mean())

    def _loss(self, batch: list[Pair]) -> Any:
        scores = self._scores(batch)
        wanted = self._torch.arange(len(batch))
        cross = self._torch.nn.functional.cross_entropy
        return (cross(scores, wanted) + cross(scores.T, wanted)) / 2

    def _scores(self, batch: list[Pair]) -> Any:
        ones, others = ([getattr(pair, side) for pair in batch] for side in ("one", "other"))
        return _SCALE * self._embedded(ones) @ self._embedded(others).T

    def _embedded(self, texts: list[str]) -> Any:
        features = self.model.tokenizer(
            texts, padding=True, truncation=True, max_length=_TOKENS, return_tensors="pt"
        )
        with self._torch.autocast("cpu", dtype=self._torch.bfloat16):
            vectors = self.model.forward(dict(features))["sentence_embedding"]
        return self._torch.nn.functional.normalize(vectors.float(), dim=1)

    def save(self, source: Path, folder: Path) -> None:
        """Write the model as `source` is written, with its new weights."""
        from safetensors.numpy import load_file, save_file

        shutil.copytree(source, folder, dirs_exist_ok=True, copy_function=shutil.copyfile)
        weights = load_file(source / "model.safetensors")
        inner = self.model[0].auto_model.state_dict()
        learned = {name: inner[name].float().numpy() for name in weights if name in inner}
        save_file(weights | learned, folder / "model.safetensors", metadata={"format": "pt"})


def adapt(
    passages: list[PassageText],
    trainer: Trainer,
    kinds: list[str],
    count: int,
    tell: Callable[[str], None],
) -> None:
    """Train on so many pairs, telling the loss and how many unseen pairs are told apart."""
    chance = random.Random(0)
    held_from = int(len(passages) * (1 - _HELD))
    held = [next(batches(passages[held_from:], [kind], chance)) for kind in kinds]
    tell(f"unseen pairs told apart: {_share(trainer, held)}")
    losses: list[float] = []
    for done, batch in enumerate(batches(passages[:held_from], kinds, chance), start=1):
        progress = done * _BATCH / count
        if progress > 1:
            break
        losses.append(trainer.step(batch, progress))
        if done % 20 == 0:
            recent = losses[-20:]
            tell(f"{done * _BATCH} pairs, loss {sum(recent) / len(recent):.3f}, {progress:.0%}")
    tell(f"unseen pairs told apart: {_share(trainer, held)}")


def _share(trainer: Trainer, held: list[list[Pair]]) -> str:
    return ", ".join(f"{trainer.right(batch):.2f}" for batch in held)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("home", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("--pairs", default="sentence,adjacent")
    parser.add_argument("--count", type=int, default=8000)
    parser.add_argument("--rate", type=float, default=2e-5)
    options = parser.parse_args()
    kinds = options.pairs.split(",")
    if not set(kinds) <= set(PAIRS):
        parser.error(f"--pairs: choose among {', '.join(PAIRS)}")
    source = model_folder(DEFAULT_MODEL)
    assert source is not None
    trainer = Trainer(source, options.rate)
    passages = read(options.home)
    print(f"{len(passages)} passages", file=sys.stderr)
    adapt(passages, trainer, kinds, options.count, lambda line: print(line, file=sys.stderr))
    trainer.save(source, options.model)


if __name__ == "__main__":
    main()
