"""The catalogue's tables."""

from __future__ import annotations

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
)

SCHEMA_VERSION = 2

metadata = MetaData()

library = Table(
    "library",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("id", String, primary_key=True),
    Column("source", String, nullable=False, index=True),
    Column("location", String, nullable=False),
    Column("root", String, nullable=False, index=True),
    Column("fingerprint", String, nullable=False),
    Column("title", String, nullable=False),
    Column("date", String, nullable=False),
    Column("first_day", Integer),
    Column("last_day", Integer),
    Column("publisher", String, nullable=False),
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
    Column("sha256", String, nullable=False),
    Column("captured", String, nullable=False),
    Column("text", Text, nullable=False),
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
