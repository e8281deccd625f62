"""Whose collection on a Chroma server is, and which write it shows, by the catalogue's notes."""

from __future__ import annotations

import secrets
import socket
from pathlib import Path

from index.catalogue import Catalogue
from index.served import Owner, ServedVectors

_STAMP = "engines_stamp"
_LIBRARY = "library_id"


def collection(catalogue: Catalogue, url: str, home: Path) -> ServedVectors:
    """The library's vectors on the server at `url`. Raises ValueError where that is no address."""
    library = catalogue.setting(_LIBRARY)
    if library is None:
        library = secrets.token_hex(8)
        catalogue.note(_LIBRARY, library)
    return ServedVectors(url, Owner(library, f"{socket.gethostname()}:{home}"))


def agrees(catalogue: Catalogue, served: ServedVectors) -> bool:
    """Whether the server holds what was last written to it. Raises ServerError."""
    return served.agrees(catalogue.setting(_STAMP) or "")


def put(catalogue: Catalogue, served: ServedVectors) -> None:
    """Stamp what the server holds now. Raises ServerError."""
    stamp = secrets.token_hex(8)
    served.put_stamp(stamp)
    catalogue.note(_STAMP, stamp)
