"""The outcomes of an evaluation and the figures made of them, as JSON and as a table."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.evaluation.figures import FIGURES, by_kind, figures
from assistant.evaluation.outcome import Mode, Outcome
from assistant.evaluation.reliability import reliability

MODE_NAMES: dict[Mode, str] = {"quotes": "In quotations", "model": "With the language model"}


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The outcomes of all questions by mode of answering, in the order asked."""

    outcomes: Mapping[Mode, tuple[Outcome, ...]]

    @classmethod
    def joined(cls, evaluations: Iterable[Evaluation]) -> Evaluation:
        """One evaluation of all questions, in the modes that all the evaluations have."""
        parts = list(evaluations)
        modes = [mode for mode in parts[0].outcomes if all(mode in p.outcomes for p in parts)]
        return cls({mode: tuple(o for p in parts for o in p.outcomes[mode]) for mode in modes})

    @property
    def mode(self) -> Mode:
        """How whoever asks is answered: with the model where one is configured."""
        return "model" if "model" in self.outcomes else "quotes"

    def to_dict(self) -> dict[str, Any]:
        """The figures of the mode in which questions are answered, then those of each mode."""
        served = self.outcomes[self.mode]
        return {
            "questions": len(served),
            "mode": self.mode,
            "all": figures(served),
            "kinds": by_kind(served),
            "files": {name: _parts(each) for name, each in self.by_file().items()},
            "modes": {
                mode: _parts(outcomes) | {"outcomes": [o.to_dict() for o in outcomes]}
                for mode, outcomes in self.outcomes.items()
            },
            # What a model decides has no threshold: the confidence is that of quotations.
            "reliability": reliability(self.outcomes["quotes"]),
            "timings_ms": {
                "search": _times([o.search_ms for o in served]),
                "answer": _times([o.answer_ms for o in served]),
            },
            "outcomes": [outcome.to_dict() for outcome in served],
        }

    def by_file(self, mode: Mode | None = None) -> dict[str, list[Outcome]]:
        """The outcomes of each file of questions, in the order asked."""
        files: dict[str, list[Outcome]] = {}
        for outcome in self.outcomes[mode or self.mode]:
            files.setdefault(outcome.file, []).append(outcome)
        return files

    def side_by_side(self) -> list[list[str]]:
        """Every figure in each mode of answering, with a heading."""
        rows = [["", *(MODE_NAMES[mode].lower() for mode in self.outcomes)]]
        for each in FIGURES:
            values = {
                mode: cell(each.of(outcomes)) if mode in each.modes else "–"
                for mode, outcomes in self.outcomes.items()
            }
            rows.append([each.label, *values.values()])
        return rows

    def to_text(self) -> str:
        """The figures as tables for people."""
        lines = aligned(self.side_by_side()) if len(self.outcomes) > 1 else []
        for mode, outcomes in self.outcomes.items():
            if len(self.outcomes) > 1:
                lines += ["", f"{MODE_NAMES[mode]}:"]
            lines += aligned(table(outcomes, mode))
            mean = figures(outcomes)
            lines.append(
                f"citations an answer: {mean['citations_per_answer']:.1f}, "
                f"words a citation: {mean['words_per_citation']:.0f}"
            )
        return "\n".join([*lines, *summary(self.to_dict())])


def table(outcomes: Sequence[Outcome], mode: Mode) -> list[list[str]]:
    """A row for each kind, for each file where there are several, and for all; with a heading."""
    shares = [each for each in FIGURES if each.share and mode in each.modes]
    rows: dict[str, Mapping[str, Any]] = {**by_kind(outcomes)}
    files = list(dict.fromkeys(o.file for o in outcomes))
    if len(files) > 1:
        rows |= {f"all of {f}": figures([o for o in outcomes if o.file == f]) for f in files}
    rows["all"] = figures(outcomes)
    head = ["", "questions", *(each.label for each in shares)]
    return [head] + [
        [label, str(row["questions"]), *(cell(row[each.name]) for each in shares)]
        for label, row in rows.items()
    ]


def cell(value: float | None) -> str:
    """A figure as tables show it."""
    return "–" if value is None else f"{value:.2f}"


def summary(found: Mapping[str, Any]) -> list[str]:
    """What the tables don't hold, in sentences: times, the best threshold, the calibration."""
    lines = [
        f"{name}: median {spent['median']:.0f} ms, p95 {spent['p95']:.0f} ms"
        for name, spent in found["timings_ms"].items()
    ]
    trust = found["reliability"]
    best = trust["best"]
    if best:
        lines.append(
            f"refusing below {best['threshold']:.2f} would refuse {best['refused']:.0%} of the "
            f"unanswerable and {best['false_refusals']:.0%} of the answerable; the threshold is "
            f"{trust['threshold']:.2f}"
        )
    error = trust["calibration"]["error"]
    lines.append(f"calibration error of the confidence: {error:.2f}")
    return lines


def _parts(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    return {
        "questions": len(outcomes),
        "all": figures(outcomes),
        "kinds": by_kind(outcomes),
    }


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """The rows of a table as lines, the first column to the left, the others to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(
            text.ljust(width) if column == 0 else text.rjust(width)
            for column, (text, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]


def _times(values: Sequence[float]) -> Mapping[str, float]:
    ordered = sorted(values)
    return {
        "median": round(statistics.median(ordered), 3),
        "p95": round(ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))], 3),
    }
