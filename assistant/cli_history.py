"""The command for what was said over time: positions."""

from __future__ import annotations

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
    app.command()(positions)


def positions(
    topic: Annotated[
        str, typer.Argument(metavar="TOPIC", help="What the positions are about: Rohingya.")
    ],
    csv: Annotated[
        Path | None,
        typer.Option("--csv", metavar="FILE", help="Write the positions as a table (CSV) as well."),
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
    """List the dated history of the positions taken on TOPIC, or say that there are none."""
    from assistant.console_positions import show_positions
    from assistant.positions import as_csv

    if not topic.strip():
        raise typer.BadParameter("give a topic")
    filters = limits(since, until, publisher, place, kind, language, view)
    with open_library(home) as library:
        found = library.positions(topic, **filters)
    show_positions(found, json)
    if csv is not None:
        try:
            # The mark at the beginning tells spreadsheets that this is UTF-8.
            csv.write_text(as_csv(found), encoding="utf-8-sig", newline="")
        except OSError as error:
            console.complain(f"the table can't be written: {error}")
            raise typer.Exit(1) from error
