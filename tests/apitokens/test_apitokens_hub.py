"""The hub's list of tokens, with whatever may answer in its place; with a real hub: test_hub_tokens.py."""

from __future__ import annotations

import json

import pytest

from jupyterlab_remote_ide.apitokens.backend import Wish
from jupyterlab_remote_ide.apitokens.backends.hub import api, row
from jupyterlab_remote_ide.apitokens.backends.hub.tokens import HubTokens
from jupyterlab_remote_ide.errors import RemoteIDEError

SECRET = "s3cr3t-of-the-owner"
SERVER = "alice/gpu"
ACCESS = f"access:servers!server={SERVER}"
NAMES = ["read:users:groups!user=alice", "read:users:name!user=alice"]
MODEL = {
    "id": "a7",
    "note": "Remote IDE: my [old] laptop [vscode b-1]",
    "oauth_client": "JupyterHub",
    "scopes": [ACCESS, *NAMES],
    "created": "2026-11-28T06:00:00.500000Z",
    "expires_at": "2026-12-05T06:00:00Z",
    "last_activity": None,
}


def tokens(hub, user="alice", name="gpu"):
    return HubTokens(hub.login, user, name)


async def refusal(call):
    with pytest.raises(RemoteIDEError) as caught:
        await call
    assert SECRET not in caught.value.message
    return caught.value.status, caught.value.reason


LIST = "GET /hub/api/users/alice/tokens"
POST = "POST /hub/api/users/alice/tokens"
WHO = "GET /hub/api/user"
WISH = Wish("vscode", "laptop", "start", 3600.0, "b-1")


async def test_ours_are_told_from_all_others(hub):
    others = [
        MODEL | {"id": "a1", "oauth_client": "Server at /user/alice/"},
        MODEL | {"id": "a2", "note": "Server at /user/alice/"},
        MODEL | {"id": "a3", "note": None},
        MODEL | {"id": "a4", "scopes": ["access:servers!server=alice/"]},
        MODEL | {"id": "a6", "scopes": [ACCESS, "tokens!user=alice", *NAMES]},
        MODEL | {"id": "a5", "note": "Remote IDE: somebody's own words"},
    ]
    hub.answers[LIST] = [(200, {"api_tokens": [*others, MODEL]})]
    (found,) = await tokens(hub).list(SECRET)
    assert hub.tokens == {f"token {SECRET}"}
    assert (found.id, found.note, found.recipe, found.browser) == ("a7", "my [old] laptop", "vscode", "b-1")
    assert (found.created_at, found.expires_at, found.last_activity) == (1795845600.5, 1796450400.0, None)
    assert found.access == "connect"


@pytest.mark.parametrize("note", ["laptop", "a [vscode x] b]", "ü “q” \\ [", "Remote IDE: [x]"])
@pytest.mark.parametrize("browser", [None, "0f3a"])
def test_what_is_kept_in_the_note_is_read_back(note, browser):
    wish = Wish("vscode-hub", note, "connect", 1.0, browser)
    found = row.read(MODEL | {"note": row.note_of(wish)}, SERVER)
    assert (found.recipe, found.note, found.browser) == ("vscode-hub", note, browser)


def test_a_note_of_the_hubs_page_is_shown_on_one_line():
    found = row.read(MODEL | {"note": "Remote IDE: a\u202eb\nc [vscode b1]"}, SERVER)
    assert found.note == "abc"


@pytest.mark.parametrize(
    ("access", "more"), [("connect", []), ("list", ["read:servers"]), ("start", ["read:servers", "servers"])]
)
async def test_the_least_that_an_access_takes(hub, access, more):
    scopes = [ACCESS, *(f"{scope}!server={SERVER}" for scope in more)]
    hub.answers[POST] = [(201, MODEL | {"scopes": scopes, "token": "new"})]
    minted = await tokens(hub).create(SECRET, Wish("vscode", "laptop", access, 0.4, None))
    assert (minted.apitoken.access, minted.secret, minted.clamped) == (access, "new", False)
    ((_, _, body),) = hub.asked
    assert json.loads(body) == {"note": "Remote IDE: laptop [vscode]", "expires_in": 1, "scopes": scopes}


async def test_names_are_raw_in_scopes_and_encoded_in_the_address(hub):
    user, name = "ü ser+x@y~/", "gpu 1"
    scope = f"access:servers!server={user}/{name}"
    path = "POST /hub/api/users/%C3%BC%20ser%2Bx@y~%2F/tokens"
    hub.answers[path] = [(201, MODEL | {"scopes": [scope], "token": "new"})]
    assert (await tokens(hub, user, name).create(SECRET, WISH)).apitoken.scopes == (scope,)


async def test_a_hub_that_gives_less_time_is_asked_for_that(hub):
    told = {"status": 400, "message": "token expires_in: 3600 must not exceed 100"}
    hub.answers[POST] = [(400, told), (201, MODEL | {"token": "new"})]
    assert (await tokens(hub).create(SECRET, WISH)).clamped
    assert [json.loads(body)["expires_in"] for _, _, body in hub.asked] == [3600, 100]


async def test_a_hub_that_gives_less_access_gives_what_the_row_says(hub):
    told = {"message": "Not assigning requested scopes read:servers not held by User alice"}
    hub.answers[POST] = [(400, told), (201, MODEL | {"token": "new"})]
    assert (await tokens(hub).create(SECRET, WISH)).apitoken.access == "connect"
    hub.answers[POST] = [(400, told), (400, told)]
    assert await refusal(tokens(hub).create(SECRET, WISH)) == (403, "hub-refused")


@pytest.mark.parametrize(
    ("answer", "status", "reason"),
    [
        ((429, {"message": "slow down"}), 503, "hub-busy"),
        ((500, "oops"), 503, "hub-silent"),
        ((503, "<html>"), 503, "hub-silent"),
        ((200, "<html>a portal's page"), 503, "hub-odd-answer"),
        ((200, ["a", "list"]), 503, "hub-odd-answer"),
        ((200, {"api_tokens": None}), 503, "hub-odd-answer"),
        ((200, {"api_tokens": [1]}), 503, "hub-odd-answer"),
        ((200, {"api_tokens": [MODEL | {"created": "yesterday"}]}), 503, "hub-odd-answer"),
        ((302, {}), 503, "hub-odd-answer"),
        ((403, "<html>a firewall's page"), 503, "hub-odd-answer"),
        ((418, {}), 503, "hub-odd-answer"),
    ],
)
async def test_what_is_no_answer(hub, answer, status, reason):
    hub.answers[LIST] = [answer]
    assert await refusal(tokens(hub).list(SECRET)) == (status, reason)
    assert len(hub.asked) == 1  # a redirect is not followed
    assert hub.forgotten == 0


async def test_nobody_there_or_no_answer_in_time(hub, monkeypatch):
    monkeypatch.setattr(api, "PATIENCE", 0.2)
    hub.answers[LIST] = [(0, {})]
    assert await refusal(tokens(hub).list(SECRET)) == (503, "hub-silent")
    hub.server.stop()
    assert await refusal(tokens(hub).list(SECRET)) == (503, "hub-silent")


@pytest.mark.parametrize("message", ["Forbidden", None])
async def test_a_login_that_ended_is_told_from_a_grant_that_was_taken_away(hub, message):
    refused = (403, {"status": 403, "message": message})
    hub.answers |= {LIST: [refused, refused], WHO: [refused, (200, {"name": "alice"})]}
    assert await refusal(tokens(hub).list(SECRET)) == (403, "hub-login-again")
    assert hub.forgotten == 1  # or a reload of the page would not lead to the hub's login
    assert await refusal(tokens(hub).list(SECRET)) == (403, "hub-refused")
    assert hub.forgotten == 1


async def test_only_what_is_ours_is_ended(hub):
    one = "/hub/api/users/alice/tokens/a7"
    hub.answers |= {
        f"GET {one}": [
            (200, MODEL),
            (200, MODEL | {"oauth_client": "Server at /user/alice/gpu/"}),
            (404, {}),
        ],
        f"DELETE {one}": [(204, "")],
    }
    await tokens(hub).revoke(SECRET, "a7")
    for _ in range(2):
        assert await refusal(tokens(hub).revoke(SECRET, "a7")) == (404, "no-such-apitoken")
    assert [method for method, _, _ in hub.asked].count("DELETE") == 1
