"""The command that drafts: outline."""

from __future__ import annotations

import sys
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


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command()(outline)


def outline(
    brief: Annotated[
        str,
        typer.Argument(
            metavar="BRIEF",
            help='Occasion, audience, topic, place and date; "-" for standard input.',
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FILE", help="Write it as Word (.docx) or Markdown (.md) as well."
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
    """Make a cited outline of the statement that BRIEF asks for, from earlier language."""
    from assistant.console_outline import show_outline
    from assistant.console_progress import progress
    from assistant.errors import LibraryError
    from assistant.export import SUFFIXES, write
    from assistant.manuscript import text_of
    from assistant.outline import paper

    if out is not None and out.suffix.lower() not in SUFFIXES:
        raise typer.BadParameter("a file's name ends in .docx or .md", param_hint="--out")
    if brief == "-":
        brief = text_of(sys.stdin.buffer.read(), "the brief on standard input")
    if not brief.strip():
        raise typer.BadParameter("give a brief")
    filters = limits(since, until, publisher, place, kind, language, view)
    with open_library(home) as library, progress("sections") as show:
        found = library.outline(brief, progress=show, **filters)
    show_outline(found, json)
    if out is not None:
        try:
            write(paper(found), out)
        except (OSError, LibraryError) as error:
            console.complain(f"the outline can't be written: {error}")
            raise typer.Exit(1) from error
