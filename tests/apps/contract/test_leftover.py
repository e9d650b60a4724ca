"""What stood open when another server ended starts nothing by itself."""

from __future__ import annotations

import json
from http.cookies import SimpleCookie

import pytest
from conftest import DOCUMENT
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

from jupyterlab_remote_ide.apps.leftover import COOKIE

OTHER = {"Cookie": f"{COOKIE}=another"}


@pytest.fixture
def servers(servers):
    return {name: servers[name] for name in ("plain", "raw")}


def mark(reply):
    """The cookie of this server that came with a reply, if one did."""
    found = SimpleCookie()
    for text in reply.headers.get_list("Set-Cookie"):
        found.load(text)
    return found.get(COOKIE)


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Dest": "empty", "Sec-Fetch-Site": "same-origin"}])
async def test_what_its_scripts_ask_for_starts_nothing(apps, spawns, headers):
    reply = await apps.ask("plain/x", headers={**OTHER, **headers})
    assert (reply.code, json.loads(reply.body)["reason"]) == (503, "app-stopped")
    request = HTTPRequest(f"ws://localhost:{apps.port}{apps.path}plain/", headers={**apps._login, **OTHER})
    with pytest.raises(HTTPClientError) as caught:
        await websocket_connect(request)
    assert caught.value.code == 503
    assert apps.manager.app("plain").state() == ("stopped", None)
    assert not spawns.exists()


async def test_nor_do_the_frames_in_it(apps, spawns):
    own = {"Referer": f"http://localhost:{apps.port}{apps.path}plain/?folder=x", "Sec-Fetch-Dest": "iframe"}
    assert (await apps.ask("plain/x", headers={**OTHER, **DOCUMENT, **own})).code == 503
    assert apps.manager.app("plain").state() == ("stopped", None)
    assert not spawns.exists()
    # Of this server's page they do, and what another page shows in a frame is wanted.
    other = {**own, "Referer": f"http://localhost:{apps.port}{apps.path}lab"}
    await apps.ask("plain/", headers={**OTHER, **DOCUMENT, **other})
    await apps.until("plain", "running")


async def test_a_person_who_opens_it_starts_it_and_then_its_scripts_pass(apps):
    reply = await apps.ask("plain/", headers={**OTHER, **DOCUMENT})
    assert reply.code == 503
    assert mark(reply) is None
    await apps.until("plain", "running")
    assert (await apps.ask("plain/x", headers=OTHER)).code == 200


async def test_its_pages_carry_the_mark_of_this_server(apps):
    assert mark(await apps.ask("plain/")) is None  # no page
    reply = await apps.open("plain")
    assert reply.code == 200
    cookie = mark(reply)
    assert (cookie["path"], cookie["httponly"]) == (f"{apps.path}plain/", True)
    await apps.ask("remote-ide/v1/apps/plain/stop", "POST", body="{}")
    # Of this server: an app that was never started here starts with what its pages ask for, as ever.
    own = {"Cookie": f"{COOKIE}={cookie.value}"}
    assert (await apps.ask("raw/", headers=own)).code != 503
