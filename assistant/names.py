"""The names in a text, and how they are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

NAME = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_DOTTED = re.compile(r"\b(?:[A-Z]\.){2,}")
LITTLE = frozenset("of the for and to on in".split())


def undotted(text: str) -> str:
    """`text` with U.N. as UN."""
    return _DOTTED.sub(lambda match: match.group().replace(".", "") + " ", text)


def is_acronym(word: str) -> bool:
    """Whether `word` is all capitals, of two or more."""
    return len(word) > 1 and word.isupper()


def unowned(name: str) -> str:
    """`name` without the ending of a possessive."""
    return name.removesuffix("'s").removesuffix("’s")


def plain_name(name: str) -> str:
    """`name` in lower case, without accents and possessive."""
    marks = unicodedata.normalize("NFKD", unowned(name).casefold())
    return "".join(char for char in marks if unicodedata.category(char) != "Mn")


def name_runs(text: str) -> list[list[str]]:
    """The runs of capitalised words in `text`, little words between them included."""
    runs: list[list[str]] = [[]]
    end = 0
    for match in NAME.finditer(text):
        parted = text[end : match.start()].strip(" -")
        end = match.end()
        if parted:
            runs.append([])
        if match.group()[0].isupper():
            runs[-1].append(match.group())
        elif match.group() not in LITTLE:
            runs.append([])
    return [run for run in runs if run]


def initials(run: Sequence[str]) -> str:
    """The first letters of `run`."""
    return "".join(word[0] for word in run)
