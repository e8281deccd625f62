"""The page put together: its tabs on one Gradio application, behind the gate."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import gradio as gr
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles

from assistant import Assistant, LibraryError
from page import (
    api,
    api_watch,
    ask,
    checking,
    collection,
    conversations,
    drafting,
    news,
    originals,
    positions,
    shelf,
    versions,
)
from page.conversation import Turn
from page.events import INTERNAL, failure, still
from page.gate import LOOPBACK, UPLOAD_LIMIT, Gate
from page.narrowing import Limits
from page.progress import watched
from page.readiness import Readiness, load_sample
from page.shelf import View
from page.uploads import Shelving

ASKING_AT_ONCE = 40
WAITING_AT_MOST = 200
_STATIC = Path(__file__).parent / "static"
_HEAD = """
<link rel="stylesheet" href="/page/page.css">
<script src="/page/page.js"></script>
<script src="/page/conversations.js"></script>
<meta name="color-scheme" content="light dark">
"""


def assemble(library: Assistant, port: int, sample: bool = False) -> FastAPI:
    """The whole application for a library: /healthz, the page at /, its API and MCP tools.

    With `sample`, an empty library is filled with the sample notes in the background.
    """
    readiness = Readiness(library, sample)
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(CORSMiddleware, allow_origins=[])  # so that Gradio adds no rules of its own
    app.add_middleware(Gate, hosts=LOOPBACK)

    @app.get("/healthz")
    def health() -> JSONResponse:
        reason = readiness.reason()
        return JSONResponse(
            {"ready": not reason, "reason": reason},
            status_code=503 if reason else 200,
            headers={"Cache-Control": "no-store"},
        )

    originals.serve(app, library)
    app.mount("/page", StaticFiles(directory=_STATIC), name="page")
    mounted: FastAPI = gr.mount_gradio_app(
        app,
        blocks(library, readiness),
        "/",
        server_name=LOOPBACK[0],
        server_port=port,
        footer_links=[],
        run_history=False,
        max_file_size=UPLOAD_LIMIT,
        show_error=True,
        ssr_mode=False,
        enable_monitoring=False,
        mcp_server=True,
        favicon_path=str(_STATIC / "favicon.png"),
        theme=_theme(),
        head=_HEAD,
    )
    return mounted


def blocks(library: Assistant, readiness: Readiness) -> Any:
    """The tabs, wired to the library."""
    shelving = Shelving(library, library.settings.home / "uploads")
    with gr.Blocks(
        title="Rapporteur", analytics_enabled=False, fill_width=True, delete_cache=(3600, 3600)
    ) as page:
        masthead = still("masthead", shelf.masthead(0, "", ""))
        with gr.Tabs(elem_id="tabs"):
            with gr.Tab("Ask", id="ask"):
                asking = ask.build(library)
                versions.wire(library, asking.panel)
            with gr.Tab("Positions", id="positions"):
                looking = positions.build(library)
            with gr.Tab("Draft", id="draft"):
                drafted = drafting.build(library)
            with gr.Tab("Check", id="check"):
                drafts = checking.build(library)
            with gr.Tab("News", id="news") as tab:
                bulletin = news.build(library, tab)
            with gr.Tab("Library", id="library"):
                shelved, changes = collection.build(library, shelving)
        refresh = gr.Button("Refresh", elem_id="refresh", visible="hidden")
        api.build(library)
        api_watch.build(library)
        loaded = asking.conversation.sample(
            _loading_sample(library), None, asking.conversation, **INTERNAL
        )
        restored = conversations.restore(library, page, asking.kept, asking.shown)
        changed = [restored.then, refresh.click, loaded.then, *(change.then for change in changes)]
        whose = ((looking.limits[2],), (drafted.publishers,))
        choosing = (asking.limits[2:], drafts.limits[2:], *whose)
        _wire_refresh(library, readiness, masthead, asking, choosing, shelved, changed)
        news.wire_refresh(library, bulletin, changed)
        news.wire_following(library, bulletin, looking.follow, looking.held)
    page.queue(default_concurrency_limit=ASKING_AT_ONCE, max_size=WAITING_AT_MOST, api_open=False)
    return page


def _wire_refresh(
    library: Assistant,
    readiness: Readiness,
    masthead: gr.HTML,
    asking: ask.AskTab,
    choosing: Sequence[Limits],
    shelved: collection.LibraryTab,
    changed: Sequence[Callable[..., Any]],
) -> None:
    """Shows what the library holds: when the page loads, and after everything that changes it.

    `choosing` are the fields to choose from, of each tab: publishers, places, kinds.
    """

    def fresh(turns: list[Turn], view: View) -> tuple[Any, ...]:
        held = library.facets(viewer=ask.VIEWER)
        filling = not held.documents and readiness.filling
        welcome = shelf.empty(filling) if filling else ask.greeting(library)
        choices = (held.publishers, held.places, held.kinds)
        return (
            shelf.masthead(held.documents, held.earliest, held.latest),
            gr.skip() if turns else welcome,
            *(
                gr.update(choices=list(values))
                for fields in choosing
                for values, _ in zip(choices, fields, strict=False)
            ),
            collection.listing(library, view),
        )

    fields = [field for some in choosing for field in some]
    shown = [masthead, asking.conversation, *fields, shelved.listing]
    for listen in changed:
        listen(fresh, [asking.turns, shelved.view], shown, **INTERNAL)


def _loading_sample(library: Assistant) -> Callable[[], Iterator[str]]:
    def loading() -> Iterator[str]:
        yield shelf.empty("Loading the sample library…")
        try:
            for progress in watched(lambda tell: load_sample(library, tell)):
                done = f" {progress.done} of {progress.total} notes" if progress.total else ""
                yield shelf.empty(f"Loading the sample library…{done}")
        except LibraryError as error:
            raise failure(f"The sample library could not be loaded: {error}") from error

    return loading


def _theme() -> gr.themes.Base:
    """Gradio's plainest theme with the machine's own fonts: none is fetched from anywhere."""
    return gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"])
