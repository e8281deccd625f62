"""A topic: the forms in which it is looked for, and whether a sentence bears on it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.content import content_words
from assistant.glossary import short_forms, spelled_out
from corpus.places import Mention, canonical, find_mentions, written_forms
from index.analysis import MARK
from index.index import Index
from index.record import Vector
from index.words import Words

# Cosines, chosen by reading what they let in on topics of the general debate: below them,
# sentences on neighbouring subjects came in (docs/positions.md has the measure).
_FAR = 0.2
_NEAR_PEOPLE = 0.45
_NEAR_WORDS = 0.45
_SAME_MEANING = 0.66
_MOST = 0.6
_WHOLE = 0.999
# A topic's words further apart than this, in words, are about something else more often than not.
_APART = 12


@dataclass(frozen=True, slots=True)
class Topic:
    """What is looked for.

    `places` are canonical names; `peoples` are the words by which a people or region was named,
    which says more than its country does. `words` holds the other words with their weights,
    `spelled` the words that a short form stands for; `phrases` were given in quotation marks.
    """

    text: str
    vector: Vector
    places: frozenset[str]
    peoples: tuple[str, ...]
    words: Words
    spelled: Words | None
    phrases: tuple[str, ...]
    forms: tuple[str, ...]
    hints: re.Pattern[str]

    @classmethod
    def of(
        cls, index: Index, text: str, publishers: Sequence[str], phrases: Sequence[str] = ()
    ) -> Topic:
        """The topic `text`; the `publishers` are whose positions are looked for, and no topic.

        A sentence must hold every one of the `phrases`.
        """
        lexical = index.engines.lexical
        speaking = {canonical(name) for name in publishers}
        mentions = [
            m
            for m in find_mentions(text, loose=True)
            if m.place not in speaking and m.how != "leader"
        ]
        peoples = tuple(
            text[m.start : m.end].lower() for m in mentions if m.how in ("people", "region")
        )
        named = {word.lower() for name in publishers for word in name.split()}
        content = [word for word in content_words(text) if word.lower() not in named]
        short = spelled_out(text)
        words = Words.of(lexical, content)
        spelled = None
        if short:
            long = [w for w in content if w not in short_forms(text)] + " ".join(short).split()
            spelled = Words.of(lexical, content_words(" ".join(long)))
        forms = _forms(mentions, peoples, content, words, short)
        return cls(
            text=text,
            vector=index.embedder.embed_query(text),
            places=frozenset(m.place for m in mentions),
            peoples=peoples,
            words=words,
            spelled=spelled,
            phrases=tuple(" ".join(phrase.lower().split()) for phrase in phrases),
            forms=forms,
            hints=_hints(forms),
        )

    @property
    def lookups(self) -> tuple[list[str], list[str]]:
        """The single words and the phrases to look up in the lexical index."""
        single = [form for form in self.forms if not re.search(r"\W", form)]
        return single, [form for form in self.forms if re.search(r"\W", form)]

    def basis(self, text: str, cosine: float, publisher: str) -> str:
        """Why the sentence `text` bears on the topic, "words" or "meaning"; "" where it doesn't.

        `cosine` is how near its embedding is to the topic's. A publisher's own name is no topic.
        """
        if cosine < _SAME_MEANING and not self.hints.search(text):
            return ""
        folded = " ".join(text.lower().split())
        if any(phrase not in folded for phrase in self.phrases):
            return ""
        if self.places and not self.places_named(text, cosine, publisher):
            return ""
        if not self.words.weights:
            return "words" if self.places else ""
        share = self.words.share(text)
        if self.spelled is not None:
            share = max(share, self.spelled.share(text))
        if share >= _WHOLE and self._together(text, cosine):
            return "words"
        if share >= _MOST and cosine >= _NEAR_WORDS:
            return "words"
        return "meaning" if cosine >= _SAME_MEANING and not self.places else ""

    def _together(self, text: str, cosine: float) -> bool:
        """Whether a text that holds all the words is about them, not a list of much else."""
        if self.places or self.phrases or cosine >= _NEAR_WORDS:
            return True
        return cosine >= _FAR and self.words.stretch(text) <= _APART

    def places_named(self, text: str, cosine: float, publisher: str) -> bool:
        """Whether `text` names the topic's places; a publisher's own name doesn't count."""
        lowered = text.lower()
        if any(re.search(rf"\b{re.escape(word)}", lowered) for word in self.peoples):
            return True
        own = canonical(publisher)
        named = {
            m.place
            for m in find_mentions(text)
            if m.place in self.places and (m.place != own or m.how in ("people", "region"))
        }
        if self.peoples:
            return bool(named) and cosine >= _NEAR_PEOPLE
        return named == self.places if len(self.places) == 2 else bool(named)


def _forms(
    mentions: Sequence[Mention],
    peoples: Sequence[str],
    content: Sequence[str],
    words: Words,
    short: Sequence[str],
) -> tuple[str, ...]:
    """Everything that is looked for: words, stems, spellings, short forms, names of places."""
    found = [word.lower() for word in content]
    found += [stem for stem in words.weights if stem not in found]
    spelled = (form for others in words.spellings.values() for form in others)
    # What is looked up in another language carries that language's mark.
    found += sorted(form.rpartition(MARK)[2] for form in spelled)
    found += list(short)
    found += list(peoples)
    for mention in mentions:
        found += written_forms(mention.place)
    return tuple(dict.fromkeys(found))


def _hints(forms: Sequence[str]) -> re.Pattern[str]:
    """What stands in every text that holds one of the forms: how one of their words begins.

    Looked for first, since that is much quicker than stems and places. A letter may be written
    with any accent, and words of some scripts have no space between them.
    """
    words = {word.lower() for form in forms for word in re.findall(r"\w+", form)}
    begun = sorted({word[:4] if len(word) > 4 else word[:2] for word in words})
    either = ("".join(f"[{letter}\\x80-\U0010ffff]" for letter in word) for word in begun)
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(either)})" if begun else r"(?!)", re.I)
