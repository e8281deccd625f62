"""Groups of States named in questions: "the P5", "Nordic countries", "African States"."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import pycountry

from corpus.places import canonical

_OF = (
    r"(?:\s+(?:member|island))?\s+(?:countries|states|nations|governments|leaders|delegations|"
    r"delegates|members|presidents|ministers|country|state|government|leader|delegate|member)\b"
)


@dataclass(frozen=True, slots=True)
class Group:
    """A group of States named in a text at `text[start:end]`; `places` are its members' canonical
    names."""

    start: int
    end: int
    places: tuple[str, ...]


def find_groups(text: str) -> tuple[Group, ...]:
    """The groups of States that `text` names, in order, without overlaps.

    An organisation by itself ("the EU said") is none: it may speak for itself.
    """
    pattern, members = _known()
    found = []
    for match in pattern.finditer(text):
        name = match["alone"] or match["of"]
        found.append(Group(match.start(), match.end(), members[name.lower()]))
    return tuple(found)


@lru_cache(maxsize=1)
def _known() -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    data = tomllib.loads(files("corpus").joinpath("data/groups.toml").read_text(encoding="utf-8"))
    members: dict[str, tuple[str, ...]] = {}
    alone: list[str] = []
    of: list[str] = []
    for group in data["group"]:
        places = tuple(map(_place, group["codes"].split()))
        alone += group.get("alone", [])
        of += group.get("of", [])
        for name in (*group.get("alone", []), *group.get("of", [])):
            members[name.lower()] = places
    pattern = rf"\b(?:(?P<of>{_longest_first(of)}){_OF}|(?P<alone>{_longest_first(alone)})\b)"
    return re.compile(pattern, re.IGNORECASE), members


def _longest_first(names: list[str]) -> str:
    return "|".join(map(re.escape, sorted(names, key=len, reverse=True)))


def _place(code: str) -> str:
    """The canonical name of the State with an ISO 3166 code. Raises KeyError for one unknown."""
    country = pycountry.countries.get(alpha_3=code)
    name = canonical(country.name) if country else None
    if name is None:
        raise KeyError(code)
    return name
