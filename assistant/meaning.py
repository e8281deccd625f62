"""What a statement makes of the words of its quotations, in English, in the order of the checks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.concepts import plainly
from assistant.deeds import unborne_deed
from assistant.degrees import other_degree
from assistant.doers import another_doer
from assistant.near import beside_another, owned_by_another
from assistant.polarity import turned_round
from assistant.prospects import not_yet
from assistant.siblings import other_sibling
from assistant.sides import words
from assistant.stance import misdirected

_RUN = re.compile(r"\b[A-Z][^\W\d_]+(?:(?: (?:of|and|the|for))* [A-Z][^\W\d_]+)*")


def misread(statement: str, quotes: str, owners: Sequence[str]) -> str:
    """What `statement` says otherwise than `quotes`, as a note; else "".

    `owners` are those whose words the quotations are.
    """
    said, told = plainly(words(statement)), plainly(words(quotes))
    names = _single_names(statement) & _single_names(quotes) - _single_names(" | ".join(owners))
    return (
        turned_round(said, told)
        or beside_another(said, told, names)
        or owned_by_another(statement, quotes)
        or unborne_deed(said, told)
        or misdirected(said, told)
        or other_degree(said, told)
        or not_yet(said, told)
        or other_sibling(said, told)
        or another_doer(statement, quotes, owners)
    )


def _single_names(text: str) -> set[str]:
    """The names of one word in `text`, in lower case; not the words of longer names."""
    return {match[0].lower() for match in _RUN.finditer(text) if " " not in match[0]}
