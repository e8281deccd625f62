"""What metadata say of the files in an archive: those inside it, and those of the folder around."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from corpus.candidate import Candidate, Unreadable
from corpus.errors import Refused
from corpus.metadata import Row, parse_metadata


@dataclass(frozen=True, slots=True)
class Outside:
    """The rows around an archive by full name ("papers.zip/a.txt"); `closed` as for Metadata."""

    rows: Mapping[str, Row]
    closed: bool


class Rows:
    """The rows of an archive's files. What keeps a file from the public is never overruled inside.

    A row around the archive that names a file goes first, then one inside it, the nearest first;
    what is said of the archive itself holds for all its files, but for the title.
    """

    def __init__(
        self,
        item: Candidate,
        outside: Outside,
        metadata: Mapping[str, bytes | str],
        files: Sequence[str],
    ) -> None:
        self.problems: list[Unreadable] = []
        self._item = item
        self._outside = outside
        self._whole = {key: value for key, value in item.metadata.items() if key != "title"}
        self._inside: dict[str, tuple[Row, str]] = {}
        self._closed: list[str] = []
        folders = {str(PurePosixPath(name).parent) for name in metadata}
        for folder in sorted(folders, key=lambda each: (each.count("/"), each)):
            self._read("" if folder == "." else f"{folder}/", metadata, frozenset(files))

    def row(self, name: str) -> tuple[Row, str]:
        """What is said of a file, and the name of the metadata file that says it."""
        given = self._outside.rows.get(f"{self._item.source}/{name}", {})
        inside, described_in = self._inside.get(name, ({}, ""))
        row = {**self._whole, **inside, **given}
        closed = any(name.startswith(prefix) for prefix in self._closed) and not inside
        barred = "internal" in (self._whole.get("audience"), inside.get("audience"))
        if "audience" not in given and (closed or barred or self._outside.closed):
            row["audience"] = "internal"
        return row, described_in or self._item.described_in or ("metadata" if given else "")

    def _read(
        self, prefix: str, metadata: Mapping[str, bytes | str], files: frozenset[str]
    ) -> None:
        """Take in the metadata files of one folder of the archive."""

        def read(name: str) -> bytes | None:
            data = metadata.get(prefix + name)
            if isinstance(data, str):
                raise Refused(data)
            return data

        found = parse_metadata(read)
        shown = f"{self._item.source}/{prefix}"
        self.problems += [Unreadable(shown + name, problem) for name, problem in found.problems]
        for file, row in found.rows.items():
            name, where = found.where[file]
            self._inside[prefix + file] = (row, name)
            if prefix + file not in files:
                told = f"{where}: there is no file '{file}' in the folder"
                self.problems.append(Unreadable(shown + name, told))
        if found.closed:
            self._closed.append(prefix)
