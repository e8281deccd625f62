"""Lines into paragraphs: wrapped lines are joined, broken words mended, page marks taken out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from spellchecker import SpellChecker

from corpus.sentences import TIGHT

# "11-51179 6", "6 11-51179", "05-52345 (E) *0552345*", "A/66/PV.11": pages of verbatim records.
_PAGE_MARK = re.compile(
    r"(?:\d{1,3}\s+)?\d{2}-\d{5}(?:\s*\(E\))?(?:\s*\*\w+\*)?(?:\s+\d{1,3})?|A/\d+/PV\.\d+|\*\d{7}\*"
)
_INLINE_MARK = re.compile(
    r"\f|(?<!\S)(?:\d{2}-\d{5} \d{1,3}/\d{1,3}|\d{1,3}/\d{1,3} \d{2}-\d{5})(?!\S)"
)
_PAGE_NUMBER = re.compile(r"(?:page )?\d{1,3}|[-–—] ?\d{1,3} ?[-–—]", re.I)
_ITEM = re.compile(r"(?:[•·▪‣◦●*–—-]|\(?(?:\d{1,3}|[a-z]|[ivx]{2,4})[.)])\s+\S")
_BARE_MARK = re.compile(r"[•·▪‣◦●]|\(?(?:\d{1,3}|[a-z]|[ivx]{2,4})[.)]")
_ENDED = re.compile(rf"[.!?…:;؟۔{TIGHT}][\"'”’»)\]]*$")
_FULL_STOP = re.compile(rf"[.!?…؟۔{TIGHT}][\"'”’»)\]]*$")
_HYPHENS = ("-", "\u2010")
_BROKEN = re.compile("([^\\W\\d_]+(?:[-\u2010'’][^\\W\\d_]+)*)[-\u2010]$")
_FIRST = re.compile(r"[^\W\d_]+")
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
_ALWAYS_HYPHENATED = frozenset({"self", "non"})
_NARROWEST_WRAP = 30
_WIDEST_WRAP = 100
_LONGEST_WORD = 60
_ENDING = 6
# Rarer words of the dictionary ("longstanding") are as often written with the hyphen.
_COMMON = 1000
# The dictionary spells as in the United States.
_BRITISH = (
    ("our", "or"),
    ("tre$", "ter"),
    ("tred$", "tered"),
    ("ence$", "ense"),
    ("is(e|ation)", r"iz\1"),
)


# Languages that have a dictionary here, with words by which they are told apart.
_SMALL_WORDS = {
    "en": "the of and".split(),
    "fr": "les des et".split(),
    "es": "los del y".split(),
    "pt": "os do dos".split(),
    "de": "der die und".split(),
    "it": "il di che".split(),
    "nl": "het een van".split(),
    "ru": "и в на".split(),
}


@dataclass(slots=True)
class _Line:
    text: str
    indent: int
    after_blank: bool
    after_page: bool


def paragraphs(lines: Sequence[str]) -> list[str]:
    """The paragraphs of `lines`; items of one list make one paragraph with line ends inside.

    Lines wrapped at a fixed width are joined. A file of one line a paragraph keeps its paragraphs,
    but for those that a page broke in the middle of a sentence.
    """
    read = list(_without_page_marks(lines, looks_wrapped(lines)))
    if not read:
        return []
    wrapped = looks_wrapped([line.text for line in read])
    words = whole_words([line.text for line in read])
    breaks = _wrapped_breaks(read) if wrapped else _plain_breaks(read)
    found: list[list[str]] = [[read[0].text]]
    for line, separator in zip(read[1:], breaks, strict=True):
        if separator == "\n\n":
            found.append([line.text])
        elif separator:
            found[-1] += [separator, line.text]
        else:
            last = found[-1][-1]
            cut, between = joint(last, line.text, words)
            found[-1][-1:] = [last[: len(last) - cut], between, line.text]
    return ["".join(parts) for parts in found]


def whole_words(lines: Sequence[str]) -> Counter[str]:
    """How often each word stands in `lines`, without the pieces of those broken at a line's end."""
    words: Counter[str] = Counter()
    broken = False
    for line in lines:
        found = _WORDS.findall(line)
        pieces = slice(int(broken), len(found) - int(line.endswith(_HYPHENS)))
        words.update(map(str.lower, found[pieces]))
        broken = line.endswith(_HYPHENS)
    return words


def looks_wrapped(lines: Sequence[str]) -> bool:
    """Whether most lines stop near one width in the middle of a sentence."""
    filled = [line.strip() for line in lines if line.strip()]
    if len(filled) < 3:
        return False
    width = sorted(map(len, filled))[int(len(filled) * 0.9)]
    if not _NARROWEST_WRAP <= width <= _WIDEST_WRAP:
        return False
    full = [pair for pair in pairwise(filled) if len(pair[0]) > 0.65 * width]
    running = sum(not _ENDED.search(last[-_ENDING:]) for last, _ in full)
    lower = sum(not line[0].isupper() for last, line in full if not _ENDED.search(last[-_ENDING:]))
    return (
        len(full) >= 0.5 * (len(filled) - 1) and running > 0.6 * len(full) and lower > 0.4 * running
    )


def _without_page_marks(lines: Sequence[str], wrapped: bool) -> Iterator[_Line]:
    blank = page = False
    for index, raw in enumerate(lines):
        text = " ".join(_INLINE_MARK.sub(" ", raw).split())
        page = page or "\f" in raw
        if not text:
            blank = True
        elif _is_page_mark(lines, index, text, wrapped):
            page = True
        else:
            indent = len(raw.strip("\f")) - len(raw.strip("\f").lstrip())
            yield _Line(text, indent, blank, page)
            blank = page = False


def _is_page_mark(lines: Sequence[str], index: int, text: str, wrapped: bool) -> bool:
    if _PAGE_MARK.fullmatch(text):
        return True
    if not _PAGE_NUMBER.fullmatch(text):
        return False
    around = [*lines[max(0, index - 1) : index], *lines[index + 1 : index + 2]]
    if any("\f" in line for line in (*around, lines[index])):
        return True
    return wrapped and any(not line.strip() for line in around)


def _plain_breaks(lines: Sequence[_Line]) -> Iterator[str]:
    """The separators between paragraphs that are a line each; "" where a page broke a sentence."""
    for last, line in pairwise(lines):
        if _BARE_MARK.fullmatch(last.text):
            yield ""
            continue
        broken = not line.after_blank and _BROKEN.search(last.text[-_LONGEST_WORD:])
        if broken or _is_cut(last.text, line.text, 60 if line.after_blank else 25):
            yield ""
        elif _ITEM.match(last.text) and _ITEM.match(line.text) and not line.after_blank:
            yield "\n"
        else:
            yield "\n\n"


def _wrapped_breaks(lines: Sequence[_Line]) -> Iterator[str]:
    width = sorted(len(line.text) for line in lines)[int(len(lines) * 0.95)]
    usual = Counter(line.indent for line in lines).most_common(1)[0][0]
    indented = sum(1 for line in lines if line.indent > usual) > 0.03 * len(lines)
    for index, (last, line) in enumerate(pairwise(lines)):
        item = bool(_ITEM.match(line.text)) and bool(_ENDED.search(last.text[-_ENDING:]))
        if item and not line.after_blank:
            yield "\n" if _ITEM.match(last.text) else "\n\n"
        elif _starts_paragraph(last, line, width, usual, indented, first=index == 0):
            yield "\n\n"
        else:
            yield ""


def _starts_paragraph(
    last: _Line, line: _Line, width: int, usual: int, indented: bool, *, first: bool
) -> bool:
    if _is_cut(last.text, line.text, 0.5 * width):
        return False
    fits = len(last.text) + 1 + len(line.text.split(" ", 1)[0]) <= width - 2
    if line.after_page:
        return bool(_FULL_STOP.search(last.text[-_ENDING:])) and (
            line.indent > usual or (not indented and fits)
        )
    if line.after_blank:
        return True
    if first and not _ENDED.search(last.text[-_ENDING:]):
        return False
    if indented and line.indent > usual:
        return True
    if _FULL_STOP.search(last.text[-_ENDING:]):
        return fits and not indented
    short = len(last.text) < 0.5 * width and not last.text.endswith(_HYPHENS)
    return fits and short and line.text[:1].isupper()


def _is_cut(last: str, line: str, least: float) -> bool:
    """Whether a sentence goes on from `last`, a line of at least `least` characters, to `line`."""
    if not line[:1].islower() or _ENDED.search(last[-_ENDING:]):
        return False
    return bool(_BROKEN.search(last[-_LONGEST_WORD:])) or (
        len(last) >= least and (last[-1].isalnum() or last[-1] in ",-\u2010–—")
    )


def joint(last: str, line: str, words: Counter[str]) -> tuple[int, str]:
    """How many characters of `last` go, and what stands between it and `line`, which goes on.

    `words` counts the words of the document, as `whole_words` does.
    """
    broken = _BROKEN.search(last[-_LONGEST_WORD:])
    first = _FIRST.match(line)
    if broken and first:
        return _mend(broken.group(1), last[-1], first.group(), words)
    if last[-1] in "-\u2010–—/" and len(last) > 1 and last[-2] != " ":
        return 0, ""
    return 0, "" if _CJK.match(last[-1]) and _CJK.match(line[0]) else " "


def _mend(left: str, hyphen: str, right: str, words: Counter[str]) -> tuple[int, str]:
    """As `joint`, at a word that a line's end broke: its hyphen goes if the word has none.

    Whatever writes U+2010 at the ends of lines writes other hyphens as they are typed.
    """
    if right in ("and", "or", "to"):
        return 0, " "
    if not right[0].islower() or (left.isupper() and len(left) > 1):
        return 0, ""
    left = re.split("[-\u2010]", left)[-1]
    hyphenated, whole = words[f"{left}-{right}".lower()], words[f"{left}{right}".lower()]
    if hyphenated != whole:
        return int(whole > hyphenated), ""
    return int(hyphen != "-" or _is_one_word(left, right, words)), ""


def _is_one_word(left: str, right: str, words: Counter[str]) -> bool:
    """Whether a hyphen at a line's end only broke the word `left` + `right`."""
    language = _language(words)
    if left.lower() in _ALWAYS_HYPHENATED and _is_word(right, words, language):
        return False
    known = _dictionary(language)
    common = max(known[spelling] for spelling in _spellings(left + right))
    if common >= (_COMMON if language == "en" else 1):
        return True
    if left[0].isupper() and common == 0:
        return not _is_word(right, words, language)
    return not (_is_word(left, words, language) and _is_word(right, words, language))


def _is_word(part: str, words: Counter[str], language: str) -> bool:
    known = any(spelling in _dictionary(language) for spelling in _spellings(part))
    return known or words[part.lower()] > 0


def _spellings(word: str) -> Iterator[str]:
    yield word.lower()
    for british, american in _BRITISH:
        yield re.sub(british, american, word.lower())


def _language(words: Counter[str]) -> str:
    """The language whose smallest words are the most frequent: English, unless another one's."""
    return max(_SMALL_WORDS, key=lambda language: sum(words[w] for w in _SMALL_WORDS[language]))


@lru_cache(maxsize=2)
def _dictionary(language: str) -> SpellChecker:
    return SpellChecker(language=language, distance=1)
