"""Questions with and without an answer, near misses made from the former among them.

What a model learns of when to answer (`benchmarks/reader.py`, `benchmarks/refusal.py`), it learns
from these: each question of the files (as `rapporteur evaluate` reads them), and of those with an
answer two more, of another State and of another year in which the State spoke.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from assistant.evaluation.questions import Question, read_questions
from assistant.retrieve import Retrieved, retrieve
from corpus.places import canonical, find_mentions
from index.embed import SentenceTransformerEmbedder
from index.filters import Filters
from index.index import Index

How = Literal["by hand", "another State", "another year"]
_EVERYTHING = Filters(viewer="internal")
_DEPTH = 20
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Case:
    """A question with those asked before it (`told`, oldest first), and its gold quotations.

    `gold` holds (document, quotation) pairs and is empty where the library has no answer.
    """

    file: str
    how: How
    told: tuple[str, ...]
    gold: tuple[tuple[str, str], ...] = ()

    @property
    def answerable(self) -> bool:
        """Whether the library holds an answer."""
        return bool(self.gold)


def asked(home: Path, files: Sequence[Path]) -> Iterator[tuple[Index, Case, Retrieved]]:
    """Each case of the files, with what is found for it in the library in `home`."""
    index = Index.open(home)
    index.start(SentenceTransformerEmbedder.load())
    try:
        for case in _cases(index, files):
            yield index, case, retrieve(index, case.told[-1], case.told[:-1], _EVERYTHING, _DEPTH)
    finally:
        index.close()


def _cases(index: Index, files: Sequence[Path]) -> Iterator[Case]:
    """The questions of the files and their near misses, about the library that `index` holds."""
    rng = random.Random(1)
    for file in files:
        for question in read_questions(file):
            told = (*question.history, question.question)
            gold = () if question.unanswerable else tuple(question.gold)
            yield Case(file.name, "by hand", told, gold)
            if gold:
                yield from _another_state(index, file, told, rng)
                yield from _another_year(index, file, question, told, rng)


def _another_state(
    index: Index, file: Path, told: Sequence[str], rng: random.Random
) -> Iterator[Case]:
    publishers = {canonical(name): name for name in index.overview("internal").publishers}
    for at, text in reversed(list(enumerate(told))):
        named = [m for m in find_mentions(text, loose=True) if m.how in ("name", "alias")]
        spoken = next((m for m in named if m.place in publishers), None)
        if spoken is not None:
            other = rng.choice(sorted(n for p, n in publishers.items() if p != spoken.place))
            swapped = text[: spoken.start] + other + text[spoken.end :]
            yield Case(file.name, "another State", (*told[:at], swapped, *told[at + 1 :]))
            return


def _another_year(
    index: Index, file: Path, question: Question, told: Sequence[str], rng: random.Random
) -> Iterator[Case]:
    for at, text in reversed(list(enumerate(told))):
        year = _YEAR.search(text)
        if year is not None:
            others = _other_years(index, question, year.group())
            if others:
                swapped = text[: year.start()] + rng.choice(others) + text[year.end() :]
                yield Case(file.name, "another year", (*told[:at], swapped, *told[at + 1 :]))
            return


def _other_years(index: Index, question: Question, year: str) -> list[str]:
    """The other years of documents by whoever published the answers, if `year` is that of one."""
    rows = index.catalogue.documents(_EVERYTHING)
    gold = {document for document, _ in question.gold}
    theirs = {row.publisher for row in rows if row.source in gold and row.date[:4] == year}
    dates = {row.date[:4] for row in rows if row.publisher in theirs and row.publisher}
    return sorted(dates - {year, ""})
