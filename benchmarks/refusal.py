"""Fits when to refuse an answer, and tells how well that does on questions of files left out.

    python -m benchmarks.refusal --library HOME QUESTIONS.jsonl... [--library HOME ...]
        --halves FOLDER

Each question of the files and each near miss made of it (benchmarks/near_misses.py) is asked. A
logistic regression over the signs of `assistant/confidence.py` is fitted to tell those with an
answer; near misses count for a third, since some do have one. Then its sum is scaled on the
questions written by hand (Platt, 1999), each judged by weights fitted without its file. It prints
the weights for `assistant/confidence.py`, and for every file left out how many are refused.
`--halves` is what `benchmarks/reader.py` wrote: each question is read by the one of its two readers
that hasn't learned from its file.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from assistant.confidence import Signs
from assistant.judge import judge
from assistant.reader import Reader
from benchmarks.near_misses import How, asked
from benchmarks.reader import half

_NEAR_MISS = 0.35
_LOST = 0.075


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's signs, and whether the library holds its answer."""

    file: str
    how: How
    answerable: bool
    signs: tuple[float, ...]


def judged(
    home: Path, files: Sequence[Path], readers: Sequence[Reader], names: Sequence[str]
) -> Iterator[Asked]:
    """The questions of the files and their near misses, asked of the library in `home`.

    `names` are those of all files that the two `readers` learned from.
    """
    for index, case, found in asked(home, files):
        reader = readers[half(case.file, names)]
        signs = judge(index, found, reader).signs if found.scored else Signs()
        yield Asked(case.file, case.how, case.answerable, astuple(signs))


@dataclass(frozen=True, slots=True)
class Fit:
    """Weights and bias over the signs."""

    weights: NDArray[np.float64]
    bias: float

    @classmethod
    def of(cls, rows: Sequence[Asked]) -> Fit:
        """The fit to those questions."""
        signs = np.array([row.signs for row in rows])
        mean, spread = signs.mean(axis=0), signs.std(axis=0) + 1e-9
        model = LogisticRegression(C=3.0, max_iter=2000).fit(
            (signs - mean) / spread,
            [row.answerable for row in rows],
            sample_weight=[1.0 if row.how == "by hand" else _NEAR_MISS for row in rows],
        )
        weights = model.coef_[0] / spread
        return cls(weights, float(model.intercept_[0] - weights @ mean))

    def sums(self, rows: Sequence[Asked]) -> NDArray[np.float64]:
        """The weighted sum of each question's signs."""
        sums: NDArray[np.float64] = np.array([row.signs for row in rows]) @ self.weights
        return sums + self.bias


def left_out(rows: Sequence[Asked]) -> NDArray[np.float64]:
    """Each question's sum by weights that were fitted without its file."""
    sums = np.zeros(len(rows))
    for file in dict.fromkeys(row.file for row in rows):
        mine = np.array([row.file == file for row in rows])
        fit = Fit.of([row for row in rows if row.file != file])
        sums[mine] = fit.sums([row for row in rows if row.file == file])
    return sums


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--library", action="append", nargs="+", required=True, type=Path)
    parser.add_argument("--halves", required=True, type=Path)
    options = parser.parse_args()
    readers = [Reader.load(options.halves / f"half-{number}.safetensors") for number in (0, 1)]
    names = [file.name for _, *files in options.library for file in files]
    rows = [row for home, *files in options.library for row in judged(home, files, readers, names)]
    sums = left_out(rows)
    hand = np.array([row.how == "by hand" for row in rows])
    answerable = np.array([row.answerable for row in rows])
    scale = LogisticRegression(C=1e6).fit(sums[hand, None], answerable[hand])
    factor, shift = float(scale.coef_[0, 0]), float(scale.intercept_[0])
    sure = 1 / (1 + np.exp(-(factor * sums + shift)))
    threshold = float(np.quantile(sure[hand & answerable], _LOST))
    fit = Fit.of(rows)
    for field, weight in zip(fields(Signs), fit.weights, strict=True):
        print(f"    {field.name}={weight * factor:.2f},")
    print(f"BIAS = {fit.bias * factor + shift:.2f}\nTHRESHOLD = {threshold:.2f}\n")
    print(
        "| file left out | unanswerable | refused | answerable | refused |\n" + "| --- " * 5 + "|"
    )
    named = [(name, np.array([r.file == name for r in rows])) for name in _files(rows)]
    for name, mine in [*named, ("all", np.ones(len(rows), dtype=bool))]:
        cells = []
        for asked_for in (hand & mine & ~answerable, hand & mine & answerable):
            cells += [str(asked_for.sum()), f"{np.mean(sure[asked_for] < threshold):.2f}"]
        print(f"| {name} | {' | '.join(cells)} |")
    for how in ("another State", "another year"):
        missed = np.array([row.how == how for row in rows])
        print(
            f"| near misses, {how} | {missed.sum()} | {np.mean(sure[missed] < threshold):.2f} | | |"
        )


def _files(rows: Sequence[Asked]) -> list[str]:
    return list(dict.fromkeys(row.file for row in rows))


if __name__ == "__main__":
    main()
