"""How well documents are described: each field against what a person labelled.

    python -m benchmarks.describing [--errors] [--part dev|held] [--folder NAME]

`describing_labels.jsonl` labels documents of the shared collection, read as a sync reads them,
and the made-up ones beside it ("made"), which are counted apart. A label lists the values that
are right; "" among them means that the field may stay empty. Statements of the General Debate are
labelled twice, with and without the `metadata.csv` beside them. Quoted words are given as
offsets into the file, in code points, and found again in the stored text by their letters.
`--errors` lists the mistakes of the development part and of the made-up documents only, so that
the third of the labels that is held out stays unseen.

A field is "right", "wrong" (another value was labelled), "missing" (a value was labelled, none
found) or "invented" (a value was found where the document tells none); precision is right of
those found, recall right of those labelled.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tarfile
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.describing_speakers import Stretches
from corpus.candidate import Candidate
from corpus.document import Document
from corpus.metadata import read_metadata
from corpus.places import canonical
from corpus.read import read

_HERE = Path(__file__).resolve().parent
LABELS = _HERE / "describing_labels.jsonl"
MADE = _HERE / "describing_made"
DATA = _HERE.parent.parent / "shared" / "data"
FIELDS = ("title", "date", "publisher", "kind", "language", "author")
Label = Mapping[str, Any]


def labelled() -> list[dict[str, Any]]:
    """The labels, in the order of the file."""
    return [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]


def described(label: Label, older: Path, data: Path = DATA) -> tuple[Document, str]:
    """The labelled document as the reader stores it, and the file's own text ("" for a PDF).

    `older` is a folder with the statements that only the archive of all sessions holds.
    """
    folder, _, name = str(label["file"]).partition("/")
    root = {"made": MADE, "debate_all": older}.get(folder, data / folder)
    metadata = read_metadata(root) if label["metadata"] else None
    candidate = Candidate(
        location=str(root / name),
        source=name,
        root=str(root),
        metadata=metadata.row(name) if metadata else {},
        described_in=metadata.where[name][0] if metadata else "",
    )
    text = candidate.data()
    raw = "" if name.endswith(".pdf") else text.decode("utf-8", "replace")
    return read(candidate, "public"), raw


def outcome(field: str, label: Label, document: Document) -> str:
    """What became of a field: right, empty (rightly so), wrong, missing or invented."""
    given = value_of(field, document)
    wanted = [value for value in label[field] if value]
    if not given:
        return "missing" if wanted and "" not in label[field] else "empty"
    if any(_same(field, given, value) for value in wanted):
        return "right"
    return "wrong" if wanted else "invented"


def value_of(field: str, document: Document) -> str:
    """The described value; "" for a title made of the file's name and the kind "document"."""
    if field == "title" and document.origin.get("title") == "file name":
        return ""
    value = str(getattr(document, field, ""))
    return "" if field == "kind" and value == "document" else value


def _same(field: str, given: str, wanted: str) -> bool:
    if field in ("date", "kind", "language"):
        return given == wanted
    one, other = (re.sub(r"[\W_]+", " ", canonical(v) or v).casefold() for v in (given, wanted))
    return one.strip().removeprefix("the ") == other.strip().removeprefix("the ")


def place_counts(label: Label, document: Document) -> Counter[str]:
    """Places right, missing and wrong; those labelled "also" count neither way."""
    wanted = {canonical(place) or place for place in label["places"]}
    also = {canonical(place) or place for place in label["also"]}
    given = set(document.places)
    return Counter(
        right=len(given & wanted), missing=len(wanted - given), wrong=len(given - wanted - also)
    )


class Report:
    """Counts by field of a group of documents."""

    def __init__(self) -> None:
        self.documents = 0
        self.fields: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.stretches = Stretches()

    def add(self, label: Label, document: Document, raw: str) -> Iterator[str]:
        """Counts a document; what is wrong with it, one line each."""
        self.documents += 1
        for field in FIELDS:
            found = outcome(field, label, document)
            self.fields[field][found] += 1
            if found not in ("right", "empty"):
                yield f"{field} {found}: {value_of(field, document)!r} for {label[field][:2]}"
        places = place_counts(label, document)
        self.fields["places"] += places
        if places["wrong"] or places["missing"]:
            yield f"places: {document.places} for {label['places']} (also {label['also']})"
        yield from self.stretches.add(label["speakers"], document, raw)

    def lines(self) -> Iterator[str]:
        yield (
            f"{'':10} {'right':>6} {'wrong':>6} {'missing':>8} {'invented':>9} {'empty':>6}"
            f" {'precision':>10} {'recall':>7}"
        )
        for field, counts in self.fields.items():
            right = counts["right"]
            bad = right + counts["wrong"]
            yield (
                f"{field:10} {right:6} {counts['wrong']:6} {counts['missing']:8}"
                f" {counts['invented']:9} {counts['empty']:6}"
                f" {_share(right, bad + counts['invented']):>10}"
                f" {_share(right, (right if field == 'places' else bad) + counts['missing']):>7}"
            )
        yield from self.stretches.lines()

    def brief(self) -> str:
        """Right or rightly empty of all, by field, in one line."""
        cells = [
            f"{counts['right'] + counts['empty']:3}/{sum(counts.values()):<3}"
            for field, counts in self.fields.items()
        ]
        return f"{self.documents:9} " + " ".join(f"{cell:>9}" for cell in cells)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"


def _older(labels: Sequence[Label], folder: Path, data: Path = DATA) -> Path:
    """`folder`, with the labelled statements of the archive of all sessions unpacked into it."""
    wanted = {Path(label["file"]).name for label in labels if "debate_all/" in label["file"]}
    archive = data / "debate_all.tar.xz"
    if wanted and archive.exists():
        with tarfile.open(archive) as members:
            for member in members:
                name = Path(member.name).name
                content = members.extractfile(member) if name in wanted else None
                if content is not None:
                    (folder / name).write_bytes(content.read())
                    wanted.remove(name)
                if not wanted:
                    break
    return folder


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")


def main() -> None:
    """Prints the tables for the parts, then the shares by folder."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--part", choices=("dev", "held", "made", "made, held"))
    parser.add_argument("--folder")
    options = parser.parse_args()
    parts: defaultdict[str, Report] = defaultdict(Report)
    folders: defaultdict[str, Report] = defaultdict(Report)
    with tempfile.TemporaryDirectory() as folder:
        labels = [label for label in labelled() if _chosen(label, options.part, options.folder)]
        older = _older(labels, Path(folder))
        for label in labels:
            document, raw = described(label, older)
            mistakes = list(parts[_part(label)].add(label, document, raw))
            list(folders[_folder(label)].add(label, document, raw))
            if options.errors and mistakes and label["part"] != "held":
                _tell(f"{label['file']}{' (metadata)' if label['metadata'] else ''}")
                for mistake in mistakes:
                    _tell(f"    {mistake}")
    for part, report in parts.items():
        _tell(f"\n{part}: {report.documents} documents")
        for line in report.lines():
            _tell(line)
    _tell(f"\nright or rightly empty\n{'':22} documents " + " ".join(f"{f:>9}" for f in FIELDS))
    for name, report in folders.items():
        _tell(f"{name:22} {report.brief()}")


def _chosen(label: Label, part: str | None, folder: str | None) -> bool:
    return part in (None, _part(label)) and folder in (None, label["file"].split("/")[0])


def _part(label: Label) -> str:
    part = str(label["part"])
    if label["file"].startswith("made/"):
        return "made" if part == "dev" else f"made, {part}"
    return part


def _folder(label: Label) -> str:
    folder = str(label["file"]).split("/", 1)[0]
    return f"{folder}, metadata" if label["metadata"] else folder


if __name__ == "__main__":
    main()
