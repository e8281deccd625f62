"""Furniture across documents: what most of a publisher's documents repeat, and nothing of sense."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Document, Speech
from corpus.repeated import edge_lines, without

BODY = "The river towns are cut off.\n\nWe call on all states to uphold their duty to protect."


def document(text: str, **fields: object) -> Document:
    given_fields: dict[str, object] = {"title": "On the towns", "publisher": "River Watch"}
    return Document("d", "a.txt", "a.txt", text, "", **(given_fields | fields))  # type: ignore[arg-type]


def left(text: str, **fields: object) -> str:
    """What is left of a text when every one of its edge lines stands in all other documents."""
    whole = document(text, **fields)
    return without(whole, edge_lines(whole)).text


def test_a_masthead_and_lines_on_reaching_the_publisher_are_left_out() -> None:
    text = (
        f"River Watch\n\nFor immediate release\n\nOn the towns\n\n{BODY}\n\n"
        "Sign up to our monthly newsletter\n\nMedia contact: Ana, +1 212 555 0100\n\n"
        "We use cookies to make this site work."
    )
    assert left(text) == f"On the towns\n\n{BODY}"


def test_what_was_left_out_is_told() -> None:
    whole = document(f"River Watch\n\nOn the towns\n\n{BODY}")
    told = without(whole, {"River Watch"}).notes
    assert told == ("repeated: left out as in most documents of River Watch: River Watch",)


def test_repeated_sentences_salutations_headings_and_signatures_stay() -> None:
    for text in (
        f"Mr. President, Excellencies\n\n{BODY}",
        f"Preamble\n\n{BODY}\n\nArticle 1",
        f"Background\n\n{BODY}",
        f"{BODY}\n\nThank you, Mr. President.",
        f"{BODY}\n\nDr. Ana Silva\n\nExecutive Director",
        f"We call on all states to uphold their duty to protect.\n\n{BODY}",
        f"First words of the statement,\n\nRiver Watch\n\n{BODY}",
    ):
        assert left(text) == text


def test_a_masthead_ends_where_the_document_begins() -> None:
    whole = document(f"River Watch\n\nFloods in May\n\nStatement\n\n{BODY}")
    assert without(whole, {"River Watch", "Statement"}).text.startswith(
        "Floods in May\n\nStatement"
    )


def test_the_title_and_quoted_words_stay() -> None:
    assert left(f"On the towns\n\n{BODY}") == f"On the towns\n\n{BODY}"
    text = f"{BODY}\n\nWrite to us at aid@example.org, they said"
    start = text.index("Write")
    assert left(text, speeches=(Speech(start, len(text), "Ana Silva"),)) == text


def test_nothing_is_left_out_for_a_publisher_that_is_not_known() -> None:
    assert edge_lines(document(f"River Watch\n\n{BODY}", publisher="")) == ()


@given(st.lists(st.sampled_from(["River Watch", "Call +1 212 555 0100", "It rains.", "Peace"])))
def test_pages_and_speeches_keep_their_words(lines: list[str]) -> None:
    text = "\n\n".join(["River Watch", *lines, "They said so.", "Join our newsletter"])
    start = text.index("They said so.")
    speeches = (Speech(start, start + 13, "Ana Silva"),)
    shorter = without(
        document(text, speeches=speeches, pages=(0, start)),
        {"River Watch", "Call +1 212 555 0100", "Join our newsletter"},
    )
    (speech,) = shorter.speeches
    assert shorter.text[speech.start : speech.end] == "They said so."
    assert shorter.pages == (0, speech.start)
    assert "It rains." in shorter.text or "It rains." not in text
