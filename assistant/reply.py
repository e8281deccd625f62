"""The form in which a language model replies: one JSON object per line.

{"statement": "...", "quotations": [{"passage": "p2", "words": "..."}]}, or {"none": true}.
An object may be spread over some lines, several may share one, and they may stand in a list. What
small models write for this form is read where it can mean one thing only: Python's quotes and
trailing commas, other names for the fields, a number for a key. Nothing is mended: no text is
completed, cut or guessed, and what is read goes through the verifier.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from assistant.draft import DraftStatement, Quotation
from assistant.plain import plain

_NEXT = re.compile(r"[\s,;]*")
_DECODER = json.JSONDecoder()
_KEY = re.compile(r"\W*(?:passage)?\W*p?(\d{1,3})\W*", re.IGNORECASE)
_LONGEST_QUESTION = 1_000
_MOST_LINES = 40  # of one object
_FENCE = re.compile(r"```\w*")
_MARK = re.compile(r"(?:[-*•]|\d{1,2}[.)])\s+(?=\{)")  # of an item in a list
# {"statements": [, what some put around their list
_WRAP = re.compile(r'\{?\s*"(?:statements|answers?|results?|claims|items)"\s*:\s*\[')
_AROUND = ("[", "]", ",", "],", "}", "]}")
# What small models call the fields.
_STATEMENT = ("statement", "sentence", "claim", "answer", "text")
_QUOTATIONS = ("quotations", "quotation", "quotes", "quote", "citations", "evidence")
_WORDS = ("words", "exact_words", "quotation", "quote", "text")
_PASSAGE = ("passage", "passage_key", "key", "id", "source", "citation")
_ESCAPES = re.compile(r"\\(?![\\'\"nrtu])")  # that mean something else in Python, or nothing
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
        if begun == ["{"] and _WRAP.fullmatch(line):
            begun = []
            continue
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
    """The objects on one line; else the line, without what a list puts around it."""
    line = _MARK.sub("", line, count=1)
    inner = _WRAP.match(line)
    first = line[inner.end() :].lstrip() if inner else line.removeprefix("[").lstrip()
    if several := _several(first):
        yield from several
    elif line not in _AROUND and not (inner and not first):
        bare = _unlisted(first if first.startswith("{") else line)
        yield bare if bare.startswith("{") else line


def _several(text: str) -> list[str]:
    """The objects at the beginning of `text`, and last what else there is; [] where none begins."""
    found: list[str] = []
    at = 0
    while text.startswith("{", at):
        try:
            _, end = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            break  # cut off: the whole ones before it stay good
        found.append(text[at:end])
        at = _NEXT.match(text, end).end()  # type: ignore[union-attr]  # it matches nothing, too
    rest = text[at:].strip()
    return [*found, rest] if found and rest not in ("", *_AROUND) else found


def _unlisted(text: str) -> str:
    """An object without the comma or brackets that follow it in a list."""
    if _whole(text):
        return text
    inner = text.rstrip().removesuffix("}").rstrip()
    if inner.endswith("]") and _whole(inner := inner.removesuffix("]").rstrip()):
        return inner
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
    """The object on `line`, its names in lower case. Raises ValueError for anything else."""
    try:
        value = json.loads(line)
    except RecursionError:
        raise ValueError("nested too deep") from None
    except ValueError:
        value = _python(line)
    if not isinstance(value, dict):
        raise ValueError("not an object")
    return {str(name).strip().lower(): each for name, each in value.items()}


def _python(text: str) -> object:
    """What `text` is in Python, where quotes may be single and a comma may stand last."""
    if not text.startswith("{") or not text.endswith("}") or _ESCAPES.search(text):
        raise ValueError("no object")
    try:
        return ast.literal_eval(text)
    except (SyntaxError, TypeError, MemoryError, RecursionError):
        raise ValueError("neither JSON nor Python") from None


def _field(value: dict[str, Any], names: Sequence[str]) -> Any:
    """What stands under the first of `names` that there is, else None."""
    return next((value[name] for name in names if name in value), None)


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("not a text")
    value.encode("utf-8")  # half a surrogate pair could be neither stored nor sent
    return value


def read_statement(line: str) -> DraftStatement | None:
    """The statement on `line`, None for "nothing answers". Raises ValueError for other forms."""
    value = _object(line)
    said, quoted = _field(value, _STATEMENT), _field(value, _QUOTATIONS)
    if value.get("none") is True and said is None:
        return None
    if isinstance(quoted, str):  # a single quotation beside its statement
        quoted = [{"words": quoted, "passage": _field(value, _PASSAGE)}]
    if not isinstance(quoted, list):
        raise ValueError("not a statement")
    return DraftStatement(plain(_text(said)), tuple(map(_quotation, quoted)))


def _quotation(value: Any) -> Quotation:
    """A quotation, under the key "" where none is given: its words tell where it stands."""
    if isinstance(value, str):
        value = {"words": value}
    if not isinstance(value, dict):
        raise ValueError("not a quotation")
    value = {str(name).strip().lower(): each for name, each in value.items()}
    words = _text(_field(value, _WORDS))
    if _KEY.fullmatch(words):
        raise ValueError("a key without words")
    return Quotation(_key(_field(value, _PASSAGE)), words)


def _key(value: Any) -> str:
    """The passage's key: "p2" also where it was written as 2, "[p2]" or "Passage 2"."""
    written = "" if value is None or isinstance(value, bool) else str(value)
    number = _KEY.fullmatch(written)
    return f"p{number[1]}" if number else written.strip()


def read_question(line: str) -> str:
    """The question on `line`. Raises ValueError for other forms."""
    question = _text(_object(line).get("question"))
    if len(question) > _LONGEST_QUESTION:
        raise ValueError("too long")
    return _text(plain(question))
