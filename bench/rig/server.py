"""A fresh Jupyter server, alone in a home of its own, and the end of everything it started."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from .places import CODE_SERVER, run_folder

# A program that inherits these listens elsewhere, or speaks to a VS Code that is not there.
_FOREIGN = ("PORT", "PASSWORD", "HASHED_PASSWORD", "VSCODE_", "JUPYTER", "JPY_", "PYTHON", "XDG_")
_MARK = "REMOTE_IDE_BENCH_RUN"


class Server:
    """``url`` ends with a slash; ``argv`` is what was started; ``folder`` is the root folder of its files."""

    def __init__(self, python: Path, config: str = "", program: list[str] | None = None) -> None:
        self.run = run_folder()
        self.home = self.run / "home"
        self.folder = self.home / "work"
        self.folder.mkdir(parents=True)
        (self.folder / "visible.txt").write_text("seen\n")
        self.token = secrets.token_hex(16)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/"
        self.env = environment(self.home, python.parent)
        path = self.run / "jupyter_server_config.py"
        path.write_text(_CONFIG.format(port=self.port, token=self.token, folder=str(self.folder)) + config)
        self.argv = [str(python), *(program or ["-m", "jupyterlab"]), "--config", str(path), "--allow-root"]
        self.log = self.run / "server.log"
        self.began = time.time()
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                self.argv,
                cwd=self.folder,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait(self, seconds: float = 60) -> Server:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            try:
                self.get("api/status")
                return self
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(f"the server did not start:\n{self.log.read_text()[-3000:]}")

    def request(self, path: str, **options: Any) -> urllib.request.Request:
        request = urllib.request.Request(self.url + path, **options)
        request.add_header("Authorization", f"token {self.token}")
        return request

    def get(self, path: str, timeout: float = 10) -> bytes:
        with urllib.request.urlopen(self.request(path), timeout=timeout) as answer:
            body: bytes = answer.read()
        return body

    def post(self, path: str, body: Any = None) -> Any:
        data = json.dumps(body or {}).encode()
        request = self.request(path, data=data, method="POST")
        request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.loads(answer.read() or b"null")

    def close(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(8)
        end_run(self.run)
        self.process.wait()
        shutil.rmtree(self.run, ignore_errors=True)


@contextmanager
def server(python: Path, config: str = "", program: list[str] | None = None) -> Iterator[Server]:
    started = Server(python, config, program)
    try:
        yield started.wait()
    finally:
        started.close()


def environment(home: Path, *first: Path) -> dict[str, str]:
    """A user's environment: their home, our programs first on the path, nothing of the caller's session."""
    env = {key: value for key, value in os.environ.items() if not key.startswith(_FOREIGN)}
    runtime = home.parent / "runtime"
    runtime.mkdir(mode=0o700, exist_ok=True)
    path = os.pathsep.join([*map(str, first), str(CODE_SERVER.parent), env.get("PATH", "")])
    own = {"HOME": str(home), "XDG_RUNTIME_DIR": str(runtime), "SHELL": "/bin/sh", _MARK: str(home.parent)}
    return env | own | {"PATH": path}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def descendants(pid: int) -> list[int]:
    """The living processes below this one."""
    tree = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                tree[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError):
                continue
    found: list[int] = []
    level = [pid]
    while level:
        level = [child for child, parent in tree.items() if parent in level]
        found += level
    return found


def end_run(run: Path) -> None:
    """Ends what is left of one run, wherever it went: its processes carry the run's mark."""
    mark = f"{_MARK}={run}".encode()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if mark in (entry / "environ").read_bytes().split(b"\0"):
                    os.kill(int(entry.name), signal.SIGKILL)
            except OSError:
                continue


_CONFIG = """
c.ServerApp.ip = "127.0.0.1"
c.ServerApp.port = {port}
c.ServerApp.port_retries = 0
c.ServerApp.open_browser = False
c.ServerApp.root_dir = {folder!r}
c.IdentityProvider.token = {token!r}
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
c.LabApp.expose_app_in_browser = True
"""
