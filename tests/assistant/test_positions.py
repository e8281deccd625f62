"""The dated history of positions: what belongs to it, what changed, and where there is silence."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from assistant import Assistant, LibraryError
from assistant.positions import Positions, as_csv
from tests.conftest import WordEmbedder

HEAD = """---
title: {title}
date: {date}
publisher: {publisher}
---

"""
DOCUMENTS = {
    "early.md": ("On the siege", "2017-09-20", "Observatory for Peace", (
        "We are deeply concerned by the violence against the Rohingya in Burma. "
        "The Council has condemned the attacks on the Rohingya. "
        "Bridges were repaired in the north."
    )),
    "middle.md": ("On bridges", "2018-05-02", "Observatory for Peace", (
        "We welcome the repair of the northern bridge."
    )),
    "later.md": ("On justice", "2020-11-03", "Observatory for Peace", (
        "We call on Myanmar to protect the Rohingya and to open the camps. "
        "What was done to the Rohingya is genocide."
    )),
    "last.md": ("On justice again", "2022-03-01", "Observatory for Peace", (
        "We call on Myanmar to protect the Rohingya, to try the guilty and to open the camps."
    )),
    "state.md": ("A speech", "2021-09", "Bangladesh", (
        "Bangladesh demands the safe return of the Rohingya. These people must not be forgotten."
    )),
    "secret.md": ("A note", "2023-01-01", "Observatory for Peace", (
        "We reject any deal over the Rohingya."
    )),
}  # fmt: skip


@pytest.fixture
def library(tmp_path: Path, quick_model: WordEmbedder) -> Iterator[Assistant]:
    public, internal = tmp_path / "public", tmp_path / "internal"
    for name, (title, date, publisher, text) in DOCUMENTS.items():
        folder = internal if name == "secret.md" else public
        folder.mkdir(exist_ok=True)
        head = HEAD.format(title=title, date=date, publisher=publisher)
        (folder / name).write_text(f"{head}{text}\n", encoding="utf-8")
    with Assistant.open(tmp_path / "home") as opened:
        opened.sync([public])
        opened.sync([internal], audience="internal")
        yield opened


def quotes(found: Positions) -> list[str]:
    return [position.quote for position in found.positions]


def test_the_history_is_sorted_by_date_and_every_quotation_stands_in_its_source(
    library: Assistant,
) -> None:
    found = library.positions("Rohingya", viewer="public")
    assert [(p.date, p.act) for p in found.positions] == [
        ("2017-09-20", "concern"),
        ("2020-11-03", "call"),
        ("2021-09", "demand"),
        ("2021-09", "call"),
        ("2022-03-01", "call"),
    ]
    assert (found.first, found.latest) == ("2017-09-20", "2022-03-01")
    for position in found.positions:
        text = library.show(position.document).text or ""
        assert text[position.start : position.end] == position.quote


def test_what_others_are_reported_to_have_done_is_left_out(library: Assistant) -> None:
    assert not any("The Council has condemned" in quote for quote in quotes(found_in(library)))


def found_in(library: Assistant, topic: str = "Rohingya") -> Positions:
    return library.positions(topic)


def test_a_sentence_that_goes_on_from_one_on_the_topic_belongs_to_it(library: Assistant) -> None:
    (position,) = [p for p in found_in(library).positions if p.quote.startswith("These people")]
    assert position.basis == "context"
    assert position.negated


def test_a_place_is_found_by_its_other_names(library: Assistant) -> None:
    found = library.positions("Burma", viewer="public")
    assert "We call on Myanmar to protect the Rohingya and to open the camps." in quotes(found)
    assert {"Burma", "Myanmar", "Rohingya"} <= set(found.searched_for)


def test_filters_limit_the_history_and_internal_documents_stay_internal(
    library: Assistant,
) -> None:
    assert len(library.positions("Rohingya", publishers=("Bangladesh",)).positions) == 2
    assert library.positions("Rohingya", since="2022").first == "2022-03-01"
    assert library.positions("Rohingya").latest == "2023-01-01"
    assert library.positions("Rohingya", viewer="public").latest != "2023-01-01"


def test_years_of_silence_count_only_years_with_documents(library: Assistant) -> None:
    found = library.positions("Rohingya", publishers=("Observatory for Peace",), viewer="public")
    assert [gap.to_dict() for gap in found.gaps] == [
        {"since": "2018", "until": "2018", "documents": 1}
    ]


def test_a_change_of_wording_is_shown_as_spans_of_both_texts(library: Assistant) -> None:
    found = library.positions("Rohingya", viewer="public")
    (change,) = found.changes
    earlier, later = found.positions[change.earlier], found.positions[change.later]
    assert (earlier.date, later.date) == ("2020-11-03", "2022-03-01")
    after = library.show(later.document).text or ""
    added = " ".join(after[start:end] for start, end in change.added)
    assert "try the guilty" in added


def test_terms_of_legal_weight_are_dated_by_their_first_use(library: Assistant) -> None:
    (use,) = library.positions("Rohingya").terms
    assert (use.term, use.citation.date) == ("genocide", "2020-11-03")
    assert use.citation.quote == "What was done to the Rohingya is genocide."


def test_publishers_can_be_set_side_by_side(library: Assistant) -> None:
    found = library.positions("Rohingya", viewer="public")
    assert [(each.publisher, len(each.positions)) for each in found.publishers] == [
        ("Observatory for Peace", 3),
        ("Bangladesh", 2),
    ]
    assert found.publishers[0].acts == {"call": 2, "concern": 1}


def test_silence_says_what_was_searched_for_and_shows_what_is_nearest(library: Assistant) -> None:
    found = library.positions("coffee prices", viewer="public")
    assert found.positions == ()
    assert found.to_dict()["first"] is None
    assert found.searched.documents == 5
    assert {"coffee", "prices", "price"} <= set(found.searched_for)
    assert found.nearest


def test_exact_words_in_quotation_marks_must_stand_in_the_sentence(library: Assistant) -> None:
    assert quotes(library.positions('"open the camps"'))
    assert library.positions('Rohingya "crimes against humanity"').positions == ()


def test_an_empty_topic_is_refused(library: Assistant) -> None:
    with pytest.raises(LibraryError, match="topic is empty"):
        library.positions("  ")


def test_the_json_has_the_fields_that_other_programs_rely_on(library: Assistant) -> None:
    found = library.positions("Rohingya").to_dict()
    assert {"topic", "filters", "positions", "first", "latest", "gaps"} <= found.keys()
    assert {
        "date", "publisher", "speaker", "act", "quote", "start", "end", "document", "source",
        "title", "url", "page", "places",
    } <= found["positions"][0].keys()  # fmt: skip


def test_a_removed_documents_positions_are_gone_and_a_changed_ones_replaced(
    library: Assistant, tmp_path: Path
) -> None:
    library.remove(["state.md"])
    assert not any(p.publisher == "Bangladesh" for p in found_in(library).positions)
    later = tmp_path / "public" / "later.md"
    later.write_text(later.read_text().replace("We call on Myanmar", "We urge Myanmar"))
    library.sync([tmp_path / "public"])
    assert "We urge Myanmar to protect the Rohingya and to open the camps." in quotes(
        found_in(library)
    )


def test_a_library_of_an_earlier_version_is_read_again_at_opening(
    library: Assistant, tmp_path: Path
) -> None:
    before = quotes(found_in(library))
    library.close()
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'home' / 'catalogue.sqlite3'}")
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE positions")
        connection.exec_driver_sql("DELETE FROM library WHERE name = 'positions'")
        connection.exec_driver_sql("UPDATE library SET value = '1' WHERE name = 'schema'")
    engine.dispose()
    with Assistant.open(tmp_path / "home") as opened:
        assert quotes(opened.positions("Rohingya")) == before


def test_no_cell_of_the_table_is_a_formula(tmp_path: Path, quick_model: WordEmbedder) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    head = HEAD.format(title='"=HYPERLINK(1)"', date="2020", publisher='"@evil"')
    (folder / "bad.md").write_text(f"{head}We condemn the flooding of the Asha valley, today.\n")
    with Assistant.open(tmp_path / "other") as opened:
        opened.sync([folder])
        table = as_csv(opened.positions("flooding of the Asha valley"))
    (row,) = csv.DictReader(io.StringIO(table))
    assert row["quote"] == "We condemn the flooding of the Asha valley, today."
    assert row["title"] == "'=HYPERLINK(1)"
    assert row["publisher"] == "'@evil"
