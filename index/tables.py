"""The catalogue's tables."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    text,
)

SCHEMA_VERSION = 5

metadata = MetaData()

library = Table(
    "library",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
)


def _described() -> tuple[Column[Any], ...]:
    """What is kept of a document's contents, of the current version and of earlier ones."""
    return (
        Column("source", String, nullable=False, index=True),
        Column("location", String, nullable=False),
        Column("title", String, nullable=False),
        Column("date", String, nullable=False),
        Column("publisher", String, nullable=False),
        Column("author", String, nullable=False, server_default=""),
        Column("kind", String, nullable=False),
        Column("language", String, nullable=False),
        Column("url", String, nullable=False),
        Column("places", JSON, nullable=False),
        Column("audience", String, nullable=False),
        Column("speeches", JSON, nullable=False),
        Column("speakers", JSON, nullable=False),
        Column("pages", JSON, nullable=False),
        Column("origin", JSON, nullable=False),
        Column("characters", Integer, nullable=False),
        Column("sha256", String, nullable=False, index=True),
        Column("captured", String, nullable=False),
        # The SHA-256 of the text as it was read: what else holds it is a twin.
        Column("content", String, nullable=False, server_default="", index=True),
        Column("text", Text, nullable=False),
    )


def _synced() -> tuple[Column[Any], ...]:
    """What the next sync needs to know of where something was read."""
    return (
        Column("root", String, nullable=False, index=True),
        Column("fingerprint", String, nullable=False),
        Column("validators", JSON, nullable=False, server_default=text("'{}'")),
    )


documents = Table(
    "documents",
    metadata,
    Column("id", String, primary_key=True),
    Column("first_day", Integer),
    Column("last_day", Integer),
    *_synced(),
    *_described(),
)

# Other names (files, addresses) of what a document holds, each with its own description.
twins = Table(
    "twins",
    metadata,
    Column("id", String, primary_key=True),
    Column("document", String, nullable=False, index=True),
    *_synced(),
    *(column for column in _described() if column.name != "text"),
)

# What a document held before it changed; never searched.
versions = Table(
    "versions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("document", String, nullable=False, index=True),
    Column("superseded", String, nullable=False),
    *_described(),
)

# The bytes that are kept, in files named by their SHA-256: a row is written after its file.
originals = Table(
    "originals",
    metadata,
    Column("sha256", String, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("kept", String, nullable=False),
)

# The first and last lines of each document as it was read, to see which of them repeat.
edges = Table(
    "edges",
    metadata,
    Column("id", Integer, primary_key=True),
    Column(
        "document",
        String,
        ForeignKey("documents.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("line", Text, nullable=False, index=True),
)

# How files stood when their fingerprints were taken: one that still stands so isn't read again.
seen = Table(
    "seen",
    metadata,
    Column("id", String, primary_key=True),
    Column("fingerprint", String, nullable=False),
    Column("standing", String, nullable=False),
)

# The lines that were left out of all of a publisher's documents (null where nobody has looked yet),
# and whether documents were stored since.
settled = Table(
    "settled",
    metadata,
    Column("publisher", String, primary_key=True),
    Column("lines", JSON),
    Column("open", Boolean, nullable=False),
)

passages = Table(
    "passages",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column(
        "document",
        String,
        ForeignKey("documents.id", ondelete="CASCADE"),
        nullable=False,
    ),
    Column("ordinal", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("heading", Text, nullable=False),
    Column("sentences", LargeBinary, nullable=False),
    Column("vector", LargeBinary, nullable=False),
    Column("sentence_vectors", LargeBinary, nullable=False),
    Index("passages_of_document", "document", "ordinal"),
    # Ids are never used again, so an index that lags behind can't show one passage as another.
    sqlite_autoincrement=True,
)

positions = Table(
    "positions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column(
        "document",
        String,
        ForeignKey("documents.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("acts", JSON, nullable=False),
    Column("addressee", String, nullable=False),
    Column("negated", Boolean, nullable=False),
    Column("speaker", String, nullable=False),
)
