"""Fits when to refuse an answer, and tells how well that does on questions of files left out.

    python -m benchmarks.refusal --library HOME QUESTIONS.jsonl... [--library HOME ...]

Each question of the files (as `rapporteur evaluate` reads them) is asked, and so are near misses
made from those with an answer: of another State, or of another year in which the State spoke.
A logistic regression over the signs of `assistant/confidence.py` is fitted to tell those with an
answer; near misses count for a third, since some do have one. Then its sum is scaled on the
questions written by hand (Platt, 1999), each judged by weights fitted without its file. It prints
the weights for `assistant/confidence.py`, and for every file left out how many are refused.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from assistant.confidence import Signs
from assistant.evaluation.questions import Question, read_questions
from assistant.judge import judge
from assistant.retrieve import retrieve
from corpus.places import canonical, find_mentions
from index.embed import SentenceTransformerEmbedder
from index.filters import Filters
from index.index import Index

How = Literal["by hand", "another State", "another year"]
_NEAR_MISS = 0.35
_LOST = 0.075
_DEPTH = 20
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_EVERYTHING = Filters(viewer="internal")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's signs, and whether the library holds its answer."""

    file: str
    how: How
    answerable: bool
    signs: tuple[float, ...]


def asked(home: Path, files: Sequence[Path]) -> Iterator[Asked]:
    """The questions of the files and their near misses, asked of the library in `home`."""
    index = Index.open(home)
    index.start(SentenceTransformerEmbedder.load())
    rng = random.Random(1)
    try:
        for file in files:
            for question in read_questions(file):
                told = [*question.history, question.question]
                yield _ask(index, file, "by hand", not question.unanswerable, told)
                if not question.unanswerable:
                    for how, missed in _near_misses(index, question, told, rng):
                        yield _ask(index, file, how, False, missed)
    finally:
        index.close()


def _ask(index: Index, file: Path, how: How, answerable: bool, told: Sequence[str]) -> Asked:
    found = retrieve(index, told[-1], told[:-1], _EVERYTHING, _DEPTH)
    signs = judge(index, found).signs if found.scored else Signs()
    return Asked(file.name, how, answerable, astuple(signs))


def _near_misses(
    index: Index, question: Question, told: Sequence[str], rng: random.Random
) -> Iterator[tuple[How, list[str]]]:
    publishers = {canonical(name): name for name in index.overview("internal").publishers}
    for at, text in reversed(list(enumerate(told))):
        named = [m for m in find_mentions(text, loose=True) if m.how in ("name", "alias")]
        spoken = next((m for m in named if m.place in publishers), None)
        if spoken is not None:
            other = rng.choice(sorted(n for p, n in publishers.items() if p != spoken.place))
            swapped = text[: spoken.start] + other + text[spoken.end :]
            yield "another State", [*told[:at], swapped, *told[at + 1 :]]
            break
    for at, text in reversed(list(enumerate(told))):
        year = _YEAR.search(text)
        if year is not None:
            others = _other_years(index, question, year.group())
            if others:
                swapped = text[: year.start()] + rng.choice(others) + text[year.end() :]
                yield "another year", [*told[:at], swapped, *told[at + 1 :]]
            break


def _other_years(index: Index, question: Question, year: str) -> list[str]:
    """The other years of documents by whoever published the answers, if `year` is that of one."""
    rows = index.catalogue.documents(_EVERYTHING)
    gold = {document for document, _ in question.gold}
    theirs = {row.publisher for row in rows if row.source in gold and row.date[:4] == year}
    dates = {row.date[:4] for row in rows if row.publisher in theirs and row.publisher}
    return sorted(dates - {year, ""})


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
    libraries = parser.parse_args().library
    rows = [row for home, *files in libraries for row in asked(home, files)]
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
