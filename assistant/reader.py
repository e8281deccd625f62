"""Reads a question and a stretch of a document together: how well does the one answer the other?

A cross-encoder (Nogueira and Cho, 2019, arXiv:1901.04085): the default embedding model, with its
upper layers as `benchmarks/reader.py` taught them on this project's questions. What they learned
lies in `data/` beside this module. It reads English, whatever model embeds the library.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from assistant.arrange import Choice
from corpus.document import Document
from index.bert import BertEncoder, best_precision
from index.embed import packaged_model, threads

LEARNED = Path(__file__).with_name("data") / "reader.safetensors"
LAYERS = (3, 4, 5)
TOKENS = 112
_QUESTION = 300
_STRETCH = 900
_BEFORE = 120
_AFTER = 160
_SCALE = ".scale"

Weights = Mapping[str, NDArray[np.float32]]
_lock = threading.Lock()
_loaded: list[Reader] = []


class Reader:
    """The model. Calls may come from many threads."""

    def __init__(self, learned: Weights) -> None:
        upper = {name: array for name, array in learned.items() if name.startswith("encoder.")}
        self._encoder = BertEncoder(packaged_model(), threads(), best_precision(), upper, TOKENS)
        self._weight, self._bias = learned["head.weight"][0], learned["head.bias"][0]

    @classmethod
    def load(cls, file: Path = LEARNED) -> Reader:
        """The model with what it learned in `file`. Raises EmbeddingError where the embedding
        model's package is not installed."""
        return cls(unpacked(file))

    def scores(self, question: str, stretches: Sequence[str]) -> NDArray[np.float32]:
        """The log-odds that each of `stretches` (see `stretch`) answers `question`."""
        read = self._encoder.encode_pairs([read_as(question, each) for each in stretches])
        pooled = [np.concatenate((states.mean(axis=0), states.max(axis=0))) for states in read]
        return np.array([self._weight @ each + self._bias for each in pooled], dtype=np.float32)


def reader() -> Reader:
    """The model, loaded once."""
    with _lock:
        if not _loaded:
            _loaded.append(Reader.load())
        return _loaded[0]


def read_as(question: str, text: str) -> tuple[str, str]:
    """The two as they are read, cut where they are very long."""
    return question[:_QUESTION], text[:_STRETCH]


def stretch(choice: Choice, document: Document) -> str:
    """A stretch as it is read: with a little of what stands around it in its passage.

    Nothing tells of which document it is, so that no publisher is known by how often it answered.
    """
    text, passage, span = document.text, choice.passage.passage, choice.span
    before = text[max(passage.start, span.start - _BEFORE) : span.start]
    after = text[span.end : min(passage.end, span.end + _AFTER)]
    # Neither begins nor ends within a word.
    opening, ending = before.split(" ", 1)[-1], after.rsplit(" ", 1)[0]
    return f"{opening}{text[span.start : span.end]}{ending}"


def pack(learned: Weights, file: Path) -> None:
    """Write weights, matrices as bytes with a scale for each row."""
    stored: dict[str, NDArray[np.generic]] = {}
    for name, array in learned.items():
        if array.shape[0] > 1 and array.ndim == 2:
            scale = np.abs(array).max(axis=1, keepdims=True) / np.float32(127)
            stored[name] = np.round(array / scale).astype(np.int8)
            stored[name + _SCALE] = scale.astype(np.float32)
        else:
            stored[name] = np.ascontiguousarray(array, dtype=np.float32)
    save_file(stored, file)


def unpacked(file: Path) -> dict[str, NDArray[np.float32]]:
    """The weights that `pack` wrote, or that were written whole."""
    stored = load_file(file)
    return {
        name: array.astype(np.float32) * stored.get(name + _SCALE, np.float32(1))
        for name, array in stored.items()
        if not name.endswith(_SCALE)
    }
