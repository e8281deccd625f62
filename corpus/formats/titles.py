"""Titles that files carry in their properties, many of which are left over from other files."""

from __future__ import annotations


def borne_out(title: str, text: str) -> str:
    """`title`, if the opening of `text` says it too; else ""."""
    title = " ".join(title.split())
    opening = " ".join(text[:4000].split()).casefold()
    return title if len(title.split()) > 1 and title.casefold() in opening else ""
