"""The vectors on a real Chroma server, which dies, hangs, forgets and comes back."""

from __future__ import annotations

import http.server
import os
import shutil
import signal
import socket
import socketserver
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant import Assistant, LibraryError
from assistant.settings import Settings
from tests.conftest import WordEmbedder


class Server:
    """A `chroma run` that can be killed, stopped and started again on the same port."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self.stopped = False
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it unless it runs."""
        if self._process is not None:
            return
        self.stopped = False
        program = Path(sys.executable).with_name("chroma")
        command = [program, "run", "--path", self._folder, "--port", str(self.port)]
        out = subprocess.DEVNULL
        self._process = subprocess.Popen([*command, "--host", "127.0.0.1"], stdout=out, stderr=out)
        for _ in range(200):
            try:
                httpx.get(f"{self.url}/api/v2/heartbeat", timeout=1)
                return
            except httpx.TransportError:
                time.sleep(0.1)
        raise AssertionError("chroma run did not start")

    def kill(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGCONT)
            self._process.kill()
            self._process.wait()
            self._process = None

    def hang(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)
        self.stopped = True

    def forget(self) -> None:
        """Lose everything."""
        self.kill()
        shutil.rmtree(self._folder)
        self.start()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    if not Path(sys.executable).with_name("chroma").exists():
        pytest.skip("the program chroma is not installed beside Python")
    server = Server(tmp_path_factory.mktemp("chroma") / "data")
    server.start()
    yield server
    server.kill()


@pytest.fixture
def server(running: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setattr("index.served._SEARCH_SECONDS", 3.0)
    monkeypatch.setattr("index.served._CONNECT_SECONDS", 3.0)
    monkeypatch.setattr("index.served._WRITE_SECONDS", 5.0)
    monkeypatch.setattr("index.served._PAUSE_SECONDS", 0.0)
    running.start()
    yield running
    if running.stopped:
        running.kill()


def opened(home: Path, url: str) -> Assistant:
    home.mkdir(exist_ok=True)
    library = Assistant.open(settings=Settings(home=home, chroma=url), embedder=WordEmbedder())
    assert library.wait_ready(30), library.loading_error
    return library


@pytest.fixture
def library(server: Server, tmp_path: Path) -> Iterator[Assistant]:
    with opened(tmp_path / "home", server.url) as library:
        library.sync([write(tmp_path, "peace", "in the north")])
        yield library


def write(folder: Path, name: str, words: str) -> Path:
    path = folder / f"{name}.txt"
    path.write_text(f"The council calls for {name} {words}. It says so once more.")
    return path


def in_step(library: Assistant) -> bool:
    check = next(c for c in library.doctor().checks if c.name == "search indexes")
    return check.ok


def found(library: Assistant, words: str) -> list[str]:
    return [hit.source for hit in library.search(words).hits]


def test_passages_lie_on_the_server_and_are_found_and_removed(
    library: Assistant, server: Server, tmp_path: Path
) -> None:
    assert library.search("peace in the north").hits
    assert library.ask("Did the council call for peace in the north?").searched.documents == 1
    (collection,) = httpx.get(
        f"{server.url}/api/v2/tenants/default_tenant/databases/default_database/collections"
    ).json()[-1:]
    assert collection["name"].startswith("passages-")
    assert not list(tmp_path.glob("home/engines/*/vectors/*"))
    library.remove(["peace.txt"])
    assert not library.search("peace in the north").hits
    assert in_step(library)


def test_searching_and_asking_go_on_without_the_server_and_with_it_when_it_is_back(
    library: Assistant, server: Server, tmp_path: Path
) -> None:
    server.kill()
    assert found(library, "peace in the north") == ["peace.txt"]
    assert library.ask("Did the council call for peace in the north?").answered
    with pytest.raises(LibraryError, match="can't be reached.*start it.*stored is safe"):
        library.sync([write(tmp_path, "justice", "in the south")])
    assert not in_step(library)
    server.start()
    assert library.sync([tmp_path / "justice.txt"]).added == 1
    assert in_step(library)
    assert found(library, "justice in the south")[0] == "justice.txt"


def test_a_library_opens_while_its_server_is_away(
    library: Assistant, server: Server, tmp_path: Path
) -> None:
    library.close()
    server.kill()
    with opened(tmp_path / "home", server.url) as again:
        assert found(again, "peace in the north") == ["peace.txt"]
        server.start()
        assert again.sync([write(tmp_path, "justice", "in the south")]).added == 1
        assert in_step(again)


def test_a_server_that_hangs_is_not_waited_for(
    library: Assistant, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.served._SEARCH_SECONDS", 0.5)
    server.hang()
    began = time.monotonic()
    assert found(library, "peace in the north") == ["peace.txt"]
    with pytest.raises(LibraryError, match="does not answer in time"):
        library.sync([write(tmp_path, "justice", "in the south")])
    assert time.monotonic() - began < 25


def test_a_server_killed_in_the_middle_of_a_sync_loses_nothing(
    library: Assistant, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "more"
    folder.mkdir()
    for number in range(6):
        write(folder, f"justice{number}", "in the south")
    index = library._index
    follow = index.engines.lexical.write

    def die(*args: Any) -> None:
        # The catalogue and the words have the change, the server hasn't.
        follow(*args)
        server.kill()

    with monkeypatch.context() as patch:
        patch.setattr(index.engines.lexical, "write", die)
        with pytest.raises(LibraryError, match="can't be reached"):
            library.sync([folder])
    assert "justice0.txt" in found(library, "justice0 in the south"), "what is stored is found"
    server.start()
    report = library.sync([folder])
    assert report.added + report.unchanged == 6
    assert in_step(library)


def test_a_server_that_lost_everything_is_filled_again_without_embedding(
    library: Assistant, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.forget()
    assert found(library, "peace in the north") == ["peace.txt"]
    assert not in_step(library)
    library.close()

    def refuse(*_: object) -> None:
        raise AssertionError("embedded again")

    monkeypatch.setattr(WordEmbedder, "embed_passages", refuse)
    with opened(tmp_path / "home", server.url) as again:
        assert in_step(again), "at the next start"
        server.forget()
        assert again.doctor(repair=True).to_dict()["checks"][2]["ok"], "or by doctor --repair"
        assert in_step(again)


def test_a_copy_of_the_library_does_not_mix_its_passages_with_the_original(
    library: Assistant, server: Server, tmp_path: Path
) -> None:
    shutil.copytree(tmp_path / "home", tmp_path / "copy")
    library.sync([write(tmp_path, "justice", "in the south")])
    with opened(tmp_path / "copy", server.url) as copy:
        with pytest.raises(LibraryError, match="another copy of this library.*doctor --repair"):
            copy.sync([write(tmp_path, "order", "in the west")])
        assert found(copy, "peace in the north") == ["peace.txt"], "reading goes on"
        assert in_step(library)
        copy.doctor(repair=True)
        assert in_step(copy)
        assert copy.sync([tmp_path / "order.txt"]).added == 1
    with pytest.raises(LibraryError, match="another copy of this library"):
        library.sync([write(tmp_path, "bread", "in the east")])


def test_two_libraries_share_a_server(library: Assistant, server: Server, tmp_path: Path) -> None:
    with opened(tmp_path / "other", server.url) as other:
        other.sync([write(tmp_path, "justice", "in the south")])
        assert found(other, "peace in the north") == ["justice.txt"]
        assert in_step(other) and in_step(library)
    assert found(library, "justice in the south") == ["peace.txt"]


def test_what_one_process_adds_the_others_find(
    library: Assistant, server: Server, tmp_path: Path, root: Path
) -> None:
    path = write(tmp_path, "justice", "in the south")
    code = (
        "import sys; from pathlib import Path; from tests.index.test_server import opened\n"
        "with opened(Path(sys.argv[1]), sys.argv[2]) as library: library.sync([sys.argv[3]])"
    )
    command = [sys.executable, "-c", code, tmp_path / "home", server.url, path]
    subprocess.run(command, check=True, cwd=root, env=os.environ | {"PYTHONPATH": str(root)})
    assert found(library, "justice in the south")[0] == "justice.txt"
    assert in_step(library)


class _Rubbish(http.server.BaseHTTPRequestHandler):
    """Answers everything with a web page, but for the heartbeat where it says so."""

    heartbeat = False

    def do_GET(self) -> None:
        body = b"<html>Welcome</html>"
        if self.heartbeat and self.path.endswith("heartbeat"):
            body = b'{"nanosecond heartbeat": 1}'
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_PUT = do_DELETE = do_GET

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def pretender() -> Iterator[Callable[[bool], str]]:
    """Starts something that is no Chroma, and returns its address."""
    started: list[socketserver.TCPServer] = []

    def start(heartbeat: bool) -> str:
        handler = type("Handler", (_Rubbish,), {"heartbeat": heartbeat})
        web = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=web.serve_forever, daemon=True).start()
        started.append(web)
        return f"http://127.0.0.1:{web.server_address[1]}"

    yield start
    for web in started:
        web.shutdown()
        web.server_close()


@pytest.mark.parametrize("heartbeat", [False, True], ids=["web site", "broken server"])
def test_what_does_not_answer_as_chroma_is_named(
    pretender: Callable[[bool], str], heartbeat: bool, tmp_path: Path
) -> None:
    with (
        opened(tmp_path / "home", pretender(heartbeat)) as library,
        pytest.raises(LibraryError, match="did not answer as Chroma does.*RAPPORTEUR_CHROMA"),
    ):
        library.sync([write(tmp_path, "peace", "in the north")])


@pytest.mark.parametrize("url", ["localhost:8000", "chroma", "ftp://127.0.0.1"])
def test_what_is_no_address_is_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="write it as http://HOST:8000"):
        opened(tmp_path / "home", url)
