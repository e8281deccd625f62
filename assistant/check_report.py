"""The report of a checked draft: Markdown, or a Word file with comments beside the sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.checked import Change, Check, CheckedSentence
from assistant.errors import LibraryError
from assistant.manuscript import WORD_SUFFIX, bytes_of
from assistant.results import Citation
from assistant.wording import date_words, escaped, on_page
from corpus.errors import Refused
from corpus.manuscript import Comment, Remarks, written_anew
from corpus.workers import WORKERS

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
    page = on_page(match.page, match.ocr)
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
    if draft is None or draft.suffix.lower() != WORD_SUFFIX:
        return written_anew(check.paragraphs, _remarks(check, check.paragraphs))
    data = bytes_of(draft)
    try:
        body = [p.text for p in WORKERS.manuscript(data) if p.text.strip() and not p.note]
        return WORKERS.annotated(data, _remarks(check, body))
    except Refused as error:
        raise LibraryError(f"{draft.name} can't be read again: {error}") from error


def _remarks(check: Check, body: Sequence[str]) -> Remarks:
    """Comments for the paragraphs of the body; what footnotes hold is remarked on at the end."""
    beside = [each for each in check.sentences if each.paragraph < len(body)]
    notes = [each for each in check.sentences if each.paragraph >= len(body)]
    return Remarks(
        tuple(Comment(s.paragraph, s.start, s.end, comment_text(s)) for s in beside),
        f"Checked by Rapporteur. {summary(check)}",
        tuple(f"In a note: “{s.text}”\n{comment_text(s)}" for s in notes),
    )


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


def write(check: Check, target: Path, draft: Path | None = None) -> None:
    """Write the report to `target`, as Word where its name ends in .docx, else as Markdown.

    Raises OSError where it can't be written, LibraryError as `word` does.
    """
    if target.suffix.lower() == WORD_SUFFIX:
        target.write_bytes(word(check, draft))
    else:
        target.write_text(markdown(check), encoding="utf-8")
