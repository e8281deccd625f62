"""Pages that are pictures: read by OCR where tesseract is installed, named with the reason if not.

Most tests put a small program in the place of tesseract; the others need the real one.
"""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.card import cards
from assistant.results import Citation
from corpus.document import Document
from corpus.formats.tesseract import Tesseract
from corpus.ocr import Ocr
from corpus.read import Candidate, ReadError, capture, discover
from corpus.workers import WORKERS, Workers
from tests.corpus import pdfs

FIRST = ["The Council must act on the report that stands before it today."]
SECOND = ["The Assembly heard nine witnesses of what was done in the valley."]
FRENCH = ["Le Conseil a entendu les témoins de ce qui a été fait dans la vallée hier."]
USUAL = Ocr()
SEEN = "Words that were read."
LINE = "<span class=ocr_line title='bbox 0 400 1500 440; baseline 0 0; x_size 45'>{}</span>".format
WORD = "<span class=ocrx_word title='bbox {} 400 {} 440; x_wconf {}'>{}</span>".format


class StandIn:
    """A program in tesseract's place, with the packs of three languages."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._calls = folder / "calls"
        program = folder / "tesseract"
        program.write_text(
            "#!/bin/sh\n"
            '[ "$1" = --list-langs ] && { printf "Languages (3):\\neng\\nfra\\nara\\n"; exit; }\n'
            f'cd {folder}; echo "$@" >> calls; . ./does; cat > /dev/null; cat page\n'
        )
        program.chmod(0o755)
        self.does()
        self.shows(LINE(_spread(SEEN)))

    def does(self, script: str = ":") -> None:
        """What it does before it answers."""
        (self.folder / "does").write_text(script)

    def shows(self, *lines: str) -> None:
        """What it answers."""
        (self.folder / "page").write_text(f"<html><body>{''.join(lines)}</body></html>")

    @property
    def packs(self) -> list[str]:
        """The packs that it has been asked for, in order."""
        told = self._calls.read_text() if self._calls.exists() else ""
        return re.findall(r"-l (\w+)", told)


def _spread(text: str) -> str:
    """The words of a line, apart as words are."""
    return "".join(WORD(300 + 50 * n, 340 + 50 * n, 95, w) for n, w in enumerate(text.split()))


@pytest.fixture(scope="module")
def stood_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Workers]]:
    """A folder with a StandIn, and workers that find it; workers keep the PATH they begin with."""
    folder = tmp_path_factory.mktemp("stand-in")
    StandIn(folder)
    workers = Workers()
    yield folder, workers
    workers.close()


@pytest.fixture
def tesseract(
    stood_in: tuple[Path, Workers], monkeypatch: pytest.MonkeyPatch
) -> tuple[StandIn, Workers]:
    folder, workers = stood_in
    (folder / "calls").unlink(missing_ok=True)
    (folder / "second").unlink(missing_ok=True)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return StandIn(folder), workers


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    """Workers that find the real tesseract; skips where there is none."""
    if shutil.which("tesseract") is None:
        pytest.skip("no tesseract on this machine: install Debian's package tesseract-ocr")
    workers = Workers()
    yield workers
    workers.close()


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workers]:
    """Workers that find no program at all."""
    workers = Workers()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(tmp_path_factory.mktemp("empty")))
        workers.listing(b"", "http://127.0.0.1")  # it begins with this PATH
    yield workers
    workers.close()


def document(folder: Path, data: bytes, workers: Workers, ocr: Ocr = USUAL) -> Document:
    (folder / "a.pdf").write_bytes(data)
    (item,) = discover(folder / "a.pdf")
    assert isinstance(item, Candidate)
    return capture(item, "public", workers, ocr).document


def half_scanned() -> bytes:
    return pdfs.scanned(pdfs.pdf(pdfs.column(FIRST), pdfs.column(SECOND)), 2)


def test_a_scanned_page_is_read(tmp_path: Path, workers: Workers) -> None:
    read_back = document(tmp_path, half_scanned(), workers)
    assert read_back.text == f"{FIRST[0]}\n\n{SECOND[0]}"
    assert read_back.page_at(read_back.text.index("witnesses")) == 2
    (note,) = read_back.notes
    assert note == "ocr: page 2 read by OCR, which misreads: compare with the original"


def test_columns_and_broken_words_of_a_scan_are_mended(tmp_path: Path, workers: Workers) -> None:
    left = [f"The left column goes on in its line {n} to the" for n in range(6)]
    right = ["The right column tells of the inter-", "national courts, and of what they had"]
    right += [f"to say in the matter in line {n} of it" for n in range(4)]
    page = [*pdfs.column(left), *pdfs.column(right, left=330)]
    text = document(tmp_path, pdfs.scanned(pdfs.pdf(page)), workers).text
    assert "line 2 to the The left column" in text
    assert text.index("line 5 to the") < text.index("The right column")
    assert "international courts" in text


def test_a_page_that_was_laid_wrongly_is_turned(tmp_path: Path, workers: Workers) -> None:
    engine = Tesseract.installed()
    if engine is None or "osd" not in engine.packs:
        pytest.skip("tesseract has no pack 'osd' on this machine, by which pages are turned")
    data = pdfs.scanned(pdfs.pdf(pdfs.column([*FIRST, *SECOND] * 6)), turned=90)
    text = document(tmp_path, data, workers).text
    assert FIRST[0] in text and text.index(FIRST[0]) < text.index(SECOND[0])


def test_without_tesseract_the_pages_are_named_with_what_to_do(
    tmp_path: Path, without: Workers
) -> None:
    read_back = document(tmp_path, half_scanned(), without)
    assert read_back.text == FIRST[0]
    (note,) = read_back.notes
    assert note.startswith("pages: page 2 of 2 could not be read, being pictures: install")
    with pytest.raises(ReadError, match="pages 1-2 of 2 could not be read.*install tesseract"):
        document(tmp_path, pdfs.scanned(half_scanned()), without)


def test_without_it_a_real_report_keeps_what_is_readable(
    shared_data: Path, without: Workers
) -> None:
    name = "comoros2009_FR_3text_pages_then_3image_pages.pdf"
    (item,) = discover(shared_data / "odd_files" / name)
    assert isinstance(item, Candidate)
    read_back = capture(item, "public", without).document
    assert "Comoros" in read_back.text and len(read_back.pages) == 6
    (note,) = read_back.notes
    assert note.startswith("pages: pages 4-6 of 6 could not be read, being pictures")


Replaced = tuple[StandIn, Workers]


def test_what_is_read_is_told_page_by_page_and_may_be_ended(
    tmp_path: Path, tesseract: Replaced
) -> None:
    (tmp_path / "a.pdf").write_bytes(pdfs.scanned(pdfs.pdf(*[pdfs.column(FIRST)] * 3)))
    (item,) = discover(tmp_path / "a.pdf")
    assert isinstance(item, Candidate)
    told: list[tuple[int, int]] = []
    found = capture(item, "public", tesseract[1], USUAL, lambda *page: told.append(page)).document
    assert found.text.count(SEEN) == 3 and told == [(0, 3), (1, 3), (2, 3), (3, 3)]

    def end(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        capture(item, "public", tesseract[1], USUAL, end)
    assert capture(item, "public", tesseract[1]).document.text == found.text


def test_pages_that_the_time_does_not_suffice_for_are_named(
    tmp_path: Path, tesseract: Replaced
) -> None:
    program, workers = tesseract
    program.does("[ -e second ] && exec sleep 60; touch second")
    data = pdfs.scanned(pdfs.pdf(pdfs.column(FIRST), *[pdfs.column(SECOND)] * 4), 2, 3, 4, 5)
    began = time.monotonic()
    read_back = document(tmp_path, data, workers, Ocr(seconds=2))
    assert time.monotonic() - began < 25
    assert read_back.text == f"{FIRST[0]}\n\n{SEEN}"
    assert read_back.notes[0].startswith("ocr: page 2 read by OCR")
    assert read_back.notes[1].startswith("pages: pages 3-5 of 5 could not be read in the time")
    assert "RAPPORTEUR_OCR_SECONDS" in read_back.notes[1]


def test_it_can_be_switched_off(tmp_path: Path, tesseract: Replaced) -> None:
    program, workers = tesseract
    (note,) = document(tmp_path, half_scanned(), workers, Ocr(seconds=0)).notes
    assert "OCR is switched off" in note and not program.packs


@pytest.mark.parametrize(
    ("does", "reason"),
    [
        ("exit 1", "OCR failed on what they show"),
        ("kill -9 $$", "OCR failed on what they show"),
        ("cat > /dev/null; head -c 100000 /dev/urandom; exit", "OCR finds no text there"),
        ("cat > /dev/null; echo '<span class=ocr_line title=bbox>'; exit", "OCR finds no text"),
        ("kill -9 $PPID; exit", "OCR failed on what they show"),
    ],
)
def test_a_failing_program_costs_its_pages_and_nothing_else(
    tmp_path: Path, tesseract: Replaced, does: str, reason: str
) -> None:
    program, workers = tesseract
    program.does(does)
    read_back = document(tmp_path, half_scanned(), workers)
    assert read_back.text == FIRST[0]
    (note,) = read_back.notes
    assert note.startswith("pages: page 2 of 2 could not be read") and reason in note


def test_a_program_that_hangs_ends_with_the_reader(tmp_path: Path, tesseract: Replaced) -> None:
    tesseract[0].does(f"echo $$ > {tmp_path}/pid; exec sleep 60")
    workers = Workers(seconds=4)
    read_back = document(tmp_path, half_scanned(), workers)
    workers.close()
    assert read_back.text == FIRST[0] and "OCR failed" in read_back.notes[0]
    assert _has_ended(int((tmp_path / "pid").read_text()))


def _has_ended(process: int) -> bool:
    """Whether a process is gone, or dead and only not yet waited for, within five seconds."""
    end = time.monotonic() + 5
    while time.monotonic() < end:
        try:
            os.kill(process, 0)
            if ") Z " in Path(f"/proc/{process}/stat").read_text():
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.05)
    return False


def test_a_page_without_ink_is_not_missed(tmp_path: Path, tesseract: Replaced) -> None:
    data = pdfs.scanned(pdfs.pdf(pdfs.column(FIRST), []), 2)
    assert document(tmp_path, data, tesseract[1]).notes == ()
    assert not tesseract[0].packs


def test_letters_that_were_turned_into_drawings_are_read(
    tmp_path: Path, tesseract: Replaced
) -> None:
    strokes = "".join(f"{20 + n} 100 m {60 + n} 200 l S\n" for n in range(200))
    data = pdfs.pdf([(10, 10, 0.1, "x")], drawn=strokes)
    assert document(tmp_path, data, tesseract[1]).text == SEEN


def test_the_language_is_that_of_the_other_pages(tmp_path: Path, tesseract: Replaced) -> None:
    pages = pdfs.pdf(pdfs.column(FRENCH), pdfs.column(SECOND))
    document(tmp_path, pdfs.scanned(pages, 2), tesseract[1])
    assert tesseract[0].packs[0] == "fra"


def test_the_language_is_that_of_the_metadata(tmp_path: Path, tesseract: Replaced) -> None:
    (tmp_path / "metadata.csv").write_text("file,language\na.pdf,Arabic\n")
    document(tmp_path, half_scanned(), tesseract[1])
    assert tesseract[0].packs[0] == "ara"


def test_else_it_is_that_of_the_words_read(tmp_path: Path, tesseract: Replaced) -> None:
    tesseract[0].shows(LINE(_spread(FRENCH[0])))
    document(tmp_path, pdfs.scanned(pdfs.pdf(pdfs.column(FIRST))), tesseract[1])
    assert tesseract[0].packs == ["eng", "fra"]


def test_what_is_uncertain_is_left_out(tmp_path: Path, tesseract: Replaced) -> None:
    speckled = WORD(0, 100, 20, "~") + WORD(100, 300, 95, SEEN) + WORD(310, 330, 3, "|")
    noise = WORD(0, 100, 12, "yFl") + WORD(100, 300, 20, "oOqq")
    tesseract[0].shows(LINE(speckled), LINE(noise))
    data = pdfs.scanned(pdfs.pdf(pdfs.column(FIRST)))
    assert document(tmp_path, data, tesseract[1]).text == SEEN


def test_a_quotation_from_such_a_page_says_so_and_doctor_tells_the_languages(
    tmp_path: Path, tesseract: Replaced, quick_model: object
) -> None:
    WORKERS.close()  # those that wait for work know another PATH
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "a.pdf").write_bytes(half_scanned())
    with Assistant.open(tmp_path / "home") as library:
        library.sync([tmp_path / "files"])
        shown = library.show("a.pdf")
        cited = {words: _cited(library, words) for words in (FIRST[0], SEEN)}
        report = library.doctor()
    WORKERS.close()
    assert shown.notes == ("ocr: page 2 read by OCR, which misreads: compare with the original",)
    assert (cited[FIRST[0]].ocr, cited[SEEN].ocr) == (False, True)
    assert cited[SEEN].to_dict()["ocr"] is True
    forms = cards(cited[SEEN])
    assert all("read by OCR" in forms[name] for name in ("footnote", "plain", "markdown", "html"))
    (check,) = (check for check in report.checks if check.name == "OCR")
    assert check.ok and check.detail.startswith("tesseract, for ara, eng, fra")


def _cited(library: Assistant, words: str) -> Citation:
    text = library.show("a.pdf").text or ""
    return library.cite("a.pdf", text.index(words), text.index(words) + len(words))


def test_pages_are_read_once_tesseract_has_come_and_stay_when_it_goes(
    tmp_path: Path, tesseract: Replaced, monkeypatch: pytest.MonkeyPatch, quick_model: object
) -> None:
    found, files, empty = os.environ["PATH"], tmp_path / "files", tmp_path / "empty"
    files.mkdir()
    empty.mkdir()
    (files / "a.pdf").write_bytes(half_scanned())
    (files / "b.txt").write_text("Words of another document.\n")
    with Assistant.open(tmp_path / "home") as library:

        def synced(path: str) -> tuple[int, int, int]:
            monkeypatch.setenv("PATH", path)
            WORKERS.close()  # those that wait for work know the PATH before
            report = library.sync([files])
            return report.added, report.updated, report.unchanged

        assert synced(str(empty)) == (2, 0, 0)
        assert synced(str(empty)) == (0, 0, 2)
        assert SEEN not in (library.show("a.pdf").text or "")
        (check,) = (check for check in library.doctor().checks if check.name == "OCR")
        assert check.ok and "install tesseract" in check.detail
        assert synced(found) == (0, 1, 1)
        assert SEEN in (library.show("a.pdf").text or "")
        assert synced(found) == (0, 0, 2)
        assert synced(str(empty)) == (0, 0, 2)
        assert SEEN in (library.show("a.pdf").text or "")
    WORKERS.close()


def test_a_real_scan(shared_data: Path, workers: Workers) -> None:
    (item,) = discover(shared_data / "odd_files" / "layout_ocr-sample-english.pdf")
    assert isinstance(item, Candidate)
    assert capture(item, "public", workers).document.text == "Test text OCR"
