"""An answer given earlier, shown again only as far as it still stands.

What somebody kept is untrusted like any other text, and the library may have changed since. Each
citation is looked up again at its place, each statement goes through the verifier again; titles,
dates and addresses are those of today.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from typing import Any

from pydantic import TypeAdapter

from assistant import wording
from assistant.draft import DraftStatement, Quotation, SourcePassage
from assistant.results import Answer, Citation, Statement
from assistant.verify import Verifier, citation
from corpus.dates import first_day
from corpus.document import Document, Span
from index.filters import Filters, Viewer
from index.index import Index

_KEPT: TypeAdapter[Answer] = TypeAdapter(Answer)
_GONE = "Its source has been removed from the library or has changed since."
_LOST = "Sources of this answer have been removed from the library or have changed since."


def keep(answer: Answer) -> dict[str, Any]:
    """The answer as JSON, for `recall`."""
    return asdict(answer)


def recall(index: Index, kept: object, viewer: Viewer) -> Answer:
    """The answer that `keep` wrote, as it stands today for this viewer.

    A statement whose source is gone is unsupported. Raises ValueError where `kept` is no answer.
    """
    earlier = _KEPT.validate_python(kept)
    searched, understood = earlier.searched, earlier.filters
    for day in (searched.earliest, searched.latest, understood.since, understood.until):
        _ = day and first_day(day)
    asked = (*earlier.citations, *earlier.nearest)
    documents = {
        document.id: document
        for document in index.catalogue.documents_by_id([c.document for c in asked]).values()
        if viewer == "internal" or document.audience == "public"
    }
    cited = _standing(earlier.citations, documents)
    numbers = {found.number: found for found in cited}
    statements = tuple(_again(each, numbers, documents) for each in earlier.statements)
    lost = len(cited) < len(earlier.citations)
    answer = replace(
        earlier,
        statements=statements,
        citations=cited,
        nearest=_standing(earlier.nearest, documents),
        notice=" ".join(filter(None, (earlier.notice, _LOST if lost else ""))),
    )
    return replace(answer, answer=_text(answer, viewer))


def _standing(
    citations: Iterable[Citation], documents: Mapping[str, Document]
) -> tuple[Citation, ...]:
    """The citations whose words still stand at their place, described as their documents are."""
    found = []
    for each in citations:
        document = documents.get(each.document)
        if document is None or not 0 <= each.start < each.end:
            continue
        if document.text[each.start : each.end] == each.quote:
            found.append(citation(document, Span(each.start, each.end), each.number))
    return tuple(found)


def _again(
    statement: Statement, cited: Mapping[int, Citation], documents: Mapping[str, Document]
) -> Statement:
    if statement.support == "unsupported":
        return replace(statement, citations=())
    if not all(number in cited for number in statement.citations):
        return Statement(statement.text, (), "unsupported", _GONE)
    sources = [cited[number] for number in statement.citations]
    passages = {
        str(each.number): SourcePassage(
            str(each.number), documents[each.document], each.start, each.end
        )
        for each in sources
    }
    quotations = tuple(Quotation(str(each.number), each.quote) for each in sources)
    found, _ = Verifier().verify(DraftStatement(statement.text, quotations), passages)
    supported = found.support != "unsupported"
    return replace(found, citations=statement.citations if supported else ())


def _text(answer: Answer, viewer: Viewer) -> str:
    if not answer.answered:
        understood = answer.filters
        filters = Filters(
            viewer=viewer,
            since=understood.since,
            until=understood.until,
            publishers=understood.publishers,
            kinds=understood.kinds,
        )
        said = wording.refusal(answer.question, answer.searched, filters, answer.nearest)
        return wording.with_unsupported(said, answer.statements)
    if answer.mode == "quotes":
        said = wording.quotations(answer.citations)
        return wording.with_unsupported(said, answer.statements)
    return wording.statements(answer.statements)
