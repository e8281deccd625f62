"""The reader: told apart is what answers a question from what only shares its words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.reader import LEARNED, Reader, pack, read_as, reader, unpacked

FLED = "Since January, 45,000 people have fled across the river into Sylvania."
DIED = "We mourn the 312 villagers who were killed when the market was shelled."
PLEDGE = "Freedonia will give 2 million dollars to the fund for victims of torture."
WEATHER = "Let me congratulate you, Sir, on your election to preside over us."


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        ("How many people fled into Sylvania?", FLED, DIED),
        ("Who fled to Sylvania?", FLED, PLEDGE),
        ("How many villagers were killed in the shelling of the market?", DIED, FLED),
        ("What happened to the villagers at the market?", DIED, WEATHER),
        ("How much did it promise to the victims of torture?", PLEDGE, WEATHER),
    ],
)
def test_what_answers_scores_above_what_does_not(question: str, right: str, wrong: str) -> None:
    better, worse = reader().scores(question, [right, wrong])
    assert better > worse + 1


def test_a_detail_that_a_stretch_lacks_scores_below_one_that_it_holds() -> None:
    held = reader().scores("How many people fled into Sylvania?", [FLED])[0]
    lacking = reader().scores("Which bridge did the people who fled to Sylvania cross?", [FLED])[0]
    assert lacking < held


def test_a_score_does_not_depend_on_what_is_read_with_it() -> None:
    question = "How many people fled into Sylvania?"
    together = reader().scores(question, [FLED, DIED, PLEDGE, WEATHER, FLED + DIED * 3])
    alone = [reader().scores(question, [text])[0] for text in (FLED, DIED, PLEDGE, WEATHER)]
    assert np.allclose(together[:4], alone, atol=0.2)


def test_nothing_and_very_long_texts_are_read() -> None:
    assert reader().scores("What is said?", []).shape == (0,)
    assert np.isfinite(reader().scores("who " * 5000, [DIED * 500])).all()
    assert len(read_as("a" * 9999, "b" * 9999)[1]) < 1000


def test_what_was_learned_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    file = tmp_path / "again.safetensors"
    learned = unpacked(LEARNED)
    pack(learned, file)
    again = unpacked(file)
    assert again.keys() == learned.keys()
    assert all(np.allclose(again[name], learned[name], atol=1e-6) for name in learned)
    scores = [each.scores("How many fled?", [FLED]) for each in (reader(), Reader.load(file))]
    assert np.allclose(*scores, atol=1e-3)
