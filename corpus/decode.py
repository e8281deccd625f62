"""Bytes into text: UTF-8, UTF-16, a page's declared encoding, else what the bytes are likely in.

Text that was once read in the wrong encoding and saved so ("dâ€™Ivoire") is mended where certain.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

import ftfy
from charset_normalizer import from_bytes
from ftfy.badness import is_bad

from corpus.errors import Refused
from corpus.titles import language_of

_SAMPLE = 65_536
_MOST_CONTROLS = 0.02
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))
_BINARY_HEADS = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\xd0\xcf\x11\xe0")
_CLEAR = 8
_NOT_LATIN = 0.35
_OTHER_SCRIPTS = (
    "cp932", "euc_jp", "gb18030", "big5", "cp949", "cp1251", "koi8_r", "cp1256", "cp1255",
    "cp1253", "iso8859_6",
)  # fmt: skip
# Latin letters beyond those of Western Europe, by language, and what they were written in before.
_OTHER_LATIN = {
    "tr": ("çğıöşüâîû", ("cp1254",)),
    "pl": ("ąćęłńóśźż", ("cp1250", "iso8859_2")),
    "cs": ("áčďéěíňóřšťúůýž", ("cp1250", "iso8859_2")),
    "sk": ("áäčďéíĺľňóôŕšťúýž", ("cp1250", "iso8859_2")),
    "hu": ("áéíóöőúüű", ("cp1250", "iso8859_2")),
    "ro": ("ăâîşţ", ("cp1250", "iso8859_2")),
    "hr": ("čćđšž", ("cp1250", "iso8859_2")),
    "bs": ("čćđšž", ("cp1250", "iso8859_2")),
    "sr": ("čćđšž", ("cp1250", "iso8859_2")),
    "sl": ("čšžćđ", ("cp1250", "iso8859_2")),
    "lt": ("ąčęėįšųūž", ("cp1257",)),
    "lv": ("āčēģīķļņšūž", ("cp1257",)),
}
_SIGNS = frozenset("‘’‚“”„–—…•€§°«»\xa0\xad\u0307")
_FEWEST_OF_THEM = 5
_MOST_FOREIGN = 0.05
_ISO_2022_JP = re.compile(rb"\x1b\$[@B][\x21-\x7e\r\n]+\x1b\([BJ]")
_NO_GUESSES = ftfy.TextFixerConfig(replace_lossy_sequences=False, restore_byte_a0=False)
# Mending is certain where it brings out letters and signs of European languages, not rarities.
_EXPECTED = frozenset(map(chr, range(0xA0, 0x180))) | frozenset("‘’‚“”„–—…•€™‰†")
# Encodings in which nearly any bytes are some text.
_ANY_BYTES = ("cp1252", "mac_roman", "iso8859-1")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_DECLARED = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]{2,30})""", re.I)
# "child’s" and "été" in Mac Roman are "childÕs" and "ŽtŽ" in Windows-1252, which nobody writes.
_MAC = re.compile(rb"[a-z]\xd5[A-Za-z]|[a-z][\x88\x8d\x8e\x8f\x90\x99\x9d](?=[a-z])")
_WINDOWS_QUOTES = re.compile(rb"[\x91-\x94]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it was in ("" for UTF-8), and how many of its lines were mended."""

    text: str
    encoding: str = ""
    mended: int = 0

    def notes(self) -> dict[str, str]:
        """What was done to read the text, for its document's `origin`; empty for plain UTF-8."""
        found = {}
        if self.encoding:
            found["encoding"] = self.encoding
        if self.mended:
            lines = "1 line" if self.mended == 1 else f"{self.mended} lines"
            found["characters"] = f"wrongly encoded characters mended in {lines}"
        return found


def decode(data: bytes, *, declared: bool = False) -> str:
    """The text of `data`; `declared` heeds a <meta charset> where the bytes aren't UTF-8.

    Raises Refused for an empty file and for content that isn't text.
    """
    return decoded(data, declared=declared).text


def decoded(data: bytes, *, declared: bool = False) -> Decoded:
    """As `decode`, with what had to be done to read the text."""
    if not data.strip(b" \t\r\n\f\v\x00"):
        raise Refused("the file is empty")
    if data.startswith(_UTF16):
        return Decoded(_utf16(data), "utf-16")
    unmarked = _unmarked_utf16(data)
    if unmarked:
        return Decoded(data.decode(unmarked, errors="replace"), unmarked)
    _refuse_binary(data)
    try:
        encoding = "iso2022_jp" if data.isascii() and _ISO_2022_JP.search(data) else ""
        text = data.decode(encoding or "utf-8-sig")
    except UnicodeDecodeError:
        encoding = _other_encoding(data, declared)
        text = data.decode(encoding, errors="replace")
        if encoding in _ANY_BYTES and (mixed := _line_by_line(data, encoding)) is not None:
            text, encoding = mixed, f"utf-8 and {encoding}"
    text, mended = _mend(text)
    return Decoded(text, encoding, mended)


def _line_by_line(data: bytes, encoding: str) -> str | None:
    """The text of a file put together from two: its lines in UTF-8, the others in `encoding`.

    None where no line is in UTF-8: what happens to be valid UTF-8 beyond ASCII is hardly ever
    anything else.
    """
    lines: list[str] = []
    of_utf8 = False
    for line in data.split(b"\n"):
        try:
            lines.append(line.decode("utf-8"))
            of_utf8 = of_utf8 or not line.isascii()
        except UnicodeDecodeError:
            lines.append(line.decode(encoding, errors="replace"))
    return "\n".join(lines).removeprefix("\ufeff") if of_utf8 else None


def _mend(text: str) -> tuple[str, int]:
    """`text` without mojibake, and in how many lines there was some."""
    if text.isascii():
        return text, 0
    lines = text.split("\n")
    mended = 0
    for number, line in enumerate(lines):
        if not line.isascii() and is_bad(line):
            fixed = ftfy.fix_encoding(line, _NO_GUESSES)
            if fixed != line and not (set(fixed) - set(line)).difference(_EXPECTED):
                lines[number] = fixed
                mended += 1
    return ("\n".join(lines), mended) if mended else (text, 0)


def _unmarked_utf16(data: bytes) -> str:
    """UTF-16 without its mark, where it is clear from the zero bytes of Latin letters; else ""."""
    sample = data[:_SAMPLE]
    if len(data) % 2 or len(data) < _CLEAR:
        return ""
    half = len(sample) // 2
    first, second = sample[::2].count(0), sample[1::2].count(0)
    if second > 0.7 * half and not first:
        return "utf-16-le"
    return "utf-16-be" if first > 0.7 * half and not second else ""


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
    guess = _not_latin(data)
    if guess:
        return guess
    if len(_MAC.findall(data)) > len(_WINDOWS_QUOTES.findall(data)):
        return "mac_roman"
    return _other_latin(data[:_SAMPLE]) or "cp1252"


def _other_latin(sample: bytes) -> str:
    """The encoding of a text in a Latin-lettered language of another part of Europe, "" if it is
    none: all its letters belong to that language, and its words do too."""
    for language, (letters, encodings) in _OTHER_LATIN.items():
        for encoding in encodings:
            text = sample.decode(encoding, errors="replace")
            beyond = [letter for letter in text.lower() if letter > "\x7f" and letter not in _SIGNS]
            foreign = sum(letter not in letters for letter in beyond)
            unlike = any(
                letter not in sample.decode("cp1252", errors="replace").lower()
                for letter in set(beyond)
            )
            if (
                len(beyond) >= _FEWEST_OF_THEM
                and unlike
                and foreign <= _MOST_FOREIGN * len(beyond)
                and language_of(text) == language
            ):
                return encoding
    return ""


def _not_latin(data: bytes) -> str:
    """The encoding of a text in letters other than Latin, "" where too few bytes are beyond ASCII.

    Chinese, Japanese, Korean, Cyrillic, Arabic and Hebrew are told apart by their characters.
    """
    sample = data[:_SAMPLE]
    beyond = sum(byte > 127 for byte in sample)
    if beyond < _NOT_LATIN * len(sample.translate(None, b" \t\r\n")):
        return ""
    best = from_bytes(data, cp_isolation=list(_OTHER_SCRIPTS)).best()
    return best.encoding if best is not None else ""
