"""Files of questions: one JSON object a line, with the quotations that answer.

The fields are `id, kind, question, history, gold: [{doc, quote}], unanswerable`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assistant.errors import LibraryError

_GRAM = 4
_SHARE = 0.6
_BROKEN = re.compile(r"(?<=\w)[-‐‑]\s*(?=\w)")
_WORD = re.compile(r"\w+")
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Question:
    """A question with the quotations that answer it, none when nothing does.

    `gold` are pairs of a document and words that stand in it.
    """

    id: str
    kind: str
    question: str
    history: tuple[str, ...]
    gold: tuple[tuple[str, str], ...]
    unanswerable: bool


def read_questions(path: str | Path) -> tuple[Question, ...]:
    """The questions of a file. Raises LibraryError naming the file, the line and the reason."""
    questions: list[Question] = []
    try:
        lines = Path(path).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise LibraryError(f"{path}: the questions can't be read ({error})") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            questions.append(_question(json.loads(line)))
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            reason = f"'{error.args[0]}' is missing" if isinstance(error, KeyError) else error
            raise LibraryError(
                f"{path}, line {number}: no question of the form ({reason})"
            ) from error
    if not questions:
        raise LibraryError(f"{path}: there are no questions in it")
    return tuple(questions)


def as_stored(questions: Iterable[Question], stored: Mapping[str, str]) -> tuple[Question, ...]:
    """The questions with gold quotations also of the document that a text is stored under.

    `stored` maps every source of the library, twins included, to the one that its text is listed
    under: the same text under two names is stored once.
    """
    twins = {name: source for name, source in stored.items() if name != source}
    return tuple(
        replace(
            question,
            gold=tuple(
                dict.fromkeys(
                    (name, quotation)
                    for document, quotation in question.gold
                    for name in (document, *(s for t, s in twins.items() if _same(t, document)))
                )
            ),
        )
        for question in questions
    )


def require_documents(
    path: str | Path, questions: Iterable[Question], sources: Collection[str]
) -> None:
    """Raises LibraryError where gold quotations are of documents that the library lacks.

    Such questions could only count as failures, and of the wrong thing.
    """
    wanted = {document: asked.id for asked in questions for document, _ in asked.gold}
    longer, held = _endings(sources), set(sources)
    missing = [name for name in wanted if name not in longer and not _endings([name]) & held]
    if missing:
        named = ", ".join(f"'{name}' (question {wanted[name]})" for name in missing[:_NAMED])
        more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
        raise LibraryError(
            f"{path}: the library lacks documents that its questions name: {named}{more}. "
            "Sync them first, or give the library they are in with --home."
        )


def answers(texts: Sequence[tuple[str, str]], gold: Iterable[tuple[str, str]]) -> bool:
    """Whether the texts, pairs of source and text, of a gold quotation's document hold it between
    them."""
    for document, quotation in gold:
        mine = "\n".join(text for source, text in texts if _same(source, document))
        if mine and holds(mine, quotation):
            return True
    return False


def holds(text: str, quotation: str) -> bool:
    """Whether `text` holds at least 60 % of the quotation's word 4-grams."""
    wanted = _grams(quotation)
    return len(wanted & _grams(text)) >= _SHARE * len(wanted)


def _question(row: Any) -> Question:
    if not isinstance(row, dict):
        raise ValueError("it is no JSON object")
    history = row.get("history") or ()
    if isinstance(history, str) or not all(isinstance(earlier, str) for earlier in history):
        raise ValueError("its history is no list of questions")
    return Question(
        id=str(row["id"]),
        kind=str(row.get("kind", "")),
        question=str(row["question"]),
        history=tuple(history),
        gold=tuple((str(g["doc"]), str(g["quote"])) for g in row.get("gold") or ()),
        unanswerable=bool(row.get("unanswerable", not row.get("gold"))),
    )


def _same(source: str, document: str) -> bool:
    """Whether a document is meant: one name is the other or its end (`a.txt`, `2019/a.txt`)."""
    one, other = f"/{source}", f"/{document}"
    return one.endswith(other) or other.endswith(one)


def _endings(sources: Iterable[str]) -> set[str]:
    """The sources and the shorter names that `_same` takes for one of them."""
    found: set[str] = set()
    for source in sources:
        parts = source.split("/")
        found.update("/".join(parts[at:]) for at in range(len(parts)))
    return found


def _grams(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(_BROKEN.sub("", text.lower()))
    return {tuple(words[at : at + _GRAM]) for at in range(max(1, len(words) - _GRAM + 1))}
