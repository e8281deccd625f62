"""How well statements that their quotations don't bear are told from those that they do.

    python benchmarks/bearing.py [PAIRS.jsonl...] [--texts FOLDER] [--each 300] [--show]

The pairs are statements with a quotation each, written and labelled by hand: borne or not, by
category. `bearing_pairs.jsonl` was used in making the checks; the others were written after them,
the third to deceive (docs/how-it-works.md has their first measurements, after which most mistakes
were mended). The quotations of `bearing_pairs_4.jsonl` and `bearing_pairs_5.jsonl` are of documents
that are not this project's own: they are kept as offsets into the text that is read from a file of
the shared collection, in code points, with a hash of the quotation, and left out without that
collection. Flagged is what the verifier would strike out. Precision is the share of the flagged
that are labelled not borne, recall the share of these that are flagged. With --texts, sentences of
a folder's .txt files are their own statements, as they are, with the sentences around them as the
quotation, and with one number, name, "not", modal or act changed. Prints tables; --show
lists what was judged wrongly.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from assistant.bearing import unborne
from assistant.folding import fold
from corpus.candidate import Candidate
from corpus.document import Document, Span
from corpus.metadata import read_metadata
from corpus.read import read
from corpus.sentences import sentences

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
PAIRS = sorted(Path(__file__).parent.glob("bearing_pairs*.jsonl"))
Mutation = Callable[[random.Random, str, list[str]], str]


@dataclass(frozen=True, slots=True)
class Judged:
    """A statement with its quotation, what it is labelled and what the verifier notes on it."""

    category: str
    statement: str
    quotation: str
    borne: bool
    note: str
    lot: str = ""


def read_pairs(file: Path, data: Path = DATA) -> Iterator[Judged]:
    """The pairs of `file`, judged; those whose quotations are kept as offsets only where the
    shared collection `data` is there.

    Raises:
        ValueError: where what stands at the offsets isn't the quotation that was labelled.
    """
    for line in file.read_text("utf-8").splitlines():
        pair = json.loads(line)
        if "quotation" in pair:
            yield judged(**pair)
        elif data.is_dir():
            yield _judged_in_place(pair, data)


def _judged_in_place(pair: dict[str, Any], data: Path) -> Judged:
    document, span = _document(data / pair["file"]), Span(pair["start"], pair["end"])
    quotation = document.text[span.start : span.end]
    if hashlib.sha256(fold(quotation).encode()).hexdigest()[:12] != pair["sha256"]:
        raise ValueError(
            f"{pair['file']}: another text stands at {span.start} to {span.end} than was labelled; "
            "find the quotation again and correct its offsets"
        )
    note = unborne(pair["statement"], [(document, span)])
    return Judged(pair["category"], pair["statement"], quotation, pair["borne"], note, pair["lot"])


@cache
def _document(path: Path) -> Document:
    metadata = read_metadata(path.parent)
    described = path.name in metadata.where
    candidate = Candidate(
        location=str(path),
        source=path.name,
        root=str(path.parent),
        metadata=metadata.row(path.name) if described else {},
        described_in=metadata.where[path.name][0] if described else "",
    )
    return read(candidate, "public")


def judged(category: str, statement: str, quotation: str, borne: bool) -> Judged:
    """The verdict on one pair, in a document that says no more of itself than a usual one."""
    document = Document(
        "d", "a", "a", quotation, "", "A statement", publisher="The Centre", date="2020-02-24",
        language="en",
    )  # fmt: skip
    note = unborne(statement, [(document, Span(0, len(quotation)))])
    return Judged(category, statement, quotation, borne, note)


def _renumbered(rng: random.Random, sentence: str, _: list[str]) -> str:
    def other(number: re.Match[str]) -> str:
        return str(int(number[0]) + rng.randrange(1, 9))

    return re.sub(r"(?<!\d)\d+(?!\d)", other, sentence, count=1)


def _renamed(rng: random.Random, sentence: str, names: list[str]) -> str:
    found = re.findall(r"(?<=[a-z,] )[A-Z][a-z]{3,}", sentence)
    return sentence.replace(rng.choice(found), rng.choice(names), 1) if found else sentence


def _denied(rng: random.Random, sentence: str, _: list[str]) -> str:
    return re.sub(
        r"\b(is|are|was|were|has|have|will|must|should|can)\b(?! not)", r"\1 not", sentence, count=1
    )


def _affirmed(rng: random.Random, sentence: str, _: list[str]) -> str:
    return re.sub(r" (?:not|never)\b", "", sentence, count=1)


def _asserted(rng: random.Random, sentence: str, _: list[str]) -> str:
    return re.sub(r"\b(?:should|must|may|might|could) be\b", "was", sentence, count=1)


def _strengthened(rng: random.Random, sentence: str, _: list[str]) -> str:
    weak = r"\b(?:notes?|regrets?|mentions?|recalls?|considers?|discussed)\b"
    return re.sub(weak, rng.choice(("condemns", "welcomes", "demands")), sentence, count=1)


MUTATIONS: dict[str, Mutation] = {
    "number changed": _renumbered,
    "name changed": _renamed,
    "“not” put in": _denied,
    "“not” left out": _affirmed,
    "wish told as a fact": _asserted,
    "act strengthened": _strengthened,
}


def mutated(folder: Path, each: int) -> Iterator[Judged]:
    """Sentences as they are, and `each` of every mutation, drawn with a fixed seed."""
    rng = random.Random(20)
    texts = [path.read_text("utf-8", "replace") for path in sorted(folder.glob("*.txt"))]
    found = [
        " ".join(text[span.start : span.end].split())
        for text in texts
        for span in sentences(text, language="en")
    ]
    found = [sentence for sentence in found if 8 <= len(sentence.split()) <= 45]
    rng.shuffle(found)
    names = re.findall(r"(?<=[a-z,] )[A-Z][a-z]{3,}", " ".join(found[:500]))
    for sentence, other in zip(found[:each], found[each:], strict=False):
        yield judged("unchanged", sentence, sentence, True)
        yield judged("unchanged, among others", sentence, f"{other} {sentence}", True)
    for name, change in MUTATIONS.items():
        changed = ((sentence, change(rng, sentence, names)) for sentence in found)
        different = (pair for pair in changed if pair[0] != pair[1])
        for sentence, statement in islice(different, each):
            yield judged(name, statement, sentence, False)


def table(rows: Iterable[Judged]) -> None:
    """Prints the figures by category and for all together."""
    rows = list(rows)
    print("| | not borne | flagged | borne | falsely flagged | precision | recall |")
    print("|---|---|---|---|---|---|---|")
    for category in [*dict.fromkeys(row.category for row in rows), "all"]:
        some = [row for row in rows if category in (row.category, "all")]
        wrong = [row for row in some if not row.borne]
        right = [row for row in some if row.borne]
        caught, alarms = (sum(bool(row.note) for row in part) for part in (wrong, right))
        precision = f"{caught / (caught + alarms):.2f}" if caught + alarms else "–"
        recall = f"{caught / len(wrong):.2f}" if wrong else "–"
        print(
            f"| {category} | {len(wrong)} | {caught} | {len(right)} | {alarms} | {precision} "
            f"| {recall} |"
        )
    print()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("pairs", type=Path, nargs="*", default=PAIRS)
    options.add_argument("--texts", type=Path)
    options.add_argument("--each", type=int, default=300)
    options.add_argument("--show", action="store_true")
    given = options.parse_args()
    for file in given.pairs:
        pairs = list(read_pairs(file))
        if not pairs:
            print(f"{file.name}: its quotations are of {DATA}, which is not on this machine\n")
            continue
        for lot in dict.fromkeys(row.lot for row in pairs):
            print(f"{file.name} {lot}\n")
            table(row for row in pairs if row.lot == lot)
        for row in pairs:
            if given.show and row.borne == bool(row.note):
                kind = "FALSE ALARM" if row.borne else "MISSED"
                print(f"{kind} [{row.category}] {row.statement}\n    {row.quotation}")
                print(f"    {row.note}")
    if given.texts:
        table(mutated(given.texts, given.each))


if __name__ == "__main__":
    main()
