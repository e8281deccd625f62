"""From fetched bytes to a reading: what they are, by their content, and where they came from."""

from __future__ import annotations

import dataclasses
import io
import re
import zipfile
from collections.abc import Mapping
from urllib.parse import urlsplit

from corpus.errors import Refused
from corpus.formats.reading import Reading
from corpus.formats.registry import NAMED, read_as
from corpus.ocr import Ocr, Recognised, nobody
from corpus.web.address import follow, parse, same_site
from corpus.web.errors import Unfetched
from corpus.web.listing import read_listing

_NO_OCR = Ocr(seconds=0)
_DECLARED: Mapping[str, str] = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "message/rfc822": ".eml",
}
_MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.I)
_OLE = b"\xd0\xcf\x11\xe0"
_OFFICE: Mapping[str, str] = {
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/epub+zip": ".epub",
}
_ANY_LATIN = frozenset(
    "utf-8 utf8 us-ascii ascii iso-8859-1 latin1 latin-1 windows-1252 cp1252".split()
)
# A month alone counts only before a title: "/S/2019/10" may be the number of a document.
_DATED = re.compile(
    r"/((?:19|20)\d\d)[/-](0[1-9]|1[0-2])"
    r"(?:[/-](0[1-9]|[12]\d|3[01])(?=[/-]|$)|/(?=[^\W\d]+-[^\W\d]))"
)


def read_page(
    data: bytes, fetched: Mapping[str, str], ocr: Ocr = _NO_OCR, tell: Recognised = nobody
) -> Reading:
    """The reading of a page; `fetched` says from which `url`, and of which `kind` and `charset`
    its server said that it is. `ocr` and `tell` are as `corpus.parse.parse` has them.

    Raises Refused for what holds no text that can be read.
    """
    ending = ending_of(data, fetched.get("kind", ""))
    if ending in (".html", ".txt", ".md"):
        data = _in_utf8(data, fetched.get("charset", ""))
    reading = read_as(ending, data, ocr, tell)
    fields = dict(reading.fields)
    fields["url"] = own_address(fields.get("url", ""), fetched["url"])
    dated = _DATED.search(urlsplit(fetched["url"]).path)
    if dated and not fields.get("date"):
        fields["date"] = "-".join(part for part in dated.groups() if part)
    return dataclasses.replace(reading, fields=fields, origin=reading.origin or "address")


def ending_of(data: bytes, kind: str) -> str:
    """The ending that files of this content have, whatever their server calls it.

    Raises Refused for what isn't read.
    """
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"%PDF-"):
        return ".pdf"
    if start.startswith(b"PK\x03\x04"):
        return _packed(data)
    if start.startswith(b"{\\rtf"):
        return ".rtf"
    if start.startswith(_OLE):
        return ".doc"
    marked = start.startswith(b"<") if kind.startswith("text/") and kind != "text/html" else True
    if marked and _MARKUP.search(data[:4096]) and kind != "message/rfc822":
        return ".html"
    if start.startswith((b"<?xml", b"<rss", b"<feed")) and read_listing(data, "") is not None:
        raise Refused("it is a list of pages (a feed or sitemap) and no page: sync it by itself")
    if kind in _DECLARED or not kind:
        return _DECLARED.get(kind, ".html" if start.startswith(b"<") else ".txt")
    raise Refused(f"it is of a kind that can't be read ({kind}): this version reads {NAMED}")


def own_address(declared: str, url: str) -> str:
    """The address that a page fetched from `url` declares as its own, if on the same site."""
    try:
        found = follow(parse(url), declared) if declared else parse(url)
        if same_site(found.host, parse(url).host):
            return str(found)
    except Unfetched:
        return url  # it declares what is no address
    return url


def _packed(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "word/document.xml" in names:
                return ".docx"
            if "mimetype" in names:
                with archive.open("mimetype") as entry:
                    kind = entry.read(100).decode("ascii", "replace").strip()
                if kind in _OFFICE:
                    return _OFFICE[kind]
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError):
        raise Refused("it is a damaged document or archive: try again") from None
    raise Refused("it is an archive and no page: download it and add the file")


def _in_utf8(data: bytes, charset: str) -> bytes:
    """`data` in UTF-8 where its server names an encoding other than the usual, and it fits.

    What is UTF-8 anyway, and what would fit Latin letters (everything does), is left to the reader.
    """
    if not charset or charset.lower() in _ANY_LATIN:
        return data
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return data.decode(charset).encode()
        except (UnicodeError, LookupError, ValueError):
            return data
    return data
