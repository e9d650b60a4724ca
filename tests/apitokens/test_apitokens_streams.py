"""A reply under way ends with the token that asked for it; what is complete is left alone."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import socket

import pytest
from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.httpserver import HTTPServer
from tornado.iostream import StreamClosedError
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

PATH = "remote-ide/v1/apitokens"

pytestmark = pytest.mark.filterwarnings(
    "ignore:Passing unrecognized arguments:DeprecationWarning", "ignore:Process for entry_point:UserWarning"
)


class Ticks(RequestHandler):
    """A program behind /proxy/<port>/ that never comes to an end, or says nothing for long."""

    async def get(self):
        with contextlib.suppress(StreamClosedError):  # whoever asked has left; other servers' probes ask too
            for _ in range(300):
                if self.request.path != "/silent":
                    self.write("data: tick\n\n")
                    await self.flush()
                await asyncio.sleep(0.05)


@pytest.fixture
def program(jp_asyncio_loop):
    sockets = bind_sockets(0, "127.0.0.1")

    async def start():
        server = HTTPServer(Application([("/.*", Ticks)]))
        server.add_sockets(sockets)
        return server

    async def stop(server):
        server.stop()
        await server.close_all_connections()

    server = jp_asyncio_loop.run_until_complete(start())
    yield sockets[0].getsockname()[1]
    jp_asyncio_loop.run_until_complete(stop(server))


class Stream:
    """One request, and what of its reply has come."""

    def __init__(self, url, token, accept="text/event-stream"):
        self.chunks, self.began = [], asyncio.Event()
        headers = {"Authorization": f"token {token}", "Accept": accept}
        request = HTTPRequest(url, headers=headers, streaming_callback=self.take, request_timeout=20)
        self.reply = asyncio.ensure_future(AsyncHTTPClient(force_instance=True).fetch(request))

    def take(self, chunk):
        self.chunks.append(chunk)
        self.began.set()

    async def cut(self, within):
        """Whether it ended with an error in time."""
        done, _ = await asyncio.wait([self.reply], timeout=within)
        return bool(done) and self.reply.exception() is not None


@pytest.fixture
def stream(http_server, jp_http_port, jp_base_url, program):
    opened = []

    async def inner(token, path="x", accept="text/event-stream"):
        url = f"http://localhost:{jp_http_port}{jp_base_url}proxy/{program}/{path}"
        opened.append(Stream(url, token, accept))
        if path != "silent":
            await asyncio.wait_for(opened[-1].began.wait(), 10)
        else:
            await asyncio.sleep(0.5)
        return opened[-1]

    yield inner
    for each in opened:
        each.reply.cancel()
        if each.reply.done() and not each.reply.cancelled():
            each.reply.exception()  # else told by whoever collects garbage next


@pytest.fixture
def sockets(jp_serverapp):
    (app,) = jp_serverapp.extension_manager.extension_apps["jupyterlab_remote_ide"]
    (backend,) = app.services.features["apitokens"].backends
    return backend.sockets


async def test_cut_at_a_revoke(call, owner, make, stream, sockets, caplog):
    gc.collect()  # what an earlier test left is not told in this one's log
    caplog.clear()
    made, other = await make(), await make()
    mine, waits = await stream(made["secret"]), await stream(made["secret"], "silent", "*/*")
    others, page = await stream(other["secret"]), await stream(owner)
    assert (await call("DELETE", f"{PATH}/{made['apitoken']['id']}", owner)).code == 204
    assert await mine.cut(within=10)
    assert await waits.cut(within=10)
    for going_on in (others, page):
        before = len(going_on.chunks)
        for _ in range(500):
            if len(going_on.chunks) > before:
                break
            await asyncio.sleep(0.02)
        assert len(going_on.chunks) > before
        assert not going_on.reply.done()
    assert set(sockets._running) == {other["apitoken"]["id"]}
    assert not [record for record in caplog.records if record.exc_info]


async def test_cut_at_the_expiry(make, stream, clock):
    made = await make()
    mine = await stream(made["secret"])
    clock.forward_to(made["apitoken"]["expires_at"] - 0.5)
    assert await mine.cut(within=20)
    assert clock.now() >= made["apitoken"]["expires_at"]


async def test_what_is_complete_is_left_alone(call, make, sockets):
    made = await make()
    for path in ("api/contents", "api/kernels/none", "lab"):
        await call("GET", path, made["secret"])
    assert sockets._running == {}
    assert sockets._timer is None


async def test_a_client_that_left_is_forgotten(make, stream, sockets, monkeypatch):
    monkeypatch.setattr("jupyterlab_remote_ide.apitokens.backends.sockets.SWEEP_SECONDS", 0.05)
    await stream((await make())["secret"])
    ((handler,),) = sockets._running.values()
    handler.request.connection.stream.close()  # what its server sees when it leaves
    for _ in range(500):
        if not sockets._running and sockets._timer is None:
            break
        await asyncio.sleep(0.02)
    assert sockets._running == {}
    assert sockets._timer is None


class TestBesideApps:
    @pytest.fixture(autouse=True)
    def only_these_features(self, monkeypatch):
        monkeypatch.setattr("jupyterlab_remote_ide.app.FEATURES", ("apitokens", "apps", "session"))

    async def test_an_answer_of_ours_in_its_place_ends_the_request_too(self, call, make, sockets):
        """Else what comes later on the same connection, perhaps another's, would be cut with the token."""
        made = await make()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            dead = free.getsockname()[1]
        assert (await call("GET", f"proxy/{dead}/", made["secret"])).code == 503
        assert sockets._running == {}
