"""A language model as answerer, through LangChain: it drafts, and never decides what is shown.

The model's reply is one JSON object per line. Code fences, blank lines and what a model thinks
aloud before it answers are passed over; any other line that is not of the form is counted and left
out, which the answer says.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from assistant import prompts
from assistant.chat import load
from assistant.draft import DraftStatement, SourcePassage
from assistant.model_errors import ModelError, UnreadableReply, explained, pause_before_retry
from assistant.pace import Deadline, OutOfTime, paced
from assistant.reply import entries, lines, read_question, read_statement

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

__all__ = ["ModelAnswerer", "ModelError", "UnreadableReply"]

_USUAL_WINDOW = 8192  # tokens
_BESIDE = 2200  # tokens of a window for the rules and the reply
_LEAST = 300
_LONGEST_REPLY = 100_000  # characters; an answer has a few thousand
_ASK_AGAIN = "Ask again, or choose another model in RAPPORTEUR_LLM."
_FINISHED = ("finish_reason", "stop_reason", "done_reason")  # as the providers call it
_CUT_OFF = {  # what they give there where the reply is not whole
    **dict.fromkeys(
        ("length", "max_tokens", "model_context_window_exceeded"),
        "reached the longest reply it may give. Ask for less at once, or give it a larger window.",
    ),
    **dict.fromkeys(
        ("content_filter", "refusal"),
        "was stopped by its provider's filter. Ask in other words, or choose another model.",
    ),
}


class ModelAnswerer:
    """Drafts answers with the model named "provider:model", as LangChain names them.

    `base_url` is its server, "" for the provider's own; `api_key` its key, "" for the one in the
    provider's usual environment variable. `window` is how many tokens the model reads, 0 for what
    LangChain knows of it, else 8,192. `budget` bounds the passages in a prompt, in tokens as
    `prompts.tokens` estimates them; a small window bounds them further. `total_seconds` bounds each
    call that is given no deadline of its own. Nothing is loaded or called before its time.
    """

    def __init__(
        self,
        model: str,
        base_url: str = "",
        *,
        api_key: str = "",
        budget: int = 6000,
        window: int = 0,
        connect_seconds: float = 10.0,
        total_seconds: float = 50.0,
    ) -> None:
        self.model = model
        self.base_url = base_url
        self.budget = budget
        self.window = window
        self.connect_seconds = connect_seconds
        self.total_seconds = total_seconds
        self._api_key = api_key

    @property
    def mode(self) -> Literal["quotes", "model"]:
        return "model"

    def load(self) -> None:
        """Imports the provider's package, which takes seconds; nothing is sent.

        Raises ModelError when the model's name, its package or its key is missing.
        """
        _ = self._chat

    def shown(self, passages: Sequence[SourcePassage], *beside: str) -> list[SourcePassage]:
        """As many of `passages` as its window and the budget hold, best first, at least one.

        `beside` are the question and what else stands in the prompt. Raises ModelError as `load`
        does.
        """
        kept: list[SourcePassage] = []
        taken = _BESIDE + sum(map(prompts.tokens, beside))
        left = min(self.budget, max(_LEAST, self._window - taken))
        for passage in passages:
            left -= prompts.tokens(prompts.fenced(passage))
            if left < 0 and kept:
                break
            kept.append(passage)
        return kept

    def draft(
        self,
        question: str,
        history: Sequence[str],
        passages: Sequence[SourcePassage],
        deadline: Deadline | None = None,
    ) -> Iterator[DraftStatement]:
        """The model's statements, each as soon as its line is complete; none when it finds none.

        Raises ModelError when the model cannot be reached, breaks off or is late, UnreadableReply
        when not all it wrote could be read; statements that came before stay good. Source:
        LangChain's `BaseChatModel.stream`.
        """
        earlier = prompts.listed(history)
        prompt = prompts.render(
            prompts.ANSWER,
            passages=self._fenced(passages, question, earlier),
            history=earlier,
            question=prompts.defused(question),
        )
        return self._statements(prompt, deadline)

    def compose(
        self, section: str, brief: str, passages: Sequence[SourcePassage]
    ) -> Iterator[DraftStatement]:
        """The model's statements for a section of the statement that `brief` asks for.

        Raises ModelError as `draft` does.
        """
        prompt = prompts.render(
            prompts.SECTION,
            passages=self._fenced(passages, brief),
            section=section,
            brief=prompts.defused(brief),
        )
        return self._statements(prompt)

    def retry(
        self,
        question: str,
        statement: DraftStatement,
        problem: str,
        passages: Sequence[SourcePassage],
        deadline: Deadline | None = None,
    ) -> DraftStatement | None:
        """The model's second attempt at a statement that was not verified because of `problem`.

        None when the model takes the statement back. Raises ModelError as `draft` does.
        """
        quoted = [{"passage": each.passage, "words": each.words} for each in statement.quotations]
        whole = {"statement": statement.text, "quotations": quoted}
        written = json.dumps(whole, ensure_ascii=False)
        prompt = prompts.render(
            prompts.RETRY,
            passages=self._fenced(passages, question, written, problem),
            statement=prompts.defused(written),
            problem=prompts.defused(problem),
            question=prompts.defused(question),
        )
        return next(self._statements(prompt, deadline), None)

    def rewrite(
        self, question: str, history: Sequence[str], deadline: Deadline | None = None
    ) -> str:
        """`question` as one that can be understood without the earlier ones in `history`.

        Raises ModelError as `draft` does.
        """
        if not history:
            return question
        prompt = prompts.render(
            prompts.REWRITE,
            history=prompts.listed(history),
            question=prompts.defused(question),
        )
        for line in self._lines(prompt, deadline):
            try:
                return read_question(line)
            except ValueError:
                continue
        raise self._unreadable()

    def _statements(
        self, prompt: str, deadline: Deadline | None = None
    ) -> Iterator[DraftStatement]:
        drafted = malformed = 0
        none = False
        for line in self._lines(prompt, deadline):
            try:
                statement = read_statement(line)
            except ValueError:
                malformed += 1
                continue
            if statement is None:
                none = True
            else:
                drafted += 1
                yield statement
        if not drafted and not none:
            raise self._unreadable()
        if malformed:
            lines_were = "1 line was" if malformed == 1 else f"{malformed} lines were"
            raise UnreadableReply(
                f"{lines_were} left out of what {self._name[0].lower()}{self._name[1:]} wrote: not "
                "of the form that can be checked."
            )

    def _lines(self, prompt: str, deadline: Deadline | None) -> Iterator[str]:
        """What the model's reply says, line by line; fences and thoughts left out."""
        said = False
        self.load()
        until = deadline or Deadline.within(self.total_seconds)
        for line in entries(lines(self._stream(prompt, until))):
            said = True
            if line:
                yield line
        if not said:
            raise ModelError(f"{self._name} sent an empty answer. {_ASK_AGAIN}")

    def _stream(self, prompt: str, deadline: Deadline) -> Iterator[str]:
        """The reply's text as it arrives; asks once more where the first try failed at the door."""
        length = 0
        for retried in (False, True):
            try:
                for text in self._once(prompt, deadline):
                    length += len(text)
                    if length > _LONGEST_REPLY:
                        raise ModelError(f"{self._name} did not come to an end. {_ASK_AGAIN}")
                    yield text
                return
            except ModelError:
                raise
            except OutOfTime:
                raise ModelError(
                    f"{self._name} did not finish within {deadline.seconds:g} seconds. Ask again, "
                    "choose a faster model, or give it more time in RAPPORTEUR_LLM_SECONDS."
                ) from None
            except Exception as error:  # noqa: BLE001 - each provider raises its own
                pause = None if retried or length else pause_before_retry(error)
                if pause is None or pause >= deadline.left:
                    raise explained(error, self.model, self.base_url, bool(length)) from None
                time.sleep(pause)

    def _once(self, prompt: str, deadline: Deadline) -> Iterator[str]:
        chat = self._chat
        finished = ""
        for chunk in paced(lambda: chat.stream(prompt), deadline):
            reasons = [chunk.response_metadata.get(key) for key in _FINISHED]
            finished = str(next(filter(None, reasons), finished))
            yield str(chunk.text)
        if finished in _CUT_OFF:
            raise ModelError(f"{self._name} {_CUT_OFF[finished]}")
        if not finished:
            raise ModelError(
                f"{self._name} broke off in the middle. Ask again; where it happens often, look at "
                "the server's log."
            )

    @cached_property
    def _chat(self) -> BaseChatModel:
        return load(
            self.model,
            self.base_url,
            api_key=self._api_key,
            window=self.window or _USUAL_WINDOW,
            connect_seconds=self.connect_seconds,
            total_seconds=self.total_seconds,
        )

    def _fenced(self, passages: Sequence[SourcePassage], *beside: str) -> str:
        return "\n\n".join(prompts.fenced(each) for each in self.shown(passages, *beside))

    @property
    def _window(self) -> int:
        """How many tokens the model reads, prompt and reply together."""
        profile = getattr(self._chat, "profile", None) or {}
        return self.window or int(profile.get("max_input_tokens") or _USUAL_WINDOW)

    def _unreadable(self) -> UnreadableReply:
        return UnreadableReply(
            f"The answer of {self._name[0].lower()}{self._name[1:]} kept to no readable form. Ask "
            "again, or choose a model that follows instructions more closely."
        )

    @property
    def _name(self) -> str:
        return f"The language model ({self.model})"
