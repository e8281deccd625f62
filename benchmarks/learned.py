"""What can be learned for the ranking: its weights from questions, a map of these from texts."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.asked import Asked, Floats, Rows, Shelf, unit
from benchmarks.rankings import Ranking, first
from index import search
from index.embed import Embedder
from index.record import Vector

_DEPTH = 100
_DECAY = 1e-3
_MAPPED = 4000
_EPOCHS = 5
_BATCH = 256
_SHARP = 20.0
_NEAR = 1e-3


def signals(case: Asked) -> Floats:
    """What the product weighs, (passages, signals)."""
    gathered: Floats = np.stack(
        [*case.cosines, case.words, case.share, case.gain, case.quoted], axis=1
    )
    return gathered


def shipped() -> Floats:
    """The product's own weights."""
    return np.array(
        [
            search.WEIGHT_PASSAGE,
            search.WEIGHT_SENTENCE,
            search.WEIGHT_WORDS,
            search.WEIGHT_SHARE,
            1.0,
            search.WEIGHT_PHRASE,
        ],
        np.float32,
    )


def rankings(cases: Sequence[Asked]) -> Iterator[tuple[str, Ranking]]:
    """Each way of learning with the ranking that comes of it."""
    groups = sorted({case.group for case in cases})
    if len(groups) < 2:
        return
    for name, learn in (
        ("weights learned, listwise", _linear),
        ("weights learned, boosted trees", _trees),
    ):
        yield name, _by_group({g: learn([c for c in cases if c.group != g]) for g in groups})


def _by_group(learned: dict[str, Ranking]) -> Ranking:
    return lambda case: learned[case.group](case)


def _pool(case: Asked) -> tuple[Rows, Floats, NDArray[np.bool_]]:
    """The first candidates of the product, with their signals, and which of them answer."""
    rows = first(case, _DEPTH)
    return rows, signals(case)[rows], case.right[rows]


def _linear(cases: Sequence[Asked]) -> Ranking:
    """A sum of signals, so that what answers is the likeliest of a question's candidates (ListNet's
    softmax; Cao et al., 2007)."""
    torch: Any = importlib.import_module("torch")

    pools = [pool for pool in map(_pool, cases) if pool[2].any()]
    weights = torch.tensor(shipped() * 15, dtype=torch.float64, requires_grad=True)
    start = weights.detach().clone()
    tensors = [(torch.tensor(s, dtype=torch.float64), torch.tensor(r)) for _, s, r in pools]
    optimizer = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")

    def closure() -> Any:
        optimizer.zero_grad()
        loss = _DECAY * ((weights - start) ** 2).sum()
        for gathered, right in tensors:
            likely = torch.log_softmax(gathered @ weights, dim=0)
            loss = loss - torch.logsumexp(likely[right], dim=0) / len(tensors)
        loss.backward()
        return loss

    optimizer.step(closure)
    found: Floats = weights.detach().numpy().astype(np.float32)
    return lambda case: signals(case) @ found


def _trees(cases: Sequence[Asked]) -> Ranking:
    """Boosted trees on the signals and on what each lacks of the question's best."""
    from sklearn.ensemble import (  # type: ignore[import-untyped]
        HistGradientBoostingClassifier,
    )

    pools = [pool for pool in map(_pool, cases) if pool[2].any()]
    model = HistGradientBoostingClassifier(
        max_iter=150, learning_rate=0.05, max_leaf_nodes=8, min_samples_leaf=40, random_state=0
    )
    model.fit(
        np.concatenate([_relative(gathered) for _, gathered, _ in pools]),
        np.concatenate([right for _, _, right in pools]),
    )

    def ranking(case: Asked) -> Floats:
        rows, gathered, _ = _pool(case)
        score = np.full(len(case.words), -1.0, np.float32)
        if len(rows):
            score[rows] = model.predict_proba(_relative(gathered))[:, 1]
        return score

    return ranking


def _relative(gathered: Floats) -> Floats:
    total = (gathered @ shipped())[:, None]
    whole = np.concatenate([gathered, total], axis=1)
    relative: Floats = np.concatenate([whole, whole - whole.max(axis=0)], axis=1)
    return relative


def mapped(shelves: Sequence[Shelf], embedder: Embedder) -> Callable[[Vector], Vector]:
    """A linear map of questions' vectors, learned on the libraries' own text, no labels.

    A sentence is to be nearer to the rest of its passage than to other passages' rests, all in the
    vectors that are stored: the cheapest way to adapt an embedding, since no passage is embedded
    again.
    """
    torch: Any = importlib.import_module("torch")

    chance = np.random.default_rng(0)
    sentences: list[str] = []
    rests: list[Floats] = []
    for shelf in shelves:
        chosen = chance.permutation(len(shelf.ids))[: _MAPPED // len(shelves)]
        for row in chosen.tolist():
            text, begin = shelf.texts[row], shelf.stored.begins[row]
            lengths = np.array([span.end - span.start for span in text.sentences], np.float32)
            if len(lengths) < 2:
                continue
            own = int(chance.integers(len(lengths)))
            sentences.append(text.text[text.sentences[own].start : text.sentences[own].end])
            lengths[own] = 0
            rest = lengths @ shelf.stored.sentences[begin : begin + len(lengths)]
            rests.append(rest / np.linalg.norm(rest))
    ones = torch.tensor(np.stack([embedder.embed_query(sentence) for sentence in sentences]))
    others = torch.tensor(np.stack(rests))
    change = torch.zeros(ones.shape[1], ones.shape[1], requires_grad=True)
    optimizer = torch.optim.Adam([change], lr=1e-3)
    for _ in range(_EPOCHS):
        for some in torch.tensor(chance.permutation(len(ones))).split(_BATCH):
            scores = _SHARP * (ones[some] + ones[some] @ change) @ others[some].T
            loss = torch.nn.functional.cross_entropy(scores, torch.arange(len(some)))
            optimizer.zero_grad()
            (loss + _NEAR * (change**2).sum()).backward()
            optimizer.step()
    learned: Floats = change.detach().numpy()
    return lambda vector: unit(vector + vector @ learned)
