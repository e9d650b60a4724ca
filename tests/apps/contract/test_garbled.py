"""What no browser could be shown, and who cannot be reached, is told at once and without a traceback."""

from __future__ import annotations

import asyncio
import errno
import gc
import json
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import said
from garbles import ANSWERS
from tornado.iostream import StreamClosedError
from tornado.tcpclient import TCPClient

GARBLES = [sys.executable, "-S", str(Path(__file__).with_name("garbles.py"))]
SAYS = [sys.executable, "-S", str(Path(__file__).with_name("says.py"))]
DOCUMENT = {"Sec-Fetch-Dest": "document", "Accept": "text/html"}
ACCEPTS = ("*/*", "text/event-stream")
PATHS = [path for path in ANSWERS if path]


@pytest.fixture
def servers():
    return {"named": {"command": [*GARBLES, "{port}"]}}


@pytest.fixture
def port():
    with subprocess.Popen([*GARBLES, "0"], stdout=subprocess.PIPE, text=True) as process:
        yield int(process.stdout.readline())
        process.kill()


@pytest.fixture
def log(caplog):
    gc.collect()  # what an earlier test left is not told in this one's log
    caplog.clear()
    yield caplog
    gc.collect()
    assert [record.getMessage() for record in caplog.records if record.exc_info] == []
    assert "Traceback" not in caplog.text


async def told(apps, path, method="GET", **headers):
    body = "" if method == "POST" else None
    reply = await asyncio.wait_for(apps.ask(path, method, headers=headers, body=body), 10)
    assert reply.headers["Content-Type"] == "application/json", reply.body[:100]
    return reply.code, json.loads(reply.body)["reason"]


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_port_that_garbles_is_told_as_one_without_an_answer(apps, port, log, method):
    for path in PATHS:
        for accept in ACCEPTS:
            found = await told(apps, f"proxy/{port}/{path}", method, Accept=accept)
            assert found == (503, "port-silent"), (path, accept)


async def test_an_app_that_garbles_is_told_by_its_state(apps, log):
    assert await apps.get("named") == "ok"
    for method in ("GET", "POST"):
        for path in PATHS:
            for accept in ACCEPTS:
                found = await told(apps, f"named/{path}", method, Accept=accept)
                assert found == (503, "app-running"), (method, path, accept)


@pytest.mark.parametrize(("method", "body"), [("GET", "x"), ("DELETE", "x"), ("OPTIONS", "x"), ("PATCH", "")])
async def test_a_body_that_is_unusual_is_the_programs_to_judge(apps, log, method, body):
    with subprocess.Popen([*SAYS, "0"], stdout=subprocess.PIPE, text=True) as says:
        number = int(says.stdout.readline())
        reader, writer = await asyncio.open_connection("127.0.0.1", apps.port)
        lines = [
            f"{method} {apps.path}proxy/{number}/x HTTP/1.1",
            "Host: localhost",
            f"Authorization: {apps.authorization}",
            "Connection: close",
            *([f"Content-Length: {len(body)}"] if body else []),
        ]
        writer.write("\r\n".join([*lines, "", body]).encode())
        answer = await asyncio.wait_for(reader.read(), 10)
        writer.close()
        says.kill()
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b"said" in answer


class TestFar:
    """Hosts that the site allows, and nobody reaches."""

    @pytest.fixture
    def jp_server_config(self, jp_server_config):
        jp_server_config["ServerProxy"].host_allowlist = lambda *_: True
        return jp_server_config

    @pytest.mark.parametrize("host", ["no-such-host.invalid", f"{'a' * 70}.invalid"])
    @pytest.mark.parametrize("accept", ACCEPTS)
    async def test_a_name_that_nobody_has(self, apps, log, host, accept):
        assert await told(apps, f"proxy/{host}:80/x", Accept=accept) == (503, "host-unreachable")
        page = await apps.ask(f"proxy/{host}:80/x", headers=DOCUMENT)
        assert (page.code, page.headers["Cache-Control"]) == (503, "no-store")
        assert (said(page)["reason"], said(page)["name"], said(page)["port"]) == (
            "host-unreachable",
            host,
            "80",
        )

    @pytest.mark.parametrize("number", [errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ETIMEDOUT])
    @pytest.mark.parametrize("accept", ACCEPTS)
    async def test_a_machine_to_which_no_way_leads(self, apps, log, monkeypatch, number, accept):
        connect = TCPClient.connect

        async def no_way(client, host, *args, **kwargs):
            if host == "192.0.2.1":
                raise StreamClosedError(OSError(number, "no way"))
            return await connect(client, host, *args, **kwargs)

        monkeypatch.setattr(TCPClient, "connect", no_way)
        assert await told(apps, "proxy/192.0.2.1:80/x", Accept=accept) == (503, "host-unreachable")
        assert (await told(apps, "proxy/192.0.2.1:80/x", "POST", Accept=accept))[1] == "host-unreachable"
