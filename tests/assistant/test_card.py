"""A quotation with its reference in the forms that people paste, each escaped for its place."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from assistant.card import FORMS, card, cards, fragment_link
from assistant.results import Citation

CITATION = Citation(
    number=1,
    document="0123456789abcdef",
    source="harbour.md",
    title="On the harbour, the road & the rains",
    publisher="Observatory for Coastal Rights",
    date="2021-03-14",
    kind="statement",
    url="https://observatory.example/harbour?lang=en",
    page=3,
    speaker="Amina Sesay, Director",
    quote="Open the road, well-lit & safe, before the rains.",
    start=0,
    end=49,
)
BAD = 'x"><script>alert(1)</script>[a](javascript:b)\\{}%$#_&~^`*\x07'
HOSTILE = replace(
    CITATION, title=BAD, publisher=BAD, speaker=BAD, quote=BAD, url="javascript:alert(1)"
)


def test_a_footnote_names_who_what_when_and_where():
    assert card(CITATION, "footnote") == (
        "Amina Sesay, Director, quoted in Observatory for Coastal Rights, “On the harbour, the "
        "road & the rains”, 14 March 2021, p. 3, https://observatory.example/harbour?lang=en: "
        "“Open the road, well-lit & safe, before the rains.”"
    )


def test_plain_text_is_quotation_then_reference():
    assert card(CITATION, "plain") == (
        "“Open the road, well-lit & safe, before the rains.” — Amina Sesay, Director, On the "
        "harbour, the road & the rains, Observatory for Coastal Rights, 14 March 2021, p. 3, "
        "https://observatory.example/harbour?lang=en"
    )


def test_a_link_leads_to_the_words_by_a_text_fragment():
    link = fragment_link(CITATION)
    address, directive = link.split("#:~:text=")
    assert address == CITATION.url
    assert directive == "Open%20the%20road%2C%20well%2Dlit%20%26%20safe%2C%20before%20the%20rains."
    assert unquote(directive) == CITATION.quote


@pytest.mark.parametrize(
    ("quote", "url", "ends"),
    [
        (
            "one two three four five six seven eight nine ten eleven twelve thirteen",
            "https://a.example/b",
            "/b#:~:text=one%20two%20three%20four%20five,nine%20ten%20eleven%20twelve%20thirteen",
        ),
        ("First one.\n\nSecond one.", "https://a.example/b", "First%20one.%20Second%20one."),
        ("some words", "https://a.example/b#part", "/b#part:~:text=some%20words"),
        ("some words", "https://a.example/b#part:~:text=old", "/b#part:~:text=some%20words"),
        ("schöne Wörter", "https://a.example/ü", "/%C3%BC#:~:text=sch%C3%B6ne%20W%C3%B6rter"),
    ],
)
def test_fragments_of_long_quotations_paragraphs_and_addresses(quote, url, ends):
    assert fragment_link(replace(CITATION, quote=quote, url=url)).endswith(ends)


@pytest.mark.parametrize("url", ["", "javascript:alert(1)", "file:///etc/passwd", "http://", "a b"])
def test_only_web_addresses_become_links(url):
    written = cards(replace(CITATION, url=url))
    assert fragment_link(replace(CITATION, url=url)) == ""
    assert "href" not in written["html"]
    assert "](" not in written["markdown"]
    assert all("javascript" not in text and "file:" not in text for text in written.values())


def test_markdown_reads_as_a_block_quotation_with_a_link():
    shown = MarkdownIt().render(card(CITATION, "markdown"))
    assert shown.startswith("<blockquote>\n<p>Open the road, well-lit &amp; safe")
    assert "observatory.example/harbour?lang=en#:~:text=Open%20the%20road" in shown


def test_html_is_a_block_quotation_with_date_and_link():
    written = card(CITATION, "html")
    assert '<time datetime="2021-03-14">14 March 2021</time>' in written
    link = re.search(r'href="([^"]+)"', written)
    assert link
    assert html.unescape(link[1]) == fragment_link(CITATION)


def test_bibtex_braces_balance_and_specials_are_escaped():
    written = card(CITATION, "bibtex")
    assert written.startswith("@misc{observatoryforcoasta2021-012345,")
    assert "title = {{On the harbour, the road \\& the rains}}," in written
    assert "month = {3}," in written


def test_csl_json_is_one_item_that_programs_read():
    (item,) = json.loads(card(CITATION, "csl-json"))
    assert item["issued"] == {"date-parts": [[2021, 3, 14]]}
    assert item["author"] == [{"literal": "Observatory for Coastal Rights"}]
    assert item["URL"] == CITATION.url


def test_partial_dates_and_missing_fields_leave_no_gaps():
    bare = replace(CITATION, date="2021-03", publisher="", speaker="", page=None, url="")
    assert card(bare, "plain").endswith(" — On the harbour, the road & the rains, March 2021")
    assert "undated" in card(replace(bare, date=""), "footnote")
    (item,) = json.loads(card(replace(bare, date=""), "csl-json"))
    assert set(item) == {"id", "type", "title", "note"}


def test_hostile_words_act_in_no_form():
    written = cards(HOSTILE)
    assert "<script" not in written["html"]
    assert "<script" not in MarkdownIt().render(written["markdown"])
    assert "<a " not in MarkdownIt().render(written["markdown"])
    assert json.loads(written["csl-json"])[0]["title"] == BAD.replace("\x07", "")
    assert all("\x07" not in text for text in written.values())


@given(st.sampled_from(sorted(FORMS)), st.text(max_size=40), st.text(max_size=40))
def test_every_form_holds_for_any_text(form, title, quote):
    written = card(replace(CITATION, title=title, quote=quote), form)
    if form == "bibtex":
        bare = re.sub(r"\\textbackslash\{\}|\\text\w+\{\}|\\.", "", written)
        assert bare.count("{") == bare.count("}")
    if form == "csl-json":
        assert json.loads(written)
    if form == "html":
        assert set(re.findall(r"</?(\w+)", written)) <= {
            *("blockquote", "p", "footer", "cite", "a", "time"),
        }


@given(st.text(min_size=1, max_size=60))
def test_any_quotation_gives_an_address_of_plain_characters(quote):
    link = fragment_link(replace(CITATION, quote=quote))
    assert link.isascii()
    assert urlsplit(link).fragment.startswith(":~:text=")
    assert not set(link) & set(" <>\"'()[]{}\\^`")
