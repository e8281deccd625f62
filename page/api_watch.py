"""The named endpoints for followed topics: of the public list, like all that the page shows."""

# No `from __future__ import annotations` here: Gradio reads the return types as they stand.

from typing import Any

from gradio.events import api as gradio_api

from assistant import Assistant
from page.ask import VIEWER
from page.events import told


def build(library: Assistant) -> None:
    """Registers the endpoints."""
    served = Endpoints(library)
    for endpoint in (
        served.news,
        served.follow,
        served.unfollow,
    ):
        gradio_api(endpoint, api_name=endpoint.__name__)


class Endpoints:
    """The endpoints for the public list of followed topics."""

    def __init__(self, library: Assistant) -> None:
        self._library = library

    def news(self, topics: list[str] | None = None, seen: bool = False) -> dict[str, Any]:
        """Says what is new on the followed topics since they were last marked as seen.

        Each item is a quotation that stands word for word in its source; `act` says which position
        it takes, if any. Where `items` is empty, `searched` says how many new documents hold
        nothing on the topic.

        Args:
            topics: Only these of the followed topics.
            seen: Mark what is returned as seen, so that it is news no more.
        """

        def found() -> dict[str, Any]:
            news = self._library.watch.news(topics or (), viewer=VIEWER)
            if seen:
                self._library.watch.mark_seen(news)
            return news.to_dict()

        return told(found)

    def follow(self, topic: str = "") -> dict[str, Any]:
        """Follows a topic from now on, and lists the topics that are followed.

        Args:
            topic: What to follow; empty to only list what is followed.
        """

        def followed() -> dict[str, Any]:
            if topic.strip():
                self._library.watch.follow(topic, viewer=VIEWER)
            return _listed(self._library)

        return told(followed)

    def unfollow(self, topic: str) -> dict[str, Any]:
        """Follows a topic no more, and lists the topics that are still followed.

        Args:
            topic: A topic that is followed.
        """

        def dropped() -> dict[str, Any]:
            self._library.watch.unfollow(topic, viewer=VIEWER)
            return _listed(self._library)

        return told(dropped)


def _listed(library: Assistant) -> dict[str, Any]:
    topics = library.watch.topics(viewer=VIEWER)
    return {"viewer": VIEWER, "topics": [each.to_dict() for each in topics]}
