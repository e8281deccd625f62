"""PDF files made for tests: pages of words set at places."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import pypdfium2 as pdfium

Words = tuple[float, float, float, str]  # points from the left and the foot, size, words


def pdf(
    *pages: Sequence[Words],
    title: str = "",
    drawn: str = "",
    named: Mapping[str, str] | None = None,
) -> bytes:
    """A PDF whose pages show these words in Helvetica, after what is `drawn` on each.

    What looks like the one in `named` is said to stand for the other, as in a font of its own.
    """
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, words in enumerate(pages):
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]"
            f" /Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * number} 0 R >>"
        )
        shown = drawn + "\n".join(
            f"BT /F1 {size} Tf {x} {y} Td ({_escaped(text)}) Tj ET" for x, y, size, text in words
        )
        objects.append(f"<< /Length {len(shown)} >>\nstream\n{shown}\nendstream")
    if named:
        objects[2] = objects[2][:-2] + f"/ToUnicode {len(objects) + 1} 0 R >>"
        names = _names(named)
        objects.append(f"<< /Length {len(names)} >>\nstream\n{names}\nendstream")
    if title:
        objects.append(f"<< /Title ({_escaped(title)}) >>")
    return _written(objects, bool(title))


def _names(named: Mapping[str, str]) -> str:
    """The table by which a font names its characters."""
    lines = "\n".join(
        f"<{shown.encode('cp1252').hex()}> <{meant.encode('utf-16-be').hex()}>"
        for shown, meant in named.items()
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(named)} beginbfchar\n{lines}\nendbfchar\nendcmap end end"
    )


def column(
    lines: Sequence[str], left: float = 72, top: float = 740, size: float = 11
) -> list[Words]:
    """Lines below one another."""
    return [(left, top - 1.25 * size * number, size, line) for number, line in enumerate(lines)]


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _written(objects: Sequence[str], informed: bool) -> bytes:
    data = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        data += f"{number} 0 obj\n{content}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    info = f" /Info {len(objects)} 0 R" if informed else ""
    tail = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R{info} >>\nstartxref\n{len(data)}\n%%EOF\n"
    )
    return data + tail.encode()


def scanned(data: bytes, *pages: int, turned: int = 0) -> bytes:
    """The PDF with these pages (counted from 1, all if none is given) as pictures of themselves."""
    source, made = pdfium.PdfDocument(data), pdfium.PdfDocument.new()
    for number in range(len(source)):
        if pages and number + 1 not in pages:
            made.import_pages(source, [number])
            continue
        drawn = source[number].render(scale=200 / 72, grayscale=True, rotation=turned)
        picture = pdfium.PdfImage.new(made)
        picture.set_bitmap(drawn)
        width, height = drawn.width * 0.36, drawn.height * 0.36
        picture.set_matrix(pdfium.PdfMatrix().scale(width, height))
        page = made.new_page(width, height)
        page.insert_obj(picture)
        page.gen_content()
    stored = io.BytesIO()
    made.save(stored)
    return stored.getvalue()


def carrying(data: bytes, *names: str, content: bytes = b"words") -> bytes:
    """The PDF with files attached to it."""
    document = pdfium.PdfDocument(data)
    for name in names:
        document.new_attachment(name).set_data(content)
    stored = io.BytesIO()
    document.save(stored)
    return stored.getvalue()
