"""The command line: every command is a thin shell over one call of `Assistant`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from assistant import (
    cli_drafts,
    cli_evaluate,
    cli_history,
    cli_original,
    cli_outline,
    cli_sync,
    cli_watch,
    console,
    console_record,
)
from assistant.console_batch import run_batch
from assistant.console_export import export_to, write_answer
from assistant.console_library import open_library
from assistant.console_options import (
    Audience,
    Batch,
    Home,
    Ignore,
    Json,
    Kind,
    Language,
    Place,
    Publisher,
    Since,
    Until,
    Version,
    Versions,
    View,
    limits,
    one_of,
)

app = typer.Typer(
    help="Ask a library of documents, and get answers whose every quotation stands in its source.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


cli_sync.register(app)


@app.command()
def documents(
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
    """List the library's documents, the newest first."""
    filters = limits(since, until, publisher, place, kind, language, view)
    with open_library(home) as library:
        console.show_documents(library.documents(**filters), json)


@app.command()
def show(
    document: Annotated[
        str, typer.Argument(metavar="DOCUMENT", help="A document's id or its source.")
    ],
    versions: Versions = False,
    version: Version = "",
    view: View = Audience.internal,
    json: Json = False,
    home: Home = None,
) -> None:
    """Show one document with its full stored text."""
    with open_library(home) as library:
        record = library.show(document, viewer=view.value, version=version)
        (console_record.show_versions if versions else console_record.show_document)(record, json)


@app.command()
def search(
    query: Annotated[str, typer.Argument(metavar="QUERY", help="What to look for.")] = "",
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many passages at most.")] = 10,
    ignore: Ignore = None,
    batch: Batch = None,
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
    """Rank the passages that match QUERY."""
    one_of(query, "query", batch)
    filters = limits(since, until, publisher, place, kind, language, view)
    filters["ignore"] = ignore or ()
    with open_library(home) as library:
        if batch is None:
            console.show_search(library.search(query, k=k, **filters), json)
        elif not run_batch(batch, lambda line: library.search(line.question, k=k, **filters)):
            raise typer.Exit(1)


@app.command()
def ask(
    question: Annotated[
        str, typer.Argument(metavar="QUESTION", help="A question in plain words.")
    ] = "",
    history: Annotated[
        list[str] | None,
        typer.Option(
            "--history",
            metavar="EARLIER_QUESTION",
            help="A question asked before, the oldest first. Repeatable.",
        ),
    ] = None,
    ignore: Ignore = None,
    batch: Batch = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FILE",
            help="Write the answer with its sources as well: FILE.docx for Word, FILE.md.",
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
    """Answer QUESTION with citations, or say that the library holds no answer."""
    one_of(question, "question", batch)
    if batch is not None and history:
        raise typer.BadParameter("with --batch, each line carries its own history")
    if out is not None:
        export_to(out, batch)
    filters = limits(since, until, publisher, place, kind, language, view)
    filters["ignore"] = ignore or ()
    with open_library(home) as library:
        if batch is None:
            answer = library.ask(question, history=history or [], **filters)
            console.show_answer(answer, json)
            if out is not None:
                write_answer(answer, out)
        elif not run_batch(
            batch, lambda line: library.ask(line.question, history=line.history, **filters)
        ):
            raise typer.Exit(1)


cli_evaluate.register(app)


@app.command()
def doctor(
    repair: Annotated[bool, typer.Option("--repair", help="Mend what can be mended.")] = False,
    json: Json = False,
    home: Home = None,
) -> None:
    """Check the installation and the library."""
    with open_library(home) as library:
        report = library.doctor(repair=repair)
        console.show_checks(report, json)
    if not report.ok:
        raise typer.Exit(1)


@app.command()
def serve(
    host: Annotated[str, typer.Option("--host", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", min=1, max=65535, help="The port to listen on.")
    ] = 7860,
    sample: Annotated[
        bool,
        typer.Option("--sample", help="Load the sample library first where the library is empty."),
    ] = False,
    home: Home = None,
) -> None:
    """Open the app in the browser."""
    from app import main as serve_app

    serve_app(host, port, home, sample)


cli_drafts.register(app)
cli_original.register(app)
cli_history.register(app)
cli_watch.register(app)
cli_outline.register(app)


def main() -> None:
    """The `rapporteur` command."""
    # Read when the embedding model is loaded: its own bars would run across ours.
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    for stream in (sys.stdout, sys.stderr):
        # A file name may hold bytes that are no text: escaped, instead of an error.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    app()
