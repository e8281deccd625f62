"""Names: the files and addresses under which the same contents were found.

The same text is stored once. One of its names is the document's, the others are its twins. Names
whose owner describes them differently (another date in metadata.csv, say) stay two documents, and
a document that anybody may see never goes under the name of an internal one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.document import Document
from index.rows import Incoming

_OWNED = ("title", "date", "publisher", "author", "kind", "language", "url", "places", "speakers")


@dataclass(frozen=True, slots=True)
class Name:
    """A name and what it describes; `under` is the id of the document that holds its text.

    That is its own id where it is the document's name, and "" before it is placed.
    """

    incoming: Incoming
    under: str = ""

    @property
    def id(self) -> str:
        return self.incoming.document.id


def arranged(names: Iterable[Name], held: Collection[str] = ()) -> dict[str, str]:
    """For names of the same text, by id: the id of the document that each goes under.

    Public names go first, then those that their owner describes most fully, then those that are a
    document's already (`held`).
    """

    def precedence(name: Name) -> tuple[bool, int, bool, str]:
        document = name.incoming.document
        internal, stated = document.audience != "public", len(_stated(document))
        return internal, -stated, name.id not in held, document.location

    placed: dict[str, str] = {}
    holders: list[Name] = []
    for name in sorted(names, key=precedence):
        holder = next((each for each in holders if _goes_under(name, each)), None)
        if holder is None:
            holders.append(name)
        placed[name.id] = name.id if holder is None else holder.id
    return placed


def _stated(document: Document) -> tuple[str, ...]:
    """The fields that a metadata file of the owner's gives."""
    return tuple(f for f in _OWNED if document.origin.get(f, "").startswith("metadata"))


def _goes_under(name: Name, holder: Name) -> bool:
    """Whether the holder's description is true of the name too."""
    mine, its = name.incoming.document, holder.incoming.document
    return all(getattr(mine, field) == getattr(its, field) for field in _stated(mine))


class Plan:
    """What is to become of names that come, change and go, in one step.

    `group` gives the stored names of a text by its digest, `content` the digest of the text that
    a name has now ("" for an unknown name).
    """

    def __init__(
        self, group: Callable[[str], Sequence[Name]], content: Callable[[str], str]
    ) -> None:
        self._group = group
        self._content = content
        self._placed: dict[str, Name] = {}
        self.removed: list[str] = []

    def add(self, incoming: Incoming) -> None:
        """A name that is new or has changed."""
        earlier = self._content(incoming.document.id)
        self._placed[incoming.document.id] = Name(incoming)
        if earlier and earlier != incoming.content:
            self._arrange(earlier)
        self._arrange(incoming.content)

    def remove(self, identities: Sequence[str]) -> None:
        """Names that go; what they held stays under its other names."""
        self.removed += identities
        for content in dict.fromkeys(map(self._content, identities)):
            if content:
                self._arrange(content)

    @property
    def documents(self) -> list[Incoming]:
        """What is to be stored as a document."""
        return [name.incoming for name in self._placed.values() if name.under == name.id]

    @property
    def twins(self) -> list[tuple[Incoming, str]]:
        """What is to be noted as another name, and of which document."""
        return [(n.incoming, n.under) for n in self._placed.values() if n.under != n.id]

    def _arrange(self, content: str) -> None:
        """Place all names of a text; of those that are stored, only what changes is noted."""
        group = self._group(content)
        held = {name.id for name in group if name.under == name.id}
        stored = [name for name in group if name.id not in self._placed]
        coming = [n for n in self._placed.values() if n.incoming.content == content]
        names = {n.id: n for n in (*stored, *coming) if n.id not in self.removed}
        for identity, under in arranged(names.values(), held).items():
            if names[identity].under != under:
                self._placed[identity] = replace(names[identity], under=under)
