"""The Check tab: a draft's quotations and claims against the library, each with its source."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from assistant import Assistant, Cancelled, LibraryError
from assistant.check_report import markdown, word
from assistant.checked import Check
from assistant.sync import OnProgress, Progress
from page import reader, verdicts, versions
from page.ask import VIEWER
from page.events import INTERNAL, failure, listening
from page.narrowing import Limits, filters, narrowing
from page.progress import Stops, watched

_TYPES = [".docx", ".txt", ".md"]


@dataclass(frozen=True, slots=True)
class Held:
    """The last check of a session, and the file it was of where there was one."""

    check: Check
    file: str = ""


@dataclass(frozen=True, slots=True)
class CheckTab:
    """The parts of the tab, as its wiring needs them."""

    held: gr.State
    text: gr.Textbox
    drop: gr.File
    limits: Limits
    send: gr.Button
    stop: gr.Button
    results: Any
    panel: Any
    word: gr.Button
    markdown: gr.Button
    report: gr.Textbox


def build(library: Assistant) -> CheckTab:
    """Lays the tab out and wires it to the library."""
    held = gr.State(None)
    with gr.Row(elem_classes="workspace", elem_id="checking"):
        with gr.Column(elem_classes="talk"):
            text = gr.Textbox(
                elem_id="draft",
                label="Your draft",
                placeholder="Paste a draft here, or drop a Word or text file below",
                lines=8,
                max_lines=18,
            )
            drop = gr.File(
                label="A Word or text file",
                show_label=False,
                file_types=_TYPES,
                elem_id="draft-file",
                height=140,
            )
            limits = narrowing("check-limits")
            with gr.Row(elem_classes="tools"):
                send = gr.Button("Check the draft", variant="primary", elem_id="check")
                stop = gr.Button("Cancel", elem_id="check-stop", visible=False)
                as_word = gr.Button("Report as Word", elem_id="report-word", visible=False)
                as_text = gr.Button("Report as Markdown", elem_id="report-markdown", visible=False)
            results = listening("verdicts", "cite")
        with gr.Column(elem_classes="beside"):
            panel = listening("check-source", "cite", "close", "version")
    report = gr.Textbox(visible="hidden", elem_id="report", label="Report")
    tab = CheckTab(held, text, drop, limits, send, stop, results, panel, as_word, as_text, report)
    results.value = verdicts.introduction()
    _wire_checking(library, tab)
    _wire_source(library, tab)
    _wire_reports(tab)
    return tab


def _wire_checking(library: Assistant, tab: CheckTab) -> None:
    stops = Stops()

    def checked(
        text: str, file: str | None, request: gr.Request, *limits: Any
    ) -> Iterator[tuple[Any, ...]]:
        if not file and not text.strip():
            raise failure("There is no draft yet: paste one, or choose a file.")
        draft: str | Path = Path(file) if file else text
        session = str(request.session_hash)
        chosen = filters(*limits)

        work = watched(lambda tell: _check(library, draft, chosen, stops.heeded(session, tell)))
        try:
            yield None, verdicts.working(0, 0), "", *_buttons(busy=True)
            while True:
                at = next(work)
                yield None, verdicts.working(at.done, at.total), "", *_buttons(busy=True)
        except StopIteration as end:
            shown = verdicts.results(end.value, chosen)
            yield Held(end.value, file or ""), shown, "", *_buttons(busy=False, ready=True)
        except Cancelled:
            yield None, verdicts.stopped(), "", *_buttons(busy=False)
        except LibraryError as error:
            yield None, verdicts.introduction(), "", *_buttons(busy=False)
            raise failure(f"The draft could not be checked: {error}") from error
        finally:
            stops.over(session)

    def stopped(request: gr.Request) -> None:
        stops.stop(str(request.session_hash))

    outputs = [tab.held, tab.results, tab.panel, tab.send, tab.stop, tab.word, tab.markdown]
    tab.send.click(checked, [tab.text, tab.drop, *tab.limits], outputs, **INTERNAL)
    tab.stop.click(stopped, None, None, **INTERNAL)


def _check(
    library: Assistant, draft: str | Path, chosen: dict[str, Any], heard: OnProgress
) -> Check:
    return library.check(
        draft,
        progress=lambda done, total: heard(Progress(done, total, "", "reading")),
        viewer=VIEWER,
        **chosen,
    )


def _buttons(busy: bool, ready: bool = False) -> tuple[Any, ...]:
    """Updates of Check, Cancel and the two reports."""
    report = gr.update(visible=ready)
    return gr.update(visible=not busy), gr.update(visible=busy), report, report


def _wire_source(library: Assistant, tab: CheckTab) -> None:
    def opened(held: Held | None, event: gr.EventData) -> str:
        citations = held.check.citations if held else ()
        found = [each for each in citations if each.number == int(event.number)]
        if not found:
            raise failure("This check is no longer held: check the draft again.")
        try:
            document = library.show(found[0].document, viewer=VIEWER)
        except LibraryError as error:
            raise failure(f"The source can't be shown: {error}") from error
        place = reader.Place(0, "citations", citations, found[0])
        return reader.source_panel(document, place)

    tab.results.cite(opened, tab.held, tab.panel, **INTERNAL)
    tab.panel.cite(opened, tab.held, tab.panel, **INTERNAL)
    tab.panel.close(None, None, tab.panel, js="() => ''")
    versions.wire(library, tab.panel)


def _wire_reports(tab: CheckTab) -> None:
    def as_word(held: Held | None) -> str:
        if held is None:
            return ""
        try:
            data = word(held.check, Path(held.file) if held.file else None)
        except LibraryError as error:
            raise failure(f"The report could not be made: {error}") from error
        return base64.b64encode(data).decode()

    def as_markdown(held: Held | None) -> str:
        return base64.b64encode(markdown(held.check).encode()).decode() if held else ""

    for button, made, name in (
        (tab.word, as_word, "check.docx"),
        (tab.markdown, as_markdown, "check.md"),
    ):
        button.click(made, tab.held, tab.report, **INTERNAL).then(
            None, tab.report, None, js=f"(data) => rapporteur.save(data, '{name}')"
        )
