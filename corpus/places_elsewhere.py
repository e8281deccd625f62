"""Places named in texts of other languages than English: countries by their names in CLDR.

Only names of the text's own language count, since some of them mean something else in others.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import pycountry
from babel import Locale, UnknownLocaleError

from corpus.places import canonical

_UNSPACED = frozenset("zh ja th lo km my".split())
_CYRILLIC = frozenset("ru uk be bg mk sr".split())
_ARABIC_BEFORE = r"[وف]?(?:[بلك]?(?:ال)?|لل)"
_ALTERNATIVE = re.compile(r"[(（](.*?)[)）]")
_LEAST_LETTERS = 3


@dataclass(frozen=True, slots=True)
class _Names:
    """The names of a language, and the expression that finds them."""

    places: Mapping[str, str]
    pattern: re.Pattern[str] | None


def places_named(text: str, language: str) -> Iterator[str]:
    """The canonical names of the places that `text` names in `language` (an ISO 639 code), in
    order; those that an English text would name the same way are left to `find_mentions`."""
    names = _names(language)
    if names.pattern is not None:
        for match in names.pattern.finditer(text):
            yield names.places[match[match.lastindex or 0]]


@lru_cache(maxsize=32)
def _names(language: str) -> _Names:
    if language in ("", "en"):
        return _Names({}, None)
    places = {form: place for name, place in _written(language) for form in _forms(name, language)}
    if not places:
        return _Names({}, None)
    either = "|".join(map(re.escape, sorted(places, key=len, reverse=True)))
    if language in _UNSPACED:
        pattern = rf"({either})(?![文语語])"  # a language of the same name
    elif language == "ar":
        pattern = rf"(?<!\w){_ARABIC_BEFORE}({either})(?!\w)"
    elif language in _CYRILLIC:
        pattern = rf"(?<!\w)({either})\w{{0,3}}(?!\w)"
    else:
        pattern = rf"(?<!\w)({either})s?(?!\w)"
    return _Names(places, re.compile(pattern))


def _written(language: str) -> Iterator[tuple[str, str]]:
    """Each name of a place in `language`, with the place's canonical name."""
    further = tomllib.loads(
        files("corpus").joinpath("data/places_elsewhere.toml").read_text(encoding="utf-8")
    ).get(language, {})
    leave = set(further.pop("leave", ()))
    for code, names in further.items():
        yield from ((name, _place(code)) for name in names)
    try:
        territories = Locale(language).territories
    except (UnknownLocaleError, ValueError):
        return  # CLDR doesn't have every language
    for country in pycountry.countries:
        name = territories.get(country.alpha_2, "")
        for written in (_ALTERNATIVE.sub("", name).strip(), *_ALTERNATIVE.findall(name)):
            known = canonical(written) is not None and language not in _UNSPACED
            if written and written not in leave and not known and " - " not in written:
                yield written, _place(country.alpha_3)


def _place(code: str) -> str:
    country = pycountry.countries.get(alpha_3=code)
    name = str(getattr(country, "common_name", None) or getattr(country, "name", code))
    return canonical(name) or name


def _forms(name: str, language: str) -> Iterator[str]:
    """`name` as texts inflect it: Arabic adjectives, Russian stems."""
    if language in _UNSPACED:
        if len(name) > 1:
            yield name
        return
    if len(name) < _LEAST_LETTERS:
        return
    if language in _CYRILLIC and len(name) > 4 and " " not in name:
        yield name[:-1] if name[-1] in "аяыиієьй" else name
        return
    bare = name.removeprefix("ال") if language == "ar" else name
    yield bare
    if language == "ar" and " " not in name:
        ending = bare.removesuffix("ا").removesuffix("ة")
        adjective = ending if ending.endswith("ي") else f"{ending}ي"
        yield from (adjective + suffix for suffix in ("", "ة", "ون", "ين"))
