"""The nearest passages within any filters, found among all vectors of a library."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from corpus.document import Document, Passage, document_id
from index.catalogue import Catalogue
from index.change import Change, Stored
from index.embed import PassageEmbedding
from index.filters import Filters
from index.record import Vectors
from index.rows import Incoming
from index.scan import Scan

DIMENSION = 256
PASSAGES = 20
PUBLISHERS = ("Ghana", "Kenya", "Peru")
LIMITS = [
    Filters(viewer="internal"),
    Filters(viewer="public"),
    Filters(viewer="internal", publishers=("Ghana", "Peru")),
    Filters(viewer="public", since="2003", until="2004-06", places=("Kenya",)),
    Filters(viewer="internal", kinds=("report",), languages=("en",)),
    Filters(viewer="internal", until="1999"),
]


def stored(number: int, vectors: Vectors) -> Stored:
    name = f"{number}.txt"
    document = Document(
        document_id(name),
        name,
        name,
        "word " * PASSAGES,
        "",
        name,
        publisher=PUBLISHERS[number % 3],
        places=(PUBLISHERS[number % 2], "Chad"),
        date=str(2000 + number % 7) if number % 5 else "",
        kind="statement" if number % 4 else "report",
        language="en",
        audience="public" if number % 6 else "internal",
    )
    passages = [
        Passage(document.id, ordinal, 5 * ordinal, 5 * ordinal + 4, ())
        for ordinal in range(len(vectors))
    ]
    embeddings = [PassageEmbedding(v, np.zeros((0, DIMENSION), np.float32)) for v in vectors]
    return Stored(Incoming(document, "/library", ""), passages, embeddings, ())


def vectors(count: int, seed: int) -> Vectors:
    made = np.random.default_rng(seed).standard_normal((count, DIMENSION)) + 0.2
    return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)


def add(catalogue: Catalogue, numbers: range) -> None:
    made = vectors(len(numbers) * PASSAGES, numbers.start).reshape(len(numbers), PASSAGES, -1)
    catalogue.change(Change([stored(*item) for item in zip(numbers, made, strict=True)]))


def by_hand(catalogue: Catalogue, wanted: Vectors, filters: Filters, limit: int) -> list[int]:
    """The nearest passages, with every vector as the catalogue holds it."""
    found = [
        (-float(passage.vector @ wanted), passage.id)
        for row in catalogue.documents(filters)
        for passage in catalogue.passages_of(row.id)
    ]
    return [passage for _, passage in sorted(found)[:limit]]


def found(scan: Scan, catalogue: Catalogue, wanted: Vectors, filters: Filters) -> list[int]:
    """The ten nearest passages; vectors rounded to bytes may swap two that are equally near."""
    near = [passage for passage, _ in scan.near(wanted).within(filters, 10)]
    assert len(near) == len(by_hand(catalogue, wanted, filters, 10))
    assert set(near) <= set(by_hand(catalogue, wanted, filters, 12))
    return near


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Catalogue]:
    monkeypatch.setattr("index.scan._STALE", 200)  # so that a small library keeps a copy too
    catalogue = Catalogue.open(tmp_path / "catalogue.sqlite3")
    add(catalogue, range(80))
    yield catalogue
    catalogue.close()


@pytest.mark.parametrize("filters", LIMITS)
def test_the_nearest_passages_within_any_filters_are_found(
    catalogue: Catalogue, tmp_path: Path, filters: Filters
) -> None:
    scan = Scan(catalogue, tmp_path)
    for wanted in vectors(5, 7):
        assert len(found(scan, catalogue, wanted, filters)) == (
            0 if filters.until == "1999" else 10
        )


def test_what_is_looked_at_by_signs_alone_misses_next_to_nothing(
    catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.scan._CLOSELY", 10)  # as in a library of many more passages
    scan, held = Scan(catalogue, tmp_path), []
    for wanted in vectors(20, 8):
        near = {passage for passage, _ in scan.near(wanted).within(LIMITS[0], 10)}
        held.append(len(near.intersection(by_hand(catalogue, wanted, LIMITS[0], 10))))
    assert sum(held) / len(held) > 9


def test_cosines_are_those_of_the_full_vectors_nearly(catalogue: Catalogue, tmp_path: Path) -> None:
    wanted = vectors(1, 9)[0]
    near = dict(Scan(catalogue, tmp_path).near(wanted).within(LIMITS[0], 50))
    for passage in catalogue.passages(list(near)).values():
        assert near[passage.id] == pytest.approx(float(passage.vector @ wanted), abs=0.01)


def test_what_is_added_changed_or_gone_is_so_at_the_next_search(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    scan = Scan(catalogue, tmp_path)
    wanted = vectors(1, 3)[0]
    first, *_ = found(scan, catalogue, wanted, LIMITS[0])
    gone = catalogue.passages([first])[first].document
    catalogue.change(Change(removed=[gone]))
    add(catalogue, range(80, 90))
    assert first not in found(scan, catalogue, wanted, LIMITS[0])
    assert scan.ids() == catalogue.passage_ids()


def test_a_library_opened_again_reads_the_kept_copy(catalogue: Catalogue, tmp_path: Path) -> None:
    wanted = vectors(1, 4)[0]
    first = Scan(catalogue, tmp_path).near(wanted).within(LIMITS[1], 10)
    copy = tmp_path / "vectors.scan"
    before = copy.stat()
    add(catalogue, range(80, 85))
    scan = Scan(catalogue, tmp_path)
    scan.view(DIMENSION)
    assert scan.ids() == catalogue.passage_ids()
    assert scan.near(wanted).within(LIMITS[1], 10)[0][1] >= first[0][1]
    assert copy.stat().st_mtime_ns == before.st_mtime_ns, "a few new passages are no new copy"


@pytest.mark.parametrize(
    "damage", ["cut off", "not one", "of passages that are gone", "another model's"]
)
def test_a_copy_that_is_of_no_use_is_made_again(
    catalogue: Catalogue, tmp_path: Path, damage: str
) -> None:
    Scan(catalogue, tmp_path).view(DIMENSION)
    copy = tmp_path / "vectors.scan"
    if damage == "cut off":
        copy.write_bytes(copy.read_bytes()[:-100])
    elif damage == "not one":
        copy.write_bytes(b"\xff" * 5000)
    elif damage == "of passages that are gone":
        for number in range(80):
            catalogue.change(Change(removed=[document_id(f"{number}.txt")]))
        add(catalogue, range(10))
    else:
        copy.write_bytes(copy.read_bytes().replace(b'"dimension": 256', b'"dimension": 192'))
    scan = Scan(catalogue, tmp_path)
    wanted = vectors(1, 5)[0]
    assert found(scan, catalogue, wanted, LIMITS[0])


def test_where_nothing_can_be_written_searches_go_on(catalogue: Catalogue, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where the folder would be")
    scan = Scan(catalogue, tmp_path / "taken")
    wanted = vectors(1, 6)[0]
    assert found(scan, catalogue, wanted, LIMITS[0])


def test_an_empty_library_holds_nothing_near(tmp_path: Path) -> None:
    catalogue = Catalogue.open(tmp_path / "empty.sqlite3")
    assert Scan(catalogue, tmp_path).near(vectors(1, 1)[0]).within(LIMITS[0], 10) == []
    catalogue.close()
