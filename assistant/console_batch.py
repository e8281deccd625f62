"""Batches: a question a line in, a JSON object a line out, in order and without waiting."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import typer

from assistant.console import Result


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a batch: a question with its id and the questions asked before it."""

    id: Any
    question: str
    history: tuple[str, ...] = ()


def run_batch(lines: Iterable[bytes], call: Callable[[Line], Result]) -> bool:
    """Print for each line what `call` returns, with the line's id; False when a line failed.

    A line that cannot be read or answered gives an object with its id and `error`; the rest
    goes on. Blank lines are passed over.
    """
    from assistant import LibraryError

    complete = True
    for number, raw in enumerate(lines, start=1):
        if not raw.strip():
            continue
        entry: Any = None
        try:
            entry = json.loads(raw)
            line = _line(entry)
            found = {"id": line.id} | call(line).to_dict()
        except (ValueError, LibraryError) as error:
            complete = False
            identity = entry.get("id") if isinstance(entry, dict) else None
            found = {"id": identity, "error": f"line {number}: {error}"}
        typer.echo(json.dumps(found, ensure_ascii=False))
    return complete


def _line(entry: Any) -> Line:
    """The line that `entry` describes. Raises ValueError when it describes none."""
    if not isinstance(entry, dict):
        raise ValueError('not an object: write {"id": …, "question": "…"}')
    question = entry.get("question", entry.get("query"))
    if not isinstance(question, str) or not question.strip():
        raise ValueError('"question" is missing or not a text')
    history = entry.get("history") or []
    if not isinstance(history, list) or not all(isinstance(earlier, str) for earlier in history):
        raise ValueError('"history" is not a list of earlier questions')
    return Line(entry.get("id"), question, tuple(history))
