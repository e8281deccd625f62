"""Which State or place did what a statement says, and whether its quotation names another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant import lexicon
from assistant.concepts import concept, plainly
from assistant.folding import fold
from assistant.lexicon import stem
from assistant.resting import STOPS
from corpus.places import find_mentions

_PLACE = "§"
_ORGAN = re.compile(
    r"(?:UN |United Nations )?(?:Security Council|General Assembly|Human Rights Council|"
    r"Economic and Social Council|Secretary-General|Secretariat|International Criminal Court|"
    r"International Court of Justice|Peacebuilding Commission|High Commissioner|African Union|"
    r"Arab League|League of Arab States|European (?:Commission|Parliament)|NATO|ECOWAS|"
    r"ASEAN|Minist(?:er|ry) of [A-Z]\w+|Non-Aligned Movement|World Bank|"
    r"International Monetary Fund|Special Rapporteur|"
    r"Quartet|Supreme Court|National Assembly|Senate|UNICEF|UNESCO|ICC|ICJ)"
)
_CALLED = {"ICC": "International Criminal Court", "ICJ": "International Court of Justice"}
_TOKEN = re.compile(rf"{_PLACE}\w+|\d(?:[\d.,]*\d)?|[^\W\d_]+(?:'[^\W\d_]+)*|[,.;:!?()]")
_OWN = frozenset("i we our us my me he she they it who which".split())
_BE = frozenset("is are was were be been being".split())
_BREAKS = STOPS | frozenset("that which who whom whose because while whereas".split())
_ENDS = frozenset(".;:!?")
_SAYING = frozenset(
    map(
        stem,
        """say tell state note stress underline describe declare report explain add recall remind
        consider believe express voice call""".split(),
    )
)


def another_doer(statement: str, quotes: str, owners: Sequence[str]) -> str:
    """A note where the statement says of one State what the quotation says of another; else "".

    `owners` are those whose words the quotations are.
    """
    said, told = _marked(statement), _marked(quotes)
    own = {_id(mention.place) for owner in owners for mention in find_mentions(owner)}
    for at in _verbs(said):
        ours = _places(_subject(said, at))
        if not ours:
            continue
        theirs = [_subject(told, i) for i in _verbs(told) if concept(told[i]) == concept(said[at])]
        if theirs and all(_differs(ours, each, own) for each in theirs):
            return f"The quotation names another for what was “{said[at]}”."
        if theirs and "and" in _subject(said, at) and _joined(ours, theirs, told):
            return f"The quotation does not name all of these for what was “{said[at]}”."
    return ""


def _differs(ours: set[str], subject: list[str], own: set[str]) -> bool:
    theirs = _places(subject)
    return bool(theirs) and not theirs & ours and not _OWN & set(subject)


def _joined(ours: set[str], subjects: list[list[str]], told: list[str]) -> bool:
    """Whether one of several doers is in the quotation, but does something else there."""
    theirs = set().union(*map(_places, subjects))
    others = (ours - theirs) & _places(told)
    return bool(theirs & ours and others) and not any(_OWN & set(each) for each in subjects)


def _marked(text: str) -> list[str]:
    """The words and marks of `text` in lower case, a place in any of its names as one word."""
    text = _ORGAN.sub(lambda match: f" {_id(_CALLED.get(match[0], match[0]))} ", fold(text))
    parts, end = [], 0
    for mention in find_mentions(text):
        parts += [text[end : mention.start], f" {_id(mention.place)} "]
        end = mention.end
    joined = "".join([*parts, text[end:]]).lower()
    return plainly(word.removesuffix("'s") for word in _TOKEN.findall(joined))


def _id(place: str) -> str:
    return _PLACE + re.sub(r"\W+|^(?:un|united nations) ", "", place.lower())


def _verbs(tokens: list[str]) -> Iterator[int]:
    for at, word in enumerate(tokens):
        root = stem(word)
        acts = word.endswith("s") and root in lexicon.ACTS and word != root
        act = root in lexicon.ACTS and word not in ("support", "concern")
        if not act and (root in _SAYING or not (acts or lexicon.past(word))):
            continue
        if tokens[at + 1 : at + 2] == ["by"]:
            yield at
            continue
        if _BE & set(tokens[max(0, at - 2) : at]):
            continue
        yield at


def _subject(tokens: list[str], at: int) -> list[str]:
    """The words before the verb at `at`, of its clause; of the sentence where it has none there."""
    if tokens[at + 1 : at + 2] == ["by"]:
        return tokens[at + 2 : at + 5]
    start = next((i + 1 for i in range(at - 1, -1, -1) if tokens[i] in _BREAKS), 0)
    for place in range(at - 1, start - 1, -1):
        if tokens[place] in ("and", "but") and any(map(_is_predicate, tokens[start:place])):
            if _places(tokens[place + 1 : at]):
                return tokens[place + 1 : at]  # Chad left and Mali stayed
            first = next((i for i in range(start, place) if _is_verb(tokens[i])), place)
            return tokens[start:first]
    subject = tokens[start:at]
    if any(word not in lexicon.STOP for word in subject):
        return subject
    comma = next((i for i in range(start - 2, -1, -1) if tokens[i] in _BREAKS), -1)
    if start and tokens[start - 1] == "," and comma >= 0 and tokens[comma] == ",":
        # The Council, in its statement of May, had …
        return _subject(tokens, comma)
    opening = next((i + 1 for i in range(start - 1, -1, -1) if tokens[i] in _ENDS), 0)
    first = next((i for i in range(opening, at) if _is_verb(tokens[i])), at)
    return tokens[opening:first]


def _is_predicate(word: str) -> bool:
    return _is_verb(word) or word in _BE or word in lexicon.MODALS


def _is_verb(word: str) -> bool:
    return word[0].isalpha() and (lexicon.past(word) or stem(word) in lexicon.ACTS)


def _places(tokens: Sequence[str]) -> set[str]:
    return {word for word in tokens if word.startswith(_PLACE)}
