"""Where the table of processes cannot be read, an app is ended all the same, and what is known is said."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
import requests
from rig import Account
from rig.places import free_port
from rig.server import until

SERVE = "python3 -m http.server {port} --bind 127.0.0.1"
TILES = {
    "plain": ["sh", "-c", f"{SERVE}; true"],
    # It leaves the group that we made, so that nothing is known of it any more.
    "leaver": ["sh", "-c", f"setsid {SERVE} & wait"],
}
CONFIG = """
c = get_config()
c.ServerApp.token = "unseen"
c.ServerProxy.servers = {tiles!r}
c.RemoteIDE.apps_stop_timeout = 2
"""
# Only this server's view of /proc is covered.
COVERED = (
    "mount -t tmpfs none /proc && "
    'exec setpriv --reuid="$1" --regid="$2" --clear-groups "$3" -m jupyter_server'
)


class Server:
    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}/"

    def ask(self, path: str, method: str = "GET") -> requests.Response:
        headers = {"Authorization": "token unseen"}
        return requests.request(
            method, self.url + path, headers=headers, timeout=30, data="{}" if method == "POST" else None
        )

    def row(self, name: str) -> dict[str, object]:
        rows = self.ask("remote-ide/v1/apps").json()["apps"]
        return next(row for row in rows if row["name"] == name)

    def answers(self) -> bool:
        try:
            return self.ask("api/status").ok
        except requests.ConnectionError:
            return False


@pytest.fixture
def server(account: Account) -> Iterator[Server]:
    if os.getuid() != 0:
        pytest.skip("UNPROVEN: only root can cover /proc")
    port = free_port()
    tiles = {name: {"command": command, "timeout": 20} for name, command in TILES.items()}
    account.write(".jupyter/jupyter_server_config.py", CONFIG.format(tiles=tiles))
    who = [str(account.uid), str(account.gid), sys.executable, f"--ServerApp.port={port}"]
    with (account.home / "log").open("wb") as log:
        process = subprocess.Popen(
            ["unshare", "--mount", "sh", "-c", f'{COVERED} "$4"', "sh", *who],
            env=account.environment(),
            cwd=account.home,
            stdout=log,
            stderr=log,
        )
    made = Server(port)
    try:
        until(made.answers, "the server answers", 60)
        yield made
    finally:
        process.terminate()
        process.wait(30)
        account.kill()


def test_what_we_made_is_ended(server: Server) -> None:
    assert server.ask("plain/").status_code == 200
    assert server.row("plain")["state"] == "running"
    server.ask("remote-ide/v1/apps/plain/stop", "POST")
    until(lambda: server.row("plain")["state"] == "stopped", "it is stopped", 20)


def test_what_is_out_of_sight_is_not_called_stopped(server: Server) -> None:
    assert server.ask("leaver/").status_code == 200
    server.ask("remote-ide/v1/apps/leaver/stop", "POST")
    until(lambda: server.row("leaver")["state"] == "failed", "the end is told", 30)
    row = server.row("leaver")
    assert row["reason"] == "not-ended"
    assert row["detail"]["seen"] is False  # type: ignore[index]
