"""What the command line prints: JSON for programs, readable text for people.

Titles, quotations and texts come from documents nobody vouches for: control characters, with
which a document could write over the terminal, never reach it.
"""

from __future__ import annotations

import json
import re
import shutil
import textwrap
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

import typer

from assistant.plain import some
from assistant.reports import SyncReport
from assistant.results import (
    Answer,
    Citation,
    DocumentRecord,
    SearchResult,
    Statement,
    Understood,
)
from assistant.wording import STRUCK_OUT, after, changed, on_page, unescaped
from index.hit import Hit

_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\-_])")
# Control characters but tab and line feed, and those that turn the direction of what follows.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_WIDEST = 100


class Result(Protocol):
    """Anything with the JSON object that other programs rely on."""

    def to_dict(self) -> dict[str, Any]:
        """The JSON object."""
        ...


def printable(text: str) -> str:
    """`text` without escape sequences and control characters; line breaks and tabs stay."""
    return _CONTROL.sub("", _SEQUENCE.sub("", text))


def complain(message: str) -> None:
    """Print a message on stderr."""
    typer.echo(printable(message), err=True)


def write_json(value: Any) -> None:
    """Print `value` as JSON on stdout."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def show_sync(report: SyncReport, as_json: bool) -> None:
    """Print what a sync did; on stderr, what could not be read and why."""
    if as_json:
        write_json(report.to_dict())
    else:
        say(
            f"{report.added} added, {report.updated} updated, {report.unchanged} unchanged, "
            f"{report.removed} removed; {_count(report.passages, 'passage')} written "
            f"in {report.seconds:.1f} s."
        )
    _show_failures(failure.to_dict() for failure in report.failed)
    if report.cancelled:
        complain(
            "Stopped before the end. What is stored stays; the same command goes on from here."
        )


def show_removal(report: Result, as_json: bool) -> None:
    """Print what was removed; on stderr, what could not be."""
    done = report.to_dict()
    if as_json:
        write_json(done)
    else:
        say(
            f"{_count(len(done['removed']), 'document')} removed, "
            f"with {_count(done['passages'], 'passage')}."
        )
    _show_failures(done["failed"])


def show_documents(records: Sequence[DocumentRecord], as_json: bool) -> None:
    """Print the list of documents."""
    if as_json:
        write_json([record.to_dict() for record in records])
        return
    for record in records:
        say(f"{record.date or 'undated':<10}  {record.title}")
        traits = (record.publisher, record.kind, record.language, "; ".join(record.places))
        say(" · ".join(filter(None, traits)), indent=12)
        internal = " · internal" if record.audience == "internal" else ""
        say(f"{record.id} · {' = '.join((record.source, *record.also))}{internal}", indent=12)
    say(f"{_count(len(records), 'document')}.")


def show_search(result: SearchResult, as_json: bool) -> None:
    """Print the ranked passages."""
    if as_json:
        write_json(result.to_dict())
        return
    _show_limits(result.filters)
    for hit in result.hits:
        say(f"{hit.rank}. {_reference(hit)}")
        say(" ".join(hit.text.split()), indent=3)
        say(f"{hit.url or hit.source} · score {hit.score:.3f}\n", indent=3)
    if not result.hits:
        say("No passage matches.")


def show_answer(answer: Answer, as_json: bool) -> None:
    """Print the answer with its numbered sources; without an answer, the nearest passages.

    An answer in quotations is its sources; a model's sentences stand before theirs.
    """
    if as_json:
        write_json(answer.to_dict())
        return
    if answer.notice:
        complain(answer.notice)
    if answer.rewritten:
        say(f"Understood as: {answer.rewritten}\n")
    if not answer.answered:
        # A refusal's words are one paragraph; what is struck out follows it.
        say(unescaped(answer.answer.partition("\n\n")[0]))
        _show_struck(answer)
        _show_citations("The nearest passages, which are no answer:", answer.nearest)
        return
    if answer.mode == "model":
        for statement in answer.statements:
            markers = "".join(f" [{number}]" for number in statement.citations)
            unsupported = statement.support == "unsupported"
            say(_struck(statement) if unsupported else f"{statement.text}{markers}\n")
    _show_limits(answer.filters)
    _show_citations("Sources:" if answer.mode == "model" else "", answer.citations)
    if answer.mode == "quotes":
        _show_struck(answer)


def show_checks(report: Result, as_json: bool) -> None:
    """Print what was checked, and for what is wrong what to do."""
    found = report.to_dict()
    if as_json:
        write_json(found)
        return
    for check in found["checks"]:
        say(f"{'ok   ' if check['ok'] else 'WRONG'} {check['name']}: {check['detail']}")
        if not check["ok"] and check["remedy"]:
            say(check["remedy"], indent=6)
    say("All is well." if found["ok"] else "Something is wrong; see above.")


def _show_citations(heading: str, citations: Sequence[Citation]) -> None:
    if citations and heading:
        say(f"\n{heading}")
    for citation in citations:
        context = f"[{after(citation)}] " if citation.before else ""
        quote = f"{context}“{' '.join(citation.quote.split())}”"
        say(f"[{citation.number}] {quote}", indent=4, outdent=True)
        speaker = f"{citation.speaker}, in: " if citation.speaker else ""
        say(f"{speaker}{_reference(citation)}", indent=4)
        if citation.supersedes:
            say(changed(citation.captured, citation.supersedes), indent=4)
        say(citation.url or citation.source, indent=4)


def _show_struck(answer: Answer) -> None:
    """Print what a language model wrote beside the answer and the sources don't bear out."""
    unsupported = [each for each in answer.statements if each.support == "unsupported"]
    if unsupported:
        say(f"\n{STRUCK_OUT}:")
    for statement in unsupported:
        say(_struck(statement))


def _struck(statement: Statement) -> str:
    return f"NOT SUPPORTED: {statement.text} ({statement.note})\n"


def _show_limits(filters: Understood) -> None:
    limits = [
        some(filters.publishers),
        *filters.places,
        *filters.kinds,
        f"since {filters.since}" if filters.since else "",
        f"until {filters.until}" if filters.until else "",
    ]
    if any(limits):
        say(f"Understood: {', '.join(filter(None, limits))}.\n")


def _show_failures(failures: Iterable[dict[str, Any]]) -> None:
    for failure in failures:
        complain(f"Failed: {failure['source']}: {failure['error']}")


def _reference(found: Citation | Hit) -> str:
    """Title, publisher, date and page of what was found, as far as they are known."""
    page = on_page(found.page, isinstance(found, Citation) and found.ocr)
    return ", ".join(filter(None, (found.title, found.publisher, found.date, page)))


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def say(text: str, indent: int = 0, outdent: bool = False) -> None:
    """Print a paragraph on stdout, wrapped to the terminal; with `outdent`, from the margin."""
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    margin = " " * indent
    for line in printable(text).split("\n"):
        typer.echo(
            textwrap.fill(
                line,
                max(width, indent + 20),
                initial_indent="" if outdent else margin,
                subsequent_indent=margin,
                break_long_words=False,
                break_on_hyphens=False,
            )
        )
