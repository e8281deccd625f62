"""An answer of the command line written to a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from assistant import console

if TYPE_CHECKING:
    from assistant.results import Answer

# As `assistant.export` has them, which takes a second to load.
_SUFFIXES = (".docx", ".md")


def export_to(file: Path, batch: object) -> None:
    """Wrong usage unless one answer can be written to `file`."""
    if batch is not None:
        raise typer.BadParameter("--out writes one answer: leave --batch out")
    if file.suffix.lower() not in _SUFFIXES:
        raise typer.BadParameter(f"'{file.name}' must end in .docx (Word) or .md (Markdown)")


def write_answer(answer: Answer, file: Path) -> None:
    """Write the answer with its sources as footnotes; what goes wrong ends in status 1."""
    from assistant.export import write
    from assistant.transcript import Exchange, transcript

    try:
        write(transcript([Exchange(answer.question, answer)]), file)
    except OSError as error:
        console.complain(f"the answer can't be written: {error}")
        raise typer.Exit(1) from error
    console.complain(f"Written: {file}")
