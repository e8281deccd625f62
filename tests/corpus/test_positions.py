"""Which sentences take a position, whose it is, what it does and to whom it is addressed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import positions as benchmark
from corpus.document import Document
from corpus.positions import Position, find_positions
from corpus.speeches import find_speeches


def found(text: str, publisher: str = "Norway", language: str = "en") -> tuple[Position, ...]:
    document = Document(
        "id",
        "file.txt",
        "/file.txt",
        text,
        "",
        "A title",
        publisher=publisher,
        date="2021-05-03",
        language=language,
        speeches=find_speeches(text),
    )
    return find_positions(document)


@pytest.mark.parametrize(
    ("sentence", "act"),
    [
        ("We condemn the shelling of the hospital in Varda.", "condemn"),
        ("My Government calls on the rebels to open the bridge.", "call"),
        ("Norway demands an end to the siege.", "demand"),
        ("We would welcome a new mandate for the observers.", "welcome"),
        ("The Government of Norway supports the inquiry.", "support"),
        ("The Norwegian Government strongly opposes the death penalty.", "oppose"),
        ("We reject every attempt to deny these crimes.", "reject"),
        ("We cannot accept impunity for these crimes.", "reject"),
        ("We can no longer tolerate these delays.", "reject"),
        ("I deeply regret the decision of the tribunal.", "regret"),
        ("We are gravely concerned by the reports from Varda.", "concern"),
        ("We note with concern the closing of the border.", "concern"),
        ("The fate of the prisoners is a matter of deep concern.", "concern"),
        ("We recommend that the fund be doubled.", "recommend"),
        ("We recognise the suffering of the islanders.", "recognise"),
        ("Norway remains committed to the treaty.", "commit"),
        ("I wish to reaffirm our support for the inquiry.", "support"),
        ("We would like to express our concern about the camps.", "concern"),
        ("We reiterate that borders must be respected.", "affirm"),
        ("The authorities must let the convoys pass.", "call"),
        ("It is essential that the convoys be let through.", "call"),
        ("Let us act before the winter.", "call"),
        ("Our delegation joins others in condemning the coup.", "condemn"),
        ("We have consistently condemned the blockade.", "condemn"),
        ("The siege is strongly condemned by my Government.", "condemn"),
        ("We, together with our neighbours, condemn the attack.", "condemn"),
    ],
)
def test_a_position_is_recognised_with_its_act(sentence: str, act: str) -> None:
    assert [position.act for position in found(sentence)] == [act]


@pytest.mark.parametrize(
    "sentence",
    [
        "The Council condemned the shelling of the hospital.",
        "The shelling was condemned by the Council.",
        "The European Union supports Norway in this matter.",
        "France said that it supports the resolution.",
        "The Secretary-General said that States must act.",
        "Russia claims that we support the rebels.",
        "In 2011 we condemned the coup.",
        "If we support this plan, nothing will be left.",
        "Do we condemn the attack or do we look away?",
        "We may support that proposal later.",
        "We were asked to support the motion.",
        "We ask ourselves why nothing was done.",
        "We welcome you to our capital.",
        "I congratulate you on your election to the presidency.",
        "I thank the Secretary-General for his report.",
        "Our support for the fund was noticed.",
        "The bridge was rebuilt in nine months.",
        "We hope that the winter will be mild.",
    ],
)
def test_what_is_reported_past_supposed_or_polite_is_no_position(sentence: str) -> None:
    assert found(sentence) == ()


def test_a_denied_act_says_so() -> None:
    (denied,) = found("Norway does not support the use of force.")
    assert (denied.act, denied.negated) == ("support", True)


@pytest.mark.parametrize(
    ("sentence", "addressee"),
    [
        ("We call on the military of Varda to release all detainees.", "the military of Varda"),
        ("Norway urges Russia to withdraw its forces.", "Russia"),
        ("UN member states should impose an arms embargo.", "UN member states"),
        ("We are calling for an arms embargo.", ""),
        ("Nuclear weapons must never be used.", ""),
    ],
)
def test_the_addressee_is_named_where_the_sentence_names_one(sentence: str, addressee: str) -> None:
    (position,) = found(sentence)
    assert position.addressee == addressee


def test_a_sentence_with_several_acts_names_them_in_order() -> None:
    (position,) = found("We reject any denial and demand that the guilty be tried.")
    assert position.acts == ("reject", "demand")


def test_an_organisation_speaks_by_its_name_its_short_name_and_its_initials() -> None:
    centre = "Global Centre for the Responsibility to Protect"
    for name in ("The Global Centre for the Responsibility to Protect", "The Centre", "GCR2P"):
        assert len(found(f"{name} calls upon the Council to act at once.", centre)) == 1
    assert found("The Council calls upon the Centre to act at once.", centre) == ()


@pytest.mark.parametrize(
    ("sentence", "act"),
    [
        ("The Centre called on all States to end the siege.", "call"),
        ("The Global Centre welcomed the decision of the Council today.", "welcome"),
        ("On 3 May 2021 the Centre also expressed its grave concern about the camps.", "concern"),
        ("The Centre was deeply concerned by the reports from Varda.", "concern"),
        ("GCR2P strongly condemned the attack and demanded that the guilty be tried.", "condemn"),
    ],
)
def test_an_organisation_that_tells_what_it_did_takes_a_position(sentence: str, act: str) -> None:
    (position,) = found(sentence, "Global Centre for the Responsibility to Protect")
    assert position.act == act


@pytest.mark.parametrize(
    "sentence",
    [
        "In 2011 the Centre called on all States to end the siege.",
        "The Centre had welcomed the decision.",
        "Last year the Centre condemned the coup.",
        "The Council called on the Centre to write a report.",
        "The Minister said that the Centre supported the rebels.",
        "We condemned the coup in a letter to the Centre.",
        "The Centre was founded by five organisations.",
    ],
)
def test_what_an_organisation_once_did_or_is_said_to_have_done_is_none(sentence: str) -> None:
    assert found(sentence, "Global Centre for the Responsibility to Protect") == ()


def test_a_state_in_the_past_tense_tells_history() -> None:
    assert found("Norway condemned the coup and called on the army to return.") == ()


def test_a_quoted_persons_position_is_that_persons() -> None:
    text = (
        "The report was published today. “We condemn this attack and call on the Council to act,” "
        "said Dr. Maria Holt, Director of the Institute."
    )
    (position,) = found(text, "Institute for Peace")
    assert position.speaker == "Dr. Maria Holt"
    assert text[position.start : position.end].startswith("We condemn this attack")


def test_what_stands_in_anybodys_quotation_marks_is_no_position() -> None:
    assert found("The banner read “we demand bread and we reject the king” in red.") == ()


def test_other_languages_are_left_alone() -> None:
    assert found("We condemn the attack on the school.", language="fr") == ()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*'“”". ,\n?', "we ", "condemn ", "must ", "Norway ", "not "])))
def test_positions_stand_in_the_text_in_order_without_overlap(pieces: list[str]) -> None:
    text = "".join(pieces)
    positions = found(text)
    for position in positions:
        assert 0 <= position.start < position.end <= len(text)
        assert position.acts
    for one, following in zip(positions, positions[1:], strict=False):
        assert one.end <= following.start


def test_on_labelled_sentences_precision_and_recall_hold(shared_data: Path) -> None:
    labels = benchmark.labelled()
    assert len(labels) >= 300
    held_out = [label for label in labels if label["split"] == "held-out"]
    for part in (labels, held_out):
        figures = benchmark.measure(part, shared_data)
        assert figures["precision"] >= 0.92, json.dumps(figures)
        assert figures["recall"] >= 0.85, json.dumps(figures)
