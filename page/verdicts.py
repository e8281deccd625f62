"""A checked draft as HTML: each quotation and claim with its verdict, differences and source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.check_report import label, summary
from assistant.checked import Check, CheckedSentence
from assistant.results import Citation, Understood
from assistant.stretch import compared
from page import wording
from page.markup import Html, join, tag
from page.render import describe

_SIGNS = {"verbatim": "✓", "supported": "✓", "altered": "≠", "conflicting": "!", "new": "?"}
_NAMED = ("publishers", "places", "kinds")
_MISMATCH = ("attribution", "date", "cut")


def introduction() -> Html:
    """What the results show before anything is checked."""
    return tag(
        "div",
        tag("h2", "Check a draft before it goes out."),
        tag(
            "p",
            "Every quotation is looked up in the library, letter by letter, and every claim is "
            "held against what the library says. The draft is not kept.",
        ),
        class_="invitation",
    )


def working(done: int, total: int) -> Html:
    """How many sentences are checked."""
    told = f"Checking {done} of {total}…" if total else "Reading the draft…"
    return tag("p", told, class_="working", role="status")


def stopped() -> Html:
    """What the results show after a check was cancelled."""
    told = "Cancelled before the end; nothing was kept. Check the draft again when you like."
    return tag("p", told, class_="stopped", role="status", tabindex="-1")


def results(check: Check, limits: Mapping[str, Any]) -> Html:
    """Every quotation and claim in the draft's order, after how many have which verdict.

    `limits` are those that it was checked within.
    """
    dates = limits["since"], limits["until"]
    within = Understood(*dates, *map(tuple, (limits[name] for name in _NAMED)))
    scope = wording.searched(check.searched, within)
    return tag(
        "div",
        tag("p", summary(check), class_="summary", role="status"),
        tag("ol", *(_sentence(sentence) for sentence in check.sentences)),
        tag("p", scope, class_="scope", dir="auto"),
        class_="verdicts",
    )


def _sentence(sentence: CheckedSentence) -> Html:
    sign = tag("span", _SIGNS[sentence.verdict], class_="sign", aria_hidden="true")
    verdict = tag("span", sign, label(sentence), class_="verdict")
    head = tag("p", verdict, tag("span", sentence.kind.capitalize(), class_="kind"))
    notes = [
        tag("li", change.note, _cite(change.match) if change.match else None, dir="auto")
        for change in sentence.changes
    ]
    changes = tag("ul", *notes, class_="changes") if notes else None
    wrong = any(change.kind in _MISMATCH for change in sentence.changes)
    kinds = f"checked {sentence.verdict}{' doubtful' if wrong else ''}"
    return tag("li", head, _words(sentence), changes, _source(sentence), class_=kinds)


def _words(sentence: CheckedSentence) -> Html:
    if sentence.kind == "claim":
        return tag("p", sentence.text, class_="claim", dir="auto")
    words: Html = join(sentence.text)
    if sentence.verdict == "altered" and sentence.match:
        words = _compared(sentence, sentence.match)
    return tag("blockquote", "“", words, "”", dir="auto")


def _compared(sentence: CheckedSentence, match: Citation) -> Html:
    """The draft's words with what is not the source's struck out, and the source's put in."""
    seconds = [change.match.quote for change in sentence.changes if change.match]
    names = {"draft": "del", "source": "ins"}
    return join(
        *(
            tag(names[side], words) if side in names else join(words)
            for side, words in compared(sentence.text, " ".join([match.quote, *seconds]))
        )
    )


def _source(sentence: CheckedSentence) -> Html | None:
    match = sentence.match
    if match is None:
        return None
    shown = sentence.verdict == "verbatim"
    quote = None if shown else tag("q", match.quote, class_="quoted", dir="auto")
    who = tag("span", f" {match.speaker}", dir="auto") if match.speaker else None
    return tag("div", _cite(match), " ", describe(match), who, quote, class_="found")


def _cite(match: Citation) -> Html:
    who = wording.attribution(match)
    return tag(
        "button",
        match.number,
        class_="cite",
        type="button",
        title=f"{match.title}, {who}",
        aria_label=f"Source {match.number}: {who}. Open it",
        data_event="cite",
        data_number=match.number,
    )
