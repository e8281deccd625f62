"""What went wrong with a language model, in words that say what to do next."""

from __future__ import annotations

from urllib.parse import urlsplit


class ModelError(Exception):
    """A language model could not be used. The message is ready for users and holds no key."""


class UnreadableReply(ModelError):
    """The server works, but what the model wrote is, all or some of it, not of the form asked for.

    Statements that came before it stay good.
    """


_LONGEST_WAIT = 5  # seconds that somebody who asked may be kept waiting before a second try


def explained(error: Exception, model: str, base_url: str, begun: bool = False) -> ModelError:
    """`error`, which a provider's package raised, as a ModelError; `begun` once text has come.

    Providers' packages share no classes, but give a refusal's HTTP status and name their errors
    alike. Their texts are left out: they may hold the key or words of a document.
    """
    server = _server(model, base_url)
    status = getattr(error, "status_code", None)
    if isinstance(status, int):
        return ModelError(f"{server} {_refusal(status, error, model)}")
    kind = _kind(error)
    if kind == "timeout":
        return ModelError(f"{server} did not answer in time. Ask again, or look at the server.")
    if kind == "connection" and begun:
        return ModelError(f"{server} broke off in the middle. Ask again.")
    if kind == "connection":
        return ModelError(
            f"{server} cannot be reached. Check that it runs and that RAPPORTEUR_LLM_BASE_URL is "
            "its address."
        )
    if _wants_key(error):
        return ModelError(
            f"{server} needs a key. Set {_key_name(model)} (any value for a server of your own)."
        )
    return ModelError(
        f"{server} sent what cannot be read ({type(error).__name__}). Check RAPPORTEUR_LLM and "
        "RAPPORTEUR_LLM_BASE_URL."
    )


def pause_before_retry(error: Exception) -> float | None:
    """Seconds to wait before asking once more after `error`; None when that would not help."""
    status = getattr(error, "status_code", None)
    if status == 429:
        wait = _retry_after(error)
        return float(wait) if wait and int(wait) <= _LONGEST_WAIT else None
    if isinstance(status, int):
        return 0.5 if status >= 500 else None
    return 0.5 if _kind(error) == "connection" else None


def _kind(error: Exception) -> str:
    names = " ".join(each.__name__ for each in type(error).__mro__)
    if "Timeout" in names:
        return "timeout"
    marks = ("ConnectError", "ConnectionError", "ProtocolError", "ReadError")
    return "connection" if any(mark in names for mark in marks) else ""


def _refusal(status: int, error: Exception, model: str) -> str:
    if status in (401, 403):
        return f"refused the key ({status}). Check {_key_name(model)}."
    if status == 404:
        return "does not know the model or the address (404). Check RAPPORTEUR_LLM."
    if status == 429:
        wait = _retry_after(error)
        when = f"in {wait} seconds" if wait else "later"
        return f"is busy or its quota is used up (429). Ask again {when}."
    if 400 <= status < 500:
        return (
            f"refused the request ({status}). The passages may be too long for the model; choose "
            "one with a larger window."
        )
    return f"failed ({status}). Ask again, or look at the server's log."


def _retry_after(error: Exception) -> str:
    # Ollama's package keeps the server's answer only in the error that its own one stands for.
    whole = error if hasattr(error, "response") else error.__context__
    headers = getattr(getattr(whole, "response", None), "headers", {})
    seconds = str(headers.get("retry-after", ""))
    return seconds if seconds.isascii() and seconds.isdigit() and len(seconds) < 6 else ""


def _wants_key(error: Exception) -> bool:
    return any(word in str(error).lower() for word in ("api_key", "api key", "credentials"))


def _key_name(model: str) -> str:
    return f"{model.partition(':')[0].upper()}_API_KEY"


def _server(model: str, base_url: str) -> str:
    host = urlsplit(base_url).hostname if base_url else ""
    return f"The language model ({model}{f' at {host}' if host else ''})"
