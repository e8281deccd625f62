"""Characters: what a text is stored in, so that equal words are equal character for character.

The stored text is in Unicode's composed form (NFC), which changes no visible character; it is not
compatibility-folded (NFKC), because a quotation may need its "½" or "²". Zero-width joiners and
variation selectors stay, one at a time: Persian, Uyghur and Burmese words need the ones, Chinese
names the others. A run of them, or of tag characters, only hides a text from its reader.
"""

from __future__ import annotations

import re
import unicodedata

# Invisible: soft hyphen, zero-width space, word joiner, byte-order mark, direction marks.
_INVISIBLE = "\u00ad\u200b\u2060\ufeff\u200e\u200f\u061c" + "".join(
    map(chr, (*range(0x202A, 0x202F), *range(0x2061, 0x2070), *range(0xFFF9, 0xFFFC)))
)
_TAGS = "".join(map(chr, range(0xE0000, 0xE0080)))
_BLANKS = "\t\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_CONTROLS = "".join(
    chr(code) for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in (10, 12)
)
# Punctuation of Windows-1252 that was read as Latin-1.
_WINDOWS = {
    code: bytes([code]).decode("cp1252")
    for code in (0x82, 0x84, 0x85, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97)
}
_TABLE = (
    dict.fromkeys(map(ord, _CONTROLS + _INVISIBLE + _TAGS))
    | dict.fromkeys(map(ord, _BLANKS), " ")
    | _WINDOWS
)
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_RUN = re.compile(f"[\u200c\u200d{_SELECTORS}]{{2,}}")
# At the end of a line a soft hyphen is seen.
_SOFT_HYPHEN = re.compile("\u00ad(?=[ \t]*(?:\n|$))")
_LINE_ENDS = re.compile("\r\n|\r|\v|\u2028")


def normalise_characters(text: str) -> str:
    """`text` in NFC with plain spaces and line ends, without control and invisible characters.

    Form feeds stay: they mark pages until the lines are mended.
    """
    text = _LINE_ENDS.sub("\n", text).replace("\u2029", "\n\n")
    text = _RUN.sub(_first, _SOFT_HYPHEN.sub("-", text).translate(_TABLE))
    return unicodedata.normalize("NFC", text)


def _first(run: re.Match[str]) -> str:
    """Of a run of selectors and joiners, those that emoji join: one selector, one joiner."""
    selector, joiner = run.group()[:1], run.group()[1:2]
    return selector + joiner if joiner == "\u200d" and selector not in "\u200c\u200d" else selector
