"""Settings, from RAPPORTEUR_* environment variables or rapporteur.toml in the library's folder."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs
from pydantic import Field, SecretStr
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from corpus.ocr import SECONDS
from index.embed import DEFAULT_MODEL


class Settings(BaseSettings):
    """What can be configured. Environment variables win over rapporteur.toml.

    home: the library's folder. embedding_model: a sentence-transformers model's name or path.
    llm: a language model as "provider:model", empty for none. llm_base_url: its server.
    llm_api_key: its key, where the provider's own variable isn't set. llm_window: how many tokens
    it reads at most, 0 where LangChain knows it or the usual will do. llm_seconds: how long it may
    take for one answer, asking again included. chroma: a Chroma server's
    URL, empty for the embedded one. users: a file of users, empty for this machine only.
    web_allow: hosts, addresses and networks that pages may be fetched from though they are private.
    web_delay: seconds between two requests to one host. ocr_seconds: how long the pages of one file
    that are pictures may be read by OCR, 0 for not at all.
    """

    model_config = SettingsConfigDict(env_prefix="RAPPORTEUR_", extra="ignore")

    home: Path = Path()
    embedding_model: str = DEFAULT_MODEL
    llm: str = ""
    llm_base_url: str = ""
    llm_api_key: SecretStr = SecretStr("")
    llm_window: int = Field(0, ge=0)
    llm_seconds: float = Field(50.0, gt=0, le=3600)
    chroma: str = ""
    users: str = ""
    web_allow: str = ""
    web_delay: float = Field(default=1.0, ge=0, le=60)
    ocr_seconds: float = Field(default=SECONDS, ge=0, le=86_400)

    @classmethod
    def load(cls, home: str | Path | None = None) -> Settings:
        """The settings of the library at `home` (default: RAPPORTEUR_HOME, else the user's data).

        Raises pydantic.ValidationError, a ValueError, for a setting that can't be read.
        """
        folder = Path(home or os.environ.get("RAPPORTEUR_HOME") or default_home())
        folder = folder.expanduser().absolute()

        class AtHome(cls):  # type: ignore[valid-type, misc]
            model_config = SettingsConfigDict(toml_file=folder / "rapporteur.toml")

        return AtHome(home=folder)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        toml = TomlConfigSettingsSource(settings_cls)
        return (init_settings, env_settings, toml)


def default_home() -> Path:
    """The library's folder where none is given: the platform's folder for user data."""
    return Path(platformdirs.user_data_dir("rapporteur", appauthor=False))
