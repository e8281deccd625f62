"""Followed topics: what is new on them since they were last marked as seen."""

from assistant.watch.result import News, NewsItem, TopicNews
from assistant.watch.watch import Watch

__all__ = ["News", "NewsItem", "TopicNews", "Watch"]
