"""Tesseract, which reads pictures of text: where it is, which languages it has, what it reads.

The one module that runs it. Its program gets a picture's bytes and gives back text with places: no
shell, no file of ours, one thread, and an end to its time.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Self

import pycountry
from lxml import html
from lxml.html import HtmlElement

from corpus.formats.segment import Segment

PROGRAM = "tesseract"
DOTS_PER_INCH = 300
_ASKED_SECONDS = 10.0
_MOST_OUTPUT = 32 * 1024 * 1024
_PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TESSDATA_PREFIX", "LD_LIBRARY_PATH")
# Packs that are no languages: the shapes of scripts, and equations.
_NO_LANGUAGE = ("osd", "equ", "snum")
# Where the codes of the packs are not those of ISO 639.
_OTHER_PACKS = {"zh": ("chi_sim", "chi_tra"), "ku": ("kmr", "kur_ara"), "nb": ("nor",)}
_PACKS_OF_SCRIPTS = {
    "Arabic": ("ara", "fas", "urd", "uig"),
    "Cyrillic": ("rus", "ukr", "bul", "srp", "kaz", "kir"),
    "Han": ("chi_sim", "chi_tra", "jpn"),
    "Japanese": ("jpn",),
    "Korean": ("kor",),
    "Hangul": ("kor",),
    "Devanagari": ("hin", "nep", "mar"),
    "Bengali": ("ben",),
    "Ethiopic": ("amh", "tir"),
    "Hebrew": ("heb",),
    "Greek": ("ell",),
    "Myanmar": ("mya",),
    "Khmer": ("khm",),
    "Thai": ("tha",),
    "Georgian": ("kat",),
    "Armenian": ("hye",),
    "Tamil": ("tam",),
    "Sinhala": ("sin",),
}
_NUMBER = re.compile(r"(\w+) (-?[\d.]+(?: -?[\d.]+)*)")
_TURN = re.compile(r"^Rotate: (\d+)$", re.M)
_SCRIPT = re.compile(r"^Script: (\w+)$", re.M)
# Chinese, Japanese, Thai and the like are written without spaces between words.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3000-\u9fff\uf900-\uffef]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufefc]")
_WIDE_GAP = 1.4
_SURE_LINE = 45
_SURE_WORD = 50


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as drawn: rows of grey points, 0 is black; `size` is that of a point, in points."""

    width: int
    height: int
    grey: bytes
    size: float


@dataclass(frozen=True, slots=True)
class Words:
    """What stands in a picture: stretches of its lines, and how sure of them, from 0 to 100.

    `sideways` says that most of it runs up or down the page, and so isn't among the segments.
    """

    segments: tuple[Segment, ...]
    confidence: float
    sideways: bool = False

    @property
    def text(self) -> str:
        return "\n".join(segment.text for segment in self.segments)


@dataclass(frozen=True, slots=True)
class Tesseract:
    """The program, and the packs that it has, of languages and others."""

    program: str
    packs: tuple[str, ...]

    @classmethod
    def installed(cls) -> Self | None:
        """The one on this machine, None where there is none that can read a language."""
        program = shutil.which(PROGRAM)
        found = _packs(program) if program else ()
        engine = cls(program or "", found)
        return engine if engine.languages else None

    @property
    def languages(self) -> tuple[str, ...]:
        """The packs of languages and scripts that texts can be read by."""
        return tuple(pack for pack in self.packs if pack not in _NO_LANGUAGE)

    def first(self) -> str:
        """The pack to begin with where nothing is known of a text."""
        return "eng" if "eng" in self.packs else self.languages[0]

    def of_language(self, code: str) -> str:
        """The pack for the language with that ISO 639 code, "" where there is none."""
        country = pycountry.languages.get(alpha_2=code) if len(code) == 2 else None
        wanted = _OTHER_PACKS.get(code, (country.alpha_3 if country else code,))
        return next((pack for pack in wanted if pack in self.packs), "")

    def of_script(self, script: str) -> str:
        """The pack for a script as Tesseract names it, "" where there is none."""
        wanted = (*_PACKS_OF_SCRIPTS.get(script, ()), f"script/{script}")
        return next((pack for pack in wanted if pack in self.packs), "")

    def words(self, picture: Picture, pack: str, seconds: float) -> Words:
        """What stands in `picture`. Raises TimeoutError, and OSError where the program fails."""
        output = self._run(picture, seconds, "-l", pack, "--psm", "3", "hocr")
        page = html.document_fromstring(output) if output.strip() else None
        return _words(page, picture) if page is not None else Words((), 0)

    def look(self, picture: Picture, seconds: float) -> tuple[str, int]:
        """The script of a picture, and by how many degrees it has to be turned, clockwise.

        "" and 0 where that can't be told. Raises as `words`.
        """
        if "osd" not in self.packs:
            return "", 0
        try:
            told = self._run(picture, seconds, "-l", "osd", "--psm", "0").decode("utf-8", "replace")
        except TimeoutError:
            raise
        except OSError:
            return "", 0  # there is too little on the page to tell
        turn, script = _TURN.search(told), _SCRIPT.search(told)
        return (script.group(1) if script else ""), (int(turn.group(1)) if turn else 0)

    def _run(self, picture: Picture, seconds: float, *options: str) -> bytes:
        command = [self.program, "stdin", "stdout", "--dpi", str(DOTS_PER_INCH), *options]
        environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        drawn = b"P5 %d %d 255\n" % (picture.width, picture.height) + picture.grey
        try:
            done = subprocess.run(
                command,
                input=drawn,
                capture_output=True,
                timeout=max(0.1, seconds),
                env=environment | {"OMP_THREAD_LIMIT": "1"},
            )
        except subprocess.TimeoutExpired:
            raise TimeoutError from None
        if done.returncode or len(done.stdout) > _MOST_OUTPUT:
            raise OSError(f"{PROGRAM} ended with {done.returncode}")
        return done.stdout


def _packs(program: str) -> tuple[str, ...]:
    try:
        done = subprocess.run(
            [program, "--list-langs"], capture_output=True, timeout=_ASKED_SECONDS, text=True
        )
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return tuple(sorted(filter(None, map(str.strip, done.stdout.splitlines()[1:]))))


def _words(page: HtmlElement, picture: Picture) -> Words:
    lines = [found for each in page.iter("span") if (found := _line(each)) is not None]
    if sum(len(line) for line in lines if line.sideways) > sum(map(len, lines)) / 2:
        return Words((), 0, sideways=True)
    lines = [line for line in lines if not line.sideways and line.confidence >= _SURE_LINE]
    if not lines:
        return Words((), 0)
    slope = median(line.slope for line in lines)
    usual = median(line.size for line in lines for _ in range(len(line)))
    segments = [part for line in lines for part in line.segments(picture, slope, usual)]
    total = sum(map(len, lines))
    sure = sum(line.confidence * len(line) for line in lines) / total if total else 0
    return Words(tuple(segments), sure)


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    left: float
    right: float
    confidence: float


@dataclass(frozen=True, slots=True)
class _Line:
    """A line, in the points of the picture, with the slope of its base line."""

    words: tuple[_Word, ...]
    base: float
    slope: float
    size: float
    sideways: bool

    def __len__(self) -> int:
        return sum(len(word.text) for word in self.words)

    @property
    def confidence(self) -> float:
        return sum(word.confidence * len(word.text) for word in self.words) / max(1, len(self))

    def segments(self, picture: Picture, slope: float, usual: float) -> Iterator[Segment]:
        """Its parts that wide gaps set apart, on the page as it would stand if it were straight.

        Letters about as large as the `usual` ones are taken for as large: the estimate varies.
        """
        size = usual if abs(self.size - usual) < 0.16 * usual else self.size
        base = picture.height - (self.base - slope * self.words[0].left)
        parts = [[self.words[0]]]
        joined = any(_RIGHT_TO_LEFT.search(word.text) for word in self.words)
        for word in self.words[1:]:
            if not joined and word.left - parts[-1][-1].right > _WIDE_GAP * size:
                parts.append([])
            parts[-1].append(word)
        for part in parts:
            left, right = min(word.left for word in part), max(word.right for word in part)
            places = (place * picture.size for place in (left, right, base, size))
            yield Segment(_joined([word.text for word in part]), *places)


def _line(element: HtmlElement) -> _Line | None:
    """The line that an element of Tesseract's output stands for, None if it is none or empty."""
    if "ocrx_word" in (element.get("class") or "") or "bbox" not in (element.get("title") or ""):
        return None
    words = tuple(found for each in element.iter("span") if (found := _word(each)) is not None)
    if not words:
        return None
    told = _numbers(element)
    slope, offset = told.get("baseline", [0.0, 0.0])[:2]
    left, top, right, foot = told["bbox"]
    base = foot + offset + slope * (words[0].left - left)
    # A line that runs up or down the page has no base line in the output, or one as steep.
    steep = abs(slope) > 1 or "baseline" not in told
    sideways = "textangle" in told or (steep and foot - top > right - left)
    size = told.get("x_size", [1.0])[0]
    return _Line(words, base, slope, size, sideways)


def _word(element: HtmlElement) -> _Word | None:
    if "ocrx_word" not in (element.get("class") or ""):
        return None
    text = " ".join(element.text_content().split())
    told = _numbers(element)
    sure = told.get("x_wconf", [0.0])[0]
    speckle = sure < _SURE_WORD and not any(map(str.isalnum, text))
    if not text or speckle or "bbox" not in told:
        return None
    return _Word(text, told["bbox"][0], told["bbox"][2], sure)


def _numbers(element: HtmlElement) -> dict[str, list[float]]:
    """What the title of an element says, as numbers by their names."""
    told = _NUMBER.findall(element.get("title") or "")
    return {name: [float(value) for value in values.split()] for name, values in told}


def _joined(words: list[str]) -> str:
    text = words[0]
    for word in words[1:]:
        tight = _UNSPACED.match(text[-1]) and _UNSPACED.match(word)
        text += word if tight else f" {word}"
    return text
