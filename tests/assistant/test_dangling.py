"""Quotations that begin with "They" or "This": the sentence before is given, word for word."""

from __future__ import annotations

import pytest

from assistant.dangling import sentence_before
from assistant.verify import citation
from assistant.wording import quotations
from corpus.document import Document, Span, Speech

TEXT = (
    "The road to the hospital was closed.\n\nFishermen of the harbour lost their boats in the "
    "storm. They must be heard. It is vital that the road opens. This is a matter of days. "
    "However, they were not asked."
)


def document(text: str = TEXT, speeches: tuple[Speech, ...] = ()) -> Document:
    return Document("d", "d.txt", "/d.txt", text, "0", "Harbour", speeches=speeches)


def before(words: str, **fields: tuple[Speech, ...]) -> str:
    start = TEXT.index(words)
    return sentence_before(document(**fields), Span(start, start + len(words)))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("They must be heard.", "Fishermen of the harbour lost their boats in the storm."),
        ("This is a matter of days.", "It is vital that the road opens."),
        ("However, they were not asked.", "This is a matter of days."),
        ("It is vital that the road opens.", ""),
        ("Fishermen of the harbour", ""),
        ("The road to the hospital was closed.", ""),
    ],
)
def test_only_a_beginning_that_points_back_is_completed(words: str, expected: str) -> None:
    assert before(words) == expected


def test_the_completion_stands_in_square_brackets_outside_the_quotation() -> None:
    start = TEXT.index("They must")
    cited = citation(document(), Span(start, start + len("They must be heard.")), 1)
    assert cited.quote == "They must be heard."
    assert cited.before in TEXT
    shown = quotations([cited])
    assert "\\[after: “Fishermen of the harbour lost their boats in the storm.”\\] “They" in shown


def test_somebody_elses_words_complete_nothing() -> None:
    start = TEXT.index("They must")
    speech = Speech(start, start + len("They must be heard."), "Ada Quist")
    assert before("They must be heard.", speeches=(speech,)) == ""
