"""A site's own way to make API tokens, as docs/developers/extending.md shows it."""

from __future__ import annotations

import json

import pytest
from traitlets.config import Config

PATH = "remote-ide/v1/apitokens"


@pytest.fixture
def jp_server_config(jp_server_config):
    config = {"apitokens_backend_class": "example_backend.SiteTokens", "apitokens_max_lifetime": 60}
    jp_server_config["RemoteIDE"] = Config(config)
    return jp_server_config


async def test_it_takes_the_place_of_ours(call, owner, make, jp_serverapp, jp_data_dir):
    assert "get_user" not in vars(jp_serverapp.identity_provider)
    made = await make(expires_in=3600)
    assert made["clamped"] is True
    assert made["apitoken"]["scopes"] == [f"server:{jp_serverapp.base_url}"]
    (row,) = json.loads((await call("GET", PATH, owner)).body)["apitokens"]
    assert row == made["apitoken"]
    status = json.loads((await call("GET", "remote-ide/v1/status", owner)).body)
    assert status["mode"] == "embedded"
    assert status["capabilities"]["apitokens-create"] == {"allowed": True, "reason": None}
    for code in (204, 404):
        assert (await call("DELETE", f"{PATH}/{row['id']}", owner)).code == code
    assert not (jp_data_dir / "remote_ide").exists()


async def test_who_may_ask_is_looked_at_before(call):
    assert (await call("GET", PATH)).code == 403
