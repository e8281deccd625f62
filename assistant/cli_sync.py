"""The commands that bring documents into the library and forget them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from assistant import console
from assistant.console_library import open_library
from assistant.console_options import Audience, Home, Json

if TYPE_CHECKING:
    from assistant import Assistant
    from assistant.reports import SyncReport
    from assistant.sync import OnProgress


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command()(sync)
    app.command()(remove)


def sync(
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SOURCE...",
            help="Folders, files, and addresses of web pages, sitemaps and feeds.",
            show_default=False,
        ),
    ] = None,
    audience: Annotated[
        Audience, typer.Option("--audience", help="Who may see these documents.")
    ] = Audience.public,
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove what is gone from these sources.")
    ] = False,
    rebuild: Annotated[
        bool,
        typer.Option(
            "--rebuild", help="Embed the whole library again first, after a change of model."
        ),
    ] = False,
    check: Annotated[
        bool,
        typer.Option(
            "--check", help="Read files also where their size and times are as they were."
        ),
    ] = False,
    json: Json = False,
    home: Home = None,
) -> None:
    """Add what is new in SOURCE, update what changed, skip what did not."""
    from assistant.console_progress import sync_progress

    if not sources and not rebuild:
        raise typer.BadParameter("give a folder, a file or a web address")
    with open_library(home) as library:
        with sync_progress() as step:
            report = _rebuild(library, step) if rebuild else None
            if sources and not (report and report.cancelled):
                report = library.sync(
                    sources,
                    audience=audience.value,
                    prune=prune,
                    check=check or rebuild,
                    progress=step,
                )
        assert report is not None
        console.show_sync(report, json)
    if report.failed or report.cancelled:
        raise typer.Exit(1)


def _rebuild(library: Assistant, step: OnProgress) -> SyncReport:
    from assistant import Cancelled
    from assistant.reports import SyncReport

    try:
        return SyncReport(passages=library.reembed(step))
    except Cancelled:
        return SyncReport(cancelled=True)


def remove(
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE_OR_DOCUMENT...", help="Sources or ids, as `documents` lists them."
        ),
    ],
    json: Json = False,
    home: Home = None,
) -> None:
    """Forget documents everywhere."""
    with open_library(home) as library:
        report = library.remove(names)
        console.show_removal(report, json)
    if report.failed:
        raise typer.Exit(1)
