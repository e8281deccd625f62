"""Parsing: what a file's bytes hold, cleaned and described; done in a process of its own."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.clean import clean
from corpus.describe import Description, describe
from corpus.discover import Candidate
from corpus.document import Document, Speech
from corpus.errors import Refused
from corpus.formats.registry import read_as
from corpus.ocr import Ocr, Recognised, nobody
from corpus.positions import Position, find_positions
from corpus.titles import language_code

_NO_TEXT = "the file is empty: it holds no text to read"
_NO_TEXT_ON_PAGE = (
    "the page holds no text, perhaps since a script puts it together: open it in a browser, save it"
    " and add the file"
)
_NO_OCR = Ocr(seconds=0)

# About five seconds of looking, where a file has thirty.
_LONGEST_FOR_POSITIONS = 2_000_000


@dataclass(frozen=True, slots=True)
class Parsed:
    """The stored text of a file, where its pages begin, what is known of it.

    `positions` are those that it takes, None for a text so long that looking for them would take
    the time that a file has. `scanned` says that pages of it are pictures, read by OCR or not.
    """

    text: str
    pages: tuple[int, ...]
    described: Description
    positions: tuple[Position, ...] | None = None
    scanned: bool = False

    def to_dict(self) -> dict[str, Any]:
        return dataclasses.asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Parsed:
        """What `to_dict` wrote, read back from JSON."""
        described = dict(values["described"])
        described["speeches"] = tuple(Speech(**speech) for speech in described["speeches"])
        for name in ("places", "speakers"):
            described[name] = tuple(described[name])
        positions = values["positions"]
        if positions is not None:
            positions = tuple(
                Position(**{**position, "acts": tuple(position["acts"])}) for position in positions
            )
        return cls(
            values["text"],
            tuple(values["pages"]),
            Description(**described),
            positions,
            values["scanned"],
        )


def parse(
    data: bytes, candidate: Candidate, ocr: Ocr = _NO_OCR, tell: Recognised = nobody
) -> Parsed:
    """The text and description of the file `candidate` whose bytes are `data`.

    Pages that are pictures are read as `ocr` says; `tell` hears how many have been. Raises Refused
    when they hold no text that can be read.
    """
    named = candidate.metadata.get("language", "")
    ocr = dataclasses.replace(ocr, language=language_code(named))
    if candidate.fetched:
        # What knows web addresses is heavy, and most workers never need it.
        from corpus.web.page import read_page

        reading = read_page(data, candidate.fetched, ocr, tell)
    else:
        reading = read_as(Path(candidate.location).suffix.lower(), data, ocr, tell)
    text = reading.text if reading.pages else clean(reading.text, wrapped=reading.wrapped).text
    if not text:
        raise Refused(_NO_TEXT_ON_PAGE if candidate.fetched else _NO_TEXT)
    described = describe(text, reading, candidate)
    origin = {**described.origin, **reading.notes}
    described = dataclasses.replace(described, origin=origin)
    positions = _positions(text, described) if len(text) <= _LONGEST_FOR_POSITIONS else None
    return Parsed(text, reading.pages, described, positions, reading.scanned)


def _positions(text: str, described: Description) -> tuple[Position, ...]:
    return find_positions(
        Document(
            id="",
            source="",
            location="",
            text=text,
            sha256="",
            title=described.title,
            date=described.date,
            publisher=described.publisher,
            kind=described.kind,
            language=described.language,
            speeches=described.speeches,
            places=described.places,
            speakers=described.speakers,
        )
    )
