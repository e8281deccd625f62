"""A conversation as it is kept for one visitor: questions with their answers or errors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.reading import Part
from assistant.results import Answer, Citation

Shelf = Literal["citations", "nearest"]


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what came of it: an answer that may still grow, or an error.

    `given` are the parts of the filters that were set by hand, `ignored` those that the asker
    took back after they had been understood from the question.
    """

    question: str
    answer: Answer | None = None
    error: str = ""
    done: bool = False
    stopped: bool = False
    given: tuple[Part, ...] = ()
    ignored: tuple[Part, ...] = ()

    def citation(self, shelf: str, number: int) -> Citation | None:
        """The citation with that number among those cited, or among the nearest passages."""
        return next((found for found in self.shelf(shelf) if found.number == number), None)

    def shelf(self, shelf: str) -> tuple[Citation, ...]:
        """The citations of the answer, or its nearest passages for "nearest"."""
        if self.answer is None:
            return ()
        return self.answer.nearest if shelf == "nearest" else self.answer.citations


def history(turns: Sequence[Turn]) -> tuple[str, ...]:
    """The earlier questions, oldest first, that a follow-up is understood with."""
    return tuple(turn.question for turn in turns if not turn.error)
