"""How well a draft's quotations are told apart: verbatim, altered, new.

    python benchmarks/check.py HOME --each 500 --other FOLDER

HOME is a library that was synced before. Sentences of its documents are mutated: a word changed,
dropped or inserted, a number changed, two halves joined. None may be called verbatim. With --other,
sentences of texts that the library does not hold are controls: few may be called altered. Sentences
with numbers are also checked as claims, as they are and with another number. Prints a table;
the last column is milliseconds a sentence.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from assistant import Assistant
from assistant.checked import VERDICTS
from assistant.folding import FoldedText
from corpus.sentences import sentences

Mutation = Callable[[random.Random, str, list[str]], str | None]


def changed(rng: random.Random, quote: str, words: list[str]) -> str | None:
    """One word inside the quotation replaced by one of the library's."""
    kept = quote.split()
    at = rng.randrange(1, len(kept) - 1)
    other = rng.choice(words)
    return (
        None
        if other.lower() == kept[at].lower()
        else " ".join([*kept[:at], other, *kept[at + 1 :]])
    )


def dropped(rng: random.Random, quote: str, words: list[str]) -> str | None:
    """One word inside the quotation left out."""
    kept = quote.split()
    at = rng.randrange(1, len(kept) - 1)
    return " ".join([*kept[:at], *kept[at + 1 :]])


def inserted(rng: random.Random, quote: str, words: list[str]) -> str | None:
    """One word put in."""
    kept = quote.split()
    at = rng.randrange(1, len(kept))
    return " ".join([*kept[:at], rng.choice(words), *kept[at:]])


def renumbered(rng: random.Random, quote: str, words: list[str]) -> str | None:
    """The first number made another one."""
    number = re.search(r"\d+", quote)
    if number is None:
        return None
    other = str(int(number.group()) + rng.randrange(1, 9))
    return quote[: number.start()] + other + quote[number.end() :]


def joined(rng: random.Random, quote: str, words: list[str]) -> str | None:
    """The first half, and the second half of another sentence of the library."""
    kept, other = quote.split(), rng.choice(words).split() or quote.split()
    return " ".join(kept[: len(kept) // 2] + other[len(other) // 2 :])


def main() -> None:
    """Measures and prints."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("home", type=Path)
    options.add_argument("--each", type=int, default=500)
    options.add_argument("--shortest", type=int, default=6)
    options.add_argument("--other", type=Path)
    given = options.parse_args()
    rng = random.Random(20)
    with Assistant.open(given.home) as library:
        texts = [library.show(each.id).text or "" for each in library.documents()]
        quotes = list(quotable(texts, given.shortest))
        rng.shuffle(quotes)
        words = [word for quote in quotes[:3000] for word in quote.split()]
        folded = [FoldedText(text) for text in texts]
        measure(library, "unchanged", quotes[: given.each])
        for mutation in (changed, dropped, inserted, renumbered, joined):
            vocabulary = quotes if mutation is joined else words
            made = (mutation(rng, quote, vocabulary) for quote in quotes)
            # What stands in the library all the same, "for all" from "for us all", is no mutation.
            false = (text for text in made if text and not any(f.locate(text) for f in folded))
            measure(library, mutation.__name__, list(islice(false, given.each)))
        claims = [quote for quote in quotes if re.search(r"\d", quote)][: given.each // 4]
        other = [text for quote in claims if (text := renumbered(rng, quote, words))]
        measure(library, "claims", claims, "")
        measure(library, "renumbered", other, "")
        if given.other:
            others = [path.read_text("utf-8", "replace") for path in given.other.glob("*.txt")]
            control = list(quotable(others, 10))
            rng.shuffle(control)
            measure(library, "not held", control[: given.each])
            measure(library, "not held", control[: given.each // 4], "")


def quotable(texts: list[str], shortest: int) -> Iterator[str]:
    """The sentences of `shortest` to 50 words, on one line and without quotation marks."""
    for text in texts:
        for span in sentences(text):
            sentence = " ".join(text[span.start : span.end].split())
            if shortest <= len(sentence.split()) <= 50 and not re.search('["“”«»„‘]', sentence):
                yield sentence


def measure(library: Assistant, name: str, quotes: list[str], mark: str = "> ") -> None:
    """Checks the sentences as one draft, of block quotations or claims; prints the verdicts."""
    began = time.perf_counter()
    found = library.check("\n\n".join(f"{mark}{quote}" for quote in quotes))
    each = (time.perf_counter() - began) * 1000 / max(1, len(quotes))
    counts = Counter(sentence.verdict for sentence in found.sentences)
    told = "  ".join(f"{counts[verdict]:4} {verdict}" for verdict in VERDICTS)
    print(f"{'quotations' if mark else 'claims':10} {name:10} {told}  {each:5.1f} ms", flush=True)


if __name__ == "__main__":
    main()
