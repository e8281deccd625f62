"""What the verifier lets through as supported, and what it does not."""

from __future__ import annotations

import random
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.draft import DraftStatement, Quotation, SourcePassage
from assistant.folding import fold
from assistant.results import Citation, Statement
from assistant.verify import Verifier, locate
from corpus.document import Document, Span, Speech

TEXT = (
    "The Council met on Monday. We condemn the attacks of 12 May, in which 1,200 people died.\n"
    "“Never again” cannot\u00a0remain   a slogan – it is a duty owed by every member state. "
    "Non-state actors hold 3.5 million people; the government’s part is not clear. "
    "Dr. Ana Ruiz said: “Silence is a choice, and States make it.” It failed. "
    "The co\u00adoperation of all is needed."
)


def document(text: str = TEXT, **fields: object) -> Document:
    described = {"title": "Statement on the attacks", "publisher": "The Centre", **fields}
    return Document(id="d1", source="a.txt", location="a.txt", text=text, sha256="", **described)  # type: ignore[arg-type]


def passages(text: str = TEXT, **fields: object) -> dict[str, SourcePassage]:
    return {"p1": SourcePassage("p1", document(text, **fields), 0, len(text))}


def verify(
    words: str, statement: str | None = None, key: str = "p1", text: str = TEXT
) -> tuple[Statement, tuple[Citation, ...]]:
    draft = DraftStatement(words if statement is None else statement, (Quotation(key, words),))
    return Verifier().verify(draft, passages(text))


def accepted(words: str, text: str = TEXT) -> str:
    """The stored characters found for `words`."""
    statement, cited = verify(words, text=text)
    assert statement.support == "verbatim"
    (citation,) = cited
    assert text[citation.start : citation.end] == citation.quote
    return citation.quote


def rejected(words: str, text: str = TEXT) -> str:
    """The note with which `words` are turned down."""
    statement, cited = verify(words, text=text)
    assert statement.support == "unsupported"
    assert statement.citations == cited == ()
    return statement.note


def test_an_exact_quotation_is_shown_as_the_stored_characters() -> None:
    assert accepted("We condemn the attacks of 12 May") == "We condemn the attacks of 12 May"


@pytest.mark.parametrize("marks", ['""', "''", "«»", "„“", "‘’", "‹›"])
def test_other_quotation_marks_are_accepted(marks: str) -> None:
    quote = accepted(f"{marks[0]}Never again{marks[1]} cannot remain a slogan")
    assert quote == "“Never again” cannot\u00a0remain   a slogan"


def test_a_straight_apostrophe_is_accepted() -> None:
    assert accepted("the government's part is not clear") == "the government’s part is not clear"


@pytest.mark.parametrize("dash", "-‐‑‒–—−")
def test_other_dashes_are_accepted(dash: str) -> None:
    assert "slogan – it" in accepted(f"“Never again” cannot remain a slogan {dash} it is")
    assert accepted(f"Non{dash}state actors hold") == "Non-state actors hold"


def test_line_breaks_and_runs_of_spaces_are_accepted() -> None:
    assert accepted("people\tdied. \n\n “Never again”") == "people died.\n“Never again”"


def test_soft_hyphens_are_accepted_and_kept_as_stored() -> None:
    assert accepted("The cooperation of all") == "The co\u00adoperation of all"
    assert accepted("The Coun\u00adcil met on Monday.") == "The Council met on Monday."


def test_an_invented_key_is_rejected() -> None:
    statement, cited = verify("We condemn the attacks", key="p7")
    assert (statement.support, cited) == ("unsupported", ())
    assert "not among those found" in statement.note


def test_a_misquotation_is_rejected_naming_quotation_and_document() -> None:
    note = rejected("We deplore the attacks of 12 May")
    assert "We deplore the attacks of 12 May" in note
    assert "Statement on the attacks" in note


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("We condemn the attacks of 13 May", id="changed day"),
        pytest.param("in which 1,300 people died", id="changed number"),
        pytest.param("in which 1200 people died", id="number without its comma"),
        pytest.param("in which 1.200 people died", id="number with another separator"),
        pytest.param("we condemn the attacks of 12 May", id="changed case"),
        pytest.param("We condemn … 12 May", id="ellipsis character"),
        pytest.param("We condemn ... 12 May", id="three dots"),
        pytest.param("We condemn [...] 12 May", id="bracketed ellipsis"),
        pytest.param("The Council met on Monday. It failed.", id="joined from two places"),
        pytest.param("We condemn attacks of 12 May", id="word dropped"),
        pytest.param("We strongly condemn the attacks", id="word inserted"),
        pytest.param("We condemn the attack of 12 May", id="letter dropped"),
        pytest.param("We condamn the attacks of 12 May", id="letter changed"),
        pytest.param("condemn We the attacks of 12 May", id="words swapped"),
        pytest.param("We condemn the attacks of 12 May in which", id="comma dropped"),
        pytest.param("We condemn the attacks, of 12 May", id="comma added"),
        pytest.param("We condemn the attacks of 12 May.", id="full stop added"),
        pytest.param("“We condemn the attacks of 12 May”", id="own quotation marks around"),
        pytest.param("Wе condemn the attacks", id="look-alike letter"),
        pytest.param("Nonstate actors hold 3.5 million", id="hyphen dropped"),
        pytest.param("We condemn the attacks of 12 May <b>", id="markup added"),
        pytest.param("Notre Conseil condamne les attaques", id="translated"),
        pytest.param("", id="empty"),
        pytest.param(" \u00ad\n ", id="nothing but white space"),
    ],
)
def test_altered_words_are_rejected(words: str) -> None:
    rejected(words)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        pytest.param("art of war begins", "Some part of war begins.", id="start inside a word"),
        pytest.param("the start of war", "It is the start of warfare.", id="end inside a word"),
        pytest.param("200 people died here", "1,200 people died here.", id="thousands cut off"),
        pytest.param("200 people died here", "1 200 people died here.", id="spaced thousands"),
        pytest.param("5 people died here", "3.5 people died here.", id="whole part cut off"),
        pytest.param("there were exactly 3", "there were exactly 3.5", id="decimals cut off"),
        pytest.param("there were exactly 1", "there were exactly 1,200", id="end of thousands"),
        pytest.param("there were exactly 1", "there were exactly 1 200.", id="spaced end"),
        pytest.param("there were exactly 5", "there were exactly 5%", id="per cent sign cut"),
        pytest.param("a share of 5", "a share of 5 per cent", id="per cent cut"),
        pytest.param("they killed almost 5", "they killed almost 5 million.", id="scale cut"),
        pytest.param("million people have fled", "3 million people have fled", id="scale alone"),
        pytest.param("they number two hundred", "they number two hundred thousand", id="in words"),
        pytest.param("5 degrees of frost", "It was -5 degrees of frost", id="sign cut off"),
        pytest.param("10 people were killed", "5–10 people were killed", id="range cut"),
        pytest.param("5 was paid out", "A sum of €5 was paid out", id="currency cut off"),
        pytest.param("state actors were there", "Non-state actors were there", id="prefix cut"),
        pytest.param("I think they should", "I think they shouldn’t go", id="contraction cut"),
        pytest.param("百万人遭受了暴力侵害", "三百万人遭受了暴力侵害", id="Chinese numeral cut"),
        pytest.param("ما كرد بزرگ می", "ما كرد بزرگ می\u200cخواهم", id="joined Persian word cut"),
        pytest.param("we saw the cafe", "we saw the cafe\u0301", id="accent cut off"),
    ],
)
def test_a_quotation_cuts_no_word_and_no_number(words: str, text: str) -> None:
    rejected(words, text)


def test_a_later_whole_occurrence_is_found_behind_a_cut_one() -> None:
    text = "In part of war we saw this. The art of war is old."
    assert locate(text, "art of war") == Span(32, 42)


@pytest.mark.parametrize("words", ["Council", "We condemn", "It", "failed."])
def test_fewer_than_three_words_bear_nothing(words: str) -> None:
    assert "too short" in rejected(words)


def test_a_whole_sentence_of_two_words_is_enough() -> None:
    assert accepted("It failed.") == "It failed."


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("نحن ندين الهجمات", "قال: نحن ندين الهجمات على المدنيين."),
        ("אנו מגנים את ההתקפות", "אמר: אנו מגנים את ההתקפות על אזרחים."),
        ("强烈谴责这些袭击", "安理会强烈谴责这些袭击,并要求停火。"),
        ("この攻撃を強く非難する", "安保理はこの攻撃を強く非難する。"),
        ("우리는 이 공격을 규탄한다", "오늘 우리는 이 공격을 규탄한다."),
        ("हम इन हमलों की निंदा", "आज हम इन हमलों की निंदा करते हैं।"),
    ],
)
def test_quotations_in_other_scripts_are_found(words: str, text: str) -> None:
    assert accepted(words, text) == words


def test_a_quotation_is_looked_for_in_its_passage_first_and_then_in_its_document() -> None:
    text = "We condemn the attacks. And later: We condemn the attacks. We stand with the victims."
    second = SourcePassage("p1", document(text), 35, 58)
    draft = DraftStatement("x", (Quotation("p1", "We condemn the attacks."),))
    beyond = DraftStatement("x", (Quotation("p1", "We stand with the victims."),))
    for given_draft, quoted_at in ((draft, 35), (beyond, 59)):
        plain = DraftStatement(given_draft.quotations[0].words, given_draft.quotations)
        _, cited = Verifier().verify(plain, {"p1": second})
        assert cited[0].start == quoted_at


def test_words_of_another_document_are_not_found_in_this_one() -> None:
    other = Document("d2", "b.txt", "b.txt", "All is well in the country.", "", "Other")
    both = passages() | {"p2": SourcePassage("p2", other, 0, len(other.text))}
    draft = DraftStatement("It failed.", (Quotation("p2", "It failed."),))
    statement, cited = Verifier().verify(draft, both)
    assert (statement.support, cited) == ("unsupported", ())
    assert "Other" in statement.note


def test_a_statement_without_quotation_is_unsupported() -> None:
    statement, cited = Verifier().verify(DraftStatement("All is well.", ()), passages())
    assert (statement.support, cited) == ("unsupported", ())
    assert statement.note


def test_one_quotation_that_is_not_found_takes_the_support_of_the_others() -> None:
    words = (Quotation("p1", "The Council met on Monday."), Quotation("p1", "It succeeded today."))
    statement, cited = Verifier().verify(DraftStatement("The Council met.", words), passages())
    assert (statement.support, statement.citations, cited) == ("unsupported", (), ())
    assert "It succeeded today." in statement.note


def test_citations_are_numbered_as_they_appear_and_keep_their_number() -> None:
    verifier = Verifier()
    asked = ["It failed.", "The Council met on Monday.", "nothing like it stands there"]
    drafts = [DraftStatement(words, (Quotation("p1", words),)) for words in [*asked, asked[0]]]
    shown = [verifier.verify(draft, passages())[0].citations for draft in drafts]
    assert shown == [(1,), (2,), (), (1,)]
    assert [each.number for each in verifier.citations] == [1, 2]


def joined(*words: str) -> tuple[Statement, tuple[Citation, ...]]:
    draft = DraftStatement(" ".join(words), tuple(Quotation("p1", each) for each in words))
    return Verifier().verify(draft, passages())


def test_quotations_that_follow_one_another_are_verbatim_together() -> None:
    words = (
        "The Council met on Monday.",
        "We condemn the attacks of 12 May, in which 1,200 people died.",
    )
    statement, cited = joined(*words)
    assert statement == Statement(" ".join(words), (1, 2), "verbatim")
    assert len(cited) == 2


def test_words_joined_from_several_places_are_not_verbatim() -> None:
    assert joined("The Council met on Monday.", "It failed.")[0].support != "verbatim"
    assert joined("It failed.", "The Council met on Monday.")[0].support != "verbatim"


def test_a_statement_of_its_own_words_is_verified_not_verbatim() -> None:
    statement, _ = verify("We condemn the attacks of 12 May", "The Centre condemns the attacks.")
    assert (statement.support, statement.citations) == ("verified", (1,))
    assert statement.text == "The Centre condemns the attacks."


def test_a_citation_says_page_and_speaker() -> None:
    start = TEXT.index("Silence")
    speech = Speech(start, TEXT.index("” It failed"), "Dr. Ana Ruiz", "Director")
    found = passages(speeches=(speech,), pages=(0, start), date="2020-02", url="https://x.org")
    draft = DraftStatement("Silence is a choice", (Quotation("p1", "Silence is a choice"),))
    _, (citation,) = Verifier().verify(draft, found)
    assert (citation.page, citation.speaker) == (2, "Dr. Ana Ruiz, Director")
    assert (citation.date, citation.url, citation.number) == ("2020-02", "https://x.org", 1)
    assert citation.title == "Statement on the attacks"


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("condemn the attacks on schools", "We do not condemn the attacks on schools."),
        ("the Court will act now", "It is not true that the Court will act now."),
        ("protect the people of the city", "The army failed to protect the people of the city."),
        ("We will support the resolution", "We will support the resolution only if it is amended."),
        ("We will support it fully", "We will support it fully, unless it is amended."),
    ],
)
def test_a_quotation_cut_from_its_not_or_its_condition_is_unsupported(
    words: str, text: str
) -> None:
    assert "leaves out" in rejected(words, text)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("The Centre [condemns](https://evil.example) the attacks.", "condemns the"),
        ("The Centre condemns ![x](https://evil.example/p.png) the attacks.", "x the attacks"),
        ("The Centre <img src=x onerror=alert(1)>condemns the attacks.", "Centre condemns"),
        ("The Centre condemns the attacks [1][2, 3] [^4].", "condemns the attacks."),
        ("**The Centre** condemns `the` _attacks_.", "The Centre condemns the attacks."),
        ("# The Centre condemns the attacks.", "The Centre condemns the attacks."),
        ("The Centre\u202e condemns\x00 the\nattacks.", "The Centre condemns the attacks."),
        ("The Centre condemns <scr<b>ipt>the attacks.", "the attacks."),
    ],
)
def test_a_statement_is_plain_text(written: str, shown: str) -> None:
    text = verify("We condemn the attacks of 12 May", written)[0].text
    assert shown in text
    assert not re.search(r"[<>\[\]*`\x00\u202e]|evil|https", text)


@pytest.mark.parametrize(
    "address", ["https://evil.example/x", "www.evil.example", "//evil.example"]
)
def test_an_address_in_a_statement_is_removed(address: str) -> None:
    text = verify("We condemn the attacks of 12 May", f"See {address} on the attacks.")[0].text
    assert "evil" not in text


def test_a_long_text_that_repeats_itself_is_searched_in_no_time() -> None:
    text = "ab " * 100_000 + "abc"
    begun = time.perf_counter()
    assert locate(text, "b " + "ab " * 50_000) is None
    assert locate(" \u00ad" * 100_000 + "one two three", "one two three") == Span(200_000, 200_013)
    assert time.perf_counter() - begun < 2


WORDS = "the Council condemned 1,200 attacks “never again” on non-state actors 3.5 % members’ — it"
PIECES = st.sampled_from([*WORDS.split(), "安理会谴责", "نحن ندين", "co\u00adoperation", "12 May."])
GAPS = st.sampled_from([" ", "  ", "\n", "\u00a0", " \n\t", " \u00ad"])


@st.composite
def texts(draw: st.DrawFn) -> str:
    count = draw(st.integers(3, 30))
    return "".join(draw(PIECES) + draw(GAPS) for _ in range(count))


def retyped(text: str, chance: random.Random) -> str:
    """`text` with other white space, quotation marks and dashes, and soft hyphens."""
    kinds = [" ", "\"'“”‘’«»", "-–—‑−"]
    out = []
    for char in text:
        kind = next((kind for kind in kinds if char in kind), char)
        out.append(chance.choice(kind) * (chance.choice((1, 2)) if kind == " " else 1))
    return "".join(out)


@given(texts(), st.data())
@settings(max_examples=200, deadline=None)
def test_any_words_of_a_text_are_found_where_the_stored_characters_fold_alike(
    text: str, data: st.DataObject
) -> None:
    borders = [match.span() for match in re.finditer(r"\S+", text)]
    first = data.draw(st.integers(0, len(borders) - 3))
    last = data.draw(st.integers(first + 2, len(borders) - 1))
    words = text[borders[first][0] : borders[last][1]]
    span = locate(text, retyped(words, random.Random(data.draw(st.integers(0, 99)))))
    if span is None:  # only a number at the cut or too few words may stand in the way
        edges = borders[max(0, first - 1) : first + 1] + borders[last : last + 2]
        at_number = any(re.search(r"[\d%]", text[start:end]) for start, end in edges)
        assert at_number or sum(any(map(str.isalnum, word)) for word in fold(words).split()) < 3
        return
    found = text[span.start : span.end]
    assert fold(found) == fold(words)
    assert found == found.strip()


@given(st.text(max_size=200), st.text(max_size=40))
@settings(max_examples=300, deadline=None)
def test_whatever_is_found_folds_as_what_was_sought(text: str, words: str) -> None:
    for sought in (words, text[3:60], text):
        span = locate(text, sought)
        if span:
            assert fold(text[span.start : span.end]) == fold(sought)


SENTENCES = (
    "On 12 March 2019 the delegation told the General Assembly that 1,200 families had fled.",
    "We condemn in the strongest terms the shelling of hospitals, schools and markets.",
    "No permanent member should use its veto when mass atrocities are being committed.",
    "The Commission’s report – the third since 2014 – names 35 commanders and two ministers.",
    "Our government pledged $100,000 to the fund and will not withdraw its observers.",
    "Ceasefires have been announced four times, and four times they were broken within days.",
    "Those responsible must be held to account, whatever their rank or nationality.",
    "More than 3.5 million children could not go to school in the north last year.",
)


def test_of_ten_thousand_altered_quotations_none_is_accepted() -> None:
    chance = random.Random(20240607)
    text = " ".join(SENTENCES)
    verifier, found = Verifier(), passages(text)
    spare = "not all three states may often condemn 17 never 2018 their".split()
    stored = fold(text)
    altered = accepted_count = 0
    while altered < 10_000:
        words = chance.choice(SENTENCES).split()
        at = chance.randrange(1, len(words) - 1)
        match chance.choice("drop insert change digit letter swap".split()):
            case "drop":
                del words[at]
            case "insert":
                words.insert(at, chance.choice(spare))
            case "change":
                words[at] = chance.choice(spare)
            case "digit":
                digits = [i for i, word in enumerate(words) if re.search(r"\d", word)]
                if digits:
                    at = chance.choice(digits)
                    words[at] = re.sub(r"\d", lambda m: str(9 - int(m[0])), words[at], count=1)
            case "letter":
                place = chance.randrange(len(words[at]))
                letter = chance.choice("abcdefghijklmnopqrstuvwxyz")
                words[at] = words[at][:place] + letter + words[at][place + 1 :]
            case "swap":
                words[at], words[at + 1] = words[at + 1], words[at]
        quotation = " ".join(words)
        if fold(quotation) in stored:
            continue  # the change changed nothing
        altered += 1
        draft = DraftStatement(quotation, (Quotation("p1", quotation),))
        accepted_count += verifier.verify(draft, found)[0].support != "unsupported"
    assert accepted_count == 0
