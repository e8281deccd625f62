"""A disk changes bytes of the search indexes: the doctor sees it, and makes them again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant import Assistant
from index.filters import Filters
from index.scan import load, save
from index.search import Query
from tests.conftest import WordEmbedder


def opened(home: Path) -> Assistant:
    library = Assistant.open(home, embedder=WordEmbedder())
    assert library.wait_ready(), library.loading_error
    while library._index.engines.behind:
        pass
    return library


@pytest.fixture
def home(tmp_path: Path) -> Path:
    files = tmp_path / "files"
    files.mkdir()
    for number in range(30):
        (files / f"{number}.txt").write_text(f"The council of town {number} calls for peace.")
    with opened(tmp_path / "home") as library:
        library.sync([files])
        view = library._index.engines.scan.view(WordEmbedder().identity.dimension)
        save(view.rows, library._index.engines.scan.path)
    return tmp_path / "home"


def words(home: Path) -> None:
    """One bit of the lists of which passage holds which word."""
    path = max(home.glob("engines/*/lexical/*.idx"), key=lambda path: path.stat().st_size)
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 1
    path.write_bytes(data)


def small(home: Path) -> None:
    """The last byte of the small copy of the vectors."""
    path = home / "engines" / "vectors.scan"
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 64]))


def graph(home: Path) -> None:
    """All vectors in Chroma's graph."""
    with opened(home) as library:
        index = library._index
        held = list(index.catalogue.records())
        turned = [replace(each, vector=np.roll(each.vector, 7)) for each in held]
        assert index.engines.vectors is not None
        index.engines.vectors.write(turned, [])
        index.engines._settled()


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (words, "1 files of the lexical index are damaged"),
        (small, "1 of the small vectors are damaged"),
        (graph, "the vector index finds"),
    ],
)
def test_the_doctor_sees_damage_and_makes_the_indexes_again_without_embedding(
    home: Path, harm: Callable[[Path], None], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert load(home / "engines" / "vectors.scan") is not None
    with opened(home) as library:
        assert indexes(library).ok
    harm(home)

    def refuse(*_: Any) -> None:
        raise AssertionError("embedded again")

    monkeypatch.setattr(WordEmbedder, "embed_passages", refuse)
    with opened(home) as library:
        found = indexes(library)
        assert not found.ok and said in found.detail and "--repair" in found.remedy
        mended = next(c for c in library.doctor(repair=True).checks if c.name == "search indexes")
        assert mended.ok and said in mended.detail
        assert indexes(library).ok
        assert library.search("peace in town 7").hits[0].source == "7.txt"
        assert len(library._index.search(Query("peace", "peace"), Filters(viewer="internal"))) == 30


def indexes(library: Assistant) -> Any:
    return next(check for check in library.doctor().checks if check.name == "search indexes")
