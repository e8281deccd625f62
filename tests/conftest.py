"""What holds for every test: no network, no real language model, no library of the user's."""

from __future__ import annotations

import os
import re
import shutil
import socket
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.embed import ModelIdentity, PassageEmbedding, PassageText, SentenceTransformerEmbedder
from index.record import Vector

ROOT = Path(__file__).parent.parent
_LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")

# Set before anything heavy is imported, and inherited by the processes that tests start.
for _name in [name for name in os.environ if name.startswith(("RAPPORTEUR_", "LANGSMITH_"))]:
    del os.environ[_name]
for _name in [name for name in os.environ if name.endswith(("_API_KEY", "_API_TOKEN"))]:
    del os.environ[_name]
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"


class NetworkForbidden(Exception):
    """A test tried to reach something outside this machine."""


def _check(host: object) -> None:
    if isinstance(host, bytes):
        host = host.decode()
    if host and not str(host).startswith(_LOOPBACK):
        raise NetworkForbidden(f"tests must not reach the network, this one tried {host}")


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Connections and name look-ups outside this machine fail, saying which host was tried."""
    patch = pytest.MonkeyPatch()

    def guard(name: str) -> None:
        real = getattr(socket.socket, name)

        def connect(self: socket.socket, address: Any) -> Any:
            if self.family != socket.AF_UNIX:
                _check(address[0])
            return real(self, address)

        patch.setattr(socket.socket, name, connect)

    guard("connect")
    guard("connect_ex")
    look_up = socket.getaddrinfo

    def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        _check(host)
        return look_up(host, *args, **kwargs)

    patch.setattr(socket, "getaddrinfo", getaddrinfo)
    yield
    patch.undo()


@pytest.fixture(scope="session", autouse=True)
def no_library_of_the_user() -> Iterator[None]:
    """Whatever opens the default library opens an empty one in a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="rapporteur-tests-") as home:
        os.environ["RAPPORTEUR_HOME"] = home
        yield
        del os.environ["RAPPORTEUR_HOME"]


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's root folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real documents beside a developer's checkout; skips where it is absent."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the shared collection of documents (../shared/data) is not on this machine")
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the Chromium on this machine; skips where there is none."""
    found = next((path for path in map(shutil.which, _BROWSERS) if path), None)
    if found is None:
        pytest.skip("no Chromium on this machine: install Debian's package chromium")
    return found


class WordEmbedder:
    """Embeds a text as its words, each hashed to a dimension: quick, and the same every time."""

    identity = ModelIdentity("words", "0" * 64, 256, 256)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def embed_passages(self, passages: Sequence[PassageText]) -> list[PassageEmbedding]:
        return [
            PassageEmbedding(
                self.embed_query(f"{passage.heading} {passage.text}"),
                np.array(
                    [self.embed_query(passage.text[s.start : s.end]) for s in passage.sentences],
                    dtype=np.float32,
                ).reshape(-1, 256),
            )
            for passage in passages
        ]

    def embed_query(self, query: str) -> Vector:
        vector = np.full(256, 1e-6, dtype=np.float32)
        for word in re.findall(r"\w+", query.lower()):
            vector[zlib.crc32(word.encode()) % 256] += 1
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


@pytest.fixture
def quick_model(monkeypatch: pytest.MonkeyPatch) -> WordEmbedder:
    """Libraries opened by the test embed with a WordEmbedder in place of the real model."""
    embedder = WordEmbedder()
    monkeypatch.setattr(SentenceTransformerEmbedder, "load", lambda *_: embedder)
    return embedder
