"""How good retrieval, citations and refusals are, measured on questions with gold quotations.

A question file has one JSON object a line: `id, kind, question, history, gold: [{doc, quote}],
unanswerable`. A passage answers a gold quotation when it comes from that document and holds at
least 60 % of the quotation's word 4-grams; a question is found when any of its gold quotations is.
"""

from __future__ import annotations

import json
import re
import statistics
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import LibraryError

if TYPE_CHECKING:
    from assistant.assistant import Assistant

_GRAM = 4
_SHARE = 0.6
_BROKEN = re.compile(r"(?<=\w)[-‐‑]\s*(?=\w)")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Question:
    """A question with the quotations that answer it, none when nothing does."""

    id: str
    kind: str
    question: str
    history: tuple[str, ...]
    gold: tuple[tuple[str, str], ...]
    unanswerable: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened to one question.

    `rank` is that of the first passage that answers (from 1), None when none of the first ten
    does. `cited` says whether the answer's citations hold a gold quotation, `citations` and
    `exact` count citations and those equal to the stored text, `words` the words cited.
    """

    question: Question
    rank: int | None
    answered: bool
    cited: bool
    citations: int
    exact: int
    words: int
    confidence: float
    search_ms: float
    answer_ms: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The outcomes of all questions, and the figures made of them."""

    outcomes: tuple[Outcome, ...]

    def to_dict(self) -> dict[str, Any]:
        kinds = sorted({outcome.question.kind for outcome in self.outcomes})
        return {
            "questions": len(self.outcomes),
            "all": _figures(self.outcomes),
            "kinds": {
                kind: _figures([o for o in self.outcomes if o.question.kind == kind])
                for kind in kinds
            },
            "timings_ms": {
                "search": _times([o.search_ms for o in self.outcomes]),
                "answer": _times([o.answer_ms for o in self.outcomes]),
            },
            "outcomes": [_outcome(o) for o in self.outcomes],
        }

    def to_text(self) -> str:
        """The figures as a table for people."""
        figures = self.to_dict()
        names = {
            "hit@1": "hit@1", "hit@5": "hit@5", "hit@10": "hit@10", "mrr@10": "MRR@10",
            "cited": "cited", "exactness": "exact", "refused": "refused",
            "false_refusals": "false ref.",
        }  # fmt: skip
        head = ["", "questions", *names.values()]
        rows = [head]
        for label, row in [*figures["kinds"].items(), ("all", figures["all"])]:
            cells = ["–" if row[name] is None else f"{row[name]:.2f}" for name in names]
            rows.append([label, str(row["questions"]), *cells])
        widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
        lines = [
            "  ".join(
                cell.ljust(width) if column == 0 else cell.rjust(width)
                for column, (cell, width) in enumerate(zip(row, widths, strict=True))
            )
            for row in rows
        ]
        for name, spent in figures["timings_ms"].items():
            lines.append(f"{name}: median {spent['median']:.0f} ms, p95 {spent['p95']:.0f} ms")
        mean = figures["all"]
        lines.append(
            f"citations an answer: {mean['citations_per_answer']:.1f}, "
            f"words a citation: {mean['words_per_citation']:.0f}"
        )
        return "\n".join(lines)


def read_questions(path: str | Path) -> tuple[Question, ...]:
    """The questions of a file. Raises LibraryError naming the file, the line and the reason."""
    questions: list[Question] = []
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise LibraryError(f"{path}: the questions can't be read ({error})") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            questions.append(
                Question(
                    id=str(row["id"]),
                    kind=str(row.get("kind", "")),
                    question=str(row["question"]),
                    history=tuple(row.get("history") or ()),
                    gold=tuple((g["doc"], g["quote"]) for g in row.get("gold") or ()),
                    unanswerable=bool(row.get("unanswerable", not row.get("gold"))),
                )
            )
        except (ValueError, KeyError, TypeError) as error:
            raise LibraryError(
                f"{path}, line {number}: no question of the form ({error})"
            ) from error
    if not questions:
        raise LibraryError(f"{path}: there are no questions in it")
    return tuple(questions)


def evaluate(
    library: Assistant,
    path: str | Path,
    progress: Callable[[int, int], None] | None = None,
) -> Evaluation:
    """Ask every question of the file and measure. Raises LibraryError."""
    questions = read_questions(path)
    # The model's loading is nobody's search time.
    library.search(questions[0].question, 1)
    outcomes = []
    for done, question in enumerate(questions):
        if progress:
            progress(done, len(questions))
        outcomes.append(_ask(library, question))
    return Evaluation(tuple(outcomes))


def holds(text: str, quotation: str) -> bool:
    """Whether `text` holds at least 60 % of the quotation's word 4-grams."""
    wanted = _grams(quotation)
    return len(wanted & _grams(text)) >= _SHARE * len(wanted)


def _ask(library: Assistant, question: Question) -> Outcome:
    began = time.perf_counter()
    hits = library.search(question.question, 10, history=question.history).hits
    searched = time.perf_counter()
    answer = library.ask(question.question, question.history)
    answered = time.perf_counter()
    rank = next(
        (h.rank for h in hits if _answers([(h.source, h.text)], question.gold)),
        None,
    )
    texts = {c.document: library.show(c.document).text or "" for c in answer.citations}
    return Outcome(
        question=question,
        rank=rank,
        answered=answer.answered,
        cited=_answers([(c.source, c.quote) for c in answer.citations], question.gold),
        citations=len(answer.citations),
        exact=sum(texts[c.document][c.start : c.end] == c.quote for c in answer.citations),
        words=sum(len(c.quote.split()) for c in answer.citations),
        confidence=answer.confidence,
        search_ms=(searched - began) * 1000,
        answer_ms=(answered - searched) * 1000,
    )


def _answers(texts: Sequence[tuple[str, str]], gold: Iterable[tuple[str, str]]) -> bool:
    """Whether the texts (source, text) of a gold quotation's document hold it between them."""
    for document, quotation in gold:
        mine = "\n".join(t for source, t in texts if source == document or _named(source, document))
        if mine and holds(mine, quotation):
            return True
    return False


def _named(source: str, document: str) -> bool:
    return source.rsplit("/", 1)[-1] == document


def _grams(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(_BROKEN.sub("", text.lower()))
    return {tuple(words[at : at + _GRAM]) for at in range(max(1, len(words) - _GRAM + 1))}


def _figures(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    answerable = [o for o in outcomes if not o.question.unanswerable]
    hopeless = [o for o in outcomes if o.question.unanswerable]
    ranks = [o.rank for o in answerable]
    cited = [o for o in outcomes if o.citations]
    citations = sum(o.citations for o in cited)
    return {
        "questions": len(outcomes),
        **{
            f"hit@{k}": _share(rank is not None and rank <= k for rank in ranks) for k in (1, 5, 10)
        },
        "mrr@10": _mean([1 / rank if rank else 0.0 for rank in ranks]),
        "cited": _share(o.cited for o in answerable),
        "exactness": sum(o.exact for o in cited) / citations if citations else None,
        "refused": _share(not o.answered for o in hopeless),
        "false_refusals": _share(not o.answered for o in answerable),
        "citations_per_answer": citations / len(cited) if cited else 0.0,
        "words_per_citation": sum(o.words for o in cited) / citations if citations else 0.0,
    }


def _share(flags: Iterable[bool]) -> float | None:
    return _mean([float(flag) for flag in flags])


def _mean(values: Sequence[float]) -> float | None:
    return statistics.fmean(values) if values else None


def _times(values: Sequence[float]) -> Mapping[str, float]:
    ordered = sorted(values)
    return {
        "median": round(statistics.median(ordered), 3),
        "p95": round(ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))], 3),
    }


def _outcome(outcome: Outcome) -> dict[str, Any]:
    question = outcome.question
    return {
        "id": question.id,
        "kind": question.kind,
        "rank": outcome.rank,
        "answered": outcome.answered,
        "cited": outcome.cited,
        "unanswerable": question.unanswerable,
        "confidence": outcome.confidence,
        "search_ms": round(outcome.search_ms, 3),
        "answer_ms": round(outcome.answer_ms, 3),
    }
