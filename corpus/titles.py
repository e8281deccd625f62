"""What a text says of itself: title and language."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

import pycountry
from py3langid.langid import (  # type: ignore[import-untyped]  # it carries no types
    MODEL_FILE,
    LanguageIdentifier,
)

from corpus.kinds import kind_label, kind_of
from corpus.publishers import below_masthead, is_organisation
from corpus.sentences import TIGHT
from corpus.textdates import date_line

_LONGEST_TITLE = 200
_ABOVE = 4
# What stands above the title of a record of a meeting, and above a release that is held back.
_NO_TITLE = re.compile(
    r"(?:[\w-]+ (?:special )?(?:session|year)|\d+(?:st|nd|rd|th) (?:plenary )?meeting"
    r"|New York|Geneva|Vienna|The Hague|embargo.*|check against delivery\W*)",
    re.I,
)
_MASTHEAD_LINES = 14
_TOP = 4000
_SENTENCE_END = re.compile(rf"[.;:,…؟۔؛،，：；{TIGHT}]$")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]{4}")
_SALUTATION = re.compile(
    r"(?:original|distr|mr\.?|madam|ms\.?|mrs\.?|dear|your|excellenc\w+|ladies|distinguished|honou?rable)\b",
    re.I,
)
_DETECTED_FROM = 4000
# Words of a table or of names fit any language about as well: 0.05 at best, and a title 0.4.
_LEAST_SURE = 0.25


def title_of(text: str) -> str:
    """The first line that is a heading and no sentence, "" if the text begins otherwise.

    Above it may stand a date, what kind of document it is, and who publishes it.
    """
    lines = [line.strip() for line in text[:2000].split("\n") if line.strip()][:_MASTHEAD_LINES]
    below = below_masthead(lines)
    if below:
        return next((line.rstrip("* ") for line in below if kind_of(line, "")), "")
    above = ""
    paragraphs = text[:_TOP].split("\n\n")
    lines = [paragraph.split("\n")[0].strip() for paragraph in paragraphs]
    skipped = [bool(_NO_TITLE.fullmatch(line)) for line in lines]
    for line, paragraph in list(zip(lines, paragraphs, strict=True))[: _ABOVE + sum(skipped)]:
        if _NO_TITLE.fullmatch(line) or date_line(line) or kind_label(line):
            continue
        if not _is_heading(line) or len(text) == len(paragraph):
            break
        if above or not is_organisation(line):
            return line
        above = line
    return above


def title_from_name(source: str) -> str:
    """The name of a file, or the last part of an address, as words.

    "annual_report-2019.txt" is "Annual report 2019".
    """
    address = urlsplit(source) if "://" in source else None
    path = unquote(address.path).strip("/") if address else source
    if address and not path:
        return address.netloc
    stem = PurePosixPath(path).stem
    words = " ".join(re.sub(r"[_\-.+]+", " ", stem).split()) or stem
    return words[:1].upper() + words[1:]


def language_of(text: str) -> str:
    """The code of the language that most of the text is written in, "" if it can't be told."""
    sample = text[:_DETECTED_FROM]
    if sum(character.isalpha() for character in sample) < 20:
        return ""
    code, sure = _identifier().classify(sample)
    return language_code(code) if sure >= _LEAST_SURE else ""


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    """py3langid's model, kept to the languages that have a code of two letters."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([code for code in identifier.labels if len(code) == 2])
    return identifier


def language_code(tag: str) -> str:
    """The ISO 639 code of a language tag or name ("zh-TW" is zh, "fra" fr), "" if unknown."""
    primary = re.split(r"[-_]", tag.strip().lower())[0]
    found = None
    if len(primary) == 2:
        found = pycountry.languages.get(alpha_2=primary)
    elif len(primary) == 3:
        found = pycountry.languages.get(alpha_3=primary)
    elif primary:
        found = pycountry.languages.get(name=primary.capitalize())
    return str(getattr(found, "alpha_2", None) or getattr(found, "alpha_3", "")) if found else ""


def _is_heading(line: str) -> bool:
    words = line.split()
    return (
        (len(words) >= 2 or _UNSPACED.match(line) is not None)
        and len(line) <= _LONGEST_TITLE
        and not _SENTENCE_END.search(line)
        and not line[0].islower()
        and not _SALUTATION.match(line)
        and not re.match(r"(?:[-•*]|\(?\w{1,3}[.)])\s|\(", line)
    )
