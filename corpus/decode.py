"""Bytes into text: UTF-8, UTF-16 with its mark, a page's declared encoding, else Windows-1252."""

from __future__ import annotations

import codecs
import re

from corpus.errors import Refused

_SAMPLE = 65_536
_MOST_CONTROLS = 0.02
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))
_BINARY_HEADS = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\xd0\xcf\x11\xe0")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_DECLARED = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]{2,30})""", re.I)
# "child’s" in Mac Roman is "childÕs" in Windows-1252, which no language writes.
_MAC_APOSTROPHE = re.compile(rb"[a-z]\xd5[a-z]")
_WINDOWS_QUOTES = re.compile(rb"[\x91-\x94]")


def decode(data: bytes, *, declared: bool = False) -> str:
    """The text of `data`; `declared` heeds a <meta charset> where the bytes aren't UTF-8.

    Raises Refused for an empty file and for content that isn't text.
    """
    if not data.strip(b" \t\r\n\f\v\x00"):
        raise Refused("the file is empty")
    if data.startswith(_UTF16):
        return _utf16(data)
    _refuse_binary(data)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode(_other_encoding(data, declared), errors="replace")


def _utf16(data: bytes) -> str:
    try:
        text = data.decode("utf-16")
    except UnicodeDecodeError:
        raise Refused("the file says it is UTF-16 and isn't: save it as UTF-8") from None
    if not text.strip():
        raise Refused("the file is empty")
    return text


def _refuse_binary(data: bytes) -> None:
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    binary = b"\0" in data or data.startswith(_BINARY_HEADS)
    if binary or controls > _MOST_CONTROLS * len(sample):
        raise Refused(
            "the file is not text but binary data, whatever its name says:"
            " save it as text, Markdown or HTML"
        )


def _other_encoding(data: bytes, declared: bool) -> str:
    match = _DECLARED.search(data[:4096]) if declared else None
    if match:
        try:
            return codecs.lookup(match.group(1).decode("ascii")).name
        except LookupError:
            pass  # an unknown name is as good as none: the guess below applies
    if len(_MAC_APOSTROPHE.findall(data)) > len(_WINDOWS_QUOTES.findall(data)):
        return "mac_roman"
    return "cp1252"
