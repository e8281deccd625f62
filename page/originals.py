"""Original files for download: always as attachments, never shown or run by the browser."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import FastAPI
from fastapi.responses import JSONResponse, Response

from assistant import Assistant, LibraryError
from page.ask import VIEWER
from page.capture import ORIGINALS
from page.uploads import safe_name

_HEADERS = {
    "Cache-Control": "no-store",
    # The gate sets this too; a file of anybody's making must not depend on it.
    "X-Content-Type-Options": "nosniff",
}


def serve(app: FastAPI, library: Assistant) -> None:
    """Add the address under which this page's viewer can save original files."""

    @app.get(ORIGINALS + "{document}")
    def original(document: str, version: str = "") -> Response:
        try:
            found = library.original(document, viewer=VIEWER, version=version)
        except LibraryError as error:
            return JSONResponse({"error": str(error)}, status_code=404, headers=_HEADERS)
        name = safe_name(found.name)
        plain = name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_")
        attached = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
        return Response(
            found.data,
            media_type="application/octet-stream",
            headers={**_HEADERS, "Content-Disposition": attached},
        )
