"""Followed topics, and what of each was seen: kept in the catalogue's database.

A passage's id is never used again, so the highest id tells what came after a look. What was seen
is kept as digests of quotations as well: a library that is embedded again, or a file that moved,
holds no news.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from index import tables
from index.filters import Viewer

_CHUNK = 500

_metadata = sa.MetaData()
_follows = sa.Table(
    "follows",
    _metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("topic", sa.String, nullable=False),
    sa.Column("folded", sa.String, nullable=False),
    sa.Column("viewer", sa.String, nullable=False),
    sa.Column("since", sa.String, nullable=False),
    sa.Column("seen", sa.String, nullable=False),
    sa.Column("upto", sa.Integer, nullable=False),
    sa.UniqueConstraint("folded", "viewer"),
    sqlite_autoincrement=True,
)
_seen = sa.Table(
    "follows_seen",
    _metadata,
    sa.Column(
        "follow",
        sa.Integer,
        sa.ForeignKey("follows.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("document", sa.String, primary_key=True),
    sa.Column("quote", sa.String, primary_key=True),
    sa.Column("twin", sa.String, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Followed:
    """A followed topic of a viewer's list: since when, and when it was last marked as seen.

    Both are in UTC. `upto` is the highest passage id that the last look covered.
    """

    id: int
    topic: str
    viewer: Viewer
    since: str
    seen: str
    upto: int

    def to_dict(self) -> dict[str, str]:
        return {"topic": self.topic, "followed": self.since, "seen": self.seen}


@dataclass(frozen=True, slots=True)
class Mark:
    """A sentence that was seen: its document, a digest of its words, and one that also holds
    publisher and date, by which the same statement in another file is known."""

    document: str
    quote: str
    twin: str


class Follows:
    """The lists of followed topics in the catalogue's database, one for each viewer."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, engine: Engine) -> Follows:
        """The lists in a catalogue's database, made where there are none."""
        with engine.begin() as connection:
            for table in _metadata.sorted_tables:
                connection.execute(sa.schema.CreateTable(table, if_not_exists=True))
        return cls(engine)

    def listed(self, viewer: Viewer) -> tuple[Followed, ...]:
        """The viewer's followed topics, the oldest first."""
        query = sa.select(
            *(column for column in _follows.c if column.name != "folded"),
        ).where(_follows.c.viewer == viewer)
        with self._engine.connect() as connection:
            return tuple(Followed(*row) for row in connection.execute(query.order_by("id")))

    def add(self, topic: str, viewer: Viewer, upto: int, marks: Iterable[Mark]) -> bool:
        """Follow a topic from now on, with what is no news; whether it is new to the list."""
        now = _now()
        with self._engine.begin() as connection:
            try:
                key = connection.execute(
                    _follows.insert().values(
                        topic=topic,
                        folded=folded(topic),
                        viewer=viewer,
                        since=now,
                        seen=now,
                        upto=upto,
                    )
                ).inserted_primary_key
            except sa.exc.IntegrityError:
                return False
            assert key is not None
            _keep(connection, int(key[0]), marks)
        return True

    def remove(self, topic: str, viewer: Viewer) -> bool:
        """Follow a topic no more; whether it was followed."""
        mine = sa.and_(_follows.c.folded == folded(topic), _follows.c.viewer == viewer)
        with self._engine.begin() as connection:
            found = list(connection.scalars(sa.select(_follows.c.id).where(mine)))
            connection.execute(_seen.delete().where(_seen.c.follow.in_(found)))
            connection.execute(_follows.delete().where(mine))
        return bool(found)

    def mark(self, follow: int, upto: int, marks: Iterable[Mark]) -> None:
        """Note what was seen of a topic; nothing where it is followed no more."""
        mine = _follows.c.id == follow
        with self._engine.begin() as connection:
            changed = connection.execute(_follows.update().where(mine).values(seen=_now()))
            if changed.rowcount:
                later = sa.and_(mine, _follows.c.upto < upto)
                connection.execute(_follows.update().where(later).values(upto=upto))
                _keep(connection, follow, marks)

    def marks(self, follow: int) -> set[Mark]:
        """What was seen of a topic."""
        query = sa.select(_seen.c.document, _seen.c.quote, _seen.c.twin)
        with self._engine.connect() as connection:
            found = connection.execute(query.where(_seen.c.follow == follow))
            return {Mark(*row) for row in found}

    def highest(self) -> int:
        """The highest id of a passage, 0 where there is none."""
        with self._engine.connect() as connection:
            return int(connection.scalar(sa.select(sa.func.max(tables.passages.c.id))) or 0)

    def arrived(self, after: int, upto: int) -> list[str]:
        """The documents that were stored with passages of ids above `after` and up to `upto`."""
        table = tables.passages
        query = sa.select(table.c.document).distinct()
        query = query.where(table.c.id > after, table.c.id <= upto)
        with self._engine.connect() as connection:
            return list(connection.scalars(query))


def folded(topic: str) -> str:
    """A topic as two spellings of it are compared: in one case, with single spaces."""
    return " ".join(topic.casefold().split())


def _keep(connection: Connection, follow: int, marks: Iterable[Mark]) -> None:
    rows: Sequence[dict[str, object]] = [
        {"follow": follow, "document": mark.document, "quote": mark.quote, "twin": mark.twin}
        for mark in set(marks)
    ]
    for at in range(0, len(rows), _CHUNK):
        # What is kept already stays as it is, whoever marked it.
        connection.execute(_seen.insert().prefix_with("OR IGNORE"), rows[at : at + _CHUNK])


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
