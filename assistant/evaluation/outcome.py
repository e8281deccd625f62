"""What happened to one question of an evaluation, in one mode of answering."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

Mode = Literal["quotes", "model"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened to one question.

    `file` names the file of questions. `rank` is that of the first passage that answers (from 1),
    None when none of the first ten does. `cited` says whether the answer's citations hold a gold
    quotation; `citations` and `exact` count citations and those equal to the stored text, `words`
    the words cited, `statements` and `supported` the answer's statements and those that were
    verified, of a model's answer only what the model wrote. `fell_back` says that a model was to
    answer and quotations had to take its place.
    """

    file: str
    id: str
    kind: str
    unanswerable: bool
    rank: int | None
    answered: bool
    cited: bool
    citations: int
    exact: int
    words: int
    statements: int
    supported: int
    fell_back: bool
    confidence: float
    search_ms: float
    answer_ms: float

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> Outcome:
        """The outcome that `to_dict` wrote.

        Raises KeyError for a field that is missing and TypeError for one of another type.
        """
        found = {field.name: row[field.name] for field in fields(cls)}
        for name, value in found.items():
            if not isinstance(value, _TYPES[name]) or isinstance(value, bool) != (name in _FLAGS):
                raise TypeError(f"'{name}' is {value!r}")
        return cls(**found)


_FLAGS = ("unanswerable", "answered", "cited", "fell_back")
_TYPES: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(("file", "id", "kind"), (str,)),
    **dict.fromkeys(_FLAGS, (bool,)),
    **dict.fromkeys(("citations", "exact", "words", "statements", "supported"), (int,)),
    **dict.fromkeys(("confidence", "search_ms", "answer_ms"), (int, float)),
    "rank": (int, type(None)),
}
