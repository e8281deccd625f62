"""Outlines of statements: a brief becomes sections of verified quotations."""

from assistant.outline.board import Board, Item
from assistant.outline.brief import Brief, read_brief
from assistant.outline.outline import OnSection, outline
from assistant.outline.paper import paper
from assistant.outline.result import Outline, Point, Section

__all__ = [
    "Board",
    "Brief",
    "Item",
    "OnSection",
    "Outline",
    "Point",
    "Section",
    "outline",
    "paper",
    "read_brief",
]
