"""What `rapporteur show` and `rapporteur original` print."""

from __future__ import annotations

import typer

from assistant import console
from assistant.results import DocumentRecord


def show_document(record: DocumentRecord, as_json: bool) -> None:
    """Print one document: what describes it, then its whole stored text as it is."""
    if as_json:
        console.write_json(record.to_dict())
        return
    told = record.to_dict() | {
        "origin": [f"{name}: {where}" for name, where in record.origin.items()]
    }
    for name, value in told.items():
        if name not in ("text", "versions", "speeches") and value not in (None, "", []):
            text = "; ".join(value) if isinstance(value, list) else value
            console.say(f"{name:<11} {text}")
    for version in record.versions:
        earlier = f"{version.sha256[:12]}, captured {version.captured}"
        console.say(f"{'earlier':<11} {earlier}, changed by {version.superseded}")
    typer.echo("\n" + console.printable(record.text or ""))


def show_versions(record: DocumentRecord, as_json: bool) -> None:
    """Print what a document held before it changed, the latest first."""
    if as_json:
        console.write_json([version.to_dict() for version in record.versions])
        return
    console.say(f"{record.sha256}  captured {record.captured}, current")
    for version in record.versions:
        kept = "" if version.original is None else f", original kept ({version.original:,} bytes)"
        console.say(f"{version.sha256}  captured {version.captured}")
        told = f"changed by {version.superseded}, {version.characters:,} characters{kept}"
        console.say(f"{version.source}: {told}", indent=4)
    if not record.versions:
        console.say("The document has not changed since it was first read.")
