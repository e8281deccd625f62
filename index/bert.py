"""BERT encoders in OpenVINO, built from their weights. The only module that touches OpenVINO.

The graph is written out here rather than converted from torch's: it needs neither torch nor a
converted copy of the weights on disk, and loads in a second. Where the processor multiplies bytes
(AVX-512 VNNI and the like), weights are held as bytes, one scale an output, and the inputs of each
product are rounded to bytes in groups of 128 as they come (larger groups are faster and coarser).
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.encoder import Encoded

# Importing OpenVINO reports to its makers. Where the package that does so isn't found, a stub of
# OpenVINO's own takes its place, which reports nothing.
sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
import openvino as ov  # noqa: E402
from openvino import opset13 as ops  # noqa: E402

_INT8 = frozenset({"avx512_vnni", "avx_vnni", "amx_int8"})
_GROUP = 128

_BATCH = 8


class BertEncoder:
    """A sentence-transformers model whose vectors are means of a BERT's token vectors.

    `precision` is "int8", "bf16" or "f32". `replaced` are weights in the place of those of their
    names. `window` is how many tokens are read at most, the model's own number where it isn't
    given. Calls may come from many threads.
    """

    def __init__(
        self,
        folder: Path,
        threads: int,
        precision: str,
        replaced: Mapping[str, NDArray[np.float32]] | None = None,
        window: int | None = None,
    ) -> None:
        from tokenizers import Tokenizer

        self.window = window or _window(folder)
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(self.window)
        self._counter = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._counter.no_padding()
        self._counter.no_truncation()
        config = json.loads((folder / "config.json").read_text("utf-8"))
        self.dimension = int(config["hidden_size"])
        options = {"INFERENCE_NUM_THREADS": threads, "PERFORMANCE_HINT": "LATENCY"}
        if precision == "int8":
            options["DYNAMIC_QUANTIZATION_GROUP_SIZE"] = _GROUP
        else:
            options["INFERENCE_PRECISION_HINT"] = precision
        graph = _build(folder, config, precision == "int8", replaced or {})
        self._compiled = ov.Core().compile_model(graph, "CPU", options)
        self._mine = threading.local()

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        encoded = self._counter.encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(each.ids) for each in encoded]

    def encode(self, texts: Sequence[str], question: bool = False) -> list[Encoded]:
        """Each text's token vectors with their places, and its own."""
        encoded = self._tokenizer.encode_batch(list(texts))
        return [
            Encoded(tokens, np.array(each.offsets, dtype=np.int64), tokens.mean(axis=0))
            for each, tokens in zip(encoded, self._states(encoded), strict=True)
        ]

    def encode_pairs(self, pairs: Sequence[tuple[str, str]]) -> list[NDArray[np.float32]]:
        """The token vectors (count, dimension) of each two texts read together, of which the
        longer one is cut where they are too long."""
        return self._states(self._tokenizer.encode_batch(list(pairs)))

    def _states(self, encoded: Sequence[Any]) -> list[NDArray[np.float32]]:
        """The token vectors of each input."""
        # Inputs of like length share a batch, so that little is computed on padding.
        order = sorted(range(len(encoded)), key=lambda index: len(encoded[index].ids))
        done: dict[int, NDArray[np.float32]] = {}
        for at in range(0, len(order), _BATCH):
            some = order[at : at + _BATCH]
            states = self.run([encoded[index].ids for index in some])
            for row, index in enumerate(some):
                done[index] = states[row, : len(encoded[index].ids)]
        return [done[index] for index in range(len(encoded))]

    def run(self, ids: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        """The last layer's token vectors; rows of padding follow those of shorter inputs."""
        width = max(len(row) for row in ids)
        padded = np.zeros((len(ids), width), dtype=np.int64)
        shown = np.zeros_like(padded)
        for row, tokens in enumerate(ids):
            padded[row, : len(tokens)] = tokens
            shown[row, : len(tokens)] = 1
        if not hasattr(self._mine, "request"):
            self._mine.request = self._compiled.create_infer_request()
        self._mine.request.infer([padded, shown])
        # A copy: the next call of this thread writes where this one's result lies.
        return np.array(self._mine.request.get_output_tensor(0).data, dtype=np.float32)


def supports(folder: Path) -> bool:
    """Whether the model in `folder` is one that this module can build."""
    config, pooling, modules, prompts = (
        _json(folder / name)
        for name in (
            "config.json",
            "1_Pooling/config.json",
            "modules.json",
            "config_sentence_transformers.json",
        )
    )
    kinds = [str(module.get("type", "")).rsplit(".", 1)[-1] for module in modules or ()]
    modes = {name for name, on in (pooling or {}).items() if on is True and "pooling" in name}
    return (
        bool(config)
        and config.get("model_type") == "bert"
        and config.get("hidden_act") == "gelu"
        and config.get("position_embedding_type", "absolute") == "absolute"
        and kinds in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"])
        and modes == {"pooling_mode_mean_tokens"}
        and not any((prompts or {}).get("prompts", {}).values())
        and (folder / "tokenizer.json").is_file()
        and (folder / "model.safetensors").is_file()
    )


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None


def _window(folder: Path) -> int:
    """How many tokens the model reads, at most 512."""
    stated = _json(folder / "sentence_bert_config.json") or {}
    config = _json(folder / "config.json") or {}
    return min(
        int(stated.get("max_seq_length") or 256),
        int(config.get("max_position_embeddings") or 512),
        512,
    )


def _build(
    folder: Path, config: Any, quantized: bool, replaced: Mapping[str, NDArray[np.float32]]
) -> Any:
    """The graph from token ids and their mask (both batch, length) to the last layer's states."""
    from safetensors.numpy import load_file

    weights = {
        name.removeprefix("bert."): array.astype(np.float32, copy=False)
        for name, array in load_file(folder / "model.safetensors").items()
        if array.dtype.kind == "f"
    }
    weights.update(replaced)
    ids = ops.parameter([-1, -1], np.int64, name="ids")
    mask = ops.parameter([-1, -1], np.int64, name="mask")
    encoder = _Encoder(weights, config, quantized)
    states = encoder.embedded(ids)
    bias = encoder.bias(mask)
    for layer in range(config["num_hidden_layers"]):
        states = encoder.layer(states, bias, f"encoder.layer.{layer}.")
    return ov.Model([states], [ids, mask], "bert")


class _Encoder:
    """The parts of the graph, from a model's weights by name."""

    def __init__(
        self, weights: Mapping[str, NDArray[np.float32]], config: Any, quantized: bool
    ) -> None:
        self._weights = weights
        self._epsilon = float(config["layer_norm_eps"])
        self._heads = int(config["num_attention_heads"])
        self._size = int(config["hidden_size"]) // self._heads
        self._quantized = quantized

    def embedded(self, ids: Any) -> Any:
        """The tokens' embeddings with those of their places."""
        words = ops.gather(self._weights["embeddings.word_embeddings.weight"], ids, 0)
        # Every input is of the first of BERT's two kinds.
        places = (
            self._weights["embeddings.position_embeddings.weight"]
            + self._weights["embeddings.token_type_embeddings.weight"][0]
        )
        length = ops.gather(ops.shape_of(ids), [1], 0)
        near = ops.slice(places, [0], length, [1], [0])
        return self._norm(ops.add(words, near), "embeddings.LayerNorm.")

    def bias(self, mask: Any) -> Any:
        """What keeps attention from padding: added to its scores."""
        shown = ops.convert(ops.unsqueeze(mask, [1, 2]), "f32")
        return ops.multiply(ops.subtract(shown, np.float32(1)), np.float32(1e4))

    def layer(self, states: Any, bias: Any, name: str) -> Any:
        """Attention and the two dense layers after it."""
        mine = f"{name}attention."
        names = [f"{mine}self.{part}." for part in ("query", "key", "value")]
        together = self._dense(states, *names)
        shaped = ops.reshape(together, [0, 0, 3, self._heads, self._size], special_zero=True)
        turned = ops.transpose(shaped, [2, 0, 3, 1, 4])
        query, key, value = (ops.gather(turned, np.int64(part), 0) for part in range(3))
        seen = ops.scaled_dot_product_attention(query, key, value, bias)
        joined = ops.reshape(
            ops.transpose(seen, [0, 2, 1, 3]), [0, 0, self._heads * self._size], special_zero=True
        )
        dense = self._dense(joined, f"{mine}output.dense.")
        states = self._norm(ops.add(dense, states), f"{mine}output.LayerNorm.")
        wide = ops.gelu(self._dense(states, f"{name}intermediate.dense."), "erf")
        narrow = self._dense(wide, f"{name}output.dense.")
        return self._norm(ops.add(narrow, states), f"{name}output.LayerNorm.")

    def _dense(self, states: Any, *names: str) -> Any:
        """Dense layers side by side as one product."""
        weight = np.concatenate([self._weights[f"{name}weight"] for name in names])
        bias = np.concatenate([self._weights[f"{name}bias"] for name in names])
        factor: Any = ops.constant(weight)
        if self._quantized:
            scale = np.abs(weight).max(axis=1, keepdims=True) / np.float32(127)
            whole = np.round(weight / scale).astype(np.int8)
            factor = ops.multiply(ops.convert(ops.constant(whole), "f32"), ops.constant(scale))
        return ops.add(ops.matmul(states, factor, False, True), ops.constant(bias))

    def _norm(self, states: Any, name: str) -> Any:
        scaled = ops.mvn(states, [-1], True, self._epsilon, "inside_sqrt")
        return ops.add(
            ops.multiply(scaled, self._weights[f"{name}weight"]), self._weights[f"{name}bias"]
        )


def best_precision() -> str:
    """What this processor computes in fastest among "int8", "bf16" and "f32"."""
    flags = _processor_flags()
    if flags & _INT8:
        return "int8"
    return "bf16" if "avx512_bf16" in flags else "f32"


def _processor_flags() -> set[str]:
    try:
        with open("/proc/cpuinfo", encoding="ascii", errors="replace") as lines:
            for line in lines:
                if line.startswith(("flags", "Features")):
                    return set(line.split(":", 1)[1].split())
    except OSError:
        # No such file outside Linux: float32 is right everywhere.
        return set()
    return set()
