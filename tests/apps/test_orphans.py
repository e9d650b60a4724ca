"""Nothing survives its server, however that ends: real servers, run as an ordinary user."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from marked import members

from jupyterlab_remote_ide.host import processes
from jupyterlab_remote_ide.host.family import MARK

BACKEND = str(Path(__file__).parent / "contract" / "backend.py")
NOBODY = 65534
SETTLED_SECONDS = 10
pytestmark = pytest.mark.skipif(
    os.getuid() == 0 and shutil.which("setpriv") is None, reason="UNPROVEN: needs setpriv to drop root"
)


class Server:
    """A ``jupyter server`` with four apps, as a child process."""

    def __init__(self, folder: Path) -> None:
        self.token = secrets.token_hex(16)
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        python = [sys.executable, "-S", BACKEND]
        escaping = f"setsid {sys.executable} -S {BACKEND} {folder}/other-{self.port} --deaf & "
        servers = {
            "tcp": {"command": [*python, "{port}"]},
            "sock": {"command": [*python, "{unix_socket}"], "unix_socket": True},
            "wrapped": {"command": ["sh", "-c", " ".join([*python, "{port}"]) + "; true"]},
            "deaf": {"command": ["sh", "-c", escaping + " ".join([*python, "{port}", "--deaf"]) + "; true"]},
        }
        config = {
            "ServerApp": {
                "port": self.port,
                "port_retries": 0,
                "open_browser": False,
                "root_dir": str(folder),
                "jpserver_extensions": {"jupyter_server_proxy": True, "jupyterlab_remote_ide": True},
            },
            "IdentityProvider": {"token": self.token},
            "ServerProxy": {"servers": servers},
        }
        path = folder / f"config-{self.port}.json"
        path.write_text(json.dumps(config))
        drop = (
            ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
            if os.getuid() == 0
            else []
        )
        environment = {
            **os.environ,
            "HOME": str(folder),
            "TMPDIR": str(folder),
            "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
            "JUPYTER_NO_CONFIG": "1",
            "PYTHONPATH": str(Path(__file__).parents[2]),
        }
        with (folder / f"log-{self.port}").open("wb") as log:
            self.process = subprocess.Popen(
                [*drop, sys.executable, "-m", "jupyter_server", f"--config={path}"],
                env=environment,
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.log = folder / f"log-{self.port}"

    def ask(self, path: str, method: str = "GET") -> bytes:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/{path}",
            method=method,
            headers={"Authorization": f"token {self.token}"},
            data=b"{}" if method == "POST" else None,
        )
        with urllib.request.urlopen(request, timeout=30) as reply:
            return reply.read()

    def start_all(self) -> set[processes.Process]:
        end = time.monotonic() + 30
        while True:
            try:
                self.ask("api/status")
                break
            except (urllib.error.URLError, ConnectionError):
                assert time.monotonic() < end, self.log.read_text()
                time.sleep(0.1)
        for name in ("tcp", "sock", "wrapped", "deaf"):
            self.ask(f"{name}/")
        pid = int(self.ask("tcp/pid"))
        self.mark = (processes.environ(pid) or {})[MARK.encode()].decode().split(":")[0] + ":"
        time.sleep(0.3)
        found = set(members(self.mark))
        assert len(found) >= 6, found
        self.guards = {
            p for p in processes.processes() if p.parent == self.process.pid and p.command == "sh"
        } - found
        assert len(self.guards) == 1, self.guards
        return found

    def left(self) -> list[processes.Process]:
        return [*members(self.mark), *filter(processes.is_alive, self.guards)]

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()


@pytest.fixture
def folder():
    path = Path(tempfile.mkdtemp(prefix="orphans-", dir="/tmp"))
    if os.getuid() == 0:
        os.chown(path, NOBODY, NOBODY)
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def server(folder):
    server = Server(folder)
    yield server
    server.end()
    for process in members(getattr(server, "mark", "-")):
        processes.send(process, signal.SIGKILL)


@pytest.mark.parametrize("how", ["SIGTERM", "SIGINT", "SIGHUP", "SIGKILL", "shutdown"])
def test_nothing_is_left(server, folder, how):
    alive = server.start_all()
    begin = time.monotonic()
    if how == "shutdown":
        server.ask("api/shutdown", "POST")
    else:
        server.process.send_signal(signal.Signals[how])
    while left := server.left():
        assert time.monotonic() - begin < SETTLED_SECONDS, (left, server.log.read_text())
        time.sleep(0.05)
    server.process.wait(timeout=SETTLED_SECONDS)
    assert not any(map(processes.is_alive, alive))
    assert list(folder.glob("remote-ide-*")) == []
    if how in ("SIGTERM", "shutdown"):
        assert list((folder / "runtime").glob("remote-ide/*.json")) == []


def test_the_other_server_s_apps_live_on(server, folder):
    server.start_all()
    other = Server(folder)
    try:
        other.start_all()
        server.process.kill()
        server.process.wait()
        end = time.monotonic() + SETTLED_SECONDS
        while server.left():
            assert time.monotonic() < end
            time.sleep(0.05)
        assert other.ask("tcp/") == b"hello"
        assert len(members(other.mark)) >= 6
    finally:
        other.process.terminate()
        other.process.wait(timeout=SETTLED_SECONDS)


def test_the_next_server_ends_what_a_killed_guard_left(server, folder):
    server.start_all()
    for guard in server.guards:
        os.kill(guard.pid, signal.SIGKILL)
    server.process.kill()
    server.process.wait()
    time.sleep(0.5)
    assert len(members(server.mark)) >= 6
    following = Server(folder)
    try:
        end = time.monotonic() + 30 + SETTLED_SECONDS  # it has to start first
        while members(server.mark):
            assert time.monotonic() < end, following.log.read_text()
            time.sleep(0.05)
        following.start_all()
    finally:
        following.process.terminate()
        following.process.wait(timeout=SETTLED_SECONDS)
    assert list(folder.glob("remote-ide-*")) == []
