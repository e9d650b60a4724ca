"""A token of the hub's page: whether it opens this server. With a real hub: ui-tests/hub/lasting.spec.ts."""

from __future__ import annotations

import json
import logging
from urllib.parse import quote

import pytest
from jupyterhub.services.auth import HubOAuth
from restapi import misfits, schema_of
from tornado.netutil import bind_unix_socket

from jupyterlab_remote_ide.apitokens.pasted import Pasted
from jupyterlab_remote_ide.errors import RemoteIDEError
from jupyterlab_remote_ide.visitor import HubToken, Visitor

OWNER = Visitor(username="alice", owner=True, apitoken_id=None)
NAMES = ["read:users:groups!user=alice", "read:users:name!user=alice"]
ACCESS = "access:servers!server=alice/gpu"


WHO = "GET /hub/api/user"


@pytest.fixture
def says(hub):
    """``says(*scopes, **model)``: the hub knows the token. Judged by the rules of the real ``HubOAuth``."""
    access = frozenset({"access:servers", "access:servers!user=alice", ACCESS})
    hub.login.access_scopes = access
    hub.login.check_scopes = lambda required, user: HubOAuth.check_scopes(None, required, user)

    def inner(*scopes, **model):
        answer = {"kind": "user", "name": "alice", "scopes": [*NAMES, *scopes], **model}
        hub.answers[WHO] = [(200, answer)]

    inner()
    return inner


def check(hub, secret="0123", visitor=OWNER):
    return Pasted(lambda: hub and hub.login).check(visitor, secret)


async def refusal(hub, secret="0123", visitor=OWNER):
    with pytest.raises(RemoteIDEError) as caught:
        await check(hub, secret, visitor)
    assert "0123" not in caught.value.message
    assert caught.value.detail == {}
    return caught.value.status, caught.value.reason


@pytest.mark.parametrize(
    "scopes", [[ACCESS], ["access:servers!user=alice"], [ACCESS, "read:servers!server=alice/gpu"]]
)
async def test_one_that_may_connect(hub, says, scopes):
    says(*scopes)
    assert await check(hub) == {"is_broad": False}
    assert hub.tokens == {"token 0123"}


async def test_a_hub_that_listens_on_a_file(hub, says, tmp_path):
    says(ACCESS)
    file = tmp_path / "Hub.sock"
    hub.server.add_socket(bind_unix_socket(str(file)))
    hub.login.api_url = f"http+unix://{quote(str(file), safe='')}/hub/api"
    assert await check(hub) == {"is_broad": False}


@pytest.mark.parametrize("tokens", ["tokens!user=alice", "tokens"])
async def test_one_that_may_everything(hub, says, tokens):
    says("access:servers!user=alice", "read:tokens!user=alice", tokens)
    assert await check(hub) == {"is_broad": True}


@pytest.mark.parametrize(
    ("scopes", "model", "reason"),
    [
        ([], {}, "pasted-no-access"),
        (["access:servers!server=alice/"], {}, "pasted-no-access"),
        (["access:servers!server=alice/gpu2"], {}, "pasted-no-access"),
        (["tokens!user=alice"], {}, "pasted-no-access"),
        ([ACCESS], {"name": "bob"}, "pasted-other-user"),
        ([ACCESS], {"kind": "service"}, "pasted-other-user"),
    ],
)
async def test_one_that_would_not_work(hub, says, scopes, model, reason):
    says(*scopes, **model)
    assert await refusal(hub) == (400, reason)


async def test_what_is_no_token_never_reaches_the_hub(hub):
    for secret in ("", " 0123", "01 23", "0\n1", "\u00e9", "x" * 201, None, 5, ["0123"]):
        assert await refusal(hub, secret) == (400, "pasted-unknown")
    assert hub.asked == []


REFUSED = (403, {"status": 403, "message": None})


async def test_one_that_the_hub_does_not_take(hub):
    """Hub 5 takes none of a user whose own login it does not take any more: then that is to be mended."""
    mine = HubToken("a1", True, frozenset(), lambda: "4567")
    visitor = Visitor("alice", owner=True, apitoken_id=None, hub_token=mine)
    hub.answers[WHO] = [REFUSED, REFUSED]
    assert await refusal(hub, visitor=visitor) == (403, "hub-login-again")
    assert (hub.tokens, hub.forgotten) == ({"token 0123", "token 4567"}, 1)
    hub.answers[WHO] = [REFUSED, (200, {"name": "alice"})]
    assert await refusal(hub, visitor=visitor) == (400, "pasted-unknown")
    hub.answers[WHO] = [REFUSED]
    assert await refusal(hub) == (400, "pasted-unknown")
    assert hub.forgotten == 1


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ((502, "<html>"), "hub-silent"),
        ((500, {}), "hub-silent"),
        ((429, "slow down"), "hub-busy"),
        ((200, "<html>Log in</html>"), "hub-odd-answer"),
        ((200, "[1]"), "hub-odd-answer"),
        ((403, "<html>Blocked</html>"), "hub-odd-answer"),
        ((404, {"message": "not here"}), "hub-odd-answer"),
        ((302, ""), "hub-odd-answer"),
    ],
)
async def test_a_hub_that_fails(hub, answer, reason):
    hub.answers[WHO] = [answer]
    assert await refusal(hub) == (503, reason)


async def test_a_hub_that_is_slow_or_gone(hub, monkeypatch):
    monkeypatch.setattr("jupyterlab_remote_ide.apitokens.backends.hub.api.PATIENCE", 0.05)
    hub.answers[WHO] = [(0, "")]
    assert await refusal(hub) == (503, "hub-silent")
    hub.server.stop()
    assert await refusal(hub) == (503, "hub-silent")


async def test_it_is_for_the_owner_where_a_hub_is(hub):
    assert await refusal(hub, visitor=Visitor("alice", owner=False, apitoken_id=None)) == (403, "not-owner")
    assert hub.asked == []
    assert await refusal(None) == (403, "no-hub")


async def test_over_rest(jp_serverapp, call, owner, hub, says, monkeypatch, caplog):
    path, secret = "remote-ide/v1/pasted-apitoken", "5ecre7" * 5
    caplog.set_level(logging.DEBUG)
    reply = await call("POST", path, owner, body={"secret": secret})
    assert (reply.code, json.loads(reply.body)["reason"]) == (403, "no-hub")
    monkeypatch.setitem(jp_serverapp.web_app.settings, "hub_auth", hub.login)
    username = json.loads((await call("GET", "api/me", owner)).body)["identity"]["username"]
    says(ACCESS, name=username)
    reply = await call("POST", path, owner, body={"secret": secret})
    # Without a hub's login each request with the token is another user.
    assert (reply.code, json.loads(reply.body)["reason"]) == (400, "pasted-other-user")
    monkeypatch.setattr(
        "jupyterlab_remote_ide.base.visitor_of", lambda _: Visitor(username, owner=True, apitoken_id=None)
    )
    says(ACCESS, name=username)
    reply = await call("POST", path, owner, body={"secret": secret})
    assert reply.code == 200
    assert reply.headers["Cache-Control"] == "no-store"
    assert json.loads(reply.body) == {"is_broad": False}
    assert misfits(json.loads(reply.body), schema_of("pasted-apitoken", "POST", 200)) == []
    assert hub.tokens == {f"token {secret}"}
    assert secret not in caplog.text
    assert (await call("POST", path, owner, body={})).code == 400
