"""The Positions tab: a topic's dated history, each quotation openable in its source."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

import gradio as gr

from assistant import Assistant, LibraryError
from assistant.positions import Positions, as_csv
from page import beside, reader, timeline, versions
from page.ask import LONGEST_QUESTION, VIEWER
from page.events import INTERNAL, failure, listening


@dataclass(frozen=True, slots=True)
class PositionsTab:
    """The parts of the tab, as its wiring and the rest of the page need them."""

    held: gr.State
    topic: gr.Textbox
    send: gr.Button
    limits: tuple[gr.Textbox | gr.Dropdown, ...]
    results: Any
    panel: Any
    save: gr.Button
    follow: gr.Button
    table: gr.Textbox


def build(library: Assistant) -> PositionsTab:
    """Lays the tab out and wires it to the library."""
    held = gr.State(None)
    with gr.Row(elem_classes="workspace", elem_id="positions"):
        with gr.Column(elem_classes="talk"):
            topic = gr.Textbox(
                elem_id="topic", label="Topic", lines=1, max_lines=1, max_length=LONGEST_QUESTION
            )
            with gr.Row():
                since = gr.Textbox(
                    "", label="From", placeholder="2019 or 2019-09-24", min_width=120
                )
                until = gr.Textbox("", label="To", placeholder="2021", min_width=120)
                publishers = gr.Dropdown([], multiselect=True, label="Whose", min_width=160)
            with gr.Row(elem_classes="tools"):
                send = gr.Button("Show positions", variant="primary", elem_id="show-positions")
                save = gr.Button("Table (CSV)", elem_id="positions-csv", visible=False)
                follow = gr.Button("Follow this topic", elem_id="follow-this", visible=False)
            results = listening("timeline", "cite")
        with gr.Column(elem_classes="beside"):
            panel = listening("positions-source", "cite", "close", "version")
    table = gr.Textbox(visible="hidden", elem_id="positions-table", label="Table")
    results.value = timeline.introduction()
    limits = (since, until, publishers)
    tab = PositionsTab(held, topic, send, limits, results, panel, save, follow, table)
    _wire_looking(library, tab)
    _wire_source(library, tab)
    return tab


def _wire_looking(library: Assistant, tab: PositionsTab) -> None:
    def looked(topic: str, since: str, until: str, publishers: list[str]) -> tuple[Any, ...]:
        try:
            found = library.positions(
                topic,
                since=since.strip(),
                until=until.strip(),
                publishers=publishers,
                viewer=VIEWER,
            )
        except LibraryError as error:
            raise failure(f"The positions could not be looked up: {error}") from error
        set_beside = found.positions and beside.FEWEST <= len(publishers) <= beside.MOST
        shown = beside.beside(found, publishers) if set_beside else timeline.timeline(found)
        return found, shown, "", gr.update(visible=bool(found.positions)), gr.update(visible=True)

    def as_table(found: Positions | None) -> str:
        # The mark at the beginning tells spreadsheets that this is UTF-8.
        return base64.b64encode(as_csv(found).encode("utf-8-sig")).decode() if found else ""

    asking: dict[str, Any] = {
        "fn": looked,
        "inputs": [tab.topic, *tab.limits],
        "outputs": [tab.held, tab.results, tab.panel, tab.save, tab.follow],
        **INTERNAL,
    }
    tab.topic.submit(**asking)
    tab.send.click(**asking)
    tab.save.click(as_table, tab.held, tab.table, **INTERNAL).then(
        None, tab.table, None, js="(data) => rapporteur.save(data, 'positions.csv')"
    )


def _wire_source(library: Assistant, tab: PositionsTab) -> None:
    def opened(found: Positions | None, event: gr.EventData) -> str:
        citations = timeline.citations(found) if found else ()
        chosen = [each for each in citations if each.number == int(event.number)]
        if found is None or not chosen:
            raise failure("This list is no longer held: look the topic up again.")
        try:
            document = library.show(chosen[0].document, viewer=VIEWER)
        except LibraryError as error:
            raise failure(f"The source can't be shown: {error}") from error
        shelf = "citations" if found.positions else "nearest"
        return reader.source_panel(document, reader.Place(0, shelf, citations, chosen[0]))

    tab.results.cite(opened, tab.held, tab.panel, **INTERNAL)
    tab.panel.cite(opened, tab.held, tab.panel, **INTERNAL)
    tab.panel.close(None, None, tab.panel, js="() => ''")
    versions.wire(library, tab.panel)
