"""The Ask tab: a conversation with citations, and beside it the source they point to."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import gradio as gr

from assistant import Assistant, LibraryError
from assistant.reading import PARTS, Part
from page import conversations, keeping, reader, render, shelf
from page.conversation import Turn, history
from page.events import INTERNAL, abandonable, failure, listening, still
from page.narrowing import filters, narrowing
from page.starters import starters

VIEWER: Final = "public"
LONGEST_QUESTION = 2000
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AskTab:
    """The parts of the tab, as its wiring and the rest of the page need them."""

    turns: gr.State
    conversation: Any
    status: gr.HTML
    box: gr.Textbox
    send: gr.Button
    stop: gr.Button
    limits: tuple[gr.Textbox | gr.Dropdown, ...]
    panel: Any
    new: gr.Button
    copy: gr.Button
    exports: tuple[gr.Button, gr.Button]
    written: gr.Textbox
    kept: conversations.Kept

    @property
    def shown(self) -> conversations.Shown:
        """What shows a conversation."""
        return conversations.Shown(
            self.turns, self.conversation, self.panel, self.status, self.send, self.stop
        )


def greeting(library: Assistant) -> str:
    """The welcome of a library: example questions, or how to fill it while it is empty."""
    documents = library.documents(viewer=VIEWER)
    return shelf.welcome(len(documents), starters(documents))


def ask(
    library: Assistant, question: str, turns: Sequence[Turn], filters: dict[str, Any]
) -> Iterator[list[Turn]]:
    """The conversation with `question` asked, growing until its answer or error is complete."""
    asked = Turn(question.strip()[:LONGEST_QUESTION], given=_given(filters))
    yield from _answered(library, asked, list(turns), history(turns), filters)


def ask_again(
    library: Assistant, turns: Sequence[Turn], at: int, part: str, filters: dict[str, Any]
) -> Iterator[list[Turn]]:
    """The conversation with its turn `at` asked again, not limited by `part` of what was
    understood. Raises gr.Error where there is no such turn."""
    if not 0 <= at < len(turns) or part not in PARTS:
        raise failure("This conversation is no longer held: ask the question again.")
    ignored = tuple(dict.fromkeys((*turns[at].ignored, part)))
    asked = Turn(turns[at].question, given=_given(filters), ignored=ignored)
    yield from _answered(library, asked, list(turns), history(turns[:at]), filters)


def _given(filters: dict[str, Any]) -> tuple[Part, ...]:
    """The parts that are limited by hand."""
    dated: tuple[Part, ...] = ("dates",) if filters["since"] or filters["until"] else ()
    named: tuple[Part, ...] = ("publishers", "places", "kinds")
    return (*dated, *(part for part in named if filters[part]))


def _answered(
    library: Assistant,
    asked: Turn,
    earlier: list[Turn],
    before: tuple[str, ...],
    filters: dict[str, Any],
) -> Iterator[list[Turn]]:
    yield [*earlier, asked]
    try:
        for answer in library.ask_stream(
            asked.question, before, ignore=asked.ignored, viewer=VIEWER, **filters
        ):
            asked = replace(asked, answer=answer)
            yield [*earlier, asked]
        yield [*earlier, replace(asked, done=True)]
    except LibraryError as error:
        yield [*earlier, replace(asked, error=str(error), done=True)]
    except Exception:  # noqa: BLE001 - one failed answer must not cost the conversation
        _log.exception("A question could not be answered")
        told = "Something went wrong while answering; the app's log says what. Please try again."
        yield [*earlier, replace(asked, error=told, done=True)]


def open_source(library: Assistant, turns: Sequence[Turn], event: gr.EventData) -> str:
    """The source panel for the citation that was selected. Raises gr.Error where it is gone."""
    turn, where = int(event.turn), str(event.shelf)
    found = turns[turn].citation(where, int(event.number)) if 0 <= turn < len(turns) else None
    if found is None:
        raise failure("This conversation is no longer held: ask the question again.")
    try:
        document = library.show(found.document, viewer=VIEWER)
    except LibraryError as error:
        raise failure(f"The source can't be shown: {error}") from error
    return reader.source_panel(document, reader.Place(turn, where, turns[turn].shelf(where), found))


def build(library: Assistant) -> AskTab:
    """Lays the tab out and wires it to the library."""
    turns = gr.State([])
    with gr.Row(elem_classes="workspace", elem_id="ask"):
        with gr.Column(elem_classes="talk"):
            with gr.Row(elem_classes="tools"):
                kept = conversations.build()
                new = gr.Button("New conversation", elem_id="new")
                copy = gr.Button("Copy", elem_id="copy")
                exports = (
                    gr.Button("Save as Word", elem_id="export-word"),
                    gr.Button("Save as Markdown", elem_id="export"),
                )
            conversation = listening("conversation", "cite", "suggest", "sample", "without")
            status = still("announcer")
            with gr.Column(elem_classes="composer"):
                limits = narrowing("limits")
                box, send, stop = _composer()
        with gr.Column(elem_classes="beside"):
            panel = listening("source", "cite", "close", "version")
    written = gr.Textbox(visible="hidden", elem_id="written", label="Conversation as a file")
    tab = AskTab(
        turns, conversation, status, box, send, stop, limits, panel, new, copy, exports, written,
        kept,
    )  # fmt: skip
    _wire_asking(library, tab)
    _wire_source(library, tab)
    _wire_tools(tab)
    return tab


def _composer() -> tuple[Any, Any, Any]:
    """The question's box, and the buttons beside it that send and stop it."""
    with gr.Row(elem_classes="ask-row"):
        box = gr.Textbox(
            elem_id="question",
            label="Your question",
            show_label=False,
            container=False,
            placeholder="Ask a question",
            lines=1,
            max_lines=6,
            max_length=LONGEST_QUESTION,
            autofocus=True,
        )
        send = gr.Button("Ask", variant="primary", elem_id="send")
        stop = gr.Button("Stop", elem_id="stop", visible=False)
    return box, send, stop


def _wire_asking(library: Assistant, tab: AskTab) -> None:
    async def answer(
        question: str, turns: list[Turn], *limits: Any
    ) -> AsyncIterator[tuple[Any, ...]]:
        if not question.strip():
            yield (gr.skip(),) * 6
            return
        growing = ask(library, question, turns, filters(*limits))
        async for shown in abandonable(_shown_as_it_grows(growing, "")):
            yield shown

    async def without(
        turns: list[Turn],
        since: str,
        until: str,
        publishers: list[str],
        places: list[str],
        kinds: list[str],
        event: gr.EventData,
    ) -> AsyncIterator[tuple[Any, ...]]:
        limits = filters(since, until, publishers, places, kinds)
        grown = ask_again(library, turns, int(event.turn), str(event.part), limits)
        async for shown in abandonable(_shown_as_it_grows(grown, gr.skip())):
            yield shown

    asking: dict[str, Any] = {
        "fn": answer,
        "inputs": [tab.box, tab.turns, *tab.limits],
        "outputs": [tab.box, tab.conversation, tab.turns, tab.status, tab.send, tab.stop],
        **INTERNAL,
    }
    chosen = tab.conversation.suggest(_suggested, None, tab.box, **INTERNAL)
    again = tab.conversation.without(
        without, [tab.turns, *tab.limits], asking["outputs"], **INTERNAL
    )
    under_way = [again, tab.box.submit(**asking), tab.send.click(**asking), chosen.then(**asking)]
    outputs = [tab.turns, tab.conversation, tab.status, tab.send, tab.stop]
    ended = tab.stop.click(_stopped, tab.turns, outputs, cancels=under_way, **INTERNAL)
    _wire_keeping(library, tab, under_way, ended)


def _wire_keeping(library: Assistant, tab: AskTab, under_way: list[Any], ended: Any) -> None:
    for event in (*under_way, ended):
        conversations.keep_after(event, tab.kept, tab.turns)
    conversations.wire(library, tab.kept, tab.shown, tab.new, lambda: greeting(library), under_way)


def _shown_as_it_grows(growing: Iterator[list[Turn]], text: Any) -> Iterator[tuple[Any, ...]]:
    for grown in growing:
        done = grown[-1].done
        shown, told = render.conversation(grown), render.status(grown[-1])
        yield text, shown, grown, told, gr.update(visible=done), gr.update(visible=not done)
        # The box is emptied once; what is typed meanwhile is the next question.
        text = gr.skip()


def _stopped(turns: list[Turn]) -> tuple[Any, ...]:
    if turns and not turns[-1].done:
        turns = [*turns[:-1], replace(turns[-1], done=True, stopped=True)]
    shown: Any = render.conversation(turns) if turns else gr.skip()
    told = render.status(turns[-1]) if turns else ""
    return turns, shown, told, gr.update(visible=True), gr.update(visible=False)


def _suggested(event: gr.EventData) -> str:
    return str(event.question)


def _wire_source(library: Assistant, tab: AskTab) -> None:
    def opened(turns: list[Turn], event: gr.EventData) -> str:
        return open_source(library, turns, event)

    tab.conversation.cite(opened, tab.turns, tab.panel, **INTERNAL)
    tab.panel.cite(opened, tab.turns, tab.panel, **INTERNAL)
    tab.panel.close(None, None, tab.panel, js="() => ''")


def _wire_tools(tab: AskTab) -> None:
    tab.copy.click(keeping.as_markdown, tab.turns, tab.written, **INTERNAL).then(
        None, tab.written, None, js="(text) => rapporteur.copyText(text)"
    )
    for button, form, suffix in zip(
        tab.exports, (keeping.word_file, keeping.markdown_file), ("docx", "md"), strict=True
    ):
        button.click(keeping.as_file(form), tab.turns, tab.written, **INTERNAL).then(
            None, tab.written, None, js=f"(data) => rapporteur.save(data, 'conversation.{suffix}')"
        )
