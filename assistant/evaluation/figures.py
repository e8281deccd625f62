"""The figures of an evaluation. Each is a ratio of two sums over questions.

Kept as numerators and denominators by question, so that the same definition gives the figure of
a run, of a kind of question, and of ten thousand resampled runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.evaluation.outcome import Mode, Outcome

Part = Callable[[Outcome], float]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: the sum of `over` divided by the sum of `under`, `empty` where that is nothing.

    `better` is 1 where more is better, -1 where less is, 0 where neither. `share` says that it
    lies between 0 and 1, `modes` in which modes of answering it tells anything.
    """

    name: str
    label: str
    over: Part
    under: Part
    better: int = 1
    share: bool = True
    empty: float | None = None
    modes: tuple[Mode, ...] = ("quotes", "model")

    def of(self, outcomes: Iterable[Outcome]) -> float | None:
        """The figure of these outcomes."""
        pairs = [(self.over(each), self.under(each)) for each in outcomes]
        under = sum(pair[1] for pair in pairs)
        return sum(pair[0] for pair in pairs) / under if under else self.empty


def _answerable(outcome: Outcome) -> float:
    return float(not outcome.unanswerable)


def _unanswerable(outcome: Outcome) -> float:
    return float(outcome.unanswerable)


def _found(most: int) -> Part:
    return lambda o: _answerable(o) * (o.rank is not None and o.rank <= most)


FIGURES = (
    Figure("hit@1", "hit@1", _found(1), _answerable),
    Figure("hit@5", "hit@5", _found(5), _answerable),
    Figure("hit@10", "hit@10", _found(10), _answerable),
    Figure("mrr@10", "MRR@10", lambda o: _answerable(o) / o.rank if o.rank else 0.0, _answerable),
    Figure("cited", "cited", lambda o: _answerable(o) * o.cited, _answerable),
    Figure("exactness", "exact", lambda o: o.exact, lambda o: o.citations),
    Figure("refused", "refused", lambda o: o.unanswerable * (not o.answered), _unanswerable),
    Figure(
        "false_refusals",
        "false ref.",
        lambda o: _answerable(o) * (not o.answered),
        _answerable,
        better=-1,
    ),
    Figure(
        "supported",
        "supported",
        lambda o: o.supported,
        lambda o: o.statements,
        modes=("model",),
    ),
    Figure(
        "fell_back",
        "fell back",
        lambda o: o.fell_back,
        lambda o: 1.0,
        better=-1,
        modes=("model",),
    ),
    Figure(
        "citations_per_answer",
        "citations an answer",
        lambda o: o.citations,
        lambda o: float(o.citations > 0),
        better=0,
        share=False,
        empty=0.0,
    ),
    Figure(
        "words_per_citation",
        "words a citation",
        lambda o: o.words,
        lambda o: o.citations,
        better=0,
        share=False,
        empty=0.0,
    ),
)


def figures(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Every figure of these outcomes by its name, with the number of questions."""
    return {"questions": len(outcomes)} | {each.name: each.of(outcomes) for each in FIGURES}


def by_kind(outcomes: Sequence[Outcome]) -> dict[str, dict[str, Any]]:
    """The figures of each kind of question."""
    kinds = sorted({outcome.kind for outcome in outcomes})
    return {kind: figures([o for o in outcomes if o.kind == kind]) for kind in kinds}
