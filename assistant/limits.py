"""The limits of a search: what callers may set, checked, and what there is to choose from."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TypedDict

from assistant.errors import LibraryError
from assistant.reading import Part, parts
from assistant.results import Facets
from corpus.places import canonical
from corpus.publishers import publisher_name
from index.filters import Filters, Viewer
from index.index import Index


class Limits(TypedDict, total=False):
    """The filters that every search takes; what is left out limits nothing.

    Dates are partial and inclusive; several values of one field are alternatives. `viewer` is
    "internal" unless it is said to be "public", who never sees internal documents.
    """

    since: str
    until: str
    publishers: Sequence[str]
    places: Sequence[str]
    kinds: Sequence[str]
    languages: Sequence[str]
    viewer: Viewer


def filters_of(limits: Limits) -> Filters:
    """The filters that callers mean. Raises LibraryError where a date or viewer is none."""
    try:
        filters = Filters(
            viewer=limits.get("viewer", "internal"),
            since=limits.get("since", ""),
            until=limits.get("until", ""),
            publishers=tuple(map(publisher_name, limits.get("publishers", ()))),
            places=tuple(canonical(place) or place for place in limits.get("places", ())),
            kinds=tuple(limits.get("kinds", ())),
            languages=tuple(limits.get("languages", ())),
        )
        _ = filters.first_day, filters.last_day
    except ValueError as error:
        raise LibraryError(str(error)) from error
    return filters


def ignored(ignore: Collection[str]) -> tuple[Part, ...]:
    """The parts of what is understood that are to limit nothing. Raises LibraryError."""
    try:
        return parts(ignore)
    except ValueError as error:
        raise LibraryError(str(error)) from error


def facets(index: Index, viewer: Viewer) -> Facets:
    """What there is to filter by, and how much the library holds."""
    catalogue, everything = index.catalogue, Filters(viewer=viewer)
    cover = catalogue.coverage(everything)
    return Facets(
        publishers=tuple(catalogue.values("publisher", everything)),
        places=tuple(catalogue.values("places", everything)),
        kinds=tuple(catalogue.values("kind", everything)),
        languages=tuple(catalogue.values("language", everything)),
        documents=cover.documents,
        passages=catalogue.passage_count(everything),
        earliest=cover.earliest,
        latest=cover.latest,
    )
