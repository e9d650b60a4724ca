"""The REST calls: what is accepted, what comes back, who may."""

from __future__ import annotations

import json
import time

import pytest

PATH = "remote-ide/v1/apitokens"
GOOD = {"recipe": "vscode", "note": "laptop", "expires_in": 3600}


async def test_create_list_revoke(call, owner, make):
    before = time.time()
    made = await make(note="  my laptop ")
    token = made["apitoken"]
    assert made["secret"].startswith("ride_")
    assert len(made["secret"]) >= 48
    assert made["clamped"] is False
    assert before + 3600 <= made["expires_at"] <= time.time() + 3600
    assert token["note"] == "my laptop"
    assert token["recipe"] == "vscode"
    assert token["access"] == "connect"
    assert token["last_activity"] is None
    assert token["browser"] is None
    assert token["expires_at"] == made["expires_at"]
    assert "hash" not in token
    second = await make(note="second")

    before = time.time()
    reply = await call("GET", PATH, owner)
    assert reply.code == 200
    assert reply.headers["Cache-Control"] == "no-store"
    listed = json.loads(reply.body)
    assert [row["id"] for row in listed["apitokens"]] == [second["apitoken"]["id"], token["id"]]
    assert listed["apitokens"][1] == token
    assert made["secret"] not in reply.body.decode()
    assert int(before) <= listed["now"] <= time.time() + 1

    assert (await call("DELETE", f"{PATH}/{token['id']}", owner)).code == 204
    listed = json.loads((await call("GET", PATH, owner)).body)
    assert [row["id"] for row in listed["apitokens"]] == [second["apitoken"]["id"]]
    gone = await call("DELETE", f"{PATH}/{token['id']}", owner)
    assert (gone.code, json.loads(gone.body)["reason"]) == (404, "no-such-apitoken")


BAD = [
    ("not json", "bad-json"),
    ("[]", "bad-json"),
    ('{"recipe": "vscode", "note": "x", "expires_in": NaN}', "bad-json"),
    ("[" * 100_000, "bad-json"),
    ({"note": "x", "expires_in": 1}, "missing-field"),
    ({"recipe": "vscode", "expires_in": 1}, "missing-field"),
    ({"expires_in": 1}, "missing-field"),
    (GOOD | {"scopes": ["all"]}, "unknown-field"),
    *(
        (GOOD | {"recipe": bad}, "bad-recipe")
        for bad in ("", "VS Code", "../x", "a--b", "-a", "x" * 41, 1, None)
    ),
    *(
        (GOOD | {"note": bad}, "bad-note")
        for bad in ("", "  ", "x" * 201, "a\nb", "a\x00", "a\u202eb", "a\ud800", 5, None)
    ),
    *(
        (GOOD | {"expires_in": bad}, "bad-expires-in")
        for bad in (0, -1, True, False, 1.5, 60.0, "60", None, [60])
    ),
    *((GOOD | {"access": bad}, "bad-access") for bad in ("admin", "", None, ["connect"])),
    *((GOOD | {"browser": bad}, "bad-browser") for bad in ("", "My Browser", "x" * 41, 1, None)),
    *((GOOD | {"existing": bad}, "bad-existing") for bad in ("all", "", None, ["keep"])),
]


async def test_bad_requests(call, owner):
    for body, reason in BAD:
        reply = await call("POST", PATH, owner, body=body)
        assert (reply.code, json.loads(reply.body)["reason"]) == (400, reason), body
    assert json.loads((await call("GET", PATH, owner)).body)["apitokens"] == []


@pytest.mark.parametrize("access", ["connect", "list", "start"])
async def test_each_access_is_kept(make, access):
    assert (await make(access=access, expires_in=3))["apitoken"]["access"] == access


class TestASite:
    @pytest.fixture(params=[(9000, 20_000), (9000, 600)], ids=["within its maximum", "beyond its maximum"])
    def limits(self, request):
        return request.param

    @pytest.fixture
    def jp_server_config(self, jp_server_config, limits):
        usual, longest = limits
        ours = {"apitokens_default_lifetime": usual, "apitokens_max_lifetime": longest}
        return jp_server_config | {"RemoteIDE": {"apitokens_storage": "memory", **ours}}

    async def test_without_a_lifetime_a_token_gets_the_site_s(self, call, owner, limits):
        told = json.loads((await call("GET", PATH, owner)).body)["lifetimes"]
        assert told == {"default": min(limits), "max": limits[1]}
        reply = await call("POST", PATH, owner, body={"recipe": "vscode", "note": "x"})
        made = json.loads(reply.body)
        assert made["clamped"] is False
        lives = made["expires_at"] - made["apitoken"]["created_at"]
        assert lives == pytest.approx(min(limits), abs=1)


async def test_too_long_a_life_is_clamped(make):
    for wish in (30 * 86_400 + 1, 10**30):
        before = time.time()
        made = await make(expires_in=wish)
        assert made["clamped"] is True
        assert int(before) <= made["expires_at"] - 30 * 86_400 <= time.time() + 1


async def test_nobody_and_strangers(call):
    for method in ("GET", "POST"):
        reply = await call(method, PATH)
        assert (reply.code, json.loads(reply.body)["reason"]) == (403, "not-logged-in")
    assert (await call("DELETE", f"{PATH}/x", token="wrong")).code == 403
    assert (await call("GET", PATH, token="ride_" + "x" * 43)).code == 403


async def test_an_ide_token_manages_no_tokens(call, make, owner):
    made = await make()
    secret, identifier = made["secret"], made["apitoken"]["id"]
    for method, path in (
        ("GET", PATH),
        ("POST", PATH),
        ("DELETE", f"{PATH}/{identifier}"),
        ("GET", "remote-ide/v1/status"),
    ):
        for how in ({"token": secret}, {"query": secret}):
            reply = await call(method, path, body=GOOD if method == "POST" else None, **how)
            assert (reply.code, json.loads(reply.body)["reason"]) == (403, "ide-token"), (method, path)
    assert len(json.loads((await call("GET", PATH, owner)).body)["apitokens"]) == 1


class _Denies:
    """An Authorizer that answers later, as it may."""

    def __init__(self, allowed):
        self.allowed = allowed

    async def is_authorized(self, handler, user, action, resource):
        return (action, resource) in self.allowed


async def test_the_authorizer_is_asked(call, owner, jp_serverapp):
    settings = jp_serverapp.web_app.settings
    settings["authorizer"] = _Denies(set())
    for method in ("GET", "POST"):
        reply = await call(method, PATH, owner, body=GOOD if method == "POST" else None)
        assert (reply.code, json.loads(reply.body)["reason"]) == (403, "not-authorized")
    # May read, may not write: then it is not the owner.
    settings["authorizer"] = _Denies({("read", "remote-ide")})
    reply = await call("GET", PATH, owner)
    assert (reply.code, json.loads(reply.body)["reason"]) == (403, "not-owner")
    status = json.loads((await call("GET", "remote-ide/v1/status", owner)).body)
    assert status["is_owner"] is False
    assert status["capabilities"]["apitokens-list"] == {"allowed": False, "reason": "not-owner"}
    settings["authorizer"] = _Denies({("read", "remote-ide"), ("write", "remote-ide")})
    assert (await call("GET", PATH, owner)).code == 200
    assert (await call("POST", PATH, owner, body=GOOD)).code == 201


async def test_a_browser_needs_xsrf(call, owner, jp_serverapp):
    login = await call("GET", "api/status", query=owner)
    cookies = [value.split(";")[0] for value in login.headers.get_list("Set-Cookie")]
    assert any(
        cookie.startswith("username-") for cookie in cookies
    )  # the server's own token logs the page in
    sent = {"Cookie": "; ".join([*cookies, "_xsrf=abc"])}
    assert (await call("GET", PATH, headers=sent)).code == 200
    reply = await call("POST", PATH, body=GOOD, headers=sent)
    assert (reply.code, json.loads(reply.body)["reason"]) == (403, "xsrf")
    assert (await call("POST", PATH, body=GOOD, headers=sent | {"X-XSRFToken": "abc"})).code == 201
