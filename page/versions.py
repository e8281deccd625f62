"""Reading an earlier version of a document in the panel that shows the current one."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant import Assistant, LibraryError
from page import reader
from page.ask import VIEWER
from page.events import INTERNAL, failure


def wire(library: Assistant, panel: Any, removable: bool = False) -> None:
    """Let the panel show the version that is chosen in it; `removable` as for `source_panel`."""

    def read(event: gr.EventData) -> str:
        try:
            record = library.show(str(event.document), VIEWER, version=str(event.version))
        except LibraryError as error:
            raise failure(f"The version can't be shown: {error}") from error
        return reader.source_panel(record, removable=removable)

    panel.version(read, None, panel, **INTERNAL)
