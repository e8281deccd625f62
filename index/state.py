"""What the catalogue notes of the two engines, to tell whether they can be opened as they are."""

from __future__ import annotations

import json
from pathlib import Path

from index.catalogue import Catalogue
from index.vectors import VectorIndex

# Grows when what the engines store of a passage changes: older indexes are then made again.
_FORMAT = 3
_STATE = "engines"
_FILES = "engines_files"
_FOLDER = "engines_folder"
_GRAPH = "engines_graph"
_BEHIND = "behind"
WRITING = "writing"
MENDING = "mending"


class EngineState:
    """The notes on the engines in a folder, or on a Chroma server."""

    def __init__(self, catalogue: Catalogue, folder: Path, server: str) -> None:
        self._catalogue = catalogue
        self._folder = folder
        self._server = server

    @property
    def value(self) -> str:
        """Grows with every change, and differs while one is under way or was cut off."""
        return self._catalogue.setting(_STATE) or ""

    @property
    def number(self) -> int:
        """The number of the folder in use."""
        return int(self._catalogue.setting(_FOLDER) or 0)

    @property
    def folder(self) -> Path:
        """The folder in use."""
        return self._folder / str(self.number)

    @property
    def graph(self) -> Path:
        """Where Chroma's files lie."""
        return self.folder / "vectors"

    @property
    def behind(self) -> bool:
        """Whether Chroma's graph is still to be made."""
        return self._catalogue.setting(_GRAPH) == _BEHIND

    def in_step(self) -> bool:
        """Whether the engines on disk hold what the catalogue shows."""
        return self.value.partition("#")[0] == self._expected() and self._complete()

    def cut_off(self) -> bool:
        """Whether a write was cut off that left Chroma's files alone, as far as can be known."""
        return self.value == self._mark(WRITING) and not self._touched()

    def begin(self, what: str) -> None:
        """Note that a change begins: WRITING, or MENDING where both are made again if it ends."""
        self._catalogue.note(_STATE, self._mark(what))

    def move(self, number: int) -> None:
        """Use the folder of that number, in which Chroma's graph is still to be made."""
        self._catalogue.note(_GRAPH, _BEHIND)
        self._catalogue.note(_FOLDER, str(number))

    def fall_behind(self) -> None:
        """Note that Chroma's graph, which was in step, was lost and is to be made again."""
        self._catalogue.note(_GRAPH, _BEHIND)
        self.settle()

    def written(self) -> None:
        """Note how Chroma's files stand now."""
        self._catalogue.note(_FILES, json.dumps(VectorIndex.files(self.graph)))

    def settle(self, grown: bool = False) -> None:
        """Note that a change has ended, and with `grown` that Chroma's graph is whole."""
        if grown:
            self._catalogue.note(_GRAPH, "")
        self.written()
        # What stands behind "#" tells those who have it open that it was replaced or has grown.
        made = f"{self.number}{self._catalogue.setting(_GRAPH) or ''}"
        self._catalogue.note(_STATE, f"{self._expected()}#{made}")

    def _expected(self) -> str:
        return f"{_FORMAT}/{self._catalogue.generation}@{self._server or 'embedded'}"

    def _mark(self, what: str) -> str:
        """What stands in place of the state while the engines are not in step."""
        return f"{what} {_FORMAT}@{self._server or 'embedded'}"

    def _noted(self) -> dict[str, list[int]] | None:
        """How the files of the graph stood when it was last written, None where that isn't known"""
        noted = self._catalogue.setting(_FILES)
        return None if noted is None else json.loads(noted)

    def _touched(self) -> bool:
        """Whether the graph was being written when a write was cut off, as far as can be known."""
        if self._server or self.behind:
            return False
        return VectorIndex.files(self.graph) != self._noted()

    def _complete(self) -> bool:
        """Whether the files are there in the sizes that they had; a copy has other times."""
        noted = None if self._server else self._noted()
        if noted is None:
            return True
        if not (self.folder / "lexical" / "meta.json").is_file():
            return False
        there = VectorIndex.files(self.graph)
        return self.behind or {name: size for name, (size, _) in there.items()} == {
            name: size for name, (size, _) in noted.items()
        }
