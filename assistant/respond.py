"""From a question to an answer: retrieved, drafted, verified, or refused with what was searched."""

from __future__ import annotations

import time
from collections.abc import Collection, Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Literal

from assistant import wording
from assistant.arrange import Choice
from assistant.confidence import THRESHOLD
from assistant.draft import Answerer, SourcePassage
from assistant.judge import PASSAGES, judge
from assistant.model import ModelAnswerer, ModelError
from assistant.modelled import NOTHING_BORNE, Modelled, self_contained
from assistant.pace import Deadline
from assistant.positions.topic import Topic
from assistant.quotes import QuotationAnswerer
from assistant.reading import Part
from assistant.results import Answer, Citation, Searched, Statement
from assistant.retrieve import Retrieved, nearest, retrieve
from assistant.settings import Settings
from assistant.verify import Verifier, citation
from index.filters import Filters
from index.index import Index

_DEPTH = 20
_NEAREST = 3
_IN_QUOTATIONS = " The answer below is in quotations, without the model."


@dataclass(slots=True)
class _Clock:
    """Milliseconds spent in each stage."""

    began: float = field(default_factory=time.perf_counter)
    last: float = field(default_factory=time.perf_counter)
    spent: dict[str, float] = field(default_factory=dict)

    def lap(self, stage: str) -> None:
        now = time.perf_counter()
        self.spent[stage] = round((now - self.last) * 1000, 3)
        self.last = now

    def times(self) -> dict[str, float]:
        total = round((time.perf_counter() - self.began) * 1000, 3)
        return {
            stage: self.spent.get(stage, 0.0) for stage in ("understand", "retrieve", "answer")
        } | {"total": total}


class Responder:
    """Answers questions from an index, in quotations or, where one is configured, with a model."""

    def __init__(self, index: Index, settings: Settings) -> None:
        self._index = index
        self._settings = settings
        self._model = (
            ModelAnswerer(
                settings.llm,
                settings.llm_base_url,
                api_key=settings.llm_api_key.get_secret_value(),
                window=settings.llm_window,
                total_seconds=settings.llm_seconds,
            )
            if settings.llm
            else None
        )

    def without_model(self) -> Responder:
        """One that answers in quotations whatever is configured."""
        return Responder(self._index, self._settings.model_copy(update={"llm": ""}))

    @property
    def model(self) -> ModelAnswerer | None:
        """The configured language model, None where there is none."""
        return self._model

    def stream(
        self,
        question: str,
        history: Sequence[str],
        given: Filters,
        ignore: Collection[Part] = (),
    ) -> Iterator[Answer]:
        """Growing answers, the last one complete. Every statement shown has been verified.

        What is understood of the parts in `ignore` limits nothing.
        """
        clock = _Clock()
        if self._model is not None:
            with suppress(ModelError):  # told where the model is asked
                self._model.load()
        # One deadline for all that the model is asked, so that no answer takes longer.
        deadline = Deadline.within(self._settings.llm_seconds)
        alone, notice = self._self_contained(question, history, deadline)
        clock.lap("understand")
        # What the model rewrote says all that it means: it goes on from nothing.
        asked, before = (alone, ()) if alone else (question, history)
        retrieved = retrieve(self._index, asked, before, given, _DEPTH, ignore)
        clock.lap("retrieve")
        found = judge(self._index, retrieved)
        choices, certainty = found.choices, found.confidence
        rewritten = alone if alone != question else ""
        searched = self._searched(retrieved)
        draft = _Draft(question, rewritten, searched, retrieved, clock, certainty, notice)
        # A server that failed once is not waited for again.
        if self._model is not None and retrieved.scored and not notice:
            finished = yield from self._from_model(draft, self._model, history, deadline)
            if finished:
                return
        if certainty < THRESHOLD or not choices:
            clock.lap("answer")
            yield self._refusal(draft, given)
            return
        yield draft.answered("quotes", *_quoted(draft, choices))

    def _self_contained(
        self, question: str, history: Sequence[str], deadline: Deadline
    ) -> tuple[str, str]:
        """The question as the model rewrote it to stand alone, else "", and what went wrong."""
        if self._model is None or not history:
            return "", ""
        try:
            return self_contained(self._model, question, history, deadline), ""
        except ModelError as error:
            return "", str(error)

    def _from_model(
        self, draft: _Draft, model: ModelAnswerer, history: Sequence[str], deadline: Deadline
    ) -> Generator[Answer, None, bool]:
        """The model's answer as it grows. Returns whether it is one, else quotations follow."""
        written = Modelled(model, draft.question, _sources(draft.retrieved), deadline)
        for _ in written.grow(history):
            yield draft.answered("model", tuple(written.statements), written.citations)
        draft.notice = written.notice
        if written.supported:
            draft.clock.lap("answer")
            yield draft.answered("model", tuple(written.statements), written.citations)
            return True
        if not written.statements and not written.notice:
            draft.certainty = 0.0
            draft.clock.lap("answer")
            yield self._refusal(draft, draft.retrieved.filters)
            return True
        draft.unsupported = tuple(written.statements)
        draft.notice = written.notice or NOTHING_BORNE
        return False

    def _refusal(self, draft: _Draft, given: Filters) -> Answer:
        near = nearest(self._index, draft.retrieved, given, _NEAREST)
        shown = tuple(_nearest(near, _NEAREST))
        reading, limits = draft.retrieved.reading, draft.retrieved.filters
        forms = Topic.of(self._index, reading.topic, limits.publishers).forms
        draft.searched = replace(draft.searched, forms=forms)
        return Answer(
            question=draft.question,
            answered=False,
            mode="model" if draft.unsupported else "quotes",
            answer=wording.with_unsupported(
                wording.refusal(draft.question, draft.searched, draft.retrieved.filters, shown),
                draft.unsupported,
            ),
            statements=draft.unsupported,
            citations=(),
            filters=draft.retrieved.understood,
            searched=draft.searched,
            nearest=shown,
            timings_ms=draft.clock.times(),
            confidence=draft.certainty,
            notice=draft.notice,
            rewritten=draft.rewritten,
        )

    def _searched(self, retrieved: Retrieved) -> Searched:
        cover = self._index.catalogue.coverage(retrieved.filters)
        return Searched(cover.documents, cover.earliest, cover.latest)


@dataclass(slots=True)
class _Draft:
    """An answer in the making."""

    question: str
    rewritten: str
    searched: Searched
    retrieved: Retrieved
    clock: _Clock
    certainty: float
    notice: str
    unsupported: tuple[Statement, ...] = ()

    def answered(
        self,
        mode: Literal["quotes", "model"],
        statements: tuple[Statement, ...],
        citations: tuple[Citation, ...],
    ) -> Answer:
        notice = self.notice
        if mode == "quotes":
            self.clock.lap("answer")
            text = wording.with_unsupported(wording.quotations(citations), self.unsupported)
            statements += self.unsupported
            notice += _IN_QUOTATIONS if notice else ""
        else:
            text = wording.statements(statements)
        return Answer(
            question=self.question,
            answered=True,
            mode=mode,
            answer=text,
            statements=statements,
            citations=citations,
            filters=self.retrieved.understood,
            searched=self.searched,
            nearest=(),
            timings_ms=self.clock.times(),
            confidence=self.certainty,
            notice=notice,
            rewritten=self.rewritten,
        )


def _sources(retrieved: Retrieved) -> list[SourcePassage]:
    """The best passages, under the opaque keys by which answerers name them."""
    return [
        SourcePassage(
            f"p{number}",
            retrieved.documents[found.passage.document],
            found.passage.start,
            found.passage.end,
        )
        for number, found in enumerate(retrieved.scored[:PASSAGES], start=1)
    ]


def _quoted(
    draft: _Draft, choices: Sequence[Choice]
) -> tuple[tuple[Statement, ...], tuple[Citation, ...]]:
    """The chosen stretches, through the same gate as a model's statements, numbered as shown."""
    sources = _sources(draft.retrieved)
    passages = {source.key: source for source in sources}
    verifier = Verifier()
    answerer: Answerer = QuotationAnswerer(choices)
    statements: list[Statement] = []
    for drafted in answerer.draft(draft.question, (), sources):
        statement, _ = verifier.verify(drafted, passages)
        statements.append(statement)
    return tuple(statements), verifier.citations


def _nearest(retrieved: Retrieved, limit: int) -> Iterator[Citation]:
    for number, found in enumerate(retrieved.scored[:limit], start=1):
        passage = found.passage
        best = passage.sentences[int(found.sentence_cosines.argmax())]
        document = retrieved.documents[passage.document]
        yield citation(document, best, number)
