"""Positions in words for people: what an act is called, what was searched in vain."""

from __future__ import annotations

from assistant.positions.result import Change, Positions, PositionTaken

_LABELS = {
    "condemn": "condemns",
    "call": "calls for action",
    "demand": "demands",
    "welcome": "welcomes",
    "support": "supports",
    "oppose": "opposes",
    "reject": "rejects",
    "regret": "regrets",
    "concern": "is concerned",
    "recommend": "recommends",
    "recognise": "recognises",
    "commit": "commits itself",
    "affirm": "affirms",
}
_DENIED = {
    "call": "calls for action not to be taken",
    "concern": "is not concerned",
    "commit": "does not commit itself",
}
_FORMS_SHOWN = 24


def act_label(position: PositionTaken) -> str:
    """What the publisher does: "condemns", or denied, "does not condemn"."""
    if not position.negated:
        return _LABELS.get(position.act, position.act)
    return _DENIED.get(position.act, f"does not {position.act}")


def silence(found: Positions) -> str:
    """That nothing was found: in how many documents, of when, and in which forms it was sought."""
    searched = found.searched
    documents = f"{searched.documents:,} document{'' if searched.documents == 1 else 's'}"
    dates = f" from {searched.earliest} to {searched.latest}" if searched.earliest else ""
    limits = [*found.filters.publishers, *found.filters.kinds]
    within = f" ({', '.join(limits)})" if limits else ""
    forms = found.searched_for[:_FORMS_SHOWN]
    more = len(found.searched_for) - len(forms)
    rest = f" and {more} more" if more else ""
    sought = f" Searched for: {', '.join(forms)}{rest}." if forms else ""
    return f"No position found in {documents}{dates}{within}.{sought}"


def removed_and_added(found: Positions, change: Change) -> tuple[list[str], list[str]]:
    """The words that went and those that came, as they stand in the two quotations."""
    earlier, later = found.positions[change.earlier], found.positions[change.later]
    removed = [earlier.quote[s - earlier.start : e - earlier.start] for s, e in change.removed]
    added = [later.quote[s - later.start : e - later.start] for s, e in change.added]
    return removed, added
