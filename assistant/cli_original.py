"""The command that gives back the bytes that a document was read from."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from assistant import console
from assistant.console_library import open_library
from assistant.console_options import Audience, Home, Json, Version, View


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(original)


def original(
    document: Annotated[
        str, typer.Argument(metavar="DOCUMENT", help="A document's id or its source.")
    ],
    out: Annotated[
        str, typer.Option("--out", metavar="FILE|-", help="Where to write; - is standard output.")
    ],
    version: Version = "",
    view: View = Audience.internal,
    json: Json = False,
    home: Home = None,
) -> None:
    """Write the original bytes of DOCUMENT, as they were when it was read, to a file."""
    if json and out == "-":
        raise typer.BadParameter("--json and the bytes can't both go to standard output")
    with open_library(home) as library:
        found = library.original(document, viewer=view.value, version=version)
    if out == "-":
        sys.stdout.buffer.write(found.data)
        return
    try:
        Path(out).write_bytes(found.data)
    except OSError as error:
        console.complain(f"the original can't be written: {error}")
        raise typer.Exit(1) from error
    if json:
        console.write_json({"name": found.name, "sha256": found.sha256, "size": len(found.data)})
    else:
        console.say(f"{len(found.data):,} bytes written to {out}, SHA-256 {found.sha256}.")
