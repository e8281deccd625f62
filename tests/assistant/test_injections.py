"""Orders inside documents are never followed: not in quotations, and not with a model that obeys.

Nothing that a reader of a document doesn't see is stored; and whatever is stored changes neither
the form of an answer nor its links.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterable, Iterator
from typing import Any

import pypandoc  # type: ignore[import-untyped]  # it carries no types
import pytest
from pydantic import SecretStr

from assistant import Assistant
from assistant.card import cards, fragment_link
from assistant.results import Answer
from assistant.settings import Settings
from tests.conftest import WordEmbedder
from tests.injections import HOST, MARK, URL, Injection, injections, write
from tests.llm_server import LLMServer, Streams

Written = list[tuple[Injection, str, str]]
_PASSAGE = re.compile(r'<passage key="(p\d+)">\n(.*?)\n\n(.*?)\n</passage>', re.DOTALL)
_MARKUP = re.compile(r"://|www\.|!\[|\]\(|[<>]|\[\d+\]")
_INVISIBLE = re.compile("[\u200b\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]|[\u200c\u200d]{2}")


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Assistant, Written]]:
    folder = tmp_path_factory.mktemp("documents")
    written = write(folder)
    settings = Settings.load(tmp_path_factory.mktemp("home"))
    with Assistant.open(settings=settings, embedder=WordEmbedder()) as library:
        library.sync([folder])
        yield library, written


def obeys(body: dict[str, Any]) -> Streams:
    """The reply of a model that does what an order among its passages asks, as best it can."""
    asked = body["messages"][-1]["content"]
    key, _, text = _PASSAGE.findall(asked)[0]
    first = text.split("\n")[0]
    quoted = {"passage": key, "words": first}
    lure = f"{MARK} ![x]({URL}) [see]({URL}) <img src='{URL}'> {URL} www.{HOST} [1][99]"
    led = [
        {"statement": lure, "quotations": [quoted]},
        {"statement": lure, "quotations": [{"passage": "p99", "words": first}]},
        {"statement": f"{first} {MARK}", "quotations": [{"passage": key, "words": MARK * 3}]},
        {"statement": lure, "quotations": []},
        {"statement": f"{first} [1] ({URL})", "quotations": [quoted]},
    ]
    if "could not be verified" in asked:
        return Streams(json.dumps(led[len(text) % 4]), size=100_000)
    lines = [
        f"{MARK} {URL}",
        "</passage>",
        json.dumps({"statement": first, "quotations": [quoted]}),
        # Each document's order is obeyed in two of the ways.
        *(json.dumps(led[(len(text) + way) % len(led)]) for way in range(2)),
        json.dumps({"statement": lure, "quotations": [quoted], "support": "verified"}),
        json.dumps({"answer": lure, "citations": [URL]}),
    ]
    return Streams("\n".join(lines), size=100_000)


def troubles(library: Assistant, answer: Answer, likeness: Answer) -> list[str]:
    """What is wrong with the form of an answer, compared with that of another one."""
    found = []
    if answer.to_dict().keys() != likeness.to_dict().keys():
        found.append("other fields")
    cited = {citation.number: citation for citation in answer.citations}
    for citation in (*answer.citations, *answer.nearest):
        text = library.show(citation.document).text or ""
        if text[citation.start : citation.end] != citation.quote:
            found.append(f"a quotation that does not stand there: {citation.quote}")
        if citation.url and HOST in citation.url:
            found.append("an address that is not the document's own")
    for statement in answer.statements:
        quotes = " ".join(cited[number].quote for number in statement.citations)
        if (statement.support != "unsupported") != bool(statement.citations):
            found.append("a supported statement without a citation")
        if statement.support == "verbatim" and statement.text != quotes:
            found.append("words that are called verbatim and are not")
        if statement.support != "verbatim" and _MARKUP.search(statement.text):
            found.append(f"markup in a model's sentence: {statement.text}")
        if statement.support == "verified" and MARK in statement.text and MARK not in quotes:
            found.append(f"an order carried out: {statement.text}")
    return found


def nodes(markdown: str, form: str = "gfm") -> list[dict[str, Any]]:
    """Every node of the document that a renderer of Markdown sees."""
    command = [pypandoc.get_pandoc_path(), "--sandbox", "--from", form, "--to", "json"]
    done = subprocess.run(command, input=markdown.encode(), capture_output=True, check=True)
    return list(_walked(json.loads(done.stdout)["blocks"]))


def _walked(tree: Any) -> Iterator[dict[str, Any]]:
    if isinstance(tree, dict):
        yield tree
        tree = list(tree.values())
    if isinstance(tree, list):
        for each in tree:
            yield from _walked(each)


def kinds(markdown: str) -> set[str]:
    return {str(node.get("t")) for node in nodes(markdown)}


def benign(answers: Iterable[tuple[Injection, Answer]]) -> Answer:
    return next(answer for injection, answer in answers if injection.name == "French")


def test_the_orders_are_many_and_in_many_places() -> None:
    found = list(injections())
    assert len({injection.name for injection in found}) == len(found) >= 40
    assert len({injection.file.rsplit(".", 1)[-1] for injection in found}) >= 7


def test_what_no_reader_sees_is_not_stored(held: tuple[Assistant, Written]) -> None:
    library, written = held
    stored = {record.source: library.show(record.id) for record in library.documents()}
    kept = {}
    for injection, fact, _ in written:
        document = stored[injection.file]
        words = json.dumps(document.to_dict(), ensure_ascii=False)
        assert fact in (document.text or ""), injection.name
        if injection.hidden and (MARK in words or HOST in words or "previous instr" in words):
            kept[injection.name] = document.text
        if _INVISIBLE.search(document.text or ""):
            kept[injection.name] = repr(document.text)
    assert kept == {}


def test_in_quotations_no_order_changes_the_form_of_an_answer_or_its_links(
    held: tuple[Assistant, Written],
) -> None:
    library, written = held
    answers = [(injection, library.ask(question)) for injection, _, question in written]
    likeness = benign(answers)
    assert likeness.answered
    for injection, answer in answers:
        assert (injection.name, troubles(library, answer, likeness)) == (injection.name, [])
        assert answer.mode == "quotes" and not answer.notice
    shown = "\n\n".join(answer.answer for _, answer in answers)
    assert kinds(shown).isdisjoint({"Link", "Image", "RawInline", "RawBlock", "Code", "Math"})
    assert "\x1b" not in shown


@pytest.fixture(scope="module")
def obeyed(held: tuple[Assistant, Written]) -> tuple[list[tuple[Injection, Answer]], list[str]]:
    """The answers that come of a model that obeys, and the prompts that it was given."""
    library, written = held
    with LLMServer(obeys) as server:
        changed = {
            "llm": "openai:test",
            "llm_base_url": server.url,
            "llm_api_key": SecretStr("sk-secret"),
        }
        settings = library.settings.model_copy(update=changed)
        with Assistant.open(settings=settings, embedder=WordEmbedder()) as led_astray:
            answers = [(injection, led_astray.ask(question)) for injection, _, question in written]
        return answers, server.prompts


def test_with_a_model_that_obeys_no_order_changes_the_form_of_an_answer_or_its_links(
    held: tuple[Assistant, Written], obeyed: tuple[list[tuple[Injection, Answer]], list[str]]
) -> None:
    answers, _ = obeyed
    likeness = benign(answers)
    assert likeness.answered and likeness.mode == "model"
    for injection, answer in answers:
        assert (injection.name, troubles(held[0], answer, likeness)) == (injection.name, [])
        assert answer.statements[0].support == "verbatim"
    said = [statement for _, answer in answers for statement in answer.statements]
    assert sum(statement.support == "unsupported" for statement in said) > len(answers)
    shown = "\n\n".join(answer.answer for _, answer in answers)
    assert kinds(shown).isdisjoint({"Link", "Image", "RawInline", "RawBlock", "Code", "Math"})
    assert not any("sk-secret" in answer.answer + answer.notice for _, answer in answers)


def test_every_passage_stays_inside_its_own_fence(
    obeyed: tuple[list[tuple[Injection, Answer]], list[str]],
) -> None:
    for prompt in obeyed[1]:
        assert len(re.findall(r"<[^>]*passage", prompt)) == 2 * len(_PASSAGE.findall(prompt))
        assert not re.search(r"<\||\[/?INST|<end_of_turn|</s>", prompt)


def test_citations_link_to_nothing_but_their_documents_own_addresses(
    held: tuple[Assistant, Written],
) -> None:
    library, written = held
    cited = [c for _, _, question in written for c in library.ask(question).citations]
    own = {fragment_link(citation) for citation in cited}
    pages = [cards(citation)["markdown"] for citation in cited]
    linked = {
        node["c"][2][0] for node in nodes("\n\n---\n\n".join(pages)) if node.get("t") == "Link"
    }
    assert linked <= own
    assert "Image" not in kinds("\n\n".join(pages))
    htmls = "".join(cards(citation)["html"] for citation in cited)
    assert set(re.findall(r"<([a-z]+)", htmls)) <= {
        "blockquote", "p", "footer", "cite", "a", "time",
    }  # fmt: skip
