"""Two runs over the same questions: the differences, and how far chance may explain them.

A paired bootstrap: the questions that both runs asked are drawn again with replacement, ten
thousand times with a fixed seed, and each figure's difference is taken each time. The middle 95 %
of those differences is its interval.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import LibraryError
from assistant.evaluation.figures import FIGURES, Figure
from assistant.evaluation.outcome import Mode, Outcome
from assistant.evaluation.result import Evaluation

DRAWS = 10_000
_SEED = 20_200_224
_AT_ONCE = 4_000_000  # counts held in memory at a time
_INTERVAL = (2.5, 97.5)
Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure before and after, and the interval that holds 95 % of its resampled differences."""

    figure: Figure
    before: float
    after: float
    low: float
    high: float

    @property
    def verdict(self) -> str:
        """ "better", "worse" or "changed" where the interval leaves out 0, else "uncertain"; "same"
        where no draw differs."""
        if self.low <= 0 <= self.high:
            return "uncertain" if self.low < self.high else "same"
        if not self.figure.better:
            return "changed"
        return "better" if self.low * self.figure.better > 0 else "worse"

    def to_dict(self) -> dict[str, Any]:
        return {
            "before": self.before,
            "after": self.after,
            "difference": self.after - self.before,
            "low": self.low,
            "high": self.high,
            "verdict": self.verdict,
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """The differences of two runs by mode, over the questions that both asked.

    `left_out` counts the questions that only one of them did, or that differ in kind or answer.
    """

    earlier: str
    questions: int
    left_out: int
    modes: Mapping[Mode, tuple[Difference, ...]]

    def to_dict(self) -> dict[str, Any]:
        return {
            "earlier": self.earlier,
            "questions": self.questions,
            "left_out": self.left_out,
            "draws": DRAWS,
            "modes": {
                mode: {each.figure.name: each.to_dict() for each in differences}
                for mode, differences in self.modes.items()
            },
        }


def read_earlier(path: str | Path) -> Evaluation:
    """The evaluation that `rapporteur evaluate --json` wrote to a file.

    Raises LibraryError naming the file and the reason.
    """
    try:
        found = json.loads(Path(path).read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise LibraryError(f"{path}: the earlier run can't be read ({error})") from error
    try:
        return Evaluation(
            {
                mode: tuple(Outcome.from_dict(row) for row in found["modes"][mode]["outcomes"])
                for mode in ("quotes", "model")
                if mode in found["modes"]
            }
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise LibraryError(
            f"{path} is no result of this version's `rapporteur evaluate --json` ({error}): "
            "evaluate the earlier state again"
        ) from error


def compare(earlier: Evaluation, later: Evaluation, name: str) -> Comparison:
    """The differences from `earlier`, called `name`, to `later`.

    Raises LibraryError where they have no question in common.
    """
    modes: dict[Mode, tuple[Difference, ...]] = {}
    questions = left_out = 0
    for mode, outcomes in later.outcomes.items():
        if mode not in earlier.outcomes:
            continue
        pairs, left_out = _paired(earlier.outcomes[mode], outcomes)
        questions = len(pairs)
        if pairs:
            shown = [figure for figure in FIGURES if mode in figure.modes]
            modes[mode] = tuple(_differences(shown, pairs))
    if not modes:
        raise LibraryError(f"{name} holds none of these questions: nothing can be compared")
    return Comparison(name, questions, left_out, modes)


def _paired(
    before: Sequence[Outcome], after: Sequence[Outcome]
) -> tuple[list[tuple[Outcome, Outcome]], int]:
    """The outcomes of the same questions, and how many questions have no counterpart."""
    earlier, later = _keyed(before), _keyed(after)
    common = [key for key in later if key in earlier]
    left_out = len(earlier) + len(later) - 2 * len(common)
    return [(earlier[key], later[key]) for key in common], left_out


def _keyed(outcomes: Iterable[Outcome]) -> dict[tuple[object, ...], Outcome]:
    """The outcomes by file, id and what is asked of them; ids that come again are counted."""
    seen: Counter[tuple[object, ...]] = Counter()
    keyed: dict[tuple[object, ...], Outcome] = {}
    for outcome in outcomes:
        key: tuple[object, ...] = (outcome.file, outcome.id, outcome.kind, outcome.unanswerable)
        keyed[(*key, seen[key])] = outcome
        seen[key] += 1
    return keyed


def _differences(
    shown: Sequence[Figure], pairs: Sequence[tuple[Outcome, Outcome]]
) -> Iterable[Difference]:
    sums = [
        np.array([[part(pair[run]) for pair in pairs] for run in (0, 1) for part in parts], float)
        for parts in ((figure.over, figure.under) for figure in shown)
    ]
    drawn = _drawn(np.stack(sums))
    for figure, (over, under, over_later, under_later), values in zip(
        shown, sums, drawn, strict=True
    ):
        if not under.sum() or not under_later.sum():
            continue
        low, high = np.nanpercentile(values, _INTERVAL)
        yield Difference(
            figure,
            float(over.sum() / under.sum()),
            float(over_later.sum() / under_later.sum()),
            float(low),
            float(high),
        )


def _drawn(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """The differences of every figure in every draw, NaN where a draw leaves nothing to divide by.

    `sums` are by figure, by (over, under) of the two runs, by question.
    """
    count = sums.shape[2]
    random = np.random.default_rng(_SEED)
    chunk = max(1, _AT_ONCE // count)
    drawn = []
    for at in range(0, DRAWS, chunk):
        weights = random.multinomial(
            count, np.full(count, 1 / count), size=min(chunk, DRAWS - at)
        ).astype(float)
        over, under, over_later, under_later = np.moveaxis(sums @ weights.T, 1, 0)
        with np.errstate(divide="ignore", invalid="ignore"):
            drawn.append(over_later / under_later - over / under)
    return np.concatenate(drawn, axis=1)
