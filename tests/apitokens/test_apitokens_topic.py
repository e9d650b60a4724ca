"""The list of API tokens on the watch socket: for the owner's browser alone, and never out of date."""

from __future__ import annotations

import asyncio
import json

import pytest
from tornado.httpclient import HTTPClientError

from jupyterlab_remote_ide.apitokens import manager

WATCH = "remote-ide/v1/watch?topics=apitokens"
PATH = "remote-ide/v1/apitokens"


@pytest.fixture(autouse=True)
def often(monkeypatch):
    monkeypatch.setattr(manager, "WATCH_SECONDS", {"visible": 0.1, "background": 0.1})


@pytest.fixture
def hear():
    """``await hear(socket)``: the next message that says something."""

    async def inner(socket):
        while True:
            message = json.loads(await asyncio.wait_for(socket.read_message(), 10))
            if message:
                return message

    return inner


async def test_made_used_changed_revoked(connect, owner, make, call, hear):
    socket = await connect(WATCH, token=owner)
    first = await hear(socket)
    assert (first["topic"], first["snapshot"]) == ("apitokens", [])
    made = await make()
    message = await hear(socket)
    assert message["add"] == [made["apitoken"]]
    assert message["seq"] == made["seq"]
    assert made["secret"] not in json.dumps(message)

    headers = {"User-Agent": "Code/1.99"}
    assert (await call("GET", "api/contents", made["secret"], headers=headers)).code == 200
    (row,) = (await hear(socket))["change"]
    assert (row["id"], row["seen_client"]) == (made["apitoken"]["id"], "Code/1.99")
    assert row["last_activity"] is not None

    changed = await call("PATCH", f"{PATH}/{row['id']}", owner, body={"note": "other", "expires_in": 7200})
    message = await hear(socket)
    assert message["change"] == [json.loads(changed.body)["apitoken"]]
    assert message["seq"] == json.loads(changed.body)["seq"]

    assert (await call("DELETE", f"{PATH}/{row['id']}", owner)).code == 204
    assert (await hear(socket))["remove"] == [row["id"]]
    listed = json.loads((await call("GET", PATH, owner)).body)
    assert listed["apitokens"] == []
    assert listed["seq"] >= message["seq"]


async def test_what_another_server_does_is_heard(connect, owner, make, hear, file_of):
    made = await make()
    socket = await connect(WATCH, token=owner)
    assert [row["id"] for row in (await hear(socket))["snapshot"]] == [made["apitoken"]["id"]]
    file_of(made).unlink()
    assert (await hear(socket))["remove"] == [made["apitoken"]["id"]]


async def test_one_that_expires_leaves_the_list(connect, owner, make, hear):
    socket = await connect(WATCH, token=owner)
    await hear(socket)
    made = await make(expires_in=1)
    assert (await hear(socket))["add"] == [made["apitoken"]]
    assert (await hear(socket))["remove"] == [made["apitoken"]["id"]]


async def test_trouble_and_its_end_are_told(connect, owner, make, hear, file_of):
    made = await make()
    folder = file_of(made).parent
    socket = await connect(WATCH, token=owner)
    await hear(socket)
    folder.chmod(0o770)
    told = await hear(socket)
    detail = {"file": str(folder), "cure": "close"}
    assert told["problem"] == {"reason": "storage-untrusted", "detail": detail}
    late = await connect(WATCH, token=owner)
    assert (await hear(late))["problem"] == told["problem"]
    folder.chmod(0o700)
    for each in (socket, late):
        assert [row["id"] for row in (await hear(each))["snapshot"]] == [made["apitoken"]["id"]]


async def test_nobody_else_may_watch_it(connect, owner, make, jp_serverapp, hear):
    made = await make()
    with pytest.raises(HTTPClientError, match="403"):
        await connect(WATCH, token=made["secret"])
    with pytest.raises(HTTPClientError, match="403"):
        await connect(WATCH)

    class ReadsOnly:
        async def is_authorized(self, handler, user, action, resource):
            return action == "read"

    jp_serverapp.web_app.settings["authorizer"] = ReadsOnly()
    socket = await connect(WATCH, token=owner)
    socket.write_message(json.dumps({"want": {"apitokens": "visible"}}))
    told = await hear(socket)
    assert told["problem"] == {"reason": "not-owner", "detail": {}}
    assert (await asyncio.wait_for(asyncio.ensure_future(quiet(socket)), 10)) is True


async def quiet(socket):
    """Nothing more is said, and it stays open."""
    heard = asyncio.ensure_future(socket.read_message())
    done, _ = await asyncio.wait({heard}, timeout=0.5)
    heard.cancel()
    return not done


async def test_nothing_is_read_for_nobody(connect, owner, make, jp_serverapp, hear):
    (app,) = jp_serverapp.extension_manager.extension_apps["jupyterlab_remote_ide"]
    following = app.services.features["apitokens"].manager
    await make()
    assert following._following is None
    socket = await connect(WATCH, token=owner)
    await hear(socket)
    assert following._following is not None
    socket.close()
    for _ in range(500):
        if following._following is None:
            break
        await asyncio.sleep(0.02)
    assert following._following is None
