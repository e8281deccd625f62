"""A paper written to a file whose name says in which form."""

from __future__ import annotations

from pathlib import Path

from assistant.export.markdown import markdown
from assistant.export.paper import Paper
from assistant.export.word import word

WORD_SUFFIX = ".docx"
SUFFIXES = (WORD_SUFFIX, ".md")


def write(paper: Paper, target: Path) -> None:
    """Write the paper, as Word where the name ends in .docx, else as Markdown.

    Raises LibraryError where no Word file can be made, OSError where it can't be written.
    """
    if target.suffix.lower() == WORD_SUFFIX:
        target.write_bytes(word(paper))
    else:
        target.write_text(markdown(paper), encoding="utf-8")
