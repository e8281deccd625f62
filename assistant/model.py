"""A language model as answerer, through LangChain: it drafts, and never decides what is shown.

The model's reply is one JSON object per line. Code fences around the lines and blank lines are
passed over; any other line that is not of the form is counted and dropped.
"""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from assistant import prompts
from assistant.draft import DraftStatement, SourcePassage
from assistant.model_errors import ModelError, explained, pause_before_retry
from assistant.pace import OutOfTime, paced
from assistant.reply import lines, read_question, read_statement

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

__all__ = ["ModelAnswerer", "ModelError"]

_LOG = logging.getLogger(__name__)
_FENCE = re.compile(r"```\w*")
_GRACE_SECONDS = 5.0
_USUAL_WINDOW = 8192  # tokens
_BESIDE = 2200  # tokens of a window for the rules, the question and the reply
_LEAST = 300
_LONGEST_REPLY = 100_000  # characters; an answer has a few thousand
_ASK_AGAIN = "Ask again, or choose another model in RAPPORTEUR_LLM."
_FINISHED = ("finish_reason", "stop_reason", "done_reason")  # as the providers call it


class ModelAnswerer:
    """Drafts answers with the model named "provider:model", as LangChain names them.

    `base_url` is its server, "" for the provider's own; `api_key` its key, "" for the one in the
    provider's usual environment variable. `window` is how many tokens the model reads, 0 for what
    LangChain knows of it, else 8,192. `budget` bounds the passages in a prompt, in tokens of four
    bytes each; a small window bounds them further. Nothing is loaded or called before its time.
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
        total_seconds: float = 60.0,
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

    def draft(
        self, question: str, history: Sequence[str], passages: Sequence[SourcePassage]
    ) -> Iterator[DraftStatement]:
        """The model's statements, each as soon as its line is complete; none when it finds none.

        Raises ModelError when the model cannot be reached, breaks off or writes nothing readable;
        statements that came before stay good. Source: LangChain's `BaseChatModel.stream`.
        """
        prompt = prompts.render(
            prompts.ANSWER,
            passages=self._fenced(passages),
            history=prompts.listed(history),
            question=prompts.defused(question),
        )
        return self._statements(prompt)

    def compose(
        self, section: str, brief: str, passages: Sequence[SourcePassage]
    ) -> Iterator[DraftStatement]:
        """The model's statements for a section of the statement that `brief` asks for.

        Raises ModelError as `draft` does.
        """
        prompt = prompts.render(
            prompts.SECTION,
            passages=self._fenced(passages),
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
    ) -> DraftStatement | None:
        """The model's second attempt at a statement that was not verified because of `problem`.

        None when the model takes the statement back. Raises ModelError as `draft` does.
        """
        quoted = [{"passage": each.passage, "words": each.words} for each in statement.quotations]
        written = {"statement": statement.text, "quotations": quoted}
        prompt = prompts.render(
            prompts.RETRY,
            passages=self._fenced(passages),
            statement=prompts.defused(json.dumps(written, ensure_ascii=False)),
            problem=prompts.defused(problem),
            question=prompts.defused(question),
        )
        return next(self._statements(prompt), None)

    def rewrite(self, question: str, history: Sequence[str]) -> str:
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
        for line in self._lines(prompt):
            try:
                return read_question(line)
            except ValueError:
                continue
        raise self._unreadable()

    def _statements(self, prompt: str) -> Iterator[DraftStatement]:
        drafted = malformed = 0
        none = False
        for line in self._lines(prompt):
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
        if malformed:
            _LOG.warning("%d lines of the language model's reply were unreadable", malformed)
        if not drafted and not none:
            raise self._unreadable()

    def _lines(self, prompt: str) -> Iterator[str]:
        """The lines of the model's reply that say something, fences left out."""
        said = False
        for line in lines(self._stream(prompt)):
            line = line.strip()
            if line and not _FENCE.fullmatch(line):
                said = True
                yield line
        if not said:
            raise ModelError(f"{self._name} sent an empty answer. {_ASK_AGAIN}")

    def _stream(self, prompt: str) -> Iterator[str]:
        """The reply's text as it arrives; asks once more where the first try failed at the door."""
        self.load()
        ends = time.monotonic() + self.total_seconds
        length = 0
        for retried in (False, True):
            try:
                for text in self._once(prompt, ends - time.monotonic()):
                    length += len(text)
                    if length > _LONGEST_REPLY:
                        raise ModelError(f"{self._name} did not come to an end. {_ASK_AGAIN}")
                    yield text
                return
            except ModelError:
                raise
            except OutOfTime:
                raise ModelError(
                    f"{self._name} did not finish within {self.total_seconds:g} seconds. Ask "
                    "again, or choose a faster model."
                ) from None
            except Exception as error:  # noqa: BLE001 - each provider raises its own
                pause = None if retried or length else pause_before_retry(error)
                if pause is None:
                    raise explained(error, self.model, self.base_url, bool(length)) from None
                time.sleep(pause)

    def _once(self, prompt: str, seconds: float) -> Iterator[str]:
        chat = self._chat
        finished = False
        for chunk in paced(lambda: chat.stream(prompt), seconds):
            finished = finished or any(chunk.response_metadata.get(key) for key in _FINISHED)
            yield str(chunk.text)
        if not finished:
            raise ModelError(
                f"{self._name} broke off in the middle. Ask again; where it happens often, look at "
                "the server's log."
            )

    @cached_property
    def _chat(self) -> BaseChatModel:
        from langchain.chat_models import init_chat_model  # takes seconds

        provider, _, name = self.model.partition(":")
        if not provider or not name:
            raise ModelError(
                f"RAPPORTEUR_LLM is '{self.model}'; write provider:model, as in openai:gpt-5."
            )
        try:
            chat: BaseChatModel = init_chat_model(
                name, model_provider=provider, **self._options(provider)
            )
        except ImportError:
            raise ModelError(
                f"The language model's provider '{provider}' is not installed. Install it with: "
                f"pip install {_package(provider)}"
            ) from None
        except Exception as error:  # noqa: BLE001 - as above
            if type(error) is ValueError:  # what LangChain raises for a name it does not know
                raise ModelError(
                    f"LangChain knows no provider '{provider}'. Check RAPPORTEUR_LLM."
                ) from None
            raise explained(error, self.model, self.base_url) from None
        return chat

    def _options(self, provider: str) -> Mapping[str, Any]:
        import httpx

        options: dict[str, Any] = {}
        if self.base_url:
            options["base_url"] = self.base_url
        if self._api_key:
            options["api_key"] = self._api_key
        # The whole reply's time runs out first, and is what the message speaks of.
        longer = self.total_seconds + _GRACE_SECONDS
        limits = httpx.Timeout(longer, connect=self.connect_seconds)
        if provider == "ollama":
            # Unless told, Ollama reads 4,096 tokens and leaves out the beginning without a word.
            options |= {"temperature": 0, "num_ctx": self.window or _USUAL_WINDOW}
            return options | {"client_kwargs": {"timeout": limits}}
        if provider == "openai":
            options["timeout"] = limits
            if self.base_url:  # the provider's own newer models refuse a temperature
                options["temperature"] = 0
        else:
            options["timeout"] = longer
        return options | {"max_retries": 0}  # `_stream` asks again itself, and never waits long

    def _fenced(self, passages: Sequence[SourcePassage]) -> str:
        """As many of `passages` as the budget holds, best first, at least one."""
        kept: list[str] = []
        left = min(self.budget, max(_LEAST, self._window - _BESIDE)) * 4
        for passage in passages:
            text = prompts.fenced(passage)
            left -= len(text.encode("utf-8", "replace"))
            if left < 0 and kept:
                break
            kept.append(text)
        return "\n\n".join(kept)

    @property
    def _window(self) -> int:
        """How many tokens the model reads, prompt and reply together."""
        profile = getattr(self._chat, "profile", None) or {}
        return self.window or int(profile.get("max_input_tokens") or _USUAL_WINDOW)

    def _unreadable(self) -> ModelError:
        return ModelError(
            f"The answer of {self._name[0].lower()}{self._name[1:]} kept to no readable form. Ask "
            "again, or choose a model that follows instructions more closely."
        )

    @property
    def _name(self) -> str:
        return f"The language model ({self.model})"


def _package(provider: str) -> str:
    if provider in ("openai", "ollama", "anthropic"):
        return f'"rapporteur[{provider}]"'
    return f"langchain-{provider.replace('_', '-')}"
