"""Followed topics: what is news, to whom, until when."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant import Assistant, LibraryError
from assistant.watch import News
from tests.conftest import ROOT, WordEmbedder

Write = Callable[..., None]


@pytest.fixture
def library(tmp_path: Path, quick_model: WordEmbedder) -> Iterator[Assistant]:
    with Assistant.open(tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def write(tmp_path: Path, library: Assistant) -> Write:
    """Writes a statement and syncs it."""

    def written(name: str, text: str, date: str = "2024-01-01", audience: str = "public") -> None:
        folder = tmp_path / audience
        folder.mkdir(exist_ok=True)
        head = f"---\ntitle: {name}\ndate: {date}\npublisher: Observatory for Peace\n---\n\n"
        (folder / name).write_text(f"{head}{text}\n")
        library.sync([folder / name], audience="public" if audience == "public" else "internal")

    return written


CALL = "We call on Myanmar to protect the Rohingya without delay."
MENTION = "Many of the Rohingya live in camps near the coast."
OTHER = "Bridges were repaired in the northern valley this year."


def quotes(news: News) -> list[str]:
    return [item.citation.quote for topic in news.topics for item in topic.items]


def test_what_is_there_when_a_topic_is_followed_is_no_news(
    library: Assistant, write: Write
) -> None:
    write("old.md", CALL)
    assert library.watch.follow("Rohingya")
    assert not library.watch.follow("  rohingya ")
    assert library.watch.news().number == 0


def test_news_names_positions_and_mentions_with_words_that_stand_in_their_source(
    library: Assistant, write: Write
) -> None:
    library.watch.follow("Rohingya")
    write("new.md", f"{CALL} {OTHER}\n\n{MENTION}")
    write("beside.md", OTHER)
    (topic,) = library.watch.news().topics
    assert [(item.citation.quote, bool(item.position)) for item in topic.items] == [
        (CALL, True),
        (MENTION, False),
    ]
    for item in topic.items:
        text = library.show(item.citation.document).text or ""
        assert text[item.citation.start : item.citation.end] == item.citation.quote
    assert topic.searched.documents == 2
    first = topic.to_dict()["items"][0]
    assert (first["act"], first["addressee"], first["number"]) == ("call", "Myanmar", 1)


def test_news_stays_until_it_is_marked_as_seen_and_what_comes_meanwhile_stays_news(
    library: Assistant, write: Write
) -> None:
    library.watch.follow("Rohingya")
    write("one.md", CALL)
    shown = library.watch.news()
    assert quotes(library.watch.news()) == [CALL]
    write("two.md", MENTION)
    library.watch.mark_seen(shown)
    assert quotes(library.watch.news()) == [MENTION]
    library.watch.mark_seen(library.watch.news())
    assert library.watch.news().number == 0


def test_a_changed_document_is_news_once_and_only_with_what_changed(
    library: Assistant, write: Write
) -> None:
    library.watch.follow("Rohingya")
    write("one.md", f"{CALL} {OTHER}")
    library.watch.mark_seen(library.watch.news())
    write("one.md", f"{CALL} {OTHER} {MENTION}")
    (item,) = library.watch.news().topics[0].items
    assert (item.citation.quote, item.updated) == (MENTION, True)
    library.watch.mark_seen(library.watch.news())
    write("one.md", f"{OTHER} {CALL} {MENTION}")
    assert library.watch.news().number == 0


def test_a_moved_file_and_a_library_embedded_again_are_no_news(
    library: Assistant, write: Write
) -> None:
    write("one.md", CALL)
    library.watch.follow("Rohingya")
    write("copy.md", CALL)
    library.remove(["one.md"])
    library.reembed()
    assert library.watch.news().number == 0


def test_nobody_sees_the_other_views_topics_or_documents(library: Assistant, write: Write) -> None:
    library.watch.follow("Rohingya", viewer="public")
    library.watch.follow("camps", viewer="internal")
    write("secret.md", CALL, audience="internal")
    write("open.md", MENTION)
    public = library.watch.news(viewer="public")
    assert [topic.followed.topic for topic in public.topics] == ["Rohingya"]
    assert quotes(public) == [MENTION]
    assert public.topics[0].searched.documents == 1
    with pytest.raises(LibraryError, match="not followed"):
        library.watch.news(["camps"], viewer="public")
    with pytest.raises(LibraryError, match="not followed"):
        library.watch.unfollow("camps", viewer="public")


def test_a_document_that_becomes_public_is_news_to_the_public(
    library: Assistant, write: Write, tmp_path: Path
) -> None:
    library.watch.follow("Rohingya", viewer="public")
    write("secret.md", CALL, audience="internal")
    library.sync([tmp_path / "internal"], audience="public")
    assert quotes(library.watch.news(viewer="public")) == [CALL]


def test_a_topic_is_unfollowed_and_begins_anew(library: Assistant, write: Write) -> None:
    library.watch.follow("Rohingya")
    write("one.md", CALL)
    library.watch.unfollow("ROHINGYA")
    assert library.watch.topics() == ()
    library.watch.follow("Rohingya")
    assert library.watch.news().number == 0


@pytest.mark.parametrize("topic", ["", "  ", "x" * 201])
def test_a_topic_without_words_or_without_end_is_refused(library: Assistant, topic: str) -> None:
    with pytest.raises(LibraryError, match="topic"):
        library.watch.follow(topic)


_SYNC = """
import os, sys
from assistant import Assistant
from index.embed import SentenceTransformerEmbedder
from index.engines import Engines
from tests.conftest import WordEmbedder
SentenceTransformerEmbedder.load = lambda *_: WordEmbedder()
Engines._settled = lambda *_: os._exit(9)
with Assistant.open(sys.argv[1]) as library:
    library.sync([sys.argv[2]])
"""


def test_news_survives_a_sync_that_is_killed_and_another_process_sees_it(
    library: Assistant, write: Write, tmp_path: Path
) -> None:
    write("old.md", OTHER)
    library.watch.follow("Rohingya")
    (tmp_path / "public" / "new.md").write_text(f"{CALL}\n")
    killed = subprocess.run(
        [sys.executable, "-c", _SYNC, str(tmp_path / "home"), str(tmp_path / "public" / "new.md")],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert killed.returncode == 9
    assert quotes(library.watch.news()) == [CALL]
    library.watch.mark_seen(library.watch.news())
    with Assistant.open(tmp_path / "home") as opened:
        opened.sync([tmp_path / "public"])
        assert opened.watch.news().number == 0
