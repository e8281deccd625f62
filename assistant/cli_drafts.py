"""The commands for people who write: check a draft, cite a stretch of a document."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from assistant import console
from assistant.console_library import open_library
from assistant.console_options import (
    Audience,
    Home,
    Json,
    Kind,
    Language,
    Place,
    Publisher,
    Since,
    Until,
    View,
    limits,
)

_REPORTS = (".docx", ".md")


class Form(StrEnum):
    """The forms of a reference."""

    footnote = "footnote"
    plain = "plain"
    markdown = "markdown"
    html = "html"
    bibtex = "bibtex"
    csl_json = "csl-json"


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.command()(check)
    app.command()(cite)


def check(
    draft: Annotated[
        str,
        typer.Argument(
            metavar="FILE", help='A draft: a text or Word (.docx) file, "-" for standard input.'
        ),
    ],
    report: Annotated[
        Path | None,
        typer.Option(
            "--report",
            metavar="FILE",
            help="Write a report: Word with comments (.docx) or Markdown (.md).",
        ),
    ] = None,
    since: Since = "",
    until: Until = "",
    publisher: Publisher = None,
    place: Place = None,
    kind: Kind = None,
    language: Language = None,
    view: View = Audience.internal,
    json: Json = False,
    home: Home = None,
) -> None:
    """Check every quotation and claim of a draft against the library."""
    from assistant.check_report import write
    from assistant.console_check import show_check
    from assistant.console_progress import progress
    from assistant.manuscript import text_of

    if report is not None and report.suffix.lower() not in _REPORTS:
        raise typer.BadParameter("a report's name ends in .docx or .md", param_hint="--report")
    filters = limits(since, until, publisher, place, kind, language, view)
    path = None if draft == "-" else Path(draft)
    with open_library(home) as library:
        given = path or text_of(sys.stdin.buffer.read(), "the draft on standard input")
        with progress("sentences") as show:
            found = library.check(given, lambda done, total: show(done, total, ""), **filters)
        show_check(found, json)
        if report is not None:
            try:
                write(found, report, path)
            except OSError as error:
                console.complain(f"the report can't be written: {error}")
                raise typer.Exit(1) from error


def cite(
    document: Annotated[
        str, typer.Argument(metavar="DOCUMENT", help="A document's id or its source.")
    ],
    start: Annotated[
        int, typer.Argument(metavar="START", min=0, help="Where the words start in its text.")
    ],
    end: Annotated[int, typer.Argument(metavar="END", min=1, help="Where they end.")],
    form: Annotated[Form, typer.Option("--form", help="The form to write it in.")] = Form.footnote,
    view: View = Audience.internal,
    json: Json = False,
    home: Home = None,
) -> None:
    """Print the words of DOCUMENT from START to END with their reference, ready to paste."""
    from assistant.card import card, cards

    with open_library(home) as library:
        found = library.cite(document, start, end, viewer=view.value)
    if json:
        console.write_json({**found.to_dict(), "forms": cards(found)})
    else:
        typer.echo(console.printable(card(found, form.value)))
