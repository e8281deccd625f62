"""Large libraries for measuring are made from small ones (benchmarks/libraries.py)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from benchmarks.libraries import build
from corpus.document import Document, document_id
from index.filters import Filters
from index.index import Incoming, Index
from index.search import Query


def incoming(number: int) -> Incoming:
    name = f"{number}.txt"
    text = "\n\n".join(f"Paragraph {at} of {number} is on wells." * 20 for at in range(4))
    return Incoming(Document(document_id(name), name, name, text, "", name, date="2019"), "/", "")


@pytest.mark.parametrize("wanted", [10, 150], ids=["cut down", "repeated"])
def test_a_library_of_any_size_is_made_without_embedding(
    tmp_path: Path, quick_model: Any, monkeypatch: pytest.MonkeyPatch, wanted: int
) -> None:
    (tmp_path / "source").mkdir()
    source = Index.open(tmp_path / "source")
    source.start(quick_model)
    with source.writing():
        source.put([incoming(number) for number in range(10)])
    source.close()
    monkeypatch.setattr(quick_model, "embed_passages", None, raising=False)

    assert wanted <= build(tmp_path / "source", tmp_path / "made", wanted) < wanted + 10

    made = Index.open(tmp_path / "made")
    made.start(quick_model)
    assert made.engines.missing() == {"vectors": 0, "lexical": 0}
    for viewer in ("internal", "public"):
        filters = Filters(viewer=viewer)  # type: ignore[arg-type]
        assert made.search(Query("wells", "wells"), filters)
        assert made.overview(viewer).coverage.documents  # type: ignore[arg-type]
    made.close()
