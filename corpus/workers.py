"""Workers: processes that parse files, so that a hostile file costs one line and nothing else.

A worker is started when it is needed, used again while it behaves, and replaced when a file makes
it crash, hang or grow. It gets nothing of the environment but what a program needs to run.
"""

from __future__ import annotations

import atexit
import base64
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from corpus.discover import Candidate
from corpus.errors import Refused
from corpus.manuscript import Paragraph, Remarks
from corpus.ocr import Ocr, Recognised, nobody
from corpus.parse import Parsed
from corpus.web.listing import Listing
from corpus.worker import (
    READY,
    Question,
    request,
    to_annotate,
    to_list,
    to_parse,
    to_read_manuscript,
)

SECONDS = 30.0
MEMORY = 1024**3
# Loading the parsers takes a second, on a busy machine many: that is not the file's time.
_STARTING = 60.0
# -P keeps the current folder, which may hold anything, off the module path.
_START = (
    "import sys; sys.path.append(sys.argv[1]); from corpus.worker import main;"
    " main(int(sys.argv[2]), float(sys.argv[3]))"
)
_PASSED_ON = (
    "PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ", "LD_LIBRARY_PATH", "PYTHONPATH",
    "TESSDATA_PREFIX",
)  # fmt: skip
_USUAL = Ocr()
T = TypeVar("T")
_LARGEST_REPLY = 512 * 1024**2


class Died(Exception):
    """A worker ended before it answered; the message says how, in words for users.

    `recognising` says that it was reading pages by OCR.
    """

    def __init__(self, how: str, recognising: bool = False) -> None:
        super().__init__(how)
        self.recognising = recognising


class _Overdone(Exception):
    """A worker ended while it read pages by OCR."""


class Workers:
    """Processes that parse, each one file at a time: as many as there are callers at once."""

    def __init__(self, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self._seconds = seconds
        self._memory = memory
        self._idle: list[_Worker] = []
        self._lock = threading.Lock()
        atexit.register(self.close)

    def parse(
        self,
        data: bytes,
        candidate: Candidate,
        ocr: Ocr = _USUAL,
        tell: Recognised = nobody,
    ) -> Parsed:
        """As `corpus.parse.parse`, within the limits; reading a page by OCR has the time of a file.

        Raises Refused also where the limits were passed or the parser failed, and what `tell`
        does. Where OCR was the end of a worker, what can be read without it is.
        """
        try:
            reply = self._ask(to_parse(candidate, ocr), data, ocr.seconds, tell)
        except _Overdone:
            ocr = replace(ocr, failed=True)
            reply = self._ask(to_parse(candidate, ocr), data)
        return Parsed.from_dict(reply["parsed"])

    def listing(self, data: bytes, base: str) -> Listing | None:
        """As `corpus.web.listing.read_listing`, within the limits, and raising as `parse`."""
        found = self._ask(to_list(base), data)["listing"]
        return Listing.from_dict(found) if found else None

    def manuscript(self, data: bytes) -> tuple[Paragraph, ...]:
        """As `corpus.manuscript.read_manuscript`, within the limits, and raising as `parse`."""
        found = self._ask(to_read_manuscript(), data)["manuscript"]
        return tuple(Paragraph(*each) for each in found)

    def annotated(self, data: bytes, remarks: Remarks) -> bytes:
        """As `corpus.manuscript.annotated`, within the limits, and raising as `parse`."""
        return base64.b64decode(self._ask(to_annotate(remarks), data)["annotated"])

    def _ask(
        self, question: Question, data: bytes, longer: float = 0, tell: Recognised = nobody
    ) -> dict[str, Any]:
        worker = self._take()
        while True:
            try:
                reply = worker.ask(question, data, longer, tell)
            except Died as error:
                if error.recognising:
                    raise _Overdone from None
                # A worker that others have used may have died of them, or of old age.
                if not worker.used or worker.timed_out:
                    raise Refused(str(error)) from None
                worker = self._start()
                continue
            if worker.alive:
                with self._lock:
                    self._idle.append(worker)
            if "refused" in reply:
                raise Refused(str(reply["refused"]))
            return reply

    def close(self) -> None:
        """End the processes that wait for work."""
        with self._lock:
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.end()

    def _take(self) -> _Worker:
        with self._lock:
            while self._idle:
                worker = self._idle.pop()
                if worker.alive:
                    return worker
                worker.end()
        return self._start()

    def _start(self) -> _Worker:
        return _Worker(self._seconds, self._memory)


class _Worker:
    """One process; `used` once it has answered, `timed_out` once it was ended for its slowness."""

    def __init__(self, seconds: float, memory: int) -> None:
        self.used = False
        self.timed_out = False
        self._started = False
        self._seconds = seconds
        self._memory = memory
        root = str(Path(__file__).resolve().parent.parent)
        environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        # A group of its own, so that what it starts ends with it and Ctrl-C stays with its parent.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", _START, root, str(memory), str(seconds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
            start_new_session=True,
        )

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    def ask(
        self, question: Question, data: bytes, longer: float, tell: Recognised
    ) -> dict[str, Any]:
        """Its reply; `tell` hears how many pages it has read by OCR, for `longer` seconds at most.

        Raises Died, and what `tell` does, and is then of no more use.
        """
        if not self._started:
            self._started = self._within(_STARTING, self._greeted)
        reply = self._within(self._seconds, lambda: self._converse(question, data))
        end, recognising = time.monotonic() + longer + self._seconds, False
        while told := reply.get("recognised"):
            done, total = told
            recognising = done < total
            try:
                tell(done, total)
            except BaseException:
                self.end()
                raise
            left = min(self._seconds, end - time.monotonic())
            reply = self._within(max(0.0, left), self._reply)
        failure = reply.get("failed")
        if failure is None and not self.timed_out:
            self.used = True
            return reply
        self.end()
        raise Died(self._why(failure), recognising)

    def _within(self, seconds: float, work: Callable[[], T]) -> T:
        timer = threading.Timer(seconds, self._time_out)
        timer.daemon = True
        timer.start()
        try:
            return work()
        finally:
            timer.cancel()

    def _greeted(self) -> bool:
        """Wait until it has loaded its parsers."""
        assert self._process.stdout is not None
        return self._process.stdout.readline(_LARGEST_REPLY) == READY

    def _converse(self, question: Question, data: bytes) -> dict[str, Any]:
        assert self._process.stdin is not None
        try:
            for part in request(question, data):
                self._process.stdin.write(part)
            self._process.stdin.flush()
        except OSError:
            return {"failed": ""}
        return self._reply()

    def _reply(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        try:
            line = self._process.stdout.readline(_LARGEST_REPLY)
        except OSError:
            line = b""
        if not line.endswith(b"\n"):
            return {"failed": ""}
        reply: dict[str, Any] = json.loads(line)
        return reply

    def _time_out(self) -> None:
        self.timed_out = True
        self._kill()

    def _why(self, failure: str | None) -> str:
        if self.timed_out:
            return (
                f"reading it took longer than the {self._seconds:g} seconds a file may take:"
                " split it, or save it in another format"
            )
        if failure == "memory":
            return (
                f"reading it took more than the {self._memory / 1024**3:.2g} GB of memory that a"
                " file may take: split it, or save it in another format"
            )
        how = failure or "the reader crashed"
        return f"the file is damaged or of an unusual make ({how}): save it anew and sync it again"

    def _kill(self) -> None:
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return  # it ended by itself

    def end(self) -> None:
        """End the process, all that it started, and the conversation."""
        self._kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue  # what was still to be written has nobody to read it


WORKERS = Workers()
