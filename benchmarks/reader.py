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
from assistant.retrieve import Retrieved
from benchmarks.made import made
from benchmarks.near_misses import Case, asked
from benchmarks.taught import Pair, teach

_STRETCHES = 6
# What an answer that doesn't hold the gold quotation still says, with the sentence after it.
_BEYOND = 400
_HALF = 0.5
_NEAR_MISS = 0.4
_MADE = 0.23
# One stretch in so many is read without what stands around it.
_ALONE = 4


def half(file: str, files: Sequence[str]) -> int:
    """Which of the two readers learns from a file: 0 or 1, every other one in order of names."""
    return sorted(set(files)).index(file) % 2


def pairs(home: Path, files: Sequence[Path]) -> list[Pair]:
    """What the questions of the files are answered with by the library in `home`, by hand and
    made, answers weighed so that the library's odds are even."""
    chance = random.Random(5)
    by_hand: list[Pair] = []
    plain: list[Pair] = []
    for index, case, found in asked(home, files):
        choices = candidates_of(index, found)
        for choice in choices[: _STRETCHES if case.how == "by hand" else 1]:
            by_hand.append(_pair(case, found, choice, alone=len(by_hand) % _ALONE == 0))
        if case.how == "by hand" and choices and chance.random() < _MADE:
            texts = [choice.words(found.documents) for choice in choices]
            plain += [Pair(case.file, *each, weight=1.0) for each in made(texts, chance)]
    right = sum(pair.weight for pair in by_hand if pair.answers)
    wrong = sum(pair.weight for pair in by_hand if not pair.answers)
    even = wrong / right if right else 1.0
    return [replace(p, weight=p.weight * even) if p.answers else p for p in by_hand] + plain


def _pair(case: Case, found: Retrieved, choice: Choice, alone: bool) -> Pair:
    """A stretch of a question; now and then `alone`, without what stands around it."""
    document = found.documents[choice.passage.passage.document]
    end = min(choice.passage.passage.end, choice.span.end + _BEYOND)
    right = answers([(document.source, document.text[choice.span.start : end])], case.gold)
    weight = 1.0 if right or case.how == "by hand" else _NEAR_MISS
    if case.answerable and not right:
        weight = _HALF
    read = choice.words(found.documents) if alone else stretch(choice, document)
    return Pair(case.file, found.reading.wanted, read, right, weight)


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
