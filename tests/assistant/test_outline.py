"""Outlines: what a brief says, which points go where, what is cited, and what is missing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant import Assistant, LibraryError
from assistant.export import markdown, word
from assistant.outline import Outline, paper, read_brief
from assistant.settings import Settings
from tests.assistant.test_export import footnotes
from tests.conftest import WordEmbedder
from tests.llm_server import LLMServer, Refuses, Streams
from tests.outlines import STATEMENTS, write

BRIEF = "Statement at the Water Summit on the floods in Chad, to donors"
HEADINGS = [
    "Occasion and context",
    "The situation",
    "The position so far",
    "Legal and normative framework",
    "Calls to action by addressee",
    "Closing",
]


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("outlines")
    write(folder / "public", folder / "secret")
    return folder / "public", folder / "secret"


@pytest.fixture
def library(
    folders: tuple[Path, Path], tmp_path: Path, quick_model: WordEmbedder
) -> Iterator[Assistant]:
    with Assistant.open(tmp_path / "home") as opened:
        opened.sync([folders[0]])
        opened.sync([folders[1]], audience="internal")
        yield opened


def points(found: Outline) -> dict[str, list[str]]:
    return {section.heading: [p.text for p in section.points] for section in found.sections}


@pytest.mark.parametrize(
    ("text", "topic", "occasion", "audience", "when"),
    [
        (
            "Statement at the UN General Debate on the Rohingya in Myanmar, September 2021, "
            "to member states",
            "Rohingya in Myanmar",
            "the UN General Debate",
            "member states",
            "2021-09",
        ),
        ("climate change and small islands", "climate change and small islands", "", "", ""),
        (
            "Please draft a letter to the Government of Ethiopia on Tigray",
            "Tigray",
            "",
            "the Government of Ethiopia",
            "",
        ),
        (
            "Occasion: tenth anniversary\nAudience: donors\nTopic: floods\nPlace: Chad\nDate: 2022",
            "floods, Chad",
            "tenth anniversary",
            "donors",
            "2022",
        ),
        ("what was said on Sudan since 2017", "what was said on Sudan since 2017", "", "", ""),
        ("Topic:\nnothing named", "nothing named", "", "", ""),
    ],
)
def test_a_brief_is_read_from_running_text_and_labelled_lines(
    text: str, topic: str, occasion: str, audience: str, when: str
) -> None:
    brief = read_brief(text, date(2024, 1, 1))
    assert (brief.topic, brief.occasion, brief.audience, brief.date) == (
        topic,
        occasion,
        audience,
        when,
    )
    assert brief.text == text


def test_points_stand_in_the_usual_order_of_a_statement(library: Assistant) -> None:
    found = library.outline(BRIEF, viewer="public")
    assert [section.heading for section in found.sections] == HEADINGS
    told = points(found)
    assert told["Occasion and context"] == [
        "Today marks the second anniversary of the floods in Chad."
    ]
    assert told["The situation"] == [
        "The floods in Chad have displaced 40,000 people from their homes."
    ]
    assert told["The position so far"] == [
        "We condemn the theft of relief goods after the floods in Chad.",
        "We welcome that barges with grain have crossed the floods in Chad.",
    ]
    assert told["Legal and normative framework"] == [
        "The floods in Chad are addressed in the Convention on the Rivers of Africa."
    ]
    assert told["Closing"] == [
        "We remain committed to everyone who lost a home in the floods in Chad."
    ]


def test_calls_are_grouped_by_addressee_with_the_briefs_audience_first(library: Assistant) -> None:
    found = library.outline(BRIEF, viewer="public")
    calls = found.sections[4].points
    assert [(point.addressee, point.act) for point in calls] == [
        ("donors", "call"),
        ("Chad", "call"),
    ]


def test_every_point_is_a_quotation_that_stands_in_the_stored_text(library: Assistant) -> None:
    found = library.outline(BRIEF)
    shown = [point for section in found.sections for point in section.points]
    cited = {citation.number: citation for citation in found.citations}
    assert [number for point in shown for number in point.citations] == list(cited)
    for point in shown:
        citation = cited[point.citations[0]]
        text = library.show(citation.document).text or ""
        assert text[citation.start : citation.end] == citation.quote == point.text
    assert len({point.text for point in shown}) == len(shown)


def test_nothing_off_the_topic_and_nothing_that_leans_on_a_sentence_left_out(
    library: Assistant,
) -> None:
    said = [text for texts in points(library.outline(BRIEF)).values() for text in texts]
    assert all("Chad" in text for text in said)
    assert not any(text.startswith("They") for text in said)


def test_a_topic_that_the_library_lacks_gives_gaps_that_say_what_was_searched(
    library: Assistant,
) -> None:
    found = library.outline("Coffee prices in Antarctica", viewer="public")
    assert found.citations == ()
    for section in found.sections:
        assert section.points == ()
        assert section.gap.startswith("No earlier language found. Searched 3 documents dated 4 May")
        assert "coffee, prices" in section.gap
    told = found.to_dict()
    assert told["sections"][0]["points"] == []


def test_what_is_shown_already_is_not_chosen_again(library: Assistant) -> None:
    first = library.outline(BRIEF, viewer="public")
    second = library.outline(BRIEF, first.citations, viewer="public")
    again = {c.quote for c in second.citations} & {c.quote for c in first.citations}
    assert again == set()
    assert second.sections[0].gap.startswith("No other earlier language found")


def test_filters_and_the_viewer_limit_the_language(library: Assistant) -> None:
    public = library.outline(BRIEF, viewer="public")
    assert not any("foreseen" in c.quote for c in public.citations)
    assert any("foreseen" in c.quote for c in library.outline(BRIEF).citations)
    own = library.outline(BRIEF, publishers=["Relief Observatory"])
    assert {citation.publisher for citation in own.citations} == {"Relief Observatory"}


def test_a_briefs_date_ends_the_search(library: Assistant) -> None:
    found = library.outline("Statement on the floods in Chad, December 2022")
    assert found.filters.until == "2022-12"
    assert {citation.date[:4] for citation in found.citations} == {"2021", "2022"}


def test_progress_names_the_sections_and_an_empty_brief_is_refused(library: Assistant) -> None:
    told: list[str] = []
    library.outline(BRIEF, progress=lambda done, total, heading: told.append(heading))
    assert list(dict.fromkeys(told)) == HEADINGS
    with pytest.raises(LibraryError, match="the brief is empty"):
        library.outline(" ")


def test_the_paper_has_a_footnote_for_every_citation(library: Assistant) -> None:
    found = library.outline(BRIEF, viewer="public")
    notes = footnotes(word(paper(found)))
    assert len(notes) == len(found.citations)
    for note, citation in zip(notes, found.citations, strict=True):
        for part in (citation.title, citation.publisher, citation.url, citation.quote):
            assert part in note
    assert "4 May 2021" in notes[0]
    text = markdown(paper(found))
    assert text.startswith("# Outline: Floods in Chad\n")
    assert "\n### To donors\n\n- **Relief Observatory, 10 June 2022:** “We urge donors" in text
    empty = markdown(paper(library.outline("Coffee prices in Antarctica")))
    assert empty.count("No earlier language found") == 6


def outlined(folder: Path, home: Path, *script: Streams | Refuses) -> Outline:
    with LLMServer(*script) as server:
        settings = Settings.load(home).model_copy(
            update={"llm": "openai:test", "llm_base_url": server.url, "llm_api_key": "key"}
        )
        settings = Settings.model_validate(settings.model_dump())
        with Assistant.open(settings=settings) as library:
            library.sync([folder])
            return library.outline(BRIEF, viewer="public")


def statement(text: str, words: str) -> str:
    quotations = [{"passage": "p1", "words": words}]
    return json.dumps({"statement": text, "quotations": quotations})


def test_a_models_sentences_are_shown_only_where_their_quotations_bear_them(
    folders: tuple[Path, Path], tmp_path: Path, quick_model: WordEmbedder
) -> None:
    words = "Today marks the second anniversary of the floods in Chad."
    reply = "\n".join(
        [
            statement("The floods in Chad have their second anniversary today.", words),
            statement("The floods in Chad killed 9,000 people.", words),
            statement("The floods were foretold.", "The floods in Chad were foretold."),
        ]
    )
    found = outlined(folders[0], tmp_path / "home", Streams(reply))
    first = found.sections[0]
    assert [(p.text, p.support) for p in first.points] == [
        ("The floods in Chad have their second anniversary today.", "verified")
    ]
    assert found.mode == "model"
    assert "could not be verified and are left out" in found.notice
    assert "9,000" not in json.dumps(found.to_dict())
    # The other sections' passages don't hold these words: they fall back to quotations.
    assert {p.support for section in found.sections[1:] for p in section.points} == {"verbatim"}


def test_a_model_that_fails_leaves_quotations_and_the_notice_says_so(
    folders: tuple[Path, Path], tmp_path: Path, quick_model: WordEmbedder
) -> None:
    found = outlined(folders[0], tmp_path / "home", Refuses(401))
    assert found.mode == "quotes"
    assert found.notice.endswith("What it did not write is in quotations.")
    texts = [text for _, _, _, text in STATEMENTS.values()]
    for section in found.sections:
        assert section.points
        assert all(any(point.text in text for text in texts) for point in section.points)
