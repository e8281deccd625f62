"""What checking a draft returns: its quotations and claims, each with a verdict and a source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from assistant.results import Citation, Searched

Kind = Literal["quotation", "claim"]
Verdict = Literal["verbatim", "altered", "supported", "new", "conflicting"]
VERDICTS: tuple[Verdict, ...] = ("verbatim", "supported", "altered", "conflicting", "new")
ChangeKind = Literal[
    "replaced",
    "dropped",
    "inserted",
    "number",
    "case",
    "punctuation",
    "omission",
    "cut",
    "joined",
    "attribution",
    "date",
    "meaning",
    "superseded",
]


@dataclass(frozen=True, slots=True)
class EarlierVersion:
    """Where a quotation stood before its source changed.

    `document` is the document's id, `sha256` that of the bytes that the earlier version was read
    from; `quote` is `text[start:end]` in its text, which `Assistant.show` gives. `captured` says
    when it was read and `superseded` when the change was noticed (ISO, UTC).
    """

    document: str
    source: str
    title: str
    sha256: str
    captured: str
    superseded: str
    quote: str
    start: int
    end: int

    def to_dict(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between a draft and its source.

    `draft` and `source` are the words of each side, "" where that side has none; `note` says in
    words what differs. `match` is the second source of a quotation joined from two places,
    `version` the earlier version of a source in which the words stood ("superseded").
    """

    kind: ChangeKind
    draft: str
    source: str
    note: str
    match: Citation | None = None
    version: EarlierVersion | None = None

    def to_dict(self) -> dict[str, Any]:
        found: dict[str, Any] = {
            "kind": self.kind,
            "draft": self.draft,
            "source": self.source,
            "note": self.note,
        }
        for name, value in (("match", self.match), ("version", self.version)):
            if value:
                found[name] = value.to_dict()
        return found


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """A quotation or claim of a draft, `text`, at `start` in the draft's paragraph (from 0).

    A quotation is "verbatim" only where `text` stands in the source as `match.quote` does, but for
    typography. A claim is "supported" by `match` or goes against it, "conflicting". "new" has no
    match: the library holds nothing like it. A quotation that stands only in an earlier version of
    a source is "altered", with a change "superseded" and without a match where nothing near to it
    stands now.
    """

    text: str
    kind: Kind
    verdict: Verdict
    match: Citation | None
    changes: tuple[Change, ...]
    paragraph: int
    start: int
    end: int

    @property
    def stood(self) -> bool:
        """Whether it is a quotation that stands only in an earlier version of a source."""
        return any(change.kind == "superseded" for change in self.changes)

    def to_dict(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "kind": self.kind,
            "verdict": self.verdict,
            "match": self.match.to_dict() if self.match else None,
            "changes": [change.to_dict() for change in self.changes],
            "paragraph": self.paragraph,
            "start": self.start,
            "end": self.end,
        }


@dataclass(frozen=True, slots=True)
class Check:
    """A draft's `paragraphs` and what was found of each quotation and claim, in their order."""

    paragraphs: tuple[str, ...]
    sentences: tuple[CheckedSentence, ...]
    searched: Searched
    timings_ms: Mapping[str, float]

    @property
    def counts(self) -> dict[str, int]:
        """How many sentences have each verdict."""
        found = Counter(sentence.verdict for sentence in self.sentences)
        return {verdict: found[verdict] for verdict in VERDICTS}

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every match, by number."""
        matches = [sentence.match for sentence in self.sentences]
        matches += [change.match for sentence in self.sentences for change in sentence.changes]
        numbered = {match.number: match for match in matches if match}
        return tuple(numbered[number] for number in sorted(numbered))

    def to_dict(self) -> dict[str, Any]:
        return {
            "sentences": [sentence.to_dict() for sentence in self.sentences],
            "counts": self.counts,
            "searched": self.searched.to_dict(),
            "timings_ms": dict(self.timings_ms),
        }
