"""What somebody else's page asks for starts nothing."""

from __future__ import annotations

import asyncio
import json

import pytest
from conftest import reason_of
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

PAGE = {"Accept": "text/html", "User-Agent": "Mozilla/5.0"}
NAVIGATION = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document", **PAGE}
FRAME = {**NAVIGATION, "Sec-Fetch-Dest": "iframe"}
IMAGE = {"Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image", "Accept": "image/*"}
OTHERS = (
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Referer": "http://evil.org/"},
    {"User-Agent": "Mozilla/5.0"},
)


@pytest.fixture
def servers(servers):
    return {name: servers[name] for name in ("plain", "raw")}


@pytest.fixture
def browser(apps, jp_asyncio_loop):
    """What a browser sends that has logged in: a cookie, no token."""
    reply = jp_asyncio_loop.run_until_complete(apps.ask("api/status"))
    cookie = next(text for text in reply.headers.get_list("Set-Cookie") if text.startswith("username-"))
    return {"Cookie": cookie.partition(";")[0]}


def ask(apps, browser, path, method="GET", headers=None, body=None):
    return apps.ask(path, method, {**browser, **(headers or {})}, body, login=False)


def is_idle(apps, spawns):
    return apps.manager.app("plain").state() == ("stopped", None) and not spawns.exists()


@pytest.mark.parametrize("other", OTHERS)
async def test_it_is_told_so_and_starts_nothing(apps, browser, spawns, other):
    page = await ask(apps, browser, "plain/", headers={**FRAME, **other})
    assert page.code == 403
    assert reason_of(page) == ("stopped", "cross-site")
    assert "frame-ancestors 'self'" in page.headers["Content-Security-Policy"]
    for path, method, headers, body in (
        ("plain/x.png", "GET", IMAGE, None),
        ("plain/", "GET", {"Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}, None),
        ("plain/", "POST", NAVIGATION, "x"),
        ("plain/", "DELETE", {}, None),
    ):
        reply = await ask(apps, browser, path, method, {**headers, **other}, body)
        assert (reply.code, json.loads(reply.body)["reason"]) == (403, "cross-site")
    assert is_idle(apps, spawns)


@pytest.mark.parametrize("name", ["plain", "raw"])
async def test_nor_does_its_websocket(apps, browser, spawns, name):
    for headers in ({}, {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "websocket"}):
        asked = {**browser, "Origin": "http://evil.org", **headers}
        request = HTTPRequest(f"ws://localhost:{apps.port}{apps.path}{name}/", headers=asked)
        with pytest.raises(HTTPClientError) as caught:
            await websocket_connect(request)
        assert caught.value.code == 403
    assert is_idle(apps, spawns)


@pytest.mark.parametrize(
    "headers",
    [
        {**NAVIGATION, "Sec-Fetch-Site": "none"},
        {**NAVIGATION, "Sec-Fetch-Site": "cross-site"},  # a link in a wiki
        {**FRAME, "Sec-Fetch-Site": "same-origin"},
        {**PAGE, "User-Agent": "curl/8.5"},
        {},
    ],
)
async def test_a_person_and_a_script_start_it(apps, browser, headers):
    reply = await ask(apps, browser, "plain/", headers=headers)
    assert reply.code in (200, 503)
    await apps.until("plain", "running")


async def test_the_own_websocket_starts_it(apps, browser):
    asked = {**browser, "Origin": f"http://localhost:{apps.port}", "Sec-Fetch-Site": "same-origin"}
    request = HTTPRequest(f"ws://localhost:{apps.port}{apps.path}raw/", headers=asked)
    socket = await websocket_connect(request)
    socket.close()
    await apps.until("raw", "running")


async def test_a_token_is_shown_by_its_holder(apps):
    reply = await apps.ask("plain/", headers={"Sec-Fetch-Site": "cross-site", "Origin": "http://evil.org"})
    assert reply.code == 200


async def test_what_runs_is_open_to_links_and_frames_as_before(apps, browser):
    assert await apps.get("plain") == "hello"
    for other in OTHERS:
        for headers in (FRAME, IMAGE):
            assert (await ask(apps, browser, "plain/", headers={**headers, **other})).code == 200


class TestNamed:
    @pytest.fixture
    def jp_server_config(self, jp_server_config):
        jp_server_config["ServerApp"]["allow_origin"] = "https://portal.example.org"
        return jp_server_config

    async def test_an_origin_of_the_administrators_may(self, apps, browser, spawns):
        for origin in ("https://portal.example.org.evil", "https://evil.org"):
            referer = {**FRAME, "Sec-Fetch-Site": "cross-site", "Referer": f"{origin}/x"}
            assert (await ask(apps, browser, "plain/", headers=referer)).code == 403
        assert is_idle(apps, spawns)
        referer = {**FRAME, "Sec-Fetch-Site": "cross-site", "Referer": "https://portal.example.org/x"}
        assert (await ask(apps, browser, "plain/", headers=referer)).code == 503
        await apps.until("plain", "running")


async def test_it_waits_with_others_for_what_starts_already(apps, browser):
    asking = asyncio.ensure_future(apps.ask("plain/x"))
    while not apps.manager.app("plain").is_starting:
        await asyncio.sleep(0.01)
    reply = await ask(apps, browser, "plain/x.png", headers={**IMAGE, "Sec-Fetch-Site": "same-site"})
    assert (reply.code, (await asking).code) == (200, 200)
