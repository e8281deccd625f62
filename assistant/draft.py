"""What an answerer hands on: statements with the quotations it says bear them, not yet checked.

A draft is a claim. Only `assistant.verify` turns it into something that may be shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from corpus.document import Document


@dataclass(frozen=True, slots=True)
class SourcePassage:
    """A retrieved stretch of a document, under the opaque key by which answerers name it."""

    key: str
    document: Document
    start: int
    end: int

    @property
    def text(self) -> str:
        """The stored text between the offsets."""
        return self.document.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that an answerer says stand in the passage with the key `passage`."""

    passage: str
    words: str


@dataclass(frozen=True, slots=True)
class DraftStatement:
    """One statement as its answerer wrote it."""

    text: str
    quotations: tuple[Quotation, ...]


class Answerer(Protocol):
    """Whatever drafts an answer from retrieved passages."""

    @property
    def mode(self) -> Literal["quotes", "model"]:
        """The answer's mode, as the answer reports it."""
        ...

    def draft(
        self, question: str, history: Sequence[str], passages: Sequence[SourcePassage]
    ) -> Iterator[DraftStatement]:
        """The statements that answer `question`, in order; none when the passages do not.

        `history` holds the earlier questions of the conversation, oldest first.
        """
        ...
