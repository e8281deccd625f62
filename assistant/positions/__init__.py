"""Positions on a topic: who took which, when, in which words; or that nobody did."""

from assistant.positions.history import positions
from assistant.positions.result import Positions, PositionTaken
from assistant.positions.table import as_csv

__all__ = ["PositionTaken", "Positions", "as_csv", "positions"]
