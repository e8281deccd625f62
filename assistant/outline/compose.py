"""A section's points: its quotations, or a model's sentences on them, through the one verifier."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from assistant.draft import DraftStatement, Quotation, SourcePassage
from assistant.model import ModelAnswerer, ModelError, UnreadableReply
from assistant.outline.brief import Brief
from assistant.outline.choose import addressee
from assistant.outline.pool import Quote
from assistant.outline.result import Point
from assistant.outline.sections import Kind
from assistant.placing import Placing
from assistant.results import Citation
from assistant.verify import Verifier


class Composer:
    """Makes the points of one outline and numbers their citations from 1.

    `mode` is "model" once a point is the model's; `notice` says what went wrong with it, or ""
    """

    def __init__(self, brief: Brief, model: ModelAnswerer | None) -> None:
        self._brief = brief
        self._model = model
        self._verifier = Verifier()
        self._dropped = 0
        self._problem = ""
        self.mode: Literal["quotes", "model"] = "quotes"

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation given so far, in the order of their numbers."""
        return self._verifier.citations

    @property
    def notice(self) -> str:
        """What a reader should know of the model's part, "" for nothing."""
        said = [self._problem] if self._problem else []
        if self._dropped:
            what = "1 sentence" if self._dropped == 1 else f"{self._dropped} sentences"
            said.append(f"{what} of the model could not be verified and are left out.")
        return " ".join(said)

    def points(self, kind: Kind, quotes: Sequence[Quote]) -> tuple[Point, ...]:
        """The section's points, each verified; none where there are no quotations."""
        sources = {
            f"p{number}": SourcePassage(
                f"p{number}", quote.document, quote.span.start, quote.span.end
            )
            for number, quote in enumerate(quotes, start=1)
        }
        written = self._written(kind, sources) if sources and self._model else ()
        if written:
            self.mode = "model"
            return written
        return tuple(
            point
            for quote, source in zip(quotes, sources.values(), strict=True)
            if (point := self._quoted(quote, source, sources)) is not None
        )

    def _quoted(
        self, quote: Quote, source: SourcePassage, sources: dict[str, SourcePassage]
    ) -> Point | None:
        drafted = DraftStatement(source.text, (Quotation(source.key, source.text),))
        statement, _ = self._verifier.verify(drafted, sources)
        if statement.support != "verbatim":
            return None
        act = quote.position.act if quote.position else ""
        return Point(statement.text, statement.citations, "verbatim", act, addressee(quote))

    def _written(self, kind: Kind, sources: dict[str, SourcePassage]) -> tuple[Point, ...]:
        """The model's sentences that are verified; none where it fails, which `notice` tells."""
        assert self._model is not None
        points: list[Point] = []
        before = {citation.number for citation in self.citations}
        placing = Placing([*sources.values()])
        try:
            written = self._model.compose(kind.heading, self._brief.text, [*sources.values()])
            for drafted in (each for whole in written for each in placing.placed(whole)):
                statement, _ = self._verifier.verify(drafted, sources)
                if statement.support == "unsupported":
                    self._dropped += 1
                elif not before.issuperset(statement.citations):
                    # What rests on nothing but an earlier section's quotations repeats it.
                    points.append(Point(statement.text, statement.citations, statement.support))
        except UnreadableReply as error:
            self._problem = str(error)
            if not points:
                self._stop(error)
        except ModelError as error:
            self._stop(error)
        return tuple(points)

    def _stop(self, error: ModelError) -> None:
        """Leave the model alone from now on."""
        self._problem = f"{error} What it did not write is in quotations."
        self._model = None
