"""Vectors: the same whichever engine makes them, whatever the company they are made in."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from corpus.document import Span
from index.bert import BertEncoder, supports
from index.embed import DEFAULT_MODEL, PassageText, SentenceTransformerEmbedder, model_folder
from index.transformer import TorchEncoder

TEXTS = [
    "The Council must act before more villages burn.",
    "Who abstained on the resolution?",
    "They fled across the river at night. The army had closed the bridge, and no convoy of food "
    "or medicine had come through for eleven weeks; the wounded were carried on doors.",
    "水は権利である。",
    "",
]


@pytest.fixture(scope="module")
def folder() -> Path:
    return model_folder(DEFAULT_MODEL)


@pytest.fixture(scope="module")
def embedder() -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder.load()


@pytest.fixture(scope="module")
def by_torch(folder: Path) -> TorchEncoder:
    return TorchEncoder.load(folder)


def cosines(one: list[np.ndarray], other: list[np.ndarray]) -> list[float]:
    return [
        float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))
        for a, b in zip(one, other, strict=True)
    ]


@pytest.mark.parametrize("precision", ["f32", "bf16", "int8"])
def test_every_precision_agrees_with_torch(
    folder: Path, by_torch: TorchEncoder, precision: str
) -> None:
    encoder = BertEncoder(folder, 1, precision)
    ours, theirs = encoder.encode(TEXTS), by_torch.encode(TEXTS)
    least = 0.9999 if precision == "f32" else 0.99
    assert min(cosines([e.vector for e in ours], [e.vector for e in theirs])) > least
    for mine, other in zip(ours, theirs, strict=True):
        count = len(mine.tokens)
        assert (mine.offsets == other.offsets[:count]).all()
        assert min(cosines(list(mine.tokens), list(other.tokens[:count]))) > least - 0.04


def test_a_text_has_the_same_vector_alone_and_among_others(
    embedder: SentenceTransformerEmbedder,
) -> None:
    passages = [PassageText("Heading", text, (Span(0, len(text)),)) for text in TEXTS]
    together = embedder.embed_passages(passages)
    alone = [embedder.embed_passages([passage])[0] for passage in passages]
    assert min(cosines([e.vector for e in together], [e.vector for e in alone])) > 0.999


def test_vectors_have_unit_length_and_sentences_one_each(
    embedder: SentenceTransformerEmbedder,
) -> None:
    text = "First things first. Then the rest."
    made = embedder.embed_passages([PassageText("", text, (Span(0, 19), Span(20, 34), Span(5, 5)))])
    assert made[0].sentences.shape == (3, 384)
    lengths = np.linalg.norm(np.vstack([made[0].vector, made[0].sentences]), axis=1)
    assert np.allclose(lengths, 1, atol=1e-5)
    assert embedder.embed_passages([]) == []


def test_tokens_are_counted_beyond_the_models_window(
    embedder: SentenceTransformerEmbedder, by_torch: TorchEncoder
) -> None:
    texts = [*TEXTS, "peace " * 900]
    assert embedder.count_tokens(texts) == by_torch.count_tokens(texts)
    assert embedder.count_tokens(texts)[-1] == 900


def test_a_model_of_another_make_is_left_to_torch(folder: Path, tmp_path: Path) -> None:
    assert supports(folder)
    copy = tmp_path / "model"
    copy.mkdir()
    for name in ("model.safetensors", "tokenizer.json", "modules.json", "1_Pooling"):
        (copy / name).symlink_to(folder / name)
    config = (folder / "config.json").read_text()
    (copy / "config.json").write_text(config)
    assert supports(copy)
    (copy / "config.json").write_text(config.replace('"gelu"', '"relu"'))
    assert not supports(copy)
    (copy / "config.json").unlink()
    assert not supports(copy)


def test_where_there_is_a_graphics_card_torch_computes(
    by_torch: TorchEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.transformer.card", lambda: True)
    monkeypatch.setattr(TorchEncoder, "load", lambda *_: by_torch)
    made = SentenceTransformerEmbedder.load().embed_query(TEXTS[1])
    (expected,) = by_torch.encode([TEXTS[1]])
    assert np.allclose(made, expected.vector / np.linalg.norm(expected.vector), atol=1e-6)


def test_loading_reports_to_nobody_and_needs_no_torch(tmp_path: Path, root: Path) -> None:
    code = (
        "import socket, sys\n"
        "def refuse(*_): sys.exit('it tried to reach the network')\n"
        "socket.socket.connect = socket.getaddrinfo = refuse\n"
        "from index.embed import SentenceTransformerEmbedder\n"
        "SentenceTransformerEmbedder.load().embed_query('peace')\n"
        "assert 'torch' not in sys.modules\n"
    )
    found = subprocess.run(
        [sys.executable, "-c", code],
        cwd=root,
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
    )
    assert found.returncode == 0, found.stderr
    assert not list(tmp_path.iterdir()), "it left a file in the user's folder"
