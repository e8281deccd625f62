"""Unpacking gzip piece by piece, so that a bomb is noticed before it swells."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from corpus.web.errors import Unfetched

_PIECE = 1 << 16


def unpacked(parts: Iterator[bytes]) -> Iterator[bytes]:
    """The contents of gzip, in small pieces however much they swell. Raises Unfetched."""
    unpacker = zlib.decompressobj(wbits=31)
    begun = False
    try:
        for part in parts:
            while part:
                if unpacker.eof:
                    unpacker = zlib.decompressobj(wbits=31)
                begun = True
                yield unpacker.decompress(part, _PIECE)
                part = unpacker.unconsumed_tail or unpacker.unused_data
        while not unpacker.eof and (rest := unpacker.decompress(b"", _PIECE)):
            yield rest
    except zlib.error:
        raise Unfetched("its server packed it wrongly: try again, or save the page") from None
    if begun and not unpacker.eof:
        raise Unfetched("its transfer broke off in the middle: try again")
