"""What `rapporteur check` prints."""

from __future__ import annotations

from assistant import console
from assistant.check_report import comment_text, summary
from assistant.checked import Check


def show_check(check: Check, as_json: bool) -> None:
    """Print each quotation and claim with its verdict, its source and what differs."""
    if as_json:
        console.write_json(check.to_dict())
        return
    for number, sentence in enumerate(check.sentences, 1):
        console.say(f"{number}. {' '.join(sentence.text.split())}", indent=3, outdent=True)
        for line in comment_text(sentence).split("\n"):
            console.say(" ".join(line.split()), indent=6)
        console.say("")
    console.say(summary(check))
