"""What every part of the page says to Gradio in the same way."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any, Final, TypeVar

import gradio as gr
from anyio import to_thread

from assistant import LibraryError
from page.markup import text

T = TypeVar("T")

# The page's own handlers are no API: `api.py` names the endpoints that are.
INTERNAL: Final[dict[str, Any]] = {"api_visibility": "private", "show_progress": "hidden"}

_LISTEN = """
const events = [%s];
element.addEventListener('click', (event) => {
  const control = event.target.closest('[data-event]');
  if (control && events.includes(control.dataset.event)) {
    window.rapporteur?.remember?.(control);
    trigger(control.dataset.event, { ...control.dataset });
  }
});
watch('value', () => window.rapporteur?.settle?.(element));
"""


def failure(message: object) -> gr.Error:
    """An error for the page, which shows it as markup: names and titles in it are escaped."""
    return gr.Error(str(text(message)))


def told(call: Callable[[], T]) -> T:
    """What `call` returns; its LibraryError as the error of an endpoint."""
    try:
        return call()
    except LibraryError as error:
        raise gr.Error(str(error)) from error


async def abandonable(items: Iterator[T]) -> AsyncIterator[T]:
    """The items, each awaited in a thread. Whoever is stopped while waiting stops at once; the
    thread is left to come to its next item, however long a server takes over it, and ends there.
    """
    end = object()
    while True:
        item: Any = await to_thread.run_sync(next, items, end, abandon_on_cancel=True)
        if item is end:
            return
        yield item


def listening(elem_id: str, *events: str) -> Any:
    """An HTML component whose buttons with `data-event` raise those events with their data.

    The type is Any because Gradio makes the listeners (`component.cite(...)`) by name.
    """
    script = _LISTEN % ", ".join(f"'{event}'" for event in events)
    return gr.HTML(elem_id=elem_id, js_on_load=script, apply_default_css=False)


def still(elem_id: str, value: str = "") -> gr.HTML:
    """An HTML component that raises no events."""
    return gr.HTML(value, elem_id=elem_id, js_on_load=None, apply_default_css=False)
