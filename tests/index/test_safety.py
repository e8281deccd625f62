"""Whatever ends a write, nothing is lost, doubled or left behind."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.quick import QuickEmbedder
from corpus.document import Document, document_id
from index.catalogue import CatalogueError
from index.embed import ModelIdentity
from index.filters import Filters
from index.index import BusyError, Incoming, Index, ModelMismatch
from index.search import Query
from tests.conftest import WordEmbedder

EVERYTHING = Filters(viewer="internal")
WRITER = """
import sys
from pathlib import Path
sys.path[:0] = [{root!r}, {tests!r}]
from conftest import WordEmbedder
from test_safety import incoming
from index.index import Index
index = Index.open(Path({home!r}))
index.start(WordEmbedder())
print("ready", flush=True)
turn = 0
while True:
    turn += 1
    with index.writing():
        index.put([incoming(n, f"turn {{turn}}") for n in range(turn % 7)])
        known = list(index.catalogue.known())
        index.remove(known[: turn % 3])
"""


def incoming(number: int, words: str = "") -> Incoming:
    name = f"{number}.txt"
    text = f"Document {number} calls for peace. It says so in a sentence {words}.\n\nAnd once more."
    stored = Document(document_id(name), name, name, text, "", name, date="2019")
    return Incoming(stored, "/library", words)


def opened(home: Path, model: Any) -> Index:
    index = Index.open(home)
    index.start(model)
    return index


def test_a_changed_document_replaces_its_earlier_version(tmp_path: Path, quick_model: Any) -> None:
    index = opened(tmp_path, quick_model)
    with index.writing():
        index.put([incoming(1, "first")])
        index.put([incoming(1, "second")])
    stored = index.catalogue.document(incoming(1).document.id)
    assert stored is not None and "second" in stored.text
    assert index.engines.missing() == {"vectors": 0, "lexical": 0}
    assert len(index.search(Query("peace", "peace"), EVERYTHING)) == len(
        index.catalogue.passage_ids()
    )
    index.close()


def test_a_removed_document_is_gone_everywhere(tmp_path: Path, quick_model: Any) -> None:
    index = opened(tmp_path, quick_model)
    with index.writing():
        index.put([incoming(1), incoming(2)])
        assert index.remove([incoming(1).document.id]) > 0
    assert set(index.catalogue.known()) == {incoming(2).document.id}
    assert index.engines.missing() == {"vectors": 0, "lexical": 0}
    index.close()


def test_engines_that_lag_behind_are_made_again_without_embedding(
    tmp_path: Path, quick_model: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = opened(tmp_path, quick_model)
    with index.writing():
        index.put([incoming(1), incoming(2)])
    index.catalogue.note("engines", "writing")  # as a write that was cut off leaves it
    index.close()
    calls: list[object] = []
    monkeypatch.setattr(quick_model, "embed_passages", calls.append, raising=False)
    index = opened(tmp_path, quick_model)
    assert index.engines.missing() == {"vectors": 0, "lexical": 0}
    assert index.search(Query("peace", "peace"), EVERYTHING)
    assert not calls
    index.close()


def test_a_write_that_was_cut_off_is_mended_without_making_the_graph_again(
    tmp_path: Path, quick_model: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = opened(tmp_path, quick_model)
    with index.writing():
        index.put([incoming(1), incoming(2)])
    engines = {path.name for path in (tmp_path / "engines").iterdir()}

    def cut_off(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt), index.writing():
        patch.setattr(index.engines.lexical, "write", cut_off)
        index.put([incoming(1, "changed"), incoming(3)])
    index.close()
    monkeypatch.setattr(quick_model, "embed_passages", cut_off, raising=False)
    index = opened(tmp_path, quick_model)
    assert index.engines.missing() == {"vectors": 0, "lexical": 0}
    assert {path.name for path in (tmp_path / "engines").iterdir()} == engines
    assert len(index.search(Query("peace", "peace"), EVERYTHING)) == 3
    index.close()


@pytest.mark.parametrize("lost", ["folder", "database", "graph", "words"])
def test_engines_whose_files_are_lost_or_damaged_are_made_again(
    tmp_path: Path, quick_model: Any, lost: str
) -> None:
    index = opened(tmp_path, quick_model)
    with index.writing():
        index.put([incoming(1), incoming(2)])
    index.close()
    (folder,) = (tmp_path / "engines").iterdir()
    if lost == "folder":
        shutil.rmtree(folder / "vectors")
    elif lost == "database":
        (folder / "vectors" / "chroma.sqlite3").write_bytes(b"rubbish" * 1000)
    elif lost == "graph":
        next((folder / "vectors").glob("*/data_level0.bin")).write_bytes(b"")
    else:
        (folder / "lexical" / "meta.json").write_text("rubbish")
    index = opened(tmp_path, quick_model)
    assert index.engines.missing() == {"vectors": 0, "lexical": 0}
    assert len(index.search(Query("peace", "peace"), EVERYTHING)) == 2
    index.close()


@pytest.mark.parametrize("seed", range(2))
def test_a_killed_writer_leaves_the_engines_equal_to_the_catalogue(
    tmp_path: Path, quick_model: Any, seed: int, root: Path
) -> None:
    """The long version, with hundreds of kills, is in benchmarks/."""
    tests = str(root / "tests")
    code = WRITER.format(root=str(root), tests=tests, home=str(tmp_path))
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([tests, str(root / "tests/index")])}
    writer = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, env=environment)
    assert writer.stdout is not None
    assert writer.stdout.readline() == b"ready\n"
    time.sleep(random.Random(seed).uniform(0.02, 0.5))
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    index = opened(tmp_path, quick_model)
    assert index.engines.missing() == {"vectors": 0, "lexical": 0}
    texts = {
        d.source: d.text
        for d in index.catalogue.documents_by_id(list(index.catalogue.known())).values()
    }
    for source in texts:
        passages = index.catalogue.passages_of(document_id(source))
        assert [p.ordinal for p in passages] == list(range(len(passages)))
        assert passages[-1].end == len(texts[source])
    index.close()


def _hold(home: str, ready: Any, done: Any) -> None:
    index = Index.open(Path(home))
    with index.writing():
        ready.set()
        done.wait(20)


def test_a_second_writer_is_told_that_the_library_is_busy(tmp_path: Path, quick_model: Any) -> None:
    index = opened(tmp_path, quick_model)
    with index.writing():
        index.put([incoming(1)])
    context = multiprocessing.get_context("spawn")
    ready, done = context.Event(), context.Event()
    other = context.Process(target=_hold, args=(str(tmp_path), ready, done))
    other.start()
    try:
        assert ready.wait(20)
        with pytest.raises(BusyError, match="another process"), index.writing():
            pass
        assert index.search(Query("peace", "peace"), EVERYTHING), "reading goes on"
    finally:
        done.set()
        other.join()
        index.close()


def _add(home: str) -> None:
    index = opened(Path(home), WordEmbedder())
    for number in range(2, 6):
        with index.writing():
            index.put([incoming(number)])
    index.close()


def test_many_searches_go_on_while_another_process_adds_documents(
    tmp_path: Path, quick_model: Any
) -> None:
    index = opened(tmp_path, quick_model)
    with index.writing():
        index.put([incoming(1)])
    other = multiprocessing.get_context("spawn").Process(target=_add, args=(str(tmp_path),))
    other.start()
    query = Query("peace", "peace")
    with ThreadPoolExecutor(8) as pool:
        while other.is_alive():
            found = list(pool.map(lambda _: len(index.search(query, EVERYTHING)), range(16)))
            assert min(found) >= 1
    assert len({s.passage.document for s in index.search(query, EVERYTHING)}) == 5
    index.close()


def test_another_models_library_is_refused_with_what_to_do(
    tmp_path: Path, quick_model: Any
) -> None:
    index = opened(tmp_path, quick_model)
    with index.writing():
        index.put([incoming(1)])
    index.close()
    quick_model.identity = ModelIdentity("other", "1" * 64, 256, 256)
    index = Index.open(tmp_path)
    with pytest.raises(ModelMismatch, match="sync --rebuild"):
        index.start(quick_model)
    with index.writing():
        assert index.reembed(quick_model, lambda done, total: None) == 1
    index.close()
    index = opened(tmp_path, quick_model)
    assert index.search(Query("peace", "peace"), EVERYTHING)
    index.close()


def test_searches_and_writes_go_on_until_chromas_graph_is_made_again(
    tmp_path: Path, quick_model: Any
) -> None:
    index = opened(tmp_path, quick_model)
    with index.writing():
        index.put([incoming(number) for number in range(5)])
    index.catalogue.note("engines", "lost")
    index.close()

    index = Index.open(tmp_path)
    index.start(quick_model, catch_up=False)
    assert index.engines.behind
    assert len(index.search(Query("peace", "peace"), EVERYTHING)) == 5
    with index.writing():
        index.put([incoming(5), incoming(0, "changed")])
        index.remove([incoming(1).document.id])
    assert len(index.search(Query("peace", "peace"), EVERYTHING)) == 5

    index.catch_up(stop=lambda: True)
    assert index.engines.behind, "what is stopped is left for the next time"
    other = opened(tmp_path, quick_model)
    assert not other.engines.behind
    assert len(index.search(Query("peace", "peace"), EVERYTHING)) == 5
    assert index.engines.vectors is not None, "who has it open takes the new graph"
    for each in (other, index):
        assert each.engines.missing() == {"vectors": 0, "lexical": 0}
        each.close()


def test_positions_of_an_earlier_version_are_read_anew_from_where_that_was_stopped(
    tmp_path: Path, quick_model: Any
) -> None:
    index = opened(tmp_path, quick_model)
    with index.writing():
        index.put([incoming(number, "We call for peace.") for number in range(12)])
    index.catalogue.note("positions", "an earlier version")
    index.close()
    index = Index.open(tmp_path)
    index.start(quick_model, catch_up=False)
    turns = iter([False, True])
    index.catch_up(stop=lambda: next(turns, True))
    assert not index.catalogue.positions_are_current
    assert index.search(Query("peace", "peace"), EVERYTHING)
    index.catch_up(stop=lambda: False)
    assert index.catalogue.positions_are_current
    known = list(index.catalogue.known())
    assert set(index.catalogue.positions(known)) == set(known)
    index.close()


def test_a_library_can_be_embedded_again_by_a_model_with_longer_vectors(
    tmp_path: Path, quick_model: Any
) -> None:
    index = opened(tmp_path, quick_model)
    with index.writing():
        index.put([incoming(1), incoming(2)])
        assert index.reembed(QuickEmbedder(), lambda done, total: None) == 2
    assert index.engines.missing() == {"vectors": 0, "lexical": 0}
    assert len(index.search(Query("peace", "peace"), EVERYTHING)) == 2
    index.close()


def test_a_newer_versions_library_is_refused(tmp_path: Path, quick_model: Any) -> None:
    index = opened(tmp_path, quick_model)
    index.catalogue.note("schema", "99")
    index.close()
    with pytest.raises(CatalogueError, match="newer version"):
        Index.open(tmp_path)


def as_schema_2(home: Path) -> None:
    """Take out of a library's catalogue what version 3 of its tables added."""
    with sqlite3.connect(home / "catalogue.sqlite3") as database:
        for table in ("twins", "versions", "originals", "edges"):
            database.execute(f"DROP TABLE {table}")
        database.execute("DROP INDEX ix_documents_content")
        for column in ("validators", "content"):
            database.execute(f"ALTER TABLE documents DROP COLUMN {column}")
        database.execute("UPDATE library SET value = '2' WHERE name = 'schema'")
    database.close()


def test_an_earlier_versions_library_opens_without_embedding_anything_again(
    tmp_path: Path, quick_model: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = opened(tmp_path, quick_model)
    with index.writing():
        index.put([incoming(1), incoming(2)])
    index.close()
    as_schema_2(tmp_path)
    calls: list[object] = []
    with monkeypatch.context() as patch:
        patch.setattr(quick_model, "embed_passages", calls.append, raising=False)
        index = opened(tmp_path, quick_model)
    assert not calls
    assert len(index.search(Query("peace", "peace"), EVERYTHING)) == 2
    assert [dict(known.validators) for known in index.catalogue.known().values()] == [{}, {}]
    with index.writing():
        index.put([replace(incoming(1, "later"), validators={"etag": '"1"'})])
    assert index.catalogue.known()[incoming(1).document.id].validators == {"etag": '"1"'}
    index.close()


def test_a_file_that_is_no_catalogue_is_refused(tmp_path: Path) -> None:
    (tmp_path / "catalogue.sqlite3").write_bytes(b"not a database" * 100)
    with pytest.raises(CatalogueError, match="can't be opened"):
        Index.open(tmp_path)
