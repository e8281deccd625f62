"""What `rapporteur positions` prints: a timeline, or the evidence of silence."""

from __future__ import annotations

from assistant import console
from assistant.positions.result import Change, Positions, PositionTaken
from assistant.positions.wording import act_label, removed_and_added, silence

_PAST_ACT = 12


def show_positions(found: Positions, as_json: bool) -> None:
    """Print the positions by year, with changes of wording, first uses of terms and gaps."""
    if as_json:
        console.write_json(found.to_dict())
        return
    if not found.positions:
        console.say(silence(found))
        for passage in found.nearest:
            console.say(f"Nearest: “{' '.join(passage.quote.split())}”", indent=3, outdent=True)
            console.say(f"{passage.title}, {passage.publisher}, {passage.date}\n", indent=3)
        return
    changes = {change.later: change for change in found.changes}
    year = None
    for at, position in enumerate(found.positions):
        if position.date[:4] != year:
            year = position.date[:4]
            console.say(f"{'' if at == 0 else chr(10)}{year or 'Undated'}\n")
        _show(position, found, changes.get(at))
    _show_summary(found)


def _show(position: PositionTaken, found: Positions, change: Change | None) -> None:
    who = ", in: ".join(filter(None, (position.speaker, position.publisher)))
    to = f", to {position.addressee}" if position.addressee else ""
    console.say(f"{position.date or 'undated':<{_PAST_ACT}}{who} {act_label(position)}{to}")
    console.say(f"“{' '.join(position.quote.split())}”", indent=_PAST_ACT)
    page = f", p. {position.page}" if position.page else ""
    console.say(f"{position.title}{page} · {position.url or position.source}", indent=_PAST_ACT)
    if change is not None:
        removed, added = removed_and_added(found, change)
        earlier = found.positions[change.earlier]
        told = [f"without “{words}”" for words in removed] + [f"with “{words}”" for words in added]
        console.say(f"Against {earlier.date}: {'; '.join(told)}.", indent=_PAST_ACT)
    console.say("")


def _show_summary(found: Positions) -> None:
    searched = (
        f"{found.searched.documents:,} document{'' if found.searched.documents == 1 else 's'}"
    )
    dates = f", the first {found.first}, the latest {found.latest}" if found.first else ""
    number = len(found.positions)
    console.say(f"{number:,} position{'' if number == 1 else 's'} in {searched}{dates}.")
    for use in found.terms:
        who = f"{use.citation.publisher}, {use.citation.date}"
        console.say(f"“{use.term}” first: {who}, in {use.citation.title}.")
    for gap in found.gaps:
        years = gap.since if gap.since == gap.until else f"{gap.since} to {gap.until}"
        documents = f"{gap.documents:,} document{'' if gap.documents == 1 else 's'}"
        console.say(f"Silent {years}: no position in {documents}.")
    if len(found.publishers) > 1:
        for each in found.publishers:
            acts = ", ".join(f"{act} {count}" for act, count in each.acts.items())
            console.say(f"{each.publisher}: {len(each.positions)} ({acts})", indent=3)
