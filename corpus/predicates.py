"""What a publisher does in its own name: "we condemn", "Norway is committed to"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus import acts
from corpus.clauses import OBLIGED, SUBORDINATE, Clause, Found

_PAST = frozenset("did was were had used".split())
_FIRST_PERSON = re.compile(r"(?:we|i|my|our|us|me|allow|let|permit)\b", re.I)
_DOUBTFUL = frozenset("may might could if".split())
_BE = frozenset("am are is be been being remain remains feel feels stand stands".split())
_DENYING = frozenset("not never cannot nor neither no".split())
_LEADS_ON = """would like to|wish to|wishes to|want to|wants to|would wish to|continue to
    |conclude by|continues to|take this opportunity to|take the opportunity to
    |takes this opportunity to|like to|hasten to|feel compelled to|have no choice but to
    |cannot but|can only|can but|begin by|have to
    |wish once again to|would once again like to|would therefore like to|would also like to
    |once again wish to|cannot fail to|reserve the right to|take pride in|do not hesitate to
    |feel obliged to|am compelled to|are compelled to|has continued to|have continued to
    |will not cease|will not falter in|will never cease|am pleased to|are pleased to
    |am happy to|are happy to"""
# The phrases that may stand between a subject and the verb of its act, the longest first.
_LEADS = sorted((tuple(phrase.split()) for phrase in _LEADS_ON.split("|")), key=len, reverse=True)
_COURTESY = re.compile(
    r"\b(?:presidency|election|elected|predecessor|assumption of|assuming|his excellency|"
    r"her excellency|your leadership|mr\.? president|madam president|birthday|you on)\b",
    re.I,
)
_PASSIVE = re.compile(
    r"\b(?:is|are|has been|have been)\s+(?:\w+ly\s+)?(?P<verb>\w+ed)\s+(?:\w+ly\s+)?by\s+$"
)
_HAD = frozenset("full great every complete deep faith confidence".split())
_ADDRESSING = frozenset(
    "call urge appeal implore exhort beseech encourage invite ask request plead".split()
)
_AFTER_ADDRESSEE = frozenset("to , ; : . — – that not for in who which immediately and".split())


def taken(clause: Clause) -> Iterator[Found]:
    """The acts of which the publisher, named or in the first person, is the subject."""
    for subject in clause.own:
        passive = clause.search(_PASSIVE, subject.start)
        if passive and (act := _passive_act(passive["verb"])):
            yield Found(passive.start("verb"), act)
        elif not _hypothetical(clause, clause.index(subject.start)):
            words = clause.text[subject.start : subject.end]
            told = clause.telling and not _FIRST_PERSON.match(words)
            yield from _Predicate(clause, clause.index(subject.end), words == "I", told).acts()


def _passive_act(word: str) -> str | None:
    verb, form = acts.FORMS.get(word.lower(), ("", ""))
    return acts.VERBS.get(verb) if form == "ed" and verb not in acts.COMPLEMENTS else None


def _hypothetical(clause: Clause, at: int) -> bool:
    """Whether the subject at `at` is put into a condition, a question or another's mouth."""
    if clause.word(at - 1) in SUBORDINATE | {"before", "do", "can", "did"}:
        return True
    return clause.word(at - 1) == "that" and clause.reported_before(clause.words[at - 1].end)


class _Predicate:
    """What the publisher, as subject, does from the word at `at` on.

    `alone` is true for "I"; `told` where the past tense tells what is done now.
    """

    def __init__(self, clause: Clause, at: int, alone: bool, told: bool) -> None:
        self._clause = clause
        self._at = at
        self._alone = alone
        self._told = told
        self._denied = self._perfect = self._being = self._future = self._able = False
        self._led = False

    def acts(self) -> Iterator[Found]:
        """The act of the predicate, and of the verbs joined to it."""
        if not self._to_verb():
            return
        found = self._verb(self._at) or self._state() or self._standing() or self._promise()
        if found is None:
            return
        yield found
        form = acts.FORMS.get(self._clause.word(self._at), ("", "base"))[1]
        yield from self._joined(self._at + 1, form)

    def _to_verb(self) -> bool:
        """Moves over adverbs, auxiliaries and set phrases; whether a present verb may follow."""
        for _ in range(14):
            word = self._clause.word(self._at)
            if self._told and word in ("was", "were", "did"):
                self._being = word != "did"
                self._at += 1
                continue
            if not word or word in _PAST or word in _DOUBTFUL:
                return False
            if word in OBLIGED:
                if not self._alone:
                    return False
                self._at += 1
            elif not (self._lead() or self._adverb(word) or self._auxiliary(word)):
                return word not in (",", ";", ":", ".") and (not self._able or self._denied)
        return False

    def _lead(self) -> bool:
        for phrase in _LEADS:
            words = tuple(self._clause.word(self._at + i) for i in range(len(phrase)))
            if words == phrase:
                self._at += len(phrase)
                self._led = True
                return True
        if self._clause.word(self._at) in ("join", "joins"):
            for i in range(self._at + 1, self._at + 10):
                verb = self._clause.word(i + 1)
                if self._clause.word(i) == "in" and acts.FORMS.get(verb, ("", ""))[1] == "ing":
                    self._at, self._led = i + 1, True
                    return True
        return False

    def _adverb(self, word: str) -> bool:
        if word in _DENYING - {"no"} or word.endswith("n't"):
            self._denied = True
            self._able |= word == "cannot"
        elif word == ",":
            closing = next(
                (i for i in range(self._at + 1, self._at + 16) if self._clause.word(i) == ","), 0
            )
            if not closing:
                return False
            self._at = closing
        elif word == "in" and self._clause.word(self._at + 1) in ("the", "turn"):
            terms = [self._clause.word(self._at + i) for i in range(2, 5)]
            if "terms" not in terms:
                return False
            self._at += 2 + terms.index("terms")
        elif word == "no" and self._clause.word(self._at + 1) == "longer":
            self._denied = True
            self._at += 1
        elif word not in acts.ADVERBS and not word.endswith("ly"):
            return False
        self._at += 1
        return True

    def _auxiliary(self, word: str) -> bool:
        following = self._clause.word(self._at + 1)
        if word in ("have", "has"):
            if following in _HAD:
                return False
            self._perfect = True
        elif word in ("will", "shall"):
            self._future = True
        elif word == "can":
            self._able = True
        elif word in ("stand", "stands"):
            if following in acts.COMPLEMENTS["stand"] - {"ready"}:
                return False
            self._being = True
        elif word in _BE:
            self._being = True
        elif word not in ("do", "does", "would"):
            return False
        self._at += 1
        return True

    def _verb(self, at: int) -> Found | None:
        clause = self._clause
        verb, form = acts.FORMS.get(clause.word(at), ("", ""))
        if not verb or not self._fits(form):
            return None
        following = clause.word(at + 1)
        if following.endswith("ly") or following in ("once", "again", "also", "not", "upon"):
            following = clause.word(at + 2) if following != "upon" else following
        start = clause.words[at].start
        if verb in acts.SUFFERED:
            return Found(start, acts.REJECT) if self._denied else None
        noun = self._voiced(at, verb) if verb in acts.VOICING else None
        if noun is not None:
            return Found(start, noun, self._addressee(at, verb), self._denied)
        act = acts.VERBS.get(verb)
        if act is None or following in acts.NOT_BEFORE.get(verb, ()):
            return None
        needed = acts.COMPLEMENTS.get(verb)
        if needed is not None and following not in needed:
            return None
        if act == acts.WELCOME and _COURTESY.search(clause.text, start, clause.end):
            return None
        if verb == "stand":
            act = {"against": acts.OPPOSE, "ready": acts.COMMIT}.get(following, act)
        # "We cannot emphasise enough" denies nothing.
        denied = self._denied and not (self._able and act == acts.AFFIRM)
        return Found(start, act, self._addressee(at, verb), denied)

    def _fits(self, form: str) -> bool:
        if form in ("ed", "past"):
            return (self._perfect and form == "ed" or self._told) and not self._being
        if form == "ing":
            return self._being or self._led
        return not self._being and form in ("base", "s")

    def _voiced(self, at: int, verb: str) -> str | None:
        """The act of the noun that a verb such as "express" has as its object."""
        clause = self._clause
        if verb == "note":
            words = [clause.word(i) for i in range(at + 1, at + 6)]
            if "with" not in words[:2]:
                return None
        for i in range(at + 1, min(at + 9, len(clause.words))):
            word = clause.word(i)
            if word in ("that", ",", ";", "how", "why") or word in ("of", "to") and i > at + 1:
                return None
            if word in acts.NOUNS:
                return acts.NOUNS[word]
        return None

    def _state(self) -> Found | None:
        clause, at = self._clause, self._at
        word, following = clause.word(at), clause.word(at + 1)
        if self._perfect and word == "committed":
            return Found(clause.words[at].start, acts.COMMIT)
        if not self._being:
            return None
        if word == "in" and following.startswith("favo"):
            return Found(clause.words[at].start, acts.SUPPORT, "", self._denied)
        act = acts.STATES.get(word)
        if act is None or (
            act == acts.WELCOME and following == "to" and word not in acts.STATES_BEFORE_TO
        ):
            return None
        return Found(clause.words[at].start, act, "", self._denied)

    def _standing(self) -> Found | None:
        if not self._being:
            return None
        for i in range(self._at, self._at + 5):
            if act := acts.STANDING.get(self._clause.word(i)):
                return Found(self._clause.words[i].start, act, "", self._denied)
        return None

    def _promise(self) -> Found | None:
        """ "We will continue to …", "will spare no effort"."""
        words = [self._clause.word(self._at + i) for i in range(3)]
        if self._future and (
            words[0] in ("continue", "persist", "remain") or words[:2] == ["spare", "no"]
        ):
            return Found(self._clause.words[self._at].start, acts.COMMIT)
        return None

    def _joined(self, at: int, form: str) -> Iterator[Found]:
        """Further verbs of the same subject: "… and call on", ", rejects"."""
        clause = self._clause
        for i in range(at, len(clause.words) - 2):
            if clause.word(i) not in ("and", ",", "but"):
                continue
            here = i + 1
            while clause.word(here).endswith("ly") or clause.word(here) in acts.ADVERBS | {"and"}:
                here += 1
            verb, name = acts.FORMS.get(clause.word(here), ("", ""))
            if name != form or clause.word(here + 1) not in acts.BEFORE_NOUN:
                continue
            found = self._verb(here)
            if found is not None:
                yield found

    def _addressee(self, at: int, verb: str) -> str:
        """Whom an asking verb addresses: the words up to what they are asked to do."""
        clause = self._clause
        if verb not in _ADDRESSING:
            return ""
        first = at + 1
        while clause.word(first) in ("on", "upon", "to", "with", "once", "again", "also"):
            first += 1
        if clause.word(first) == "for":
            return ""
        last = first
        while last < len(clause.words) and clause.word(last) not in _AFTER_ADDRESSEE:
            last += 1
        return clause.named(first, last, longest=14) if last < len(clause.words) else ""
