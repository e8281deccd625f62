"""Whether quotations that stand in the source also bear the statement that carries them.

These checks are deterministic and look only for what is plainly not borne: a number, date or name
that the quotations do not hold, a word put in somebody's mouth, a "not" lost or gained, a wish
told as a fact, one act reported as another. Passing them proves nothing more; the reader has the
quotation. Words of grammar are checked for English documents only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from assistant import lexicon
from assistant.amounts import (
    NUMBER_WORDS,
    NamedDate,
    ages,
    amounts,
    currencies,
    dates,
    implied,
    vague,
    without_shares,
)
from assistant.folding import fold
from assistant.governing import tokens
from assistant.grammar import added, disagreement
from assistant.left_out import left_out
from assistant.lexicon import stem
from assistant.meaning import misread
from assistant.names import (
    LITTLE,
    NAME,
    initials,
    is_acronym,
    name_runs,
    plain_name,
    undotted,
    unowned,
)
from assistant.plain import LINK_REMOVED
from assistant.resting import STOPS
from assistant.sides import misplaced
from corpus.document import Document, Span
from corpus.places import find_mentions

Quoted = tuple[Document, Span]
Kind = Literal["words", "number", "name", "meaning", "left out"]

_QUOTED_WORDS = re.compile(r"[“\"«„]([^“”\"«»„]+)[”\"»“]|(?<!\w)‘([^‘’]+)’(?!\w)")
_OPENS_SENTENCE = re.compile(r"(?:^|[.!?:]['\"”’»)]*\s)[\s'\"“‘«(]*$")
_CONDITION = re.compile(r"[\s,]*((?:unless|only (?:if|when|after)|provided|on condition)\b)", re.I)
_ADDRESS = re.compile(r"(?:\b[\w.+-]+@)?\b(?:[\w-]{2,}\.)+[a-z]{2,}\b")
_WHOLE = ("name", "alias", "demonym")  # of a country, not of a region or city in it


def unborne(statement: str, quoted: Sequence[Quoted]) -> str:
    """What `statement` says that its quotations do not bear, as a note for the reader; else ""."""
    return next((lack.note for lack in lacking(statement, quoted)), "")


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that a statement says and its quotations do not bear, with a note on it."""

    kind: Kind
    note: str


def lacking(statement: str, quoted: Sequence[Quoted]) -> Iterator[Lack]:
    """What `statement` says that its quotations do not bear, of each kind the first."""
    source = _Source(quoted)
    named, undated = dates(statement)
    checks: list[tuple[Kind, Callable[[], str]]] = [
        ("words", lambda: _addresses(statement, source)),
        ("words", lambda: _quoted_words(statement, source)),
        ("number", lambda: _amounts(named, undated, source)),
        ("name", lambda: _names(undated, source)),
    ]
    if source.english:
        # Without dates, or May would be a verb.
        told = " . ".join(dates(quote)[1].replace(" ; ", " ") for quote in source.quotes)
        said = undated.replace(" ; ", " ")
        checks.append(("meaning", lambda: disagreement(tokens(said), tokens(told))))
        known = tokens(f"{told} . {source.known}")
        checks.append(("left out", lambda: added(tokens(said), known)))
        checks.append(("meaning", lambda: misplaced(statement, " . ".join(source.quotes))))
        checks.append(("left out", lambda: left_out(tokens(said), tokens(told))))
        owners = [each.publisher for each in source.documents]
        checks.append(("meaning", lambda: misread(statement, " . ".join(source.quotes), owners)))
    for kind, check in checks:
        note = check()
        if note:
            yield Lack(kind, note)


def cut_short(document: Document, span: Span) -> str:
    """The word that turns a quotation round and was left outside it, as a note; else ""."""
    # Stored sentences never run over the end of a line.
    before = document.text[max(0, span.start - 80) : span.start].rpartition("\n")[2]
    after = _CONDITION.match(fold(document.text[span.end : span.end + 40]))
    words: list[str] = []
    for token in reversed(tokens(before)):
        if token in STOPS or len(words) == 3:
            break
        words.append(token)
    turned = [word for word in words if word in lexicon.NEGATORS]
    turned += [word for word in words if stem(word) in map(stem, ("fail", "refuse", "deny"))]
    turned += [after.group(1)] if after else []
    return f"The quotation leaves out “{turned[0]}” beside it." if turned else ""


class _Source:
    """The quotations of a statement, with what their documents say of themselves."""

    def __init__(self, quoted: Sequence[Quoted]) -> None:
        self.documents = [document for document, _ in quoted]
        self.quotes = [document.text[span.start : span.end] for document, span in quoted]
        speeches = [document.speech_at(span.start, span.end) for document, span in quoted]
        said = [
            *self.quotes,
            *(f"{each.title} | {each.publisher}" for each in self.documents),
            *(f"{each.speaker} | {each.function}" for each in speeches if each),
        ]
        self.known = undotted(" | ".join(" ".join(each.split()) for each in said))
        self.english = all(each.language[:2] in ("", "en") for each in self.documents)

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(map(plain_name, NAME.findall(self.known)))

    @cached_property
    def acronyms(self) -> frozenset[str]:
        return frozenset(filter(is_acronym, map(unowned, NAME.findall(self.known))))

    @cached_property
    def initials(self) -> str:
        return " ".join(initials(run) for run in name_runs(self.known))

    @cached_property
    def first_letters(self) -> str:
        words = (word for word in NAME.findall(self.known) if word not in LITTLE)
        return "".join(word[0] for word in words).upper()

    def writes_small(self, word: str) -> bool:
        """Whether a cited document also writes `word` without its capital: then it is no name."""
        small = re.compile(rf"\b{re.escape(word.lower())}\b")
        return any(small.search(each.text) for each in self.documents)


def _addresses(statement: str, source: _Source) -> str:
    if LINK_REMOVED in statement:
        return "It carries a link of its own."
    held = source.known.lower()
    for match in _ADDRESS.finditer(statement):
        if match[0].lower() not in held:
            return f"The address {match[0]} does not stand in the quotations."
    return ""


def _quoted_words(statement: str, source: _Source) -> str:
    quotes = [f" {fold(quote)} " for quote in source.quotes]
    for match in _QUOTED_WORDS.finditer(statement):
        words = fold(match[1] or match[2]).strip(" .,;:!?")
        bordered = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
        if words and not any(bordered.search(quote) for quote in quotes):
            return f"“{words}” is in quotation marks and does not stand in the quotations."
    return ""


def _amounts(named: Sequence[NamedDate], rest: str, source: _Source) -> str:
    held, known = dates(source.known)
    held += [date for each in source.documents for date in [_own_date(each)] if date]
    numbers = amounts(known) | implied(known)
    years = {date.year for date in held if date.year} | {value for value, _ in numbers}
    for date in named:
        if not any(_covers(other, date, years) for other in held):
            return "A date in the statement does not stand in its quotations."
    rest = without_shares(rest, numbers)
    for amount, written in amounts(rest).items():
        if amount not in numbers and not (amount[0] in years and re.fullmatch(r"\d{4}", written)):
            return f"The number {written} does not stand in the quotations."
    elsewhere = ages(known)
    for amount, written in ages(rest).items():
        if amount not in numbers and elsewhere:
            return f"The quotations do not speak of “{written}”."
    many, held_many = vague(rest), vague(known)
    if many and held_many and not many & held_many:
        return f"The quotations speak of {min(held_many)}, not of {min(many)}."
    foreign = currencies(rest) - currencies(known)
    return f"The quotations are not in {foreign.pop()}." if foreign else ""


def _own_date(document: Document) -> NamedDate | None:
    parts = [int(part) for part in document.date.split("-") if part.isdigit()]
    return NamedDate(*[*parts, None, None][:3]) if parts else None


def _covers(held: NamedDate, named: NamedDate, years: Set[object]) -> bool:
    if held.month != named.month or named.day not in (None, held.day):
        return False
    return named.year in (None, held.year) or (held.year is None and named.year in years)


def _names(statement: str, source: _Source) -> str:
    statement = undotted(statement)
    spelled = {
        word
        for run in name_runs(statement)
        for start in range(len(run))
        for end in range(start + 2, len(run) + 1)
        if initials(run[start:end]) in source.acronyms
        for word in run[start:end]
    }
    aliased = _aliased(statement, source)
    for match in NAME.finditer(statement):
        name = unowned(match.group())
        if any(start <= match.start() < end for start, end in aliased):
            continue
        if not name[0].isupper() or name in spelled or _borne_name(name, source):
            continue
        united = statement[: match.start()].endswith("United ")
        if name.lower() in lexicon.INSTITUTIONS and not united:
            continue
        if _OPENS_SENTENCE.search(statement[: match.start()]) and _opens(name, source):
            continue
        return f"The name {name} does not stand in the quotations."
    return ""


def _aliased(statement: str, source: _Source) -> list[tuple[int, int]]:
    """Where the statement names a place that the source names too, be it in another way."""
    held = {each.place for each in find_mentions(source.known) if each.how in _WHOLE}
    return [
        (each.start, each.end)
        for each in find_mentions(statement)
        if each.place in held and each.how in _WHOLE
    ]


def _borne_name(name: str, source: _Source) -> bool:
    if is_acronym(name):
        spelled = len(name) > 2 and name in source.first_letters
        return spelled or name in source.acronyms or name in source.initials
    small = plain_name(name)
    if small in source.names or small in lexicon.STOP:
        return True
    country = lexicon.PEOPLES.get(small.removesuffix("s"), "")
    peoples = {people for people, land in lexicon.PEOPLES.items() if land == small}
    if country in source.names or peoples & source.names:
        return True
    if "niger" in (small, *(source.names & {"niger"})) and small.startswith("nigeria"):
        return bool({"nigeria", "nigerian", "nigerians"} & source.names)
    return any(
        small + ending in source.names or small.removesuffix(ending) in source.names
        for ending in lexicon.PEOPLE_ENDINGS
        if len(small) > 3
    )


def _opens(word: str, source: _Source) -> bool:
    """Whether a capital is owed to the sentence that `word` opens, not to a name."""
    small = word.lower()
    common = small in lexicon.STOP or small in lexicon.GENERIC or small in NUMBER_WORDS
    if common or small.endswith(("ing", "ly")) or not source.english:
        return True
    if stem(small) in lexicon.common() and not find_mentions(word):
        return True
    return source.writes_small(word)
