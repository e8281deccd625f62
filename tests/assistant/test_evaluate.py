"""What `evaluate` says of a library: figures, refusals, confidence, and what changed since."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pydantic import SecretStr

from assistant import Assistant, LibraryError
from assistant.evaluation import (
    Evaluation,
    Outcome,
    compare,
    evaluate,
    read_earlier,
    write_reports,
)
from assistant.settings import Settings
from tests.conftest import WordEmbedder
from tests.llm_server import LLMServer, Refuses, Streams

HARBOUR = "Observers counted forty-two tents in the harbour of Port Liberty on Sunday."
MINES = "Deminers removed 1,306 landmines along the river Asha between May and August."
ROWS = [
    {
        "id": "1",
        "kind": "fact",
        "question": "How many tents did observers count in the harbour of Port Liberty?",
        "gold": [{"doc": "harbour.md", "quote": HARBOUR}],
    },
    {
        "id": "2",
        "kind": "fact",
        "question": "How many landmines did deminers remove along the river Asha?",
        "gold": [{"doc": "mines.md", "quote": MINES}],
    },
    {"id": "3", "kind": "none", "question": "Who won the football cup?", "unanswerable": True},
]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Assistant]]:
    """Opens a library of two short statements under other settings."""
    folder, home = tmp_path_factory.mktemp("documents"), tmp_path_factory.mktemp("home")
    (folder / "harbour.md").write_text(HARBOUR)
    (folder / "mines.md").write_text(MINES)
    libraries: list[Assistant] = []

    def open_library(**changed: object) -> Assistant:
        settings = Settings.load(home).model_copy(update=changed)
        libraries.append(Assistant.open(settings=settings, embedder=WordEmbedder()))
        return libraries[-1]

    open_library().sync([folder])
    yield open_library
    for library in libraries:
        library.close()


@pytest.fixture
def questions(tmp_path: Path) -> Callable[..., Path]:
    def write(*rows: object, name: str = "questions.jsonl") -> Path:
        file = tmp_path / name
        file.write_text("\n".join(json.dumps(row) for row in rows))
        return file

    return write


def outcome(number: int, **changed: object) -> Outcome:
    values = {
        "file": "questions.jsonl", "id": str(number), "kind": "fact", "unanswerable": False,
        "rank": 1, "answered": True, "cited": True, "citations": 2, "exact": 2, "words": 40,
        "statements": 2, "supported": 2, "fell_back": False, "confidence": 0.9,
        "search_ms": 10.0, "answer_ms": 20.0,
    }  # fmt: skip
    return Outcome(**(values | changed))  # type: ignore[arg-type]


def run(*outcomes: Outcome) -> Evaluation:
    return Evaluation({"quotes": outcomes})


def test_retrieval_citations_and_refusals_are_measured_by_kind(
    opened: Callable[..., Assistant], questions: Callable[..., Path]
) -> None:
    found = evaluate(opened(), questions(*ROWS)).to_dict()
    assert found["questions"] == found["all"]["questions"] == 3
    assert found["all"]["hit@5"] == found["all"]["cited"] == found["all"]["exactness"] == 1.0
    assert found["all"]["refused"] == 1.0 and found["all"]["false_refusals"] == 0.0
    assert found["kinds"]["fact"]["questions"] == 2
    assert found["kinds"]["none"]["hit@5"] is None
    assert {"search", "answer"} == set(found["timings_ms"])
    assert [row["id"] for row in found["outcomes"]] == ["1", "2", "3"]


def test_with_a_model_answers_are_measured_in_both_modes(
    opened: Callable[..., Assistant], questions: Callable[..., Path]
) -> None:
    borne = {
        "statement": "Observers counted forty-two tents in the harbour.",
        "quotations": [{"passage": "p1", "words": HARBOUR}],
    }
    invented = {
        "statement": "The mines are gone.",
        "quotations": [{"passage": "p1", "words": "The mines are all gone today"}],
    }
    none = Streams('{"none": true}')
    script = Streams(f"{json.dumps(borne)}\n{json.dumps(invented)}\n"), none, Refuses(401), none
    with LLMServer(*script) as server:
        library = opened(llm="openai:test", llm_base_url=server.url, llm_api_key=SecretStr("any"))
        found = evaluate(library, questions(*ROWS))
    figures = found.to_dict()
    assert figures["mode"] == "model"
    model, quotes = figures["modes"]["model"]["all"], figures["modes"]["quotes"]["all"]
    assert figures["all"] == model
    assert quotes["cited"] == model["cited"] == 1.0
    # The second question's answer is in quotations, since the server refused its key.
    assert model["fell_back"] == pytest.approx(1 / 3)
    answered = figures["modes"]["model"]["outcomes"][0]
    assert (answered["statements"], answered["supported"]) == (2, 1)
    # The quotations that take a model's place are none of its statements.
    replaced = figures["modes"]["model"]["outcomes"][1]
    assert replaced["fell_back"] and (replaced["statements"], replaced["supported"]) == (0, 0)
    assert model["supported"] == 0.5
    assert "with the language model" in found.to_text()


def test_the_curve_tells_what_each_threshold_would_refuse() -> None:
    answerable = [outcome(n, confidence=0.5 + n / 20) for n in range(10)]
    hopeless = [outcome(n, unanswerable=True, confidence=n / 10) for n in range(10)]
    trust = run(*answerable, *hopeless).to_dict()["reliability"]
    at = {point["threshold"]: point for point in trust["curve"]}
    assert (at[0.0]["refused"], at[0.0]["false_refusals"]) == (0.0, 0.0)
    assert (at[0.46]["refused"], at[0.46]["false_refusals"]) == (0.5, 0.0)
    assert (at[1.0]["refused"], at[1.0]["false_refusals"]) == (1.0, 1.0)
    assert trust["best"]["threshold"] == 0.5 and trust["best"]["refused"] == 0.5


def test_calibration_lays_confidence_beside_what_was_answerable() -> None:
    sure = [outcome(n, confidence=0.75, unanswerable=n < 1) for n in range(4)]
    unsure = [outcome(n, confidence=0.25, unanswerable=True) for n in range(4)]
    calibration = run(*sure, *unsure).to_dict()["reliability"]["calibration"]
    assert [(b["questions"], b["answerable"]) for b in calibration["bins"]] == [(4, 0.0), (4, 0.75)]
    assert calibration["error"] == pytest.approx(0.125)


def test_questions_without_any_that_cannot_be_answered_have_no_curve() -> None:
    trust = run(outcome(1)).to_dict()["reliability"]
    assert trust["curve"] == [] and trust["best"] is None


def test_two_runs_are_compared_with_an_interval_that_chance_explains() -> None:
    before = run(*(outcome(n) for n in range(100)))
    worse = run(*(outcome(n, rank=None, cited=n % 50 != 0) for n in range(100)))
    differences = compare(before, worse, "before.json").to_dict()["modes"]["quotes"]
    assert differences["hit@1"]["verdict"] == "worse"
    assert differences["hit@1"]["difference"] == differences["hit@1"]["low"] == -1.0
    cited = differences["cited"]
    assert cited["difference"] == pytest.approx(-0.02)
    assert cited["low"] < cited["difference"] < cited["high"] == 0.0
    assert cited["verdict"] == "uncertain"
    assert differences["exactness"]["verdict"] == "same"
    assert "refused" not in differences


def test_less_is_better_where_it_is() -> None:
    before = run(*(outcome(n, answered=False) for n in range(20)))
    after = run(*(outcome(n) for n in range(20)))
    differences = compare(before, after, "before.json").to_dict()["modes"]["quotes"]
    assert differences["false_refusals"]["verdict"] == "better"


def test_a_comparison_is_the_same_each_time_and_says_what_it_left_out() -> None:
    before = run(*(outcome(n, cited=n % 3 > 0) for n in range(30)))
    after = run(*(outcome(n, cited=n % 4 > 0) for n in range(10, 40)))
    one, other = compare(before, after, "a.json"), compare(before, after, "a.json")
    assert one.to_dict() == other.to_dict()
    assert (one.questions, one.left_out) == (20, 20)
    with pytest.raises(LibraryError, match=r"a\.json holds none of these questions"):
        compare(before, run(outcome(99)), "a.json")


def test_results_are_written_as_json_markdown_and_a_picture(tmp_path: Path) -> None:
    bad = "<script>alert(1)</script> & |\x1b[2J"
    evaluation = run(outcome(1, kind=bad, file=bad), outcome(2, unanswerable=True, confidence=0.1))
    comparison = compare(evaluation, evaluation, bad)
    written = write_reports(evaluation, comparison, tmp_path / "results")
    assert sorted(path.name for path in written) == [
        "evaluation.json", "evaluation.md", "evaluation.svg",
    ]  # fmt: skip
    results = tmp_path / "results"
    assert read_earlier(results / "evaluation.json") == evaluation
    page = (results / "evaluation.md").read_text()
    assert "](evaluation.svg)" in page and "<script>" not in page
    drawing = ElementTree.parse(results / "evaluation.svg")
    assert {element.tag.split("}")[1] for element in drawing.iter()} <= {
        "svg", "rect", "text", "path", "polyline", "circle", "title", "g",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"modes": {"quotes": {"outcomes": [{"id": 1}]}}}', "{" * 100_000]
)
def test_a_file_that_is_no_earlier_run_is_refused_by_name(tmp_path: Path, text: str) -> None:
    file = tmp_path / "earlier.json"
    file.write_text(text)
    with pytest.raises(LibraryError, match=r"earlier\.json"):
        read_earlier(file)


@pytest.mark.parametrize(
    "line", ['{"id": "1"}', "[]", '"q"', '{"id": 1, "question": "Who?", "history": "Before?"}']
)
def test_a_malformed_question_is_named_with_its_line(
    opened: Callable[..., Assistant], tmp_path: Path, line: str
) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(f"\n{line}\n")
    with pytest.raises(LibraryError, match=r"questions.jsonl, line 2"):
        evaluate(opened(), file)


def test_documents_that_the_library_lacks_are_named_before_anything_is_asked(
    opened: Callable[..., Assistant], questions: Callable[..., Path]
) -> None:
    elsewhere = {"id": "9", "question": "Who?", "gold": [{"doc": "else.md", "quote": "They did."}]}
    with pytest.raises(LibraryError, match=r"'else\.md' \(question 9\).*--home"):
        evaluate(opened(), questions(*ROWS, elsewhere))


def test_a_gold_quotation_may_name_any_source_of_the_text(
    tmp_path: Path, quick_model: WordEmbedder
) -> None:
    folder = tmp_path / "twins"
    folder.mkdir()
    for name in ("a.md", "b.md"):
        (folder / name).write_text(HARBOUR)
    row = ROWS[0] | {"gold": [{"doc": "b.md", "quote": HARBOUR}]}
    questions = tmp_path / "twins.jsonl"
    questions.write_text(json.dumps(row) + "\n")
    with Assistant.open(tmp_path / "home-of-twins") as library:
        library.sync([folder])
        assert evaluate(library, questions).to_dict()["all"]["hit@1"] == 1.0
