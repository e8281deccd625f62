"""Whether what a statement says was done is said of anything in its quotation, in English.

`data/deeds.txt` holds the words; a deed that it does not know passes.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from assistant import lexicon
from assistant.concepts import concept
from assistant.lexicon import stem


def unborne_deed(said: list[str], told: list[str]) -> str:
    """A note on the first deed of the statement that no word of the quotation bears; else ""."""
    held = {stem(word) for word in told}
    concepts = {concept(word) for word in told}
    for at, word in enumerate(said):
        bearers = _deeds().get(stem(word))
        if not bearers or word in lexicon.STOP or concept(word) in concepts or bearers & held:
            continue
        if not _tells_deed(said, at) or lexicon.NEGATORS & set(said[max(0, at - 4) : at]):
            continue
        return f"The quotation does not say “{word}”, nor anything like it."
    return ""


def _tells_deed(tokens: list[str], at: int) -> bool:
    """Whether the word at `at` is a verb, or another word that `deeds.txt` lists; not the end of
    May, fell short, a sign."""
    word, following = tokens[at], tokens[at + 1 : at + 2]
    if following and following[0] in _IDLE:
        return False
    if word in _listed():
        return word not in _NOUNS or (at > 0 and tokens[at - 1] in _BEFORE_VERBS)
    if not (lexicon.past(word) or (word.endswith(("ing", "s")) and word[:-1] not in _NOUNS)):
        return False
    irregular = not word.endswith(("ed", "ing", "s"))
    return irregular or any(word.startswith(root) for root in _roots().get(stem(word), ()))


_IDLE = frozenset("of short under into within".split())
_BEFORE_VERBS = frozenset(
    "to will would may might can could must should shall did does do not and or".split()
)
_NOUNS = frozenset(  # also nouns or adjectives, and then often another thing
    """sign delay sentence charge free close open attack fire host return release end start stop
    limit lower cut shell strike raid bomb wound torture block harm damage benefit export import
    lift ease lag trail merit dissolve close shut pay produce complete double triple veto defeat
    win""".split()
)


@cache
def _listed() -> frozenset[str]:
    """The deeds as they are written."""
    text = (files("assistant") / "data" / "deeds.txt").read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.partition("|")[0].split())


@cache
def _roots() -> Mapping[str, tuple[str, ...]]:
    """How the deeds of each stem begin as they are written: years is no form of yearly."""
    found: dict[str, tuple[str, ...]] = {}
    for word in _listed():
        found[stem(word)] = (*found.get(stem(word), ()), word[:-1])
    return found


@cache
def _deeds() -> Mapping[str, frozenset[str]]:
    """The stems that bear each stem of a deed."""
    found: dict[str, frozenset[str]] = {}
    for line in (files("assistant") / "data" / "deeds.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            deeds, _, others = line.partition("|")
            bearers = frozenset(map(stem, f"{deeds} {others}".split()))
            for deed in deeds.split():
                found[stem(deed)] = found.get(stem(deed), frozenset()) | bearers
    return found
