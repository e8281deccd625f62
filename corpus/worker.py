"""The process that parses files, one after another, within limits of memory and time.

A request is the lengths of two parts, then the parts: what is asked as JSON (to parse a candidate,
to read a listing fetched from an address, to read a Word draft or to remark on it), and the bytes.
A reply is a line of JSON; before it, there may be lines that tell how many pages have been read by
OCR. The process ends with its standard input, or when nobody needs it any
more.
"""

from __future__ import annotations

import base64
import dataclasses
import json
import os
import resource
import select
import signal
import struct
from collections.abc import Mapping
from dataclasses import astuple
from typing import Any, BinaryIO

from corpus.discover import Candidate
from corpus.errors import Refused
from corpus.manuscript import Remarks, annotated, read_manuscript
from corpus.ocr import Ocr, Recognised
from corpus.parse import parse
from corpus.web.listing import read_listing

Question = Mapping[str, Any]

READY = b"{}\n"
_IDLE_SECONDS = 120
_GRACE_SECONDS = 5
_LENGTHS = struct.Struct(">II")


def request(question: Question, data: bytes) -> tuple[bytes, bytes]:
    """What asks a worker about `data`: the head and the bytes themselves."""
    asked = json.dumps(question).encode()
    return _LENGTHS.pack(len(asked), len(data)) + asked, data


def to_parse(candidate: Candidate, ocr: Ocr) -> Question:
    """Asks for the parsed text and description of a candidate's bytes."""
    candidate = dataclasses.replace(
        candidate, metadata=dict(candidate.metadata), fetched=dict(candidate.fetched)
    )
    return {"candidate": dataclasses.asdict(candidate), "ocr": dataclasses.asdict(ocr)}


def to_list(base: str) -> Question:
    """Asks for the addresses in a sitemap or feed fetched from `base`."""
    return {"listing": base}


def to_read_manuscript() -> Question:
    """Asks for the paragraphs of a Word draft."""
    return {"manuscript": True}


def to_annotate(remarks: Remarks) -> Question:
    """Asks for a Word draft with remarks."""
    return {"remarks": remarks.to_dict()}


def main(memory: int, seconds: float) -> None:
    """Answer requests from standard input within `memory` bytes and `seconds` for each."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    requests = os.fdopen(os.dup(0), "rb", buffering=0)
    replies = os.fdopen(os.dup(1), "wb")
    # What a library prints or reads must not get into the conversation.
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    replies.write(READY)
    replies.flush()
    while select.select([requests], [], [], _IDLE_SECONDS)[0]:
        lengths = _exactly(requests, _LENGTHS.size)
        if len(lengths) < _LENGTHS.size:
            return
        # Whoever asked keeps the time; this ends a worker whose asker was killed.
        signal.alarm(int(seconds) + _GRACE_SECONDS)

        def tell(done: int, total: int) -> None:
            signal.alarm(int(seconds) + _GRACE_SECONDS)
            _say(replies, {"recognised": [done, total]})

        asked, size = _LENGTHS.unpack(lengths)
        _say(replies, _answer(requests, asked, size, tell))
        signal.alarm(0)


def _say(replies: BinaryIO, reply: dict[str, Any]) -> None:
    replies.write(json.dumps(reply).encode() + b"\n")
    replies.flush()


def _answer(requests: BinaryIO, asked: int, size: int, tell: Recognised) -> dict[str, Any]:
    try:
        question = json.loads(_exactly(requests, asked))
        data = _exactly(requests, size)
        if "listing" in question:
            listing = read_listing(data, question["listing"])
            return {"listing": listing.to_dict() if listing else None}
        if "manuscript" in question:
            return {"manuscript": [list(astuple(each)) for each in read_manuscript(data)]}
        if "remarks" in question:
            written = annotated(data, Remarks.from_dict(question["remarks"]))
            return {"annotated": base64.b64encode(written).decode()}
        candidate, ocr = Candidate(**question["candidate"]), Ocr(**question["ocr"])
        return {"parsed": parse(data, candidate, ocr, tell).to_dict()}
    except Refused as error:
        return {"refused": str(error)}
    except MemoryError:
        return {"failed": "memory"}
    except Exception as error:  # noqa: BLE001  a library may raise anything on a hostile file
        return {"failed": f"{type(error).__name__}: {error}"}


def _exactly(requests: BinaryIO, size: int) -> bytes:
    """The next `size` bytes, fewer only where the asker is gone."""
    data = bytearray()
    while len(data) < size and (some := requests.read(min(1 << 20, size - len(data)))):
        data += some
    return bytes(data)
