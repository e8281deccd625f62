"""Of a PDF's text, what the page shows is stored; what nobody sees is left out, and noted.

OCR lays invisible words over the picture of a page: those are kept, and said to be read by OCR.
"""

from __future__ import annotations

import pytest

from corpus.errors import Refused
from corpus.formats.pdf import read_pdf
from corpus.formats.reading import Reading
from tests.corpus import pdfs

LINES = ["The Council must act on the report that stands before it today, and", "must not wait."]
SHOWN = " ".join(LINES)
DRAW = "BT {} /F1 {} Tf {} Td (HIDDEN words of another) Tj ET 0 g 0 Tr\n".format
NAVY = "0 0 0.4 rg 60 480 400 40 re f\n"
PICTURE = "q 300 0 0 60 60 480 cm BI /W 2 /H 2 /BPC 8 /CS /G ID {} EI Q\n".format

UNSEEN = {
    "without ink": DRAW("3 Tr", 11, "72 500"),
    "white on the page": DRAW("1 g", 11, "72 500"),
    "nearly white": DRAW("0.98 g", 11, "72 500"),
    "white on white": "1 g 60 480 400 40 re f\n" + DRAW("1 g", 11, "72 500"),
    "too small": DRAW("0 g", 0.8, "72 500"),
    "beside the page": DRAW("0 g", 11, "-300 500"),
    "above the page": DRAW("0 g", 11, "72 900"),
    "under a black bar": DRAW("0 g", 11, "72 500") + "0 g 60 490 400 30 re f\n",
    "black on black": "0 g 60 490 400 30 re f\n" + DRAW("0 g", 11, "72 500"),
    "without ink beside a picture": PICTURE("abcd") + DRAW("3 Tr", 11, "72 300"),
}
SEEN = {
    "white on a dark ground": NAVY + DRAW("1 g", 11, "72 500"),
    "white on a picture": PICTURE("    ") + DRAW("1 g", 11, "72 500"),
    "grey": DRAW("0.8 g", 11, "72 500"),
    "drawn as outlines": DRAW("1 g 1 Tr", 11, "72 500"),
    "on a dark ground in yellow": NAVY + DRAW("1 1 0 rg", 11, "72 500"),
    "a small note": DRAW("0 g", 4, "72 500"),
    "in a thin black frame": DRAW("0 g", 11, "72 500") + "60 490 400 30 re S\n",
}


def read(drawn: str, rotation: int = 0) -> Reading:
    data = pdfs.pdf(pdfs.column(LINES), drawn=drawn)
    return read_pdf(data.replace(b"/MediaBox", b"/Rotate %d /MediaBox" % rotation))


@pytest.mark.parametrize("drawn", UNSEEN.values(), ids=UNSEEN)
def test_what_nobody_sees_is_left_out_and_noted(drawn: str) -> None:
    found = read(drawn)
    assert found.text == SHOWN
    assert found.notes["hidden"] == "text that isn't seen on page 1 of 1 left out"


@pytest.mark.parametrize("drawn", SEEN.values(), ids=SEEN)
def test_what_is_seen_is_kept(drawn: str) -> None:
    found = read(drawn)
    assert "HIDDEN words of another" in found.text and SHOWN in found.text
    assert found.notes == {}


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_turned_page_is_looked_at_as_it_lies(rotation: int) -> None:
    assert "HIDDEN words" in read(SEEN["white on a dark ground"], rotation).text
    assert "HIDDEN" not in read(UNSEEN["white on the page"], rotation).text


def test_words_that_ocr_laid_over_a_picture_are_kept_and_said_to_be_read_by_ocr() -> None:
    found = read(PICTURE("abcd") + DRAW("3 Tr", 11, "72 500"))
    assert "HIDDEN words of another" in found.text
    assert found.notes == {"ocr": "1"}


def test_a_page_of_hidden_words_only_holds_no_text() -> None:
    with pytest.raises(Refused, match="the PDF is empty: its pages hold no text"):
        read_pdf(pdfs.pdf([], drawn=DRAW("3 Tr", 11, "72 500")))


def test_files_that_a_pdf_carries_are_named_as_not_read() -> None:
    assert read_pdf(pdfs.carrying(pdfs.pdf(pdfs.column(LINES)), "annex.pdf")).notes == {
        "attachments": "not read: annex.pdf"
    }
