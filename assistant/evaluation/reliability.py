"""How far the confidence of answers can be trusted: the curve of refusals, and the calibration."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.confidence import THRESHOLD
from assistant.evaluation.outcome import Outcome

MOST_FALSE_REFUSALS = 0.08
_STEPS = 50
_BINS = 10


def reliability(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The refusal curve and the calibration of the confidence of `outcomes`.

    `curve` tells for thresholds from 0 to 1 which share of the unanswerable questions would be
    refused, and which of the answerable; `best` is the point that refuses most of the former at 8 %
    of the latter. `calibration` holds, for each tenth of confidence, the mean confidence and the
    share of answerable questions; `error` is the mean distance of the two, by questions.
    """
    asked = [o.confidence for o in outcomes if not o.unanswerable]
    hopeless = [o.confidence for o in outcomes if o.unanswerable]
    thresholds = sorted({0.0, *(o.confidence for o in outcomes), 1.0})
    points = [_point(at, asked, hopeless) for at in thresholds] if asked and hopeless else []
    bearable = [point for point in points if point["false_refusals"] <= MOST_FALSE_REFUSALS]
    bins = _bins(outcomes)
    gaps = sum(each["questions"] * abs(each["confidence"] - each["answerable"]) for each in bins)
    return {
        "threshold": THRESHOLD,
        "curve": [_point(step / _STEPS, asked, hopeless) for step in range(_STEPS + 1)]
        if points
        else [],
        "best": max(bearable, key=lambda p: (p["refused"], -p["threshold"]), default=None),
        "calibration": {"bins": bins, "error": gaps / len(outcomes) if outcomes else None},
    }


def _point(threshold: float, asked: Sequence[float], hopeless: Sequence[float]) -> dict[str, float]:
    """What refusing below `threshold` would refuse of both kinds of question."""
    return {
        "threshold": threshold,
        "refused": sum(each < threshold for each in hopeless) / len(hopeless),
        "false_refusals": sum(each < threshold for each in asked) / len(asked),
    }


def _bins(outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    bins: list[dict[str, Any]] = []
    for number in range(_BINS):
        inside = [o for o in outcomes if min(int(o.confidence * _BINS), _BINS - 1) == number]
        if inside:
            bins.append(
                {
                    "from": number / _BINS,
                    "to": (number + 1) / _BINS,
                    "questions": len(inside),
                    "confidence": sum(o.confidence for o in inside) / len(inside),
                    "answerable": sum(not o.unanswerable for o in inside) / len(inside),
                }
            )
    return bins
