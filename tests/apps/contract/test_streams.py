"""An event stream ends as the program ended it: whole, or cut."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest

SAYS = [sys.executable, "-S", str(Path(__file__).with_name("says.py"))]


@pytest.fixture
def port():
    with subprocess.Popen([*SAYS, "0"], stdout=subprocess.PIPE, text=True) as process:
        yield int(process.stdout.readline())
        process.kill()


@pytest.fixture
def servers():
    return {
        "named": {"command": [*SAYS, "{port}"]},
        "sock": {"command": [*SAYS, "{unix_socket}"], "unix_socket": True},
    }


@pytest.fixture(params=["named", "sock", "port", "absolute"])
def stream(request, apps, port, jp_asyncio_loop):
    """``head, body = await stream(path, **says)``: what came over the wire until it was closed."""
    folder = {"port": f"proxy/{port}", "absolute": f"proxy/absolute/{port}"}.get(request.param, request.param)
    assert jp_asyncio_loop.run_until_complete(apps.ask(f"{folder}/x")).code == 200

    async def inner(path, method="GET", **says):
        reader, writer = await asyncio.open_connection("127.0.0.1", apps.port)
        said = quote(json.dumps({"type": "text/event-stream", **says}))
        lines = [
            f"{method} {apps.path}{folder}/{path}?{said} HTTP/1.1",
            "Host: localhost",
            f"Authorization: {apps.authorization}",
            "Accept: text/event-stream",
            "Connection: close",
            *(["Content-Length: 0"] if method == "POST" else []),
        ]
        writer.write("\r\n".join([*lines, "", ""]).encode())
        answer = await asyncio.wait_for(reader.read(), 20)
        writer.close()
        return answer.split(b"\r\n\r\n", 1)

    return inner


@pytest.mark.parametrize(("method", "status"), [("GET", 200), ("GET", 500), ("POST", 200)])
async def test_one_that_breaks_off_is_cut_and_nothing_is_said_in_it(stream, method, status):
    """Neither an error's text nor JSON of ours, nor the end of a whole answer."""
    head, body = await stream("breaks", method, status=status)
    assert head.split(b" ")[1] == str(status).encode()
    assert b"Transfer-Encoding: chunked" in head
    assert body == b"4\r\none \r\n"


async def test_one_to_its_end_ends_properly(stream):
    _, body = await stream("pieces")
    assert body == b"4\r\none \r\n4\r\ntwo \r\n0\r\n\r\n"


@pytest.mark.parametrize("accept", ["text/event-stream", "*/*"])
@pytest.mark.parametrize("says", [b"SSH-2.0-x\r\n\r\n", b"\0\1\2", b""])
async def test_what_speaks_no_http_is_told_as_such_whatever_was_asked_for(apps, says, accept):
    async def answer(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(says)
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        number = server.sockets[0].getsockname()[1]
        reply = await apps.ask(f"proxy/{number}/x", headers={"Accept": accept})
    assert (reply.code, json.loads(reply.body)["reason"]) == (503, "port-silent")
