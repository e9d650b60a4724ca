"""The ports of a real server of an ordinary account, with real frameworks, kernels and a neighbour."""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import websocket
from rig import Account, Server
from rig.places import VENV, free_port
from rig.server import until

Row = dict[str, Any]
PLAIN = {"ServerApp": {"jpserver_extensions": {"jupyterlab_remote_ide": True, "jupyter_server_proxy": True}}}
FLASK = """
from flask import Flask
app = Flask(__name__)
app.get("/")(lambda: "flask here")
"""
STREAMLIT = "import streamlit\nstreamlit.write('here')\n"
# Keeps the number of bytes that anybody ever sent it in a file.
NEIGHBOUR = """
import socket, sys
server = socket.create_server(("127.0.0.1", int(sys.argv[1])))
while True:
    connection, _ = server.accept()
    connection.settimeout(3)
    try:
        got = len(connection.recv(100))
    except OSError:
        got = 0
    open(sys.argv[2], "a").write(f"{got}\\n")
"""


def ports(server: Server) -> dict[int, Row]:
    reply = server.get("remote-ide/v1/ports")
    assert reply.status_code == 200, reply.text
    return {row["port"]: row for row in reply.json()["ports"]}


def shown(server: Server, port: int, kind: str = "http") -> Row | None:
    row = ports(server).get(port)
    return row if row and not row["hidden"] and row["kind"] == kind else None


class Watch:
    """What a page is told: every row ever, and the list as it stands."""

    def __init__(self, server: Server) -> None:
        self.socket = server.websocket("remote-ide/v1/watch?topics=ports")
        self.told: list[Row] = []
        self.rows: dict[str, Row] = {}

    def read(self, seconds: float, done: Callable[[], bool] = lambda: False) -> float:
        start = time.monotonic()
        while not done() and (left := start + seconds - time.monotonic()) > 0:
            self.socket.settimeout(left)
            try:
                message = json.loads(self.socket.recv())
            except websocket.WebSocketTimeoutException:
                break
            for row in [*message.get("snapshot", ()), *message.get("add", ()), *message.get("change", ())]:
                self.told.append(row)
                self.rows[row["id"]] = row
            for key in message.get("remove", ()):
                self.rows.pop(key, None)
        return time.monotonic() - start


def test_frameworks_are_named_and_their_links_open(account: Account) -> None:
    account.write("app.py", FLASK)
    account.write("st.py", STREAMLIT)
    one, two, three = free_port(), free_port(), free_port()
    with Server(account, app="server", base_url="/a/b/", config=PLAIN) as server:
        flask = account.start([VENV / "bin" / "flask", "--app", "app.py", "run", "-p", str(one)])
        streamlit = account.start(
            [VENV / "bin" / "streamlit", "run", "--server.headless=true", f"--server.port={two}", "st.py"]
        )
        files = account.start([sys.executable, "-m", "http.server", str(three), "--bind", "127.0.0.1"])
        for port, label, text in (
            (one, "Flask: app.py", "flask here"),
            (two, "Streamlit: st.py", "<title>Streamlit</title>"),
            (three, "http.server", "app.py"),
        ):
            row = until(lambda port=port: shown(server, port), f"{label} is listed as http")
            assert (row["label"], row["reachable"], row["url"]) == (label, True, f"/a/b/proxy/{port}/")
            assert row["folder"] == str(account.home)
            assert text in server.get(f"proxy/{port}/").text
        row = ports(server)[one]
        assert row["pid"] == flask.pid and "x_prefix=1" in row["hint"]
        seen = {name: row[name] for name in ("pid", "started", "inodes")}
        assert server.post(f"remote-ide/v1/ports/{row['id']}/stop", json=seen).status_code == 204
        assert flask.wait(10) == -15
        assert server.post(f"remote-ide/v1/ports/{row['id']}/stop", json=seen).status_code == 409
        for process in (streamlit, files):
            process.terminate()
            process.wait()


def test_what_a_terminal_started_says_so(account: Account) -> None:
    port = free_port()
    with Server(account, app="server", config=PLAIN) as server:
        name = server.post("api/terminals").json()["name"]
        terminal = server.websocket(f"terminals/websocket/{name}")
        command = f"{sys.executable} -m http.server {port} --bind 127.0.0.1\r"
        terminal.send(json.dumps(["stdin", command]))
        row = until(lambda: shown(server, port), "the terminal's program is listed")
        assert row["started_by"] == {"kind": "terminal", "path": name}
        terminal.close()
        assert server.delete(f"api/terminals/{name}").status_code == 204


def test_a_neighbour_is_never_listed_nor_asked(two_accounts: list[Account]) -> None:
    me, other = two_accounts
    port = free_port()
    record = other.home / "record"
    neighbour = other.start([sys.executable, "-c", NEIGHBOUR, str(port), str(record)])
    mine = free_port()
    with Server(me, app="server", config=PLAIN) as server:
        files = me.start([sys.executable, "-m", "http.server", str(mine), "--bind", "127.0.0.1"])
        watch = Watch(server)
        until(lambda: shown(server, mine), "my own is listed")
        watch.read(3)
        assert port not in ports(server) and port not in {row["port"] for row in watch.told}
        assert not record.exists()  # not even a connection
        watch.socket.close()
        files.terminate()
        files.wait()
    neighbour.kill()
    neighbour.wait()


def test_twenty_kernels_never_show_but_the_app_in_one_does(account: Account) -> None:
    port = free_port()
    with Server(account, app="server", config=PLAIN) as server:
        watch = Watch(server)
        kernels = [server.post("api/kernels", json={"name": "python3"}).json()["id"] for _ in range(20)]

        def hidden() -> int:
            return sum(row["why"] == "kernel" for row in watch.rows.values())

        watch.read(90, lambda: hidden() >= 120)
        assert hidden() == 120
        assert not [row for row in watch.told if not row["hidden"]]
        socket = server.websocket(f"api/kernels/{kernels[7]}/channels", timeout=60)
        code = (
            "import http.server as h, threading\n"
            f"s = h.ThreadingHTTPServer(('127.0.0.1', {port}), h.SimpleHTTPRequestHandler)\n"
            "threading.Thread(target=s.serve_forever, daemon=True).start()"
        )
        header = {
            "msg_id": "1",
            "msg_type": "execute_request",
            "session": "s",
            "username": "",
            "version": "5.3",
        }
        content = {"code": code, "silent": False, "store_history": False, "allow_stdin": False}
        message = {
            "header": header,
            "parent_header": {},
            "metadata": {},
            "content": content,
            "channel": "shell",
        }
        socket.send(json.dumps(message))

        def listed() -> bool:
            return any(row["port"] == port and not row["hidden"] for row in watch.rows.values())

        watch.read(20, listed)
        assert listed()
        assert {row["port"] for row in watch.told if not row["hidden"]} == {port}
        watch.socket.close()
        socket.close()
        for kernel in kernels:
            server.delete(f"api/kernels/{kernel}")


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="UNPROVEN: needs /proc")
def test_without_a_watcher_the_server_holds_nothing_and_does_nothing(account: Account) -> None:
    with Server(account, app="server", config=PLAIN) as server:
        assert server.process is not None
        folder = f"/proc/{server.process.pid}"

        def netlink() -> int:
            sockets = set(re.findall(r"(\d+)\s*$", Path(folder, "net/netlink").read_text(), re.M))
            links = [str(link.readlink()) for link in Path(folder, "fd").iterdir()]
            return sum(link[8:-1] in sockets for link in links if link.startswith("socket:["))

        assert netlink() == 0
        watch = Watch(server)
        watch.read(1)
        assert netlink() == 1
        watch.socket.close()
        until(lambda: netlink() == 0, "the socket to the kernel is closed", 5)
        ports(server)
        assert netlink() == 0
