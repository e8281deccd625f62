"""How long the page takes until it answers, by the clock and by the processor."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

# Seconds after which it won't answer any more.
_LONGEST = 900


def served(home: Path) -> dict[str, float]:
    """Seconds after `rapporteur serve` until the page answers, and until questions can be asked."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("rapporteur")), "serve", "--home", str(home)]
    began = time.perf_counter()
    process = subprocess.Popen([*command, "--port", str(port)], stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        page = _until(lambda: _answers(f"{address}/"), began)
        health = _until(lambda: _answers(f"{address}/healthz"), began)
        return {"page": page, "healthz": health, "healthz, processor": _spent(process.pid)}
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def _spent(process: int) -> float:
    """Seconds of processor time that a process has taken."""
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    return round((int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"), 1)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=30) as reply:
            return bool(reply.status == 200)
    except (urllib.error.URLError, OSError):
        return False  # it does not listen yet, or says 503


def _until(holds: Callable[[], bool], began: float) -> float:
    """Seconds since `began` when it first holds. Raises TimeoutError."""
    while not holds():
        if time.perf_counter() - began > _LONGEST:
            raise TimeoutError(f"nothing answers after {_LONGEST} s")
        time.sleep(0.05)
    return round(time.perf_counter() - began, 1)
