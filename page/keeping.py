"""The conversation kept in the visitor's own browser, shown again after a reload, and written out.

The browser keeps data, never markup. What it hands back is untrusted and may be old: each answer is
recalled from the library, which verifies it again, and rendered as any other.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Sequence
from typing import Any
from uuid import uuid4

from assistant import Assistant, LibraryError
from assistant.export import markdown, word
from assistant.reading import parts
from assistant.recall import keep
from assistant.transcript import Exchange, transcript
from index.filters import Viewer
from page.conversation import Turn
from page.events import failure

MOST_TURNS = 40
# Browsers keep about five million for a site, and a request may hold two.
MOST_CHARACTERS = 300_000
_VERSION = 1
_LONGEST = 2000
_IDENTITY = re.compile(r"[0-9a-f]{32}")


def kept(turns: Sequence[Turn], identity: str) -> tuple[str, str]:
    """The last turns that are complete, as many as fit, as JSON for the browser to keep, and the
    conversation's identity, given to it when it has none. Both "" while nothing is complete."""
    rows: list[dict[str, Any]] = []
    left = MOST_CHARACTERS
    for turn in reversed([turn for turn in turns if turn.done][-MOST_TURNS:]):
        row = {
            "question": turn.question,
            "answer": keep(turn.answer) if turn.answer else None,
            "error": turn.error,
            "stopped": turn.stopped,
            "given": turn.given,
            "ignored": turn.ignored,
        }
        left -= len(json.dumps(row, ensure_ascii=False))
        if left < 0:
            break
        rows.insert(0, row)
    if not rows:
        return "", identity
    identity = identity or uuid4().hex
    value = {"version": _VERSION, "id": identity, "turns": rows}
    return json.dumps(value, ensure_ascii=False), identity


def restored(library: Assistant, text: object, viewer: Viewer) -> tuple[str, list[Turn]]:
    """The identity and the turns of what a browser kept, as they stand today; what is no turn is
    left out."""
    try:
        value = json.loads(text) if isinstance(text, str) and text else None
    except (ValueError, RecursionError):
        return "", []
    if not isinstance(value, dict) or value.get("version") != _VERSION:
        return "", []
    identity, rows = value.get("id"), value.get("turns")
    if not isinstance(identity, str) or not _IDENTITY.fullmatch(identity):
        return "", []
    found = (_turn(library, row, viewer) for row in (rows if isinstance(rows, list) else ()))
    return identity, [turn for turn in found if turn is not None][-MOST_TURNS:]


def _turn(library: Assistant, row: Any, viewer: Viewer) -> Turn | None:
    if not isinstance(row, dict) or not isinstance(row.get("question"), str):
        return None
    answer, error = row.get("answer"), row.get("error")
    try:
        recalled = library.recall(answer, viewer) if answer is not None else None
        given, ignored = (parts(row.get(name) or ()) for name in ("given", "ignored"))
    except (TypeError, ValueError):
        return None
    return Turn(
        row["question"][:_LONGEST],
        recalled,
        error[:_LONGEST] if isinstance(error, str) else "",
        done=True,
        stopped=bool(row.get("stopped")),
        given=given,
        ignored=ignored,
    )


def as_markdown(turns: Sequence[Turn]) -> str:
    """The conversation as Markdown, each quotation with its source as a footnote."""
    return markdown(transcript(_exchanges(turns)))


def as_file(form: Callable[[Sequence[Turn]], bytes]) -> Callable[[list[Turn]], str]:
    """What `form` makes of a conversation, as base64. Raises gr.Error where it can't."""

    def made(turns: list[Turn]) -> str:
        try:
            return base64.b64encode(form(turns)).decode()
        except LibraryError as error:
            raise failure(f"The conversation could not be exported: {error}") from error

    return made


def markdown_file(turns: Sequence[Turn]) -> bytes:
    """The conversation as a Markdown file."""
    return as_markdown(turns).encode()


def word_file(turns: Sequence[Turn]) -> bytes:
    """The conversation as a Word file with real footnotes. Raises LibraryError."""
    return word(transcript(_exchanges(turns)))


def _exchanges(turns: Sequence[Turn]) -> list[Exchange]:
    return [Exchange(turn.question, turn.answer, turn.error, turn.stopped) for turn in turns]
