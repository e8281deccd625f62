"""The Library tab: the list of documents, a reader, adding files and removing documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import gradio as gr

from assistant import Assistant, LibraryError
from assistant.plain import some
from page import addresses, reader, shelf, versions
from page.ask import VIEWER
from page.events import INTERNAL, failure, listening, still
from page.markup import tag
from page.shelf import Added, View
from page.uploads import Audience, Shelving

_AUDIENCES = [("Public: shown on this page", "public"), ("Internal: command line only", "internal")]

_FETCHED = (
    "A page, or a sitemap or feed for all the pages that it lists. Nothing else is fetched, and"
    " nothing from private networks"
)


@dataclass(frozen=True, slots=True)
class LibraryTab:
    """The parts of the tab, as its wiring and the rest of the page need them."""

    view: gr.State
    table: gr.State
    find: gr.Textbox
    listing: Any
    panel: Any
    drop: gr.File
    addresses: gr.Textbox
    audience: gr.Radio
    add: gr.Button
    retry: gr.Button
    cancel: gr.Button
    results: gr.HTML


def listing(library: Assistant, view: View) -> str:
    """The list of the documents that this page may show."""
    return shelf.listing(library.documents(viewer=VIEWER), view)


def build(library: Assistant, shelving: Shelving) -> tuple[LibraryTab, list[Any]]:
    """Lays the tab out and wires it; returns it with the events after which the page is stale."""
    with gr.Row(elem_classes="workspace", elem_id="library"):
        with gr.Column(elem_classes="talk"):
            parts = _adding(library.settings.web_allow)
            find = gr.Textbox(
                elem_id="find",
                label="Find documents",
                show_label=False,
                container=False,
                placeholder="Find by title, publisher, place, date, kind or source",
            )
            shown = listening("listing", "read", "sort", "turn")
        with gr.Column(elem_classes="beside"):
            panel = listening("document", "close", "remove", "version")
    tab = LibraryTab(gr.State(View()), gr.State([]), find, shown, panel, *parts)
    _wire_list(library, tab)
    return tab, [*_wire_adding(tab, shelving), _wire_reader(library, tab, shelving)]


def _adding(allowed: str) -> tuple[Any, ...]:
    names = allowed.replace(",", " ").split()
    fetched = f"{_FETCHED}{f' but {some(names)}' if names else ''}."
    with gr.Accordion("Add documents", open=False, elem_id="adding"):
        drop = gr.File(
            label="Files to add",
            show_label=False,
            file_count="multiple",
            elem_id="drop",
            height=150,
        )
        still(
            "adding-note", tag("p", "A file replaces the one added before it under the same name.")
        )
        pasted = gr.Textbox(
            elem_id="addresses",
            label="Web addresses, one a line",
            placeholder="https://www.example.org/statement",
            lines=2,
            max_lines=8,
        )
        still("addresses-note", tag("p", fetched))
        with gr.Row(elem_classes="adding-row"):
            audience = gr.Radio(_AUDIENCES, value="public", label="Who may see them")
            add = gr.Button("Add to the library", variant="primary", elem_id="add")
            cancel = gr.Button("Cancel", elem_id="cancel", visible=False)
            retry = gr.Button("Try the failed ones again", elem_id="retry", visible=False)
        results = listening("results")
    return drop, pasted, audience, add, retry, cancel, results


def _wire_list(library: Assistant, tab: LibraryTab) -> None:
    def found(words: str, view: View) -> tuple[View, str]:
        view = replace(view, find=words.strip(), page=0)
        return view, listing(library, view)

    def sorted_(view: View, event: gr.EventData) -> tuple[View, str]:
        view = view.sorted_by(str(event.column))
        return view, listing(library, view)

    def turned(view: View, event: gr.EventData) -> tuple[View, str]:
        view = replace(view, page=max(0, int(event.page)))
        return view, listing(library, view)

    outputs = [tab.view, tab.listing]
    tab.find.change(found, [tab.find, tab.view], outputs, **INTERNAL)
    tab.listing.sort(sorted_, tab.view, outputs, **INTERNAL)
    tab.listing.turn(turned, tab.view, outputs, **INTERNAL)


def _wire_reader(library: Assistant, tab: LibraryTab, shelving: Shelving) -> Any:
    def read(event: gr.EventData) -> str:
        try:
            return reader.source_panel(library.show(str(event.document), viewer=VIEWER))
        except LibraryError as error:
            raise failure(error) from error

    def remove(event: gr.EventData) -> str:
        try:
            # Shown first: what this page may not see, it may not remove.
            failed = shelving.forget(library.show(str(event.document), viewer=VIEWER))
        except (LibraryError, OSError) as error:
            failed = str(error)
        if failed:
            raise failure(f"The document could not be removed: {failed}")
        return ""

    tab.listing.read(read, None, tab.panel, **INTERNAL)
    tab.panel.close(None, None, tab.panel, js="() => ''")
    versions.wire(library, tab.panel, removable=True)
    return tab.panel.remove(remove, None, tab.panel, **INTERNAL)


def _wire_adding(tab: LibraryTab, shelving: Shelving) -> list[Any]:
    def added(
        files: list[Added], audience: Audience, request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        session = str(request.session_hash)
        table = tuple(files)
        for table in shelving.add(files, audience, session):
            yield (table, shelf.results(table), *_buttons(busy=True))
        failed = any(file.state in ("failed", "cancelled") and file.path for file in table)
        yield (table, shelf.results(table), *_buttons(busy=False, failed=failed))

    def given(
        paths: list[str] | None, text: str, audience: Audience, request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        files = [Added(Path(path).name, path) for path in paths or ()]
        emptied: tuple[Any, Any] = (None, "")
        for step in added([*files, *addresses.pasted(text)], audience, request):
            yield (*emptied, *step)
            # What is typed while the work goes on stays.
            emptied = (gr.skip(), gr.skip())

    def again(
        table: list[Added], audience: Audience, request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        yield from added(addresses.again(table), audience, request)

    def stop(request: gr.Request) -> None:
        shelving.stop(str(request.session_hash))

    told = [tab.table, tab.results, tab.add, tab.cancel, tab.retry]
    adding = tab.add.click(
        given,
        [tab.drop, tab.addresses, tab.audience],
        [tab.drop, tab.addresses, *told],
        **INTERNAL,
    )
    retrying = tab.retry.click(again, [tab.table, tab.audience], told, **INTERNAL)
    tab.cancel.click(stop, None, None, **INTERNAL)
    for pressed, work in ((tab.add, adding), (tab.retry, retrying)):
        pressed.click(None, None, None, js="() => rapporteur.toCancel()")
        work.then(None, None, None, js="() => rapporteur.toResults()")
    return [adding, retrying]


def _buttons(busy: bool, failed: bool = False) -> tuple[Any, Any, Any]:
    """Updates of Add, Cancel and Try again."""
    return (
        gr.update(visible=not busy),
        gr.update(visible=busy),
        gr.update(visible=failed and not busy),
    )
