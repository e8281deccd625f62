"""`metadata.csv` and `metadata.jsonl`: what the owner of a folder says about its files."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.dates import first_day
from corpus.decode import decode
from corpus.errors import Refused

NAMES = ("metadata.csv", "metadata.jsonl")
FIELDS = frozenset(
    "file title date publisher author kind language url places speakers audience".split()
)
_AUDIENCES = ("public", "internal")
Row = Mapping[str, str]


@dataclass(slots=True)
class Metadata:
    """The rows of a folder's metadata by relative file name, where each stands, and what is wrong.

    `problems` are pairs of the metadata file's name and what is wrong with which row.
    `closed` says that a metadata file couldn't be read at all: since it may have kept documents
    from the public, those it doesn't describe are then held to be internal.
    """

    rows: dict[str, Row] = field(default_factory=dict)
    where: dict[str, tuple[str, str]] = field(default_factory=dict)
    problems: list[tuple[str, str]] = field(default_factory=list)
    closed: bool = False

    def row(self, file: str) -> Row:
        """What is said about `file`, a path relative to the folder; empty if nothing is."""
        return self.rows.get(file, {"audience": "internal"} if self.closed else {})


def read_metadata(folder: Path) -> Metadata:
    """The metadata of `folder`; metadata.csv goes before metadata.jsonl where both tell."""

    def read(name: str) -> bytes | None:
        path = folder / name
        return path.read_bytes() if path.is_file() else None

    return parse_metadata(read)


def parse_metadata(read: Callable[[str], bytes | None]) -> Metadata:
    """The metadata of a folder whose files `read` gives by name, None for one that isn't there."""
    metadata = Metadata()
    for name in NAMES:
        try:
            data = read(name)
            if data is None:
                continue
            text = decode(data)
            rows = _csv_rows(text) if name.endswith(".csv") else _json_rows(text)
            for where, row, problems in rows:
                _add(metadata, name, where, row, problems)
        except (OSError, Refused, csv.Error) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            metadata.problems.append((name, f"can't be read: {reason}"))
            metadata.closed = True
    return metadata


def split_list(values: str) -> tuple[str, ...]:
    """The values of a list field, which semicolons separate."""
    return tuple(dict.fromkeys(part.strip() for part in values.split(";") if part.strip()))


def _add(
    metadata: Metadata, name: str, where: str, row: dict[str, str], problems: list[str]
) -> None:
    file = row.pop("file", "").replace("\\", "/").removeprefix("./")
    if not file:
        problems = problems or ["names no file: the column 'file' is empty"]
    elif file in metadata.rows:
        problems = [*problems, f"'{file}' is described twice; the first description counts"]
    else:
        problems = [*problems, *_check(row)]
        metadata.rows[file] = row
        metadata.where[file] = (name, where)
    metadata.problems += [(name, f"{where}: {problem}") for problem in problems]


def _check(row: dict[str, str]) -> Iterator[str]:
    """What is wrong with the values of `row`, which are taken out of it."""
    if "date" in row:
        try:
            first_day(row["date"])
        except ValueError as error:
            del row["date"]
            yield f"{error}"
    if "url" in row and not row["url"].lower().startswith(("http://", "https://")):
        yield f"'{row.pop('url')}' is no web address: it must begin with http:// or https://"
    if "audience" in row and row["audience"].lower() not in _AUDIENCES:
        yield f"the audience '{row['audience']}' is neither public nor internal; held as internal"
        row["audience"] = "internal"
    elif "audience" in row:
        row["audience"] = row["audience"].lower()


def _csv_rows(text: str) -> Iterator[tuple[str, dict[str, str], list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header = [column.strip().lower() for column in next(reader)]
    if "file" not in header:
        raise Refused(
            "its first line must name the columns, separated by commas, 'file' among them"
        )
    unknown = [column for column in header if column not in FIELDS]
    if unknown:
        yield "row 1", {}, [f"unknown column '{column}', left out" for column in unknown]
    for number, cells in enumerate(reader, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        row = {
            column: cell.strip()
            for column, cell in zip(header, cells, strict=False)
            if column in FIELDS and cell.strip()
        }
        if len(cells) == len(header):
            yield f"row {number}", row, []
        else:
            problem = f"has {len(cells)} cells for {len(header)} columns; left out"
            yield f"row {number}", _only_file(row, "audience" in header), [problem]


def _only_file(row: Mapping[str, str], has_audience: bool) -> dict[str, str]:
    """A malformed row says nothing of its file, except that it might not be for the public."""
    kept = {"file": row["file"]} if "file" in row else {}
    return kept | ({"audience": "internal"} if kept and has_audience else {})


def _json_rows(text: str) -> Iterator[tuple[str, dict[str, str], list[str]]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            yield f"row {number}", {}, ["is no JSON object; left out"]
            continue
        if isinstance(record, dict):
            yield f"row {number}", *_json_row(record)
        else:
            yield f"row {number}", {}, ["is no JSON object; left out"]


def _json_row(record: Mapping[str, Any]) -> tuple[dict[str, str], list[str]]:
    row: dict[str, str] = {}
    problems = []
    for key, value in record.items():
        if key not in FIELDS:
            problems.append(f"unknown field '{key}', left out")
        elif isinstance(value, list) and all(isinstance(item, str) for item in value):
            row[key] = ";".join(value)
        elif isinstance(value, str | int) and not isinstance(value, bool):
            row[key] = str(value).strip()
        elif value is not None:
            problems.append(f"the value of '{key}' is neither text nor a list of texts; left out")
    return {key: value for key, value in row.items() if value}, problems
