"""Finding quoted words in a stored text, character for character but for typography.

Folded are runs of white space, quotation marks and apostrophes, dashes, and soft hyphens:
what typesetting changes and meaning does not. Nothing else is: case, punctuation, ellipses and
every letter and digit count. All of it is linear in the length of the text.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator

from corpus.document import Span
from corpus.sentences import TIGHT

_SOFT_HYPHEN = "\u00ad"
_WHITE = "".join(char for char in map(chr, range(0x3001)) if char.isspace())
_QUOTES = "\"'\u00ab\u00bb\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u2039\u203a\u02bc"
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_TABLE = str.maketrans(
    dict.fromkeys(_WHITE, " ") | dict.fromkeys(_QUOTES, "'") | dict.fromkeys(_DASHES, "-")
)
_GAP = re.compile(f"[ {_SOFT_HYPHEN}]{{2,}}|{_SOFT_HYPHEN}")

_HYPHENS = "-\u2010\u2011"  # joins words; the longer dashes part them
_JOINERS = "\u200c\u200d"  # inside words of Persian and the scripts of India
_DIGIT_JOINERS = ".,:/'" + _DASHES + _QUOTES
_SCALE = re.compile(
    r"[ -]?(?:%|‰|per ?cent\b|(?:hundred|thousand|million|billion|trillion)\b)", re.IGNORECASE
)
UNSPACED = (  # Thai to Lao, Burmese, Khmer, kana, Han: no spaces between words
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff]"
)
_UNSPACED = re.compile(UNSPACED)
_WORDSPACE = "\u1361"  # parts words in Ethiopic scripts, with or without a space
_SENTENCE_END = ".!?؟۔" + TIGHT
_OPENS_SENTENCE = re.compile(rf"(?:\A|[{_SENTENCE_END}\n])[^\w\n]*\Z")
_MOST_CANDIDATES = 1000  # so that a text repeating itself cannot make a search quadratic


def fold(text: str) -> str:
    """`text` in the form in which quotations are compared, without white space at its ends."""
    return FoldedText(text).folded.strip()


def length(text: str) -> int:
    """How many words `text` has; in scripts without spaces two characters count as one."""
    apart = _UNSPACED.sub("", text).replace(_WORDSPACE, " ").split()
    return len(apart) + len(_UNSPACED.findall(text)) // 2


class FoldedText:
    """A stored text folded once, and the way back from its offsets to the stored ones."""

    def __init__(self, text: str) -> None:
        self.text = text
        plain = text.translate(_TABLE)
        pieces: list[str] = []
        self._folded_starts = [0]
        self._stored_starts = [0]
        length = last = 0
        for gap in _GAP.finditer(plain):
            piece = plain[last : gap.start()] + (" " if " " in gap.group() else "")
            pieces.append(piece)
            length += len(piece)
            last = gap.end()
            self._folded_starts.append(length)
            self._stored_starts.append(last)
        self.folded = "".join([*pieces, plain[last:]])

    def locate(self, words: str, within: Span | None = None) -> Span | None:
        """Where `words` first stand whole in the stored text, inside `within` if given.

        The span starts and ends on word borders, cuts no number, and holds at least three words
        or one full sentence of two: fewer bear nothing. None when there is no such place. In
        scripts without spaces two characters count as a word.
        """
        sought = fold(words)
        if not sought:
            return None
        first, last = (within.start, within.end) if within else (0, len(self.text))
        low, high = self._folded_at(first), self._folded_at(last)
        for at in _occurrences(self.folded, sought, low, high):
            end = at + len(sought)
            if self._borders(at) and self._borders(end) and self._says_enough(at, end):
                return self.stored(at, end)
        return None

    def stored(self, start: int, end: int) -> Span:
        """The place in the stored text of `folded[start:end]`, which must not be empty."""
        return Span(self._stored_at(start), self._stored_at(end - 1) + 1)

    def _stored_at(self, folded: int) -> int:
        piece = bisect_right(self._folded_starts, folded) - 1
        return self._stored_starts[piece] + folded - self._folded_starts[piece]

    def _folded_at(self, stored: int) -> int:
        piece = bisect_right(self._stored_starts, stored) - 1
        at = self._folded_starts[piece] + stored - self._stored_starts[piece]
        following = self._folded_starts[piece + 1 : piece + 2]
        return min([at, *following])

    def _borders(self, at: int) -> bool:
        """Whether the folded text may be cut before `at` without cutting a word or number."""
        if at == 0 or at == len(self.folded):
            return True
        before, after = self.folded[at - 1], self.folded[at]
        if unicodedata.category(after)[0] == "M" or before in _JOINERS or after in _JOINERS:
            return False
        if _numeric(before) and _numeric(after):
            return False
        if _in_word(before) and _in_word(after):
            return bool(_UNSPACED.match(before) or _UNSPACED.match(after))
        return not (self._cuts_compound(at) or self._cuts_number(at))

    def _cuts_compound(self, at: int) -> bool:
        """Whether the hyphen or apostrophe at the cut joins two letters: non-state, doesn't."""
        for middle in (at - 1, at):
            left, right = self._char(middle - 1), self._char(middle + 1)
            if _in_word(left) and _in_word(right):
                stored = self.text[self._stored_at(middle)]
                if stored in _HYPHENS or self.folded[middle] == "'":
                    return True
        return False

    def _cuts_number(self, at: int) -> bool:
        """Whether the cut would take something from a number: 1,200 or 3.5 or -5 or 5 million."""
        before, after = self._char(at - 1), self._char(at)
        for middle in (at - 1, at):
            if self._char(middle) in _DIGIT_JOINERS:
                left, right = self._char(middle - 1), self._char(middle + 1)
                if _numeric(left) and _numeric(right):
                    return True
        if _numeric(after) and (before == "-" or unicodedata.category(before or " ") == "Sc"):
            return True
        if after == " " or before == " ":
            space = at if after == " " else at - 1
            left, right = self._char(space - 1), self.folded[space + 1 : space + 5]
            if _numeric(left) and re.match(r"\d{3}(?!\d)", right):
                return True
            return _in_word(left) and bool(_SCALE.match(self.folded, space))
        return _numeric(before) and bool(_SCALE.match(self.folded, at))

    def _char(self, at: int) -> str:
        return self.folded[at] if 0 <= at < len(self.folded) else ""

    def _says_enough(self, start: int, end: int) -> bool:
        found = self.folded[start:end]
        apart = _UNSPACED.sub(" ", found).replace(_WORDSPACE, " ").split()
        spaced = sum(any(map(str.isalnum, word)) for word in apart)
        words = spaced + len(_UNSPACED.findall(found)) // 2
        if words >= 3:
            return True
        at = self._stored_at(start)
        opens = bool(_OPENS_SENTENCE.search(self.text[max(0, at - 8) : at]))
        return words == 2 and opens and found.rstrip("'")[-1:] in tuple(_SENTENCE_END)


def locate(text: str, words: str, within: Span | None = None) -> Span | None:
    """Where `words` first stand in `text`: see `FoldedText.locate`."""
    return FoldedText(text).locate(words, within)


def _occurrences(folded: str, sought: str, low: int, high: int) -> Iterator[int]:
    at = low - 1
    for _ in range(_MOST_CANDIDATES):
        at = folded.find(sought, at + 1, high)
        if at < 0:
            return
        yield at


def _in_word(char: str) -> bool:
    return bool(char) and (char.isalnum() or char == "_" or unicodedata.category(char)[0] == "M")


def _numeric(char: str) -> bool:
    return bool(char) and unicodedata.numeric(char, None) is not None
