"""The News tab: topics to follow, what is new on them, marking it as read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import gradio as gr

from assistant import Assistant, LibraryError
from assistant.positions import Positions
from assistant.watch import News
from assistant.watch.watch import LONGEST_TOPIC
from page import bulletin, reader
from page.ask import VIEWER
from page.events import INTERNAL, failure, listening


@dataclass(frozen=True, slots=True)
class NewsTab:
    """The parts of the tab, as its wiring and the rest of the page need them."""

    tab: gr.Tab
    held: gr.State
    topic: gr.Textbox
    add: gr.Button
    shown: Any
    panel: Any

    @property
    def outputs(self) -> list[Any]:
        """What shows the news."""
        return [self.held, self.shown, self.tab]


def build(library: Assistant, tab: gr.Tab) -> NewsTab:
    """Lays the tab out and wires it to the library."""
    held = gr.State(None)
    with gr.Row(elem_classes="workspace", elem_id="news"):
        with gr.Column(elem_classes="talk"):
            with gr.Row(elem_classes="ask-row"):
                topic = gr.Textbox(
                    elem_id="follow-topic",
                    label="Topic to follow",
                    show_label=False,
                    container=False,
                    placeholder="Follow a topic: Rohingya, death penalty",
                    lines=1,
                    max_lines=1,
                    max_length=LONGEST_TOPIC,
                )
                add = gr.Button("Follow", variant="primary", elem_id="follow")
            shown = listening("bulletin", "cite", "seen", "unfollow")
        with gr.Column(elem_classes="beside"):
            panel = listening("news-source", "cite", "close")
    shown.value = bulletin.introduction()
    built = NewsTab(tab, held, topic, add, shown, panel)
    _wire_list(library, built)
    _wire_source(library, built)
    return built


def wire_refresh(library: Assistant, tab: NewsTab, changed: Sequence[Callable[..., Any]]) -> None:
    """Looks for news when the page loads, when the tab is opened, and after what changes it."""
    for listen in (*changed, tab.tab.select):
        listen(lambda: _fresh(library), None, tab.outputs, **INTERNAL)


def wire_following(library: Assistant, tab: NewsTab, button: gr.Button, found: gr.State) -> None:
    """Lets a button beside a topic's positions follow that topic."""

    def follow_found(positions: Positions | None) -> tuple[Any, ...]:
        if positions is None:
            raise failure("Look a topic up first.")
        return _followed(library, positions.topic)

    button.click(follow_found, found, tab.outputs, **INTERNAL)


def _fresh(library: Assistant) -> tuple[Any, ...]:
    try:
        news = library.watch.news(viewer=VIEWER)
    except LibraryError as error:
        return None, bulletin.failed(str(error)), gr.update(label="News")
    return news, bulletin.bulletin(news), gr.update(label=bulletin.badge(news))


def _followed(library: Assistant, topic: str) -> tuple[Any, ...]:
    try:
        new = library.watch.follow(topic, viewer=VIEWER)
    except LibraryError as error:
        raise failure(f"The topic could not be followed: {error}") from error
    told = "is followed from now on: see News" if new else "is followed already"
    gr.Info(f"This topic {told}.", duration=4)
    return _fresh(library)


def _wire_list(library: Assistant, tab: NewsTab) -> None:
    def follow_written(topic: str) -> tuple[Any, ...]:
        return "", *_followed(library, topic)

    def seen(news: News | None, event: gr.EventData) -> tuple[Any, ...]:
        if news is None:
            raise failure("This list is no longer held: load the page again.")
        if event.turn != "all":
            news = replace(news, topics=news.topics[int(event.turn) :][:1])
        try:
            library.watch.mark_seen(news)
        except LibraryError as error:
            raise failure(f"The news could not be marked as read: {error}") from error
        return _fresh(library)

    def drop(news: News | None, event: gr.EventData) -> tuple[Any, ...]:
        topics = news.topics[int(event.turn) :][:1] if news else ()
        try:
            for topic in topics:
                library.watch.unfollow(topic.followed.topic, viewer=VIEWER)
        except LibraryError as error:
            raise failure(error) from error
        return _fresh(library)

    adding = [tab.topic, *tab.outputs]
    tab.topic.submit(follow_written, tab.topic, adding, **INTERNAL)
    tab.add.click(follow_written, tab.topic, adding, **INTERNAL)
    tab.shown.seen(seen, tab.held, tab.outputs, **INTERNAL)
    tab.shown.unfollow(drop, tab.held, tab.outputs, **INTERNAL)


def _wire_source(library: Assistant, tab: NewsTab) -> None:
    def opened(news: News | None, event: gr.EventData) -> str:
        turn = int(event.turn)
        topics = news.topics[turn:][:1] if news else ()
        citations = tuple(item.citation for topic in topics for item in topic.items)
        found = [each for each in citations if each.number == int(event.number)]
        if not found:
            raise failure("This list is no longer held: load the page again.")
        try:
            document = library.show(found[0].document, viewer=VIEWER)
        except LibraryError as error:
            raise failure(f"The source can't be shown: {error}") from error
        place = reader.Place(turn, "citations", citations, found[0])
        return reader.source_panel(document, place)

    tab.shown.cite(opened, tab.held, tab.panel, **INTERNAL)
    tab.panel.cite(opened, tab.held, tab.panel, **INTERNAL)
    tab.panel.close(None, None, tab.panel, js="() => ''")
