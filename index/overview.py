"""What a viewer may see of a library, at a glance, kept until the library changes."""

from __future__ import annotations

from dataclasses import dataclass

from index.catalogue import Catalogue, Coverage
from index.filters import Described, Filters, Viewer


@dataclass(frozen=True, slots=True)
class Overview:
    """What a viewer may see of a library as it stood at a generation of its catalogue."""

    generation: int
    publishers: tuple[str, ...]
    kinds: tuple[str, ...]
    speakers: tuple[str, ...]
    coverage: Coverage
    lacking: tuple[Described, ...]


class Overviews:
    """The overviews of a catalogue, one for each viewer."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._kept: dict[Viewer, Overview] = {}

    def of(self, viewer: Viewer) -> Overview:
        """The viewer's overview of the library as it stands now."""
        generation = self._catalogue.generation
        kept = self._kept.get(viewer)
        if kept is None or kept.generation != generation:
            everything = Filters(viewer=viewer)
            kept = Overview(
                generation=generation,
                publishers=tuple(self._catalogue.values("publisher", everything)),
                kinds=tuple(self._catalogue.values("kind", everything)),
                speakers=tuple(self._catalogue.values("speakers", everything)),
                coverage=self._catalogue.coverage(everything),
                lacking=self._catalogue.lacking(everything),
            )
            self._kept[viewer] = kept
        return kept
