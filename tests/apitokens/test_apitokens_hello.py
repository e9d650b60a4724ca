"""A connection check, of a real server: what it finds, and that it is no use of the token."""

from __future__ import annotations

import json
import time

import pytest
from restapi import misfits
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from jupyterlab_remote_ide.checks import Check
from jupyterlab_remote_ide.feature import Feature
from jupyterlab_remote_ide.visitor import HELLO

CHECK = "remote-ide/v1/connect/check"


@pytest.fixture(autouse=True)
def with_connect(monkeypatch):
    monkeypatch.setattr("jupyterlab_remote_ide.app.FEATURES", ("apitokens", "connect", "session"))


@pytest.fixture
def check(call, owner, jp_serverapp, http_server_port):
    """``await check(secret=…, origin=…)``: the reply."""
    here = f"http://127.0.0.1:{http_server_port[1]}"

    async def inner(secret=None, origin=here, token=owner):
        body = {"origin": origin} | ({} if secret is None else {"secret": secret})
        return await call("POST", CHECK, token, body=body)

    return inner


def found(reply):
    assert reply.code == 200
    told = json.loads(reply.body)
    assert misfits(told, "Checks") == []
    return {each["id"]: each for each in told["checks"]}


async def rows(call, owner):
    return json.loads((await call("GET", "remote-ide/v1/apitokens", owner)).body)["apitokens"]


async def test_a_token_that_works(make, check, call, owner):
    secret = (await make())["secret"]
    told = found(await check(secret))
    assert {name: each["ok"] for name, each in told.items()} == {
        "login": True,
        "outside": True,
        "socket": True,
        "time-left": True,
    }
    (row,) = await rows(call, owner)
    assert (row["last_activity"], row["seen_client"]) == (None, None)
    await call("GET", "api/kernels", secret)
    (row,) = await rows(call, owner)
    assert row["last_activity"] is not None


async def test_a_token_that_does_not(make, check, call, owner, caplog):
    made = await make()
    await call("DELETE", f"remote-ide/v1/apitokens/{made['apitoken']['id']}", owner)
    for secret in (made["secret"], "nonsense", "x" * 500):
        told = found(await check(secret))
        assert (told["outside"]["ok"], told["outside"]["reason"]) == (False, "token-refused")
        assert "socket" not in told
        assert secret not in json.dumps(told) + caplog.text


async def test_it_asks_no_other_address(check, jp_serverapp, monkeypatch):
    for origin in (
        "http://example.org",
        "http://127.0.0.1:1",
        "file:///etc",
        "http://u@127.0.0.1",
        "",
        7,
        None,
    ):
        reply = await check(origin=origin)
        assert (reply.code, json.loads(reply.body)["reason"]) == (400, "bad-request"), origin
    for secret in ("", "a b", "x" * 501, 7, ["x"]):
        assert (await check(secret)).code == 400


async def test_an_ide_may_say_hello_and_have_nothing_checked(
    make, check, call, http_server_port, jp_base_url
):
    secret = (await make())["secret"]
    hello = await call("GET", HELLO, secret)
    assert misfits(json.loads(hello.body), "Hello") == []
    assert json.loads((await check(token=secret)).body)["reason"] == "ide-token"
    url = f"ws://127.0.0.1:{http_server_port[1]}{jp_base_url}{HELLO}/socket"
    socket = await websocket_connect(HTTPRequest(url, headers={"Authorization": f"token {secret}"}))
    assert await socket.read_message() == json.loads(hello.body)["instance"]
    assert await socket.read_message() is None
    socket.close()
    assert (await call("GET", HELLO, "nonsense")).code == 403


async def test_what_ends_soon_is_told(check, monkeypatch, jp_serverapp):
    monkeypatch.setenv("SLURM_JOB_ID", "7")
    monkeypatch.setenv("SLURM_JOB_END_TIME", str(int(time.time()) + 300))
    monkeypatch.setattr(jp_serverapp, "shutdown_no_activity_timeout", 1800)
    told = found(await check())
    assert (told["time-left"]["ok"], told["time-left"]["reason"]) == (False, "job-ends-soon")
    assert (told["idle"]["ok"], told["idle"]["detail"]) == (None, {"seconds": 1800})
    assert "30 minutes" in told["idle"]["message"]


async def test_one_feature_in_trouble_hides_no_other(check, jp_serverapp, monkeypatch):
    (app,) = jp_serverapp.extension_manager.extension_apps["jupyterlab_remote_ide"]

    class Broken(Feature):
        name = "broken"

        async def checks(self, subject):
            raise RuntimeError

    class Other(Broken):
        async def checks(self, subject):
            return [Check("certificate")]

    monkeypatch.setitem(app.services.features, "broken", Broken())
    monkeypatch.setitem(app.services.features, "other", Other())
    assert {"certificate", "login", "time-left"} <= set(found(await check()))
