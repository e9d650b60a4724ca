"""Who may not start an app, and the one port that is not passed on."""

from __future__ import annotations

import asyncio
import gc
import json
import socket

import pytest
from conftest import reason_of, said
from jupyter_server.auth import Authorizer
from tornado.httpclient import HTTPClientError
from tornado.websocket import websocket_connect

from jupyterlab_remote_ide.apps.address import here
from jupyterlab_remote_ide.base import APITOKEN_ATTRIBUTE

DOCUMENT = {"Sec-Fetch-Dest": "document", "Accept": "text/html"}


class NoExecution(Authorizer):
    """Answers later, as it may."""

    async def is_authorized(self, handler, user, action, resource):
        return action != "execute"


@pytest.fixture(params=["authorizer", "hub", "ide-token"])
def not_owner(request, apps, monkeypatch):
    if request.param == "authorizer":
        settings = apps.serverapp.web_app.settings
        monkeypatch.setitem(settings, "authorizer", NoExecution(config=apps.serverapp.config))
    elif request.param == "hub":
        monkeypatch.setenv("JUPYTERHUB_USER", "somebody-else")
        monkeypatch.setenv("JUPYTERHUB_API_URL", "http://127.0.0.1:1/hub/api")
    else:
        from jupyter_server_proxy.handlers import ProxyHandler

        monkeypatch.setattr(ProxyHandler, APITOKEN_ATTRIBUTE, "an-id", raising=False)
    return "ide-token" if request.param == "ide-token" else "not-owner"


async def test_only_who_may_start_an_app_starts_it_with_a_request(apps, spawns, ws_request, not_owner):
    page = await apps.open("plain")
    assert page.code == 403
    assert reason_of(page) == ("stopped", not_owner)
    for method, body in (("GET", None), ("POST", "x")):
        reply = await apps.ask("plain/x", method, body=body)
        assert (reply.code, json.loads(reply.body)["reason"]) == (403, not_owner)
    with pytest.raises(HTTPClientError) as caught:
        await websocket_connect(ws_request("plain/"))
    assert caught.value.code == 403
    assert apps.manager.app("plain").state() == ("stopped", None)
    assert not spawns.exists()


async def test_what_runs_or_starts_is_open_to_visitors(apps, not_owner):
    apps.manager.start("plain")
    assert await apps.get("plain") == "hello"
    assert await apps.get("plain") == "hello"


@pytest.fixture
def servers(servers):
    return {name: servers[name] for name in ("plain", "raw", "outside")}


HOSTS = ["", "localhost:", "127.0.0.1:"]


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("absolute", ["proxy/", "proxy/absolute/"])
async def test_the_server_is_no_port_of_its_own(apps, ws_request, absolute, host):
    """It would pass the request to itself, which would pass it to itself, until no file is left to open."""
    for port in (str(apps.port), f"000{apps.port}"):
        for path in (f"{absolute}{host}{port}/x", f"{absolute}{host}{port}"):
            for method, body in (("GET", None), ("POST", "x"), ("DELETE", None)):
                reply = await asyncio.wait_for(apps.ask(path, method, body=body), 5)
                assert (reply.code, json.loads(reply.body)["reason"]) == (508, "own-port")
        page = await apps.ask(f"{absolute}{host}{port}/x", headers=DOCUMENT)
        assert (page.code, said(page)["reason"]) == (508, "own-port")
        with pytest.raises(HTTPClientError) as caught:
            await websocket_connect(ws_request(f"{absolute}{host}{port}/x"))
        assert caught.value.code == 508
    assert (await apps.ask(f"{absolute}{host}{apps.port}/x", login=False)).code == 302


@pytest.mark.parametrize("host", HOSTS)
async def test_other_ports_are_passed_on(apps, host):
    await apps.get("plain")
    port = next(word for word in apps.manager.app("plain").process._proc_args if word.isdigit())
    assert (await apps.ask(f"proxy/{host}{port}/x")).body == b"hello"
    assert (await apps.ask(f"proxy/{'9' * 5000}/x")).code >= 400


@pytest.mark.parametrize("host", HOSTS)
async def test_a_port_where_nothing_listens_says_so(apps, host, caplog):
    gc.collect()  # what an earlier test left is not told in this one's log
    caplog.clear()
    with socket.create_server(("127.0.0.1", 0)) as made:
        port = made.getsockname()[1]
    token = apps.authorization.split()[1]
    page = await apps.ask(f"proxy/{host}{port}/x", headers=DOCUMENT, params=f"token={token}", login=False)
    assert (page.code, page.headers["Cache-Control"]) == (503, "no-store")
    assert (said(page)["port"], said(page)["reason"]) == (str(port), "port-refused")
    assert b'id="back" href="' in page.body
    assert token.encode() not in page.body
    assert token not in caplog.text
    assert "Traceback" not in caplog.text
    script = await apps.ask(f"proxy/{host}{port}/x", headers={"Sec-Fetch-Dest": "empty"})
    assert (script.code, json.loads(script.body)["reason"]) == (503, "port-refused")
    assert (await apps.ask(f"proxy/{host}{port}/x", headers=DOCUMENT, login=False)).code == 302


async def test_a_port_that_speaks_no_http_says_so(apps):
    async def greet(_, writer):
        writer.write(b"SSH-2.0-nobody\r\n")
        writer.close()

    async with await asyncio.start_server(greet, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        page = await apps.ask(f"proxy/{port}/", headers=DOCUMENT)
    assert page.code == 503
    assert said(page)["reason"] == "port-silent"


async def test_this_machine(monkeypatch):
    for host in ("localhost", "LOCALHOST.", "127.0.0.1", "127.9.9.9", "::1", "0.0.0.0"):
        assert await here(host)
    for host in ("192.0.2.1", "no such name", "a" * 300, "b\u00fc" * 70):
        assert not await here(host)


@pytest.mark.parametrize("port", ["0", "65536", "99999999"])
async def test_what_is_no_port_at_all_is_told_like_a_dead_one(apps, port):
    for way in ("proxy", "proxy/absolute"):
        page = await apps.ask(f"{way}/{port}/", headers=DOCUMENT)
        assert (page.code, said(page)["reason"]) == (503, "port-refused")
        script = await apps.ask(f"{way}/{port}/x", headers={"Sec-Fetch-Dest": "empty"})
        assert (script.code, json.loads(script.body)["reason"]) == (503, "port-refused")


async def test_a_name_that_no_file_can_have_is_not_found(apps):
    assert (await apps.ask("remote-ide/static/pages.js%00")).code == 404
