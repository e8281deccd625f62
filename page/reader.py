"""The source panel: a stored document with the quoted words marked in their place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.card import cards, plain, web_address
from assistant.results import Citation, DocumentRecord
from page import capture, wording
from page.markup import Html, join, tag

_FORMS = (
    ("footnote", "Footnote"),
    ("plain", "Plain text"),
    ("markdown", "Markdown"),
    ("html", "HTML with a link to the words"),
    ("bibtex", "BibTeX"),
    ("csl-json", "CSL-JSON"),
)
_CHANGED = (
    "This source has changed since it was cited; the quoted words stood in what it held before."
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a panel was opened from: a turn, its citations or nearest passages, and which one."""

    turn: int
    shelf: str
    citations: tuple[Citation, ...]
    current: Citation


def source_panel(
    document: DocumentRecord, place: Place | None = None, removable: bool = True
) -> Html:
    """The panel for a document; with `place`, its citation is marked, labelled and steered.

    Without, and `removable`, it offers to remove the document.
    """
    blocks = [_head(document, place), _details(document, place), capture.record(document)]
    if place is not None:
        blocks.append(_actions(place))
    elif removable and not document.superseded:
        blocks.append(_removal(document))
    blocks.append(
        tag(
            "div",
            _marked(document.text or "", _marks(document, place)),
            class_="source-text",
            dir="auto",
            lang=document.language or None,
            tabindex="0",
            role="document",
            aria_label="Full stored text",
        )
    )
    label = f"Source: {document.title}"
    return tag("section", *blocks, class_="source", aria_label=label, tabindex="-1")


def _head(document: DocumentRecord, place: Place | None) -> Html:
    if document.superseded:
        eyebrow = f"Earlier version, changed by {wording.human_date(document.superseded[:10])}"
    elif place is None:
        eyebrow = "Document"
    elif place.shelf == "nearest":
        eyebrow = f"Nearest passage {place.current.number} — not an answer"
    else:
        eyebrow = f"Citation {place.current.number} of {len(place.citations)}"
    close = tag(
        "button",
        "Close",
        class_="close",
        type="button",
        data_event="close",
        aria_label="Close source",
    )
    top = tag("div", tag("p", eyebrow, class_="eyebrow"), close, class_="source-top")
    return join(top, tag("h2", document.title, dir="auto"))


def _details(document: DocumentRecord, place: Place | None) -> Html:
    speaker = place.current.speaker if place else ""
    page = place.current.page if place else None
    read_by = " (read by OCR)" if place and place.current.ocr else ""
    rows: list[tuple[str, str | Html]] = [
        ("Publisher", document.publisher),
        ("Author", document.author),
        ("Date", wording.human_date(document.date)),
        ("Kind", document.kind),
        ("Speaker", speaker),
        ("Page", f"{page} of {document.pages}{read_by}" if page and document.pages else ""),
        ("Changed", _CHANGED if place and not _stands(document, place.current) else ""),
        ("Note", "; ".join(document.notes)),
        ("Link", _link(document.url)),
        ("File", document.source if not web_address(document.source) else ""),
        ("Read in", _described_by(document)),
    ]
    return tag(
        "dl",
        *(
            tag("div", tag("dt", label), tag("dd", value, dir="auto"))
            for label, value in rows
            if value
        ),
    )


def _described_by(document: DocumentRecord) -> str:
    """Where what is told of a document was read: "front matter (title, date); text (places)"."""
    read: dict[str, list[str]] = {}
    for name, where in document.origin.items():
        read.setdefault(where, []).append(name)
    return "; ".join(f"{where} ({', '.join(names)})" for where, names in read.items())


def _stands(document: DocumentRecord, cited: Citation) -> bool:
    """Whether the quoted words still stand where they were cited."""
    return (document.text or "")[cited.start : cited.end] == cited.quote


def _link(url: str) -> Html:
    address = web_address(url)
    if not address:
        return Html()
    return tag("a", address, href=address, target="_blank", rel="noopener noreferrer")


def _actions(place: Place) -> Html:
    position = place.citations.index(place.current)
    copy = tag(
        "button",
        "Copy quotation with reference",
        class_="primary",
        type="button",
        data_copy=plain(place.current),
    )
    copies = tag("div", copy, _copy_as(place.current), class_="copies")
    previous = _step("Previous", place, position - 1)
    following = _step("Next", place, position + 1)
    steps = tag("div", previous, following, class_="steps") if len(place.citations) > 1 else None
    return tag("div", copies, steps, class_="source-actions")


def _copy_as(citation: Citation) -> Html:
    """A menu of the other forms in which the quotation can be copied."""
    written = cards(citation)
    forms = [
        tag("li", tag("button", label, type="button", data_copy=written[form]))
        for form, label in _FORMS
    ]
    return tag("details", tag("summary", "Copy as…"), tag("ul", *forms), class_="forms")


def _step(label: str, place: Place, position: int) -> Html:
    # aria-disabled rather than disabled: the focus would be lost on reaching either end.
    inside = 0 <= position < len(place.citations)
    return tag(
        "button",
        label,
        type="button",
        aria_label=f"{label} citation",
        aria_disabled=None if inside else "true",
        data_event="cite" if inside else None,
        data_turn=place.turn,
        data_shelf=place.shelf,
        data_number=place.citations[position].number if inside else None,
    )


def _removal(document: DocumentRecord) -> Html:
    ask = tag("button", "Remove from the library…", type="button", data_reveal="confirm-removal")
    confirm = tag(
        "div",
        tag(
            "p",
            "The library forgets this document. A copy that was added on this page is deleted; "
            "a file in a folder of yours stays where it is.",
        ),
        tag(
            "button",
            "Remove",
            class_="danger",
            type="button",
            data_event="remove",
            data_document=document.id,
        ),
        tag("button", "Keep", type="button", data_conceal="confirm-removal"),
        id="confirm-removal",
        class_="confirm",
        role="group",
        aria_label="Remove this document?",
        hidden=True,
    )
    return tag("div", ask, confirm, class_="source-actions")


def _marks(document: DocumentRecord, place: Place | None) -> list[tuple[int, int, bool]]:
    """Stretches to mark in reading order, none overlapping: (start, end, is the current one)."""
    if place is None:
        return []
    here = place.current
    others = [
        (cited.start, cited.end, False)
        for cited in place.citations
        if cited.document == document.id and (cited.end <= here.start or here.end <= cited.start)
        if _stands(document, cited)
    ]
    current = [(here.start, here.end, True)] if _stands(document, here) else []
    marks: list[tuple[int, int, bool]] = []
    for mark in sorted({*others, *current}):
        if not marks or marks[-1][1] <= mark[0]:
            marks.append(mark)
        elif mark[2]:
            marks[-1] = mark
    return marks


def _marked(text: str, marks: Sequence[tuple[int, int, bool]]) -> Html:
    pieces: list[str] = []
    at = 0
    for start, end, current in marks:
        pieces += [text[at:start], _mark(text[start:end], current)]
        at = end
    return join(*pieces, text[at:])


def _mark(words: str, current: bool) -> Html:
    if not current:
        return tag("mark", words, class_="other")
    return tag("mark", words, class_="current")
