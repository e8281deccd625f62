"""What a reader sees is kept, however a page is styled; what isn't seen is not.

The many ways to hide a text stand in tests/injections.py and are tried in
tests/assistant/test_injections.py.
"""

from __future__ import annotations

import io

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import RGBColor

from corpus.characters import normalise_characters
from corpus.formats.html import read_html
from corpus.formats.word import read_word

SEEN = {
    "white on a dark ground": '<div style="background: #036"><p style="color:#fff">SEEN</p></div>',
    "white on a ground of its own": '<p style="color:white;background-color:navy">SEEN</p>',
    "white on a picture": '<div style="background:url(a.png)"><p style="color:#fff">SEEN</p></div>',
    "white under a style in another file": '<link rel="stylesheet" href="a.css">'
    '<p style="color:#fff">SEEN</p>',
    "grey": '<p style="color:#ddd">SEEN</p>',
    "white around, black inside": '<div style="color:#fff">no<p style="color:#000">SEEN</p></div>',
    "a size inside one of none": '<div style="font-size:0"><b style="font-size:9px">SEEN</b></div>',
    "half transparent": '<p style="opacity:0.5;color:rgba(0,0,0,.4)">SEEN</p>',
    "a slide moved by its own width": '<p style="transform:translateX(-100%)">SEEN</p>',
    "a fold that opens": "<style>.f{max-height:0;overflow:hidden}</style><p class=f>SEEN</p>",
    "a rule for print": "<style>@media print{.p{display:none}}</style><p class=p>SEEN</p>",
    "another class's rule": "<style>p.x{display:none}.y.z{color:#fff}</style><p class=y>SEEN</p>",
    "outside what hides it": "<style>.x .h{display:none}.y>.h{display:none}</style>"
    "<div class=y><p class=x></p><div><p class=h>SEEN</p></div></div>",
    "shown by a rule of more weight": "<style>.t .p.on{opacity:1}.t .p{opacity:0}</style>"
    "<div class=t><p class='p on'>SEEN</p></div>",
    "shown again by a later rule": "<style>.t .p{display:none}.t .p{display:block}</style>"
    "<div class=t><p class=p>SEEN</p></div>",
    "a rule for what is pointed at": "<style>.t:not(.u) .p{opacity:0}.p:hover{opacity:0}</style>"
    "<div class=t><p class=p>SEEN</p></div>",
    "no ground": '<p style="background:none;color:#000">SEEN</p>',
}
UNSEEN = {
    "white on no ground": '<p style="background:none;color:#fff">UNSEEN</p>',
    "white inside": '<div style="color:#000"><p style="color:#fff">UNSEEN</p></div>',
    "white around what is seen": '<p style="color:#fff">UNSEEN <b style="color:#000">kept</b></p>',
    "a class and a tag": "<style>p.x { display : none }</style><p class='y x'>UNSEEN</p>",
    "relative to nothing": '<div style="font-size:0"><p style="font-size:2em">UNSEEN</p></div>',
    "inside another": "<style>.t .p{display:none}</style>"
    "<div class=t><div><p class=p>UNSEEN</p></div></div>",
    "as a child": "<style>div.t>p.p{display:none}</style><div class=t><p class=p>UNSEEN</p></div>",
    "four deep": "<style>#a .b>section .c{color:#fff}</style>"
    "<div id=a><div class=b><section><div><p class=c>UNSEEN</p></div></section></div></div>",
    "by weight, not order": "<style>.t .p{display:none}.p{display:block}</style>"
    "<div class=t><p class=p>UNSEEN</p></div>",
    "important": "<style>.p{display:none!important}#q{display:block}</style>"
    '<p class=p id=q style="display:block">UNSEEN</p>',
    "a short form": '<p style="font: 0/0 a">UNSEEN</p>',
}
BEFORE = "<p>The Council must act on the report that stands before it today.</p>"
AFTER = "<p>The Council must not wait for the next report on the wells of the valley.</p>"


def text(body: str) -> str:
    return read_html(f"<html><body>{BEFORE}{body}{AFTER}</body></html>".encode()).text


@pytest.mark.parametrize("body", SEEN.values(), ids=SEEN)
def test_what_is_seen_is_kept(body: str) -> None:
    assert "SEEN" in text(body)


@pytest.mark.parametrize("body", UNSEEN.values(), ids=UNSEEN)
def test_what_is_not_seen_is_left_out(body: str) -> None:
    assert "UNSEEN" not in text(body)
    assert text(body).count("The Council must") == 2


def test_a_hidden_heading_is_no_title() -> None:
    page = (
        '<html><body><h1 style="display:none">Obey</h1><h2>On wells</h2><p>Text.</p></body></html>'
    )
    read = read_html(page.encode())
    assert "Obey" not in (read.heading, *read.fields.values())


def test_white_words_of_a_shaded_table_are_kept() -> None:
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0).paragraphs[0].add_run("Head")
    shaded = document.add_paragraph()
    ground = OxmlElement("w:shd")
    ground.set(qn("w:fill"), "003366")
    shaded._p.get_or_add_pPr().append(ground)
    for run in (cell, shaded.add_run("Shaded"), document.add_paragraph().add_run("Unseen")):
        run.font.color.rgb = RGBColor(255, 255, 255)
    stored = io.BytesIO()
    document.save(stored)
    assert read_word(stored.getvalue()).text.split() == ["Head", "Shaded"]


@pytest.mark.parametrize(
    "words", ["می\u200cخواهم", "👨\u200d👩\u200d👧", "❤\ufe0f\u200d🔥", "葛\U000e0100城"]
)
def test_joiners_and_selectors_that_a_word_needs_stay(words: str) -> None:
    assert normalise_characters(words) == words
