"""The real code-server as our tile, with what users have in their own configuration of it."""

from __future__ import annotations

import hashlib
import os
import stat
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest
from rig import Account, Server
from rig.nginx import Nginx
from rig.places import free_port
from rig.server import until
from tiles import log, reaches, row, tile, visit
from websocket import WebSocketBadStatusException

NAME = "code-server"
PASSWORD = "correct-horse-9-battery"
# What VS Code's page says first, as its protocol frames it: type, id, acknowledgement, length.
_HELLO = b'{"type":"auth","auth":"00000000000000000000","data":"x"}'
AUTH = bytes([2]) + bytes(8) + len(_HELLO).to_bytes(4, "big") + _HELLO
HASHED = "$argon2i$v=19$m=4096,t=3,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNo"


def configuration(account: Account, port: int, more: str = "") -> str:
    """All of it that would move, lock or publish the tile, and what is the user's to say."""
    return f"""
bind-addr: 0.0.0.0:{port}
auth: password
password: {PASSWORD}
hashed-password: {HASHED}
cert: true
cert-host: node.example
socket: {account.home}/own.sock
socket-mode: "777"
session-socket: {account.home}/session.sock
proxy-domain: code.example
trusted-origins: [elsewhere.example]
locale: de
app-name: Werkstatt
user-data-dir: {account.home}/own data
extensions-dir: {account.home}/own extensions
disable-telemetry: true
disable-file-downloads: true
log: debug
{more}"""


def listening(account: Account) -> set[Any]:
    """Ports, and paths of unix sockets, of all its processes."""
    found: set[Any] = set()
    for process in account.processes():
        with suppress(psutil.NoSuchProcess):  # ended since it was listed
            connections = process.net_connections("all")
            found |= {c.laddr.port for c in connections if c.status == "LISTEN"}
            found |= {c.laddr for c in connections if isinstance(c.laddr, str) and c.laddr}
    return found


@pytest.mark.parametrize(
    "place", [".config/code-server/config.yaml", "xdg/code-server/config.yaml", "own.yaml"]
)
def test_the_tile_runs_where_it_should_and_the_user_s_settings_count(
    account: Account, code_server: Path, place: str
) -> None:
    port = free_port()
    file = account.write(place, configuration(account, port), mode=0o600)
    before = hashlib.sha256(file.read_bytes()).digest(), file.stat().st_mtime_ns
    env: dict[str, str | None] = {
        "PASSWORD": PASSWORD,
        "HASHED_PASSWORD": HASHED,
        "PORT": str(port),
        "CODE_SERVER_HOST": "0.0.0.0",
    }
    if place.startswith("xdg"):
        env["XDG_CONFIG_HOME"] = str(account.home / "xdg")
    if place == "own.yaml":
        env["CODE_SERVER_CONFIG"] = str(file)
    with Server(account, base_url="/a/b/", env=env) as server:
        tile(server, NAME)
        running = reaches(server, NAME, "running")
        page = visit(server, f"{NAME}/?folder={server.root_dir}")
        assert (page.status_code, "workbench" in page.text) == (200, True)
        assert "Werkstatt" in visit(server, f"{NAME}/manifest.json").text
        assert (account.home / "own data" / "Machine").is_dir()
        assert not (account.home / ".local/share/code-server/Machine").exists()
        told = log(server, NAME)
        assert f"Using user-data-dir {account.home}/own data" in told
        assert "debug" in told  # its level, which the file sets

        # Nothing of the network, and no socket but those of its own folders.
        heard = listening(account)
        assert {one for one in heard if isinstance(one, int)} == {server.port}
        assert not (account.home / "own.sock").exists()
        assert not (account.home / "session.sock").exists()

        # The copy is private and lies in the folder of the sockets; no password is in sight of others.
        words = psutil.Process(running["pid"]).cmdline()
        copy = Path(words[words.index("--config") + 1])
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600
        assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700
        assert copy.stat().st_uid == account.uid
        assert PASSWORD not in copy.read_text()
        for text in (" ".join(words), log(server, NAME), server.log):
            assert PASSWORD not in text
            assert HASHED not in text
    assert not copy.exists()
    assert (hashlib.sha256(file.read_bytes()).digest(), file.stat().st_mtime_ns) == before


def test_where_there_is_no_file_none_is_made(account: Account, code_server: Path) -> None:
    with Server(account) as server:
        tile(server, NAME)
        reaches(server, NAME, "running")
        assert visit(server, f"{NAME}/?folder={server.root_dir}").status_code == 200
    assert not (account.home / ".config" / "code-server").exists()


def garbage(file: Path) -> None:
    file.write_bytes(b"\x00\xff\xfe" + PASSWORD.encode() * 10)


def broken(file: Path) -> None:
    file.write_text(f"auth: password\npassword: [{PASSWORD}\n")


def fifo(file: Path) -> None:
    os.mkfifo(file)


def huge(file: Path) -> None:
    file.write_text("cert: true\n" + "# x\n" * 1_000_000)


def unreadable(file: Path) -> None:
    file.write_text("cert: true\n")
    file.chmod(0)


@pytest.mark.parametrize("make", [garbage, broken, fifo, huge, unreadable])
def test_a_file_that_cannot_be_used_stops_nothing_and_is_told(
    account: Account, code_server: Path, make: Any
) -> None:
    file = account.write(".config/code-server/config.yaml", "")
    file.unlink()
    make(file)
    with suppress(FileNotFoundError):
        os.chown(file, account.uid, account.gid)
    with Server(account) as server:
        tile(server, NAME)
        running = reaches(server, NAME, "running")
        assert visit(server, f"{NAME}/?folder={server.root_dir}").status_code == 200
        text = until(lambda: log(server, NAME), "there is a log")
        assert str(file) in text
        assert "starts without these settings" in text
        words = " ".join(psutil.Process(running["pid"]).cmdline())
        assert "code-server" in words
        for place in (text, server.log, words):
            assert PASSWORD not in place
        tile(server, NAME, "stop")
        reaches(server, NAME, "stopped")


@pytest.mark.parametrize("host", ["$http_host", "inside.example"])
def test_its_websocket_opens_through_a_proxy_that_changes_the_host(
    account: Account, code_server: Path, host: str
) -> None:
    port = free_port()
    origin = f"https://localhost:{port}"
    arguments = [f"--ServerApp.allow_origin={origin}", "--ServerApp.allow_remote_access=True"]
    with Server(account, base_url="/a/b/", arguments=arguments) as server:
        nginx = Nginx(f"http://127.0.0.1:{server.port}", port=port)
        nginx.text = nginx.text.replace("Host $http_host", f"Host {host}")
        with nginx:
            tile(server, NAME)
            reaches(server, NAME, "running")
            cookies = nginx.get(f"a/b/lab?token={server.token}", allow_redirects=False).cookies
            login = "; ".join(f"{one.name}={one.value}" for one in cookies)
            path = f"a/b/{NAME}/stable-x?reconnectionToken=11111111-1111-1111-1111-111111111111"
            socket = nginx.websocket(path, cookie=login, origin=origin)
            assert socket.getstatus() == 101
            socket.send_binary(AUTH)
            assert b"sign" in until(socket.recv, "code-server answers")
            socket.close()
            # Jupyter's own checks stand.
            for who, wrong in ((login, "https://elsewhere.example"), ("", origin)):
                with pytest.raises(WebSocketBadStatusException) as caught:
                    nginx.websocket(path, cookie=who, origin=wrong)
                assert caught.value.status_code == 403
            assert row(server, NAME)["state"] == "running"


def test_it_runs_under_jupyter_server_proxy_alone(account: Account, code_server: Path) -> None:
    """With our server half off, as before: its own folder for the socket, and the copy beside that."""
    port = free_port()
    account.write(".config/code-server/config.yaml", configuration(account, port))
    account.write(
        ".jupyter/jupyter_server_config.d/off.json",
        '{"ServerApp": {"jpserver_extensions": {"jupyterlab_remote_ide": false}}}',
    )
    with Server(account) as server:
        page = until(
            lambda: page if (page := visit(server, f"{NAME}/?folder=/tmp")).status_code == 200 else None,
            "the page is there",
        )
        assert "workbench" in page.text
        assert "Werkstatt" in visit(server, f"{NAME}/manifest.json").text
        assert {one for one in listening(account) if isinstance(one, int)} == {server.port}
        programs = [one.cmdline() for one in account.processes()]
        words = next(words for words in programs if "--config" in words)
        copy = Path(words[words.index("--config") + 1])
        assert copy.exists()
    account.kill()
    assert not copy.exists()
    subprocess.run(["rm", "-rf", copy.parent], check=True)
