"""Statements written for the tests of outlines."""

from __future__ import annotations

from pathlib import Path

HEAD = "---\ntitle: {title}\ndate: {date}\npublisher: {publisher}\nurl: {url}\n---\n\n"
STATEMENTS = {
    "may.md": ("On the floods in Chad", "2021-05-04", "Relief Observatory", (
        "Today marks the second anniversary of the floods in Chad. "
        "The floods in Chad have displaced 40,000 people from their homes. "
        "We welcome that barges with grain have crossed the floods in Chad."
    )),
    "june.md": ("On rivers", "2022-06-10", "Relief Observatory", (
        "We urge donors to fund shelters before the next floods in Chad. "
        "The floods in Chad are addressed in the Convention on the Rivers of Africa. "
        "They must be met. "
        "We remain committed to everyone who lost a home in the floods in Chad.\n\n"
        "Bridges were repaired in the north of Peru."
    )),
    "july.md": ("A note", "2023-07-01", "House of Engineers", (
        "We condemn the theft of relief goods after the floods in Chad. "
        "The Government of Chad must rebuild the dykes that the floods in Chad destroyed."
    )),
    "secret.md": ("Not for print", "2023-08-01", "House of Engineers", (
        "We are alarmed that the floods in Chad were foreseen by our own staff."
    )),
}  # fmt: skip


def write(folder: Path, secret: Path) -> None:
    """The statements as files: those for everybody in `folder`, the internal one in `secret`."""
    for name, (title, date, publisher, text) in STATEMENTS.items():
        target = secret if name == "secret.md" else folder
        target.mkdir(exist_ok=True)
        url = f"https://relief.example/{name}"
        head = HEAD.format(title=title, date=date, publisher=publisher, url=url)
        (target / name).write_text(f"{head}{text}\n", encoding="utf-8")
