"""A real jupyter_server with the real jupyter-server-proxy and servers that misbehave in known ways."""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from restapi import misfits, schema_of
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest
from traitlets.config import Config

from jupyterlab_remote_ide.apps import codeserver

BACKEND = str(Path(__file__).with_name("backend.py"))
DOCUMENT = {"Sec-Fetch-Dest": "document", "Accept": "text/html"}


# Wrappers that happen to be installed beside us.
OTHERS = (
    "ignore:Passing unrecognized arguments:DeprecationWarning",
    "ignore:Process for entry_point:UserWarning",
    "ignore:entry_point:UserWarning",
)


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            for warning in OTHERS:
                item.add_marker(pytest.mark.filterwarnings(warning))


def command(*arguments: str, address: str = "{port}") -> list[str]:
    return [sys.executable, "-S", BACKEND, address, *arguments]


def raising(port):
    msg = "the licence server said password=hunter2hunter2"
    raise RuntimeError(msg)


def not_found(port):
    msg = "Could not find rserver in PATH"
    raise FileNotFoundError(msg)


def nothing(port):
    return []


def said(page):
    """What one of our own pages is made of, whatever its template; see ``Pages``."""
    data = r'(?s)<script id="remote-ide-data" type="application/json">(.*?)</script>'
    found = re.search(data, page.body.decode())
    assert found, page.body[:300]
    return json.loads(found[1])["page"]


def reason_of(page):
    """The state and reason that the start page tells."""
    row = said(page)["app"]
    return row["state"], row["reason"]


@pytest.fixture
def spawns(tmp_path):
    """A file that gets a line per spawn of the server that is told of it."""
    return tmp_path / "spawns"


@pytest.fixture
def go(tmp_path):
    """A file that a slow server waits for before it listens: ``go.touch()``."""
    return tmp_path / "go"


@pytest.fixture
def servers(spawns, go):
    """By name; a test may add its own before it asks for ``apps``."""
    sock = {"unix_socket": True}
    return {
        "plain": {"command": command("--spawns", str(spawns))},
        "sock": {"command": command(address="{unix_socket}"), **sock},
        "slow": {"command": command("--hold", str(go), "--spawns", str(spawns)), "timeout": 0.5},
        "wrapped": {"command": ["sh", "-c", " ".join(command()) + "; true"]},
        "crash": {"command": command("--exit", "1", "--delay", "9", "--spawns", str(spawns))},
        "exit0": {"command": command("--exit", "0", "--delay", "9"), "timeout": 1},
        "error": {"command": command("--status", "500")},
        "silent": {"command": command("--mode", "silent")},
        "banner": {"command": command("--mode", "banner")},
        "daemon": {"command": command("--mode", "background")},
        "launched": {"command": command("--mode", "launched")},
        "raw": {
            "command": command("--mode", "echo", address="{unix_socket}"),
            "raw_socket_proxy": True,
            **sock,
        },
        "gone": {"command": ["no-such-program-anywhere", "{port}"]},
        "raises": {"command": raising},
        "absent": {"command": not_found},
        "unmanaged": {"command": nothing, "port": 9},
        "outside": {"port": 9},
        "env": {"command": command(), "environment": {"VSCODE_MINE": "{base_url}x", "OTHER": "1"}},
        # Beside the entry point of the same name, where that is installed: two servers, one app.
        "code-server": codeserver.setup(),
        "plain-too": {
            "command": command(),
            "launcher_entry": {"title": "Too <b>", "path_info": "plain-too/?a=1"},
        },
    }


@pytest.fixture
def jp_server_config(jp_server_config, servers):
    jp_server_config["ServerApp"]["jpserver_extensions"] = {
        "jupyter_server_proxy": True,
        "jupyterlab_remote_ide": True,
    }
    jp_server_config["ServerProxy"] = Config({"servers": servers})
    return jp_server_config


class Apps:
    """What a browser does with apps."""

    def __init__(self, client, url, login, serverapp):
        parts = urlsplit(url)
        self.port, self.path, self.authorization = parts.port, parts.path, login["Authorization"]
        self._client, self._url, self._login = client, url, login
        self.serverapp = serverapp
        self.feature = next(
            app.services.features["apps"]
            for apps in serverapp.extension_manager.extension_apps.values()
            for app in apps
            if app.name == "jupyterlab_remote_ide"
        )
        self.manager = self.feature.manager

    async def ask(self, path, method="GET", headers=None, body=None, params="", login=True):
        """The reply, whatever its status; redirects are not followed."""
        query = "?" + params if params else ""
        request = HTTPRequest(
            f"{self._url}{path}{query}",
            method,
            {**(self._login if login else {}), **(headers or {})},
            body,
            follow_redirects=False,
            request_timeout=60,
        )
        try:
            return await self._client.fetch(request)
        except HTTPClientError as error:
            assert error.response is not None, error
            return error.response

    async def open(self, name):
        return await self.ask(f"{name}/", headers=DOCUMENT)

    async def get(self, name, path=""):
        reply = await self.ask(f"{name}/{path}")
        assert reply.code == 200, (reply.code, reply.body)
        return reply.body.decode()

    async def call(self, path, method="GET", **kwargs):
        reply = await self.ask(
            f"remote-ide/v1/{path}", method, body="{}" if method == "POST" else None, **kwargs
        )
        body = json.loads(reply.body or b"null")
        schema = schema_of(path, method, reply.code)
        assert schema is None or misfits(body, schema) == [], body
        return reply.code, body

    async def row(self, name):
        code, body = await self.call("apps")
        assert code == 200
        return next(row for row in body["apps"] if row["name"] == name)

    async def until(self, name, *states, seconds=15):
        end = time.monotonic() + seconds
        while True:
            row = self.manager.app(name).row()
            if row["state"] in states:
                return row
            assert time.monotonic() < end, row
            await asyncio.sleep(0.02)

    async def goes_on(self, name, seconds=15):
        """Wait until its launcher has ended and another process is the program; the launcher."""
        process = self.manager.app(name).process
        launcher, end = process.proc, time.monotonic() + seconds
        await launcher.wait()
        while process.pid in (None, launcher.pid):
            assert time.monotonic() < end, self.manager.app(name).row()
            await asyncio.sleep(0.02)
        return launcher

    def log(self, name):
        return "\n".join(self.manager.app(name).log.lines()[0])


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """A stop is answered when it is done, however long that takes on a loaded machine."""
    monkeypatch.setattr("jupyterlab_remote_ide.apps.handlers._PATIENCE_SECONDS", 30)


@pytest.fixture
def apps(http_server_client, jp_http_port, jp_base_url, jp_auth_header, jp_serverapp, jp_asyncio_loop):
    url = f"http://localhost:{jp_http_port}{jp_base_url}"
    apps = Apps(AsyncHTTPClient(), url, jp_auth_header, jp_serverapp)
    yield apps
    jp_asyncio_loop.run_until_complete(apps.feature.stop())


@pytest.fixture
def ws_request(jp_http_port, jp_base_url, jp_auth_header):
    def make(path):
        return HTTPRequest(f"ws://localhost:{jp_http_port}{jp_base_url}{path}", headers=jp_auth_header)

    return make
