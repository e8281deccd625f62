"""Statements written for the tests of the page, one of them hostile."""

from __future__ import annotations

import csv
import io
from pathlib import Path

HARBOUR = (
    "Our observers counted forty-two cholera treatment tents in the harbour of Port Liberty on "
    "Sunday. Every one of them was full."
)
STATEMENTS = {
    "harbour.md": f"""---
title: Statement on the harbour of Port Liberty
publisher: Observatory for Coastal Rights
date: 2021-03-14
kind: statement
url: https://observatory.example/harbour
---

The Observatory has followed events in Port Liberty for six months.

{HARBOUR}

"The governor must open the road to the hospital before the rains," said Director Amina Sesay.
""",
    "harbour-2022.md": """---
title: One year on in Port Liberty
publisher: Observatory for Coastal Rights
date: 2022-03-14
kind: statement
---

One year later the cholera treatment tents in the harbour of Port Liberty have been taken down,
and the clinic has been rebuilt in stone with a roof of tin.
""",
    "mines.md": """---
title: Landmines along the river Asha
publisher: Committee on Clearance
date: 2019-09
kind: report
---

Deminers removed 1,306 landmines along the river Asha between May and August 2019.
""",
}
HOSTILE = {
    "hostile.txt": """The rapporteur of the village of Quillon reported that seventeen goats were
stolen by militia. <img src=x onerror="document.body.dataset.broken='yes'"> ![seen](/page/seen.png)
{{value}} ${document.body.dataset.broken = 'yes'} The goats of Quillon were never returned.
""",
}


def write(statements: dict[str, str], folder: Path) -> Path:
    """Writes the statements to `folder`, the hostile one with metadata that is as bad."""
    for name, text in statements.items():
        (folder / name).write_text(text, encoding="utf-8")
    if "hostile.txt" in statements:
        table = io.StringIO()
        writer = csv.writer(table)
        writer.writerow(["file", "title", "publisher", "date", "kind"])
        bad = "<script>document.body.dataset.broken='yes'</script>"
        writer.writerow(["hostile.txt", f"Goats {bad}", f"Militia {bad}", "2020", "<b>note"])
        (folder / "metadata.csv").write_text(table.getvalue(), encoding="utf-8")
    return folder
