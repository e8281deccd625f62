"""What a text says of itself: title, kind, publisher (its signature) and language."""

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

from corpus.places import canonical
from corpus.sentences import TIGHT
from corpus.textdates import date_line

_LONGEST_TITLE = 200
_SENTENCE_END = re.compile(rf"[.;:,…؟۔؛،，：；{TIGHT}]$")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]{4}")
_SALUTATION = re.compile(
    r"(?:original|distr|mr\.?|madam|ms\.?|mrs\.?|dear|your|excellenc\w+|ladies|distinguished|honou?rable)\b",
    re.I,
)
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(rf"\b(?:{words})\b", re.I))
    for kind, words in (
        ("press release", r"press release|news release|media release|communiqué de presse"),
        ("letter", r"(?:open|joint) letter|letter (?:to|from|dated)|lettre ouverte"),
        ("resolution", r"resolution"),
        ("statement", r"statement|déclaration commune|declaración conjunta"),
        ("speech", r"speech|address (?:by|to|at)|remarks|discurso|discours"),
        ("alert", r"alert|urgent action|early warning"),
        ("brief", r"(?:policy |issue )?brief(?:ing)?|factsheet|fact sheet"),
        ("report", r"report|rapport|informe"),
        ("note", r"(?:concept |background |reference )?note"),
        ("treaty", r"convention|covenant|protocol|statute|treaty|charter of"),
        ("declaration", r"universal declaration|declaration (?:on|of)"),
    )
)
_OPENING_KINDS = frozenset({"press release", "letter", "statement", "speech"})
_ORGANISATION = re.compile(
    r"\b(?:centre|center|council|committee|commission|foundation|institute|network|coalition|"
    r"alliance|watch|international|organi[sz]ation|mission|ministry|office|fund|federation|union|"
    r"association|society|group|initiative|campaign|forum|project|archive|league|agency|"
    r"secretariat|department|embassy|observatory|consortium|movement)\b",
    re.I,
)
_DETECTED_FROM = 4000


def title_of(text: str) -> str:
    """The short first line that is a heading and no sentence, "" if the text begins otherwise."""
    for paragraph in text.split("\n\n", 3)[:2]:
        line = paragraph.split("\n")[0].strip()
        if date_line(line):
            continue
        return line if _is_heading(line) and len(text) > len(paragraph) else ""
    return ""


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


def kind_of(title: str, text: str) -> str:
    """The kind of document that its title or opening words name, "document" if none."""
    for kind, pattern in _KINDS:
        if pattern.search(title):
            return kind
    opening = text[:120]
    for kind, pattern in _KINDS:
        if kind in _OPENING_KINDS and pattern.match(opening):
            return kind
    return "document"


def signature_of(text: str) -> str:
    """The organisation that signs the text in its last line, "" if none does."""
    last = text.rsplit("\n\n", 1)[-1].strip()
    if len(last) > 100 or "\n" in last or last == text or _SENTENCE_END.search(last):
        return ""
    words = last.split()
    capitals = sum(word[0].isupper() for word in words)
    if 2 <= len(words) <= 12 and capitals >= 2 and words[0][0].isupper():
        return last if _ORGANISATION.search(last) else ""
    return ""


def language_of(text: str) -> str:
    """The code of the language that most of the text is written in, "" if it can't be told."""
    sample = text[:_DETECTED_FROM]
    if sum(character.isalpha() for character in sample) < 20:
        return ""
    code, _ = _identifier().classify(sample)
    return language_code(code)


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    """py3langid's model, kept to the languages that have a code of two letters."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
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


def publisher_name(name: str) -> str:
    """A publisher's name as the library writes it: states by their canonical names."""
    return canonical(name) or name if len(name.split()) <= 8 else name


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
