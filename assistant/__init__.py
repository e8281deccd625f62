"""Answering: the library's front door."""

from assistant.assistant import Assistant
from assistant.errors import Cancelled, LibraryError

__all__ = ["Assistant", "Cancelled", "LibraryError"]
