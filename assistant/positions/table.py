"""Positions as a table for spreadsheets, which never take a cell of it for a formula."""

from __future__ import annotations

import csv
import io

from assistant.positions.result import Positions

_FIELDS = (
    "date",
    "publisher",
    "speaker",
    "act",
    "negated",
    "addressee",
    "quote",
    "title",
    "page",
    "url",
    "source",
    "places",
    "document",
    "start",
    "end",
)
# What a spreadsheet takes for the beginning of a formula or a command.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def as_csv(found: Positions) -> str:
    """The positions as CSV (RFC 4180) with a row of headings.

    A cell that a spreadsheet would calculate gets an apostrophe in front.
    """
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(_FIELDS)
    for position in found.positions:
        fields = position.to_dict() | {
            "places": "; ".join(position.places),
            "negated": "yes" if position.negated else "",
        }
        writer.writerow([_cell(fields[name]) for name in _FIELDS])
    return table.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA):
        return f"'{value}"
    return value
