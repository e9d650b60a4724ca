"""What jupyter_server's event log hears of API tokens, and what it must not."""

from __future__ import annotations

import io
import json
import logging

import pytest
from jupyter_events import EventLogger
from tornado.httpclient import HTTPClientError

from jupyterlab_remote_ide.apitokens import audit
from jupyterlab_remote_ide.apitokens.audit import SCHEMA, Audit
from jupyterlab_remote_ide.apitokens.backend import ACCESS, ApiToken

PATH = "remote-ide/v1/apitokens"
WISH = {"recipe": "vscode", "note": "my own laptop", "expires_in": 60}


@pytest.fixture
def told(jp_serverapp):
    """``told()``: what was told since it was asked last, and the text of all of it."""
    stream = io.StringIO()
    jp_serverapp.event_logger.register_handler(logging.StreamHandler(stream))
    read = [0]

    def inner():
        lines = stream.getvalue()[read[0] :].splitlines()
        read[0] = len(stream.getvalue())
        return [event for event in map(json.loads, lines) if event["__schema__"] == SCHEMA]

    inner.text = stream.getvalue
    return inner


def facts(events):
    return [{key: value for key, value in each.items() if not key.startswith("__")} for each in events]


async def test_made_revoked_refused(call, owner, make, told, jp_serverapp):
    made = await make(note="my own laptop", access="start")
    row, secret = made["apitoken"], made["secret"]
    (event,) = facts(told())
    assert event.pop("username")  # with a server's own token another one for each request
    expected = {"action": "created", "id": row["id"], "recipe": "vscode", "access": "start"}
    assert event == expected | {"expires_at": row["expires_at"]}

    change = {"note": "my own laptop", "expires_in": 9}
    changed = json.loads((await call("PATCH", f"{PATH}/{row['id']}", owner, body=change)).body)["apitoken"]
    (event,) = facts(told())
    assert event.pop("username")
    assert event == expected | {"action": "changed", "expires_at": changed["expires_at"]}

    # With the token alone, and on the way in: it may not.
    for method, path in (("POST", PATH), ("DELETE", f"{PATH}/{row['id']}"), ("GET", PATH)):
        body = WISH if method == "POST" else None
        assert (await call(method, path, secret, body=body)).code == 403
    (event,) = facts(told())  # once a minute
    assert event == {
        "action": "refused",
        "id": row["id"],
        "reason": "ide-token",
        "username": "",
    }

    assert (await call("DELETE", f"{PATH}/{row['id']}", owner)).code == 204
    (event,) = facts(told())
    assert event.pop("username")
    assert event == {"action": "revoked", "id": row["id"]}

    for _ in range(3):
        assert (await call("GET", "api/contents", secret)).code == 403
    (event,) = facts(told())
    assert event == {"action": "refused", "id": row["id"], "reason": "no-such-apitoken", "username": ""}

    text = told.text()
    for word in (secret, secret.removeprefix("ride_"), owner, "my own laptop"):
        assert word not in text


@pytest.mark.parametrize(
    "path",
    ["files/a.txt", "view/a.txt", "remote-ide/v1/status", "remote-ide/v1/watch?topics=apitokens", "api/me"],
)
async def test_a_token_that_lives_is_refused_where_it_opens_nothing(call, make, told, jp_root_dir, path):
    made = await make()
    (jp_root_dir / "a.txt").write_text("a")
    told()
    for _ in range(2):
        reply = await call("GET", path, made["secret"])
    if path == "api/me":
        assert (reply.code, told()) == (200, [])
        return
    assert reply.code in {302, 403}
    (event,) = facts(told())
    refused = {"action": "refused", "id": made["apitoken"]["id"], "reason": "ide-token", "username": ""}
    assert event == refused
    assert made["secret"] not in told.text()


class TestPages:
    @pytest.fixture
    def jp_server_config(self, jp_server_config):
        jp_server_config["ServerApp"]["jpserver_extensions"].update(jupyterlab=True, notebook=True)
        return jp_server_config

    @pytest.mark.parametrize("path", ["lab", "tree"])
    async def test_they_refuse_it_too_but_not_a_browser(self, call, owner, make, told, path):
        secret = (await make())["secret"]
        told()
        login = await call("GET", path, query=owner)
        cookie = {"Cookie": "; ".join(c.split(";")[0] for c in login.headers.get_list("Set-Cookie"))}
        assert (await call("GET", path, query=secret, headers=cookie)).code == 200
        assert told() == []
        assert (await call("GET", path, query=secret)).code == 302
        assert [event["reason"] for event in told()] == ["ide-token"]


async def test_at_the_socket_as_well(connect, make, told):
    made = await make()
    told()
    with pytest.raises(HTTPClientError, match="403"):
        await connect("remote-ide/v1/watch?topics=apitokens", made["secret"])
    (event,) = facts(told())
    assert (event["action"], event["id"]) == ("refused", made["apitoken"]["id"])


async def test_what_anybody_may_see_refuses_no_token(call, make, told):
    made = await make()
    told()
    assert (await call("GET", "login", made["secret"])).code in {200, 302}
    assert (await call("GET", "static/favicon.ico", made["secret"])).code in {200, 404}
    assert told() == []


async def test_a_visitor_is_refused(call, owner, told, jp_serverapp):
    class ReadsOnly:
        def is_authorized(self, handler, user, action, resource):
            return action == "read" or resource != "remote-ide"

    jp_serverapp.web_app.settings["authorizer"] = ReadsOnly()
    assert (await call("POST", PATH, owner, body=WISH)).code == 403
    (event,) = facts(told())
    assert (event["action"], event["reason"]) == ("refused", "not-authorized")
    assert (await call("POST", PATH, None, body=WISH)).code == 403
    assert told() == []  # nobody is no user


def test_refusals_are_told_again_after_a_while_and_are_not_kept_for_ever(monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(audit.time, "monotonic", lambda: now[0])
    events, told = EventLogger(), []
    log = Audit(events)
    monkeypatch.setattr(events, "emit", lambda schema_id, data: told.append(data["id"]))
    for _ in range(3):
        log.refused("", "a", "x")
    now[0] += audit.REPEAT_SECONDS
    log.refused("", "a", "x")
    assert told == ["a", "a"]
    for number in range(5000):
        log.refused("", str(number), "x")
    assert len(log._last[False]) == len(told) - 1 == audit._MOST_REMEMBERED
    log.refused("ann", "of a user", "not-owner")  # a flood of what is no token hides none of these
    assert told[-1] == "of a user"
    now[0] += audit.REPEAT_SECONDS
    log.refused("", "new", "x")
    assert told[-1] == "new"
    assert len(log._last[False]) == 1


async def test_each_event_fits_its_schema():
    events = EventLogger()
    Audit(events)
    Audit(events)  # another server of the same process
    stream = io.StringIO()
    events.register_handler(logging.StreamHandler(stream))
    with pytest.raises(Exception, match="secret"):
        events.emit(schema_id=SCHEMA, data={"action": "created", "secret": "x"})
    log = Audit(events)
    for access in ACCESS:
        for end in (5.5, None):
            log.tell("created", "ann", ApiToken("id", "note", "vscode", access, 1.0, end))
    log.tell("revoked", "ann", "id")
    log.refused("", "id", "no-such-apitoken")
    log.refused("ann", None, "not-owner")
    assert len(stream.getvalue().splitlines()) == 2 * len(ACCESS) + 3
    Audit(None).tell("revoked", "ann", "x")  # a server without an event log
