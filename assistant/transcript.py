"""Questions and their answers as a paper with footnotes, for Word and Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant import wording
from assistant.export import Heading, Items, Note, Paper, Paragraph, Quotation, Styled
from assistant.export.paper import Block
from assistant.results import Answer, Citation, Statement, Understood
from index.filters import Filters


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question with its answer, or with what went wrong; `stopped` before it was complete."""

    question: str
    answer: Answer | None = None
    error: str = ""
    stopped: bool = False


def transcript(exchanges: Sequence[Exchange], title: str = "Questions and answers") -> Paper:
    """The exchanges as they are written down, each quotation with its source as a footnote.

    A single one has its question for the title.
    """
    alone = len(exchanges) == 1
    blocks: list[Block] = []
    for each in exchanges:
        blocks += [] if alone else [Heading(each.question)]
        blocks += _exchange(each)
    return Paper(exchanges[0].question if alone else title, tuple(blocks))


def _exchange(exchange: Exchange) -> Iterator[Block]:
    answer = exchange.answer
    if exchange.error:
        yield Paragraph((exchange.error,))
    if exchange.stopped:
        yield Paragraph((Styled(wording.STOPPED, "emphasis"),))
    if answer is None:
        return
    if answer.rewritten:
        yield Paragraph((Styled(f"Understood as: {answer.rewritten}", "emphasis"),))
    if answer.notice:
        yield Paragraph((Styled(answer.notice, "emphasis"),))
    if answer.answered:
        yield from _answer(answer)
        searched = wording.scope(answer.searched, _within(answer.filters))
        yield Paragraph((Styled(searched, "emphasis"),))
    else:
        yield from _refusal(answer)


def _within(understood: Understood) -> str:
    # Places are none: the places that a question names are what it is about.
    filters = Filters(
        "internal",
        since=understood.since,
        until=understood.until,
        publishers=understood.publishers,
        kinds=understood.kinds,
    )
    return wording.limited(filters)


def _answer(answer: Answer) -> Iterator[Block]:
    cited = {citation.number: citation for citation in answer.citations}

    def origin(statement: Statement) -> str:
        verbatim = statement.support == "verbatim" and statement.citations
        return cited[statement.citations[0]].document if verbatim else ""

    apart = answer.mode == "quotes"
    shown = [each for each in answer.statements if not apart or each.support != "unsupported"]
    for document, group in groupby(shown, key=origin):
        statements = list(group)
        if document:
            yield _document(cited[statements[0].citations[0]])
        for statement in statements:
            yield _statement(statement, [cited[number] for number in statement.citations])
    if apart:
        yield from _struck(answer)


def _document(source: Citation) -> Paragraph:
    about = (source.publisher, wording.date_words(source.date) if source.date else "undated")
    head = ", ".join(filter(None, about))
    return Paragraph((Styled(head, "strong"), f" — {source.title}"))


def _statement(statement: Statement, sources: Sequence[Citation]) -> Block:
    if statement.support == "unsupported":
        note = f" (not supported: {statement.note})" if statement.note else " (not supported)"
        return Paragraph((Styled(statement.text, "struck"), note))
    if statement.support == "verbatim":
        speaker = f"{sources[0].speaker}: " if sources and sources[0].speaker else ""
        if sources and sources[0].before:
            speaker = f"[{wording.after(sources[0])}] {speaker}"
        notes = (Note(source, with_words=False) for source in sources)
        return Quotation((f"{speaker}“{statement.text}”", *notes))
    return Paragraph((statement.text, *(Note(source) for source in sources)))


def _struck(answer: Answer) -> Iterator[Block]:
    """What was written beside the answer and is not borne out."""
    unsupported = [each for each in answer.statements if each.support == "unsupported"]
    if unsupported:
        yield Paragraph((Styled(wording.STRUCK_OUT, "strong"),))
    for statement in unsupported:
        yield _statement(statement, ())


def _refusal(answer: Answer) -> Iterator[Block]:
    # A refusal's words are one paragraph; what is struck out follows it.
    yield Paragraph((wording.unescaped(answer.answer.partition("\n\n")[0]),))
    yield from _struck(answer)
    if answer.nearest:
        yield Items(
            tuple((f"“{near.quote}”", Note(near, with_words=False)) for near in answer.nearest)
        )
