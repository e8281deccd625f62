"""Tables in PDFs: a cell whose text wraps stays one, whatever parts it from the next."""

from __future__ import annotations

from pathlib import Path

from tests.corpus import pdfs
from tests.corpus.test_pdf import FILLING, document

EDGES = (72, 150, 330, 520)
ROWS = [
    [["Date"], ["Event"], ["Response"]],
    [
        ["3 May", "2015"],
        ["Soldiers entered the village of", "Tabo and burned forty houses.", "Eleven died."],
        ["The ministry denied that any", "soldier had been in the village."],
    ],
    [
        ["12 June"],
        ["The police dispersed a peace-", "ful assembly of teachers."],
        ["No inquiry was opened, and the", "families were not heard. Nobody", "has been charged."],
    ],
]
READ = (
    "Date | Event | Response\n"
    "3 May 2015 | Soldiers entered the village of Tabo and burned forty houses. Eleven died."
    " | The ministry denied that any soldier had been in the village.\n"
    "12 June | The police dispersed a peaceful assembly of teachers."
    " | No inquiry was opened, and the families were not heard. Nobody has been charged."
)


def table(
    rows: list[list[list[str]]], edges: tuple[int, ...] = EDGES, margin: float = 4, top: float = 680
) -> tuple[list[pdfs.Words], list[float]]:
    """The words of a table of wrapped cells, and the heights of the lines between its rows."""
    words: list[pdfs.Words] = []
    heights = [top]
    for row in rows:
        for left, cell in zip(edges, row, strict=False):
            first = heights[-1] - margin - 9
            words += [(left + 4, first - 12 * n, 10, line) for n, line in enumerate(cell)]
        heights.append(heights[-1] - 2 * margin - 12 * max(map(len, row)))
    return words, heights


def lines(edges: tuple[int, ...], heights: list[float]) -> str:
    """Drawings of all lines between the cells."""
    across = [f"{edges[0]} {y} m {edges[-1]} {y} l S\n" for y in heights]
    down = [f"{x} {heights[0]} m {x} {heights[-1]} l S\n" for x in edges]
    return "".join(across + down)


def test_a_cell_between_lines_is_read_whole(tmp_path: Path) -> None:
    words, heights = table(ROWS)
    page = [*pdfs.column(FILLING), *words, *pdfs.column(FILLING, top=heights[-1] - 30)]
    text = document(tmp_path, pdfs.pdf(page, drawn=lines(EDGES, heights))).text
    filling = " ".join(FILLING)
    assert text == f"{filling}\n\n{READ}\n\n{filling}"


def test_cells_are_told_apart_however_near_they_are_and_in_whichever_order(tmp_path: Path) -> None:
    words, heights = table(ROWS, edges := (72, 120, 265, 430), margin=0)
    words.sort(key=lambda word: (-word[1], word[0]))
    text = document(tmp_path, pdfs.pdf(words, drawn=lines(edges, heights))).text
    assert text == READ


def test_a_cell_of_several_rows_or_columns_is_read_once(tmp_path: Path) -> None:
    words, heights = table([[["Region"], ["Of those who were held"], []], *ROWS[1:]])
    across = [f"150 {heights[2]} m 520 {heights[2]} l S\n"]
    across += [f"72 {y} m 520 {y} l S\n" for y in (heights[0], heights[1], heights[3])]
    down = [f"{x} {heights[0]} m {x} {heights[3]} l S\n" for x in (72, 150, 520)]
    down += [f"330 {heights[1]} m 330 {heights[3]} l S\n"]
    words = [word for word in words if word[3] != "12 June"]
    text = document(tmp_path, pdfs.pdf(words, drawn="".join(across + down))).text
    first, second, third = text.split("\n")
    assert first == "Region | Of those who were held"
    assert second.startswith("3 May 2015 | Soldiers entered")
    assert third.startswith("The police dispersed a peaceful assembly of teachers. | No inquiry")


def test_rows_that_no_line_parts_stay_rows(tmp_path: Path) -> None:
    rows = [[["Country"], ["2019"], ["2020"]], [["Chad", "Mali", "Niger"], ["5", "6", "12"]]]
    rows[1].append(["1,204", "9", "13"])
    words, heights = table(rows)
    text = document(tmp_path, pdfs.pdf(words, drawn=lines(EDGES, heights))).text
    assert text == "Country | 2019 | 2020\nChad | 5 | 1,204\nMali | 6 | 9\nNiger | 12 | 13"


def test_an_empty_cell_keeps_its_place(tmp_path: Path) -> None:
    rows = [[["Year"], ["Killed"], ["Displaced"]], [["2020"], [], ["9,500"]]]
    words, heights = table(rows)
    text = document(tmp_path, pdfs.pdf(words, drawn=lines(EDGES, heights))).text
    assert text == "Year | Killed | Displaced\n2020 | | 9,500"


def test_the_ground_behind_words_is_no_table(tmp_path: Path) -> None:
    marked = "1 1 0.6 rg 72 737 120 14 re f 192 737 200 14 re f 72 723 390 14 re f 0 g\n"
    text = document(tmp_path, pdfs.pdf(pdfs.column(FILLING), drawn=marked)).text
    assert text == " ".join(FILLING)


def test_wrapped_cells_are_read_whole_where_only_gaps_part_them(tmp_path: Path) -> None:
    words, heights = table(ROWS)
    page = [*pdfs.column(FILLING), *words, *pdfs.column(FILLING, top=heights[-1] - 30)]
    filling = " ".join(FILLING)
    assert document(tmp_path, pdfs.pdf(page)).text == f"{filling}\n\n{READ}\n\n{filling}"


def test_lines_between_rows_part_cells_that_stand_close(tmp_path: Path) -> None:
    words, heights = table(ROWS, margin=1)
    drawn = "".join(f"72 {y} m 520 {y} l S\n" for y in heights)
    assert document(tmp_path, pdfs.pdf(words, drawn=drawn)).text == READ


def test_rows_as_close_as_the_lines_of_their_cells_stay_apart(tmp_path: Path) -> None:
    words, _ = table(ROWS, margin=0)
    assert document(tmp_path, pdfs.pdf(words)).text == READ


def test_rows_of_one_line_in_groups_stay_rows(tmp_path: Path) -> None:
    names = ["Chad", "Mali", "Sudan", "Democratic Republic of the Congo", "Niger", "Togo"]
    rows = [[[name], [str(2010 + n)], [f"{n},204"]] for n, name in enumerate(names)]
    words = [
        word
        for start in (0, 3)
        for word in table(rows[start : start + 3], (72, 260, 400, 520), 0, 680 - 20 * start)[0]
    ]
    text = document(tmp_path, pdfs.pdf(words)).text
    assert text.split() == "\n".join(" | ".join(cell for [cell] in row) for row in rows).split()
