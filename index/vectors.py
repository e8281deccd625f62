"""The vector index, in Chroma: inside the application here, on a server in index/served.py.

It is derived from the catalogue, which holds the vectors too, and can be made again from there. It
finds what is nearest of all; within limits, see index/scan.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from index.record import PassageRecord, Vector

_T = TypeVar("_T")
_COLLECTION = "passages"
# Recall at 10 was 1.0 with these at 20,000 vectors; queries took 2 ms.
# What `ef_search` finds of the 100 nearest, and what that takes, is in docs/performance.md.
HNSW = {"space": "cosine", "ef_construction": 200, "max_neighbors": 24, "ef_search": 800}


class VectorIndex:
    """Passages searchable by the cosine of their embeddings."""

    # How many are written at once.
    batch = 2000

    def __init__(self, client: Any) -> None:
        self._client = client
        self._collection = client.get_or_create_collection(
            _COLLECTION, configuration={"hnsw": HNSW}, embedding_function=None
        )

    @classmethod
    def open(cls, folder: Path) -> VectorIndex:
        """The index in `folder`, made where there is none."""
        import chromadb
        from chromadb.config import Settings

        settings = Settings(anonymized_telemetry=False)
        folder.mkdir(parents=True, exist_ok=True)
        return cls(chromadb.PersistentClient(path=str(folder), settings=settings))

    @staticmethod
    def files(folder: Path) -> dict[str, list[int]]:
        """Size in bytes and time of change (ns) of the graph's files, which are written in place.

        They change only within `write`, and not in every one. The database beside them is listed
        without either, since it survives a kill.
        """
        found = {"chroma.sqlite3": [0, 0]} if (folder / "chroma.sqlite3").is_file() else {}
        for path in sorted(folder.glob("*/*")):
            status = path.stat()
            found[path.relative_to(folder).as_posix()] = [status.st_size, status.st_mtime_ns]
        return found

    def write(self, add: Iterable[PassageRecord], remove: Sequence[int]) -> None:
        """Remove and add passages by id."""
        for some in _batches(iter(remove), self.batch):
            self._passages().delete(ids=[str(passage) for passage in some])
        for records in _batches(iter(add), self.batch):
            self._passages().upsert(
                ids=[str(record.id) for record in records],
                embeddings=[record.vector for record in records],
            )

    def ids(self) -> set[int]:
        """The ids of all stored passages."""
        return {int(passage) for passage in self._passages().get(include=[])["ids"]}

    def search(self, vector: Vector, limit: int) -> list[tuple[int, float]]:
        """The nearest passages as (id, cosine similarity), nearest first."""
        found = self._passages().query(
            query_embeddings=[vector], n_results=limit, include=["distances"]
        )
        return [
            (int(passage), 1.0 - float(distance))
            for passage, distance in zip(found["ids"][0], found["distances"][0], strict=True)
        ]

    def close(self) -> None:
        """Release the files."""
        self._client.close()

    def _passages(self) -> Any:
        """The collection of passages."""
        return self._collection


def _batches(items: Iterator[_T], size: int) -> Iterator[list[_T]]:
    while some := list(islice(items, size)):
        yield some
