"""What the commands for followed topics print."""

from __future__ import annotations

from collections.abc import Sequence

from assistant import console
from assistant.positions.wording import act_label
from assistant.watch.result import News, NewsItem
from assistant.watch.wording import NOTHING_FOLLOWED, headline, who
from assistant.wording import on_page
from index.filters import Viewer
from index.follows import Followed

_PAST_DATE = 12
_SHOWN = 20


def show_followed(topics: Sequence[Followed], viewer: Viewer, as_json: bool) -> None:
    """Print the followed topics, and when each was last marked as seen."""
    if as_json:
        console.write_json({"viewer": viewer, "topics": [each.to_dict() for each in topics]})
        return
    if not topics:
        console.say(_nothing(viewer))
    for each in topics:
        console.say(f"{each.topic} (followed since {each.since[:10]}, seen {each.seen[:10]})")


def show_news(news: News, as_json: bool) -> None:
    """Print what is new on each topic, the latest first, or that nothing is."""
    if as_json:
        console.write_json(news.to_dict())
        return
    if not news.topics:
        console.say(_nothing(news.viewer))
    for topic in news.topics:
        console.say(headline(topic))
        if topic.items:
            console.say("")
        for item in topic.items[:_SHOWN]:
            _show(item)
        more = len(topic.items) - _SHOWN
        if more > 0:
            console.say(f"… and {more:,} more: --json prints them all.\n")


def _nothing(viewer: Viewer) -> str:
    return (
        f"{NOTHING_FOLLOWED} In the {viewer} view, that is: rapporteur follow TOPIC --as {viewer}"
    )


def _show(item: NewsItem) -> None:
    cited = item.citation
    does = f" {act_label(item.position)}" if item.position else " mentions it"
    to = f", to {item.position.addressee}" if item.position and item.position.addressee else ""
    changed = " (the document changed)" if item.updated else ""
    console.say(f"{cited.date or 'undated':<{_PAST_DATE}}{who(item)}{does}{to}{changed}")
    console.say(f"“{' '.join(cited.quote.split())}”", indent=_PAST_DATE)
    title = ", ".join(filter(None, (cited.title, on_page(cited.page, cited.ocr))))
    console.say(f"{title} · {cited.url or cited.source}\n", indent=_PAST_DATE)
