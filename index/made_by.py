"""Which embedding model made a library: its vectors mean nothing to another one."""

from __future__ import annotations

import json
from dataclasses import asdict

from index.catalogue import Catalogue
from index.embed import EmbeddingError, ModelIdentity

_SETTING = "model"
_UNFINISHED = "being replaced"


class ModelMismatch(EmbeddingError):
    """The library was embedded by another model than the one in use."""


class MadeBy:
    """The catalogue's note of the model whose vectors it holds."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    @property
    def unfinished(self) -> bool:
        """Whether the vectors of two models are mixed, since replacing one was cut off."""
        return self._catalogue.setting(_SETTING) == _UNFINISHED

    def model(self, identity: ModelIdentity) -> bool:
        """Whether the stored vectors are that model's."""
        stored = self._stored()
        return stored is not None and (stored.weights, stored.dimension) == (
            identity.weights,
            identity.dimension,
        )

    def check(self, identity: ModelIdentity) -> None:
        """Raises ModelMismatch when another model made the library; nothing made an empty one."""
        if self.unfinished:
            raise ModelMismatch(
                "embedding this library again was cut off: finish it with rapporteur sync --rebuild"
            )
        stored = self._stored()
        if stored is not None and not self.model(identity):
            raise ModelMismatch(
                f"this library was embedded by the model {stored.name}, and the one in use is "
                f"{identity.name}: set RAPPORTEUR_EMBEDDING_MODEL={stored.name}, or embed the "
                "library again with rapporteur sync --rebuild"
            )

    def begin_replacing(self) -> None:
        """Note that the vectors are being made anew: until `note`, no model may open them."""
        self._catalogue.note(_SETTING, _UNFINISHED)

    def note(self, identity: ModelIdentity) -> None:
        """Note that all vectors are that model's."""
        self._catalogue.note(_SETTING, json.dumps(asdict(identity)))

    def note_first(self, identity: ModelIdentity) -> None:
        """Note the model of the first vectors, unless there is a note."""
        if self._catalogue.setting(_SETTING) is None:
            self.note(identity)

    def _stored(self) -> ModelIdentity | None:
        stored = self._catalogue.setting(_SETTING)
        return None if stored in (None, _UNFINISHED) else ModelIdentity(**json.loads(stored))
