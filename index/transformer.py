"""Embedding models in torch, by sentence-transformers. The only module that touches them.

For models that index/bert.py can't build, and for graphics cards.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from index.encoder import Encoded

_BATCH = 32


class TorchEncoder:
    """A sentence-transformers model, on a graphics card where there is one."""

    def __init__(self, model: Any) -> None:
        self._model = model
        self._tokenizer = model.tokenizer
        # A tokenizer can't serve two threads: a sync counts in one and embeds in another.
        self._counter = copy.deepcopy(model.tokenizer)
        self._prompts = {
            question: (model.prompts or {}).get("query" if question else "document", "")
            for question in (True, False)
        }
        self.window = min(int(model.max_seq_length or 256), 512)
        self.dimension = int(model.get_embedding_dimension() or 0)

    @classmethod
    def load(cls, name: str | Path) -> TorchEncoder:
        """The model of that name or folder. Raises OSError or ValueError where it isn't there."""
        import torch
        from sentence_transformers import SentenceTransformer

        model = SentenceTransformer(
            str(name),
            local_files_only=True,
            trust_remote_code=False,
            model_kwargs={"dtype": torch.bfloat16 if _card(torch) else torch.float32},
        )
        model.eval()
        return cls(model)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        encoded = self._counter(list(texts), add_special_tokens=False, verbose=False)
        return [len(ids) for ids in encoded["input_ids"]]

    def encode(self, texts: Sequence[str], question: bool = False) -> list[Encoded]:
        """Each text's token vectors with their places, and its own."""
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        done: dict[int, Encoded] = {}
        for at in range(0, len(order), _BATCH):
            some = order[at : at + _BATCH]
            batch = self._encode([texts[index] for index in some], self._prompts[question])
            done.update(zip(some, batch, strict=True))
        return [done[index] for index in range(len(texts))]

    def _encode(self, texts: Sequence[str], prompt: str) -> list[Encoded]:
        import torch

        features = self._tokenizer(
            [prompt + text for text in texts],
            padding=True,
            truncation=True,
            max_length=self.window,
            return_offsets_mapping=True,
            return_tensors="pt",
        )
        # A prompt belongs to none of the text: its tokens get empty places.
        offsets = (features.pop("offset_mapping").numpy() - len(prompt)).clip(min=0)
        with torch.inference_mode():
            output = self._model.forward({k: v.to(self._model.device) for k, v in features.items()})
        vectors = output["sentence_embedding"].float().cpu().numpy()
        tokens = output["token_embeddings"].float().cpu().numpy()
        return [Encoded(*each) for each in zip(tokens, offsets, vectors, strict=True)]


def card() -> bool:
    """Whether torch can compute on a graphics card here."""
    # Importing torch takes seconds: not where no driver is.
    if not any(Path(name).exists() for name in ("/dev/nvidiactl", "/dev/kfd", "/dev/dxg")):
        return False
    import torch

    return _card(torch)


def _card(torch: Any) -> bool:
    return bool(torch.cuda.is_available())
