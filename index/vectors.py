"""The vector index, in Chroma. The only module that touches Chroma.

It is derived from the catalogue, which holds the vectors too, and can be made again from there. It
finds what is nearest of all; within limits, see index/scan.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from index.record import PassageRecord, Vector

_T = TypeVar("_T")
_COLLECTION = "passages"
_BATCH = 2000
# Recall at 10 was 1.0 with these at 20,000 vectors; queries took 2 ms.
_HNSW = {"space": "cosine", "ef_construction": 200, "max_neighbors": 24, "ef_search": 200}


class VectorIndex:
    """Passages searchable by the cosine of their embeddings, embedded or on a Chroma server."""

    def __init__(self, client: Any, folder: Path | None) -> None:
        self._client = client
        self._folder = folder
        self._collection = _collection(client)

    @classmethod
    def open(cls, folder: Path, server: str = "") -> VectorIndex:
        """The index in `folder`, or on the Chroma server at the URL `server` where one is given."""
        import chromadb
        from chromadb.config import Settings

        settings = Settings(anonymized_telemetry=False)
        if server:
            parts = urlsplit(server)
            client = chromadb.HttpClient(
                host=parts.hostname or server,
                port=parts.port or (443 if parts.scheme == "https" else 8000),
                ssl=parts.scheme == "https",
                settings=settings,
            )
            return cls(client, None)
        folder.mkdir(parents=True, exist_ok=True)
        return cls(chromadb.PersistentClient(path=str(folder), settings=settings), folder)

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
        for some in _batches(iter(remove)):
            self._collection.delete(ids=[str(passage) for passage in some])
        for records in _batches(iter(add)):
            self._collection.upsert(
                ids=[str(record.id) for record in records],
                embeddings=[record.vector for record in records],
            )

    def clear(self) -> None:
        """Remove every passage."""
        self._client.delete_collection(_COLLECTION)
        self._collection = _collection(self._client)

    def ids(self) -> set[int]:
        """The ids of all stored passages."""
        return {int(passage) for passage in self._collection.get(include=[])["ids"]}

    def search(self, vector: Vector, limit: int) -> list[tuple[int, float]]:
        """The nearest passages as (id, cosine similarity), nearest first."""
        found = self._collection.query(
            query_embeddings=[vector], n_results=limit, include=["distances"]
        )
        return [
            (int(passage), 1.0 - float(distance))
            for passage, distance in zip(found["ids"][0], found["distances"][0], strict=True)
        ]

    def close(self) -> None:
        """Release the files of an embedded index."""
        if self._folder is not None:
            self._client.close()


def _collection(client: Any) -> Any:
    """The collection of passages, made where there is none."""
    return client.get_or_create_collection(
        _COLLECTION, configuration={"hnsw": _HNSW}, embedding_function=None
    )


def _batches(items: Iterator[_T]) -> Iterator[list[_T]]:
    while some := list(islice(items, _BATCH)):
        yield some
