"""The commands for followed topics: follow, unfollow, news."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant import console
from assistant.console_library import open_library
from assistant.console_options import Audience, Home, Json, View

Topics = Annotated[
    list[str] | None,
    typer.Argument(metavar="TOPIC...", help="Topics: Rohingya. None lists those followed."),
]


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.command()(follow)
    app.command()(unfollow)
    app.command()(news)


def follow(
    topics: Topics = None,
    view: View = Audience.internal,
    json: Json = False,
    home: Home = None,
) -> None:
    """Follow TOPICs: what is new on them from now on is news. Without one, list them."""
    from assistant.console_watch import show_followed

    with open_library(home) as library:
        for topic in topics or ():
            library.watch.follow(topic, view.value)
        show_followed(library.watch.topics(view.value), view.value, json)


def unfollow(
    topics: Annotated[
        list[str], typer.Argument(metavar="TOPIC...", help="Topics that are followed.")
    ],
    view: View = Audience.internal,
    json: Json = False,
    home: Home = None,
) -> None:
    """Follow TOPICs no more."""
    from assistant import LibraryError
    from assistant.console_watch import show_followed

    failed = False
    with open_library(home) as library:
        for topic in topics:
            try:
                library.watch.unfollow(topic, view.value)
            except LibraryError as error:
                console.complain(str(error))
                failed = True
        show_followed(library.watch.topics(view.value), view.value, json)
    if failed:
        raise typer.Exit(1)


def news(
    topics: Annotated[
        list[str] | None,
        typer.Option("--topic", metavar="TOPIC", help="Only on this topic. Repeatable."),
    ] = None,
    seen: Annotated[
        bool, typer.Option("--seen", help="Mark what is printed as seen: news no more.")
    ] = False,
    view: View = Audience.internal,
    json: Json = False,
    home: Home = None,
) -> None:
    """Print what is new on the followed topics since they were last marked as seen."""
    from assistant.console_watch import show_news

    with open_library(home) as library:
        found = library.watch.news(topics or (), view.value)
        show_news(found, json)
        if seen:
            library.watch.mark_seen(found)
