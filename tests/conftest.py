"""What holds for every test: no network, no real language model, no library of the user's."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
_LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")

# Set before anything heavy is imported, and inherited by the processes that tests start.
for _name in [name for name in os.environ if name.startswith(("RAPPORTEUR_", "LANGSMITH_"))]:
    del os.environ[_name]
for _name in [name for name in os.environ if name.endswith(("_API_KEY", "_API_TOKEN"))]:
    del os.environ[_name]
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"


class NetworkForbidden(Exception):
    """A test tried to reach something outside this machine."""


def _check(host: object) -> None:
    if isinstance(host, bytes):
        host = host.decode()
    if host and not str(host).startswith(_LOOPBACK):
        raise NetworkForbidden(f"tests must not reach the network, this one tried {host}")


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Connections and name look-ups outside this machine fail, saying which host was tried."""
    patch = pytest.MonkeyPatch()

    def guard(name: str) -> None:
        real = getattr(socket.socket, name)

        def connect(self: socket.socket, address: Any) -> Any:
            if self.family != socket.AF_UNIX:
                _check(address[0])
            return real(self, address)

        patch.setattr(socket.socket, name, connect)

    guard("connect")
    guard("connect_ex")
    look_up = socket.getaddrinfo

    def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        _check(host)
        return look_up(host, *args, **kwargs)

    patch.setattr(socket, "getaddrinfo", getaddrinfo)
    yield
    patch.undo()


@pytest.fixture(scope="session", autouse=True)
def no_library_of_the_user() -> Iterator[None]:
    """Whatever opens the default library opens an empty one in a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="rapporteur-tests-") as home:
        os.environ["RAPPORTEUR_HOME"] = home
        yield
        del os.environ["RAPPORTEUR_HOME"]


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's root folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real documents beside a developer's checkout; skips where it is absent."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the shared collection of documents (../shared/data) is not on this machine")
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the Chromium on this machine; skips where there is none."""
    found = next((path for path in map(shutil.which, _BROWSERS) if path), None)
    if found is None:
        pytest.skip("no Chromium on this machine: install Debian's package chromium")
    return found
