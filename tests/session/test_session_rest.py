"""``status`` and ``session`` of a real server."""

from __future__ import annotations

import json
import socket
import time

import pytest
from jupyter_server.gateway.managers import GatewayMappingKernelManager
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from traitlets.config import Config

from jupyterlab_remote_ide._version import __version__
from jupyterlab_remote_ide.feature import Feature
from jupyterlab_remote_ide.visitor import YES, no


async def get(jp_fetch, name):
    return json.loads((await jp_fetch("remote-ide/v1", name)).body)


def services_of(jp_serverapp):
    (app,) = jp_serverapp.extension_manager.extension_apps["jupyterlab_remote_ide"]
    return app.services


async def test_status_of_a_plain_server(jp_fetch, jp_base_url):
    before = time.time()
    status = await get(jp_fetch, "status")
    assert int(before) <= status.pop("now") <= time.time() + 1
    assert status["visitor"]
    assert status["owner"] == status["visitor"]
    del status["owner"], status["visitor"]
    assert status == {
        "version": __version__,
        "mode": "embedded",
        "is_owner": True,
        "server_name": "",
        "base_url": jp_base_url,
        "hub": None,
        "capabilities": {
            "apitokens-change": {"allowed": True, "reason": None},
            "apitokens-create": {"allowed": True, "reason": None},
            "apitokens-list": {"allowed": True, "reason": None},
            "server-stop": {"allowed": False, "reason": "no-hub"},
        },
        "warnings": [],
        "details": {},
    }


class TestHub:
    @pytest.fixture(autouse=True)
    def hub(self, monkeypatch):
        monkeypatch.setenv("JUPYTERHUB_API_URL", "http://127.0.0.1:1/hub/api")
        monkeypatch.setenv("JUPYTERHUB_USER", "renan.d@ex.com")
        monkeypatch.setenv("JUPYTERHUB_SERVER_NAME", "gpu-1")

    async def test_a_stranger_is_not_the_owner(self, jp_fetch):
        status = await get(jp_fetch, "status")
        assert status["mode"] == "hub-manual"
        assert status["owner"] == "renan.d@ex.com"
        assert status["is_owner"] is False
        assert status["visitor"] != "renan.d@ex.com"
        assert status["server_name"] == "gpu-1"
        assert status["hub"]["user"] == "renan.d@ex.com"
        assert status["hub"]["token_in_url"] is None  # this login has no such rule
        assert status["capabilities"]["server-stop"] == {"allowed": False, "reason": "hub-only"}

    async def test_the_owner_is_known_by_the_raw_name(self, jp_fetch, jp_serverapp, monkeypatch):
        provider = jp_serverapp.identity_provider
        user = provider.generate_anonymous_user

        def alice(handler):
            made = user(handler)
            made.username, made.name = "renan.d@ex.com", "Renan"
            return made

        provider.generate_anonymous_user = alice
        status = await get(jp_fetch, "status")
        assert (status["is_owner"], status["visitor"]) == (True, "renan.d@ex.com")

    async def test_legacy_single_user(self, jp_fetch, jp_serverapp, monkeypatch):
        class LegacyIdentityProvider(type(jp_serverapp.identity_provider)):
            pass

        class HubAuth:
            allow_token_in_url = True

        jp_serverapp.identity_provider.__class__ = LegacyIdentityProvider
        assert "legacy-singleuser" not in (await get(jp_fetch, "status"))["warnings"]
        jp_serverapp.web_app.settings["hub_auth"] = HubAuth()
        status = await get(jp_fetch, "status")
        assert "legacy-singleuser" in status["warnings"]
        assert status["hub"]["token_in_url"] is True
        HubAuth.allow_token_in_url = False
        assert (await get(jp_fetch, "status"))["hub"]["token_in_url"] is False


class Broken(Feature):
    name = "broken"

    def capabilities(self, visitor):
        raise RuntimeError("broken")

    def warnings(self):
        return ["never"]


class Other(Feature):
    name = "other"

    def __init__(self):
        self.visitors = []

    def capabilities(self, visitor):
        self.visitors.append(visitor)
        return {"other-do": YES, "other-undo": no("because")}

    def warnings(self):
        return ["odd", "odd"]


async def test_every_feature_is_asked_at_each_request(jp_fetch, jp_serverapp):
    features = services_of(jp_serverapp).features
    features["broken"], features["other"] = Broken(), Other()
    status = await get(jp_fetch, "status")
    assert status["capabilities"]["other-do"] == {"allowed": True, "reason": None}
    assert status["capabilities"]["other-undo"] == {"allowed": False, "reason": "because"}
    assert status["warnings"] == ["broken-failed", "odd"]
    assert features["other"].visitors[0].owner is True
    del features["broken"], features["other"]


async def test_without_the_feature_of_tokens(jp_fetch, jp_serverapp):
    services = services_of(jp_serverapp)
    del services.features["apitokens"]
    services.apitokens = None
    status = await get(jp_fetch, "status")
    assert status["mode"] == "none"
    assert list(status["capabilities"]) == ["server-stop"]


class TestSession:
    @pytest.fixture
    def jp_server_config(self, jp_server_config):
        jp_server_config["MappingKernelManager"] = Config({"cull_idle_timeout": 900, "cull_connected": True})
        jp_server_config["ServerApp"]["shutdown_no_activity_timeout"] = 7200
        return jp_server_config

    async def test_session(self, jp_fetch, jp_root_dir, monkeypatch):
        monkeypatch.setenv("REMOTE_IDE_CULL_TIMEOUT", "3600")
        monkeypatch.setenv("REMOTE_IDE_CULL_MAX_AGE", "never")
        before = time.time()
        session = await get(jp_fetch, "session")
        assert int(before) <= session["now"] <= time.time() + 1
        assert session["host"] == socket.gethostname()
        assert session["folder"] == str(jp_root_dir)
        assert (session["job"], session["end_time"], session["end_time_source"]) == (None, None, None)
        assert session["resources"]["cpu_count"] >= 1
        assert session["idle"] == {
            "server_timeout": 7200,
            "kernel_timeout": 900,
            "kernel_cull_connected": True,
            "kernel_cull_busy": False,
            "hub_timeout": 3600,
            "hub_max_age": None,
        }
        monkeypatch.setenv("SLURM_JOB_ID", "7")
        monkeypatch.setenv("SLURM_JOB_END_TIME", "1795281400")
        session = await get(jp_fetch, "session")
        assert session["job"] == {"id": "7", "name": None}
        assert (session["end_time"], session["end_time_source"]) == (1795281400, "slurm")


class _Elsewhere(AsyncMappingKernelManager):
    def cwd_for_path(self, path, **kwargs):
        return "/scratch"


@pytest.mark.parametrize("managers", [GatewayMappingKernelManager, _Elsewhere, object])
async def test_no_folder_is_told_where_kernels_may_start_elsewhere(
    jp_fetch, jp_serverapp, monkeypatch, managers
):
    monkeypatch.setattr(jp_serverapp, "kernel_manager", managers.__new__(managers), raising=False)
    assert (await get(jp_fetch, "session"))["folder"] is None


async def test_reads_are_nobodys_activity(jp_fetch, jp_serverapp):
    settings = jp_serverapp.web_app.settings
    settings["api_last_activity"] = "before"
    for name in ("status", "session", "apitokens"):
        await jp_fetch("remote-ide/v1", name)
    assert settings["api_last_activity"] == "before"
    body = json.dumps({"recipe": "vscode", "note": "x", "expires_in": 60})
    await jp_fetch("remote-ide/v1/apitokens", method="POST", body=body)
    assert settings["api_last_activity"] != "before"
