"""The training of the reader: the upper layers of the embedding model and a head, in torch.

The loss is the binary cross-entropy of each pair, weighed; the optimizer AdamW (Loshchilov and
Hutter, 2019) with a rate that falls in a line to nothing. What the layers below make of each pair
is computed once and kept.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor

from assistant.reader import LAYERS, TOKENS, read_as
from index.embed import packaged_model

_EPOCHS = 2
_RATE = 7e-5
_HEAD_RATE = 1e-3
_BATCH = 24
_TOGETHER = 20
_WARM = 50
_HIDDEN = 384
_HEADS = 12
_PARTS = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and a stretch, whether the one answers the other, and how much that counts."""

    file: str
    question: str
    stretch: str
    answers: bool
    weight: float


class _Bert:
    """The embedding model in bfloat16, with some of its layers' weights in float32 to be taught."""

    def __init__(self) -> None:
        stored = load_file(packaged_model() / "model.safetensors")
        self.stored = {
            name.removeprefix("bert."): array.float()
            for name, array in stored.items()
            if array.is_floating_point()
        }
        torch.manual_seed(0)
        self.taught = {
            f"encoder.layer.{layer}.{part}.{kind}": torch.nn.Parameter(
                self.stored[f"encoder.layer.{layer}.{part}.{kind}"].clone()
            )
            for layer in LAYERS
            for part in _PARTS
            for kind in ("weight", "bias")
        }
        self.head = torch.nn.Linear(2 * _HIDDEN, 1)
        with torch.no_grad():
            self.head.weight.mul_(0.1)

    def below(self, ids: Tensor, mask: Tensor) -> Tensor:
        """The states under the layers to be taught."""
        own = self.stored
        states = own["embeddings.word_embeddings.weight"][ids]
        states = states + own["embeddings.position_embeddings.weight"][: ids.shape[1]]
        states = states + own["embeddings.token_type_embeddings.weight"][0]
        states = self._norm(states, "embeddings.LayerNorm.")
        for layer in range(LAYERS[0]):
            states = self._layer(states, _bias(mask), layer)
        return states

    def scores(self, states: Tensor, mask: Tensor) -> Tensor:
        """The log-odds of each pair from the states below."""
        for layer in LAYERS:
            states = self._layer(states, _bias(mask), layer)
        wide, shown = states.float(), mask[..., None]
        mean = (wide * shown).sum(1) / shown.sum(1)
        most = (wide - 1e4 * (1 - shown)).max(1).values
        scores: Tensor = self.head(torch.cat([mean, most], 1))[:, 0]
        return scores

    def _layer(self, states: Tensor, bias: Tensor, layer: int) -> Tensor:
        name = f"encoder.layer.{layer}."
        query, key, value = (
            self._dense(states, f"{name}{part}")
            .view(*states.shape[:2], _HEADS, _HIDDEN // _HEADS)
            .transpose(1, 2)
            for part in _PARTS[:3]
        )
        seen = F.scaled_dot_product_attention(query, key, value, attn_mask=bias)
        joined = self._dense(seen.transpose(1, 2).reshape(states.shape), name + _PARTS[3])
        states = self._norm(joined + states, f"{name}attention.output.LayerNorm.")
        wide = F.gelu(self._dense(states, name + _PARTS[4]))
        return self._norm(self._dense(wide, name + _PARTS[5]) + states, f"{name}output.LayerNorm.")

    def _dense(self, states: Tensor, name: str) -> Tensor:
        weight, bias = (
            self.taught.get(f"{name}.{kind}", self.stored[f"{name}.{kind}"]).to(torch.bfloat16)
            for kind in ("weight", "bias")
        )
        return F.linear(states, weight, bias)

    def _norm(self, states: Tensor, name: str) -> Tensor:
        weight, bias = self.stored[f"{name}weight"], self.stored[f"{name}bias"]
        return F.layer_norm(states.float(), (_HIDDEN,), weight, bias, 1e-12).to(torch.bfloat16)


def _bias(mask: Tensor) -> Tensor:
    return ((mask - 1) * 1e4)[:, None, None, :].to(torch.bfloat16)


def teach(pairs: Sequence[Pair], file: Path) -> None:
    """Teach a reader from `pairs` and write what it learned."""
    tokenizer = Tokenizer.from_file(str(packaged_model() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(TOKENS)
    inputs = [read_as(pair.question, pair.stretch) for pair in pairs]
    ids = [encoded.ids for encoded in tokenizer.encode_batch(inputs)]
    model, chance = _Bert(), random.Random(0)
    kept = _kept(model, ids)
    learned = [*model.taught.values(), *model.head.parameters()]
    optimizer = torch.optim.AdamW(
        [
            {"params": list(model.taught.values()), "base": _RATE},
            {"params": list(model.head.parameters()), "base": _HEAD_RATE},
        ],
        lr=_RATE,
        weight_decay=0.01,
    )
    steps, losses, began = _EPOCHS * (len(pairs) // _BATCH), [], time.time()
    for step, some in enumerate(_batches(ids, chance)):
        for group in optimizer.param_groups:
            pace = min(1.0, (step + 1) / _WARM) * max(0.0, 1 - step / steps)
            group["lr"] = group["base"] * pace
        loss = _loss(model, [pairs[at] for at in some], [kept[at] for at in some])
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(learned, 1.0)
        optimizer.step()
        losses.append(float(loss.detach()))
        if step % 100 == 99:
            mean = sum(losses[-100:]) / 100
            print(
                f"{step + 1} of {steps}: loss {mean:.3f}, {time.time() - began:.0f} s", flush=True
            )
    save_file(
        {name: weight.detach() for name, weight in model.taught.items()}
        | {f"head.{name}": weight.detach() for name, weight in model.head.named_parameters()},
        file,
    )


def _kept(model: _Bert, ids: Sequence[Sequence[int]]) -> list[Tensor]:
    """What the layers that aren't taught make of each input, (tokens, hidden)."""
    kept: dict[int, Tensor] = {}
    order = sorted(range(len(ids)), key=lambda at: len(ids[at]))
    with torch.inference_mode():
        for begin in range(0, len(order), 32):
            some = order[begin : begin + 32]
            padded, mask = _padded([torch.tensor(ids[at]) for at in some])
            states = model.below(padded, mask)
            kept.update({at: states[row, : len(ids[at])].clone() for row, at in enumerate(some)})
    return [kept[at] for at in range(len(ids))]


def _padded(rows: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
    """The rows side by side, the shorter ones with zeros behind, and which are not padding."""
    mask = torch.zeros(len(rows), max(len(row) for row in rows))
    for number, row in enumerate(rows):
        mask[number, : len(row)] = 1
    return torch.nn.utils.rnn.pad_sequence(list(rows), batch_first=True), mask


def _batches(ids: Sequence[Sequence[int]], chance: random.Random) -> Iterator[list[int]]:
    """Batches of inputs of like length, over all inputs several times."""
    for _ in range(_EPOCHS):
        order = list(range(len(ids)))
        chance.shuffle(order)
        for begin in range(0, len(order), _BATCH * _TOGETHER):
            some = sorted(order[begin : begin + _BATCH * _TOGETHER], key=lambda at: len(ids[at]))
            batches = [some[at : at + _BATCH] for at in range(0, len(some), _BATCH)]
            chance.shuffle(batches)
            yield from batches


def _loss(model: _Bert, pairs: Sequence[Pair], states: Sequence[Tensor]) -> Any:
    scores = model.scores(*_padded(states))
    wanted = torch.tensor([float(pair.answers) for pair in pairs])
    weights = torch.tensor([pair.weight for pair in pairs])
    each = F.binary_cross_entropy_with_logits(scores, wanted, reduction="none")
    return (each * weights).mean()
