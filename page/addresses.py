"""Adding what stands at web addresses: which were pasted, and what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.reports import Failure, SyncReport
from assistant.sync import Progress
from corpus.web.address import normal, typed
from corpus.web.errors import Unfetched
from page.shelf import Added
from page.wording import count

MOST = 100


def pasted(text: str) -> list[Added]:
    """The addresses in a pasted text, one a line, each to be fetched or failed with the reason.

    Whatever isn't an address of the web never gets further: as a source it could be a path.
    """
    lines = dict.fromkeys(line.strip() for line in text.splitlines() if line.strip())
    given = [_given(line) for line in lines]
    return given[:MOST] + [
        replace(item, state="failed", detail=f"At most {MOST} addresses are taken at once")
        for item in given[MOST:]
    ]


def _given(line: str) -> Added:
    try:
        address = normal(typed(line))
    except Unfetched as error:
        return Added(line, "", state="failed", detail=str(error), web=True)
    return Added(address, address, web=True)


def again(items: Sequence[Added]) -> list[Added]:
    """The table for another try: what failed or was cancelled waits again, if it can be tried."""
    return [
        replace(item, state="waiting", detail="", documents=1)
        if item.state in ("failed", "cancelled") and item.path
        else item
        for item in items
    ]


def under_way(progress: Progress) -> str:
    """How far the fetching of an address is, in words."""
    stage = progress.stage.capitalize()
    return f"{stage} {progress.done} of {progress.total:,}" if progress.total > 1 else stage


def outcome(item: Added, report: SyncReport) -> list[Added]:
    """What became of an address; for a list of pages, also each page that failed."""
    alone = [failure for failure in report.failed if failure.source == item.path]
    others = [failure for failure in report.failed if failure.source != item.path]
    counts = {"added": report.added, "updated": report.updated, "unchanged": report.unchanged}
    done = {name: number for name, number in counts.items() if number}
    if report.cancelled:
        return [replace(item, state="cancelled", detail=_told(done)), *map(_failed, others[:MOST])]
    if not done and not others:
        reason = alone[0].error if alone else "it lists no pages"
        return [replace(item, state="failed", detail=reason)]
    if sum(done.values()) == 1 and not report.failed:
        detail = count(report.passages, "passage") if report.passages else ""
    else:
        detail = ". ".join([_told(done), *(failure.error for failure in alone)])
    if len(others) > MOST:
        detail += f". {len(others) - MOST:,} more failed"
    state = next(iter(done), "failed")
    first = replace(item, state=state, detail=detail, documents=done.get(state, 1))
    return [first, *map(_failed, others[:MOST])]


def _told(done: dict[str, int]) -> str:
    """ "12 pages added, 3 pages unchanged"."""
    told = [f"{count(number, 'page')} {name}" for name, number in done.items()]
    return ", ".join(told) or "No page could be added"


def _failed(failure: Failure) -> Added:
    fetchable = failure.source.startswith(("http://", "https://"))
    return Added(
        failure.source,
        failure.source if fetchable else "",
        state="failed",
        detail=failure.error,
        web=True,
    )
