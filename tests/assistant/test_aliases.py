"""A place or people is found by whichever of its names a question or a document uses."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant import Assistant
from index.embed import SentenceTransformerEmbedder
from tests.conftest import WordEmbedder

DOCUMENTS = {
    "myanmar.txt": "The army of Myanmar closed every school in the township.",
    "rohingya.txt": "Nine Rohingya families were turned back at the river.",
    "uyghur.txt": "Uyghur workers were moved to factories in other provinces.",
    "darfur.txt": "Wells were filled with sand in three villages of Darfur.",
    "tigray.txt": "The hospital in Tigray has had no fuel since the spring.",
    "turkey.txt": "A court in Türkiye acquitted the lawyers of the protesters.",
    "drc.txt": "Salt is scarce in the east of the Democratic Republic of the Congo.",
    "arabic.txt": "أغلقت السلطات في سوريا جميع المدارس في البلدة منذ الربيع الماضي.",
    "french.txt": "Les autorités de la Birmanie ont fermé toutes les écoles du canton.",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("aliases")
    for name, text in DOCUMENTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        embedder = WordEmbedder()
        patch.setattr(SentenceTransformerEmbedder, "load", lambda *_: embedder)
        home = tmp_path_factory.mktemp("home")
        with Assistant.open(home) as opened:
            opened.sync([folder], audience="public")
            yield opened


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("What happened to the schools of Burma?", "myanmar.txt"),
        ("What did Uighur workers face?", "uyghur.txt"),
        ("What do workers in Xinjiang face?", "uyghur.txt"),
        ("What became of the lawyers in Turkey?", "turkey.txt"),
        ("What is scarce in the DRC?", "drc.txt"),
        ("What is scarce in DR Congo?", "drc.txt"),
        ("Were wells destroyed in Sudan?", "darfur.txt"),
        ("Which hospitals in Ethiopia lack fuel?", "tigray.txt"),
    ],
)
def test_a_question_finds_what_is_written_under_another_name(
    library: Assistant, question: str, source: str
) -> None:
    assert library.search(question, k=1).hits[0].source == source


@pytest.mark.parametrize(
    ("place", "sources"),
    [
        ("Burma", {"myanmar.txt", "rohingya.txt", "french.txt"}),
        ("China", {"uyghur.txt"}),
        ("Sudan", {"darfur.txt"}),
        ("Ethiopia", {"tigray.txt"}),
        ("Turkey", {"turkey.txt"}),
        ("DRC", {"drc.txt"}),
        ("Syria", {"arabic.txt"}),
    ],
)
def test_a_place_filter_takes_every_name(library: Assistant, place: str, sources: set[str]) -> None:
    assert {document.source for document in library.documents(places=(place,))} == sources
