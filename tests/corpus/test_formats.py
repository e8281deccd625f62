"""Markdown and HTML as plain text: what a reader sees, in its order, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.document import Document
from corpus.read import Candidate, discover, read


def document(folder: Path, name: str, content: str) -> Document:
    (folder / name).write_text(content, encoding="utf-8")
    (item,) = discover(folder / name)
    assert isinstance(item, Candidate)
    return read(item, "public")


MARKDOWN = """---
title: "On Peace"
date: 2019-04-05
site_name: Institute for Peace
lang: en
---

# A *Heading*

Some **bold** words, a [link](https://example.org) and `code`,
wrapped in the source. ![A picture](picture.png)

- first
- second, with **emphasis**
  1. nested

| Year | Killed |
|------|--------|
| 2019 | 12     |

<div style="display:none">hidden words</div>
<!-- a comment -->

> A quoted line.
"""


def test_markdown_becomes_readable_text(tmp_path: Path) -> None:
    assert document(tmp_path, "a.md", MARKDOWN).text.split("\n\n") == [
        "A Heading",
        "Some bold words, a link and code, wrapped in the source.",
        "- first\n- second, with emphasis\n1. nested",
        "Year | Killed\n2019 | 12",
        "A quoted line.",
    ]


def test_front_matter_describes_the_document(tmp_path: Path) -> None:
    read_back = document(tmp_path, "a.md", MARKDOWN)
    assert read_back.title == "On Peace"
    assert read_back.date == "2019-04-05"
    assert read_back.publisher == "Institute for Peace"
    assert read_back.language == "en"
    assert read_back.origin["title"] == "front matter"


def test_markdown_without_front_matter_has_its_heading_for_title(tmp_path: Path) -> None:
    read_back = document(tmp_path, "a.markdown", "Some words.\n\n# The Heading\n\nMore words.\n")
    assert read_back.title == "The Heading"
    assert read_back.origin["title"] == "heading"


def test_marks_that_made_no_emphasis_or_link_are_not_stored(tmp_path: Path) -> None:
    text = "They said** that [this](https://example.org/a b) was **not so **."
    assert document(tmp_path, "a.md", text).text == "They said that this was not so ."


PAGE = """<!DOCTYPE html>
<html lang="fr-CA"><head>
<title>On Peace | Institute for Peace</title>
<meta property="og:title" content="On Peace">
<meta property="og:site_name" content="Institute for Peace">
<meta property="article:published_time" content="2019-04-05T10:00:00Z">
<meta property="og:url" content="https://example.org/on-peace">
<style>.gone, #gone2 { display: none } @media print { .shown { display: none } }</style>
<script>var words = "script words";</script>
</head><body>
<nav><a href="/">Home</a> <a href="/all">navigation words</a></nav>
<div class="cookie-banner">We use cookies for everything.</div>
<main><article>
<h1>On Peace</h1>
<p>The first paragraph says that<br>peace must be kept by <a href="/x">all</a> of us, and
that nobody may break it without an answer from the Council.</p>
<!-- comment words -->
<p hidden>attribute words</p>
<p style="visibility: hidden">visibility words</p>
<p style="DISPLAY:NONE">style words</p>
<p aria-hidden="true">aria words</p>
<p class="gone">sheet words</p><p id="gone2">sheet words</p>
<p class="sr-only">reader words</p>
<template><p>template words</p></template>
<h2>What we ask</h2>
<ol start="3"><li><p>An inquiry into what was done.</p></li><li>A fund.</li></ol>
<p class="shown">The second paragraph is shown on every screen and must be kept as well.</p>
<table><tr><th>Year</th><th>Killed</th></tr><tr><td>2019</td><td>12</td></tr></table>
</article></main>
<div class="related-posts"><p>Other words of another article altogether.</p></div>
<footer>footer words</footer>
</body></html>"""


def test_a_page_becomes_its_main_text(tmp_path: Path) -> None:
    assert document(tmp_path, "a.html", PAGE).text.split("\n\n") == [
        "On Peace",
        "The first paragraph says that\npeace must be kept by all of us, and that nobody may break"
        " it without an answer from the Council.",
        "What we ask",
        "3. An inquiry into what was done.\n4. A fund.",
        "The second paragraph is shown on every screen and must be kept as well.",
        "Year | Killed\n2019 | 12",
    ]


def test_a_page_describes_itself(tmp_path: Path) -> None:
    read_back = document(tmp_path, "a.htm", PAGE)
    assert read_back.title == "On Peace"
    assert read_back.date == "2019-04-05"
    assert read_back.publisher == "Institute for Peace"
    assert read_back.language == "fr"
    assert read_back.url == "https://example.org/on-peace"


def test_text_keeps_its_order_and_headings(tmp_path: Path) -> None:
    blocks = [
        f"<h2>Article {number}</h2><p>Everyone has the right to a thing of number {number}.</p>"
        for number in range(1, 30)
    ]
    page = f"<html><body><header><h1>Rights</h1><p>Whereas.</p></header>{''.join(blocks)}</body>"
    text = document(tmp_path, "a.html", page).text
    assert text.startswith("Rights\n\nWhereas.\n\nArticle 1\n\nEveryone")
    positions = [text.index(f"Article {number}\n\nEveryone") for number in range(1, 30)]
    assert positions == sorted(positions)


@pytest.mark.parametrize(
    "page",
    ["<p>" * 5000 + "deep words", "<div " * 3000 + ">words", "<?xml version='1.0'?><p>words</p>"],
)
def test_broken_pages_are_read_or_refused_but_never_crash(tmp_path: Path, page: str) -> None:
    assert "words" in document(tmp_path, "a.html", f"<html><body>{page} <p>words</p>").text


def test_tables_beside_the_main_text_keep_their_empty_cells(tmp_path: Path) -> None:
    head = "<tr><td></td><td>2019</td><td>2020</td></tr>"
    rows = f"{head}<tr><td>Killed</td><td></td><td>12</td></tr>"
    layout = "<table><tr><td></td><td>Words set in a table.</td><td></td><td></td></tr></table>"
    page = f"<html><body><p>The Council met twice in spring.</p><table>{rows}</table>{layout}"
    assert document(tmp_path, "a.html", page).text.split("\n\n")[1:] == [
        "| 2019 | 2020\nKilled | | 12",
        "Words set in a table.",
    ]


def test_footnotes_in_markdown_are_paragraphs_without_marks(tmp_path: Path) -> None:
    page = "# Peace\n\nWe act.[^1] Now[^x].\n\n[^1]: See the report.\n"
    assert document(tmp_path, "a.md", page).text == "Peace\n\nWe act. Now[^x].\n\nSee the report."
