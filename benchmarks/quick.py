"""An embedder that costs next to nothing, for measuring what isn't embedding.

A text's vector is drawn at random, seeded by the text: as long as a real one, the same every time,
and as hard to index, since no two are near one another.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np

from index.embed import ModelIdentity, PassageEmbedding, PassageText
from index.record import Vector

_DIMENSION = 384


class QuickEmbedder:
    """Embeds without a model. Two of different `name` count as two models."""

    def __init__(self, name: str = "quick") -> None:
        self._name = name

    @property
    def identity(self) -> ModelIdentity:
        return ModelIdentity(self._name, f"{zlib.crc32(self._name.encode()):064x}", _DIMENSION, 256)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def embed_passages(self, passages: Sequence[PassageText]) -> list[PassageEmbedding]:
        return [
            PassageEmbedding(
                self.embed_query(f"{passage.heading} {passage.text}"),
                np.array(
                    [self.embed_query(passage.text[s.start : s.end]) for s in passage.sentences],
                    dtype=np.float32,
                ).reshape(-1, _DIMENSION),
            )
            for passage in passages
        ]

    def embed_query(self, query: str) -> Vector:
        random = np.random.default_rng(zlib.crc32(f"{self._name} {query}".encode()))
        vector = random.standard_normal(_DIMENSION, dtype=np.float32)
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)
