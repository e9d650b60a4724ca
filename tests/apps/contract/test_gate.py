"""Who gets in, who waits, and who sees the start page."""

from __future__ import annotations

import asyncio
import json
import time

import pytest
from conftest import reason_of, said
from tornado.httpclient import HTTPClientError
from tornado.websocket import websocket_connect

DOCUMENT = {"Sec-Fetch-Dest": "document", "Accept": "text/html"}


async def test_a_document_gets_the_start_page_at_once_on_every_way_in(apps, go):
    for headers in (DOCUMENT, {"Sec-Fetch-Dest": "iframe"}, {"Accept": "text/html,*/*"}):
        page = await apps.ask("slow/", headers=headers)
        assert page.code == 503
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["Content-Type"].startswith("text/html")
        assert b"<h1>" in page.body
        assert b'id="back" href="' in page.body
        assert reason_of(page) == ("starting", None)
    assert (await apps.ask("slow/deep/link", headers=DOCUMENT)).code == 503
    assert (await apps.row("slow"))["state"] == "starting"
    go.touch()
    await apps.until("slow", "running")
    assert (await apps.open("slow")).code == 200


async def test_an_xhr_that_comes_first_does_not_delay_the_start_page(apps, spawns, go):
    xhr = asyncio.ensure_future(apps.ask("slow/x.json", headers={"Sec-Fetch-Dest": "empty"}))
    await asyncio.sleep(0.2)
    page = await apps.open("slow")
    assert page.code == 503
    assert not xhr.done()
    go.touch()
    assert (await xhr).code == 200
    assert len(spawns.read_text().splitlines()) == 1


async def test_scripts_never_get_html(apps):
    await apps.call("apps/plain/stop", "POST")
    for headers in (
        {"Sec-Fetch-Dest": "script"},
        {"Accept": "text/html", "X-Requested-With": "XMLHttpRequest"},
        {"Accept": "*/*"},
    ):
        reply = await apps.ask("plain/a.js", headers=headers)
        assert reply.code == 503
        assert set(json.loads(reply.body)) == {"message", "reason"}
    reply = await apps.ask("plain/", "POST", headers=DOCUMENT, body="x")
    assert reply.code == 503
    assert json.loads(reply.body)["reason"] == "stopped-by-person"


@pytest.mark.parametrize("name", ["plain", "raw"])
async def test_a_websocket_is_refused_before_its_upgrade(apps, ws_request, name):
    await apps.call(f"apps/{name}/stop", "POST")
    with pytest.raises(HTTPClientError) as caught:
        await websocket_connect(ws_request(f"{name}/"))
    assert caught.value.code == 503


async def test_a_raw_socket_starts_and_echoes(apps, ws_request):
    socket = await websocket_connect(ws_request("raw/"))
    await socket.write_message(b"ping", binary=True)
    assert await socket.read_message() == b"ping"
    socket.close()
    assert (await apps.row("raw"))["state"] == "running"


async def test_strangers_are_refused_as_before_and_start_nothing(apps, spawns):
    reply = await apps.ask("plain/", headers=DOCUMENT, login=False)
    assert reply.code == 302
    assert "/login" in reply.headers["Location"]
    assert (await apps.ask("plain/", headers={"Upgrade": "websocket"}, login=False)).code == 403
    assert (await apps.ask("remote-ide/v1/apps", login=False)).code == 403
    assert not spawns.exists()


async def test_one_scheme_reaches_the_program(apps):
    reply = await apps.ask("plain/headers", headers={"X-Forwarded-Proto": "https,http"})
    assert json.loads(reply.body)["X-Forwarded-Proto"] == "https"


async def test_nothing_in_the_start_page_is_markup_of_a_title(apps):
    page = await apps.open("plain-too")
    assert page.code == 503
    assert b"Too <b>" not in page.body
    assert b"Too &lt;b&gt;" in page.body
    assert "_xsrf" in page.headers.get("Set-Cookie", "")
    assert (await apps.row("plain-too"))["open_url"].endswith("/plain-too/?a=1")


async def test_a_page_of_an_unmanaged_program_that_is_down(apps):
    page = await apps.open("outside")
    assert page.code == 503
    assert said(page)["app"]["state"] == "external"


async def test_a_client_that_leaves_waits_no_more(apps, ws_request):
    _, writer = await asyncio.open_connection("localhost", apps.port)
    head = (
        f"GET {apps.path}silent/x HTTP/1.1\r\nHost: localhost\r\nAuthorization: {apps.authorization}\r\n\r\n"
    )
    writer.write(head.encode())
    await apps.until("silent", "starting")
    app = apps.manager.app("silent")
    while not app._waiting:
        await asyncio.sleep(0.01)
    writer.close()
    end = time.monotonic() + 15
    while app._waiting and time.monotonic() < end:
        await asyncio.sleep(0.01)
    assert not app._waiting


async def test_jupyter_server_proxy_itself_starts_nothing(apps, ws_request, monkeypatch):
    """Neither for a request nor after an end, whatever became of its own class of processes."""
    from jupyter_server_proxy import handlers

    made = []
    monkeypatch.setattr(handlers, "SupervisedProcess", lambda *given, **_: made.append(given))
    assert await apps.get("plain") == "hello"
    (await websocket_connect(ws_request("raw/"))).close()
    await apps.call("apps/plain/stop", "POST")
    assert (await apps.ask("plain/")).code == 503
    await apps.call("apps/plain/start", "POST")
    await apps.until("plain", "running")
    assert await apps.get("plain") == "hello"
    assert made == []
