"""The limits of a search, as several tabs offer them: dates, publishers, places, kinds."""

from __future__ import annotations

from typing import Any

import gradio as gr

Limits = tuple[gr.Textbox | gr.Dropdown, ...]


def narrowing(elem_id: str) -> Limits:
    """The fields, folded away; the choices of the last three are filled when the page loads."""
    with gr.Accordion("Limit the search", open=False, elem_id=elem_id):
        with gr.Row():
            since = gr.Textbox("", label="Since", placeholder="2019 or 2019-09-24", min_width=120)
            until = gr.Textbox("", label="Until", placeholder="2021", min_width=120)
        with gr.Row():
            publishers = gr.Dropdown([], multiselect=True, label="Publishers", min_width=160)
            places = gr.Dropdown([], multiselect=True, label="Places", min_width=160)
            kinds = gr.Dropdown([], multiselect=True, label="Kinds", min_width=160)
    return since, until, publishers, places, kinds


def filters(
    since: str, until: str, publishers: list[str], places: list[str], kinds: list[str]
) -> dict[str, Any]:
    """What stands in the fields, as `Assistant` takes it."""
    return {
        "since": since.strip(),
        "until": until.strip(),
        "publishers": publishers,
        "places": places,
        "kinds": kinds,
    }
