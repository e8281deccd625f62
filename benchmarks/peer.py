"""What LangChain offers for the same: an EnsembleRetriever of its BM25Retriever and of Chroma.

It holds the passages of a library and searches by the very vectors that the library holds, so only
the ways of searching differ. Needs the extra "benchmarks".
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings

from assistant import Assistant
from index.embed import Embedder
from index.record import PassageRecord

K = 10
_BATCH = 2000
_COSINE: Any = {"hnsw": {"space": "cosine"}}


class Held(Embeddings):
    """The vectors that are there, handed out in the order of their passages."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.coming: Sequence[PassageRecord] = ()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        assert [record.text for record in self.coming] == texts
        return [record.vector.tolist() for record in self.coming]

    def embed_query(self, text: str) -> list[float]:
        return self._embedder.embed_query(text).tolist()


class Peer:
    """LangChain's hybrid search over the passages of a library."""

    def __init__(self, retriever: Any) -> None:
        self._retriever = retriever

    @classmethod
    def of(cls, library: Assistant, folder: Path) -> Peer:
        """The same passages; Chroma's are kept in `folder`, and used again if all are there."""
        warnings.simplefilter("ignore", DeprecationWarning)
        from langchain_chroma import Chroma
        from langchain_classic.retrievers import EnsembleRetriever
        from langchain_community.retrievers import BM25Retriever

        index = library._index
        held = Held(index.embedder)
        near = Chroma(
            "peer", held, str(folder), collection_configuration={"hnsw": {"space": "cosine"}}
        )
        whole = near._collection.count() == len(index.catalogue.passage_ids())
        if not whole:
            near.reset_collection()
        records = list(index.catalogue.records())
        for at in range(0, 0 if whole else len(records), _BATCH):
            some = held.coming = records[at : at + _BATCH]
            near.add_texts([each.text for each in some], ids=[str(each.id) for each in some])
        texts = [Document(record.text, id=str(record.id)) for record in records]
        worded = BM25Retriever.from_documents(texts, k=K)
        similar = near.as_retriever(search_kwargs={"k": K})
        return cls(EnsembleRetriever(retrievers=[worded, similar], weights=[0.5, 0.5]))

    def search(self, question: str) -> list[Document]:
        return list(self._retriever.invoke(question))
