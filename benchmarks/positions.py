"""Precision and recall of the recogniser of positions, on labelled sentences.

    python -m benchmarks.positions [--errors]

The labels name files of the shared collection by their offsets; without that collection there is
nothing to measure. `--errors` lists the wrong sentences of the development part only.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Any

from corpus.document import Document
from corpus.positions import Position, find_positions

_HERE = Path(__file__).resolve().parent
LABELS = _HERE / "positions_labels.jsonl"
DATA = _HERE.parent.parent / "shared" / "data"


def labelled() -> list[dict[str, Any]]:
    """The labels, in the order of the file."""
    return [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]


def recognised(label: dict[str, Any], data: Path = DATA) -> tuple[str, tuple[Position, ...]]:
    """The labelled sentence and the positions that are recognised in it."""
    path = data / label["file"]
    text = " ".join(path.read_text(encoding="utf-8")[label["start"] : label["end"]].split())
    document = Document(
        "", path.name, "", text, "", "", publisher=_publishers(path.parent)[path.name]
    )
    return text, find_positions(document)


_known: dict[Path, dict[str, str]] = {}


def _publishers(folder: Path) -> dict[str, str]:
    if folder not in _known:
        with (folder / "metadata.csv").open(encoding="utf-8", newline="") as table:
            _known[folder] = {row["file"]: row["publisher"] for row in csv.DictReader(table)}
    return _known[folder]


def _tell(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")


def measure(labels: list[dict[str, Any]], data: Path = DATA) -> dict[str, float]:
    """Precision and recall of positions, and the share of those found whose act is right."""
    hits = found = wanted = acts = 0
    for label in labels:
        _, positions = recognised(label, data)
        wanted += bool(label["acts"])
        found += bool(positions)
        if positions and label["acts"]:
            hits += 1
            acts += positions[0].act in label["acts"]
    return {
        "sentences": len(labels),
        "positions": wanted,
        "precision": round(hits / max(1, found), 3),
        "recall": round(hits / max(1, wanted), 3),
        "act": round(acts / max(1, hits), 3),
    }


def main() -> None:
    """Print the figures."""
    labels = labelled()
    for name, part in (
        ("dev", [label for label in labels if label["split"] == "dev"]),
        ("held-out", [label for label in labels if label["split"] == "held-out"]),
        (
            "held-out, drawn at random",
            [each for each in labels if (each["split"], each["sample"]) == ("held-out", "random")],
        ),
        ("all", labels),
    ):
        _tell(f"{name:<26} {measure(part)}")
    if "--errors" in sys.argv:
        for label in labels:
            text, positions = recognised(label)
            right = positions[0].act in label["acts"] if positions else not label["acts"]
            if label["split"] == "dev" and not right:
                _tell(label["acts"], "->", [p.acts for p in positions], text)


if __name__ == "__main__":
    main()
