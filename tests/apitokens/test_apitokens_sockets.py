"""Every WebSocket ends with the token that opened it: kernels, terminals, events, proxied programs."""

from __future__ import annotations

import asyncio
import json
import uuid

import pytest
from tornado.httpclient import HTTPClientError
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application
from tornado.websocket import WebSocketHandler

from jupyterlab_remote_ide.apitokens.backends.embedded.folder import TokenFolder
from jupyterlab_remote_ide.apitokens.backends.embedded.store import Store

PATH = "remote-ide/v1/apitokens"
PATIENCE = 60  # seconds; a machine may be busy with other tests

# Another package's server for jupyter-server-proxy uses an option that older ones of it do not know.
pytestmark = pytest.mark.filterwarnings(
    "ignore:Passing unrecognized arguments:DeprecationWarning", "ignore:Process for entry_point:UserWarning"
)


class Echo(WebSocketHandler):
    """A program behind /proxy/<port>/: answers, and counts what it hears and who left."""

    heard: list[str]
    left: int

    def check_origin(self, origin):
        return True

    def on_message(self, message):
        type(self).heard.append(message)
        self.write_message(message)

    def on_close(self):
        type(self).left += 1


@pytest.fixture
def program(jp_asyncio_loop):
    Echo.heard, Echo.left = [], 0
    sockets = bind_sockets(0, "127.0.0.1")

    async def start():
        server = HTTPServer(Application([("/.*", Echo)]))
        server.add_sockets(sockets)
        return server

    async def stop(server):
        server.stop()
        await server.close_all_connections()

    server = jp_asyncio_loop.run_until_complete(start())
    yield sockets[0].getsockname()[1]
    jp_asyncio_loop.run_until_complete(stop(server))


@pytest.fixture
def sockets_of(call, connect, owner, program):
    """``await sockets_of(token)``: one open WebSocket of each kind, by name, all proved to work."""

    async def inner(**credential):
        kernel = json.loads((await call("POST", "api/kernels", owner)).body)["id"]
        terminal = json.loads((await call("POST", "api/terminals", owner)).body)["name"]
        opened = {
            "kernel": await connect(f"api/kernels/{kernel}/channels", **credential),
            "terminal": await connect(f"terminals/websocket/{terminal}", **credential),
            "events": await connect("api/events/subscribe", **credential),
            "proxied": await connect(f"proxy/{program}/ws", **credential),
            "absolute": await connect(f"proxy/absolute/{program}/ws", **credential),
        }
        await ask_kernel(opened["kernel"])
        for name in ("proxied", "absolute"):
            opened[name].write_message("hello")
            assert await asyncio.wait_for(opened[name].read_message(), PATIENCE) == "hello"
        return opened

    return inner


async def ask_kernel(socket):
    header = {
        "msg_id": uuid.uuid4().hex,
        "msg_type": "kernel_info_request",
        "username": "",
        "session": "s",
        "version": "5.4",
        "date": "2026-01-01T00:00:00Z",
    }
    message = {"channel": "shell", "header": header, "parent_header": {}, "metadata": {}, "content": {}}
    socket.write_message(json.dumps(message))
    while True:
        raw = await asyncio.wait_for(socket.read_message(), PATIENCE)
        assert raw is not None
        reply = json.loads(raw) if isinstance(raw, str) else {}
        if reply.get("header", {}).get("msg_type") == "kernel_info_reply":
            return


async def until_closed(socket):
    """The close code; other messages still under way are read past."""
    while await asyncio.wait_for(socket.read_message(), PATIENCE) is not None:
        pass
    return socket.close_code


async def test_all_end_at_a_revoke(call, owner, make, sockets_of, program, monkeypatch):
    monkeypatch.setattr("jupyterlab_remote_ide.apitokens.backends.sockets.SWEEP_SECONDS", 60)
    made = await make()
    mine = await sockets_of(token=made["secret"])
    others = await sockets_of(token=(await make())["secret"])
    page = await sockets_of(token=owner)

    assert (await call("DELETE", f"{PATH}/{made['apitoken']['id']}", owner)).code == 204
    codes = {name: await until_closed(socket) for name, socket in mine.items()}
    assert codes == dict.fromkeys(mine, 4001)
    for _ in range(500):
        if Echo.left == 2:  # jupyter-server-proxy hangs up on the program too
            break
        await asyncio.sleep(0.02)
    assert Echo.left == 2

    for opened in (others, page):
        await ask_kernel(opened["kernel"])
        opened["proxied"].write_message("still here")
        assert await asyncio.wait_for(opened["proxied"].read_message(), PATIENCE) == "still here"
        for socket in opened.values():
            socket.close()


async def test_they_end_when_another_server_revokes(jp_serverapp, make, connect, file_of):
    made = await make()
    socket = await connect("api/events/subscribe", token=made["secret"])
    other = Store(TokenFolder(file_of(made).parent), jp_serverapp.root_dir, jp_serverapp.base_url)
    await other.end(made["apitoken"]["id"])
    await other.remove(made["apitoken"]["id"])
    assert await until_closed(socket) == 4001


async def test_all_end_when_the_token_expires(make, sockets_of, clock):
    made = await make()
    mine = await sockets_of(query=made["secret"])
    clock.forward_to(made["apitoken"]["expires_at"] - 1)
    codes = {name: await until_closed(socket) for name, socket in mine.items()}
    assert codes == dict.fromkeys(mine, 4001)
    assert clock.now() >= made["apitoken"]["expires_at"]


async def test_a_deaf_ear_for_who_does_not_hang_up(call, owner, make, connect, program):
    """tornado waits 5 s for the other side's closing frame; what it says meanwhile must go nowhere."""
    made = await make()
    socket = await connect(f"proxy/{program}/ws", token=made["secret"])
    socket.write_message("before")
    assert await asyncio.wait_for(socket.read_message(), PATIENCE) == "before"
    # A client that never answers the closing frame.
    socket.protocol.close = lambda *arguments: None
    await call("DELETE", f"{PATH}/{made['apitoken']['id']}", owner)
    await asyncio.sleep(0.1)
    frame = socket.protocol._write_frame(True, 0x1, b"after")
    await frame
    await asyncio.sleep(0.3)
    assert Echo.heard == ["before"]
    socket.protocol._abort()


async def test_ended_tokens_and_pages_open_none(call, owner, make, connect, program):
    made = await make()
    await call("DELETE", f"{PATH}/{made['apitoken']['id']}", owner)
    for path in ("api/events/subscribe", f"proxy/{program}/ws", "terminals/websocket/1"):
        for how in ({"token": made["secret"]}, {"query": made["secret"]}):
            with pytest.raises(HTTPClientError, match="403"):
                await connect(path, **how)


async def test_the_watch_socket_refuses_an_ide_token(make, connect):
    secret = (await make())["secret"]
    for how in ({"token": secret}, {"query": secret}):
        with pytest.raises(HTTPClientError, match="403"):
            await connect("remote-ide/v1/watch", **how)


async def test_no_timer_without_an_open_socket(jp_serverapp, make, connect, monkeypatch):
    monkeypatch.setattr("jupyterlab_remote_ide.apitokens.backends.sockets.SWEEP_SECONDS", 0.05)
    (app,) = jp_serverapp.extension_manager.extension_apps["jupyterlab_remote_ide"]
    (feature,) = app.services.features["apitokens"].backends
    made = await make()
    identifier = made["apitoken"]["id"]
    assert feature.sockets._timer is None
    socket = await connect("api/events/subscribe", token=made["secret"])
    assert feature.sockets.count(identifier) == 1
    assert feature.sockets._timer is not None
    socket.close()
    for _ in range(500):
        if feature.sockets._timer is None:
            break
        await asyncio.sleep(0.02)
    assert feature.sockets._timer is None
    assert feature.sockets.count(identifier) == 0
