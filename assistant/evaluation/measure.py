"""Asking every question of a file, and noting what came of it.

A passage answers a gold quotation when it comes from that document and holds at least 60 % of the
quotation's word 4-grams; a question is found when any of its gold quotations is.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.evaluation.outcome import Mode, Outcome
from assistant.evaluation.questions import (
    Question,
    answers,
    as_stored,
    read_questions,
    require_documents,
)
from assistant.evaluation.result import Evaluation

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.results import Answer


def evaluate(
    library: Assistant,
    path: str | Path,
    progress: Callable[[int, int], None] | None = None,
    name: str = "",
) -> Evaluation:
    """Ask every question of the file and measure; `name` is what the result calls the file.

    Where a language model is configured, every question is asked twice: with it, and in quotations
    alone. Raises LibraryError as `prepared` does.
    """
    questions = prepared(library, path)
    # The model's loading is nobody's search time.
    library.search(questions[0].question, 1)
    modes: tuple[Mode, ...] = ("quotes", "model") if library.settings.llm else ("quotes",)
    found: dict[Mode, list[Outcome]] = {mode: [] for mode in modes}
    for done, question in enumerate(questions):
        if progress:
            progress(done, len(questions))
        rank, spent = _search(library, question)
        for mode in modes:
            found[mode].append(_ask(library, name or Path(path).name, question, mode, rank, spent))
    return Evaluation({mode: tuple(outcomes) for mode, outcomes in found.items()})


def prepared(library: Assistant, path: str | Path) -> tuple[Question, ...]:
    """The questions of the file, as they are asked of this library.

    Raises LibraryError where the file can't be read or the library lacks a document that a question
    names.
    """
    held = library.documents()
    stored = {name: record.source for record in held for name in (record.source, *record.also)}
    questions = as_stored(read_questions(path), stored)
    require_documents(path, questions, stored)
    return questions


def _search(library: Assistant, question: Question) -> tuple[int | None, float]:
    """The rank of the first passage that answers, and the milliseconds it took."""
    began = time.perf_counter()
    hits = library.search(question.question, 10, history=question.history).hits
    spent = (time.perf_counter() - began) * 1000
    rank = next((h.rank for h in hits if answers([(h.source, h.text)], question.gold)), None)
    return rank, spent


def _ask(
    library: Assistant, file: str, question: Question, mode: Mode, rank: int | None, spent: float
) -> Outcome:
    began = time.perf_counter()
    answer = library.ask(question.question, question.history, quotations_only=mode == "quotes")
    took = (time.perf_counter() - began) * 1000
    supported = sum(statement.support != "unsupported" for statement in answer.statements)
    fell_back = mode == "model" and answer.mode == "quotes" and bool(answer.notice)
    # Where quotations took the model's place, only what was struck out is the model's.
    written = len(answer.statements) - (supported if fell_back else 0)
    return Outcome(
        file=file,
        id=question.id,
        kind=question.kind,
        unanswerable=question.unanswerable,
        rank=rank,
        answered=answer.answered,
        cited=answers([(c.source, c.quote) for c in answer.citations], question.gold),
        citations=len(answer.citations),
        exact=_exact(library, answer),
        words=sum(len(c.quote.split()) for c in answer.citations),
        statements=written,
        supported=0 if fell_back else supported,
        fell_back=fell_back,
        confidence=answer.confidence,
        search_ms=round(spent, 3),
        answer_ms=round(took, 3),
    )


def _exact(library: Assistant, answer: Answer) -> int:
    """How many citations stand character for character in the stored text."""
    texts = {c.document: library.show(c.document).text or "" for c in answer.citations}
    return sum(texts[c.document][c.start : c.end] == c.quote for c in answer.citations)
