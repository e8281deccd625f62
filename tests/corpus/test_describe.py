"""Describing a text file by what it says itself: title, date, publisher, kind, language, places."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.document import Document
from corpus.read import Candidate, discover, read

STATEMENT = """Photo Credit: An Agency
Photo Credit: An Agency

The Council’s Plan for Peace and the Prevention of War

24 February 2020

Today, 24 February, the Council released its plan. The people of Syria have waited for it.

Peace Centre Executive Director Dr. Jane Roe said, “We welcome the plan. Silence does harm.”

Peace Centre for the Prevention of War


Sign up for our newsletter and stay up to date on all our news

Follow us on social media


Peace Centre for the Prevention of War

12 Long Street, Suite 7
Springfield, NY 10016-4309, USA

Phone: +1 212-000-0000 |
Papers & Talks"""


def document(folder: Path, content: str, name: str = "a.txt") -> Document:
    (folder / name).write_text(content, encoding="utf-8")
    (item,) = discover(folder / name)
    assert isinstance(item, Candidate)
    return read(item, "public")


def test_a_statement_copied_from_its_web_page(tmp_path: Path) -> None:
    read_back = document(tmp_path, STATEMENT)
    assert read_back.title == "The Council’s Plan for Peace and the Prevention of War"
    assert read_back.date == "2020-02-24"
    assert read_back.publisher == "Peace Centre for the Prevention of War"
    assert read_back.language == "en"
    assert read_back.places == ("Syria",)
    assert read_back.speakers == ("Dr. Jane Roe",)
    (speech,) = read_back.speeches
    assert (speech.speaker, speech.function) == ("Dr. Jane Roe", "Executive Director")
    words = "We welcome the plan. Silence does harm."
    assert read_back.text[speech.start : speech.end] == words
    assert read_back.text.startswith(read_back.title)
    assert read_back.text.endswith(read_back.publisher)
    for furniture in ("Photo", "newsletter", "Follow", "Suite", "Phone", "Papers"):
        assert furniture not in read_back.text
    assert read_back.origin["title"] == "first line"
    assert read_back.origin["publisher"] == "signature"


BODY = "\n\nThe Council must act today, and it must not wait until others have acted."


@pytest.mark.parametrize(
    ("top", "date"),
    [
        ("A Title\n\n24 February 2020", "2020-02-24"),
        ("A Title\n\nFebruary 24, 2020", "2020-02-24"),
        ("A Title\n\nMonday, 24 February 2020", "2020-02-24"),
        ("A Title\n\nNew York, 24 February 2020", "2020-02-24"),
        ("A Title\n\nGENEVA (24 February 2020) – The Council met.", "2020-02-24"),
        ("A Title\n\nPublished on 24th Feb. 2020", "2020-02-24"),
        ("A Title\n\n2020-02-24", "2020-02-24"),
        ("A Title\n\n24/02/2020", "2020-02-24"),
        ("Un titre\n\nle 24 février 2020", "2020-02-24"),
        ("Un titre\n\n24 février 2020", "2020-02-24"),
        ("Un título\n\n24 de febrero de 2020", "2020-02-24"),
        ("A Title\n\nSeptember 2019", "2019-09"),
        ("A Title\n\n03/02/2020", "2020"),
        ("A Title\n\nBerlin, 3. Februar 2021", "2021-02-03"),
        ("A Title\n\nبيروت، 14 آذار 2022", "2022-03-14"),
        ("A Title\n\nAdopted on 7 October 2019", "2019-10-07"),
        ("Resolution of the Court of 16 April 1997", "1997-04-16"),
        ("A Title\n\nPublished 2020", "2020"),
        ("On the killings of 16 April 1997", ""),
        ("A Title\n\n31 February 2020", ""),
        ("A Title\n\nOn 24 February 2020 the Council met and spoke of it.", ""),
        ("A Title of 2020\n\nNo date at all", ""),
    ],
)
def test_dates_are_read_near_the_top_and_never_invented(
    tmp_path: Path, top: str, date: str
) -> None:
    assert document(tmp_path, top + BODY).date == date


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("A Title without a Stop" + BODY, "A Title without a Stop"),
        ("24 February 2020\n\nA Title below its Date" + BODY, "A Title below its Date"),
        ("This first line is a sentence." + BODY, "Annual report 2019"),
        ("Mr. President" + BODY, "Annual report 2019"),
        ("FOR IMMEDIATE RELEASE\n\nA Title: with a Colon" + BODY, "A Title: with a Colon"),
        ("Communiqué de presse\n\nUn titre sans point" + BODY, "Un titre sans point"),
        ("Committee of the Free Cities\n\nA Title below it" + BODY, "A Title below it"),
        ("Committee of the Free Cities" + BODY, "Committee of the Free Cities"),
        (
            "United Nations\n\nDistr.: General\n\nOriginal: English\n\nUniversal Review\n\n"
            "Report of the Working Group*" + BODY,
            "Report of the Working Group",
        ),
        ("(spoke in French)" + BODY, "Annual report 2019"),
    ],
)
def test_titles(tmp_path: Path, text: str, title: str) -> None:
    assert document(tmp_path, text, "annual_report-2019.txt").title == title


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Statement by the Minister", "statement"),
        ("Open letter to the Council", "letter"),
        ("Press release: a new plan", "press release"),
        ("Annual Report for 2019", "report"),
        ("Resolution 1973 (2011)", "resolution"),
        ("Policy brief on the veto", "brief"),
        ("Address to the General Assembly", "speech"),
        ("Convention on a Thing", "treaty"),
        ("Background note on the veto", "note"),
        ("A Plan for Peace\n\nPolicy brief", "brief"),
        ("Resolution 12/3\n\nA Plan for Peace", "resolution"),
        ("A Plan for Peace\n\nPRESS RELEASE – 3 June 2019", "press release"),
        ("Déclaration universelle des droits", "declaration"),
        ("禁止酷刑公約", "treaty"),
        ("A Plan for Peace", "document"),
    ],
)
def test_kinds(tmp_path: Path, title: str, kind: str) -> None:
    assert document(tmp_path, title + BODY).kind == kind


@pytest.mark.parametrize(
    ("text", "publisher", "origin"),
    [
        (
            "Committee of the Free Cities\n\nA Title" + BODY,
            "Committee of the Free Cities",
            "letterhead",
        ),
        (
            "A Title"
            + BODY
            + "\n\nAbout the Open Door Coalition\n\nThe Open Door Coalition helps.",
            "Open Door Coalition",
            "about the publisher",
        ),
        (
            "Press release: A Title\n\nNine were freed, the Open Door said today." + BODY,
            "Open Door",
            "opening",
        ),
        (
            "United Nations\n\nDistr.: General\n\nOriginal: English\n\nA Report" + BODY,
            "United Nations",
            "letterhead",
        ),
        ("A Title\n\nNine were freed, the Open Door said today." + BODY, "", None),
        ("A Title about the Committee of the Free Cities" + BODY, "", None),
    ],
)
def test_publishers_are_those_that_a_text_presents_as_its_own(
    tmp_path: Path, text: str, publisher: str, origin: str | None
) -> None:
    read_back = document(tmp_path, text)
    assert (read_back.publisher, read_back.origin.get("publisher")) == (publisher, origin)


def test_the_type_of_a_page_is_its_kind_where_its_title_names_none(tmp_path: Path) -> None:
    front = "---\ntitle: '{}'\ntype: {}\n---\n\nThe Council must act today, and not wait.\n"
    pairs = [("A Plan", "investigation"), ("Press release: A Plan", "investigation"), ("A", "post")]
    kinds = [document(tmp_path, front.format(*pair), "a.md").kind for pair in pairs]
    assert kinds == ["report", "press release", "document"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Row 1 | Row 2\nData 3A | Data 3B\nData 4A | Data 4B", ""),
        (
            "Le Conseil doit agir aujourd’hui et ne peut plus attendre que les autres agissent.",
            "fr",
        ),
        ("El Consejo debe actuar hoy y no puede esperar a que otros actúen.", "es"),
        ("يجب على المجلس أن يتحرك اليوم ولا يمكنه الانتظار", "ar"),
        ("安全理事会今天必须采取行动，不能再等待，因为人民正在受苦受难，等待已经太久。", "zh"),
        ("12 + 30 = 42", ""),
    ],
)
def test_languages(tmp_path: Path, text: str, language: str) -> None:
    assert document(tmp_path, text).language == language


def test_passing_mentions_are_not_what_a_long_text_is_about(tmp_path: Path) -> None:
    filler = "The Council must act today, and it must not wait. " * 300
    text = f"A Plan for Peace\n\n{filler}Mali and Chad were named once. " + "Syria waits. " * 8
    assert document(tmp_path, text).places == ("Syria",)


def test_a_report_on_one_country_is_not_about_those_it_names_in_passing(tmp_path: Path) -> None:
    text = "The Review\n\n" + "Mali was reviewed here, and Mali replied. " * 30 + "Chad spoke. " * 5
    assert document(tmp_path, text).places == ("Mali",)


def test_a_place_in_the_title_counts(tmp_path: Path) -> None:
    filler = "The Council must act today, and it must not wait. " * 300
    assert document(tmp_path, f"The Crisis in Darfur\n\n{filler}").places == ("Sudan",)


def test_the_folder_is_no_source(tmp_path: Path) -> None:
    folder = tmp_path / "Ministry of Peace"
    folder.mkdir()
    assert document(folder, "A Title" + BODY).publisher == ""


@pytest.mark.parametrize(
    ("text", "author", "origin"),
    [
        ("A Title\n\nBy Jane Roe" + BODY, "Jane Roe", "byline"),
        (
            "A Title\n\nBy Jane Roe and Juan de la Cruz | 3 May 2022" + BODY,
            "Jane Roe and Juan de la Cruz",
            "byline",
        ),
        (
            "A Title" + BODY + "\n\nWritten by Jane Roe with the help of others.",
            "Jane Roe",
            "byline",
        ),
        ("A Title\n\nBy the Council" + BODY, "", None),
        ("A Title\n\nBy Peace Council Staff" + BODY, "", None),
        ("By Force Alone" + BODY, "", None),
    ],
)
def test_authors_are_persons_on_a_line_by_itself(
    tmp_path: Path, text: str, author: str, origin: str | None
) -> None:
    read_back = document(tmp_path, text)
    assert (read_back.author, read_back.origin.get("author")) == (author, origin)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", "<head><meta name=author content='Jane Roe'></head><body><p>{}</p></body>"),
        (
            "b.html",
            '<head><script type="application/ld+json">{{"@type": "Article", "author": '
            '{{"name": "Jane Roe"}}}}</script></head><body><p>{}</p></body>',
        ),
        ("a.md", "---\ntitle: A\nauthor: Jane Roe\n---\n\n{}"),
        ("a.eml", "From: Jane Roe <roe@example.org>\nSubject: A\n\n{}"),
    ],
)
def test_authors_that_a_file_names(tmp_path: Path, name: str, content: str) -> None:
    assert document(tmp_path, content.format(BODY), name).author == "Jane Roe"


@pytest.mark.parametrize(
    ("text", "publisher", "kind"),
    [
        (
            "Isles: Market shelled\n\n(Nairobi, 3 June 2024) – Shells fell on a market, the Quay"
            " Rights Watch said today. Nobody was warned.",
            "Quay Rights Watch",
            "press release",
        ),
        (
            "Isles: Market shelled\n\n3 June 2024\n\nQuay Rights Watch said today that shells fell"
            " on a market. Nobody was warned.",
            "Quay Rights Watch",
            "press release",
        ),
        (
            "Weekly Alert: the Isles\n\n*A bulletin of the Quay Centre for Peace on what is near.*",
            "Quay Centre for Peace",
            "alert",
        ),
        (
            "Comment by Rights Office spokesperson Jane Roe on arrests\n\nWe are deeply concerned.",
            "Rights Office",
            "statement",
        ),
        (
            "Isles : le marché bombardé\n\nCommuniqué de presse\n\nLe Collectif des Juristes"
            " condamne le bombardement du marché.",
            "Collectif des Juristes",
            "press release",
        ),
        (
            "No Water in the Isles\n\nA report by the Quay Institute\n\nMarch 2024\n\n1. Summary",
            "Quay Institute",
            "report",
        ),
        (
            "On the camps\n\nQuay, 30 January 2020\n\nDear Minister,\n\nI write to thank you for"
            " our meeting.\n\nYours sincerely,\n\nJane Roe",
            "",
            "letter",
        ),
        (
            "What we read\n\nWe have seen a report by the Quay News Agency on the market. It names"
            " nobody.",
            "",
            "document",
        ),
    ],
)
def test_what_a_text_tells_of_itself(tmp_path: Path, text: str, publisher: str, kind: str) -> None:
    found = document(tmp_path, text)
    assert (found.publisher, found.kind) == (publisher, kind)


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Genève, le 25 juillet 2022 – Le Collectif condamne", "2022-07-25"),
        ("San José, 12 de mayo de 2022. La Red condena", "2022-05-12"),
        ("Wednesday, 8 July 2020, 10 a.m.", "2020-07-08"),
        ("Embargoed until 00:01 GMT, 17 February 2014", "2014-02-17"),
        ("Institute for Learning | June 2023", "2023-06"),
        ("12 May 2022. That day nobody came", ""),
    ],
)
def test_more_datelines(tmp_path: Path, line: str, date: str) -> None:
    assert document(tmp_path, f"A title\n\n{line}\n\nMore of it.").date == date
