"""Teaches the reader of `assistant/reader.py` whether a stretch answers a question.

    python -m benchmarks.reader --library HOME QUESTIONS.jsonl... [--library HOME ...]
        --into FOLDER

Each question of the files and each near miss made of it (benchmarks/near_misses.py) is asked of
the library in HOME; what is learned from is the stretches that it would be answered with: those
that hold a gold quotation answer it, the others of a question without an answer don't, and the
others of one with an answer probably don't (they count for half). Plain questions made by rule
(benchmarks/made.py) come in between. Answers weigh as much in every library, so that none is known
by its style. FOLDER gets `reader.safetensors`, which is what the product has in `assistant/data`,
and `half-0` and `half-1`, each taught on half the files: with `--halves FOLDER`,
`benchmarks/refusal.py` has each question read by the one that hasn't seen its file. Takes about an
hour on two processors.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from assistant.arrange import Choice
from assistant.evaluation.questions import answers
from assistant.judge import candidates_of
from assistant.reader import pack, stretch, unpacked
from assistant.retrieve import Retrieved, retrieve
from benchmarks.made import made
from benchmarks.near_misses import EVERYTHING, Case, cases
from benchmarks.taught import Pair, teach
from index.embed import SentenceTransformerEmbedder
from index.index import Index

_DEPTH = 20
_STRETCHES = 6
# What an answer that doesn't hold the gold quotation still says, with the sentence after it.
_BEYOND = 400
_HALF = 0.5
_NEAR_MISS = 0.4
_MADE = 0.23


def half(file: str, files: Sequence[str]) -> int:
    """Which of the two readers learns from a file: 0 or 1, every other one in order of names."""
    return sorted(set(files)).index(file) % 2


def pairs(home: Path, files: Sequence[Path]) -> list[Pair]:
    """What the questions of the files are answered with by the library in `home`, by hand and
    made, answers weighed so that the library's odds are even."""
    index = Index.open(home)
    index.start(SentenceTransformerEmbedder.load())
    chance = random.Random(5)
    asked: list[Pair] = []
    plain: list[Pair] = []
    try:
        for case in cases(index, files):
            found = retrieve(index, case.told[-1], case.told[:-1], EVERYTHING, _DEPTH)
            many = _STRETCHES if case.how == "by hand" else 1
            choices = candidates_of(index, found)
            for number, choice in enumerate(choices[:many]):
                asked.append(_pair(case, found, choice, alone=(len(asked) + number) % 4 == 0))
            if case.how == "by hand" and choices and chance.random() < _MADE:
                texts = [_words(found, choice) for choice in choices]
                plain += [Pair(case.file, *each, weight=1.0) for each in made(texts, chance)]
    finally:
        index.close()
    right = sum(pair.weight for pair in asked if pair.answers)
    wrong = sum(pair.weight for pair in asked if not pair.answers)
    even = wrong / right if right else 1.0
    return [replace(p, weight=p.weight * even) if p.answers else p for p in asked] + plain


def _pair(case: Case, found: Retrieved, choice: Choice, alone: bool) -> Pair:
    """A stretch of a question; now and then `alone`, without what stands around it."""
    document = found.documents[choice.passage.passage.document]
    end = min(choice.passage.passage.end, choice.span.end + _BEYOND)
    right = answers([(document.source, document.text[choice.span.start : end])], case.gold)
    weight = 1.0 if right or case.how == "by hand" else _NEAR_MISS
    if case.answerable and not right:
        weight = _HALF
    read = _words(found, choice) if alone else stretch(choice, document)
    return Pair(case.file, found.reading.wanted, read, right, weight)


def _words(found: Retrieved, choice: Choice) -> str:
    text = found.documents[choice.passage.passage.document].text
    return text[choice.span.start : choice.span.end]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--library", action="append", nargs="+", required=True, type=Path)
    parser.add_argument("--into", required=True, type=Path)
    options = parser.parse_args()
    found = [pair for home, *files in options.library for pair in pairs(home, files)]
    names = [pair.file for pair in found]
    options.into.mkdir(parents=True, exist_ok=True)
    for number in (0, 1):
        mine = [pair for pair in found if half(pair.file, names) != number]
        teach(mine, options.into / f"half-{number}.safetensors")
    whole = options.into / "whole.safetensors"
    teach(found, whole)
    pack(unpacked(whole), options.into / "reader.safetensors")


if __name__ == "__main__":
    main()
