"""Places named in texts and questions: names, older names, demonyms, capitals, peoples, regions.

The gazetteer is `data/places.toml` over pycountry's names. What could be two places ("Congo",
"Congolese", "Jerusalem") is left alone: a wrong place misleads more than a missing one.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal, cast

import pycountry
from rapidfuzz.distance import OSA

How = Literal["name", "alias", "demonym", "capital", "people", "region", "leader"]
_FIELDS: tuple[How, ...] = ("alias", "demonym", "capital", "people", "region")
_WORD = re.compile(r"[^\W_]+")
_PLURAL = re.compile(r".*[niortkbd]$")
_APOSTROPHES = "\u2018\u2019\u02bc`\u00b4"
_DASHES = "\u2010\u2011\u2012\u2013\u2014"
_QUALIFIER = r"(?:(?:action|climate|final|humanitarian|ministerial|peace|political)\s+)?"


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in a text at `text[start:end]`; `place` is its canonical name.

    A "leader" is the name of one of its heads of State or government.
    """

    start: int
    end: int
    place: str
    how: How


@dataclass(frozen=True, slots=True)
class _Form:
    """One way of writing a place. `place` is "" for a phrase that only looks like one."""

    written: str
    place: str
    how: How
    case: Literal["any", "capital", "exact", "always exact"]


@dataclass(frozen=True, slots=True)
class _Gazetteer:
    forms: Mapping[str, _Form]
    by_first_word: Mapping[str, re.Pattern[str]]
    by_letter: Mapping[str, Sequence[tuple[str, str]]]
    official: Mapping[str, str]
    agreement: re.Pattern[str]
    not_misspelled: frozenset[str]


def find_mentions(text: str, *, loose: bool = False) -> tuple[Mention, ...]:
    """The places that `text` names, in order, longest match first, without overlaps.

    `loose` is for questions as people type them: lower case, possessives without an apostrophe
    ("myanmars"), misspelled names and leaders ("Mottley") are understood. Without it, words that
    also mean something else ("turkey") need their capital letter, and nothing is guessed.
    """
    gazetteer, folded = _gazetteer(), _fold(text)
    found: list[Mention] = []
    position = 0
    for word in _WORD.finditer(folded):
        if word.start() < position or (not loose and word.group() not in gazetteer.by_first_word):
            continue
        match = _match_at(gazetteer, text, folded, word.start(), loose)
        if match is None and loose:
            match = _guess(gazetteer, word.group(), word.start())
        if match is not None:
            position = match.end
            if match.place:
                found.append(match)
    return tuple(found)


@lru_cache(maxsize=4096)
def canonical(name: str) -> str | None:
    """The canonical name of the place or state `name` in any of its forms, None if unknown.

    Demonyms count ("Gambian" is The Gambia); "Congo" is the Republic of the Congo, as in the
    United Nations' list of members.
    """
    gazetteer = _gazetteer()
    folded = " ".join(_fold(name).split())
    if folded in gazetteer.official:
        return gazetteer.official[folded]
    for key in (folded, folded.removeprefix("the ")):
        form = gazetteer.forms.get(key)
        if form is not None and form.place and form.how != "leader":
            return form.place
    return None


def written_forms(place: str) -> tuple[str, ...]:
    """How texts name the place with the canonical name `place`, itself first."""
    forms = _gazetteer().forms.values()
    named = [form.written for form in forms if form.place == place and form.how != "leader"]
    return tuple(dict.fromkeys([place, *named]))


def _match_at(
    gazetteer: _Gazetteer, text: str, folded: str, start: int, loose: bool
) -> Mention | None:
    first = _first_word(folded, start)
    pattern = gazetteer.by_first_word.get(first)
    if pattern is None and loose and first.endswith("s") and len(first) > 4:
        return _without_apostrophe(gazetteer, first, start)
    if pattern is None:
        return None
    match = pattern.match(folded, start)
    if match is None:
        return None
    form = gazetteer.forms[" ".join(match.group().replace("-", " ").split())]
    if form.how == "leader" and not loose:
        return None
    if not _case_fits(form, text[start : match.end()], loose, folded[max(0, start - 4) : start]):
        return None
    if form.how == "capital" and gazetteer.agreement.match(folded, match.end()):
        return Mention(start, match.end(), "", form.how)
    return Mention(start, match.end(), form.place, form.how)


def _case_fits(form: _Form, written: str, loose: bool, before: str) -> bool:
    if form.case == "always exact":
        return written == form.written or (loose and written == "us" and before == "the ")
    if loose or form.case == "any":
        return True
    if form.case == "exact":
        return written == form.written
    return written[:1].isupper() or written[-1:].isupper()


def _without_apostrophe(gazetteer: _Gazetteer, word: str, start: int) -> Mention | None:
    form = gazetteer.forms.get(word[:-1])
    if form is None or form.how not in ("name", "alias", "capital") or form.case == "always exact":
        return None
    return Mention(start, start + len(word) - 1, form.place, form.how)


def _guess(gazetteer: _Gazetteer, word: str, start: int) -> Mention | None:
    """The one place that `word` misspells, None when it is an ordinary word or unclear."""
    if len(word) < 6 or word in gazetteer.not_misspelled:
        return None
    near = _misspelled(word)
    if len(near) != 1:
        return None
    (place,) = near
    return Mention(start, start + len(word), place, "alias")


@lru_cache(maxsize=4096)
def _misspelled(word: str) -> frozenset[str]:
    """The places that have a name which `word` may misspell."""
    names = _gazetteer().by_letter.get(word[0], ())
    return frozenset(place for name, place in names if _misspells(word, name))


def _misspells(word: str, name: str) -> bool:
    if abs(len(name) - len(word)) > 2:
        return False
    distance = OSA.distance(word, name, score_cutoff=2)
    return distance == 1 or (distance == 2 and (len(name) > 8 or set(word) == set(name)))


def _first_word(folded: str, start: int) -> str:
    match = _WORD.match(folded, start)
    return match.group() if match else ""


def _fold(text: str) -> str:
    """`text` in lower case without accents, of the same length."""
    return text.lower() if text.isascii() else "".join(map(_fold_character, text))


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    if character in _APOSTROPHES:
        return "'"
    if character in _DASHES:
        return "-"
    lowered = unicodedata.normalize("NFD", character)[0].lower()
    return {"ı": "i", "ø": "o", "ł": "l", "đ": "d"}.get(lowered[:1], lowered[:1])


@lru_cache(maxsize=1)
def _gazetteer() -> _Gazetteer:
    data = tomllib.loads(files("corpus").joinpath("data/places.toml").read_text(encoding="utf-8"))
    ambiguous = frozenset(_key(word) for word in data["ambiguous"])
    exact = {_key(word): word for word in data["exact"]}
    forms: dict[str, _Form] = {}
    for place, how, written in _written_forms(data["places"]):
        key = _key(written)
        if key in exact:
            forms.setdefault(key, _Form(exact[key], place, how, "always exact"))
        else:
            forms.setdefault(key, _Form(written, place, how, _case(written, key, how, ambiguous)))
    for code, names in data["leaders"].items():
        for written in names:
            place = _name(code, data["places"].get(code, {}))
            forms.setdefault(_key(written), _Form(written, place, "leader", "capital"))
    for phrase in data["not_places"]:
        forms[_key(phrase)] = _Form(phrase, "", "alias", "any")
    return _Gazetteer(
        forms=forms,
        by_first_word=_patterns(forms),
        by_letter=_by_letter(forms),
        official={"congo": "Republic of the Congo"} | dict(_official(data["places"])),
        agreement=re.compile(rf"\s+{_QUALIFIER}(?:{'|'.join(data['agreements'])})\b"),
        not_misspelled=frozenset(data["not_misspelled"]),
    )


def _by_letter(forms: Mapping[str, _Form]) -> dict[str, list[tuple[str, str]]]:
    """The names that may be misspelled, each with its place, by their first letters."""
    names: dict[str, list[tuple[str, str]]] = {}
    for key, form in forms.items():
        if form.place and form.how in ("name", "alias") and len(key) >= 6 and " " not in key:
            names.setdefault(key[0], []).append((key, form.place))
    return names


def _case(
    written: str, key: str, how: How, ambiguous: frozenset[str]
) -> Literal["any", "capital", "exact"]:
    if len(written) <= 6 and written.isupper():
        return "exact"
    if how in ("name", "alias") and key not in ambiguous:
        return "any"
    return "capital"


def _key(written: str) -> str:
    return " ".join(_fold(written).replace("-", " ").split())


def _patterns(forms: Mapping[str, _Form]) -> dict[str, re.Pattern[str]]:
    """For each first word, the expression that matches its forms, longest first."""
    groups: dict[str, list[str]] = {}
    for key in forms:
        first = _first_word(key, 0)
        groups.setdefault(first, []).append(key)
    return {
        first: re.compile(
            "(?:" + "|".join(map(_expression, sorted(keys, key=len, reverse=True))) + r")(?!\w)"
        )
        for first, keys in groups.items()
    }


def _expression(key: str) -> str:
    return r"(?:\s+|-)".join(re.escape(part) for part in key.split(" "))


def _written_forms(places: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, How, str]]:
    for code, entry in _entries(places):
        place = _name(code, entry)
        yield place, "name", place
        for name in _country_names(code):
            if "," not in name:
                yield place, "alias", name.removeprefix("the ")
        for how in _FIELDS:
            for written in cast("list[str]", entry.get(how, [])):
                yield place, how, written
                if how == "demonym" and _PLURAL.match(written):
                    yield place, how, written + "s"


def _official(places: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for code, entry in _entries(places):
        for name in _country_names(code):
            if name != "Congo":
                yield " ".join(_fold(name).split()), _name(code, entry)


def _entries(
    places: Mapping[str, Mapping[str, Any]],
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield from places.items()
    for country in pycountry.countries:
        if country.alpha_3 not in places:
            yield country.alpha_3, {}


def _name(code: str, entry: Mapping[str, Any]) -> str:
    if "name" in entry:
        return str(entry["name"])
    names = _country_names(code)
    return names[-1].split(" (")[0]


def _country_names(code: str) -> list[str]:
    """pycountry's names, the common one last; the bare "Congo" stays out of running text."""
    country = pycountry.countries.get(alpha_3=code)
    if country is None:
        return []
    found = (getattr(country, field, None) for field in ("official_name", "name", "common_name"))
    return [str(name) for name in found if name and not (code == "COG" and name == "Congo")]
