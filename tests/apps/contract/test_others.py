"""Another account's program on the port gets nothing: no request, no login, and nobody sees its page."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys

import pytest
from conftest import said
from tornado.httpclient import HTTPClientError
from tornado.websocket import websocket_connect
from traitlets.config import Config

OTHER = 54321
DOCUMENT = {"Sec-Fetch-Dest": "document", "Accept": "text/html"}
SCRIPT = {"Sec-Fetch-Dest": "empty"}
# Listens, says so, and writes down what it gets.
THIEF = r"""
import socket, sys
family = socket.AF_INET6 if ":" in sys.argv[1] else socket.AF_INET
server = socket.create_server((sys.argv[1], int(sys.argv[2])), family=family)
print(server.getsockname()[1], flush=True)
while True:
    connection, _ = server.accept()
    connection.settimeout(5)
    try:
        got = connection.recv(4096)
        if got:
            print("stolen", flush=True)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nthief")
    except OSError:
        pass
    connection.close()
"""
pytestmark = pytest.mark.second_account


@pytest.fixture
def thief():
    started = []

    def start(host, port=0):
        command = [sys.executable, "-c", THIEF, host, str(port)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, user=OTHER)
        started.append(process)
        return int(process.stdout.readline())

    yield start
    for process in started:
        process.kill()
        said, _ = process.communicate()
        assert "stolen" not in said


@pytest.fixture
def servers(servers):
    raw = {"command": [*servers["plain"]["command"], "--mode", "echo"], "raw_socket_proxy": True}
    return {"plain": servers["plain"], "slow": servers["slow"], "raw": raw}


def port_of(apps, name):
    return next(int(word) for word in apps.manager.app(name).process._proc_args if word.isdigit())


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "0.0.0.0"])
@pytest.mark.parametrize("path", ["", "localhost:", "absolute/", "127.0.0.1:"])
async def test_a_port_of_another_account_is_not_asked(apps, ws_request, thief, address, path):
    url = f"proxy/{path}{thief(address)}/x"
    page = await apps.ask(url, headers=DOCUMENT)
    assert page.code == 403
    assert said(page)["reason"] == "other-user-on-port" and said(page)["port"]
    for method, body in (("GET", None), ("POST", "x")):
        reply = await apps.ask(url, method, headers=SCRIPT, body=body)
        assert (reply.code, json.loads(reply.body)["reason"]) == (403, "other-user-on-port")
    with pytest.raises(HTTPClientError) as caught:
        await websocket_connect(ws_request(url))
    assert caught.value.code == 403


async def test_beside_the_own_program_it_gets_nothing(apps, thief):
    """``localhost`` may be ``::1`` first, and there anybody can listen on the same port."""
    assert await apps.get("plain") == "hello"
    port = port_of(apps, "plain")
    assert thief("::1", port) == port
    for _ in range(3):
        assert await apps.get("plain") == "hello"
        assert (await apps.ask(f"proxy/{port}/x")).body == b"hello"
        assert (await apps.ask(f"proxy/absolute/{port}/x")).body == b"hello"
    await apps.manager.check_app(apps.manager.app("plain"))
    assert (await apps.row("plain"))["state"] == "running"


async def test_who_takes_the_port_of_a_slow_starter_is_not_the_app(apps, spawns, go, thief):
    asking = asyncio.ensure_future(apps.ask("slow/"))
    while not (spawns.exists() and apps.manager.app("slow").process):
        await asyncio.sleep(0.02)
    port = port_of(apps, "slow")
    assert thief("127.0.0.1", port) == port
    page = await apps.open("slow")
    assert page.code == 503
    go.touch()
    reply = await asyncio.wait_for(asking, 60)  # its program cannot listen, and ends
    assert reply.code == 503
    assert b"thief" not in reply.body
    assert (await apps.row("slow"))["state"] == "failed"


async def test_who_takes_the_port_of_a_dead_listener_is_not_the_app(apps, thief):
    await apps.get("plain", "refuse")
    port = port_of(apps, "plain")
    await asyncio.sleep(0.3)
    assert thief("127.0.0.1", port) == port
    page = await apps.open("plain")
    assert page.code == 503
    assert said(page)["app"]["reason"] == "other-user-on-port"
    reply = await apps.ask("plain/x", headers=SCRIPT)
    assert (reply.code, json.loads(reply.body)["reason"]) == (503, "other-user-on-port")
    row = await apps.row("plain")
    assert (row["state"], row["reason"]) == ("unhealthy", "other-user-on-port")
    # What the page says helps: elsewhere it can listen again.
    assert (await apps.call("apps/plain/restart", "POST"))[0] == 202
    assert await apps.get("plain") == "hello"
    assert port_of(apps, "plain") != port


async def test_beside_a_program_without_http_it_gets_nothing(apps, ws_request, thief):
    """jupyter-server-proxy dials ``localhost`` itself for these, which may be ``::1`` first."""
    apps.manager.start("raw")
    await apps.until("raw", "running")
    assert thief("::1", port_of(apps, "raw"))
    socket = await websocket_connect(ws_request("raw/"))
    await socket.write_message(b"mine", binary=True)
    assert await socket.read_message() == b"mine"
    socket.close()


class TestAllowed:
    @pytest.fixture
    def jp_server_config(self, jp_server_config):
        jp_server_config["RemoteIDE"] = Config(ports_of_others=True)
        return jp_server_config

    async def test_an_administrator_may_let_them_be_asked(self, apps):
        code = THIEF.replace("stolen", "asked")
        command = [sys.executable, "-c", code, "127.0.0.1", "0"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, user=OTHER) as process:
            port = int(process.stdout.readline())
            try:
                assert (await apps.ask(f"proxy/{port}/x")).body == b"thief"
            finally:
                process.kill()
