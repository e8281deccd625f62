"""Files that were made to do harm: packed small to unpack large, nested for ever, misnamed."""

from __future__ import annotations

import io
import subprocess
import zipfile
import zlib
from collections.abc import Callable, Mapping
from functools import cache

import pypandoc

SOURCE = b"# On Peace\n\nWords of it.\n"
WORDS = "Words of it"
_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_MAIN = {"docx": "word/document.xml", "odt": "content.xml", "epub": "EPUB/text/ch001.xhtml"}


@cache
def good(form: str) -> bytes:
    """A harmless document in one of pandoc's formats."""
    command = [pypandoc.get_pandoc_path(), "-f", "markdown", "-t", form, "-o", "-", "--standalone"]
    return subprocess.run(command, input=SOURCE, capture_output=True, check=True).stdout


def packed(parts: Mapping[str, bytes | str]) -> bytes:
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stored.getvalue()


def with_text(form: str, text: str, **added: bytes | str) -> bytes:
    """A document whose main part says `text` in place of its words."""
    return changed(form, lambda part: part.replace(WORDS, text), added)


def changed(form: str, change: Callable[[str], str], added: Mapping[str, bytes | str]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(good(form))) as archive:
        parts: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    main = parts[_MAIN[form]]
    assert isinstance(main, bytes)
    parts[_MAIN[form]] = change(main.decode())
    return packed({**parts, **added})


def exploding(form: str, entities: str, use: str) -> bytes:
    """A document that declares entities, and uses one in the place of its words."""

    def declared(part: str) -> str:
        head, _, rest = part.partition("?>")
        rest = rest.replace("<!DOCTYPE html>", "").replace(WORDS, f"{WORDS}. {use}")
        return f"{head}?><!DOCTYPE x [{entities}]>{rest}"

    if form == "html":
        page = f"<?xml version='1.0'?><html><body><p>{WORDS}</p></body></html>"
        return declared(page).encode()
    if form == "svg":
        drawn = f"<!DOCTYPE svg [{entities}]><svg xmlns='http://www.w3.org/2000/svg'>{use}</svg>"
        return with_text("epub", f"<img src='../x.svg'/> {WORDS}", **{"EPUB/x.svg": drawn})
    return changed(form, declared, {})


def laughs() -> tuple[str, str]:
    """Entities of entities, 10 to the power of 9 words, and the use of them."""
    levels = (f'<!ENTITY x{n} "{f"&x{n - 1};" * 10}">' for n in range(1, 10))
    return '<!ENTITY x0 "lol">' + "".join(levels), "&x9;"


def growth() -> tuple[str, str]:
    """One long entity used very often: 500 MB."""
    return f'<!ENTITY a "{"a" * 100_000}">', "&a;" * 5_000


def word(body: str) -> bytes:
    """A Word file with that body."""
    return changed(
        "docx", lambda _: f"<w:document {_WORD}><w:body>{body}</w:body></w:document>", {}
    )


def flate(size: int, layers: int = 1, picture: int = 0) -> bytes:
    """A PDF whose page unpacks to `size` blanks, or shows a picture of so many points' width."""
    data = _deflated(b" ", size, b"BT /F1 12 Tf 72 700 Td (Words) Tj ET")
    for _ in range(layers - 1):
        data = zlib.compress(data, 9)
    about, use = "", b""
    if picture:
        data = _deflated(b"\xff", picture * picture // 8, b"")
        about = (
            f"/Type /XObject /Subtype /Image /Width {picture} /Height {picture}"
            " /BitsPerComponent 1 /ColorSpace /DeviceGray"
        )
        use = b"q 595 0 0 842 0 0 cm /I Do Q"
    filters = " ".join(["/FlateDecode"] * layers)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >>"
        b" /XObject << /I 5 0 R >> >> /Contents %d 0 R >>" % (6 if picture else 5),
        f"<< {about} /Length {len(data)} /Filter [{filters}] >>\nstream\n".encode()
        + data
        + b"\nendstream",
        b"<< /Length %d >>\nstream\n" % len(use) + use + b"\nendstream",
    ]
    stored, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(stored))
        stored += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    return (
        stored
        + (
            f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
            f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(stored)}\n%%EOF\n"
        ).encode()
    )


def _deflated(filling: bytes, size: int, end: bytes) -> bytes:
    """What unpacks to `size` bytes and an end: one packed block, again and again."""
    packer = zlib.compressobj(9)
    step = 10_000_000
    head = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(filling * step) + packer.flush(zlib.Z_FULL_FLUSH)
    return head + block * (size // step) + packer.compress(end) + packer.flush()


def mail(levels: int, kind: str) -> bytes:
    """An e-mail with messages in one another, or parts in one another."""
    inner = b"Subject: s\nContent-Type: text/plain\n\nWords of it.\n"
    for n in range(levels):
        if kind == "messages":
            inner = b"Subject: s\nContent-Type: message/rfc822\n\n" + inner
        else:
            head = b"Subject: s\nContent-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n)
            inner = head + inner + b"\n--b%d--\n" % n
    return inner
