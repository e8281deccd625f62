"""A conversation as it is kept for one visitor: questions with their answers or errors."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.card import plain
from assistant.reading import Part
from assistant.results import Answer, Citation
from page import wording

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


# What Markdown would act on; an exported quotation must read as it stands in the source.
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#~|])")


def history(turns: Sequence[Turn]) -> tuple[str, ...]:
    """The earlier questions, oldest first, that a follow-up is understood with."""
    return tuple(turn.question for turn in turns if not turn.error)


def as_markdown(turns: Sequence[Turn]) -> str:
    """The conversation as a Markdown document, with full references under each answer."""
    return "# Rapporteur\n\n" + "\n".join(_turn_as_markdown(turn) for turn in turns)


def _plain(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def _turn_as_markdown(turn: Turn) -> str:
    lines = [f"## {_plain(turn.question)}", ""]
    if turn.error:
        lines += [_plain(turn.error), ""]
    if turn.answer is not None:
        lines += _answer_as_markdown(turn.answer)
    return "\n".join(lines)


def _answer_as_markdown(answer: Answer) -> list[str]:
    scope = _plain(wording.searched(answer.searched, answer.filters))
    if not answer.answered:
        lines = ["**No answer in the library.** " + scope, ""]
        if answer.nearest:
            lines += ["Nearest passages, which are not an answer:", ""]
        return lines + [f"- {_plain(plain(passage))}" for passage in answer.nearest] + [""]
    lines = []
    for statement in answer.statements:
        marks = "".join(f"[{number}]" for number in statement.citations)
        if statement.support == "unsupported":
            lines += [f"~~{_plain(statement.text)}~~ (not supported: {_plain(statement.note)})", ""]
        else:
            said = _plain(statement.text)
            said = f"“{said}”" if statement.support == "verbatim" else said
            lines += [f"{said} {marks}", ""]
    sources = [f"[{cited.number}] {_plain(plain(cited))}\n" for cited in answer.citations]
    return [*lines, *sources, scope, ""]
