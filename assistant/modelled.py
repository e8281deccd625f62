"""A language model's statements on their way into an answer: verified, asked for again, or struck.

Nothing of what a model writes is kept or dropped without a word: a statement is supported, or it
stays as an unsupported one with the reason, or the notice says what is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from assistant.amounts import amounts
from assistant.draft import DraftStatement, SourcePassage
from assistant.folding import fold
from assistant.followup import stands_alone
from assistant.model import ModelAnswerer, ModelError, UnreadableReply
from assistant.pace import Deadline
from assistant.placing import Placing
from assistant.prompts import listed
from assistant.results import Citation, Statement
from assistant.verify import Verifier

NOTHING_BORNE = "None of what the language model wrote is borne out by the sources."
_REST_MISSING = " What came before it is shown; the answer may lack the rest."
_NOT_AGAIN = " Asked for again, it came in no readable form."
_WORD = re.compile(r"[^\W\d_]+")
_SAME_NAME = 4  # letters that France and French share


@dataclass(slots=True)
class Modelled:
    """What a model writes in answer to one question, until `deadline`.

    `notice` says what went wrong with it, "" while nothing did.
    """

    model: ModelAnswerer
    question: str
    sources: Sequence[SourcePassage]
    deadline: Deadline
    notice: str = ""
    statements: list[Statement] = field(default_factory=list)
    _verifier: Verifier = field(default_factory=Verifier)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Those that the statements so far rest on."""
        return self._verifier.citations

    @property
    def supported(self) -> bool:
        """Whether anything that was written stands."""
        return any(each.support != "unsupported" for each in self.statements)

    def grow(self, history: Sequence[str]) -> Iterator[None]:
        """Yields each time when one more of the statements may be shown."""
        written: set[DraftStatement] = set()
        try:
            # What the model wasn't given it can't have quoted.
            shown = self.model.shown(self.sources, self.question, listed(history))
            placing, passages = Placing(shown), {source.key: source for source in shown}
            for drafted in self.model.draft(self.question, history, self.sources, self.deadline):
                if drafted in written:  # small models repeat themselves
                    continue
                written.add(drafted)
                for each in placing.placed(drafted):
                    self.statements += self._verified(each, placing, passages)
                    yield
        except UnreadableReply as error:
            self.notice = str(error)
        except ModelError as error:
            self.notice = f"{error}{_REST_MISSING if self.supported else ''}"

    def _verified(
        self, drafted: DraftStatement, placing: Placing, passages: dict[str, SourcePassage]
    ) -> list[Statement]:
        """The statement as it may be shown; one that fails is asked for once more."""
        statement, _ = self._verifier.verify(drafted, passages)
        if statement.support != "unsupported" or self.notice:
            return [statement]
        try:
            again = self.model.retry(
                self.question, drafted, statement.note, self.sources, self.deadline
            )
        except UnreadableReply:
            return [replace(statement, note=statement.note + _NOT_AGAIN)]
        except ModelError as error:
            # A server that failed is not waited for again; the rest of the answer goes on.
            self.notice = f"A statement could not be asked for again. {error}"
            return [statement]
        parts = placing.placed(again) if again else ()
        # By another verifier: what isn't shown may leave no citation behind.
        found = [Verifier().verify(each, passages)[0] for each in parts]
        shown = {each.text for each in self.statements if each.support != "unsupported"}
        # What was shown before stands for itself, not for this one.
        stands = all(each.support != "unsupported" and each.text not in shown for each in found)
        if not found or not stands:
            return [statement]
        return [self._verifier.verify(each, passages)[0] for each in parts]


def self_contained(
    model: ModelAnswerer, question: str, history: Sequence[str], deadline: Deadline
) -> str:
    """The question as the model rewrote it to stand alone; "" where the rewriting is not used.

    A rewriting that names what nobody in the conversation named, or leaves out what the question
    names, would limit the search by the model's guess. Neither is one of no readable form used, nor
    one that still goes on from the questions before. Raises ModelError.
    """
    try:
        rewritten = model.rewrite(question, history, deadline)
    except UnreadableReply:
        return ""
    kept = _keeps_to(rewritten, " . ".join((*history, question)))
    kept = kept and _keeps_to(question, rewritten)
    return rewritten if kept and stands_alone(rewritten, question) else ""


def _keeps_to(question: str, text: str) -> bool:
    """Whether every number and every name in `question` stands in `text`."""
    if amounts(question).keys() - amounts(text).keys():
        return False
    known = {fold(word).lower() for word in _WORD.findall(text)}
    beginnings = {word[:_SAME_NAME] for word in known}
    named = [word for word in _WORD.findall(question)[1:] if word[0].isupper()]
    return all(
        word in known or (len(word) >= _SAME_NAME and word[:_SAME_NAME] in beginnings)
        for word in (fold(word).lower() for word in named)
    )
