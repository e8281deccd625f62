"""The report of a checked draft: Markdown, or a Word file with comments beside the sentences."""

from __future__ import annotations

import copy
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from assistant.checked import Change, Check, CheckedSentence
from assistant.manuscript import WORD_SUFFIX, open_word, word_paragraphs, word_text
from assistant.results import Citation
from assistant.wording import date_words, escaped

_AUTHOR = "Rapporteur"
LABELS = {
    ("quotation", "verbatim"): "Verbatim",
    ("quotation", "altered"): "Altered",
    ("quotation", "new"): "Not in the library",
    ("claim", "supported"): "Supported",
    ("claim", "conflicting"): "Conflicting",
    ("claim", "new"): "New",
}


def label(sentence: CheckedSentence) -> str:
    """The verdict on a sentence in the words that people read."""
    return "In an earlier version" if sentence.stood else LABELS[sentence.kind, sentence.verdict]


def summary(check: Check) -> str:
    """How many quotations and claims have which verdict, in a sentence."""
    counted = [f"{number} {verdict}" for verdict, number in check.counts.items() if number]
    if not counted:
        return "The draft holds no quotation and no claim to check."
    total = len(check.sentences)
    return f"{total} quotation{'' if total == 1 else 's'} and claims checked: {', '.join(counted)}."


def source_line(match: Citation) -> str:
    """Who said it, in what, when and where, on one line."""
    page = f"p. {match.page}" if match.page else ""
    date = date_words(match.date) if match.date else "undated"
    parts = (match.speaker, match.publisher, match.title, date, page, match.url or match.source)
    return ", ".join(part for part in parts if part)


def markdown(check: Check) -> str:
    """The report as Markdown: every quotation and claim in the draft's order."""
    lines = ["# Check of a draft", "", summary(check), ""]
    for number, sentence in enumerate(check.sentences, 1):
        lines += [f"## {number}. {label(sentence)} ({sentence.kind})", ""]
        lines += [f"> {escaped(sentence.text)}", ""]
        lines += [f"- {escaped(change.note)}" for change in _noted(sentence.changes)]
        if sentence.match:
            lines.append(f"- Source: “{escaped(sentence.match.quote)}”")
            lines.append(f"- {escaped(source_line(sentence.match))}")
        lines.append("")
    return "\n".join(lines)


def word(check: Check, draft: Path | None = None) -> bytes:
    """The report as a Word file: the draft with a comment at each quotation and claim.

    `draft` is the Word file that was checked, which stays as it is; without it the draft's
    paragraphs are written anew. Raises LibraryError where `draft` can't be read again.
    """
    import docx

    if draft is not None and draft.suffix.lower() == WORD_SUFFIX:
        document: Any = open_word(draft)
        written = [p for p, read in word_paragraphs(document) if read.text.strip()]
    else:
        document = docx.Document()
        written = [document.add_paragraph(_writable(text)) for text in check.paragraphs]
    notes = [s for s in check.sentences if s.paragraph >= len(written)]
    # From the end, so that the runs that a comment parts are behind those still to come.
    for sentence in reversed(check.sentences):
        if sentence.paragraph < len(written):
            _comment(document, written[sentence.paragraph], sentence)
    _append(document, check, notes)
    stored = io.BytesIO()
    document.save(stored)
    return stored.getvalue()


def comment_text(sentence: CheckedSentence) -> str:
    """What a comment says of a sentence."""
    lines = [f"{label(sentence)} ({sentence.kind})."]
    lines += [change.note for change in _noted(sentence.changes)]
    if sentence.match:
        lines += [f"Source: “{sentence.match.quote}”", source_line(sentence.match)]
    elif sentence.verdict == "new":
        lines.append("The library holds nothing like it.")
    return "\n".join(lines)


def _noted(changes: Sequence[Change]) -> Iterator[Change]:
    for change in changes:
        note = change.note
        if change.match:
            note = f"{note} Second source: {source_line(change.match)}"
        yield Change(change.kind, change.draft, change.source, note)


def _comment(document: Any, paragraph: Any, sentence: CheckedSentence) -> None:
    runs = list(_runs(paragraph, sentence.start, sentence.end))
    if not runs:
        # All of it is inside a link or a tracked change: beside the paragraph, then.
        runs = list(paragraph.runs) or [paragraph.add_run("")]
    document.add_comment(
        [runs[0], runs[-1]], _writable(comment_text(sentence)), author=_AUTHOR, initials="R"
    )


def _runs(paragraph: Any, start: int, end: int) -> Iterator[Any]:
    """The paragraph's runs between two offsets into its text, parted where these cut one."""
    from docx.text.run import Run

    at = 0
    for child in list(paragraph._p):
        text = word_text(child)
        first, last = max(start - at, 0), min(end - at, len(text))
        at += len(text)
        if first >= last or not child.tag.endswith("}r"):
            continue
        plain = all(part.tag.endswith(("}t", "}rPr")) for part in child)
        element = _parted(paragraph, child, text, first, last) if plain else child
        yield Run(element, paragraph)


def _parted(paragraph: Any, element: Any, text: str, first: int, last: int) -> Any:
    """The run's element left with `text[first:last]`, the rest in runs like it beside it."""
    from docx.text.run import Run

    if first:
        before = copy.deepcopy(element)
        element.addprevious(before)
        Run(before, paragraph).text = text[:first]
    if last < len(text):
        after = copy.deepcopy(element)
        element.addnext(after)
        Run(after, paragraph).text = text[last:]
    if (first, last) != (0, len(text)):
        Run(element, paragraph).text = text[first:last]
    return element


def _append(document: Any, check: Check, notes: Sequence[CheckedSentence]) -> None:
    """What has no place for a comment: the summary, and the sentences of footnotes."""
    document.add_paragraph()
    closing = document.add_paragraph(f"Checked by Rapporteur. {summary(check)}")
    closing.runs[0].italic = True
    for sentence in notes:
        document.add_paragraph(_writable(f"In a note: “{sentence.text}”\n{comment_text(sentence)}"))


def _writable(text: str) -> str:
    """`text` without the characters that XML can't hold."""
    return "".join(
        char
        for char in text
        if char in "\t\n\r"
        or "\x20" <= char <= "\ud7ff"
        or "\ue000" <= char <= "\ufffd"
        or char > "\uffff"
    )


def write(check: Check, target: Path, draft: Path | None = None) -> None:
    """Write the report to `target`, as Word where its name ends in .docx, else as Markdown.

    Raises OSError where it can't be written.
    """
    if target.suffix.lower() == WORD_SUFFIX:
        target.write_bytes(word(check, draft))
    else:
        target.write_text(markdown(check), encoding="utf-8")
