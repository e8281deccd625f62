"""The library as HTML: its list of documents, the welcome, and what became of added files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.results import DocumentRecord
from page import wording
from page.markup import Html, join, tag

PAGE = 50
_COLUMNS = (
    ("title", "Title"),
    ("publisher", "Publisher"),
    ("date", "Date"),
    ("kind", "Kind"),
    ("characters", "Characters"),
    ("source", "Source"),
)


@dataclass(frozen=True, slots=True)
class View:
    """How the list is shown: words to find, sort column and direction, page from 0."""

    find: str = ""
    column: str = "date"
    descending: bool = True
    page: int = 0

    def sorted_by(self, column: str) -> View:
        """The view sorted by `column`, or the other way round when it already is."""
        if column not in dict(_COLUMNS):
            return self
        turned = not self.descending if column == self.column else column in ("date", "characters")
        return replace(self, column=column, descending=turned, page=0)


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one file, or with `web` of one address, which is then its `path` ("" where it
    can't be fetched): `state` is waiting, working, added, updated, unchanged, failed or cancelled;
    `detail` says how far it is or why it failed, `documents` how many documents came of it so."""

    name: str
    path: str
    state: str = "waiting"
    detail: str = ""
    web: bool = False
    documents: int = 1


def chosen(documents: Sequence[DocumentRecord], view: View) -> list[DocumentRecord]:
    """The documents that hold every word to find in title, publisher, date, kind or source."""
    words = view.find.casefold().split()
    found = [document for document in documents if _holds(document, words)]
    return sorted(found, key=lambda document: _key(document, view.column), reverse=view.descending)


def _holds(document: DocumentRecord, words: Sequence[str]) -> bool:
    fields = (document.title, document.publisher, document.date, document.kind, document.source)
    haystack = " ".join((*fields, *document.also, *document.places)).casefold()
    return all(word in haystack for word in words)


def _key(document: DocumentRecord, column: str) -> tuple[int, int, str]:
    if column == "characters":
        return (0, document.characters, document.title.casefold())
    value = str(getattr(document, column)).casefold()
    return (0 if value else -1, 0, value)


def listing(documents: Sequence[DocumentRecord], view: View) -> Html:
    """The table of documents, a page of it, with sortable headings."""
    found = chosen(documents, view)
    pages = max(1, -(-len(found) // PAGE))
    page = min(view.page, pages - 1)
    shown = found[page * PAGE : (page + 1) * PAGE]
    summary = wording.count(len(found), "document")
    if view.find:
        summary += f" with “{view.find}”, of {len(documents):,}"
    head = tag("thead", tag("tr", *(_heading(key, name, view) for key, name in _COLUMNS)))
    table = tag("table", head, tag("tbody", *(_row(document) for document in shown)))
    caption = tag("p", summary, class_="summary", role="status")
    scrolled = tag("div", table, class_="table") if shown else None
    return tag("div", caption, scrolled, _pager(page, pages), class_="listing")


def _heading(key: str, name: str, view: View) -> Html:
    order = ("descending" if view.descending else "ascending") if key == view.column else None
    button = tag("button", name, type="button", data_event="sort", data_column=key)
    return tag("th", button, scope="col", aria_sort=order)


def _row(document: DocumentRecord) -> Html:
    title = tag(
        "button",
        document.title,
        class_="title",
        type="button",
        dir="auto",
        data_event="read",
        data_document=document.id,
    )
    pages = f"{wording.count(document.pages, 'page')}, " if document.pages else ""
    cells = (
        tag("th", title, scope="row"),
        tag("td", document.publisher, dir="auto"),
        tag("td", wording.human_date(document.date), class_="date"),
        tag("td", document.kind),
        tag("td", f"{pages}{document.characters:,}", class_="length"),
        tag("td", *_sources(document), class_="source-name", dir="auto"),
    )
    return tag("tr", *cells)


def _sources(document: DocumentRecord) -> list[Html]:
    """Every name that the document is held under, a line each."""
    return [tag("div", source) for source in (document.source, *document.also)]


def _pager(page: int, pages: int) -> Html:
    if pages == 1:
        return Html()
    return tag(
        "nav",
        _turn_page("Previous page", page - 1, pages),
        tag("span", f"Page {page + 1} of {pages}"),
        _turn_page("Next page", page + 1, pages),
        class_="pager",
        aria_label="Pages of the list",
    )


def _turn_page(label: str, target: int, pages: int) -> Html:
    inside = 0 <= target < pages
    return tag(
        "button",
        label,
        type="button",
        aria_disabled=None if inside else "true",
        data_event="turn" if inside else None,
        data_page=target if inside else None,
    )


_SIGNS = {"added": "✓", "updated": "✓", "unchanged": "=", "failed": "!", "cancelled": "–"}


def results(files: Sequence[Added]) -> Html:
    """What became of each file and address, with how many are done and what failed and why."""
    if not files:
        return Html()
    done = sum(file.state not in ("waiting", "working") for file in files)
    counts = [
        f"{number} {state}"
        for state in ("added", "updated", "unchanged", "failed", "cancelled")
        if (number := sum(file.documents for file in files if file.state == state))
    ]
    noun = "source" if any(file.web for file in files) else "file"
    told = f"{done} of {wording.count(len(files), noun)} done" if done < len(files) else ""
    summary = tag("p", ": ".join(filter(None, (told, ", ".join(counts)))), role="status")
    label = f"{noun.capitalize()}s done"
    bar = tag("progress", max=len(files), value=done, aria_label=label) if told else None
    rows = [
        tag(
            "li",
            tag("span", _SIGNS.get(file.state, "…"), class_="sign", aria_hidden="true"),
            tag("span", file.name, class_="name", dir="auto"),
            tag("span", file.state.capitalize(), class_="state"),
            tag("span", file.detail, class_="detail", dir="auto") if file.detail else None,
            class_=file.state,
        )
        for file in files
    ]
    return tag("div", summary, bar, tag("ul", *rows), class_="results")


def welcome(documents: int, starters: Sequence[str]) -> Html:
    """What the conversation shows before the first question."""
    if not documents:
        return empty()
    questions = [
        tag(
            "li",
            tag("button", question, type="button", data_event="suggest", data_question=question),
        )
        for question in starters
    ]
    return tag(
        "div",
        tag("h2", "Ask what was said, by whom, and when."),
        tag(
            "p",
            "Every answer is made of quotations that stand word for word in your library. "
            "Select a number to read them in their source. "
            "Where the library holds no answer, Rapporteur says so.",
        ),
        tag("ul", *questions, class_="starters", aria_label="Example questions"),
        class_="welcome",
    )


def empty(message: str = "") -> Html:
    """What an empty library says, and the two ways to fill it."""
    sample = tag(
        "button", "Load the sample library", class_="primary", type="button", data_event="sample"
    )
    add = tag("button", "Add your own documents", type="button", data_tab="Library")
    return tag(
        "div",
        tag("h2", "This library is empty."),
        tag(
            "p",
            "Rapporteur answers only from the documents you give it: statements, reports, "
            "resolutions. They stay on this machine. To try it first, load the sample: "
            "short reference notes on the history and norms of atrocity prevention.",
        ),
        join(tag("p", message, class_="working", role="status")) if message else None,
        tag("div", sample, add, class_="choices") if not message else None,
        class_="welcome empty",
    )


def masthead(documents: int, earliest: str, latest: str) -> Html:
    """The page's head: name, promise, and what the library holds."""
    dates = wording.period(earliest[:4], latest[:4])
    waiting = tag("span", class_="ready", role="status", data_ready=True, hidden=True)
    held = wording.count(documents, "document") if documents else "Empty library"
    status = " · ".join(part for part in (held, dates) if part)
    return tag(
        "header",
        tag(
            "div",
            tag("h1", "Rapporteur"),
            tag("p", "Answers you can quote, each word checked against its source."),
        ),
        tag(
            "p",
            tag("span", status, class_="held"),
            waiting,
            class_="status",
        ),
        class_="masthead",
    )
