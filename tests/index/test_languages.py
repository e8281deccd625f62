"""Words are found in every language that the library holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import Document, document_id
from corpus.read import Candidate, discover, read
from corpus.split import split
from index.filters import Filters
from index.index import Incoming, Index
from index.search import Query, query_terms, quoting

EVERYTHING = Filters(viewer="internal")
# By language: what a document says, and words as somebody else would write them.
TEXTS = {
    "fr": ("Les autorités ont libéré deux journalistes.", "libérer un journaliste"),
    "es": ("Los gobiernos negaron las desapariciones.", "gobierno que niega una desaparición"),
    "de": ("Die Flüchtlinge warteten an den Grenzen.", "Flüchtling an der Grenze"),
    "pt": ("As comunidades exigiram reparações.", "comunidade reparação"),
    "ru": ("Правозащитники опубликовали доклады.", "правозащитник доклад"),
    "ar": ("طَالَبَتِ المنظّمات بالإفراج عن المعتقلين.", "المنظمات الافراج المعتقلين"),
    "fa": ("خانواده‌های زندانیان نامه نوشتند.", "زندانیان خانواده"),
    "hi": ("सरकारों ने पत्रकारों को रिहा किया।", "पत्रकार रिहा"),
    "el": ("Οι δημοσιογράφοι απελευθερώθηκαν χθες.", "δημοσιογράφος"),
    "zh": ("当局昨天释放了两名记者。", "释放记者"),
    "ja": ("当局は昨日、二人の弁護士を釈放した。", "弁護士の釈放"),
    "th": ("เจ้าหน้าที่ปล่อยตัวนักข่าวสองคนเมื่อวานนี้", "นักข่าว"),
    "my": ("အာဏာပိုင်များက သတင်းထောက်များကို လွှတ်ပေးခဲ့သည်။", "သတင်းထောက်"),
    "am": ("መንግሥት፡ጋዜጠኞችን፡ፈታ።", "ጋዜጠኞችን"),
    "sw": ("Serikali iliwaachilia waandishi wa habari.", "waandishi habari"),
    "en": ("The authorities released two journalists.", "release of a journalist"),
}


def document(language: str, text: str) -> Document:
    name = f"{language}.txt"
    return Document(document_id(name), name, name, text, "", name, language=language)


@pytest.fixture
def index(tmp_path: Path, quick_model: Any) -> Iterator[Index]:
    index = Index.open(tmp_path)
    index.start(quick_model)
    with index.writing():
        texts = [document(language, text) for language, (text, _) in TEXTS.items()]
        index.put([Incoming(each, "/library", each.source) for each in texts])
    yield index
    index.close()


def by_words(index: Index, words: str) -> list[str]:
    """The sources of the passages that the lexical index alone finds, best first."""
    terms, phrases = query_terms(index.engines, Query(words, words))
    hits = index.engines.lexical.search(terms, phrases, EVERYTHING, 20)
    passages = index.catalogue.passages([passage for passage, _ in hits])
    names = index.catalogue.documents_by_id([passage.document for passage in passages.values()])
    return [names[passages[passage].document].source for passage, _ in hits]


def test_a_document_is_found_by_other_forms_of_its_words(index: Index) -> None:
    found = {language: by_words(index, asked)[:1] for language, (_, asked) in TEXTS.items()}
    assert found == {language: [f"{language}.txt"] for language in TEXTS}


def test_a_quotation_is_looked_for_in_its_own_language(index: Index) -> None:
    for language, (text, _) in TEXTS.items():
        best, *_ = quoting(index.engines, text, EVERYTHING, 5)
        assert index.catalogue.passages([best])[best].document == document_id(f"{language}.txt")


def test_a_language_that_leaves_the_library_leaves_the_queries(
    tmp_path: Path, quick_model: Any
) -> None:
    index = Index.open(tmp_path)
    index.start(quick_model)
    french = document("fr", TEXTS["fr"][0])
    with index.writing():
        index.put([Incoming(french, "/library", french.source)])
        assert by_words(index, "journaliste") == ["fr.txt"]
        index.remove([french.id])
    assert by_words(index, "journaliste") == []
    index.close()


SCRIPTS = (
    "the Law. droit été закон право؟ قانون حق۔ 人权。法律！ กฎหมาย ສິດ ច្បាប់។ अधिकार। መብት፡ሕግ። "
    "זכות իրավունք։ \u200d«» 1948 \n\n"
)


@settings(max_examples=100)
@given(
    st.lists(st.sampled_from(SCRIPTS.split(" ")), max_size=60).map(" ".join),
    st.sampled_from(["", "en", "fr", "ar", "zh", "th", "hi", "am", "my"]),
)
def test_mixed_scripts_keep_exact_offsets(text: str, language: str) -> None:
    item = Document("d", "d", "/d", text, "", "A title", language=language)
    covered = 0
    for passage in split(item, lambda texts: [len(each) for each in texts], 64):
        assert not text[covered : passage.start].strip()
        for sentence in passage.sentences:
            assert passage.start <= sentence.start < sentence.end <= passage.end
            assert (
                text[sentence.start : sentence.end].strip() == text[sentence.start : sentence.end]
            )
        covered = passage.end
    assert not text[covered:].strip()


# Words of the first article, as a reader of the language may look for them.
FIRST_ARTICLE = {
    "amh": "ክብርና፡መብት",
    "arb": "الكرامة والحقوق الإخاء",
    "cmn_hans": "尊严和权利上一律平等",
    "eng": "dignity reason brotherhood",
    "fra": "dignité raison fraternité",
    "heb": "ובזכויותיהם במצפון",
    "kin": "agaciro umutimanama",
    "mya": "ဂုဏ်သိက္ခာ",
    "pes_1": "حیثیت وجدان برادری",
    "por_PT": "dignidade razão fraternidade",
    "rus": "достоинство разум совесть",
    "spa": "dignidad conciencia fraternalmente",
    "swh": "hadhi dhamiri undugu",
    "uig_arab": "ئىززەت ۋىجدان",
    "ukr": "гідності розумом братерства",
}


def test_the_universal_declaration_is_found_in_fifteen_languages(
    shared_data: Path, tmp_path: Path, quick_model: Any
) -> None:
    candidates = [item for item in discover(shared_data / "udhr") if isinstance(item, Candidate)]
    documents = [read(candidate, "public") for candidate in candidates]
    index = Index.open(tmp_path)
    index.start(quick_model)
    with index.writing():
        index.put([Incoming(each, "/library", each.source) for each in documents])
    missed = {
        name: found[:1]
        for name, words in FIRST_ARTICLE.items()
        if (found := by_words(index, words))[:1] != [f"{name}.html"]
    }
    index.close()
    assert missed == {}
    for each in documents:
        for passage in split(each, quick_model.count_tokens, 256):
            for sentence in passage.sentences:
                words = each.text[sentence.start : sentence.end]
                assert words and words == words.strip()
