"""An evaluation as a picture (SVG): shares by kind, the refusal curve, the calibration.

Written by hand, since three small diagrams are no reason for a plotting library.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

_WIDTH, _MARGIN, _SIDE, _ROW = 1000, 60, 380, 18
_INK, _SOFT, _LINE = "#22201c", "#5b564c", "#dedad0"
_COLOURS = ("#0f5c66", "#d08a2a", "#7a9a3a")
_NAMES = {"hit@5": "found among the first five", "quotes": "cited, in quotations",
          "model": "cited, with the model"}  # fmt: skip
_LONGEST_LABEL = 40


@dataclass(frozen=True, slots=True)
class _Square:
    """A diagram from 0 to 1 in both directions, with its upper left corner at (x, y)."""

    x: float
    y: float

    def at(self, across: float, up: float) -> tuple[float, float]:
        return round(self.x + across * _SIDE, 1), round(self.y + (1 - up) * _SIDE, 1)

    def path(self, points: Iterable[tuple[float, float]]) -> str:
        return " ".join(f"{x},{y}" for x, y in (self.at(*point) for point in points))


def picture(found: Mapping[str, Any]) -> str:
    """The picture of an evaluation's JSON."""
    bars, height = _bars(found, 90)
    curve, calibration = _Square(_MARGIN, height + 70), _Square(_MARGIN + 500, height + 70)
    parts = [
        _text(_MARGIN, 40, f"Evaluation of {found['questions']} questions", size=20),
        *bars,
        *_curve(curve, found["reliability"]),
        *_calibration(calibration, found["reliability"]["calibration"]),
    ]
    tall = height + 70 + _SIDE + 70
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {tall}" '
        f'font-family="system-ui, sans-serif" role="img" aria-label="Evaluation">\n'
        f'<rect width="{_WIDTH}" height="{tall}" fill="#ffffff"/>\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )


def _bars(found: Mapping[str, Any], top: float) -> tuple[list[str], float]:
    """Bars of what was found and cited by kind of answerable question; where they end."""
    modes = found["modes"]
    shares = [("hit@5", "hit@5", found), *((mode, "cited", modes[mode]) for mode in modes)]
    kinds = [kind for kind, row in found["kinds"].items() if row["hit@5"] is not None]
    parts, y, left = [], top, _MARGIN + 160
    wide = _WIDTH - left - _MARGIN - 50
    for colour, (name, _, _) in zip(_COLOURS, shares, strict=False):
        parts += [
            f'<rect x="{left}" y="{y - 11}" width="12" height="12" fill="{colour}"/>',
            _text(left + 18, y, _NAMES[name], size=13, colour=_SOFT),
        ]
        left += 230
    left, y = _MARGIN + 160, y + 20
    for kind in [*kinds, None]:
        label = "all" if kind is None else kind or "(no kind)"
        parts.append(_text(left - 12, y + 0.5 * _ROW * len(shares), label, anchor="end"))
        for colour, (_, figure, run) in zip(_COLOURS, shares, strict=False):
            share = (run["all"] if kind is None else run["kinds"][kind])[figure] or 0.0
            parts += [
                f'<rect x="{left}" y="{y}" width="{round(share * wide, 1)}" height="{_ROW - 5}" '
                f'fill="{colour}"/>',
                _text(left + share * wide + 6, y + _ROW - 7, f"{share:.2f}", size=12, colour=_SOFT),
            ]
            y += _ROW
        y += 10
    return parts, y


def _curve(square: _Square, trust: Mapping[str, Any]) -> list[str]:
    parts = _frame(square, "Refusals", "answerable questions refused", "unanswerable refused")
    points = trust["curve"]
    if not points:
        return [*parts, _note(square, "needs answerable and unanswerable questions")]
    line = [(point["false_refusals"], point["refused"]) for point in points]
    near = min(points, key=lambda point: abs(point["threshold"] - trust["threshold"]))
    x, y = square.at(near["false_refusals"], near["refused"])
    return [
        *parts,
        f'<polyline points="{square.path(line)}" fill="none" stroke="{_COLOURS[0]}" '
        'stroke-width="2.5"/>',
        f'<circle cx="{x}" cy="{y}" r="6" fill="{_COLOURS[1]}"/>',
        _text(x + 12, y + 16, f"threshold {trust['threshold']:.2f}", size=13),
    ]


def _calibration(square: _Square, calibration: Mapping[str, Any]) -> list[str]:
    title = f"Calibration (error {calibration['error']:.2f})"
    parts = _frame(square, title, "confidence", "share of questions that are answerable")
    bins: Sequence[Mapping[str, Any]] = calibration["bins"]
    most = max((each["questions"] for each in bins), default=1)
    points = [(each["confidence"], each["answerable"]) for each in bins]
    parts += [
        f'<polyline points="{square.path([(0, 0), (1, 1)])}" stroke="{_SOFT}" '
        'stroke-dasharray="4 5" fill="none"/>',
        f'<polyline points="{square.path(points)}" fill="none" stroke="{_COLOURS[0]}" '
        'stroke-width="2.5"/>',
    ]
    for each, point in zip(bins, points, strict=True):
        x, y = square.at(*point)
        radius = round(4 + 8 * (each["questions"] / most) ** 0.5, 1)
        parts.append(
            f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{_COLOURS[0]}">'
            f"<title>{each['questions']} questions</title></circle>"
        )
    return parts


def _frame(square: _Square, title: str, across: str, up: str) -> list[str]:
    parts = [_text(square.x, square.y - 18, title, size=15)]
    for step in range(5):
        share = step / 4
        (left, y), (right, _) = square.at(0, share), square.at(1, share)
        (x, bottom), (_, top) = square.at(share, 0), square.at(share, 1)
        parts += [
            f'<path d="M{left} {y}H{right}M{x} {bottom}V{top}" stroke="{_LINE}"/>',
            _text(left - 8, y + 4, f"{share:.0%}", size=12, anchor="end", colour=_SOFT),
            _text(x, bottom + 18, f"{share:.0%}", size=12, anchor="middle", colour=_SOFT),
        ]
    middle, foot = square.x + _SIDE / 2, square.y + _SIDE + 40
    parts.append(_text(middle, foot, across, size=13, anchor="middle", colour=_SOFT))
    x, y = square.x - 44, square.y + _SIDE / 2
    turned = _text(x, y, up, size=13, anchor="middle", colour=_SOFT)
    return [*parts, f'<g transform="rotate(-90 {x} {y})">{turned}</g>']


def _note(square: _Square, words: str) -> str:
    return _text(*square.at(0.5, 0.5), words, size=13, anchor="middle", colour=_SOFT)


def _text(
    x: float, y: float, words: str, size: int = 14, anchor: str = "start", colour: str = _INK
) -> str:
    kept = "".join(char for char in words if char.isprintable())
    kept = kept if len(kept) <= _LONGEST_LABEL + 30 else f"{kept[:_LONGEST_LABEL]}…"
    return (
        f'<text x="{round(x, 1)}" y="{round(y, 1)}" font-size="{size}" text-anchor="{anchor}" '
        f'fill="{colour}">{escape(kept)}</text>'
    )
