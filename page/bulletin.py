"""The News tab as HTML: the followed topics, what is new on each, and what can be done with it."""

from __future__ import annotations

from assistant.positions.wording import act_label
from assistant.watch import News, NewsItem, TopicNews
from assistant.watch.wording import findings, who
from page import wording
from page.markup import Html, tag
from page.render import describe

MOST = 50


def introduction() -> Html:
    """What the tab shows while no topic is followed."""
    return tag(
        "div",
        tag("h2", "What is new on your topics?"),
        tag(
            "p",
            "Follow a topic, and every new or changed document is looked through for it: what "
            "takes a position on it, and what mentions it. News stays until you mark it as read.",
        ),
        class_="welcome",
    )


def bulletin(news: News) -> Html:
    """Every followed topic with its news, and a summary that screen readers announce."""
    if not news.topics:
        return introduction()
    fresh = sum(bool(topic.items) for topic in news.topics)
    topics = wording.count(len(news.topics), "followed topic")
    told = f"{news.number:,} new on {fresh} of {topics}." if fresh else f"Nothing new on {topics}."
    everything = _button("Mark all as read", "seen", "all") if fresh > 1 else None
    summary = tag("p", told, role="status", tabindex="-1", class_="summary")
    head = tag("div", summary, everything, class_="bulletin-head")
    shown = (_topic(at, topic) for at, topic in enumerate(news.topics))
    return tag("div", head, *shown, class_="turns bulletin")


def failed(message: str) -> Html:
    """Why there is no news to show."""
    told = tag("p", message, dir="auto")
    return tag("div", tag("h3", "The news could not be looked up"), told, class_="turns error")


def badge(news: News) -> str:
    """The tab's name, with how much is new."""
    return f"News ({news.number:,})" if news.number else "News"


def _topic(at: int, topic: TopicNews) -> Html:
    name = topic.followed.topic
    heading = tag("h3", name, id=f"topic-{at}", dir="auto")
    marks = _button("Mark as read", "seen", at, f"Mark the news on {name} as read")
    drop = _button("Unfollow", "unfollow", at, f"Unfollow {name}")
    actions = tag("div", marks if topic.items else None, drop, class_="bulletin-actions")
    rows = [_row(at, item) for item in topic.items[:MOST]]
    more = len(topic.items) - MOST
    rest = f"… and {more:,} more; rapporteur news --json prints them all." if more > 0 else ""
    return tag(
        "section",
        tag("div", heading, actions, class_="bulletin-topic"),
        tag("p", _scope(topic), class_="scope"),
        tag("ol", *rows) if rows else None,
        tag("p", rest, class_="scope") if rest else None,
        class_="sources",
        aria_labelledby=f"topic-{at}",
    )


def _scope(topic: TopicNews) -> str:
    """What is new, in how many documents it was looked for, and since when."""
    searched = topic.searched
    documents = wording.count(searched.documents, "document")
    dates = wording.period(searched.earliest, searched.latest) if searched.earliest else ""
    since = wording.human_date(topic.followed.seen[:10])
    came = f"{documents} new or changed since {since}{f', dated {dates}' if dates else ''}."
    return f"{findings(topic) or 'Nothing new'} in {came}"


def _row(at: int, item: NewsItem) -> Html:
    cited, taken = item.citation, item.position
    does = act_label(taken) if taken else "mentions it"
    to = f", to {taken.addressee}" if taken and taken.addressee else ""
    changed = tag("span", "document changed", class_="changed") if item.updated else None
    label = tag("p", tag("b", who(item), dir="auto"), f" {does}{to} ", changed)
    open_ = tag(
        "button",
        cited.number,
        class_="cite",
        type="button",
        aria_label=f"News {cited.number}: {wording.attribution(cited)}. Open the source",
        data_event="cite",
        data_turn=at,
        data_number=cited.number,
    )
    quote = tag("q", cited.quote, class_="quoted", dir="auto")
    numbers = tag("div", open_, class_="numbers")
    return tag("li", numbers, tag("div", label, quote, describe(cited)))


def _button(label: str, event: str, topic: int | str, spoken: str = "") -> Html:
    return tag(
        "button",
        label,
        type="button",
        aria_label=spoken or None,
        data_event=event,
        data_turn=topic,
    )
