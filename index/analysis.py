"""Words by language: how a text is cut into words, and what a word is looked up by.

English is analysed by the lexical engine itself. A word of another language is looked up by its
stem, marked with the language ("french:droit"), so that languages don't get mixed up. Scripts
written without spaces are cut into overlapping pairs of characters, which needs no dictionary.
"""

from __future__ import annotations

import threading
import unicodedata
from functools import lru_cache
from typing import Any

import regex
import snowballstemmer  # type: ignore[import-untyped]  # ships no types

# Languages that Snowball has a stemmer for, by their ISO 639 codes.
_STEMMED = {
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
# Words in Latin letters among those of these languages are English, if anything.
_OTHER_SCRIPTS = frozenset(
    "arabic armenian greek hindi nepali persian russian serbian tamil yiddish".split()
)
ENGLISH = ""
PLAIN = "plain"
MARK = ":"
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_UNSPACED = regex.compile(
    r"(?V1)[[\p{Han}\p{Hiragana}\p{Katakana}ーｰ々〆\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]&&[\p{L}\p{M}]]+"
)
_CLUSTER = regex.compile(r"\X")
_LATIN = regex.compile(r"\p{Latin}")
# Letters of one sound that Arabic, Persian and Uyghur keyboards write differently; tatweel.
_ARABIC = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ـ": None})
# Marks above and below letters, from Hebrew points to accents; signs of vowels stay, and so do
# the tones of Thai and Lao (classes 103 to 122).
_LOWEST_MARK = 10
_VOWELS_AND_TONES = range(103, 123)
_LONGEST = 60
_lock = threading.Lock()


def analysis_of(language: str) -> str:
    """How texts in `language` (an ISO 639 code) are analysed; unknown ones as English."""
    if language in ("", "en"):
        return ENGLISH
    return _STEMMED.get(language, PLAIN)


def spaced(text: str) -> str:
    """`text` with every run of a script that has no spaces cut into overlapping pairs."""
    return text if text.isascii() else _UNSPACED.sub(lambda run: f" {_pairs(run.group())} ", text)


def words(text: str) -> list[str]:
    """The words of `text` in order, runs of scripts without spaces as overlapping pairs."""
    return [word for word in _WORD.findall(spaced(text)) if len(word) <= _LONGEST]


def marked(word: str, analysis: str) -> str:
    """What one of `words` is looked up by in texts of an analysis other than English."""
    return f"{analysis}{MARK}{_stem(word, analysis)}"


def _pairs(run: str) -> str:
    clusters = _CLUSTER.findall(run)
    if len(clusters) == 1:
        return run
    return " ".join(one + other for one, other in zip(clusters, clusters[1:], strict=False))


@lru_cache(maxsize=200_000)
def _stem(word: str, analysis: str) -> str:
    folded = unicodedata.normalize("NFKC", word).lower().replace("ـ", "")
    if analysis != PLAIN:
        latin = analysis in _OTHER_SCRIPTS and _LATIN.search(folded)
        stemmer = _stemmer("english" if latin else analysis)
        with _lock:  # a stemmer holds the word that it works on
            folded = stemmer.stemWord(_without_points(folded))
    return _without_marks(folded).translate(_ARABIC).translate(_digits(folded))


@lru_cache(maxsize=64)
def _stemmer(algorithm: str) -> Any:
    return snowballstemmer.stemmer(algorithm)


def _without_points(word: str) -> str:
    """`word` without the vowel points of Arabic and Hebrew, which few texts write."""
    return "".join(c for c in word if not _LOWEST_MARK <= unicodedata.combining(c) < 40)


def _without_marks(word: str) -> str:
    if word.isascii():
        return word
    kept = (
        character
        for character in unicodedata.normalize("NFD", word)
        if unicodedata.combining(character) < _LOWEST_MARK
        or unicodedata.combining(character) in _VOWELS_AND_TONES
    )
    return unicodedata.normalize("NFC", "".join(kept))


def _digits(word: str) -> dict[int, str]:
    """Digits of other scripts as those that a year is usually typed in."""
    return {ord(c): str(unicodedata.digit(c)) for c in word if c.isdigit() and not c.isascii()}
