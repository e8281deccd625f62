"""Sentences with exact offsets, by language.

A sentence ends at a terminator of its script (. ! ? … ؟ ۔ 。 । ։ ። ။ ។ and their like) that isn't
part of an abbreviation of its language, an initial, a number or a list label, with the quotation
marks and brackets that close there. Greek asks with a semicolon. Thai and Lao have no terminator:
there a space ends what is long enough to be a sentence. Blank lines and line breaks always end
one: the stored text keeps a line break only where the document means one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from corpus.document import Span

_CLOSERS = "\"'”’»›)]}」』）】》"
_OPENERS = "\"'“‘„«‹([{「『（【《¿¡—–-•*"
# Terminators after which no space is needed: of scripts written without, or used by no other mark.
TIGHT = "。！？｡।॥։።፧፨။។៕"
_HAN = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
# French sets its closing mark apart.
_CLOSING = rf"(?:[{re.escape(_CLOSERS)}]| »(?=\s|$))*"
_BOUNDARY = re.compile(
    rf"[.!?…؟۔]+{_CLOSING}(?:\[\d+\])?(?=\s)"
    rf"|(?:[{TIGHT}]|፡፡|(?<=[{_HAN}])[!?．])+፡?{_CLOSING}"
    rf"|(?<=[\u0370-\u03ff\u1f00-\u1fff]);{_CLOSING}(?=\s)"
    # Thai and Lao: a space between letters of theirs.
    r"|(?<=[\u0e01-\u0eff])(?=\s+[\u0e01-\u0eff])"
)
_LEAST_WITHOUT_MARKS = 40
_LAST_WORD = re.compile(r"[^\W\d_]+(?:[.'’-][^\W\d_]+)*\.?$|\d+$")
_LABEL = re.compile(r"[(\[]?(?:\d{1,3}|[a-zA-Z]|[ivxlcIVXLC]{1,5})[.)\]]*")

# Abbreviations that stand before a name or number, so that a full stop after them ends nothing.
_TITLES = frozenset(
    """mr mrs ms dr prof h.e hon rev fr sr gen lt col maj capt sgt adm cmdr amb sen rep gov pres st
    ste mt messrs mme mlle mgr no nos art arts para paras par sec sect ch chap vol vols p pp fig
    figs ed eds cf vs v e.g i.e viz ca approx res doc op cit ibid al nr bzw z.b u.a d.h núm nº sra
    dra ud uds ee.uu""".split()
)
# Abbreviations that may also close a sentence: they end one only before a clear beginning.
_EITHER = frozenset("u.s u.n u.k u.s.a e.u a.m p.m etc inc ltd co corp jr d.c b.c a.d".split())
_STARTERS = frozenset(
    """the a an this that these those it its he she they we i you in on at as but and however
    moreover for if when while there our their his her to since after before with""".split()
)


def sentences(
    text: str, start: int = 0, end: int | None = None, language: str = ""
) -> tuple[Span, ...]:
    """The sentences of `text[start:end]` in order, with offsets into `text`.

    `language` (an ISO 639 code, "" for unknown) says whose abbreviations count besides those that
    are usual in English. Every character that is not white space belongs to exactly one sentence.
    """
    stop = len(text) if end is None else end
    return tuple(_sentences(text, start, stop, _abbreviations().get(language, frozenset())))


@lru_cache(maxsize=1)
def _abbreviations() -> dict[str, frozenset[str]]:
    """The abbreviations of each language, in small letters and without their last full stop."""
    data = tomllib.loads((files("corpus") / "data" / "abbreviations.toml").read_text("utf-8"))
    return {language: frozenset(words.split()) for language, words in data.items()}


def _sentences(text: str, start: int, stop: int, own: frozenset[str]) -> Iterator[Span]:
    for line in re.compile(r"[^\n]+").finditer(text, start, stop):
        first = line.start()
        for match in _BOUNDARY.finditer(text, line.start(), line.end()):
            if _ends_sentence(text, first, match, line.end(), own):
                yield from _trimmed(text, first, match.end())
                first = match.end()
        yield from _trimmed(text, first, line.end())


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Span(start, end)


def _ends_sentence(
    text: str, first: int, match: re.Match[str], stop: int, own: frozenset[str]
) -> bool:
    mark = match.group()
    following = text[match.end() : min(stop, match.end() + 60)].lstrip()
    if not mark:
        return match.end() - first >= _LEAST_WITHOUT_MARKS
    if mark[0] in TIGHT + "፡．" or not text[match.end() : match.end() + 1].isspace():
        # 「…。」と… : a closed quotation that the sentence goes on after.
        return len(mark.rstrip(_CLOSERS)) == len(mark) or not following[:1].isalpha()
    if not following:
        return True
    if not _begins(following):
        return False
    if mark[0] in "!?؟;" or mark.startswith(("..", "…")) or not mark.startswith("."):
        return True
    return not _abbreviates(text, first, match, following, own)


def _begins(following: str) -> bool:
    """Whether a sentence can begin like this: not with a small letter, a comma and the like."""
    opened = following.lstrip(_OPENERS + " ")
    if not opened:
        return True
    return not opened[0].islower() and opened[0] not in ",;:.!?%)]"


def _abbreviates(
    text: str, first: int, match: re.Match[str], following: str, own: frozenset[str]
) -> bool:
    """Whether the full stop at `match` belongs to an abbreviation, an initial or a label."""
    before = text[max(first, match.start() - 24) : match.start()]
    if _LABEL.fullmatch(text[first : match.start()].strip()):
        return True
    last = _LAST_WORD.search(before)
    if last is None or len(match.group()) > 1 and match.group()[1] in _CLOSERS:
        return False
    word = last.group().lower()
    if word.isdigit():
        return False
    if word in _TITLES or word in own or re.split("['’]", word)[-1] in own:
        return True
    beginning = re.match(r"[^\W\d_]+", following)
    starter = beginning is not None and beginning.group().lower() in _STARTERS
    if word in _EITHER:
        return not starter
    # A single capital is an initial ("J. Smith") unless a sentence clearly begins ("Annex A. The")
    return len(word) == 1 and last.group().isupper() and not starter
