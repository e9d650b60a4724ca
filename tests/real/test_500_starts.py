"""Five hundred starts and stops in a row, under load: no wrong verdict, and nothing is left.

A plain program and a daemon in C (up within a millisecond, which is the hardest to follow), then real ones
that go into the background: nginx, redir, gunicorn.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import programs
import psutil
import pytest
from driver import Row, Watch
from rig import Account, Server
from rig.places import free_port
from rig.server import until
from tiles import row, tile, visit

BUSY = 2
GOOD = {
    *(("stopped", None), ("stopped", "stopped-by-person"), ("starting", None)),
    *(("running", None), ("running", "stopping"), ("starting", "stopping")),
}


@contextlib.contextmanager
def load() -> Iterator[None]:
    """All processors are busy with something else."""
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(BUSY)]
    try:
        yield
    finally:
        for process in busy:
            process.kill()
            process.wait()


class Ledger:
    """What the server and its account hold: files, threads, children, processes, sockets."""

    def __init__(self, server: Server) -> None:
        assert server.process is not None
        self._server = psutil.Process(server.process.pid)
        self._account = server.account

    def now(self) -> dict[str, Any]:
        return {
            "file descriptors": self._server.num_fds(),
            "children": len(self._server.children(recursive=True)),
            "processes": len(self._account.processes()),
            "socket files": self._sockets(),
        }

    def threads(self) -> int:
        return int(self._server.num_threads())

    def _sockets(self) -> list[str]:
        found = []
        for folder, names, files in os.walk("/tmp", onerror=lambda _: None):
            names[:] = [name for name in names if not Path(folder, name).is_symlink()]
            for name in files:
                path = Path(folder, name)
                with contextlib.suppress(OSError):
                    if path.is_socket() and path.lstat().st_uid == self._account.uid:
                        found.append(str(path))
        return sorted(found)


def more(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """What is there now and was not: a connection that has closed since is no leak."""
    files = set(after["socket files"]) - set(before["socket files"])
    counts = {key: after[key] - before[key] for key in ("file descriptors", "children", "processes")}
    return {key: number for key, number in counts.items() if number > 0} | ({"files": files} if files else {})


def counted(held: Mapping[str, Any]) -> str:
    return ", ".join(f"{key} {len(it) if isinstance(it, list) else it}" for key, it in held.items())


def told_by_a_page(server: Server, stop: threading.Event) -> tuple[threading.Thread, list[Row]]:
    """All that a panel in view was told of the apps, in a thread that reads on."""
    watch = Watch(server.websocket, "apps")
    watch.want("visible")

    def follow() -> None:
        while not stop.is_set():
            watch.read(0.5)
        watch.close()

    thread = threading.Thread(target=follow)
    thread.start()
    return thread, watch.told


def cycle(server: Server, name: str, holds: str) -> None:
    """Start it, see its page, stop it."""
    answer = tile(server, name)
    assert answer.status_code == 202, f"{name}: {answer.text}"
    reaches(server, name, "running")
    page = visit(server, f"{name}/")
    assert page.status_code == 200 and holds in page.text, f"{name}: {page.status_code} {page.text[:300]}"
    answer = tile(server, name, "stop")
    assert answer.status_code == 202, f"{name}: {answer.text}"
    reaches(server, name, "stopped")


def reaches(server: Server, name: str, wanted: str) -> None:
    def there() -> bool:
        now = row(server, name)
        assert (now["state"], now["reason"]) in GOOD, f"{name} is said to be {now['state']}/{now['reason']}"
        return bool(now["state"] == wanted and now["reason"] != "stopping")

    until(there, f"{name} is {wanted}", 60, every=0.03)


def servers(commands: Mapping[str, list[str]]) -> dict[str, dict[str, object]]:
    return {
        name: {"command": command, "unix_socket": any("{unix_socket}" in word for word in command)}
        for name, command in commands.items()
    }


def many(account: Account, commands: Mapping[str, list[str]], turns: Mapping[str, int], holds: str) -> None:
    with Server(account, app="server", config={"ServerProxy": {"servers": servers(commands)}}) as server:
        ledger, stop = Ledger(server), threading.Event()
        thread, told = told_by_a_page(server, stop)
        try:
            with ThreadPoolExecutor(len(commands)) as pool, load():
                list(pool.map(lambda name: cycle(server, name, holds), commands))  # the first ever of each
                before, threads = ledger.now(), ledger.threads()
                told.clear()
                begin = time.monotonic()

                def turn(name: str) -> int:
                    for _ in range(turns[name]):
                        cycle(server, name, holds)
                    return turns[name]

                done = sum(pool.map(turn, commands))
                seconds = time.monotonic() - begin
            verdicts = Counter((one["state"], one["reason"]) for one in told)
            print(f"{done} starts and stops in {seconds:.0f} s; told: {dict(verdicts)}")
            with contextlib.suppress(AssertionError):
                until(lambda: not more(before, ledger.now()), "nothing is left", 15, every=0.5)
            after = ledger.now()
            assert not more(before, after)
            # The event loop's helpers for blocking calls stay, as many as Python allows.
            assert ledger.threads() <= max(threads, 1 + min(32, (os.cpu_count() or 1) + 4) + 4)
            print(
                f"before: {counted(before)}, threads {threads}; after: {counted(after)}, {ledger.threads()}"
            )
            assert set(verdicts) <= GOOD, verdicts
        finally:
            stop.set()
            thread.join()


@pytest.fixture
def quick(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The compiled program, where every account may run it."""
    folder = tmp_path_factory.mktemp("quick")
    for one in (folder, *folder.parents[:2]):
        one.chmod(0o755)
    subprocess.run(["gcc", "-O1", "-o", folder / "quick", programs.path("quick.c")], check=True)
    yield folder / "quick"


@pytest.mark.timeout(600)
def test_500_starts_and_stops_in_a_row(account: Account, quick: Path) -> None:
    program = account.home / "quick"
    program.write_bytes(quick.read_bytes())
    program.chmod(0o755)
    commands = {
        "plain-port": [str(program), "{port}"],
        "plain-socket": [str(program), "{unix_socket}"],
        "daemon-port": [str(program), "{port}", "daemon"],
        "daemon-socket": [str(program), "{unix_socket}", "daemon"],
    }
    many(account, commands, dict.fromkeys(commands, 125), "the app answers")


NGINX = """
worker_processes 1; pid {home}/nginx-PORT.pid; error_log {home}/nginx-PORT.log;
events {{ worker_connections 64; }}
http {{
  access_log off; client_body_temp_path {home}/t1; proxy_temp_path {home}/t2; fastcgi_temp_path {home}/t3;
  uwsgi_temp_path {home}/t4; scgi_temp_path {home}/t5;
  server {{ listen 127.0.0.1:PORT; location / {{ default_type text/html; return 200 "the app answers"; }} }}
}}
"""
WSGI = """
def app(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/html")])
    return [b"the app answers"]
"""


@pytest.mark.timeout(600)
def test_200_starts_and_stops_of_real_daemons(account: Account) -> None:
    """nginx (a fork and a session), redir (daemon(3)), gunicorn (two forks, workers), each as it likes."""
    home = account.home
    account.write("nginx.conf", NGINX.format(home=home))
    account.write("wsgi.py", WSGI)
    at = f"sed s/PORT/{{port}}/ {home}/nginx.conf >{home}/nginx-{{port}}.conf"
    with _behind(account) as behind:
        commands = {
            "nginx": ["sh", "-c", f"{at} && exec nginx -c {home}/nginx-{{port}}.conf -e {home}/early.log"],
            "redir": ["redir", "127.0.0.1:{port}", f"127.0.0.1:{behind}"],
            "redir-too": ["redir", "127.0.0.1:{port}", f"127.0.0.1:{behind}"],
            "gunicorn": ["gunicorn", "--daemon", "--chdir", str(home), "-b", "127.0.0.1:{port}", "wsgi:app"],
        }
        turns = {"nginx": 64, "redir": 63, "redir-too": 63, "gunicorn": 10}
        many(account, commands, turns, "the app answers")


@contextlib.contextmanager
def _behind(account: Account) -> Iterator[int]:
    """A web server that redir leads to."""
    port = free_port()
    process = account.start(
        [programs.python(), programs.path("app.py"), "serve", str(port)], log=subprocess.DEVNULL
    )
    try:
        until(lambda: programs.listens(port), "the web server listens")
        yield port
    finally:
        process.kill()
        process.wait()
