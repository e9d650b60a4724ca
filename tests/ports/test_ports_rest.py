"""The calls through a real jupyter_server, with real listeners and a real kernel."""

from __future__ import annotations

import asyncio
import json
import os
import random
import socket
import subprocess
import sys
import time
from contextlib import suppress

import pytest
from restapi import misfits
from tornado.httpclient import HTTPClientError
from traitlets.config import Config

from jupyterlab_remote_ide.ports.surroundings import Surroundings

# Of wrappers that happen to be installed: with these as errors jupyter-server-proxy would not load.
pytestmark = [
    pytest.mark.filterwarnings("ignore:Process for entry_point:UserWarning"),
    pytest.mark.filterwarnings("ignore:entry_point:UserWarning"),
    pytest.mark.filterwarnings("ignore:Passing unrecognized arguments:DeprecationWarning"),
]
SERVE = """
import http.server, sys
http.server.test(http.server.SimpleHTTPRequestHandler, port=int(sys.argv[1]), bind="127.0.0.1")
"""


@pytest.fixture(autouse=True)
def supervised(monkeypatch):
    """The programs of these tests are children of the server, but not supervised by it."""
    monkeypatch.setattr(Surroundings, "managed", lambda self: {})


@pytest.fixture
def free_port():
    """Not of the range that the kernel gives out by itself: nobody who asks for just any port can take it."""
    while True:
        port = random.randrange(12_000, 27_000)
        with socket.socket() as sock, suppress(OSError):
            sock.bind(("127.0.0.1", port))
            return port


@pytest.fixture
def web(free_port):
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(free_port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        end = time.monotonic() + 30
        while time.monotonic() < end:
            with socket.socket() as sock:
                if sock.connect_ex(("127.0.0.1", free_port)) == 0:
                    break
            time.sleep(0.02)
        else:
            pytest.fail("the program does not listen")
        process.port = free_port
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def ports(jp_fetch):
    async def get():
        return json.loads((await jp_fetch("remote-ide", "v1", "ports")).body)

    return get


async def test_a_get_lists(jp_serverapp, ports, web):
    data = await ports()
    assert misfits(data, "Ports") == []
    (row,) = [row for row in data["ports"] if row["port"] == web.port]
    assert (row["pid"], row["kind"]) == (web.pid, "http")
    assert row["url"] == f"{jp_serverapp.base_url}proxy/{web.port}/"


@pytest.mark.filterwarnings("default")  # of other packages' entry points
async def test_the_link_works(jp_fetch, ports, web):
    data = await ports()
    assert web.port in {row["port"] for row in data["ports"]}
    response = await jp_fetch("proxy", f"{web.port}/")
    assert response.code == 200


async def test_the_servers_own_port_is_hidden(jp_http_port, ports):
    data = await ports()
    rows = [row for row in data["ports"] if row["pid"] == os.getpid()]
    assert rows and all(row["why"] == "jupyter-server" for row in rows)


async def stop(jp_fetch, row, **changed):
    body = {name: row[name] for name in ("pid", "started", "inodes")} | changed
    return await jp_fetch(
        "remote-ide", "v1", "ports", row["id"], "stop", method="POST", body=json.dumps(body)
    )


async def test_stop_ends_the_process(jp_fetch, ports, web):
    data = await ports()
    (row,) = [row for row in data["ports"] if row["port"] == web.port]
    assert (await stop(jp_fetch, row)).code == 204
    for _ in range(1000):
        if web.poll() is not None:
            break
        await asyncio.sleep(0.02)
    assert web.returncode == -15


@pytest.mark.parametrize(
    ("changed", "code", "reason"),
    [
        ({"started": 1.0}, 409, "port-changed"),
        ({"inodes": [1]}, 409, "port-changed"),
        ({"pid": 1}, 409, "port-changed"),
        ({"pid": True}, 400, "bad-field"),
        ({"inodes": []}, 400, "bad-field"),
        ({"started": "x"}, 400, "bad-field"),
        ({"force": 1}, 400, "unknown-field"),
    ],
)
async def test_stop_refuses(jp_fetch, ports, web, changed, code, reason):
    data = await ports()
    (row,) = [row for row in data["ports"] if row["port"] == web.port]
    with pytest.raises(HTTPClientError) as error:
        await stop(jp_fetch, row, **changed)
    body = json.loads(error.value.response.body)
    assert misfits(body, "Error") == []
    assert (error.value.code, body["reason"]) == (code, reason)
    assert web.poll() is None


class Allows:
    """An Authorizer of a site: these actions, and no more."""

    def __init__(self, *actions):
        self.actions = actions

    def is_authorized(self, handler, user, action, resource):
        return resource == "remote-ide" and action in self.actions


async def test_to_stop_is_to_execute(jp_serverapp, jp_fetch, ports, web):
    data = await ports()
    (row,) = [row for row in data["ports"] if row["port"] == web.port]
    settings = jp_serverapp.web_app.settings
    settings["authorizer"] = Allows("read", "write")
    with pytest.raises(HTTPClientError) as error:
        await stop(jp_fetch, row)
    assert (error.value.code, json.loads(error.value.response.body)["reason"]) == (403, "not-authorized")
    assert web.poll() is None
    settings["authorizer"] = Allows("read", "write", "execute")
    assert (await stop(jp_fetch, row)).code == 204


async def test_nobody_without_a_login(jp_fetch):
    with pytest.raises(HTTPClientError) as error:
        await jp_fetch("remote-ide", "v1", "ports", headers={"Authorization": "token wrong"})
    assert error.value.code == 403


class TestSwitchedOff:
    @pytest.fixture
    def jp_server_config(self, jp_server_config):
        jp_server_config["RemoteIDE"] = Config(ports_enabled=False)
        return jp_server_config

    async def test_it_says_so(self, ports):
        with pytest.raises(HTTPClientError) as error:
            await ports()
        assert json.loads(error.value.response.body)["reason"] == "ports-disabled"


@pytest.fixture
def watching(jp_ws_fetch):
    sockets = []

    async def open_():
        socket_ = await jp_ws_fetch("remote-ide", "v1", "watch", params={"topics": "ports"})
        sockets.append(socket_)
        return socket_

    yield open_
    for socket_ in sockets:
        socket_.close()


async def follow(connection, seconds, done=lambda rows: False):
    """All rows that were ever told, and the list at the end."""
    told, rows = [], {}
    end = time.monotonic() + seconds
    while not done(rows) and (left := end - time.monotonic()) > 0:
        try:
            message = json.loads(await asyncio.wait_for(connection.read_message(), left))
        except asyncio.TimeoutError:
            break
        for row in [*message.get("snapshot", ()), *message.get("add", ()), *message.get("change", ())]:
            assert misfits(row, "Port") == []
            rows[row["id"]] = row
            told.append(row)
        for key in message.get("remove", ()):
            rows.pop(key, None)
    return told, rows


async def test_a_watcher_is_told_within_a_second_or_so(watching, listening):
    connection = await watching()
    await follow(connection, 0.3)
    kept = listening()
    _, rows = await follow(connection, 20, lambda rows: any(r["port"] == kept.port for r in rows.values()))
    assert any(row["port"] == kept.port and row["inodes"] == [kept.inode] for row in rows.values())
    kept.sock.close()
    _, rows = await follow(connection, 20, lambda rows: all(r["port"] != kept.port for r in rows.values()))
    assert all(row["port"] != kept.port for row in rows.values())


async def test_kernels_never_show_but_their_apps_do(jp_serverapp, watching, free_port):
    connection = await watching()
    told, _ = await follow(connection, 0.5)
    manager = jp_serverapp.kernel_manager
    kernels = [await manager.start_kernel(kernel_name="python3") for _ in range(3)]
    pids = {manager.get_kernel(kernel).provisioner.pid for kernel in kernels}

    def listed(rows, count):
        return len([r for r in rows.values() if r["pid"] in pids and r["why"] == "kernel"]) >= count

    more, rows = await follow(connection, 30, lambda rows: listed(rows, 18))
    assert listed(rows, 18)
    assert not [row for row in told + more if row["pid"] in pids and not row["hidden"]]

    client = manager.get_kernel(kernels[0]).client()
    client.start_channels()
    await client.wait_for_ready(timeout=30)
    client.execute(
        "import http.server as h, threading\n"
        f"s = h.ThreadingHTTPServer(('127.0.0.1', {free_port}), h.SimpleHTTPRequestHandler)\n"
        "threading.Thread(target=s.serve_forever, daemon=True).start()"
    )
    more, rows = await follow(
        connection, 30, lambda rows: any(r["port"] == free_port and not r["hidden"] for r in rows.values())
    )
    (row,) = [row for row in more if row["port"] == free_port and not row["hidden"]]
    assert row["started_by"]["kind"] == "kernel" and row["kind"] == "http"
    assert {r["port"] for r in more if not r["hidden"] and r["pid"] in pids} == {free_port}
    with pytest.raises(AssertionError):
        assert listed(rows, 19)
    client.stop_channels()
    await manager.shutdown_all()
