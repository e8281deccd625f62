"""The sample library: described, labelled as the project's own, and answering first questions."""

from __future__ import annotations

import re
from pathlib import Path

import frontmatter
import pytest

from assistant import Assistant

ROOT = Path(__file__).parent.parent.parent
NOTES = sorted((ROOT / "corpus/sample").iterdir())
README = (ROOT / "README.md").read_text(encoding="utf-8")
LABEL = (
    "This is a reference note of the Rapporteur project, written in the project's own words. "
    "This note is not a statement by any organisation; "
    "the primary sources that it names are the authority."
)


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """The sample library under the real embedding model."""
    with Assistant.open(tmp_path_factory.mktemp("sample")) as library:
        report = library.sync([ROOT / "corpus/sample"])
        assert (report.added, report.failed) == (len(NOTES), ())
        yield library


@pytest.mark.parametrize("path", NOTES, ids=lambda path: path.stem)
def test_every_note_is_described_and_labelled_as_the_project_s_own(path):
    note = frontmatter.loads(path.read_text(encoding="utf-8"))
    assert note["publisher"] == "Rapporteur project"
    assert (note["kind"], note["language"]) == ("note", "en")
    assert note["title"] and note["date"]
    assert isinstance(note["places"], list)
    title, label, *_ = note.content.split("\n\n")
    assert title == f"# {note['title']}"
    assert label == LABEL


@pytest.mark.parametrize("path", NOTES, ids=lambda path: path.stem)
def test_every_section_names_a_date_and_the_notes_stay_short(path):
    note = frontmatter.loads(path.read_text(encoding="utf-8"))
    sections = re.split(r"^## ", note.content, flags=re.MULTILINE)[1:]
    assert [text for text in sections if not re.search(r"\b(19|20)\d\d\b", text)] == []
    assert 250 <= len(note.content.split()) <= 500


def questions() -> list[str]:
    section = README.split("## First questions", 1)[1].split("\n## ")[0]
    return re.findall(r"^- (.*\?)", section, re.MULTILINE)


@pytest.mark.parametrize("question", questions()[:-1])
def test_the_readme_s_first_questions_are_answered_from_the_sample(sample, question):
    answer = sample.ask(question)
    assert answer.answered
    for citation in answer.citations:
        text = sample.show(citation.document).text
        assert text[citation.start : citation.end] == citation.quote


def test_the_readme_s_last_question_is_not_answered(sample):
    answer = sample.ask(questions()[-1])
    assert not answer.answered
    assert answer.searched.documents == len(NOTES)
