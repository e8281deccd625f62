"""The real documents that this project is developed on, where they are at hand."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from corpus.document import Document
from corpus.read import Candidate, discover, read

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="needs ../shared/data, which is absent")


def documents(source: Path) -> list[Document]:
    found = list(discover(source))
    assert all(isinstance(item, Candidate) for item in found)
    return [read(item, "public") for item in found if isinstance(item, Candidate)]


def test_the_statement_the_project_starts_from() -> None:
    (document,) = documents(DATA / "seed")
    assert document.title == (
        "The UN Secretary-General’s Call to Action for Human Rights and the Prevention of Mass"
        " Atrocities"
    )
    assert document.date == "2020-02-24"
    assert document.publisher == "Global Centre for the Responsibility to Protect"
    assert document.text.startswith(document.title)
    assert document.text.endswith(document.publisher)
    (speech,) = document.speeches
    assert (speech.speaker, speech.function) == ("Dr. Simon Adams", "Executive Director")
    assert document.text[speech.start : speech.end].startswith("We welcome")
    assert document.text[speech.start : speech.end].endswith("responsibility to protect.")


def test_every_gold_quotation_stands_in_the_stored_text() -> None:
    gold = [
        citation
        for line in (DATA / "questions" / "debate.jsonl").read_text(encoding="utf-8").splitlines()
        for citation in json.loads(line)["gold"]
    ]
    texts = {
        name: documents(DATA / "debate" / name)[0].text for name in {item["doc"] for item in gold}
    }
    missing = [
        item
        for item in gold
        if re.sub(r"\s+", " ", item["quote"]) not in " ".join(texts[item["doc"]].split())
    ]
    assert missing == []


@pytest.mark.parametrize("name", ["ZMB_66_2011.txt", "BRA_66_2011.txt", "ISR_66_2011.txt"])
def test_records_of_2011_are_mended(name: str) -> None:
    (document,) = documents(DATA / "debate" / name)
    paragraphs = document.text.split("\n\n")
    assert not re.search(r"\d{2}-\d{5}", document.text)
    assert "\n" not in document.text.replace("\n\n", "")
    assert sum(paragraph[0].islower() for paragraph in paragraphs) == 0
    assert sum(map(len, paragraphs)) / len(paragraphs) > 200
    assert document.publisher in document.title
    assert (document.date, document.kind, document.language) == ("2011-09", "statement", "en")


@pytest.mark.parametrize(
    ("name", "language"),
    [("arb", "ar"), ("cmn_hans", "zh"), ("fra", "fr"), ("heb", "he"), ("mya", "my"), ("rus", "ru")],
)
def test_the_universal_declaration_in_other_scripts(name: str, language: str) -> None:
    (document,) = documents(DATA / "udhr" / f"{name}.html")
    assert document.language == language
    assert len(document.text) > 2500
