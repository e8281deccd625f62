"""What answers say in words: Markdown with `[n]` markers, and sentences about what was searched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from assistant.plain import shortened, some
from assistant.results import Citation, Searched, Statement
from index.filters import Filters

_MONTHS = (
    "January February March April May June July August September October November December"
).split()
STOPPED = "Stopped before the answer was complete."
STRUCK_OUT = "Struck out, not borne out by the sources"
_LONGEST_BEFORE = 200
_FORMS_SHOWN = 16
# What Markdown acts on, also where a bare address or that of a mailbox would become a link.
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~!$^&@]|:(?=//)|(?<=www)\.)", re.IGNORECASE)

_ESCAPED = re.compile(r"\\([^\w\s])")


def quotations(citations: Sequence[Citation]) -> str:
    """An answer in quotations, under a line for each document in the order of the citations."""
    lines: list[str] = []
    for _, same in groupby(citations, key=lambda citation: citation.document):
        group = list(same)
        lines.append(_document_line(group[0]))
        lines += [f"> {_attributed(each)} [{each.number}]\n" for each in group]
    return "\n".join(lines).strip()


def statements(answered: Sequence[Statement]) -> str:
    """A model's answer: its statements with their markers, those unsupported struck out."""
    return "\n\n".join(
        struck(statement)
        if statement.support == "unsupported"
        else escaped(statement.text) + "".join(f" [{number}]" for number in statement.citations)
        for statement in answered
    )


def struck(statement: Statement) -> str:
    """An unsupported statement, struck out, with the reason in words."""
    note = f": {escaped(statement.note)}" if statement.note else ""
    return f"~~{escaped(statement.text)}~~ (not supported{note})"


def with_unsupported(answer: str, statements: Sequence[Statement]) -> str:
    """An answer in quotations or a refusal, and after it what was written and is not borne out."""
    unsupported = [each for each in statements if each.support == "unsupported"]
    heading = [f"**{STRUCK_OUT}**"] if unsupported else []
    return "\n\n".join(filter(None, (answer, *heading, *map(struck, unsupported))))


def refusal(
    question: str, searched: Searched, filters: Filters, nearest: Sequence[Citation]
) -> str:
    """Says that nothing answers, and what was searched for it."""
    limits = limited(filters)
    asked = f" {escaped(limits)}" if limits else ""
    if not searched.documents:
        held = (
            f"The library holds no document within these limits{asked}."
            if limits
            else ("The library is empty: add documents first.")
        )
        text = f"No answer was found. {held}"
    else:
        text = f"No answer was found. {scope(searched, asked)}"
    if searched.documents and searched.forms:
        text += f" {escaped(looked_for(searched))}."
    if nearest:
        text += " The nearest passages are shown below; they do not answer the question."
    return text


def limited(filters: Filters) -> str:
    """The limits of a search in brackets, with a space before them; "" for none."""
    limits = ", ".join(_limits(filters))
    return f" ({limits})" if limits else ""


def scope(searched: Searched, within: str = "") -> str:
    """What was searched, as a sentence."""
    count = "1 document" if searched.documents == 1 else f"{searched.documents:,} documents"
    return f"Searched: {count}{_span(searched)}{within}."


def looked_for(searched: Searched) -> str:
    """Which words, stems and other names were looked for."""
    more = len(searched.forms) - _FORMS_SHOWN
    named = ", ".join(searched.forms[:_FORMS_SHOWN])
    return f"Looked for: {named}" + (f" and {more} more" if more > 0 else "")


def date_words(partial: str) -> str:
    """A partial date in words: "24 September 2019", "September 2019", "2019"."""
    parts = partial.split("-")
    if len(parts) == 1:
        return partial
    month = _MONTHS[int(parts[1]) - 1]
    return f"{int(parts[2])} {month} {parts[0]}" if len(parts) == 3 else f"{month} {parts[0]}"


def escaped(text: str) -> str:
    """`text` with every character that Markdown would act on escaped."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def unescaped(markdown: str) -> str:
    """What a reader of `escaped` text sees."""
    return _ESCAPED.sub(r"\1", markdown)


def _document_line(citation: Citation) -> str:
    about = [citation.publisher, date_words(citation.date) if citation.date else ""]
    head = ", ".join(escaped(part) for part in about if part)
    title = escaped(citation.title)
    return f"**{head}** — {title}\n" if head else f"**{title}**\n"


def _attributed(citation: Citation) -> str:
    quote = f"“{escaped(citation.quote)}”"
    if citation.before:
        quote = f"\\[{escaped(after(citation))}\\] {quote}"
    return f"{escaped(citation.speaker)}: {quote}" if citation.speaker else quote


def after(citation: Citation) -> str:
    """What a quotation that begins with "They" or "This" follows, to stand in square brackets."""
    return f"after: “{shortened(citation.before, _LONGEST_BEFORE)}”"


def _span(searched: Searched) -> str:
    if not searched.earliest:
        return ""
    first, last = date_words(searched.earliest), date_words(searched.latest)
    return f" dated {first}" if first == last else f" dated {first} to {last}"


def _limits(filters: Filters) -> Iterator[str]:
    if filters.publishers:
        yield "published by " + some(filters.publishers, "or")
    if filters.places:
        yield "about " + " or ".join(filters.places)
    if filters.kinds:
        yield "of the kind " + " or ".join(filters.kinds)
    if filters.languages:
        yield "in the language " + " or ".join(filters.languages)
    if filters.since and filters.since == filters.until:
        yield f"from {date_words(filters.since)}"
    elif filters.since or filters.until:
        since = f"since {date_words(filters.since)}" if filters.since else ""
        until = f"until {date_words(filters.until)}" if filters.until else ""
        yield " ".join(filter(None, (since, until)))


def on_page(page: int | None, ocr: bool = False) -> str:
    """Where a quotation stands: "p. 3", and whether OCR read it; "" for a text without pages."""
    return f"p. {page}{' (read by OCR)' if ocr else ''}" if page else ""


def changed(captured: str, supersedes: str) -> str:
    """Says of a source that it has changed: when it was read, and when what it held before."""
    read = f"As captured on {date_words(captured[:10])}" if captured else "As captured last"
    return f"{read}; replaces the version captured on {date_words(supersedes[:10])}."
