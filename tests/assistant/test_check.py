"""Checking a draft: quotations to the letter, claims by what bears them, and who said it when."""

from __future__ import annotations

import random
import time
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import Assistant, Cancelled, LibraryError
from assistant.drafted import quotations
from assistant.stretch import Tokens, compared, fit

ASHA = """The Observatory condemns the shelling of the harbour of Port Liberty on 3 May 2021, in
which forty-two people died. We call on the governor to open the road to the hospital before the
rains. No State may grant impunity for these crimes.

Our observers counted 1,306 landmines along the river Asha between May and August. The Committee
on Clearance has asked for eleven million dollars to remove them within two years.

"The children of Port Liberty have waited long enough for a school without soldiers in it," said
Director Amina Sesay.
"""
QUILLON = """Quillon welcomes the decision of the tribunal to hear the witnesses in public. It is a
first step towards justice for the families of the disappeared, and it must not be the last.

Quillon has ratified the treaty on the protection of journalists and invites all its neighbours to
do the same. Our ports will remain open to every ship that carries food or medicine.
"""
METADATA = """file,title,date,publisher,kind,language
asha.txt,Statement on Port Liberty,2021-05-04,Observatory for Coastal Rights,statement,en
quillon.txt,Address on the tribunal,2019-09,Kingdom of Quillon,statement,en
"""
SECRET = "The delegation intends to raise the matter of the frozen accounts with the bank.\n"


@pytest.fixture
def library(quick_model, tmp_path):
    folder = tmp_path / "statements"
    folder.mkdir()
    (folder / "asha.txt").write_text(ASHA)
    (folder / "quillon.txt").write_text(QUILLON)
    (folder / "metadata.csv").write_text(METADATA)
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    with Assistant.open(tmp_path / "library") as opened:
        assert not opened.sync([folder]).failed
        assert not opened.sync([secret], audience="internal").failed
        yield opened


def only(library, draft, **filters):
    (sentence,) = library.check(draft, **filters).sentences
    return sentence


def changed(sentence):
    return [(change.kind, change.draft, change.source) for change in sentence.changes]


QUOTE = "We call on the governor to open the road to the hospital before the rains."


@pytest.mark.parametrize(
    "draft",
    [
        f"“{QUOTE}”",
        f'"{QUOTE}"',
        f"«{QUOTE}»",
        f"« {QUOTE} »",
        f"‘{QUOTE}’",
        f"„{QUOTE}“",
        f"> {QUOTE}",
        f"> {QUOTE}\n> — Observatory for Coastal Rights",
        f"Earlier they said: “{QUOTE}”",
        "“We call on the governor to open the road to the hospital,” they added.",
        "“we call on”".replace("we", "We"),
    ],
)
def test_a_quotation_that_stands_in_the_library_is_verbatim_with_its_source(library, draft):
    sentence = only(library, draft)
    assert (sentence.kind, sentence.verdict) == ("quotation", "verbatim")
    assert sentence.match is not None
    text = library.show(sentence.match.document).text
    assert text[sentence.match.start : sentence.match.end] == sentence.match.quote
    assert sentence.match.title == "Statement on Port Liberty"


@pytest.mark.parametrize(
    ("words", "changes"),
    [
        (QUOTE.replace("governor", "president"), [("replaced", "president", "governor")]),
        (QUOTE.replace("call on", "ask"), [("replaced", "ask", "call on")]),
        (QUOTE.replace(" to the hospital", ""), [("dropped", "", "to the hospital")]),
        (QUOTE.replace("before the", "before the heavy"), [("inserted", "heavy", "")]),
        (
            "Our observers counted 1,360 landmines along the river Asha",
            [("number", "1,360", "1,306")],
        ),
        (QUOTE.replace("We", "we"), [("case", "we" + QUOTE[2:-1], QUOTE[:-1])]),
        (
            QUOTE.replace("governor to", "governor, to"),
            [("punctuation", QUOTE.replace("governor to", "governor, to")[:-1], QUOTE[:-1])],
        ),
        (
            "The Observatory condemns […] in which forty-two people died",
            [
                (
                    "omission",
                    "",
                    "the shelling of the harbour of Port Liberty on 3 May 2021",
                )
            ],
        ),
    ],
)
def test_a_quotation_that_differs_is_altered_and_says_how(library, words, changes):
    sentence = only(library, f"They wrote: “{words}”")
    assert (sentence.kind, sentence.verdict) == ("quotation", "altered")
    assert changed(sentence) == changes


def test_what_follows_a_dash_in_a_block_quotation_belongs_to_it(library):
    assert only(library, f"> {QUOTE} - Resolution 1325 asks for it").verdict == "altered"


@pytest.mark.parametrize("words", ["-1,306 landmines along the river", "1,306 landmines along?"])
def test_signs_at_the_ends_of_a_quotation_count(library, words):
    assert only(library, f"“{words}”").verdict == "altered"


def test_words_joined_from_two_places_are_altered_and_name_both(library):
    sentence = only(
        library,
        "“We call on the governor to open the road to every ship that carries food or medicine”",
    )
    assert sentence.verdict == "altered"
    (joined,) = [change for change in sentence.changes if change.kind == "joined"]
    assert {sentence.match.source, joined.match.source} == {"asha.txt", "quillon.txt"}


def test_words_cut_from_behind_a_not_are_altered(library):
    sentence = only(library, "“State may grant impunity for these crimes.”")
    assert (sentence.verdict, sentence.changes[0].kind) == ("altered", "cut")


def test_a_quotation_the_library_does_not_hold_is_new(library):
    sentence = only(library, "“The purple elephants danced upon the negotiating table.”")
    assert (sentence.kind, sentence.verdict, sentence.match) == ("quotation", "new", None)


@pytest.mark.parametrize(
    ("draft", "changes"),
    [
        (f"The Observatory for Coastal Rights said: “{QUOTE}”", []),
        (f"The Observatory for Coastal Rights said on 4 May 2021: “{QUOTE}”", []),
        (
            f"The Kingdom of Quillon said: “{QUOTE}”",
            [("attribution", "Kingdom of Quillon", "Observatory for Coastal Rights")],
        ),
        (f"As they said on 4 June 2021: “{QUOTE}”", [("date", "4 June 2021", "4 May 2021")]),
        (f"France said: “{QUOTE}”", [("attribution", "France", "Observatory for Coastal Rights")]),
        ("Amina Sesay said: “The children of Port Liberty have waited long enough”", []),
        (
            "“The children of Port Liberty have waited long enough,” said Peter Owusu.",
            [("attribution", "Peter Owusu", "Amina Sesay")],
        ),
    ],
)
def test_who_said_it_and_when_is_checked(library, draft, changes):
    sentence = only(library, draft)
    assert sentence.verdict == "verbatim"
    assert changed(sentence) == changes


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Quillon has ratified the treaty on the protection of journalists.", "supported"),
        ("Observers counted 1,306 landmines along the river Asha.", "supported"),
        ("Observers counted 2,400 landmines along the river Asha.", "conflicting"),
        ("Quillon has not ratified the treaty on the protection of journalists.", "conflicting"),
        ("The bakers of Ostrava sold nine thousand loaves of rye.", "new"),
    ],
)
def test_a_claim_is_supported_conflicting_or_new(library, claim, verdict):
    sentence = only(library, claim)
    assert (sentence.kind, sentence.verdict) == ("claim", verdict)
    assert (sentence.match is None) == (verdict == "new")


def test_a_conflict_says_what_the_source_says_instead(library):
    sentence = only(library, "Observers counted 2,400 landmines along the river Asha.")
    assert changed(sentence) == [("number", "2,400", "1,306")]


def test_what_the_viewer_may_not_see_and_the_filters_exclude_is_not_matched(library):
    words = f"“{SECRET.strip()}”"
    assert only(library, words).verdict == "verbatim"
    assert only(library, words, viewer="public").match is None
    assert only(library, f"“{QUOTE}”", until="2020").match is None


def test_headings_questions_and_scraps_claim_nothing(library):
    draft = "# On the harbour\n\nWhat did the governor do about the road?\n\nThank you all."
    assert library.check(draft).sentences == ()


def word_file(path: Path) -> Path:
    document = docx.Document()
    document.add_heading("A draft", 1)
    paragraph = document.add_paragraph("They said: “We call on the ")
    paragraph.add_run("governor").bold = True
    paragraph.add_run(" to open the road to the hospital before the rains.” Thank you.")
    table = document.add_table(rows=1, cols=1)
    table.cell(0, 0).text = "Observers counted 2,400 landmines along the river Asha."
    document.add_paragraph("It must not be the first.", style="Quote")
    document.save(str(path))
    return path


def test_a_word_file_is_checked_in_its_order_with_its_tables_and_quotations(library, tmp_path):
    found = library.check(word_file(tmp_path / "draft.docx")).sentences
    assert [(each.kind, each.verdict) for each in found] == [
        ("quotation", "verbatim"),
        ("claim", "conflicting"),
        ("quotation", "altered"),
    ]


def test_tracked_deletions_are_left_out_and_insertions_read(library, tmp_path):
    path = word_file(tmp_path / "draft.docx")
    with zipfile.ZipFile(path) as packed:
        items = {name: packed.read(name) for name in packed.namelist()}
    body = items["word/document.xml"].decode()
    body = body.replace(
        "<w:r><w:rPr><w:b/></w:rPr><w:t>governor</w:t></w:r>",
        "<w:del><w:r><w:delText>mayor</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>governor</w:t></w:r></w:ins>",
    )
    items["word/document.xml"] = body.encode()
    with zipfile.ZipFile(path, "w") as packed:
        for name, data in items.items():
            packed.writestr(name, data)
    assert "w:delText" in body
    assert library.check(path).sentences[0].verdict == "verbatim"


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("draft.docx", b"no Word file", "can't be read as a Word document"),
        ("draft.txt", b"%PDF-1.7 ...", "can't be read as a draft"),
        ("draft.txt", b"  ", "draft.txt"),
        ("missing.txt", None, "missing.txt can't be read"),
        ("missing.docx", None, "missing.docx can't be read"),
    ],
)
def test_a_draft_that_cannot_be_read_is_refused_with_a_reason(library, tmp_path, name, data, told):
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(LibraryError, match=told):
        library.check(tmp_path / name)


def test_a_draft_that_unpacks_to_too_much_is_refused(library, tmp_path):
    path = word_file(tmp_path / "bomb.docx")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/media/image.bin", bytes(61_000_000))
    with pytest.raises(LibraryError, match=r"bomb\.docx can't be checked: it unpacks to more"):
        library.check(path)


def test_a_draft_that_is_too_long_is_refused(library):
    with pytest.raises(LibraryError, match="too long"):
        library.check("word " * 100_000)


def test_text_is_never_taken_for_a_file_name(library, tmp_path):
    (tmp_path / "draft.txt").write_text(f"“{QUOTE}”")
    assert library.check(str(tmp_path / "draft.txt")).sentences == ()


def test_an_empty_library_finds_everything_new(quick_model, tmp_path):
    with Assistant.open(tmp_path / "empty") as empty:
        found = empty.check(f"They said: “{QUOTE}” The bakers of Ostrava sold many loaves.")
        assert [each.verdict for each in found.sentences] == ["new", "new"]


def test_a_check_can_be_stopped(library):
    def stop(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        library.check(f"“{QUOTE}”", progress=stop)


def test_the_json_holds_what_the_contract_names(library):
    found = library.check(f"“{QUOTE}”").to_dict()
    assert set(found["sentences"][0]) >= {"text", "kind", "verdict", "match", "changes"}
    assert found["counts"]["verbatim"] == 1


def test_no_mutated_quotation_is_called_verbatim_and_nearly_all_are_called_altered(library):
    rng = random.Random(7)
    sentences = [s.strip() for text in (ASHA, QUILLON) for s in " ".join(text.split()).split(". ")]
    originals = [s.strip('."') for s in sentences if len(s.split()) >= 8]
    vocabulary = "not the against never 1,400 seven welcomes condemns all some army peace".split()

    def mutated(words: list[str]) -> list[str]:
        at = rng.randrange(1, len(words) - 1)
        how = rng.choice(["change", "drop", "insert", "join"])
        if how == "change":
            return [*words[:at], rng.choice(vocabulary), *words[at + 1 :]]
        if how == "drop":
            return [*words[:at], *words[at + 1 :]]
        if how == "insert":
            return [*words[:at], rng.choice(vocabulary), *words[at:]]
        other = rng.choice(originals).split()
        return words[: len(words) // 2] + other[len(other) // 2 :]

    whole = " ".join(f"{ASHA} {QUILLON}".split())
    drafts = {" ".join(mutated(rng.choice(originals).split())) for _ in range(1500)}
    false = sorted(words for words in drafts if words not in whole)
    assert len(false) > 500
    began = time.monotonic()
    draft = "\n\n".join(f"> {words}" for words in false)
    verdicts = [each.verdict for each in library.check(draft).sentences]
    assert len(verdicts) == len(false)
    assert verdicts.count("verbatim") == 0
    assert verdicts.count("altered") >= 0.99 * len(false)
    assert time.monotonic() - began < 60


@given(st.lists(st.sampled_from("abcde"), max_size=8), st.lists(st.sampled_from("abcde")))
def test_the_nearest_stretch_is_the_nearest_of_all(quoted, text):
    from rapidfuzz.distance import Levenshtein

    stretches = [text[i:j] for i in range(len(text) + 1) for j in range(i, len(text) + 1)]
    least = min(Levenshtein.distance(quoted, stretch) for stretch in stretches)
    assert fit(quoted, text).distance == least


@given(st.text(st.sampled_from("ab 1,.\u00ad\n“”'é本ß"), max_size=60))
def test_words_are_found_where_they_stand(text):
    tokens = Tokens.of(text)
    for at in range(len(tokens.words)):
        span = tokens.stored(at, at + 1)
        stored = text[span.start : span.end].replace("\u00ad", "")
        assert (
            stored.lower() == tokens.words[at].replace("'", stored[1:2] and "'")
            or "'" in (tokens.words[at])
        )


@given(st.text(st.sampled_from("ab “”\"'‘’«»„.s"), max_size=40))
def test_marks_of_any_disorder_give_quotations_in_order(text):
    found = quotations(text)
    assert all(0 <= span.start < span.end <= len(text) for span in found)
    assert all(one.end <= other.start for one, other in zip(found, found[1:], strict=False))


@pytest.mark.parametrize(
    ("draft", "source", "shown"),
    [
        ("We saw fifty tents.", "We saw forty-two tents", "We saw -fifty- +forty-two+ tents."),
        ("We saw tents.", "We saw many tents", "We saw +many+ tents."),
        ("Tents burn", "The tents burn", " +The+ Tents burn"),
        ("We saw no tents", "We saw tents", "We saw -no- tents"),
    ],
)
def test_draft_and_source_are_shown_as_one_text(draft, source, shown):
    marks = {"both": "", "draft": "-", "source": "+"}
    pieces = compared(draft, source)
    assert "".join(f"{marks[side]}{words}{marks[side]}" for side, words in pieces) == shown


@given(
    st.text(st.sampled_from("ab c.’\n"), max_size=30), st.text(st.sampled_from("ab c"), max_size=30)
)
def test_the_text_of_both_keeps_the_draft_whole_but_for_spaces(draft, source):
    kept = "".join(words for side, words in compared(draft, source) if side != "source")
    assert "".join(kept.split()) == "".join(draft.split())
