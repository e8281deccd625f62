"""The conversations kept in the visitor's own browser: listed, opened again, begun anew.

The list is drawn by the page's script from the browser's storage; the server sees a conversation
only when it is kept or opened, and verifies what comes back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import gradio as gr

from assistant import Assistant
from index.filters import Viewer
from page import keeping, render
from page.events import INTERNAL, failure
from page.markup import join, tag

_VIEWER: Viewer = "public"
_SHOWN_AGAIN = tag("p", "Your conversation is shown again.", role="status", class_="unseen")
# Gradio adds the head's scripts while it lays the page out: either may come first.
_ONCE_THERE = """new Promise((there) => {
  if (window.rapporteur?.conversations) there();
  else window.addEventListener('rapporteur-conversations', there, { once: true });
})"""
_LISTEN = f"""
{_ONCE_THERE}.then(() => rapporteur.conversations.attach(element, {{
  recall: (kept) => trigger('recall', {{ kept }}),
  leave: () => trigger('leave', {{}}),
}}));
"""
_CURRENT = f"() => {_ONCE_THERE}.then(() => rapporteur.conversations.current())"
_KEEP = "(text) => rapporteur.conversations.keep(text)"
_FORGET = "() => rapporteur.conversations.forget()"


@dataclass(frozen=True, slots=True)
class Kept:
    """The list, what passes between it and the server, and which conversation is open ("": new)."""

    listing: Any
    passed: gr.Textbox
    identity: gr.State


@dataclass(frozen=True, slots=True)
class Shown:
    """What of the tab shows a conversation: its turns, where they are rendered, the open source,
    what is announced, and the buttons that ask and stop."""

    turns: gr.State
    conversation: Any
    panel: Any
    status: gr.HTML
    send: gr.Button
    stop: gr.Button


def build() -> Kept:
    """Lays the list out: a button that tells how many are kept, and unfolds them."""
    button = tag(
        "button",
        type="button",
        id="kept-toggle",
        aria_expanded="false",
        aria_controls="kept-list",
        hidden=True,
    )
    rows = tag("ol", id="kept-list", hidden=True, aria_label="Conversations kept in this browser")
    told = tag("p", id="kept-told", role="status", class_="unseen")
    problem = tag("p", id="kept-problem", role="alert")
    listing: Any = gr.HTML(
        join(button, problem, rows, told),
        elem_id="kept",
        js_on_load=_LISTEN,
        apply_default_css=False,
    )
    passed = gr.Textbox(visible="hidden", elem_id="passed", label="Conversation to keep")
    return Kept(listing, passed, gr.State(""))


def wire(
    library: Assistant,
    kept: Kept,
    shown: Shown,
    new: gr.Button,
    greeting: Callable[[], str],
    under_way: list[Any],
) -> None:
    """Opens and leaves conversations; what is `under_way` in one that is left is stopped."""
    asking = (gr.update(visible=True), gr.update(visible=False))

    def opened(event: gr.EventData) -> tuple[Any, ...]:
        identity, turns = keeping.restored(library, event.kept, _VIEWER)
        if not turns:
            raise failure("This conversation can't be read any more: delete it from the list.")
        return turns, render.conversation(turns), "", _SHOWN_AGAIN, *asking, identity

    def left() -> tuple[Any, ...]:
        return [], greeting(), "", "", *asking, ""

    outputs = [
        shown.turns, shown.conversation, shown.panel, shown.status, shown.send, shown.stop,
        kept.identity,
    ]  # fmt: skip
    kept.listing.recall(opened, None, outputs, cancels=under_way, **INTERNAL)
    kept.listing.leave(left, None, outputs, cancels=under_way, **INTERNAL)
    new.click(left, None, outputs, cancels=under_way, **INTERNAL).then(None, js=_FORGET)


def keep_after(event: Any, kept: Kept, turns: gr.State) -> None:
    """Has the browser keep the conversation each time after `event`."""
    event.then(keeping.kept, [turns, kept.identity], [kept.passed, kept.identity], **INTERNAL).then(
        None, kept.passed, None, js=_KEEP
    )


def restore(library: Assistant, page: gr.Blocks, kept: Kept, shown: Shown) -> Any:
    """Shows the conversation that was open when the page loads; returns that event."""

    def again(value: str) -> tuple[Any, ...]:
        identity, turns = keeping.restored(library, value, _VIEWER)
        if not turns:
            return [], gr.skip(), gr.skip(), ""
        return turns, render.conversation(turns), _SHOWN_AGAIN, identity

    outputs = [shown.turns, shown.conversation, shown.status, kept.identity]
    return page.load(again, kept.passed, outputs, js=_CURRENT, **INTERNAL)
