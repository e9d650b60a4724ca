"""What all our handlers share."""

from __future__ import annotations

import gc
import json

import pytest
from jupyter_server.auth.decorator import authorized
from tornado import web
from tornado.httpclient import HTTPClientError

from jupyterlab_remote_ide.base import PREFIX, RemoteIDEHandler, find_visitor, visitor_of
from jupyterlab_remote_ide.errors import BadRequest, Conflict, Denied, NotFound, RemoteIDEError, Unavailable

ERRORS = {cls.__name__: cls for cls in (BadRequest, Conflict, Denied, NotFound, Unavailable, RemoteIDEError)}


class Probe(RemoteIDEHandler):
    @web.authenticated
    @authorized
    async def get(self, name):
        if name in ERRORS:
            raise ERRORS[name]("A sentence.", None if name == "RemoteIDEError" else "a-word")
        else:
            self.reply({"username": self.visitor.username, "owner": self.visitor.owner})

    @web.authenticated
    @authorized
    async def post(self, name):
        self.reply(self.body(["a"], ["b"]))

    @web.authenticated
    @authorized
    async def delete(self, name):
        self.reply_nothing()


@pytest.fixture(autouse=True)
def probe(monkeypatch, jp_serverapp, jp_base_url):
    monkeypatch.setattr("jupyterlab_remote_ide.app.FEATURES", ())
    jp_serverapp.web_app.add_handlers(".*$", [(f"{jp_base_url}probe/(.*)", Probe)])


@pytest.fixture
def fetch(jp_fetch):
    async def inner(path, **options):
        try:
            reply = await jp_fetch(path, **options)
        except HTTPClientError as error:
            reply = error.response
        return reply.code, json.loads(reply.body) if reply.body else None, reply.headers

    return inner


@pytest.mark.parametrize(
    ("name", "status", "reason"),
    [
        ("BadRequest", 400, "a-word"),
        ("Denied", 403, "a-word"),
        ("NotFound", 404, "a-word"),
        ("Conflict", 409, "a-word"),
        ("Unavailable", 503, "a-word"),
        ("RemoteIDEError", 500, "internal-error"),
    ],
)
async def test_our_errors_are_sentences(fetch, caplog, name, status, reason):
    gc.collect()  # what an earlier test left is not told in this one's log
    caplog.clear()
    code, body, headers = await fetch(f"probe/{name}")
    assert (code, body) == (status, {"message": "A sentence.", "reason": reason})
    assert headers["Content-Type"] == "application/json"
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('{"a": 1}', {"a": 1}),
        ('{"a": 1, "b": null}', {"a": 1, "b": None}),
        ("", "missing-field"),
        ('{"b": 1}', "missing-field"),
        ('{"a": 1, "c": 1}', "unknown-field"),
        ("[1]", "bad-json"),
        ("{", "bad-json"),
        ('{"a": Infinity}', "bad-json"),
        (b'{"a": "\xff"}', "bad-json"),
    ],
)
async def test_bodies(fetch, body, expected):
    code, reply, _ = await fetch("probe/x", method="POST", body=body)
    if isinstance(expected, dict):
        assert (code, reply) == (200, expected)
    else:
        assert (code, reply["reason"]) == (400, expected)


async def test_nothing_to_say(fetch):
    assert (await fetch("probe/x", method="DELETE"))[:2] == (204, None)


async def test_nothing_is_stored_nor_tagged(fetch):
    code, _, headers = await fetch("probe/x")
    assert (code, headers["Cache-Control"]) == (200, "no-store")
    assert "Etag" not in headers
    assert (await fetch("probe/x", headers={"If-None-Match": "*"}))[0] == 200


async def test_unknown_paths_are_json(fetch):
    code, body, _ = await fetch(f"{PREFIX}/nothing/here")
    assert (code, body["reason"]) == (404, "not-found")
    code, body, _ = await fetch(f"{PREFIX}/nothing", method="DELETE")
    assert (code, body["reason"]) == (405, "method-not-allowed")


async def test_foreign_origins_are_refused(fetch, jp_serverapp, http_server_client, jp_base_url):
    login = await http_server_client.fetch(
        f"{jp_base_url}api/status?token={jp_serverapp.identity_provider.token}"
    )
    cookie = "; ".join(value.split(";")[0] for value in login.headers.get_list("Set-Cookie"))
    for more, code in (({"Origin": "https://elsewhere.example"}, 404), ({}, 200)):
        headers = {"Cookie": cookie} | more
        reply = await http_server_client.fetch(f"{jp_base_url}probe/x", headers=headers, raise_error=False)
        assert reply.code == code


class Later:
    def __init__(self, answer):
        self.answer = answer

    async def is_authorized(self, handler, user, action, resource):
        return self.answer or action == "read"


@pytest.mark.parametrize("answer", [True, False])
async def test_an_authorizer_may_answer_later(fetch, jp_serverapp, answer):
    jp_serverapp.web_app.settings["authorizer"] = Later(answer)
    assert (await fetch("probe/x"))[1]["owner"] is answer
    if not answer:
        assert (await fetch("probe/x", method="DELETE"))[:2] == (
            403,
            {
                "message": "User is not authorized to write on resource: remote-ide.",
                "reason": "not-authorized",
            },
        )


class Handler:
    identity_provider, settings = None, {}

    def __init__(self, authorizer, name="alice"):
        self.authorizer, self.current_user = authorizer, type("User", (), {"username": name})()


async def test_who_cannot_wait_takes_a_late_answer_for_a_no(monkeypatch):
    handler = Handler(Later(True))
    assert visitor_of(handler).owner is False
    assert (await find_visitor(handler)).owner is True
    assert visitor_of(handler).owner is True  # known by now


async def test_under_a_hub_only_the_name_counts(monkeypatch):
    monkeypatch.setenv("JUPYTERHUB_API_URL", "http://hub/api")
    monkeypatch.setenv("JUPYTERHUB_USER", "alice")
    for name, owner in (("alice", True), ("bob", False), ("Alice", False)):
        assert visitor_of(Handler(Later(not owner), name)).owner is owner
        assert (await find_visitor(Handler(Later(not owner), name))).owner is owner


@pytest.mark.parametrize("user", [None, ""])
async def test_a_hub_that_names_no_user_leaves_nobody_the_owner(monkeypatch, user):
    monkeypatch.setenv("JUPYTERHUB_API_URL", "http://hub/api")
    monkeypatch.delenv("JUPYTERHUB_USER", raising=False)
    if user is not None:
        monkeypatch.setenv("JUPYTERHUB_USER", user)
    for name in ("alice", "", "None"):
        assert visitor_of(Handler(Later(True), name)).owner is False
        assert (await find_visitor(Handler(Later(True), name))).owner is False
