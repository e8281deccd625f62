"""Checks of the installation and the library, with what to do about each failure."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from assistant.errors import LibraryError
from assistant.settings import Settings
from corpus.formats.tesseract import Tesseract
from index.index import BusyError, Index, ServerError

_ROOM = 500 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: what was found, and what to do where it isn't right ("" if it is)."""

    name: str
    ok: bool
    detail: str
    remedy: str = ""

    def to_dict(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class DoctorReport:
    """All checks; `ok` when none failed."""

    checks: tuple[Check, ...]

    @property
    def ok(self) -> bool:
        return all(check.ok for check in self.checks)

    def to_dict(self) -> dict[str, Any]:
        return {"ok": self.ok, "checks": [check.to_dict() for check in self.checks]}


def examine(settings: Settings, index: Index, loading_error: str, repair: bool) -> DoctorReport:
    """Check everything; with `repair`, make search indexes that are out of step again first."""
    return DoctorReport(tuple(_checks(settings, index, loading_error, repair)))


def _checks(settings: Settings, index: Index, loading_error: str, repair: bool) -> Iterator[Check]:
    free = shutil.disk_usage(settings.home).free
    yield Check(
        "room on the disk",
        free > _ROOM,
        f"{free / 1e9:.1f} GB free in {settings.home}",
        "" if free > _ROOM else "free some room, or move the library with --home",
    )
    broken = index.catalogue.integrity()
    yield Check(
        "catalogue",
        not broken,
        broken or "whole",
        "restore the library's folder from a copy, or sync the sources into a new one"
        if broken
        else "",
    )
    if loading_error:
        yield Check("embedding model", False, loading_error, "see the message")
        return
    identity = index.embedder.identity
    yield Check(
        "embedding model",
        True,
        f"{identity.name}, {identity.dimension} dimensions, {identity.window} tokens",
    )
    yield _engines(index, repair)
    yield _originals(index, repair)
    yield _ocr(settings)
    yield _language_model(settings)


def _engines(index: Index, repair: bool) -> Check:
    name = "search indexes"
    try:
        differing = index.engines.missing()
        wrong = [f"{engine}: {count:,} passages differ" for engine, count in differing.items()]
        if not any(differing.values()) and not (wrong := index.damage()):
            shown = len(index.catalogue.passage_ids())
            return Check(name, True, f"hold all {shown:,} passages")
        detail = ", ".join(wrong)
    except ServerError as error:
        detail = str(error)
    if not repair:
        return Check(name, False, detail, "run rapporteur doctor --repair")
    try:
        index.repair()
    except (BusyError, LibraryError) as error:
        return Check(name, False, detail, str(error))
    return Check(name, True, f"made again from the catalogue ({detail})")


def _originals(index: Index, repair: bool) -> Check:
    """Whether every original that is said to be kept is there, byte for byte."""
    name, kept = "original files", index.catalogue.kept()
    wrong = [digest for digest in kept if index.originals.read(digest) is None]
    stray = len(index.originals.digests() - set(kept))
    detail = f"{len(kept):,} kept, {index.originals.size() / 1e6:,.1f} MB"
    if not wrong and not stray:
        return Check(name, True, detail)
    detail += f"; {len(wrong):,} missing or damaged, {stray:,} that nothing refers to"
    if not repair:
        return Check(name, False, detail, "run rapporteur doctor --repair, then sync again")
    try:
        index.forget_originals(wrong)
    except (BusyError, LibraryError) as error:
        return Check(name, False, detail, str(error))
    remedy = "sync their sources again to keep them anew" if wrong else ""
    return Check(name, not wrong, f"{detail}: forgotten", remedy)


def _ocr(settings: Settings) -> Check:
    name, engine = "OCR", Tesseract.installed()
    if not settings.ocr_seconds:
        return Check(name, True, "switched off: pages that are pictures are not read")
    if engine is None:
        return Check(
            name,
            True,
            "none: pages that are pictures are not read; install tesseract and a pack of each"
            " language, then sync again",
        )
    told = f"tesseract, for {', '.join(engine.languages)}"
    if "osd" not in engine.packs:
        told += "; without the pack osd, pages that lie on their side or head are not read"
    return Check(name, True, told)


def _language_model(settings: Settings) -> Check:
    name = "language model"
    if not settings.llm:
        return Check(name, True, "none: answers are in quotations")
    from assistant.model import ModelAnswerer, ModelError

    try:
        ModelAnswerer(
            settings.llm,
            settings.llm_base_url,
            api_key=settings.llm_api_key.get_secret_value(),
        ).load()
    except ModelError as error:
        return Check(name, False, settings.llm, str(error))
    return Check(name, True, settings.llm)
