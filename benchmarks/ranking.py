"""Ways of ranking that the product does without, each measured alone against the one it has.

    python -m benchmarks.ranking --library HOME QUESTIONS.jsonl... [--library ...]
        [--model FOLDER] [--slow]

Each HOME is the folder of a library that was synced before, the questions are as benchmarks/gold.py
writes them. `--model` adds rows for an adapted model (benchmarks/adapting.py), which puts the first
ten passages in another order; `--slow` those for which all passages are embedded anew. What is
learned from questions is learned from all other files than the one it is measured on. A difference
to the first row stands with its 95 % interval (paired bootstrap over questions).
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks import learned, rankings
from benchmarks.asked import Asked, Embedded, Floats, Shelf, asked
from benchmarks.rankings import Ranking, as_it_is, in_vectors, without_words
from index.embed import SentenceTransformerEmbedder

_RESAMPLED = 4000
# So many of the product's first passages are embedded by an adapted model.
_POOL = 10


def ranks(cases: Sequence[Asked], ranking: Ranking) -> NDArray[np.float64]:
    """The rank of the first passage that answers each, infinite where none may be found."""
    found = []
    for case in cases:
        score = np.where(case.within, ranking(case), -np.inf)
        best = score[case.right & case.within].max(initial=-np.inf)
        found.append(1.0 + float((score > best).sum()) if best > -np.inf else np.inf)
    return np.array(found)


@dataclass
class Table:
    """Rows of figures, each against the first."""

    cases: Sequence[Asked]
    first: NDArray[np.float64] | None = None

    def head(self) -> None:
        print(
            "| ranking | hit@1 | hit@5 | hit@10 | MRR@10 | paraphrases, hit@5 | follow-ups, hit@5 "
            "| hit@1, difference | MRR@10, difference |\n" + "| --- " * 9 + "|"
        )

    def row(self, name: str, ranking: Ranking) -> None:
        found = ranks(self.cases, ranking)
        self.first = found if self.first is None else self.first
        shares = [(found <= depth).mean() for depth in (1, 5, 10)] + [_reciprocal(found).mean()]
        cells = [f"{share:.3f}" for share in shares]
        for kind in ("paraphrase", "followup"):
            of_kind = found[[case.question.kind == kind for case in self.cases]]
            cells.append(f"{(of_kind <= 5).mean():.3f}" if len(of_kind) else "–")
        hits = _difference((found <= 1).astype(np.float64) - (self.first <= 1))
        reciprocal = _difference(_reciprocal(found) - _reciprocal(self.first))
        print(f"| {' | '.join([name, *cells, hits, reciprocal])} |", flush=True)


def _reciprocal(found: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(found <= 10, 1 / found, 0.0).astype(np.float64)


def _difference(each: NDArray[np.float64]) -> str:
    chance = np.random.default_rng(0)
    means = each[chance.integers(0, len(each), (_RESAMPLED, len(each)))].mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return f"{each.mean():+.3f} ({low:+.3f} to {high:+.3f})"


def quick(table: Table, shelves: Sequence[Shelf]) -> None:
    """The rows for which no passage is embedded."""
    for weight in (0.1, 0.3, 0.6):
        table.row(f"words of the first passages too, {weight}", rankings.more_words(weight))
    for how in ("neighbours", "document", "centred"):
        for weight in (0.2, 0.5):
            made = {id(s): rankings.blended(s.stored, s.documents, how, weight) for s in shelves}
            table.row(f"passages' vectors, {how}, {weight}", in_vectors(made))
    pairs = {id(shelf): rankings.two_sentences(shelf) for shelf in shelves}
    for weight in (0.25, 0.5):
        table.row(f"the best two sentences too, {weight}", _also(weight, pairs))
        table.row(f"words in one sentence too, {weight}", rankings.one_sentence(weight))
    for name, ranking in learned.rankings(table.cases):
        table.row(name, ranking)
    of_questions = learned.mapped(shelves, shelves[0].index.embedder)
    table.row(
        "a linear map of questions, learned on the texts",
        lambda case: rankings.fused(case, *case.shelf.stored.cosines(of_questions(case.vector))),
    )


def _also(weight: float, made: dict[int, Embedded]) -> Ranking:
    """The product's ranking and the best sentences' cosines in other vectors, by a shelf's id."""
    return lambda case: (
        as_it_is(case) + np.float32(weight) * made[id(case.shelf)].cosines(case.vector)[1]
    )


def _also_met(weight: float, met: dict[int, Floats]) -> Ranking:
    return lambda case: as_it_is(case) + np.float32(weight) * met[id(case)]


def adapted(table: Table, folder: Path) -> None:
    """The rows of an adapted model, which ranks the product's first passages anew."""
    model = SentenceTransformerEmbedder.load(str(folder))
    pools = {id(case): rankings.first(case, _POOL) for case in table.cases}
    rows: defaultdict[int, set[int]] = defaultdict(set)
    for case in table.cases:
        rows[id(case.shelf)].update(pools[id(case)].tolist())
    shelves = {id(case.shelf): case.shelf for case in table.cases}
    made = {key: shelf.embedded_by(model, sorted(rows[key])) for key, shelf in shelves.items()}
    ranking = in_vectors(made, model)

    def pooled(case: Asked) -> Floats:
        score = np.full(len(case.words), -np.inf, np.float32)
        score[pools[id(case)]] = ranking(case)[pools[id(case)]]
        return score

    table.row(f"model {folder.name}", pooled)
    table.row(f"model {folder.name}, no words", without_words(pooled))


def slow(table: Table, shelves: Sequence[Shelf]) -> None:
    """The rows for which passages are embedded anew by the product's model."""
    met = rankings.met_tokens(table.cases)
    for weight in (0.25, 0.5, 1.0):
        table.row(f"late interaction in the first 50, {weight}", _also_met(weight, met))
    made = {id(shelf): rankings.smaller(shelf, shelf.index.embedder) for shelf in shelves}

    def table_row(name: str, of_passage: bool, of_sentence: bool) -> None:
        def ranking(case: Asked) -> NDArray[np.float32]:
            small = made[id(case.shelf)].cosines(case.vector)[1]
            passage, sentence = case.cosines
            return rankings.fused(
                case, small if of_passage else passage, small if of_sentence else sentence
            )

        table.row(name, ranking)

    table_row("smaller passages alone", True, True)
    table_row("smaller passages and sentences", True, False)
    table_row("smaller passages and larger ones", False, True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--library", nargs="+", action="append", type=Path, required=True)
    parser.add_argument("--model", type=Path, action="append", default=[])
    parser.add_argument("--slow", action="store_true")
    options = parser.parse_args()
    opened = [(Shelf.open(home), files) for home, *files in options.library]
    shelves = [shelf for shelf, _ in opened]
    cases = [case for shelf, files in opened for file in files for case in asked(shelf, file)]
    if not cases:
        parser.error("--library: name a file of answerable questions after the folder")
    print(f"{len(cases)} questions, {sum(len(s.ids) for s in shelves)} passages\n")
    table = Table(cases)
    table.head()
    table.row("as it is", as_it_is)
    table.row("no words", without_words(as_it_is))
    quick(table, shelves)
    for folder in options.model:
        adapted(table, folder)
    if options.slow:
        slow(table, shelves)


if __name__ == "__main__":
    main()
