"""Where named tokens are served at all, and what the running identity provider becomes."""

from __future__ import annotations

import json

import pytest
from jupyter_server.auth.identity import IdentityProvider, LegacyIdentityProvider, PasswordIdentityProvider
from traitlets.config import Config

from jupyterlab_remote_ide.apitokens.backends.embedded.identity import opens, refusal

PATH = "remote-ide/v1/apitokens"
BODY = {"recipe": "vscode", "note": "x", "expires_in": 60}


class OwnLogin(IdentityProvider):
    async def get_user(self, handler):
        return None


class OwnToken(PasswordIdentityProvider):
    def get_token(self, handler):
        return None


class Harmless(PasswordIdentityProvider):
    """A subclass that leaves the three methods alone."""


def test_refusals():
    assert refusal(PasswordIdentityProvider(token="t")) is None
    assert refusal(Harmless(token="t")) is None
    assert refusal(PasswordIdentityProvider(token="", hashed_password="argon2:x")) is None
    assert refusal(PasswordIdentityProvider(token="")) == "no-authentication"
    assert refusal(OwnLogin(token="t")) == "other-identity-provider"
    assert refusal(OwnToken(token="t")) == "other-identity-provider"
    assert refusal(LegacyIdentityProvider(token="t")) == "other-identity-provider"
    wrapped = PasswordIdentityProvider(token="t")
    wrapped.get_user = lambda handler: None
    assert refusal(wrapped) == "other-identity-provider"


OPEN = [
    "api",
    "api/",
    "api/contents",
    "proxy/1/",
    "proxy/absolute/1/x",
    "terminals/websocket/1",
    "remote-ide/v1/x",
]
SHUT = [
    "",
    "lab",
    "tree",
    "terminals/1",
    "terminals",
    "files/x",
    "apix",
    "lab/api/x",
    "login",
    "static/x",
    "proxy",
]


def test_paths():
    for base_url in ("/", "/user/a%40b/"):
        assert [path for path in OPEN if not opens(base_url + path, base_url)] == []
        assert [path for path in SHUT if opens(base_url + path, base_url)] == []
    assert not opens("/api/x", "/user/a/")
    assert not opens("/user/ab/api/x", "/user/a/")


class TestOtherProvider:
    @pytest.fixture
    def jp_server_config(self, jp_server_config):
        jp_server_config["ServerApp"]["identity_provider_class"] = OwnToken
        return jp_server_config

    async def test_nothing_is_wrapped_and_calls_say_why(self, jp_serverapp, call):
        provider = jp_serverapp.identity_provider
        assert isinstance(provider, OwnToken)
        assert "get_user" not in vars(provider)
        reply = await call("GET", PATH)
        assert (reply.code, json.loads(reply.body)["reason"]) == (403, "not-logged-in")


class TestNoAuthentication:
    @pytest.fixture
    def jp_argv(self):
        return ["--IdentityProvider.token="]

    async def test_calls_and_status_say_the_same(self, jp_serverapp, call):
        assert jp_serverapp.identity_provider.auth_enabled is False
        await says(call, None, "no-authentication", "none")
        status = json.loads((await call("GET", "remote-ide/v1/status")).body)
        assert "no-token" in status["warnings"]


class TestTurnedOff:
    @pytest.fixture
    def jp_server_config(self, jp_server_config):
        jp_server_config["RemoteIDE"] = Config({"apitokens_enabled": False})
        return jp_server_config

    async def test_calls_and_status_say_the_same(self, jp_serverapp, call, owner):
        assert "get_user" not in vars(jp_serverapp.identity_provider)
        await says(call, owner, "turned-off", "embedded")


class TestHub:
    @pytest.fixture(autouse=True)
    def hub(self, monkeypatch):
        monkeypatch.setenv("JUPYTERHUB_API_URL", "http://127.0.0.1:1/hub/api")
        monkeypatch.setenv("JUPYTERHUB_USER", "alice")

    async def test_calls_and_status_say_the_same(self, jp_serverapp, call, owner):
        assert "get_user" not in vars(jp_serverapp.identity_provider)
        await says(call, owner, "hub-manual", "hub-manual")


class TestMemory:
    @pytest.fixture
    def jp_server_config(self, jp_server_config):
        limits = {"apitokens_storage": "memory", "apitokens_max_lifetime": 60}
        jp_server_config["RemoteIDE"] = Config(limits)
        return jp_server_config

    async def test_no_file(self, call, owner, make, jp_data_dir):
        made = await make(expires_in=61)
        assert made["clamped"] is True
        assert (await call("GET", "api/contents", made["secret"])).code == 200
        listed = json.loads((await call("GET", PATH, owner)).body)
        assert listed["lifetimes"] == {"default": 60, "max": 60}
        assert list(jp_data_dir.glob("remote_ide/*")) == []


async def test_a_file_by_default(make, file_of):
    assert file_of(await make()).stat().st_mode & 0o777 == 0o600


async def test_stopping_takes_everything_back(jp_serverapp, call, make):
    secret = (await make())["secret"]
    assert (await call("GET", "api/contents", secret)).code == 200
    (app,) = jp_serverapp.extension_manager.extension_apps["jupyterlab_remote_ide"]
    await app.stop_extension()
    assert not {"get_user", "is_token_authenticated", "set_login_cookie"} & set(
        vars(jp_serverapp.identity_provider)
    )
    assert (await call("GET", "api/contents", secret)).code == 403


async def says(call, owner, reason, mode):
    for method, body in (("GET", None), ("POST", BODY)):
        if owner is None and method == "POST":
            continue  # a server without authentication wants an XSRF cookie here first
        reply = await call(method, PATH, owner, body=body)
        assert (reply.code, json.loads(reply.body)["reason"]) == (403, reason)
    status = json.loads((await call("GET", "remote-ide/v1/status", owner)).body)
    assert status["mode"] == mode
    for name in ("apitokens-change", "apitokens-create", "apitokens-list"):
        assert status["capabilities"][name] == {"allowed": False, "reason": reason}
