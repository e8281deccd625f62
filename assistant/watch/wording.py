"""News in words for people."""

from __future__ import annotations

from assistant.watch.result import NewsItem, TopicNews

NOTHING_FOLLOWED = "No topic is followed yet."


def headline(news: TopicNews) -> str:
    """What is new on a topic, or that nothing is, and in how many documents it was looked for."""
    topic, searched = news.followed.topic, news.searched
    if not searched.documents:
        return f"Nothing new on {topic}: no document came or changed."
    dates = f", dated {_period(searched.earliest, searched.latest)}" if searched.earliest else ""
    looked = f"searched {_count(searched.documents, 'new document')}{dates}."
    return (
        f"New on {topic}: {findings(news)}; {looked}"
        if news.items
        else (f"Nothing new on {topic}; {looked}")
    )


def findings(news: TopicNews) -> str:
    """How many positions and mentions are new: "1 position and 2 mentions", "" for none."""
    positions = sum(item.position is not None for item in news.items)
    mentions = len(news.items) - positions
    parts = [
        _count(positions, "position") if positions else "",
        _count(mentions, "mention") if mentions else "",
    ]
    return " and ".join(part for part in parts if part)


def who(item: NewsItem) -> str:
    """Who speaks: the quoted speaker and the publisher, as far as they are known."""
    return ", in: ".join(filter(None, (item.citation.speaker, item.citation.publisher)))


def _period(first: str, last: str) -> str:
    return first if first == last else f"{first} to {last}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
