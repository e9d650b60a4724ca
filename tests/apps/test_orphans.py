"""Nothing survives its server, however that ends, but what a person detached. Real servers."""

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
TERMINAL = str(Path(__file__).with_name("terminal.py"))
DETACH = Path(__file__).parents[1] / "real" / "programs" / "detach.sh"
NOBODY = 65534
SETTLED_SECONDS = 10
pytestmark = pytest.mark.skipif(
    os.getuid() == 0 and shutil.which("setpriv") is None, reason="UNPROVEN: needs setpriv to drop root"
)


class Server:
    """A ``jupyter server`` with five apps, as a child process. In the terminal of one a person has typed."""

    def __init__(self, folder: Path) -> None:
        self.token = secrets.token_hex(16)
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        python = [sys.executable, "-S", BACKEND]
        escaping = f"setsid {sys.executable} -S {BACKEND} {folder}/other-{self.port} --deaf & "
        self.jobs = folder / f"jobs-{self.port}"
        typed = f"[ -e {self.jobs}/job ] || {{{{ . {DETACH} {self.jobs} job; $front; }}}}"  # once
        terminal = f"{sys.executable} -S {TERMINAL} WINDOWID=7 '{typed}' & exec "
        servers = {
            "tcp": {"command": [*python, "{port}"]},
            "sock": {"command": [*python, "{unix_socket}"], "unix_socket": True},
            "wrapped": {"command": ["sh", "-c", " ".join([*python, "{port}"]) + "; true"]},
            "deaf": {"command": ["sh", "-c", escaping + " ".join([*python, "{port}", "--deaf"]) + "; true"]},
            "terminal": {"command": ["sh", "-c", terminal + " ".join([*python, "{port}"])]},
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

    def await_answer(self) -> None:
        end = time.monotonic() + 30
        while True:
            try:
                self.ask("api/status")
                break
            except (urllib.error.URLError, ConnectionError):
                assert time.monotonic() < end, self.log.read_text()
                time.sleep(0.1)

    def start_all(self) -> set[processes.Process]:
        self.await_answer()
        for name in ("tcp", "sock", "wrapped", "deaf"):
            self.ask(f"{name}/")
        found = self.learn("tcp")
        assert len(found) >= 6, found
        return found

    def learn(self, name: str) -> set[processes.Process]:
        """Mark and guard of the server, by a program of it; and what is there of all apps."""
        pid = int(self.ask(f"{name}/pid"))
        self.mark = (processes.environ(pid) or {})[MARK.encode()].decode().split(":")[0] + ":"
        time.sleep(0.3)
        found = set(members(self.mark))
        self.guards = {
            p for p in processes.processes() if p.parent == self.process.pid and p.command == "sh"
        } - found
        assert len(self.guards) == 1, self.guards
        return found

    def await_state(self, name: str, state: str) -> None:
        def there() -> bool:
            apps = json.loads(self.ask("remote-ide/v1/apps"))["apps"]
            return any(app["name"] == name and app["state"] == state for app in apps)

        eventually(there, f"{name} is {state}", 30)

    def detach(self) -> set[str]:
        """Start the app with a terminal; the kinds of jobs that were started in that."""
        self.await_answer()
        self.ask("terminal/")
        self.learn("terminal")
        there = self.jobs / "job"
        eventually(there.exists, "the jobs are there")
        kinds = set(there.read_text().split())
        eventually(lambda: set(self.job_kinds()) == kinds, "each of them runs")
        return kinds

    def job_kinds(self) -> dict[str, processes.Process]:
        """Those of the jobs that run, by kind."""
        start, found = f"{self.jobs}/job-", {}
        for process in processes.processes():
            words = processes.arguments(process.pid)
            if words and words[0].startswith(start):
                found[words[0][len(start) :]] = process
        return found

    def left(self) -> list[processes.Process]:
        return [*members(self.mark), *filter(processes.is_alive, self.guards)]

    def end_by(self, how: str) -> None:
        if how == "shutdown":
            self.ask("api/shutdown", "POST")
        else:
            self.process.send_signal(signal.Signals[how])

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()


def eventually(condition, what, seconds=SETTLED_SECONDS):
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, f"not within {seconds} s: {what}"
        time.sleep(0.05)
    return found


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
    for process in [*members(getattr(server, "mark", "-")), *server.job_kinds().values()]:
        processes.send(process, signal.SIGKILL)


ENDS = ["SIGTERM", "SIGINT", "SIGHUP", "SIGKILL", "shutdown"]


@pytest.mark.parametrize("how", ENDS)
def test_nothing_is_left(server, folder, how):
    alive = server.start_all()
    begin = time.monotonic()
    server.end_by(how)
    while left := server.left():
        assert time.monotonic() - begin < SETTLED_SECONDS, (left, server.log.read_text())
        time.sleep(0.05)
    server.process.wait(timeout=SETTLED_SECONDS)
    assert not any(map(processes.is_alive, alive))
    assert list(folder.glob("remote-ide-*")) == []
    if how in ("SIGTERM", "shutdown"):
        assert list((folder / "runtime").glob("remote-ide/*.json")) == []


@pytest.mark.parametrize("how", [*ENDS, "no guard", "stop", "restart"])
def test_what_a_person_detached_lives_on(server, folder, how):
    kinds = server.detach()
    before = server.job_kinds()
    if how in ("stop", "restart"):
        server.ask(f"remote-ide/v1/apps/terminal/{how}", "POST")
        eventually(lambda: len(server.job_kinds()) < len(kinds), "its terminal was hung up")
        server.await_state("terminal", "stopped" if how == "stop" else "running")
    elif how == "no guard":
        for guard in server.guards:
            os.kill(guard.pid, signal.SIGKILL)
        server.end()
        following = Server(folder)
        following.await_answer()
        eventually(lambda: not members(server.mark), "the next server has ended what was left", 20)
        following.process.terminate()
        following.process.wait(timeout=SETTLED_SECONDS)
    else:
        server.end_by(how)
        eventually(lambda: not server.left(), "what the server started has ended")
        server.process.wait(timeout=SETTLED_SECONDS)
    hung_up = {"plain", "front"}
    eventually(lambda: not hung_up & server.job_kinds().keys(), "the terminal's own jobs have ended")
    after = server.job_kinds()
    assert after.keys() == kinds - hung_up
    assert {kind: before[kind].started for kind in after} == {
        kind: one.started for kind, one in after.items()
    }
    time.sleep(0.5)
    assert server.job_kinds() == after
    # Nothing but these, tmux and screen has the mark: no shell, no terminal, no program.
    if how not in ("stop", "restart"):
        assert {one.command for one in marked(server.mark)} <= {
            *(one.command for one in after.values()),
            "tmux: server",
            "screen",
        }


def marked(mark):
    value = mark.encode()
    for one in processes.processes():
        if (processes.environ(one.pid) or {}).get(MARK.encode(), b"").startswith(value):
            yield one


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
