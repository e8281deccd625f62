"""Answering: the library's front door."""

from typing import TYPE_CHECKING, Any

from assistant.errors import Cancelled, LibraryError

if TYPE_CHECKING:
    from assistant.assistant import Assistant

__all__ = ["Assistant", "Cancelled", "LibraryError"]


def __getattr__(name: str) -> Any:
    # Imported when asked for: `rapporteur --help` needs none of what an open library does.
    if name == "Assistant":
        from assistant.assistant import Assistant

        return Assistant
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
