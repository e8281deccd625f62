"""Which reader reads which file, by the end of its name."""

from __future__ import annotations

from collections.abc import Mapping

from corpus.formats.html import read_html
from corpus.formats.markdown import read_markdown
from corpus.formats.reading import Reader
from corpus.formats.text import read_text

READERS: Mapping[str, Reader] = {
    ".txt": read_text,
    ".text": read_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
}
