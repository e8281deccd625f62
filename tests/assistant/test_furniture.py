"""Repeated lines are found across a publisher's documents, whichever of them comes first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Assistant

FOOT = "Follow us and sign up for our river newsletter"
SENTENCE = "We call on all states to uphold their duty to protect."


@pytest.fixture
def library(tmp_path: Path, quick_model: object) -> Iterator[Assistant]:
    with Assistant.open(tmp_path / "home") as opened:
        yield opened


def write(folder: Path, numbers: range) -> Path:
    """Statements of one publisher that share a masthead, a sentence and a foot."""
    folder.mkdir(exist_ok=True)
    rows = ["file,title,publisher"]
    for number in numbers:
        text = f"River Watch Bulletin\n\nTown {number} is cut off.\n\n{SENTENCE}\n\n{FOOT}\n"
        (folder / f"{number}.txt").write_text(text)
    rows += [f"{path.name},On a town,River Watch" for path in sorted(folder.glob("*.txt"))]
    (folder / "metadata.csv").write_text("\n".join(rows))
    return folder


def test_repeated_lines_go_and_repeated_sentences_stay(library: Assistant, tmp_path: Path) -> None:
    library.sync([write(tmp_path / "a", range(6))])
    for document in library.documents():
        shown = library.show(document.id)
        assert (shown.text or "").startswith("Town ")
        assert (shown.text or "").endswith(SENTENCE)
        assert any("River Watch Bulletin" in note for note in shown.notes)
        assert shown.versions == ()
    assert not library.search("newsletter").hits or all(
        "newsletter" not in hit.text for hit in library.search("newsletter").hits
    )
    assert library.sync([tmp_path / "a"]).unchanged == 6
    assert library.doctor().ok


def test_few_documents_lose_nothing(library: Assistant, tmp_path: Path) -> None:
    library.sync([write(tmp_path / "a", range(4))])
    assert all(FOOT in (library.show(d.id).text or "") for d in library.documents())


def test_documents_stored_earlier_lose_them_when_later_ones_show_it(
    library: Assistant, tmp_path: Path
) -> None:
    library.sync([write(tmp_path / "a", range(3))])
    library.sync([write(tmp_path / "b", range(3, 6))])
    texts = [library.show(document.id).text or "" for document in library.documents()]
    assert len(texts) == 6 and not any(FOOT in text for text in texts)
    library.sync([write(tmp_path / "c", range(6, 7))])
    assert FOOT not in (library.show("6.txt").text or "")


def test_the_original_still_holds_them(library: Assistant, tmp_path: Path) -> None:
    library.sync([write(tmp_path / "a", range(6))])
    assert FOOT.encode() in library.original("3.txt").data
