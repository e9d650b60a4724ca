"""What an API token made for an IDE opens, and until when."""

from __future__ import annotations

import json
import logging
from urllib.parse import quote

import pytest

PATH = "remote-ide/v1/apitokens"
FOREIGN = {"Origin": "https://elsewhere.example"}


def cookies(reply):
    return [value for value in reply.headers.get_list("Set-Cookie") if not value.startswith("_xsrf=")]


async def test_rest_by_header_and_query(call, make, jp_root_dir):
    secret = (await make())["secret"]
    notebook = {"type": "file", "format": "text", "content": "1"}
    for how in ({"token": secret}, {"token": secret, "scheme": "Bearer"}, {"query": secret}):
        for headers in ({}, FOREIGN):
            assert (await call("GET", "api", headers=headers, **how)).code == 200
            listing = await call("GET", "api/contents", headers=headers, **how)
            assert listing.code == 200
            assert cookies(listing) == []
            assert (
                await call("POST", "api/contents", body={"type": "file"}, headers=headers, **how)
            ).code == 201
            assert (await call("PUT", "api/contents/a.txt", body=notebook, headers=headers, **how)).code in {
                200,
                201,
            }
            deleted = await call("DELETE", "api/contents/a.txt", headers=headers, **how)
            assert deleted.code == 204
            assert cookies(deleted) == []
    me = json.loads((await call("GET", "api/me", token=secret)).body)
    assert me["identity"]["username"].startswith("ide-")
    assert me["identity"]["name"] == "laptop"


async def test_last_use_is_told(call, owner, make):
    made = await make()
    await call("GET", "api/contents", made["secret"], headers={"User-Agent": "Code/1.99"})
    row = json.loads((await call("GET", PATH, owner)).body)["apitokens"][0]
    assert row["last_activity"] >= row["created_at"]
    assert row["seen_client"] == "Code/1.99"


async def test_revoked_at_once(call, owner, make):
    made = await make()
    secret, other = made["secret"], (await make())["secret"]
    assert (await call("GET", "api/contents", secret)).code == 200
    assert (await call("DELETE", f"{PATH}/{made['apitoken']['id']}", owner)).code == 204
    for how in ({"token": secret}, {"query": secret}):
        assert (await call("GET", "api/contents", **how)).code == 403
    assert (await call("GET", "api/contents", other)).code == 200


async def test_expired_at_once(call, owner, make, clock):
    made = await make()
    secret = made["secret"]
    assert (await call("GET", "api/contents", secret)).code == 200
    clock.forward_to(made["apitoken"]["expires_at"])
    assert (await call("GET", "api/contents", secret)).code == 403
    assert json.loads((await call("GET", PATH, owner)).body)["apitokens"] == []


async def test_a_token_leaves_no_login_cookie(call, make):
    secret = (await make())["secret"]
    reply = await call("PATCH", "api/me", secret, body={"color": "#123456"})
    assert reply.code == 200
    assert cookies(reply) == []


async def test_the_servers_own_token_still_logs_in(call, owner):
    reply = await call("GET", "api/contents", query=owner)
    assert reply.code == 200
    assert any(value.startswith("username-") for value in cookies(reply))


async def test_wrong_tokens(call, make):
    secret = (await make())["secret"]
    for wrong in (
        "ride_",
        secret[:-1],
        secret + "x",
        secret.upper(),
        secret.removeprefix("ride_"),
        "ride_\x80é",
    ):
        assert (await call("GET", "api/contents", query=wrong)).code == 403, wrong


class TestPages:
    """The pages of JupyterLab and Notebook carry the server's own token."""

    @pytest.fixture
    def jp_server_config(self, jp_server_config):
        extensions = jp_server_config["ServerApp"]["jpserver_extensions"]
        extensions.update({"jupyterlab": True, "notebook": True})
        return jp_server_config

    async def test_pages_refuse_it(self, call, owner, make, jp_serverapp):
        secret = (await make())["secret"]
        # Notebook's page of a terminal lies beside the terminals' sockets.
        pages = ["lab", "tree", "terminals/1", "notebooks/a.ipynb", "lab/tree/x"]
        for page in pages[:3]:
            assert owner in (await call("GET", page, owner)).body.decode(), page
        for page in pages:
            for how in ({"token": secret}, {"query": secret}):
                reply = await call("GET", page, **how)
                assert (page, reply.code, cookies(reply)) == (page, 302, [])
                assert "login" in reply.headers["Location"]
                assert owner not in reply.body.decode()
        root = await call("GET", "", secret)  # public: what a client without any token sees
        assert root.body == (await call("GET", "")).body
        assert owner not in root.body.decode()
        for path in (
            "files/a.txt",
            "lab/api/settings",
            "nbconvert/html/a.ipynb",
            "server-proxy/servers-info",
        ):
            assert (await call("GET", path, secret)).code in {302, 403, 404}, path

    async def test_a_browser_that_is_logged_in_stays_so(self, call, owner, make):
        secret = (await make())["secret"]
        login = await call("GET", "lab", query=owner)
        cookie = {"Cookie": "; ".join(value.split(";")[0] for value in cookies(login))}
        assert (await call("GET", "lab", query=secret, headers=cookie)).code == 200
        assert (await call("GET", "lab", headers=cookie)).code == 200
        # On the API the explicit credential counts, as between the server's own token and a cookie.
        me = json.loads((await call("GET", "api/me", secret, headers=cookie)).body)
        assert me["identity"]["username"].startswith("ide-")

    @pytest.mark.parametrize(
        "path",
        [
            "api/nothing-here",
            "api/../lab",
            "terminals/websocket/",
            "terminals/websocket/1",
            "remote-ide/open/nothing",
            "remote-ide/nothing",
            "proxy/1/",
            "proxy/abc",
            "proxy/absolute/1/",
        ],
    )
    async def test_no_page_hands_out_the_servers_token(self, call, make, owner, path):
        """Core's page template holds it for whoever is logged in, also on each error page."""
        secret = (await make())["secret"]
        for method in ("GET", "POST"):
            for how in ({"token": secret}, {"query": secret}):
                reply = await call(method, path, headers={"Accept": "text/html"}, **how)
                assert reply.code >= 400 or reply.code == 302
                assert owner not in (reply.body or b"").decode()
                assert not any(owner in value for value in reply.headers.values())


async def test_no_secret_in_the_log(call, make, jp_serverapp, caplog):
    caplog.set_level(logging.DEBUG)
    secret = (await make())["secret"]
    paths = [
        "api/contents",
        "api/kernels/none",
        "api/contents/none",
        "lab",
        "proxy/1/x",
        "remote-ide/v1/none",
    ]
    for path in paths:
        for method in ("GET", "POST", "DELETE"):
            await call(method, path, query=secret)
            await call(method, path, token=secret, headers={"Referer": f"http://localhost/?token={secret}"})
    said = "\n".join(record.getMessage() + str(record.exc_text) for record in caplog.records)
    assert "api/kernels/none?token=" in said  # tornado does print the URI
    assert secret not in said
    assert quote(secret) not in said
    assert secret[10:] not in said


async def test_our_own_errors_name_no_query(call, owner, caplog, jp_serverapp, monkeypatch):
    def broken(self, visitor):
        raise RuntimeError("broken")

    monkeypatch.setattr("jupyterlab_remote_ide.apitokens.manager.ApiTokenManager.list", broken)
    reply = await call("GET", PATH, query=owner)
    assert (reply.code, json.loads(reply.body)["reason"]) == (500, "internal-error")
    assert (await call("PUT", PATH, query=owner, body="{}")).code == 405
    said = "\n".join(record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING)
    assert "Uncaught exception in GET" in said
    assert owner not in said
