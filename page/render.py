"""The conversation as HTML: questions, answers with citation buttons, refusals, errors."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.card import web_address
from assistant.reading import Part
from assistant.results import Answer, Citation, Statement
from assistant.wording import STOPPED, STRUCK_OUT, after, looked_for, on_page
from page import wording
from page.conversation import Shelf, Turn
from page.markup import Html, join, tag

_MARKER = re.compile(r"\s*\[(\d+)\]")
_PARTS: dict[str, Part] = {
    "About": "places",
    "Quoting": "speakers",
    "Publisher": "publishers",
    "Kind": "kinds",
    "Date": "dates",
}
_SUPPORT = {
    "verbatim": ("✓", "Verbatim"),
    "verified": ("✓", "Quotations verified"),
    "unsupported": ("!", "Not supported"),
}


def conversation(turns: Sequence[Turn]) -> Html:
    """All turns, oldest first."""
    return tag(
        "div",
        *(_turn(index, turn) for index, turn in enumerate(turns)),
        class_="turns",
        data_turns=len(turns),
    )


def status(turn: Turn) -> Html:
    """What a screen reader says when a turn is done, "" before."""
    return tag("p", _told(turn) if turn.done else "", role="status", class_="unseen")


def _told(turn: Turn) -> str:
    if turn.error:
        return f"The question could not be answered. {turn.error}"
    if turn.stopped or turn.answer is None:
        return "Stopped."
    if not turn.answer.answered:
        nearest = wording.count(len(turn.answer.nearest), "nearest passage")
        return f"No answer in the library; {nearest} shown."
    return f"Answer ready, with {wording.count(len(turn.answer.citations), 'citation')}."


def _turn(index: int, turn: Turn) -> Html:
    return tag(
        "article",
        tag("h2", turn.question, class_="question", id=f"question-{index}", dir="auto"),
        *_body(index, turn),
        class_="turn",
        aria_labelledby=f"question-{index}",
        aria_busy="false" if turn.done else "true",
    )


def _body(index: int, turn: Turn) -> list[Html]:
    parts: list[Html] = []
    if turn.answer is not None:
        parts += [_understood(index, turn, turn.answer), _answer(index, turn.answer, turn.done)]
    if turn.error:
        message = tag("p", turn.error, dir="auto")
        parts.append(tag("div", tag("h3", "That did not work"), message, class_="error"))
    elif turn.stopped:
        parts.append(tag("p", STOPPED, class_="stopped"))
    elif not turn.done:
        working = "Searching the library…" if turn.answer is None else "Checking quotations…"
        parts.append(tag("p", working, class_="working"))
    return parts


def _understood(index: int, turn: Turn, answer: Answer) -> Html:
    """What the question was taken to mean; what was not set by hand can be taken back."""
    about = [("About", place) for place in answer.filters.places]
    quoted = [("Quoting", speaker) for speaker in answer.filters.speakers]
    chips = [
        tag(
            "li",
            tag("span", label, class_="label"),
            " ",
            tag("b", value, dir="auto"),
            _take_back(index, turn, label, value),
        )
        for label, value in (*about, *quoted, *wording.limits(answer.filters))
    ]
    if answer.rewritten:
        words = tag("b", answer.rewritten, dir="auto")
        chips.insert(0, tag("li", tag("span", "Understood as", class_="label"), " ", words))
    chips += [
        tag("li", tag("s", wording.PARTS[part]), " not limited", class_="ignored")
        for part in turn.ignored
    ]
    if not chips:
        return Html()
    return tag("ul", *chips, class_="understood", aria_label="Understood from the question")


def _take_back(index: int, turn: Turn, label: str, value: str) -> Html:
    part = _PARTS[label]
    if part in turn.given or not turn.done:
        return Html()
    return tag(
        "button",
        "×",
        type="button",
        class_="take-back",
        title="Ask again without this",
        aria_label=f"Ask again without {label.lower()} {value}",
        data_event="without",
        data_turn=index,
        data_part=part,
    )


def _answer(index: int, answer: Answer, done: bool) -> Html:
    if not answer.answered:
        return _refusal(index, answer) if done else Html()
    cited = {citation.number: citation for citation in answer.citations}
    apart = answer.mode == "quotes"
    blocks = [
        _statement(index, statement, cited)
        for statement in answer.statements
        if not apart or statement.support != "unsupported"
    ]
    if answer.notice:
        blocks.insert(0, tag("p", answer.notice, class_="notice"))
    if apart:
        blocks += _struck_out(index, answer)
    if done:
        blocks += [_sources(index, answer), _scope(answer)]
    return tag("div", *blocks, class_="answer")


def _statement(index: int, statement: Statement, cited: dict[int, Citation]) -> Html:
    numbers = [number for number in statement.citations if number in cited]
    label = _support(statement)
    if statement.support == "unsupported":
        # A line through words is not heard: the label is said before them too.
        warning = tag("span", "Not supported: ", class_="unseen")
        said = tag("p", warning, tag("s", statement.text, dir="auto"))
        why = tag("p", label, f" {statement.note}" if statement.note else None, class_="caption")
        return tag("div", said, why, class_="statement unsupported")
    if statement.support == "verbatim":
        buttons = [_cite(index, "citations", cited[number]) for number in numbers]
        # The last word stays on one line with the numbers that follow it.
        start, space, last = statement.text.rpartition(" ")
        end = tag("span", last, "”\u00a0", *buttons, class_="end")
        quote = tag("blockquote", _before(cited, numbers), "“", start, space, end, dir="auto")
        who = wording.attribution(cited[numbers[0]]) if numbers else ""
        caption = tag("figcaption", tag("span", who, dir="auto"), label, class_="caption")
        return tag("figure", quote, caption, class_="statement verbatim")
    prose = tag("p", *_with_markers(index, statement.text, numbers, cited), dir="auto")
    return tag("div", prose, tag("p", label, class_="caption"), class_="statement verified")


def _struck_out(index: int, answer: Answer) -> list[Html]:
    """What was written beside the answer and is not borne out, under a heading that says so."""
    unsupported = [each for each in answer.statements if each.support == "unsupported"]
    if not unsupported:
        return []
    return [
        tag("h4", STRUCK_OUT, class_="struck-out"),
        *(_statement(index, each, {}) for each in unsupported),
    ]


def _before(cited: dict[int, Citation], numbers: Sequence[int]) -> Html:
    """In square brackets, what a quotation that begins with "They" or "This" follows."""
    if not numbers or not cited[numbers[0]].before:
        return Html()
    return tag("span", f"[{after(cited[numbers[0]])}] ", class_="before")


def _with_markers(
    index: int, text: str, numbers: Sequence[int], cited: dict[int, Citation]
) -> list[str]:
    """The text with `[n]` as buttons; numbers that it does not mention follow at its end."""
    pieces: list[str] = []
    used, at = set(), 0
    for marker in _MARKER.finditer(text):
        number = int(marker[1])
        if number in numbers:
            pieces += [text[at : marker.start()], _cite(index, "citations", cited[number])]
            used.add(number)
            at = marker.end()
    rest = [_cite(index, "citations", cited[number]) for number in numbers if number not in used]
    return [*pieces, text[at:], *rest]


def _support(statement: Statement) -> Html:
    sign, label = _SUPPORT[statement.support]
    icon = tag("span", sign, class_="sign", aria_hidden="true")
    return tag("span", icon, label, class_=f"support {statement.support}")


def _cite(index: int, shelf: Shelf, citation: Citation) -> Html:
    who = wording.attribution(citation)
    return tag(
        "button",
        citation.number,
        class_="cite",
        type="button",
        title=f"{citation.title}, {who}",
        aria_label=f"Citation {citation.number}: {who}. Open the source",
        data_event="cite",
        data_turn=index,
        data_shelf=shelf,
        data_number=citation.number,
    )


def _sources(index: int, answer: Answer) -> Html:
    """The sources cited, a row a document; quotations are repeated where the prose lacks them."""
    if not answer.citations:
        return Html()
    shown = {s.text for s in answer.statements if s.support == "verbatim"}
    rows = []
    documents: dict[str, list[Citation]] = {}
    for cited in sorted(answer.citations, key=lambda cited: cited.number):
        documents.setdefault(cited.document, []).append(cited)
    for citations in documents.values():
        quotes = [
            tag("q", cited.quote, class_="quoted", dir="auto")
            for cited in citations
            if cited.quote not in shown
        ]
        numbers = [_cite(index, "citations", cited) for cited in citations]
        where = tag("div", describe(citations[0]), *quotes)
        rows.append(tag("li", tag("div", *numbers, class_="numbers"), where))
    return tag(
        "section", tag("h3", "Sources"), tag("ol", *rows), class_="sources", aria_label="Sources"
    )


def describe(citation: Citation) -> Html:
    """Title, publisher and date of a citation, the title linked where it has a web address."""
    address = web_address(citation.url)
    title: Html = tag("cite", citation.title, dir="auto")
    if address:
        title = tag("a", title, href=address, target="_blank", rel="noopener noreferrer")
    page = on_page(citation.page, citation.ocr)
    rest = [citation.publisher, wording.human_date(citation.date), page]
    details = tag("span", " · ".join(part for part in rest if part), class_="details", dir="auto")
    return join(title, " ", details)


def _scope(answer: Answer) -> Html:
    seconds = answer.timings_ms.get("total", 0) / 1000
    took = f" Took {seconds:.1f} s." if seconds >= 0.05 else ""
    scope = wording.searched(answer.searched, answer.filters)
    return tag("p", scope, took, class_="scope", dir="auto")


def _refusal(index: int, answer: Answer) -> Html:
    scope = wording.searched(answer.searched, answer.filters)
    verdict = " Nothing there answers this question." if answer.searched.documents else ""
    blocks = [
        tag("h3", "No answer in this library"),
        tag("p", scope, verdict, dir="auto"),
    ]
    if answer.searched.documents and answer.searched.forms:
        blocks.append(tag("p", f"{looked_for(answer.searched)}.", class_="scope", dir="auto"))
    if answer.notice:
        blocks.append(tag("p", answer.notice, class_="notice"))
    blocks += _struck_out(index, answer)
    if answer.nearest:
        blocks.append(_nearest(index, answer.nearest))
    return tag("div", *blocks, class_="refusal")


def _nearest(index: int, passages: Sequence[Citation]) -> Html:
    rows = [
        tag(
            "li",
            tag("div", _cite(index, "nearest", passage), class_="numbers"),
            tag("div", tag("p", passage.quote, class_="passage", dir="auto"), describe(passage)),
        )
        for passage in passages
    ]
    heading = tag("h4", "Nearest passages — not an answer")
    return tag(
        "section", heading, tag("ol", *rows), class_="sources", aria_label="Nearest passages"
    )
