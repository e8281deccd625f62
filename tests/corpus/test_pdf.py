"""PDF: text in reading order with its pages, without running heads; and what can't be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from corpus.document import Document
from corpus.read import Candidate, ReadError, Unreadable, discover, read
from tests.corpus import pdfs

FILLING = [
    "The Council met to consider what had been asked of it and of its members, and",
    "decided to remain seized of the matter until an answer had been given to all of",
    "those who had asked for it.",
]


def document(folder: Path, data: bytes) -> Document:
    (folder / "a.pdf").write_bytes(data)
    (item,) = discover(folder / "a.pdf")
    assert isinstance(item, Candidate)
    return read(item, "public")


def refusal(path: Path) -> str:
    (item,) = discover(path)
    if isinstance(item, Unreadable):
        return item.reason
    with pytest.raises(ReadError) as caught:
        read(item, "public")
    return caught.value.reason


def test_lines_become_paragraphs_and_broken_words_are_mended(tmp_path: Path) -> None:
    lines = [*FILLING[:2], "those who had asked for it through the inter-", "national courts."]
    below = pdfs.column(FILLING, top=650)
    text = document(tmp_path, pdfs.pdf(pdfs.column(lines) + below)).text
    first, second = text.split("\n\n")
    assert first.endswith("asked for it through the international courts.")
    assert second == " ".join(FILLING)


def test_pages_say_where_a_quotation_stands(tmp_path: Path) -> None:
    pages = [pdfs.column([f"This is what page {n} says of it."]) for n in ("one", "two", "three")]
    read_back = document(tmp_path, pdfs.pdf(*pages))
    assert len(read_back.pages) == 3
    for number, word in enumerate(("one", "two", "three"), start=1):
        assert read_back.page_at(read_back.text.index(f"page {word}")) == number


def test_a_page_without_text_counts(tmp_path: Path) -> None:
    pages = [pdfs.column(["The first page says this."]), [], pdfs.column(["The third says that."])]
    read_back = document(tmp_path, pdfs.pdf(*pages))
    assert read_back.page_at(read_back.text.index("first")) == 1
    assert read_back.page_at(read_back.text.index("third")) == 3
    assert list(read_back.pages) == sorted(read_back.pages)


def test_running_heads_and_page_numbers_are_left_out(tmp_path: Path) -> None:
    pages = [
        [
            (72, 800, 9, "Institute for Peace"),
            (450, 800, 9, f"Annual Report {2019}"),
            *pdfs.column([f"Paragraph {number} says what had to be said of the matter in full."]),
            (290, 40, 9, f"Page {number} of 4"),
        ]
        for number in range(1, 5)
    ]
    text = document(tmp_path, pdfs.pdf(*pages)).text
    assert text.count("says what had to be said") == 4
    assert "Institute" not in text and "Annual Report" not in text and "of 4" not in text


def test_pages_that_are_alike_throughout_are_kept(tmp_path: Path) -> None:
    pages = [pdfs.column([f"Ballot {number} of the vote."]) for number in range(1, 5)]
    text = document(tmp_path, pdfs.pdf(*pages)).text
    assert [f"Ballot {number} of the vote." in text for number in range(1, 5)] == [True] * 4


def test_a_sentence_goes_on_over_a_page_and_its_footnote(tmp_path: Path) -> None:
    first = [
        *pdfs.column([*FILLING, *FILLING[:2]]),
        (72, 120, 8, "1 See the report of the Commission, paragraph 12."),
    ]
    second = pdfs.column(["those whom nobody had heard.", "", *FILLING])
    read_back = document(tmp_path, pdfs.pdf(first, second))
    assert "given to all of those whom nobody had heard." in read_back.text
    assert "\n\n1 See the report of the Commission, paragraph 12." in read_back.text
    assert read_back.page_at(read_back.text.index("1 See")) == 1
    assert read_back.page_at(read_back.text.index("those whom")) == 2


def test_a_raised_number_that_points_to_a_footnote_is_no_part_of_the_word(tmp_path: Path) -> None:
    line = [(72, 700, 11, "The Commission reported on torture."), (246.5, 705, 6, "12")]
    text = document(tmp_path, pdfs.pdf([*line, *pdfs.column(FILLING, top=680)])).text
    assert text.startswith("The Commission reported on torture.")
    assert "12" not in text


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = [f"left column line {number} of the text" for number in range(8)]
    right = [f"right column line {number} of the text" for number in range(8)]
    heading = [(72, 780, 20, "A heading that goes over both of the columns")]
    page = [*heading, *pdfs.column(left, left=72), *pdfs.column(right, left=320)]
    text = document(tmp_path, pdfs.pdf(page)).text
    assert text.startswith("A heading that goes over both of the columns")
    assert "line 3 of the text left column line 4" in text
    assert text.index("left column line 7") < text.index("right column line 0")


ARABIC = [
    "قال المجلس في 24 فبراير 2020 إن الدول ملزمة بحماية المدنيين في كل مكان،",
    "وفق القرار 2254 (2015)، ودعت منظمة Human Rights Watch إلى محاسبة المسؤولين",
    "عن هذه الجرائم كلها في أسرع وقت.",
]


def drawn_from_the_right(line: str, letters: dict[str, str]) -> str:
    """`line` as a page shows it from the left, its letters and "لا" named by `letters`."""
    pieces = re.findall(r"[A-Za-z][A-Za-z ]*[A-Za-z]|\d+|لا|.", line)
    turned = str.maketrans("()", ")(")
    return "".join(
        piece.translate(turned)
        if piece.isascii()
        else letters.setdefault(piece, chr(0xA1 + len(letters)))
        for piece in reversed(pieces)
    )


def test_arabic_is_read_from_the_right_with_its_numbers_and_names(tmp_path: Path) -> None:
    letters: dict[str, str] = {}
    lines = [drawn_from_the_right(line, letters) for line in ARABIC]
    placed = [(540 - 7 * len(line), 740 - 16 * n, 12, line) for n, line in enumerate(lines)]
    named = {shown: meant for meant, shown in letters.items()}
    assert document(tmp_path, pdfs.pdf(placed, named=named)).text == " ".join(ARABIC)


def test_hebrew_words_stand_right_in_an_english_line(tmp_path: Path) -> None:
    letters: dict[str, str] = {}
    court = drawn_from_the_right("בית המשפט העליון", letters)
    line = f"The Supreme Court ({court}) said so in 2015, and no other court did."
    named = {shown: meant for meant, shown in letters.items()}
    text = document(tmp_path, pdfs.pdf(pdfs.column([line]), named=named)).text
    assert text == line.replace(court, "בית המשפט העליון")


def test_running_heads_that_change_with_the_section_are_left_out(tmp_path: Path) -> None:
    headings = ("I. Background", "II. Findings", "III. Conclusions")
    pages = []
    for number in range(6):
        section = headings[number // 2]
        begins = [section, ""] if number % 2 == 0 else []
        head = (72, 800, 9, section) if number % 2 else (72, 800, 9, "A/HRC/30/48")
        words = [f"Page {number + 1} says in its line {n} what no other says" for n in "abcdefgh"]
        pages.append([head, *pdfs.column([*begins, *words])])
    text = document(tmp_path, pdfs.pdf(*pages)).text
    assert "A/HRC/30/48" not in text
    assert [text.count(heading) for heading in headings] == [1, 1, 1]


def test_a_sentence_does_not_go_on_over_a_page_that_could_not_be_read(tmp_path: Path) -> None:
    text = document(tmp_path, pdfs.pdf(pdfs.column(FILLING[:2]), [], pdfs.column(FILLING[2:]))).text
    assert "answer had been given to all of\n\nthose who" in text


def test_a_lone_number_of_its_page_is_left_out_and_another_number_is_not(tmp_path: Path) -> None:
    first, second = (
        pdfs.column(FILLING),
        pdfs.column(["The total of the year before was", "", "17"]),
    )
    text = document(tmp_path, pdfs.pdf(first, [(290, 800, 11, "2"), *second])).text
    assert text.endswith("17") and "\n2\n" not in text


def test_hyphens_that_a_typesetting_program_put_in_are_taken_out(tmp_path: Path) -> None:
    lines = [
        "The repre~",
        "sentatives of civil society had been left out of",
        "the well-being re~",
        "port.",
    ]
    data = pdfs.pdf(pdfs.column(lines), named={"~": "\u2010"})
    said = "The representatives of civil society had been left out of the well-being report."
    assert document(tmp_path, data).text == said


@pytest.mark.parametrize(
    "lines",
    [
        ["Le porte-", "parole de la mission a dit que les autorités des provinces"],
        ["Les démocra-", "ties et les autorités des provinces ont été entendues"],
        ["Les non-résidents et les anti-démocra-", "ties des provinces"],
    ],
)
def test_words_broken_at_a_line_s_end_are_mended_by_their_language(
    tmp_path: Path, lines: list[str]
) -> None:
    first = lines[0] if lines[0].endswith("porte-") else lines[0][:-1]
    assert document(tmp_path, pdfs.pdf(pdfs.column(lines))).text == first + lines[1]


def test_footnotes_below_two_columns_do_not_cut_a_sentence(tmp_path: Path) -> None:
    wide = [
        (72, 70 - 9 * n, 7, line)
        for n, line in enumerate(
            (
                "1 See the report of the Secretary-General on it, paragraphs 12 to 17, and the",
                "statement of its president.",
            )
        )
    ]
    left = pdfs.column([f"word {n} of the left column runs on" for n in range(8)], size=10)
    right = pdfs.column([f"word {n} of the right column runs" for n in range(8)], left=320, size=10)
    text = document(
        tmp_path, pdfs.pdf([*left, *right, *wide], pdfs.column(["and so it ended."]))
    ).text
    assert "word 7 of the right column runs and so it ended." in text
    assert "paragraphs 12 to 17, and the statement of its president." in text


def test_tables_are_lines_that_read(tmp_path: Path) -> None:
    rows = [("Year", "Killed", "Displaced"), ("2019", "12", "4,000"), ("2020", "31", "9,500")]
    cells = [
        (x, 700 - 16 * number, 11, cell)
        for number, row in enumerate(rows)
        for x, cell in zip((72, 200, 330), row, strict=True)
    ]
    text = document(tmp_path, pdfs.pdf([*pdfs.column(FILLING), *cells])).text
    assert text.endswith("Year | Killed | Displaced\n2019 | 12 | 4,000\n2020 | 31 | 9,500")


@pytest.mark.parametrize("matrix", ["0 1 -1 0 300 100", "0 -1 1 0 300 700", "-1 0 0 -1 550 400"])
def test_a_page_on_its_side_is_read_like_any_other(tmp_path: Path, matrix: str) -> None:
    lines = [line.replace("'", "") for line in FILLING]
    shown = "".join(f"0 -14 Td ({line}) Tj " for line in lines)
    text = document(tmp_path, pdfs.pdf([], drawn=f"BT /F1 11 Tf {matrix} Tm {shown}ET\n")).text
    assert text == " ".join(FILLING)


def test_a_heading_or_a_row_at_a_page_s_foot_stays_by_itself(tmp_path: Path) -> None:
    row = [(72, 100, 11, "Composition"), (400, 100, 11, "26")]
    above = [(72, 116, 11, "Delegation"), (400, 116, 11, "14")]
    first = [*pdfs.column(FILLING), *above, *row]
    second = pdfs.column(["Introduction", "", *FILLING])
    other = [line.replace("Council", "Assembly").replace("those", "nobody") for line in FILLING]
    third = [*pdfs.column(other, top=700), *pdfs.column(["Persons with Disabilities"], top=600)]
    fourth = pdfs.column(["The law says nothing of them, as the report says, and nobody asked."])
    blocks = document(tmp_path, pdfs.pdf(first, second, third, fourth)).text.split("\n\n")
    assert "Delegation | 14\nComposition | 26" in blocks and "Introduction" in blocks
    assert "Persons with Disabilities" in blocks


def test_each_item_of_a_list_is_a_paragraph(tmp_path: Path) -> None:
    lines = ["The Council asked for what follows and for no more than that, namely", "• an answer"]
    text = document(tmp_path, pdfs.pdf(pdfs.column([*lines, "• a report on it"]))).text
    assert text.split("\n\n")[1:] == ["• an answer", "• a report on it"]


def test_words_along_the_side_of_a_page_follow_its_text(tmp_path: Path) -> None:
    aside = "BT /F1 9 Tf 0 1 -1 0 40 200 Tm (Approved on the first of May) Tj ET\n"
    text = document(tmp_path, pdfs.pdf(pdfs.column(FILLING), drawn=aside)).text
    assert text == " ".join(FILLING) + "\n\nApproved on the first of May"


def test_a_word_across_the_page_does_not_stand_in_its_sentences(tmp_path: Path) -> None:
    across = "BT /F1 80 Tf 0.7 0.7 -0.7 0.7 110 640 Tm (DRAFT) Tj ET\n"
    text = document(tmp_path, pdfs.pdf(pdfs.column(FILLING * 4), drawn=across)).text
    assert " ".join(FILLING) in text and text.endswith("\n\nDRAFT")


def test_the_title_is_the_largest_line_unless_the_properties_name_one(tmp_path: Path) -> None:
    page = [(72, 780, 20, "On Peace and War"), *pdfs.column(FILLING)]
    assert document(tmp_path, pdfs.pdf(page)).title == "On Peace and War"
    leftover = document(tmp_path, pdfs.pdf(page, title="Microsoft Word - draft7.doc"))
    assert leftover.title == "On Peace and War"
    named = document(tmp_path, pdfs.pdf(page, title="The Council met to consider"))
    assert named.title == "The Council met to consider"
    assert named.origin["title"] == "PDF properties"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<html>no PDF</html>", "the file is no PDF, whatever its name says"),
        (b"%PDF-1.7 and so on", "the PDF is damaged or was cut short"),
        (pdfs.pdf(pdfs.column(FILLING))[:300], "the PDF is damaged or was cut short"),
        (pdfs.pdf([]), "the PDF is empty: its pages hold no text"),
    ],
)
def test_what_is_no_readable_pdf_says_why(tmp_path: Path, data: bytes, reason: str) -> None:
    (tmp_path / "a.pdf").write_bytes(data)
    assert refusal(tmp_path / "a.pdf").startswith(reason)


def test_pages_nested_in_one_another_for_ever_end_soon(tmp_path: Path) -> None:
    data = pdfs.pdf(pdfs.column(FILLING)).replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]")
    (tmp_path / "a.pdf").write_bytes(data)
    assert refusal(tmp_path / "a.pdf").startswith("the PDF ")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("rwanda2011_userpw_RC4-128_password-is-secret.pdf", "the PDF is locked with a password"),
        ("sudan2011_userpw_AES256_password-is-secret.pdf", "the PDF is locked with a password"),
        ("truncated_60pct.pdf", "the PDF is damaged or was cut short"),
        ("layout_error.pdf", "the file is no PDF"),
        ("layout_blank.pdf", "the PDF is empty"),
    ],
)
def test_real_files_that_cannot_be_read(shared_data: Path, name: str, reason: str) -> None:
    assert refusal(shared_data / "odd_files" / name).startswith(reason)


def _shared(path: Path) -> Document:
    (item,) = discover(path)
    assert isinstance(item, Candidate)
    return read(item, "public")


def test_an_owner_lock_that_forbids_only_printing_does_not_matter(shared_data: Path) -> None:
    name = "owner_password_only_opens_without_password_AES128.pdf"
    assert _shared(shared_data / "odd_files" / name).title.endswith("Periodic Review Myanmar")


def test_a_report_of_the_united_nations(shared_data: Path) -> None:
    read_back = _shared(shared_data / "reports_pdf" / "guinea2010.pdf")
    assert read_back.title == "Report of the Working Group on the Universal Periodic Review Guinea"
    assert (read_back.date, read_back.kind, read_back.places[0]) == (
        "2010-06-14",
        "report",
        "Guinea",
    )
    assert len(read_back.pages) == 21
    assert "A/HRC/15/4\n" not in read_back.text
    assert "a number of non-governmental organizations are monitoring" in read_back.text
    quotation = "the universal period review, as a mechanism for international cooperation"
    assert read_back.page_at(read_back.text.index(quotation)) == 5
