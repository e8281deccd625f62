"""Papers with real footnotes, as Markdown and as Word files."""

from assistant.export.files import SUFFIXES, write
from assistant.export.markdown import markdown
from assistant.export.paper import (
    Heading,
    Inline,
    Items,
    Note,
    Paper,
    Paragraph,
    Quotation,
    Styled,
)
from assistant.export.word import word

__all__ = [
    "SUFFIXES",
    "Heading",
    "Inline",
    "Items",
    "Note",
    "Paper",
    "Paragraph",
    "Quotation",
    "Styled",
    "markdown",
    "word",
    "write",
]
