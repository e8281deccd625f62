"""Questions with their gold quotations, for `rapporteur evaluate`.

    python benchmarks/gold.py benchmarks/questions_debate.jsonl FOLDER > questions.jsonl

The questions are this project's own, the statements that they ask about are not: a gold quotation
is kept as `{doc, start, end}`, offsets in code points into the file `doc` of FOLDER as it is on the
disk, and filled in from there. They ask about statements named as in the UN General Debate Corpus:
`questions_debate*.jsonl` about those of sessions 66, 72 and 76, `questions_debate_more*.jsonl`
about those of sessions 60, 64, 69, 74 and 78, `questions_debate_other*.jsonl` about those of
sessions 67, 70 and 73, `questions_debate_years*.jsonl` about those of sessions 61, 65, 68, 71, 75,
77 and 79; and `questions_mixed*.jsonl` about treaties, investigations and reports. Most of the
unanswerable ones in `_debate_5`, `_debate_more_5`, `_debate_years_2` to `_4` and `_mixed_2` to `_4`
ask for what the right passage doesn't tell.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("questions", type=Path)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    for line in options.questions.read_text(encoding="utf-8").splitlines():
        question = json.loads(line)
        question["gold"] = [
            {"doc": gold["doc"], "quote": _quote(options.folder / gold["doc"], gold)}
            for gold in question["gold"]
        ]
        sys.stdout.write(json.dumps(question, ensure_ascii=False) + "\n")


def _quote(file: Path, gold: dict[str, int]) -> str:
    with file.open(encoding="utf-8", newline="") as stream:
        return stream.read()[gold["start"] : gold["end"]]


if __name__ == "__main__":
    main()
