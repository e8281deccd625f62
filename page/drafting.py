"""The Draft tab: a brief becomes an outline, which is worked on and taken along."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import gradio as gr

from assistant import Assistant, LibraryError
from assistant.export import markdown, word
from assistant.outline import Board, Outline, paper
from assistant.results import Citation
from assistant.sync import Progress
from page import board, reader, versions
from page.ask import LONGEST_QUESTION, VIEWER
from page.events import INTERNAL, failure, listening
from page.progress import watched

_EVENTS: dict[str, tuple[str, Callable[[Board, int], Board]]] = {
    "pin": ("The pin was changed.", Board.pin),
    "up": ("The point was moved up.", lambda work, item: work.move(item, -1)),
    "down": ("The point was moved down.", lambda work, item: work.move(item, 1)),
    "drop": ("The point was dropped; Undo brings it back.", Board.drop),
    "restore": ("The point was restored.", Board.restore),
}
_GONE = "This outline is no longer held: draft it again."


@dataclass(frozen=True, slots=True)
class DraftTab:
    """The parts of the tab, as its wiring needs them."""

    held: gr.State
    brief: gr.Textbox
    parts: tuple[gr.Textbox, ...]
    publishers: gr.Dropdown
    send: gr.Button
    stop: gr.Button
    tools: tuple[gr.Button, ...]
    results: Any
    panel: Any
    file: gr.Textbox


def build(library: Assistant) -> DraftTab:
    """Lays the tab out and wires it to the library."""
    held = gr.State(None)
    with gr.Row(elem_classes="workspace", elem_id="drafting"):
        with gr.Column(elem_classes="talk"):
            brief, parts, publishers = _fields()
            with gr.Row(elem_classes="tools"):
                send = gr.Button("Draft an outline", variant="primary", elem_id="outline-draft")
                stop = gr.Button("Stop", elem_id="outline-stop", visible=False)
                tools = tuple(
                    gr.Button(label, elem_id=f"outline-{name}", visible=False)
                    for name, label in (
                        ("refresh", "Other points"),
                        ("undo", "Undo"),
                        ("word", "Word"),
                        ("markdown", "Markdown"),
                        ("copy", "Copy outline"),
                    )
                )
            results = listening("board", "cite", *_EVENTS)
        with gr.Column(elem_classes="beside"):
            panel = listening("draft-source", "cite", "close", "version")
    file = gr.Textbox(visible="hidden", elem_id="outline-file", label="Outline")
    results.value = board.introduction()
    tab = DraftTab(held, brief, parts, publishers, send, stop, tools, results, panel, file)
    _wire_drafting(library, tab)
    _wire_work(tab)
    _wire_source(library, tab)
    _wire_files(tab)
    return tab


def _fields() -> tuple[Any, tuple[Any, ...], Any]:
    """What says what the statement is for: the brief, its parts, and whose language to use."""
    brief = gr.Textbox(
        elem_id="brief",
        label="What the statement is for",
        placeholder="Statement at the General Debate on Myanmar, to member states",
        lines=2,
        max_lines=6,
        max_length=LONGEST_QUESTION,
    )
    with gr.Accordion("Say it part by part", open=False, elem_id="brief-parts"), gr.Row():
        parts = tuple(
            gr.Textbox("", label=name, min_width=140, max_length=300)
            for name in ("Occasion", "Audience", "Topic", "Place", "Date")
        )
    publishers = gr.Dropdown([], multiselect=True, label="Whose language", min_width=160)
    return brief, parts, publishers


def _told(brief: str, parts: tuple[str, ...]) -> str:
    names = ("Occasion", "Audience", "Topic", "Place", "Date")
    named = [
        f"{name}: {' '.join(v.split())}" for name, v in zip(names, parts, strict=True) if v.strip()
    ]
    return "\n".join([brief, *named]).strip()


def _wire_drafting(library: Assistant, tab: DraftTab) -> None:
    def drafted(
        held: Board | None, brief: str, publishers: list[str], *parts: str
    ) -> Iterator[tuple[Any, ...]]:
        text = _told(brief, parts)
        if not text:
            raise failure("There is no brief yet: say what the statement is for.")
        yield from _outlined(library, text, publishers, (), held, Board.of)

    def others(held: Board | None, publishers: list[str]) -> Iterator[tuple[Any, ...]]:
        if held is None:
            raise failure(_GONE)
        yield from _outlined(
            library, held.outline.brief, publishers, held.passed, held, held.refreshed
        )

    outputs = [tab.held, tab.results, tab.panel, tab.send, tab.stop, *tab.tools]
    asked = [tab.held, tab.brief, tab.publishers, *tab.parts]
    under_way: list[Any] = [
        tab.send.click(drafted, asked, outputs, **INTERNAL),
        tab.tools[0].click(others, [tab.held, tab.publishers], outputs, **INTERNAL),
    ]

    def stopped(held: Board | None) -> tuple[Any, ...]:
        return _shown(held, "Stopped.")

    tab.stop.click(stopped, tab.held, outputs, cancels=under_way, **INTERNAL)


def _outlined(
    library: Assistant,
    brief: str,
    publishers: list[str],
    passed: tuple[Citation, ...],
    held: Board | None,
    made: Callable[[Outline], Board],
) -> Iterator[tuple[Any, ...]]:
    """The outline while it is being made, then the board that `made` makes of it."""
    work = watched(
        lambda tell: library.outline(
            brief,
            passed,
            lambda done, total, heading: tell(Progress(done, total, heading, "reading")),
            publishers=publishers,
            viewer=VIEWER,
        )
    )
    hidden = (gr.update(visible=False), gr.update(visible=True))
    tools = (gr.update(visible=False),) * 5
    try:
        yield held, board.working(0, 0, ""), "", *hidden, *tools
        while True:
            at = next(work)
            yield held, board.working(at.done, at.total, at.source), "", *hidden, *tools
    except StopIteration as end:
        yield _shown(made(end.value))
    except LibraryError as error:
        yield _shown(held)
        raise failure(f"The outline could not be made: {error}") from error


def _shown(held: Board | None, told: str = "") -> tuple[Any, ...]:
    shown = board.introduction() if held is None else board.board(held, told)
    tools = (gr.update(visible=held is not None),) * 5
    return held, shown, "", gr.update(visible=True), gr.update(visible=False), *tools


def _wire_work(tab: DraftTab) -> None:
    def worked(told: str, change: Callable[[Board, int], Board]) -> Callable[..., Any]:
        def work(held: Board | None, event: gr.EventData) -> tuple[Any, ...]:
            if held is None:
                raise failure(_GONE)
            changed = change(held, int(event.point))
            return changed, board.board(changed, told)

        return work

    def undone(held: Board | None) -> tuple[Any, ...]:
        if held is None:
            raise failure(_GONE)
        told = "The last change was undone." if held.before else "There is nothing to undo."
        return held.undone(), board.board(held.undone(), told)

    for name, (told, change) in _EVENTS.items():
        listen = getattr(tab.results, name)
        listen(worked(told, change), tab.held, [tab.held, tab.results], **INTERNAL)
    tab.tools[1].click(undone, tab.held, [tab.held, tab.results], **INTERNAL)


def _wire_source(library: Assistant, tab: DraftTab) -> None:
    def opened(held: Board | None, event: gr.EventData) -> str:
        citations = held.arranged().citations if held else ()
        chosen = [each for each in citations if each.number == int(event.number)]
        if not chosen:
            raise failure(_GONE)
        try:
            document = library.show(chosen[0].document, viewer=VIEWER)
        except LibraryError as error:
            raise failure(f"The source can't be shown: {error}") from error
        return reader.source_panel(document, reader.Place(0, "citations", citations, chosen[0]))

    tab.results.cite(opened, tab.held, tab.panel, **INTERNAL)
    tab.panel.cite(opened, tab.held, tab.panel, **INTERNAL)
    tab.panel.close(None, None, tab.panel, js="() => ''")
    versions.wire(library, tab.panel)


def _wire_files(tab: DraftTab) -> None:
    def as_word(held: Board | None) -> str:
        if held is None:
            return ""
        try:
            return base64.b64encode(word(paper(held.arranged()))).decode()
        except LibraryError as error:
            raise failure(error) from error

    def as_text(held: Board | None) -> str:
        return markdown(paper(held.arranged())) if held else ""

    def as_markdown(held: Board | None) -> str:
        return base64.b64encode(as_text(held).encode()).decode()

    for button, made, script in (
        (tab.tools[2], as_word, "(data) => rapporteur.save(data, 'outline.docx')"),
        (tab.tools[3], as_markdown, "(data) => rapporteur.save(data, 'outline.md')"),
        (
            tab.tools[4],
            as_text,
            "(text) => rapporteur.copyText(text, document.querySelector('#outline-copy'))",
        ),
    ):
        button.click(made, tab.held, tab.file, **INTERNAL).then(None, tab.file, None, js=script)
