"""The form in which a language model replies: one JSON object per line.

{"statement": "...", "quotations": [{"passage": "p2", "words": "..."}]}, or {"none": true}.
An object may be spread over some lines, and the objects may stand in a list. Nothing is mended: it
is of the form or it is not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from assistant.draft import DraftStatement, Quotation
from assistant.plain import plain

_LONGEST_QUESTION = 1_000
_MOST_LINES = 40  # of one object
_FENCE = re.compile(r"```\w*")
_THINKS = re.compile(r"<(think|thinking|thought|reasoning)>", re.IGNORECASE)
_THOUGHT = re.compile(r"^.*</(?:think|thinking|thought|reasoning)>", re.IGNORECASE | re.DOTALL)


def lines(texts: Iterator[str]) -> Iterator[str]:
    """The lines of a text that arrives in pieces, each when it is complete."""
    begun: list[str] = []
    for text in texts:
        *complete, rest = text.split("\n")
        for line in complete:
            yield "".join([*begun, line])
            begun = []
        begun.append(rest)
    yield "".join(begun)


def entries(lines: Iterator[str]) -> Iterator[str]:
    """What each of `lines` says, an object that is spread over several as one.

    Code fences, blank lines and the brackets of a list of objects are passed over. What a model
    thinks aloud between tags comes as "": it has said something, but no answer.
    """
    begun: list[str] = []
    for line in _answering(lines):
        if begun and line and not _is_entry(line):
            begun.append(line)
            whole = _unlisted("\n".join(begun))
            if _whole(whole):
                yield whole
                begun = []
            elif len(begun) == _MOST_LINES:
                yield from begun
                begun = []
            continue
        yield from begun
        begun = []
        for each in _listed(line):
            # An object that is closed on its line, and no JSON, does not go on.
            if each.startswith("{") and each.count("{") > each.count("}"):
                begun.append(each)
            else:
                yield each
    yield from begun


def _listed(line: str) -> Iterator[str]:
    """The objects of a list on one line; else the line, without what a list puts around it."""
    try:
        value = json.loads(line) if line.startswith("[") else None
    except (ValueError, RecursionError):
        value = None
    if isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
        yield from (json.dumps(each) for each in value)
    elif line not in ("[", "]", ",", "],"):
        first = line.removeprefix("[").lstrip()
        bare = _unlisted(first if first.startswith("{") else line)
        yield bare if bare.startswith("{") else line


def _unlisted(text: str) -> str:
    """An object without the comma or bracket that follows it in a list."""
    bare = text.removesuffix("]").rstrip().removesuffix(",").rstrip()
    return bare if bare.endswith("}") else text


def _answering(lines: Iterator[str]) -> Iterator[str]:
    """The lines that say something, stripped; "" for those that are thought aloud."""
    thinking = False
    for line in lines:
        line = line.strip()
        thinking = thinking or _THINKS.match(line) is not None
        if thinking:
            yield ""
            if _THOUGHT.match(line) is None:
                continue
            thinking, line = False, _THOUGHT.sub("", line).strip()
        if line and not _FENCE.fullmatch(line):
            yield line


def _is_entry(line: str) -> bool:
    """Whether `line` is an object of its own, and no part of one: a quotation is a part."""
    line = _unlisted(line)
    return _whole(line) and bool({"statement", "none", "question"} & _object(line).keys())


def _whole(text: str) -> bool:
    """Whether `text` is an object from beginning to end."""
    try:
        return bool(_object(text))
    except ValueError:
        return False


def _object(line: str) -> dict[str, Any]:
    """The JSON object on `line`. Raises ValueError for anything else."""
    try:
        value = json.loads(line)
    except RecursionError:
        raise ValueError("nested too deep") from None
    if not isinstance(value, dict):
        raise ValueError("not an object")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("not a text")
    value.encode("utf-8")  # half a surrogate pair could be neither stored nor sent
    return value


def read_statement(line: str) -> DraftStatement | None:
    """The statement on `line`, None for "nothing answers". Raises ValueError for other forms."""
    value = _object(line)
    if value == {"none": True}:
        return None
    if value.keys() != {"statement", "quotations"} or not isinstance(value["quotations"], list):
        raise ValueError("not a statement")
    quotations = []
    for each in value["quotations"]:
        if not isinstance(each, dict) or each.keys() != {"passage", "words"}:
            raise ValueError("not a quotation")
        quotations.append(Quotation(_text(each["passage"]), _text(each["words"])))
    return DraftStatement(plain(_text(value["statement"])), tuple(quotations))


def read_question(line: str) -> str:
    """The question on `line`. Raises ValueError for other forms."""
    value = _object(line)
    if value.keys() != {"question"}:
        raise ValueError("not a question")
    question = " ".join(_text(value["question"]).split())
    if len(question) > _LONGEST_QUESTION:
        raise ValueError("too long")
    return question
