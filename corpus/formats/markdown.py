"""Markdown with front matter: rendered as HTML and read as a reader would see it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime

import frontmatter
import yaml
from lxml import html
from markdown_it import MarkdownIt

from corpus.decode import decoded
from corpus.errors import Refused
from corpus.formats.blocks import block_text, first_heading
from corpus.formats.hidden import remove_hidden
from corpus.formats.reading import Reading
from corpus.kinds import kind_from_type

_EMPHASIS = re.compile(r"\*{2,}")
_LINK = re.compile(r"\[([^\]\n]*)\]\((?:https?://|/)[^)\n]*\)")
_NOTE = re.compile(r"^\[\^([\w-]{1,40})\]:[ \t]*", re.M)
_NOTE_MARK = re.compile(r"\[\^([\w-]{1,40})\]")
_NAMES = {
    "title": "title",
    "date": "date",
    "publisher": "publisher",
    "site_name": "publisher",
    "author": "author",
    "authors": "author",
    "byline": "author",
    "organisation": "publisher",
    "organization": "publisher",
    "kind": "kind",
    "language": "language",
    "lang": "language",
    "url": "url",
    "source_url": "url",
    "places": "places",
    "speakers": "speakers",
    "audience": "audience",
}


def read_markdown(data: bytes) -> Reading:
    """The readable text of a Markdown file and its front matter.

    Raises Refused when it is empty, not text, or its front matter isn't YAML.
    """
    found = decoded(data)
    try:
        front, body = frontmatter.parse(found.text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        if isinstance(error, Refused):
            raise
        raise Refused(f"its front matter can't be read: {_first_line(error)}") from None
    body = _with_plain_notes(body)
    page = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(body)
    tree = html.fromstring(f"<html><body>{page}</body></html>")
    remove_hidden(tree)
    return Reading(
        text=_without_marks(block_text(tree)),
        fields=dict(_fields(front)),
        origin="front matter",
        heading=first_heading(tree),
        notes=found.notes(),
    )


def _with_plain_notes(body: str) -> str:
    """`body` with its footnotes as paragraphs where they stand, without marks that lead there."""
    names = {match.group(1) for match in _NOTE.finditer(body)}
    if not names:
        return body
    body = _NOTE.sub("\n", body)
    return _NOTE_MARK.sub(lambda mark: "" if mark.group(1) in names else mark.group(), body)


def _without_marks(text: str) -> str:
    """`text` without the marks of emphasis and links that were written so that none came of it."""
    return _EMPHASIS.sub("", _LINK.sub(r"\1", text))


def _fields(front: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    yield "type", kind_from_type(_text(front.get("type", "")))
    for key, value in reversed(list(front.items())):
        name = _NAMES.get(str(key).lower())
        text = _text(value)
        if name and text:
            yield name, text


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return ";".join(item for item in value if isinstance(item, str))
    return str(value).strip() if isinstance(value, str | int) and value is not True else ""


def _first_line(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error).split("\n")[0]
    return f"{problem}, line {mark.line + 1}" if mark else problem
