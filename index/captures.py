"""What the catalogue remembers of where documents came from: other names, earlier versions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine, Row

from corpus.document import Document
from index import rows, tables
from index.chunks import chunks
from index.filters import Viewer
from index.names import Name

# Made once, since every search asks it and making it takes longer.
_SUPERSEDED = (
    sa.select(tables.versions.c.document, tables.versions.c.captured)
    .join(tables.documents, tables.documents.c.id == tables.versions.c.document)
    .where(tables.versions.c.document.in_(sa.bindparam("wanted", expanding=True)))
    .where(sa.or_(tables.documents.c.audience != "public", tables.versions.c.audience == "public"))
    .order_by(tables.versions.c.id)
)


@dataclass(frozen=True, slots=True)
class Version:
    """What a document held before it changed.

    `document` is the document as it was, `of` the id of the document now, `superseded` when the
    change was noticed (ISO, UTC).
    """

    of: str
    superseded: str
    document: Document


@dataclass(frozen=True, slots=True)
class Known:
    """What a sync needs to know of a stored document."""

    id: str
    source: str
    root: str
    fingerprint: str
    validators: Mapping[str, str]


def known(engine: Engine, names: Collection[str] | None = None) -> dict[str, Known]:
    """What is stored of the names with those ids, or of all, by id."""
    found: dict[str, Known] = {}
    with engine.connect() as connection:
        for table in (tables.documents, tables.twins):
            c = table.c
            query = sa.select(c.id, c.source, c.root, c.fingerprint, c.validators)
            queries = [query]
            if names is not None:
                queries = [query.where(c.id.in_(some)) for some in chunks(list(names))]
            for each in queries:
                found.update((row.id, Known(*row)) for row in connection.execute(each))
    return found


def group(engine: Engine, content: str) -> list[Name]:
    """Every name of the text with that digest."""
    documents, twins = tables.documents, tables.twins
    with engine.connect() as connection:
        held = {
            row.id: rows.incoming(row)
            for row in connection.execute(
                sa.select(documents).where(documents.c.content == content)
            )
        }
        found = connection.execute(sa.select(twins).where(twins.c.content == content)).all()
    names = [Name(incoming, identity) for identity, incoming in held.items()]
    for row in found:
        if row.document in held:
            names.append(Name(rows.incoming(row, held[row.document].document), row.document))
    return names


def names_of(engine: Engine, content: str) -> set[str]:
    """The ids of the names of the text with that digest."""
    found: set[str] = set()
    with engine.connect() as connection:
        for table in (tables.documents, tables.twins):
            names = sa.select(table.c.id).where(table.c.content == content)
            found |= set(connection.scalars(names))
    return found


def content_of(engine: Engine, identity: str) -> str:
    """The digest of the text that the name with that id has, "" where there is none."""
    with engine.connect() as connection:
        for table in (tables.documents, tables.twins):
            found = connection.scalar(sa.select(table.c.content).where(table.c.id == identity))
            if found is not None:
                return str(found)
    return ""


def twins(engine: Engine, viewer: Viewer, documents: Sequence[str]) -> dict[str, list[Row[Any]]]:
    """The other names of documents, as far as the viewer may know them, by document id."""
    table = tables.twins
    found: dict[str, list[Row[Any]]] = defaultdict(list)
    for some in chunks(documents):
        query = sa.select(table).where(table.c.document.in_(some)).order_by(table.c.source)
        if viewer == "public":
            query = query.where(table.c.audience == "public")
        with engine.connect() as connection:
            for row in connection.execute(query):
                found[row.document].append(row)
    return found


def versions(engine: Engine, document: str, viewer: Viewer) -> list[Version]:
    """What a document held earlier, under any of its names, the latest first.

    The same text under two names is listed once. Whoever may not see the document, or may not know
    a name, sees none of their versions.
    """
    documents, others, table = tables.documents, tables.twins, tables.versions
    names = sa.union(
        sa.select(documents.c.id).where(documents.c.id == document, _visible(documents, viewer)),
        sa.select(others.c.id).where(others.c.document == document, _visible(others, viewer)),
    )
    query = (
        sa.select(table)
        .where(table.c.document.in_(names), _visible(table, viewer))
        .order_by(table.c.id.desc())
    )
    with engine.connect() as connection:
        found = connection.execute(query).all()
    first: dict[str, str] = {}
    return [
        _version(row, document)
        for row in found
        if first.setdefault(row.content, row.document) == row.document
    ]


def versions_with(engine: Engine, words: Sequence[str], viewer: Viewer) -> list[Version]:
    """The earlier versions whose text holds all of `words`, the latest first."""
    documents, others, table = tables.documents, tables.twins, tables.versions
    names = sa.union_all(
        sa.select(documents.c.id, documents.c.id.label("of")).where(_visible(documents, viewer)),
        sa.select(others.c.id, others.c.document.label("of")).where(_visible(others, viewer)),
    ).subquery()
    query = (
        sa.select(table, names.c.of)
        .join(names, names.c.id == table.c.document)
        .where(_visible(table, viewer))
        .where(*(table.c.text.icontains(word, autoescape=True) for word in words))
        .order_by(table.c.id.desc())
    )
    with engine.connect() as connection:
        return [_version(row, row.of) for row in connection.execute(query)]


def superseded(engine: Engine, documents: Sequence[str]) -> dict[str, str]:
    """When what the documents now hold before them was captured, for those that changed.

    Of a public document, only versions that were public count.
    """
    found: dict[str, str] = {}
    for some in chunks(documents):
        with engine.connect() as connection:
            rows_found = connection.execute(_SUPERSEDED, {"wanted": some})
            found.update((row.document, row.captured) for row in rows_found)
    return found


def kept(engine: Engine) -> dict[str, int]:
    """The digests of the bytes that are kept, with their sizes."""
    table = tables.originals
    with engine.connect() as connection:
        return {
            row.sha256: row.size
            for row in connection.execute(sa.select(table.c.sha256, table.c.size))
        }


def forget_originals(engine: Engine, digests: Sequence[str]) -> None:
    """Note that bytes are no longer kept, and that their sources must be read again."""
    with engine.begin() as connection:
        for some in chunks(digests):
            table = tables.originals
            connection.execute(table.delete().where(table.c.sha256.in_(some)))
            for names in (tables.documents, tables.twins):
                again = names.update().where(names.c.sha256.in_(some))
                connection.execute(again.values(fingerprint="", validators={}))


def _visible(table: sa.Table, viewer: Viewer) -> sa.ColumnElement[bool]:
    return table.c.audience == "public" if viewer == "public" else sa.true()


def _version(row: Row[Any], of: str) -> Version:
    return Version(of, row.superseded, replace(rows.document(row), id=of))
