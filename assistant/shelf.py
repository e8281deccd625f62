"""The stored documents that a check of a draft needs again and again, each read once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from assistant.folding import FoldedText
from corpus.document import Document
from index.index import Index

_MOST_HELD = 400


class Shelf:
    """Documents of one index by id, with their folded texts. Serves one thread."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self._documents: OrderedDict[str, Document] = OrderedDict()
        self._folded: OrderedDict[str, FoldedText] = OrderedDict()

    def documents(self, ids: Sequence[str]) -> list[Document]:
        """The documents with those ids, each once, in their order; unknown ids are left out."""
        wanted = list(dict.fromkeys(ids))
        missing = [each for each in wanted if each not in self._documents]
        if missing:
            self._documents.update(self.index.catalogue.documents_by_id(missing))
        found = [self._documents[each] for each in wanted if each in self._documents]
        while len(self._documents) > _MOST_HELD:
            self._folded.pop(self._documents.popitem(last=False)[0], None)
        return found

    def folded(self, document: Document) -> FoldedText:
        """The document's text, folded."""
        if document.id not in self._folded:
            self._folded[document.id] = FoldedText(document.text)
        return self._folded[document.id]
