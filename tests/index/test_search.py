"""Search: both engines, filters inside them, and whose eyes it serves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus.document import Document, document_id
from index.filters import Filters
from index.index import Incoming, Index
from index.search import Query, without_overlap

EVERYTHING = Filters(viewer="internal")


def document(name: str, text: str, **fields: Any) -> Document:
    return Document(
        id=document_id(name), source=name, location=name, text=text, sha256="", title=name, **fields
    )


DOCUMENTS = [
    document(
        "ghana.txt",
        "We call for a ceasefire in Darfur. The veto must not protect those who kill.",
        publisher="Ghana",
        date="2011-09",
        kind="statement",
        language="en",
        places=("Sudan",),
    ),
    document(
        "kenya.txt",
        "Refugees from Somalia need shelter. We host many of them in Dadaab.",
        publisher="Kenya",
        date="2017-09-20",
        kind="report",
        language="en",
        places=("Somalia", "Kenya"),
    ),
    document(
        "draft.txt",
        "Draft: a ceasefire in Darfur is our first demand.",
        publisher="Ghana",
        kind="brief",
        language="en",
        audience="internal",
    ),
]


@pytest.fixture
def index(tmp_path: Path, quick_model: Any) -> Iterator[Index]:
    index = Index.open(tmp_path)
    index.start(quick_model)
    with index.writing():
        index.put([Incoming(item, "/library", item.source) for item in DOCUMENTS])
    yield index
    index.close()


def found(index: Index, words: str, filters: Filters = EVERYTHING, **query: Any) -> list[str]:
    scored = without_overlap(index.search(Query(words, words, **query), filters), 10)
    names = {item.id: item.source for item in DOCUMENTS}
    return [names[candidate.passage.document] for candidate in scored]


def test_the_passage_about_it_comes_first(index: Index) -> None:
    assert found(index, "refugees in Dadaab")[0] == "kenya.txt"
    assert set(found(index, "ceasefire in Darfur")[:2]) == {"ghana.txt", "draft.txt"}


@pytest.mark.parametrize(
    ("filters", "sources"),
    [
        ({"publishers": ("Ghana",)}, {"ghana.txt", "draft.txt"}),
        ({"publishers": ("Ghana", "Kenya"), "kinds": ("report",)}, {"kenya.txt"}),
        ({"places": ("Somalia",)}, {"kenya.txt"}),
        ({"places": ("Somalia", "Sudan")}, {"ghana.txt", "kenya.txt"}),
        ({"since": "2011-09", "until": "2011-09"}, {"ghana.txt"}),
        ({"since": "2011-09-30"}, {"ghana.txt", "kenya.txt"}),
        ({"since": "2017-09-20"}, {"kenya.txt"}),
        ({"since": "2017-09-21"}, set()),
        ({"until": "2012"}, {"ghana.txt"}),
        ({"languages": ("fr",)}, set()),
        ({"publishers": ("Nobody",)}, set()),
        ({"since": "2017", "unknown": ("date",)}, {"kenya.txt", "draft.txt"}),
        ({"until": "2012", "unknown": ("date",)}, {"ghana.txt", "draft.txt"}),
        ({"publishers": ("Ghana",), "since": "2017", "unknown": ("date",)}, {"draft.txt"}),
    ],
)
def test_filters_limit_both_engines(
    index: Index, filters: dict[str, Any], sources: set[str]
) -> None:
    limits = Filters(viewer="internal", **filters)
    assert set(found(index, "ceasefire refugees veto", limits)) == sources
    assert index.catalogue.coverage(limits).documents == len(sources)


def test_the_public_never_sees_internal_documents(index: Index) -> None:
    public = Filters(viewer="public")
    assert "draft.txt" not in found(index, "ceasefire in Darfur first demand", public)
    assert index.catalogue.coverage(public).documents == 2


def test_a_slip_of_the_keyboard_is_forgiven(index: Index) -> None:
    assert found(index, "refugess in Somlia", Filters(viewer="internal"))[0] == "kenya.txt"


def test_documents_that_are_likely_meant_come_first(index: Index) -> None:
    preferred = ((replace(EVERYTHING, publishers=("Kenya",)), 2.0),)
    words = "ceasefire in Darfur"
    assert found(index, words, preferred=preferred)[0] == "kenya.txt"


def test_stored_passages_point_into_the_stored_text(index: Index) -> None:
    for scored in index.search(Query("ceasefire", "ceasefire"), EVERYTHING):
        passage = scored.passage
        stored = index.catalogue.document(passage.document)
        assert stored is not None
        assert stored.text[passage.start : passage.end].strip()
        assert len(passage.sentences) == len(passage.vectors) == len(scored.sentence_cosines)


def test_documents_of_unknown_origin_are_left_out_only_where_that_is_wanted(index: Index) -> None:
    leaflet = document("leaflet.txt", "A ceasefire in Darfur cannot wait.", date="2011-10")
    with index.writing():
        index.put([Incoming(leaflet, "/library", leaflet.source)])

    def sources(**limits: Any) -> int:
        filters = Filters(viewer="internal", **limits)
        assert len(index.search(Query("ceasefire", "ceasefire"), filters)) == (
            index.catalogue.coverage(filters).documents
        )
        return index.catalogue.coverage(filters).documents

    assert index.catalogue.lacking(EVERYTHING) == ("publisher", "kind", "date")
    assert sources(publishers=("Ghana",)) == 2
    assert sources(publishers=("Ghana",), unknown=("publisher",)) == 3
    assert sources(kinds=("brief",), unknown=("publisher",)) == 1
    assert sources(kinds=("brief",), unknown=("kind",)) == 2
