"""LangChain's chat models, the one place where a provider's package is loaded and set up."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from assistant.model_errors import ModelError, explained

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_EXTRAS = ("openai", "ollama", "anthropic")
_GRACE_SECONDS = 5.0


def load(
    model: str,
    base_url: str,
    *,
    api_key: str,
    window: int,
    connect_seconds: float,
    total_seconds: float,
) -> BaseChatModel:
    """The chat model named "provider:model"; nothing is sent. Its import takes seconds.

    Raises ModelError when the model's name, its package or its key is missing. Source: LangChain's
    `init_chat_model`.
    """
    from langchain.chat_models import init_chat_model

    provider, _, name = model.partition(":")
    if not provider or not name:
        raise ModelError(f"RAPPORTEUR_LLM is '{model}'; write provider:model, as in openai:gpt-5.")
    if base_url and not base_url.startswith(("http://", "https://")):
        raise ModelError(
            f"RAPPORTEUR_LLM_BASE_URL is '{base_url}'; write the whole address, as in "
            "http://127.0.0.1:11434."
        )
    if provider in _EXTRAS and find_spec(f"langchain_{provider}") is None:
        # LangChain would make do with an old package that breaks later.
        raise _missing(provider)
    options: dict[str, Any] = {"base_url": base_url, "api_key": api_key}
    options = {name: value for name, value in options.items() if value}
    options |= _usual(provider, bool(base_url), window, connect_seconds, total_seconds)
    try:
        chat: BaseChatModel = init_chat_model(name, model_provider=provider, **options)
    except ImportError:
        raise _missing(provider) from None
    except Exception as error:  # noqa: BLE001 - each provider raises its own
        if type(error) is ValueError:  # what LangChain raises for a name it does not know
            raise ModelError(
                f"LangChain knows no provider '{provider}'. Check RAPPORTEUR_LLM."
            ) from None
        raise explained(error, model, base_url) from None
    return chat


def _usual(
    provider: str, own_server: bool, window: int, connect_seconds: float, total_seconds: float
) -> Mapping[str, Any]:
    """What each provider is told: how long to wait, how much to read, no invention."""
    import httpx

    # The whole reply's time runs out first, and is what the message speaks of.
    longer = total_seconds + _GRACE_SECONDS
    limits = httpx.Timeout(longer, connect=connect_seconds)
    if provider == "ollama":
        # Unless told, Ollama reads 4,096 tokens and leaves out the beginning without a word.
        return {"temperature": 0, "num_ctx": window, "client_kwargs": {"timeout": limits}}
    # `ModelAnswerer` asks again itself, and never waits long.
    options: dict[str, Any] = {"timeout": longer, "max_retries": 0}
    if provider == "openai":
        options["timeout"] = limits
        if own_server:  # the provider's own newer models refuse a temperature
            options["temperature"] = 0
    return options


def _missing(provider: str) -> ModelError:
    extra = f'"rapporteur[{provider}]"'
    package = extra if provider in _EXTRAS else f"langchain-{provider.replace('_', '-')}"
    return ModelError(
        f"The language model's provider '{provider}' is not installed. Install it with: "
        f"pip install {package}"
    )
