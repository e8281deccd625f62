"""The named endpoints: the JSON of the library's results, for programs and as MCP tools."""

# No `from __future__ import annotations` here: Gradio reads the return types as they stand.

from typing import Any

from gradio.events import api as gradio_api

from assistant import Assistant
from assistant.card import cards
from page.ask import LONGEST_QUESTION, VIEWER
from page.events import told

MOST_HITS = 100
Names = list[str] | None


def build(library: Assistant) -> None:
    """Registers the endpoints."""
    served = Endpoints(library)
    for endpoint in (
        served.ask,
        served.search,
        served.documents,
        served.check,
        served.positions,
        served.outline,
        served.cite,
    ):
        gradio_api(endpoint, api_name=endpoint.__name__)


class Endpoints:
    """The named endpoints, all of them in the public view."""

    def __init__(self, library: Assistant) -> None:
        self._library = library

    def ask(
        self,
        question: str,
        history: Names = None,
        since: str = "",
        until: str = "",
        publishers: Names = None,
        places: Names = None,
        kinds: Names = None,
        ignore: Names = None,
    ) -> dict[str, Any]:
        """Answers a question from the library with verified quotations.

        Every citation's quote stands word for word in its source. Where `answered` is false the
        library holds no answer, and `searched` says what was searched.

        Args:
            question: What you want to know.
            history: The earlier questions of the conversation, oldest first.
            since: Only documents from this date on: 2019, 2019-09 or 2019-09-24.
            until: Only documents up to this date.
            publishers: Only documents of these publishers.
            places: Only documents about these places.
            kinds: Only documents of these kinds.
            ignore: What not to understand from the question: publishers, dates, places, kinds or
                speakers.
        """
        filters = _filters(since, until, publishers, places, kinds)
        asked = question[:LONGEST_QUESTION]
        return told(
            lambda: self._library.ask(
                asked, history or (), ignore=ignore or (), **filters
            ).to_dict()
        )

    def search(
        self,
        query: str,
        k: int = 10,
        since: str = "",
        until: str = "",
        publishers: Names = None,
        places: Names = None,
        kinds: Names = None,
    ) -> dict[str, Any]:
        """Finds the passages of the library that are nearest to a query, best first.

        Args:
            query: What to look for.
            k: How many passages, at most 100.
            since: Only documents from this date on: 2019, 2019-09 or 2019-09-24.
            until: Only documents up to this date.
            publishers: Only documents of these publishers.
            places: Only documents about these places.
            kinds: Only documents of these kinds.
        """
        filters = _filters(since, until, publishers, places, kinds)
        most = max(1, min(k, MOST_HITS))
        return told(
            lambda: self._library.search(query[:LONGEST_QUESTION], most, **filters).to_dict()
        )

    def documents(
        self,
        since: str = "",
        until: str = "",
        publishers: Names = None,
        places: Names = None,
        kinds: Names = None,
    ) -> list[dict[str, Any]]:
        """Lists the documents of the library with their metadata, newest first.

        Args:
            since: Only documents from this date on: 2019, 2019-09 or 2019-09-24.
            until: Only documents up to this date.
            publishers: Only documents of these publishers.
            places: Only documents about these places.
            kinds: Only documents of these kinds.
        """
        filters = _filters(since, until, publishers, places, kinds)
        return told(lambda: [found.to_dict() for found in self._library.documents(**filters)])

    def check(
        self,
        draft: str,
        since: str = "",
        until: str = "",
        publishers: Names = None,
        places: Names = None,
        kinds: Names = None,
    ) -> dict[str, Any]:
        """Checks every quotation and claim of a draft against the library.

        A quotation is verbatim, altered (with the differences) or new: not in the library. A claim
        is supported, conflicting or new. Each match is a citation.

        Args:
            draft: The draft's text, paragraphs parted by blank lines.
            since: Only documents from this date on: 2019, 2019-09 or 2019-09-24.
            until: Only documents up to this date.
            publishers: Only documents of these publishers.
            places: Only documents about these places.
            kinds: Only documents of these kinds.
        """
        filters = _filters(since, until, publishers, places, kinds)
        return told(lambda: self._library.check(draft, **filters).to_dict())

    def positions(
        self,
        topic: str,
        since: str = "",
        until: str = "",
        publishers: Names = None,
        places: Names = None,
        kinds: Names = None,
    ) -> dict[str, Any]:
        """Lists who took which position on a topic, when, in which words, the oldest first.

        Where `positions` is empty, `searched` and `searched_for` say what was searched in vain.

        Args:
            topic: What the positions are about.
            since: Only documents from this date on: 2019, 2019-09 or 2019-09-24.
            until: Only documents up to this date.
            publishers: Only documents of these publishers.
            places: Only documents about these places.
            kinds: Only documents of these kinds.
        """
        filters = _filters(since, until, publishers, places, kinds)
        return told(lambda: self._library.positions(topic[:LONGEST_QUESTION], **filters).to_dict())

    def cite(self, document: str, start: int, end: int) -> dict[str, Any]:
        """Gives words of a document with their reference in every form that people paste.

        `forms` has footnote, plain, markdown, html, bibtex and csl-json.

        Args:
            document: A document's id or its source, as a citation or a hit names it.
            start: Where the words start in the document's stored text.
            end: Where they end.
        """

        def cited() -> dict[str, Any]:
            found = self._library.cite(document, start, end, viewer=VIEWER)
            return found.to_dict() | {"forms": cards(found)}

        return told(cited)

    def outline(
        self,
        brief: str,
        since: str = "",
        until: str = "",
        publishers: Names = None,
        places: Names = None,
        kinds: Names = None,
    ) -> dict[str, Any]:
        """Makes a cited outline of a statement from earlier language in the library.

        Every point carries quotations that stand word for word in their source. A section without
        points has a `gap`, which says what was searched in vain.

        Args:
            brief: What the statement is for: occasion, audience, topic, place, date.
            since: Only documents from this date on: 2019, 2019-09 or 2019-09-24.
            until: Only documents up to this date.
            publishers: Only documents of these publishers.
            places: Only documents about these places.
            kinds: Only documents of these kinds.
        """
        filters = _filters(since, until, publishers, places, kinds)
        return told(lambda: self._library.outline(brief[:LONGEST_QUESTION], **filters).to_dict())


def _filters(
    since: str, until: str, publishers: Names, places: Names, kinds: Names
) -> dict[str, Any]:
    return {
        "since": since,
        "until": until,
        "publishers": publishers or (),
        "places": places or (),
        "kinds": kinds or (),
        "viewer": VIEWER,
    }
