"""An evaluation written to a folder: as JSON, as Markdown and as a picture."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from assistant.evaluation.compare import Comparison, Difference
from assistant.evaluation.picture import picture
from assistant.evaluation.result import MODE_NAMES, Evaluation, aligned, cell, summary, table
from assistant.wording import escaped

NAME = "evaluation"
_HEAD = ["", "before", "after", "difference", "95 % interval", ""]


def write_reports(
    evaluation: Evaluation, comparison: Comparison | None, folder: Path
) -> tuple[Path, ...]:
    """Writes evaluation.json, evaluation.md and evaluation.svg to `folder`, made where it is
    missing; returns their paths. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    found = evaluation.to_dict() | ({"against": comparison.to_dict()} if comparison else {})
    written = {
        "json": json.dumps(found, ensure_ascii=False, indent=2) + "\n",
        "md": markdown(evaluation, comparison),
        "svg": picture(found),
    }
    paths = []
    for form, text in written.items():
        path = folder / f"{NAME}.{form}"
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return tuple(paths)


def markdown(evaluation: Evaluation, comparison: Comparison | None = None) -> str:
    """The figures as a Markdown page that shows the picture beside it."""
    found = evaluation.to_dict()
    files = ", ".join(escaped(name) for name in found["files"])
    blocks = [f"# Evaluation\n\n{found['questions']} questions ({files})."]
    if len(evaluation.outcomes) > 1:
        blocks.append(_table(evaluation.side_by_side()))
    blocks += [
        f"## {MODE_NAMES[mode]}\n\n{_table(table(outcomes, mode))}"
        for mode, outcomes in evaluation.outcomes.items()
    ]
    if comparison:
        blocks.append(_compared(comparison))
    alt = "Shares by kind, refusals by threshold, and calibration of the confidence"
    blocks.append(f"## Refusals and confidence\n\n![{alt}]({NAME}.svg)")
    bins = [
        [
            f"{b['from']:.1f} to {b['to']:.1f}",
            str(b["questions"]),
            *map(cell, (b["confidence"], b["answerable"])),
        ]
        for b in found["reliability"]["calibration"]["bins"]
    ]
    blocks.append(_table([["confidence", "questions", "mean", "answerable"], *bins]))
    blocks.append("\n".join(f"- {line}" for line in summary(found)))
    return "\n\n".join(blocks) + "\n"


def compared(comparison: Comparison) -> list[str]:
    """The comparison as lines for people."""
    lines = [_scope(comparison)]
    for mode, differences in comparison.modes.items():
        lines.append(f"{MODE_NAMES[mode]}:")
        lines += aligned([_HEAD, *([each.figure.label, *_row(each)] for each in differences)])
    return lines


def _compared(comparison: Comparison) -> str:
    blocks = [f"## Compared with {escaped(comparison.earlier)}\n\n{_scope(comparison)}"]
    for mode, differences in comparison.modes.items():
        rows = [[each.figure.label, *_row(each)] for each in differences]
        blocks.append(f"{MODE_NAMES[mode]}:\n\n{_table([_HEAD, *rows])}")
    return "\n\n".join(blocks)


def _scope(comparison: Comparison) -> str:
    left = f"; in one of them only: {comparison.left_out}" if comparison.left_out else ""
    return f"Questions in both runs: {comparison.questions}{left}."


def _row(each: Difference) -> list[str]:
    return [
        f"{each.before:.2f}",
        f"{each.after:.2f}",
        f"{each.after - each.before:+.2f}",
        f"[{each.low:+.2f}, {each.high:+.2f}]",
        each.verdict,
    ]


def _table(rows: Sequence[Sequence[str]]) -> str:
    head, *rest = [[escaped(text) for text in row] for row in rows]
    marks = [":--", *["--:"] * (len(head) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, marks, *rest))
