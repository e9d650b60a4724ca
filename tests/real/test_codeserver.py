"""The real code-server as our tile: where it opens, what it keeps, what is left of it."""

from __future__ import annotations

import json
import os
import signal
import stat
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psutil
import pytest
from rig import Account, Server
from rig.server import until
from tiles import SCRIPT, reaches, row, start_page, tile, visit
from websocket import WebSocketBadStatusException, WebSocketException

NAME = "code-server"
SETTINGS = ".local/share/code-server/User/settings.json"
EXTENSION = ".local/share/code-server/extensions/remote-ide-tests.kept-1.0.0/package.json"


def arguments(server: Server) -> list[str]:
    return psutil.Process(row(server, NAME)["pid"]).cmdline()


def lives(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.mark.parametrize("base_url", ["/", "/user/ann@x.org/gpu%20one/"])
def test_it_opens_at_the_folder_of_the_launcher(account: Account, code_server: Path, base_url: str) -> None:
    with Server(account, base_url=base_url) as server:
        folder = server.root_dir / "my project & more"
        account.run(["mkdir", folder])
        answer = tile(server, NAME, folder="my project & more")
        assert answer.status_code == 202, answer.text
        url = urlsplit(answer.json()["open_url"])
        assert url.path == f"{server.base_url}{NAME}/"
        assert parse_qs(url.query) == {"folder": [str(folder)]}
        running = reaches(server, NAME, "running")
        assert "code-server" in " ".join(psutil.Process(running["pid"]).cmdline())
        page = visit(server, f"{NAME}/?{url.query}")
        assert page.status_code == 200
        assert "workbench" in page.text
        for wrong, reason in (("../..", "folder-outside-root"), ("/etc", None)):
            refused = tile(server, NAME, folder=wrong)
            if reason:
                assert (refused.status_code, refused.json()["reason"]) == (400, reason)
            else:
                assert "folder=%2Fetc" not in refused.text


def test_nobody_else_on_the_machine_can_dial_it(two_accounts: list[Account], code_server: Path) -> None:
    mine, theirs = two_accounts
    with Server(mine) as server:
        tile(server, NAME)
        reaches(server, NAME, "running")
        words = arguments(server)
        path = Path(words[words.index("--socket") + 1])
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert path.parent.stat().st_uid == mine.uid
        dial = f"import socket; socket.socket(socket.AF_UNIX).connect({str(path)!r})"
        mine.run(["python3", "-c", dial])
        with pytest.raises(AssertionError, match="Permission"):
            theirs.run(["python3", "-c", dial])
        ports = set()
        for process in mine.processes():
            with suppress(psutil.NoSuchProcess):  # ended since it was listed
                ports |= {c.laddr.port for c in process.net_connections("tcp") if c.status == "LISTEN"}
        assert ports == {server.port}
        assert row(server, NAME)["state"] == "running"


def test_settings_and_extensions_outlive_stop_sigkill_and_the_next_server(
    account: Account, code_server: Path
) -> None:
    account.write(SETTINGS, '{"editor.fontSize": 17}')
    manifest = {"name": "kept", "publisher": "remote-ide-tests", "version": "1.0.0"}
    account.write(EXTENSION, json.dumps({**manifest, "engines": {"vscode": "*"}}))

    def both_are_there() -> bool:
        kept = json.loads((account.home / SETTINGS).read_text()) == {"editor.fontSize": 17}
        listed = account.run([code_server, "--list-extensions"], timeout=60)
        return kept and "remote-ide-tests.kept" in listed

    with Server(account) as server:
        tile(server, NAME)
        first = reaches(server, NAME, "running")["pid"]
        words = arguments(server)
        assert not [word for word in words if word.startswith(("--user-data-dir", "--extensions-dir"))]
        assert "XDG_DATA_HOME" not in psutil.Process(first).environ()
        assert "VSCODE_PROXY_URI" in psutil.Process(first).environ()
        tile(server, NAME, "stop")
        reaches(server, NAME, "stopped")
        assert both_are_there()
        tile(server, NAME)
        again = reaches(server, NAME, "running")["pid"]
        assert again != first
        server.stop(signal.SIGKILL)
    assert account.left(within=10) == []
    assert both_are_there()
    with Server(account) as server:
        tile(server, NAME)
        reaches(server, NAME, "running")
        assert both_are_there()


@pytest.mark.timeout(300)
def test_a_stop_with_open_clients_leaves_nothing(account: Account, code_server: Path) -> None:
    with Server(account) as server:
        before = {process.pid for process in account.processes()}
        tile(server, NAME)
        reaches(server, NAME, "running")
        page = visit(server, f"{NAME}/?folder={server.root_dir}")
        assert page.status_code == 200
        assert tile(server, NAME, "stop").status_code == 202
        reaches(server, NAME, "stopped")
        end = time.monotonic() + 12  # several times what the brake and a reconnect wait
        while time.monotonic() < end:  # what an open tab does: scripts and sockets try again
            assert server.get(f"{NAME}/healthz", headers=SCRIPT).status_code == 503
            with pytest.raises((WebSocketBadStatusException, WebSocketException)):
                server.websocket(f"{NAME}/stable-0?reconnectionToken=x")
            time.sleep(1)
        after = [p for p in account.processes() if p.pid not in before]
        assert not [p for p in after if lives(p) and "code-server" in " ".join(p.cmdline())]
        assert start_page(visit(server, f"{NAME}/"))[0] == "stopped"


def test_kill_9_of_code_server_ends_its_children_and_brings_it_back(
    account: Account, code_server: Path
) -> None:
    with Server(account) as server:
        tile(server, NAME)
        running = reaches(server, NAME, "running")
        visit(server, f"{NAME}/?folder={server.root_dir}")
        family = psutil.Process(running["pid"]).children(recursive=True)
        os.kill(running["pid"], signal.SIGKILL)
        until(lambda: row(server, NAME)["pid"] not in (running["pid"], None), "another one is started")
        reaches(server, NAME, "running")
        assert not [child for child in family if lives(child)]
