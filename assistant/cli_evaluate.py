"""The command that measures: evaluate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant import console
from assistant.console_library import open_library, told
from assistant.console_options import Json

if TYPE_CHECKING:
    from assistant.evaluation import Comparison, Evaluation


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command()(evaluate)


def evaluate(
    questions: Annotated[
        list[Path],
        typer.Argument(
            metavar="QUESTIONS.jsonl...",
            help="Files of questions with gold quotations.",
            exists=True,
            dir_okay=False,
        ),
    ],
    against: Annotated[
        Path | None,
        typer.Option(
            "--against",
            metavar="EARLIER.json",
            help="Compare with an earlier run, as --json or --out wrote it.",
            exists=True,
            dir_okay=False,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="DIR",
            help="Write the results to this folder, as JSON, Markdown and a picture.",
            file_okay=False,
        ),
    ] = None,
    json: Json = False,
    home: Annotated[
        list[Path] | None,
        typer.Option(
            "--home",
            metavar="DIR",
            help="The library's folder; given once for each file, each has a library of its own.",
        ),
    ] = None,
) -> None:
    """Measure retrieval, citations and refusals on files of questions."""
    from assistant.evaluation import compare, read_earlier

    homes: list[Path | None] = [*home] if home else [None]
    if len(homes) not in (1, len(questions)):
        raise typer.BadParameter("give --home once, or once for each file of questions")
    with told():
        earlier = read_earlier(against) if against else None
        found = _measured(questions, homes if len(homes) > 1 else homes * len(questions))
        comparison = compare(earlier, found, against.name) if earlier and against else None
    _show(found, comparison, json)
    if out:
        _write(found, comparison, out)


def _measured(files: Sequence[Path], homes: Sequence[Path | None]) -> Evaluation:
    from assistant.evaluation import Evaluation, prepared

    # What is wrong with a later file is told before the first one is asked, which takes minutes.
    for path, home in zip(files[1:], homes[1:], strict=True):
        with open_library(home) as library:
            prepared(library, path)
    names = Counter(path.name for path in files)
    parts = [
        _asked(path, home, path.name if names[path.name] == 1 else str(path))
        for path, home in zip(files, homes, strict=True)
    ]
    return Evaluation.joined(parts)


def _asked(path: Path, home: Path | None, name: str) -> Evaluation:
    from assistant.console_progress import progress
    from assistant.evaluation import evaluate as measure

    with open_library(home) as library, progress("questions") as show:
        return measure(library, path, lambda done, total: show(done, total, name), name)


def _show(found: Evaluation, comparison: Comparison | None, as_json: bool) -> None:
    from assistant.evaluation.write import compared

    if as_json:
        against = {"against": comparison.to_dict()} if comparison else {}
        console.write_json(found.to_dict() | against)
        return
    lines = [found.to_text(), *(["", *compared(comparison)] if comparison else [])]
    typer.echo(console.printable("\n".join(lines)))


def _write(found: Evaluation, comparison: Comparison | None, folder: Path) -> None:
    from assistant.evaluation import write_reports

    try:
        written = write_reports(found, comparison, folder)
    except OSError as error:
        console.complain(f"the results can't be written: {error}")
        raise typer.Exit(1) from error
    console.complain(f"Written: {', '.join(str(path) for path in written)}")
