"""Following topics: the list, what is new on them, and marking it as seen.

News is never stored: it is what the library holds above the last look's highest passage id and was
not marked as seen. So a sync that ends at any point loses none of it, and what is marked is exactly
what was shown, whatever came meanwhile.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property

import sqlalchemy as sa

from assistant.errors import LibraryError
from assistant.watch.items import Looked, Shelf, held, look
from assistant.watch.result import News, NewsItem, TopicNews
from index.filters import Viewer
from index.follows import Followed, Follows, folded
from index.index import Index

MOST_TOPICS = 100
LONGEST_TOPIC = 200
_KEPT = 200


class Watch:
    """The followed topics of a library, one list for each viewer.

    `ready` waits until topics can be understood, and raises LibraryError where they can't.
    """

    def __init__(self, index: Index, ready: Callable[[], None]) -> None:
        self._index = index
        self._ready = ready
        self._looked: dict[tuple[int, str, int, int], TopicNews] = {}

    @cached_property
    def _follows(self) -> Follows:
        return self._index.catalogue.follows

    def topics(self, viewer: Viewer = "internal") -> tuple[Followed, ...]:
        """The viewer's followed topics, the oldest first. Raises LibraryError."""
        with _told():
            return self._follows.listed(viewer)

    def follow(self, topic: str, viewer: Viewer = "internal") -> bool:
        """Follow a topic from now on; False where it is followed already.

        What the library holds by now is no news. Raises LibraryError.
        """
        words = " ".join(topic.split())
        if not words:
            raise LibraryError("the topic is empty: write what to follow")
        if len(words) > LONGEST_TOPIC:
            raise LibraryError(f"the topic is longer than {LONGEST_TOPIC} characters: shorten it")
        followed = self.topics(viewer)
        if any(folded(each.topic) == folded(words) for each in followed):
            return False
        if len(followed) >= MOST_TOPICS:
            raise LibraryError(f"{MOST_TOPICS} topics are followed already: unfollow one first")
        self._ready()
        # Read before the look, so that what comes meanwhile counts as later.
        with _told():
            upto = self._follows.highest()
            return self._follows.add(words, viewer, upto, held(self._index, words, viewer))

    def unfollow(self, topic: str, viewer: Viewer = "internal") -> None:
        """Follow a topic no more. Raises LibraryError where it isn't followed."""
        with _told():
            if not self._follows.remove(topic, viewer):
                raise _unknown(topic)

    def news(self, topics: Sequence[str] = (), viewer: Viewer = "internal") -> News:
        """What is new on the viewer's topics, or on those of them that are named.

        Raises LibraryError where one isn't followed.
        """
        with _told():
            followed = self._chosen(topics, viewer)
            if followed:
                self._ready()
            began = time.perf_counter()
            upto = self._follows.highest()
            shelf = Shelf(self._index)
            found = tuple(self._topic_news(shelf, each, upto) for each in followed)
        took = round((time.perf_counter() - began) * 1000, 3)
        return News(viewer, found, {"total": took})

    def mark_seen(self, news: News) -> None:
        """Remember that this news was seen: it, and nothing that came after it, is news no more."""
        with _told():
            for topic in news.topics:
                marks = [item.mark for item in topic.items]
                self._follows.mark(topic.followed.id, topic.upto, marks)

    def _chosen(self, topics: Sequence[str], viewer: Viewer) -> list[Followed]:
        followed = {folded(each.topic): each for each in self._follows.listed(viewer)}
        if not topics:
            return list(followed.values())
        for topic in topics:
            if folded(topic) not in followed:
                raise _unknown(topic)
        return [followed[name] for name in dict.fromkeys(folded(topic) for topic in topics)]

    def _topic_news(self, shelf: Shelf, followed: Followed, upto: int) -> TopicNews:
        key = (followed.id, followed.seen, followed.upto, self._index.catalogue.generation)
        kept = self._looked.get(key)
        if kept is not None:
            return kept
        arrived = self._follows.arrived(followed.upto, upto)
        looked = look(shelf, followed.topic, followed.viewer, arrived)
        news = self._unseen(followed, looked, upto)
        while len(self._looked) >= _KEPT:
            self._looked.pop(next(iter(self._looked)))
        self._looked[key] = news
        return news

    def _unseen(self, followed: Followed, looked: Looked, upto: int) -> TopicNews:
        marks = self._follows.marks(followed.id) if looked.items else set()
        quotes = {(mark.document, mark.quote) for mark in marks}
        twins = {mark.twin for mark in marks}
        known = {mark.document for mark in marks}
        fresh: list[NewsItem] = []
        for item in looked.items:
            mark = item.mark
            if (mark.document, mark.quote) not in quotes and mark.twin not in twins:
                twins.add(mark.twin)
                fresh.append(item.numbered(len(fresh) + 1, mark.document in known))
        return TopicNews(followed, tuple(fresh), looked.filters, looked.searched, upto)


def _unknown(topic: str) -> LibraryError:
    return LibraryError(f"'{topic}' is not followed: rapporteur follow lists the topics that are")


@contextmanager
def _told() -> Iterator[None]:
    """Says what is wrong with the database in words for users."""
    try:
        yield
    except sa.exc.DatabaseError as error:
        raise LibraryError(
            f"the followed topics can't be read or kept ({error.orig}): check that the library's "
            "folder can be written to and has room, and try again"
        ) from error
