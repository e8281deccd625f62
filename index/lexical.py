"""The lexical index: BM25 over stemmed words, in tantivy. The only module that touches tantivy.

It is derived from the catalogue and holds nothing that can't be made again from there. English
passages have a field of their own; those of other languages share one, in which each stem is
marked with its language (see index/analysis.py). A query is analysed in every language held.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tantivy

from index.analysis import ENGLISH, MARK, analysis_of, marked, spaced, words
from index.checksums import damaged
from index.filters import Filters
from index.record import PassageRecord
from index.spelling import similar, variants

_ANALYZER = "words"
_MARKED = "whitespace"
_WRITER_BYTES = 64_000_000


@dataclass(frozen=True, slots=True)
class Term:
    """A stemmed word of a query with its weight; `frequency` counts the passages that hold it."""

    text: str
    weight: float
    frequency: int


class LexicalIndex:
    """Passages searchable by their words. One writer at a time; any number of readers."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._schema = _schema()
        self._analyzer = _analyzer()
        self._index = tantivy.Index(self._schema, path=str(folder), reuse=True)
        self._index.register_tokenizer(_ANALYZER, self._analyzer)
        self._index.config_reader("manual")
        self._analyses = self._find_analyses()
        self._copy: tempfile.TemporaryDirectory[str] | None = None

    @classmethod
    def copied(cls, folder: Path) -> LexicalIndex:
        """A copy of the index in a folder that can't be written to, which tantivy won't open."""
        copy = tempfile.TemporaryDirectory(prefix="rapporteur-")
        held = Path(copy.name) / "lexical"
        shutil.copytree(folder, held)
        index = cls(held)
        # It is removed with the index.
        index._copy = copy
        return index

    def write(self, add: Iterable[PassageRecord], remove: Iterable[int]) -> None:
        """Remove and add passages by id, in one commit."""
        writer = self._index.writer(_WRITER_BYTES, 1)
        try:
            for passage in remove:
                writer.delete_documents_by_term("id", passage)
            for record in add:
                writer.delete_documents_by_term("id", record.id)
                writer.add_document(self._document(record))
            writer.commit()
            writer.wait_merging_threads()
        finally:
            # An error's traceback would keep it, and the folder locked.
            del writer
        self._index.reload()
        self._analyses = self._find_analyses()

    def sweep(self) -> None:
        """Delete the files that a write which was cut off left: their names are used again."""
        writer = self._index.writer(_WRITER_BYTES, 1)
        writer.garbage_collect_files()
        writer.wait_merging_threads()

    def damaged(self) -> list[str]:
        """The names of the files that are no more what was written."""
        return damaged(self._folder)

    def ids(self) -> set[int]:
        """The ids of all searchable passages."""
        searcher = self._index.searcher()
        if not searcher.num_docs:
            return set()
        hits = searcher.search(tantivy.Query.all_query(), searcher.num_docs).hits
        values = searcher.fast_field_values("id", [address for _, address in hits])
        return {int(value) for value in values if value is not None}

    def stems(self, text: str) -> list[str]:
        """The words of `text` as English passages hold them: folded, in lower case and stemmed."""
        return self._analyzer.analyze(spaced(text))

    def forms(self, text: str) -> list[tuple[str, tuple[str, ...]]]:
        """The words of `text`: each one's English stem, and its stems in other languages held."""
        if not self._analyses:
            return [(stem, ()) for stem in self.stems(text)]
        found = []
        for word in words(text):
            others = tuple(marked(word, analysis) for analysis in self._analyses)
            english = self._analyzer.analyze(word)
            found += [(stem, others) for stem in english or others[:1]]
        return found

    def all_stems(self, text: str) -> set[str]:
        """The stems of the words of `text` in every language held."""
        return {stem for english, others in self.forms(text) for stem in (english, *others)}

    def runs(self, text: str) -> list[list[str]]:
        """The stems of `text` in order, in English and in each other language held."""
        marks = [[marked(word, held) for word in words(text)] for held in self._analyses]
        return [self.stems(text), *marks]

    def frequencies(self, stems: Sequence[str]) -> list[int]:
        """For each stem, how many passages hold it."""
        searcher = self._index.searcher()
        return [int(searcher.doc_freq(_field(stem), stem)) for stem in stems]

    def spellings(self, stem: str, others: Sequence[str] = ()) -> tuple[tuple[str, int], ...]:
        """Other stems that the library holds and `stem` may stand for, with their frequencies.

        `others` are its stems in other languages. British and American forms of the same word
        always; where the library doesn't hold `stem` itself, the stems that it may be a slip of
        the keyboard for.
        """
        searcher = self._index.searcher()
        forms = [form for form in (*others, *variants(stem)) if form != stem]
        other = [(form, int(searcher.doc_freq(_field(form), form))) for form in forms]
        held = tuple((form, frequency) for form, frequency in other if frequency)
        if held or searcher.doc_freq(_field(stem), stem):
            return held
        candidates = searcher.terms_with_prefix("body", stem[:2], None, 50_000)
        return tuple(similar(stem, candidates))

    def size(self) -> int:
        """How many passages are searchable."""
        return int(self._index.searcher().num_docs)

    def search(
        self,
        terms: Sequence[Term],
        phrases: Sequence[Sequence[str]],
        filters: Filters,
        limit: int,
    ) -> list[tuple[int, float]]:
        """The best passages as (id, BM25 score), best first.

        A passage must hold at least one term or phrase. `phrases` are runs of stems that must
        stand together; a passage that holds one gains its words' scores once more.
        """
        wanted = [self._term(term) for term in terms]
        wanted += [
            (
                tantivy.Occur.Should,
                tantivy.Query.phrase_query(self._schema, _field(phrase[0]), list(phrase)),
            )
            for phrase in phrases
            if len(phrase) > 1
        ]
        if not wanted:
            return []
        query = tantivy.Query.boolean_query(wanted)
        if limits := self._limits(filters):
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), *limits])
        # Without limits tantivy skips what can't be among the best, which it can't inside another.
        return self._best(query, limit)

    def held(
        self, weighted: Sequence[tuple[Sequence[str], float]], passages: Sequence[int]
    ) -> dict[int, float]:
        """For each of `passages` (ids), the sum of the weights of the words that it holds.

        A word is its weight and its stems in all spellings, of which one is enough.
        """
        if not weighted or not passages:
            return {}
        query = tantivy.Query
        wanted = [
            query.const_score_query(
                query.boolean_query([self._term(Term(stem, 1.0, 0)) for stem in stems]), weight
            )
            for stems, weight in weighted
        ]
        among = query.term_set_query(self._schema, "id", list(passages))
        of_those = query.boolean_query(
            [
                (tantivy.Occur.Must, query.const_score_query(among, 0.0)),
                *((tantivy.Occur.Should, word) for word in wanted),
            ]
        )
        return dict(self._best(of_those, len(passages)))

    def _best(self, query: tantivy.Query, limit: int) -> list[tuple[int, float]]:
        """The passages that match a query best, as (id, score), best first."""
        searcher = self._index.searcher()
        hits = searcher.search(query, limit, count=False).hits
        ids = searcher.fast_field_values("id", [address for _, address in hits])
        return [
            (int(passage), float(score))
            for passage, (score, _) in zip(ids, hits, strict=True)
            if passage is not None
        ]

    def _term(self, term: Term) -> tuple[Any, Any]:
        query = tantivy.Query.term_query(self._schema, _field(term.text), term.text, "freq")
        if term.weight != 1.0:
            query = tantivy.Query.boost_query(query, term.weight)
        return tantivy.Occur.Should, query

    def _find_analyses(self) -> tuple[str, ...]:
        """How the passages that are not in English are analysed, each way once."""
        languages = self._index.searcher().terms_with_prefix("language", "")
        return tuple(sorted({analysis_of(language) for language, _ in languages} - {ENGLISH}))

    def _limits(self, filters: Filters) -> list[tuple[Any, Any]]:
        query = tantivy.Query
        limits: list[Any] = []
        for name, values in (
            ("publisher", filters.passing_publishers),
            ("kind", filters.passing_kinds),
            ("language", filters.languages),
            ("place", filters.places),
            ("audience", ("public",) if filters.viewer == "public" else ()),
        ):
            if values:
                limits.append(query.term_set_query(self._schema, name, list(values)))
        if filters.first_day is not None:
            limits.append(self._dated("last_day", filters.first_day, None, filters))
        if filters.last_day is not None:
            limits.append(self._dated("first_day", None, filters.last_day, filters))
        return [(tantivy.Occur.Must, query.const_score_query(limit, 0.0)) for limit in limits]

    def _dated(self, field: str, low: int | None, high: int | None, filters: Filters) -> Any:
        """The passages whose `field` lies between two days, or also those without a date."""
        query, whole = tantivy.Query, tantivy.FieldType.Integer
        within = query.range_query(self._schema, field, whole, low, high)
        if not filters.undated_pass:
            return within
        dated = query.range_query(self._schema, field, whole, 0, None)
        must, never, may = tantivy.Occur.Must, tantivy.Occur.MustNot, tantivy.Occur.Should
        undated = query.boolean_query([(must, query.all_query()), (never, dated)])
        return query.boolean_query([(may, within), (may, undated)])

    def _document(self, record: PassageRecord) -> tantivy.Document:
        document = tantivy.Document()
        document.add_integer("id", record.id)
        analysis = analysis_of(record.language)
        if analysis == ENGLISH:
            document.add_text("body", spaced(record.text))
        else:
            stems = (marked(word, analysis) for word in words(record.text))
            document.add_text("marked", " ".join(stems))
        document.add_text("publisher", record.publisher)
        document.add_text("kind", record.kind)
        document.add_text("language", record.language)
        document.add_text("audience", record.audience)
        for place in record.places:
            document.add_text("place", place)
        if record.first_day is not None and record.last_day is not None:
            document.add_integer("first_day", record.first_day)
            document.add_integer("last_day", record.last_day)
        return document


def _field(stem: str) -> str:
    return "marked" if MARK in stem else "body"


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    # Signed, though never negative: deleting by term silently misses unsigned fields.
    builder.add_integer_field("id", stored=False, indexed=True, fast=True)
    builder.add_text_field("body", stored=False, tokenizer_name=_ANALYZER, index_option="position")
    builder.add_text_field("marked", stored=False, tokenizer_name=_MARKED, index_option="position")
    for name in ("publisher", "kind", "language", "audience", "place"):
        builder.add_text_field(name, stored=False, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("first_day", stored=False, indexed=True, fast=True)
    builder.add_integer_field("last_day", stored=False, indexed=True, fast=True)
    return builder.build()


def _analyzer() -> tantivy.TextAnalyzer:
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(60))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )
