"""Renaming and extending a token: the same secret lives longer, and what has ended stays so."""

from __future__ import annotations

import json

import pytest
from restapi import SCHEMAS, misfits

from jupyterlab_remote_ide.apitokens.backend import Change
from jupyterlab_remote_ide.apitokens.backends.hub.backend import HubOAuth, ServerToken
from jupyterlab_remote_ide.apitokens.backends.manual import Manual
from jupyterlab_remote_ide.errors import Denied
from jupyterlab_remote_ide.visitor import Visitor

PATH = "remote-ide/v1/apitokens"
DAY = 86_400


@pytest.fixture
def change(call, owner):
    """``await change(made, note=…, expires_in=…)``: status and reply of a PATCH by the owner's browser."""

    async def inner(made, token=None, **body):
        reply = await call("PATCH", f"{PATH}/{made['apitoken']['id']}", token or owner, body=body)
        return reply.code, json.loads(reply.body)

    return inner


@pytest.fixture
def rows(call, owner):
    async def inner():
        return json.loads((await call("GET", PATH, owner)).body)["apitokens"]

    return inner


async def test_renamed_and_extended_with_the_same_secret(call, make, change, rows, clock):
    made = await make(expires_in=60)
    assert (await call("GET", "api/contents", made["secret"])).code == 200
    before = clock.now()
    code, told = await change(made, note="  the other laptop ", expires_in=7 * DAY)
    assert code == 200
    assert misfits(told, SCHEMAS["ApiTokenChanged"]) == []
    row = told["apitoken"]
    assert row["expires_at"] - 7 * DAY == pytest.approx(before, abs=30)
    assert (row["note"], told["clamped"]) == ("the other laptop", False)
    same = set(row) - {"note", "expires_at", "last_activity", "seen_client"}
    assert {name: row[name] for name in same} == {name: made["apitoken"][name] for name in same}
    assert row["last_activity"] is not None  # told with its use, as in the list
    assert await rows() == [row]
    assert made["secret"] not in json.dumps(told)
    clock.forward_to(made["expires_at"] + 1)
    assert (await call("GET", "api/contents", made["secret"])).code == 200
    clock.forward_to(row["expires_at"])
    assert (await call("GET", "api/contents", made["secret"])).code == 403


async def test_each_alone_leaves_the_other(make, change):
    made = await make(expires_in=60)
    _, told = await change(made, note="a")
    assert (told["apitoken"]["note"], told["apitoken"]["expires_at"]) == ("a", made["expires_at"])
    _, told = await change(made, expires_in=DAY)
    extended = told["apitoken"]["expires_at"]
    assert (told["apitoken"]["note"], extended > made["expires_at"]) == ("a", True)
    _, told = await change(made, note="b")
    assert (told["apitoken"]["note"], told["apitoken"]["expires_at"]) == ("b", extended)


async def test_at_most_the_sites_maximum_from_now_on(make, change, clock):
    made = await make(expires_in=30 * DAY)
    clock.forward_to(made["expires_at"] - 60)
    now = clock.now()
    _, told = await change(made, expires_in=365 * DAY)
    assert told["clamped"] is True
    assert told["apitoken"]["expires_at"] - 30 * DAY == pytest.approx(now, abs=30)


async def test_shortened_it_ends_then_and_its_sockets_with_it(call, make, change, connect, clock):
    made = await make(expires_in=DAY)
    socket = await connect("api/events/subscribe", made["secret"])
    code, told = await change(made, expires_in=60)
    assert (code, told["apitoken"]["expires_at"] < made["expires_at"]) == (200, True)
    clock.forward_to(told["apitoken"]["expires_at"])
    while await socket.read_message() is not None:
        pass  # that it was changed is an event itself
    assert (await call("GET", "api/contents", made["secret"])).code == 403


async def test_extended_its_sockets_live_on(make, change, connect, clock, jp_serverapp):
    made = await make(expires_in=60)
    await connect("api/events/subscribe", made["secret"])
    await change(made, expires_in=DAY)
    clock.forward_to(made["expires_at"] + 1)
    (app,) = jp_serverapp.extension_manager.extension_apps["jupyterlab_remote_ide"]
    (backend,) = app.services.features["apitokens"].backends
    await backend.sockets._sweep()
    assert backend.sockets.count(made["apitoken"]["id"]) == 1


async def test_what_has_ended_stays_so(call, owner, make, change, rows, clock):
    expired, revoked, stands = await make(expires_in=60), await make(), await make()
    assert (await call("DELETE", f"{PATH}/{revoked['apitoken']['id']}", owner)).code == 204
    clock.forward_to(expired["expires_at"])
    for made in (expired, revoked):
        code, told = await change(made, expires_in=DAY, note="x")
        assert (code, told["reason"]) == (404, "no-such-apitoken")
        assert (await call("GET", "api/contents", made["secret"])).code == 403
    for name in ("..", "%2e%2e%2fx", "0" * 16):
        assert (await change({"apitoken": {"id": name}}, note="x"))[0] == 404
    assert [row["id"] for row in await rows()] == [stands["apitoken"]["id"]]


BAD = [
    ({}, "missing-field"),
    ({"note": ""}, "bad-note"),
    ({"note": "a\nb"}, "bad-note"),
    ({"note": None}, "bad-note"),
    ({"expires_in": 0}, "bad-expires-in"),
    ({"expires_in": True}, "bad-expires-in"),
    ({"expires_in": 1.5}, "bad-expires-in"),
    ({"expires_in": None}, "bad-expires-in"),
    ({"note": "a", "recipe": "vscode"}, "unknown-field"),
    ({"note": "a", "expires_at": 1}, "unknown-field"),
]


async def test_bad_requests_change_nothing(make, change, rows):
    made = await make()
    for body, reason in BAD:
        code, told = await change(made, **body)
        assert (code, told["reason"]) == (400, reason), body
    assert await rows() == [made["apitoken"]]


async def test_for_the_owners_browser_alone(call, owner, make, change, rows, jp_serverapp, monkeypatch):
    made, other = await make(), await make()
    assert (await change(made, token=other["secret"], note="x"))[1]["reason"] == "ide-token"
    assert (await change(made, token="wrong", note="x"))[1]["reason"] == "not-logged-in"
    headers = {"Cookie": f"_xsrf=1; {jp_serverapp.identity_provider.cookie_name}=x"}
    assert (await call("PATCH", f"{PATH}/{made['apitoken']['id']}", headers=headers)).code == 403
    monkeypatch.setattr(jp_serverapp.authorizer, "is_authorized", lambda *asked: asked[2] != "write")
    assert (await change(made, note="x"))[0] == 403
    monkeypatch.undo()
    assert {row["note"] for row in await rows()} == {made["apitoken"]["note"]}


class TestFixed:
    """Where tokens can be neither renamed nor extended."""

    async def test_calls_and_status_say_the_same(self, call, owner, make, change, jp_serverapp, monkeypatch):
        (app,) = jp_serverapp.extension_manager.extension_apps["jupyterlab_remote_ide"]
        (backend,) = app.services.features["apitokens"].backends
        monkeypatch.setattr(backend, "fixed", lambda _: "hub-fixed")
        made = await make()
        code, told = await change(made, note="x")
        assert (code, told["reason"]) == (403, "hub-fixed")
        status = json.loads((await call("GET", "remote-ide/v1/status", owner)).body)["capabilities"]
        assert status["apitokens-change"] == {"allowed": False, "reason": "hub-fixed"}
        assert status["apitokens-list"] == {"allowed": True, "reason": None}

    @pytest.mark.parametrize("backend", [Manual(), object.__new__(HubOAuth), object.__new__(ServerToken)])
    async def test_a_hubs_tokens_are(self, backend):
        ann = Visitor("ann", owner=True)
        assert backend.fixed(ann) == "hub-fixed"
        with pytest.raises(Denied):
            await backend.change(ann, "a1", Change("x"))
