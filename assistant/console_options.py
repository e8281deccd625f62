"""The options that several commands share, and what they become for `Assistant`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from index.filters import Filters


class Audience(StrEnum):
    """Who may see a document, and in whose view a question is answered."""

    public = "public"
    internal = "internal"


Home = Annotated[
    Path | None,
    typer.Option(
        "--home",
        metavar="DIR",
        help="The library's folder. Default: RAPPORTEUR_HOME, else the user's data folder.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Write JSON to standard output.")]
Since = Annotated[
    str,
    typer.Option("--since", metavar="DATE", help="From this date on: 2019, 2019-09 or 2019-09-24."),
]
Until = Annotated[str, typer.Option("--until", metavar="DATE", help="Up to this date, inclusive.")]
Publisher = Annotated[
    list[str] | None,
    typer.Option("--publisher", metavar="NAME", help="Only from this publisher. Repeatable."),
]
Place = Annotated[
    list[str] | None,
    typer.Option("--place", metavar="NAME", help="Only about this place. Repeatable."),
]
Kind = Annotated[
    list[str] | None,
    typer.Option("--kind", metavar="KIND", help="Only of this kind. Repeatable."),
]
Language = Annotated[
    list[str] | None,
    typer.Option("--language", metavar="CODE", help="Only in this language. Repeatable."),
]
View = Annotated[Audience, typer.Option("--as", help="In whose view to look.")]
Version = Annotated[
    str,
    typer.Option(
        "--version",
        metavar="SHA",
        help="An earlier version, by the beginning of its SHA-256 (see `show --versions`).",
    ),
]
Versions = Annotated[
    bool, typer.Option("--versions", help="List the earlier versions instead of the text.")
]
Ignore = Annotated[
    list[str] | None,
    typer.Option(
        "--ignore",
        metavar="PART",
        help="Do not limit the search by what is understood from the question: publishers, "
        "dates, places, kinds or speakers. Repeatable.",
    ),
]
Batch = Annotated[
    typer.FileBinaryRead | None,
    typer.Option(
        "--batch",
        metavar="FILE",
        help='Questions as JSON lines, {"id", "question"}; "-" reads standard input.',
    ),
]


def limits(
    since: str,
    until: str,
    publisher: list[str] | None,
    place: list[str] | None,
    kind: list[str] | None,
    language: list[str] | None,
    view: Audience,
) -> dict[str, Any]:
    """The options as `Assistant` takes them; a malformed date is wrong usage."""
    filters: dict[str, Any] = {
        "since": since,
        "until": until,
        "publishers": tuple(publisher or ()),
        "places": tuple(place or ()),
        "kinds": tuple(kind or ()),
        "languages": tuple(language or ()),
        "viewer": view.value,
    }
    try:
        checked = Filters(**filters)
        _ = checked.first_day, checked.last_day
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    return filters


def one_of(argument: str, name: str, batch: object) -> None:
    """Wrong usage unless there is either the argument, with words in it, or a batch."""
    if batch is None and not argument.strip():
        raise typer.BadParameter(f"give a {name}, or a file of them with --batch")
    if batch is not None and argument:
        raise typer.BadParameter(f"give either a {name} or --batch, not both")
