"""A server with our extension, and API tokens made through its REST API."""

from __future__ import annotations

import asyncio
import json
import time
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application, RequestHandler
from tornado.websocket import websocket_connect

from jupyterlab_remote_ide.apitokens.backend import Wish
from jupyterlab_remote_ide.apitokens.backends.embedded.folder import TokenFolder
from jupyterlab_remote_ide.apitokens.backends.embedded.store import Store


@pytest.fixture(autouse=True)
def only_these_features(monkeypatch):
    monkeypatch.setattr("jupyterlab_remote_ide.app.FEATURES", ("apitokens", "session"))


@pytest.fixture
def folder(tmp_path):
    """Where the API tokens of ``open_store`` are."""
    return tmp_path / "data" / "remote_ide" / "apitokens"


@pytest.fixture
def open_store(folder, tmp_path):
    """``open_store(root=…, base_url=…)``: another server's view of the same folder."""

    def inner(root=None, base_url="/", take_over=None, **options):
        return Store(TokenFolder(folder, take_over), str(root or tmp_path), base_url, **options)

    return inner


@pytest.fixture
def add():
    """``await add(store, note=…, expires_in=…, browser=…)``: ``(row, secret)`` of a new token."""

    async def inner(tokens, note="n", expires_in=3600, browser=None):
        minted = await tokens.create(Wish("vscode", note, "connect", expires_in, browser))
        return minted.apitoken, minted.secret

    return inner


@pytest.fixture
def file_of(jp_data_dir):
    """The file of a token that ``make`` made."""
    return lambda made: jp_data_dir / "remote_ide" / "apitokens" / f"{made['apitoken']['id']}.json"


@pytest.fixture
def call(jp_serverapp, http_server_client, jp_base_url):
    """``await call(method, path, token=…, query=…, body=…, headers=…)``: the reply, errors included."""

    async def inner(method, path, token=None, scheme="token", query=None, body=None, headers=None):
        sent = dict(headers or {})
        if token:
            sent["Authorization"] = f"{scheme} {token}"
        url = jp_base_url + path + (f"?token={quote(query)}" if query else "")
        data = body if body is None or isinstance(body, str) else json.dumps(body)
        if data is None and method in {"POST", "PUT", "PATCH"}:
            data = "{}"
        try:
            return await http_server_client.fetch(
                url, method=method, headers=sent, body=data, follow_redirects=False, request_timeout=30
            )
        except HTTPClientError as error:
            return error.response

    return inner


@pytest.fixture
def owner(jp_serverapp):
    """The server's own token: what the page uses."""
    return jp_serverapp.identity_provider.token


@pytest.fixture
def make(call, owner):
    """``await make(expires_in=…)``: the reply of a successful POST apitokens."""

    async def inner(**wish):
        body = {"recipe": "vscode", "note": "laptop", "expires_in": 3600} | wish
        reply = await call("POST", "remote-ide/v1/apitokens", owner, body=body)
        assert reply.code == 201, reply.body
        return json.loads(reply.body)

    return inner


@pytest.fixture
def clock(jp_serverapp, monkeypatch):
    """``clock.forward_to(moment)``: for API tokens it is that late. ``clock.now()``."""
    (app,) = jp_serverapp.extension_manager.extension_apps["jupyterlab_remote_ide"]
    feature, ahead = app.services.features["apitokens"], [0.0]

    def now():
        return time.time() + ahead[0]

    def forward_to(moment):
        ahead[0] += moment - now()

    (backend,) = feature.backends
    for part in (backend._store, backend.sockets):
        assert part._clock is time.time
        monkeypatch.setattr(part, "_clock", now)
    return SimpleNamespace(now=now, forward_to=forward_to)


@pytest.fixture
def connect(http_server, jp_asyncio_loop, jp_http_port, jp_base_url):
    """``await connect(path, token=… or query=…)``: an open WebSocket, or HTTPClientError."""
    opened = []

    async def inner(path, token=None, query=None, headers=None):
        sent = dict(headers or {})
        if token:
            sent["Authorization"] = f"token {token}"
        url = f"ws://localhost:{jp_http_port}{jp_base_url}{path}" + (f"?token={query}" if query else "")
        opened.append(await websocket_connect(HTTPRequest(url, headers=sent, connect_timeout=20)))
        return opened[-1]

    async def close():
        for socket in opened:
            socket.close()
        await asyncio.sleep(0.05)

    yield inner
    jp_asyncio_loop.run_until_complete(close())


@pytest.fixture
def hub():
    """In a hub's place, with ``hub.login`` for it.

    Answers what ``hub.answers`` holds by method and path, in turn; ``hub.asked`` is what came.
    """

    class Any(RequestHandler):
        async def prepare(self):
            hub.asked.append((self.request.method, self.request.path, self.request.body))
            hub.tokens.add(self.request.headers["Authorization"])
            status, body = hub.answers[f"{self.request.method} {self.request.path}"].pop(0)
            if status == 0:
                await asyncio.sleep(30)
            self.set_status(status)
            if status == 302:
                self.set_header("Location", "/hub/login")
            self.finish((body or None) if isinstance(body, str) else json.dumps(body))

    socket, port = bind_unused_port()
    server = HTTPServer(Application([(r".*", Any)]))
    server.add_socket(socket)

    def forget():
        hub.forgotten += 1

    login = SimpleNamespace(api_url=f"http://127.0.0.1:{port}/hub/api", certfile="", keyfile="", client_ca="")
    login.cache = SimpleNamespace(clear=forget)
    hub = SimpleNamespace(answers={}, asked=[], tokens=set(), login=login, forgotten=0, server=server)
    yield hub
    server.stop()
